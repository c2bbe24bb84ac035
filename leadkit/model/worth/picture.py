"""The picture of expected deal values: what later wins brought against what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leadkit.base import figure
from leadkit.base.language import _, money, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.model.worth.deal_values import DealValues

HEIGHT = 4.2
ROOM = 1.25
MOST_TICKS = 4


def plot(found: DealValues, ax: Axes | None = None) -> Axes:
    """Draw the mean deal value of later wins by what was expected of them, on log scales."""
    own = ax is None
    ax = figure.axes(HEIGHT) if ax is None else ax
    table = found.groups
    ends = table[["expected", "real", "low", "high"]].stack().dropna()
    if len(ends):
        low, high = ends.min() / ROOM, ends.max() * ROOM
        ax.plot([low, high], [low, high], color=figure.SHARED, lw=1)
        ax.vlines(table["expected"], table["low"], table["high"], color=figure.HATCH, lw=2)
        ax.plot(table["expected"], table["real"], "o", color=figure.INK, ms=5)
        ax.set(xscale="log", yscale="log", xlim=(low, high), ylim=(low, high))
        _write_money(ax, found.currency)
    ax.set_xlabel(_("expected deal value"))
    ax.set_ylabel(_("mean deal value of these wins"))
    if own:
        figure.caption(ax, *words(found))
    return ax


def _write_money(ax: Axes, currency: str) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    def written(value: float, _place: Any) -> str:
        return money(value, currency).replace("$", r"\$")

    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(LogLocator(subs=(1, 2, 5), numticks=MOST_TICKS))
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(FuncFormatter(written))


def words(found: DealValues) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    finding = (
        _("Each lead's own expected deal value is surely better than one mean for all")
        if found.model is not None
        else _("One mean deal value serves: nothing surely better was found")
    )
    subtitle = _(
        "Each point: wins with much the same expected value, its line the 95 % interval; thin "
        "line: expected = real"
    )
    source = _("n = {n} later wins, none of them used to learn from.").format(
        n=number(found.counts["judged"])
    )
    return finding, subtitle, source
