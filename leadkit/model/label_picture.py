"""The picture of the label: win rate over time, the window, and where naive rates would lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leadkit.base import figure
from leadkit.base.errors import TooLittleData
from leadkit.base.language import _, number
from leadkit.model.label_words import rates

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.model.labels import Label

LEAST_SHOWN = 180
BESIDE = 0.018
MARKS: tuple[dict[str, Any], ...] = (
    {"fmt": "o", "color": figure.INK, "ms": 8, "mec": "white", "mew": 1.2, "capsize": 3, "lw": 1.4},
    {"fmt": "D", "color": figure.TEXT2, "ms": 7, "mfc": "white", "mew": 1.8},
    {"fmt": "s", "color": figure.TEXT2, "ms": 7, "mfc": "white", "mew": 1.8},
)


def draw(label: Label, ax: Axes | None = None) -> Axes:
    """Draw the curve of all turns, the window as a broken line, and the three rates upon it."""
    curve, days = label.curve, label.window_days
    if curve is None:
        raise TooLittleData(_("there is no win rate over time to draw"), fix=label.why)
    own = ax is None
    ax = curve.plot(figure.axes(4.4) if ax is None else ax, days)
    right = max(min(curve.followed_days, max(2 * days, LEAST_SHOWN)), days * 1.1)
    ax.set_xlim(0, right)
    shown = [(words, one) for words, one in rates(label) if not one.refused]
    for place, (words, one) in enumerate(shown):
        _mark(ax, days + (0, -BESIDE, BESIDE)[place] * right, words, place, one)
    top = max([ax.get_ylim()[1], *(one.value * 115 for _words, one in shown)])
    ax.set_ylim(0, top)
    plateau = float(curve.table["rate"].iloc[: int(right) + 1].max()) * 100
    ax.legend(
        loc="lower right" if plateau > top / 2 else "upper right",
        fontsize=8,
        frameon=True,
        framealpha=1,
        edgecolor="none",
    )
    since = _("days since the handoff") if label.since == "handoff" else _("days since creation")
    ax.set_xlabel(since)
    if own:
        figure.caption(ax, *words_of(label))
    return ax


def _mark(ax: Axes, x: float, words: str, place: int, one: Any) -> None:
    value, low, high = one.value * 100, one.low * 100, one.high * 100
    bar = [[value - low], [high - value]] if place == 0 else None
    name = _("{rate}: {value}").format(rate=words, value=one.write(1))
    ax.errorbar(x, value, yerr=bar, label=name, zorder=5, **MARKS[place])


def words_of(label: Label) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    if label.curve is None:
        raise TooLittleData(_("there is no win rate over time to draw"), fix=label.why)
    finding = _("{rate} of leads old enough were won within {days} days").format(
        rate=label.rate.write(1), days=number(label.window_days)
    )
    subtitle = _("Share of leads won by each day, 95 % band; broken line: window, {how}").format(
        how=_(label.how)
    )
    return finding, subtitle, label.curve.words()[2]
