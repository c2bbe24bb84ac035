"""The picture of a breakdown: a pair of intervals for each group and for all together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.review.breakdown.part import Breakdown

ROW, AROUND, HEAD = 0.27, 0.75, 1.2
APART, NAME = 0.18, 8.5
COLOURS = {"mix": figure.MARKETING, "rate": figure.SHARED}


def height_of(found: Breakdown) -> float:
    """Return the height of the picture in inches."""
    return ROW * (len(found.table) + 1) + AROUND


def left_of(found: Breakdown) -> float:
    """Return the inches that the names need."""
    return 0.25 + max(figure.text_width(name, NAME) for name in _names(found))


def _names(found: Breakdown) -> list[str]:
    from leadkit.review.breakdown.part_words import label

    return [*map(label, found.table["group"]), _("together")]


def plot(found: Breakdown, ax: Axes | None = None) -> Axes:
    """Draw what each group adds by its mix (above) and by its win rate (below), in points."""
    from leadkit.review.breakdown.part_words import words

    own = ax is None
    ax = figure.axes(height_of(found) + HEAD) if ax is None else ax
    names = _names(found)
    pairs = [(row["mix"], row["rate"]) for row in found.table.to_dict("records")]
    for place, pair in enumerate([*pairs, (found.mix, found.rate)]):
        for part, estimate, level in zip(
            COLOURS, pair, (place - APART, place + APART), strict=True
        ):
            _mark(ax, estimate, level, COLOURS[part])
    last = len(names) - 1
    ax.axhline(last - 0.5, color=figure.INK, lw=1)
    ax.axvline(0, color=figure.INK, lw=1.2, zorder=5)
    ax.set(ylim=(last + 0.55, -0.55))
    ax.set_yticks(range(len(names)), names, parse_math=False)
    ax.locator_params(axis="x", nbins=7)
    ax.xaxis.set_major_formatter(
        lambda value, _place: number(value * 100, int(round(value * 100, 6) % 1 > 0), sign=True)
    )
    ax.set_xlabel(_("points of the win rate"))
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    if own:
        figure.caption(ax, *words(found))
        ax.figure.subplots_adjust(left=left_of(found) / figure.WIDTH)
    return ax


def _mark(ax: Axes, part: Estimate, level: float, colour: str) -> None:
    """Draw a dot with its interval; hollow where that holds zero."""
    from leadkit.review.breakdown.part import verdict

    if part.refused:
        return
    told = verdict(part) != "cannot tell"
    ax.plot([part.low, part.high], [level] * 2, color=colour, lw=1.8, zorder=3)
    ax.plot(part.value, level, "o", ms=6, mec=colour, mfc=colour if told else "white", zorder=6)
