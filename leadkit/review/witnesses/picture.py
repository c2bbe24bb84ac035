"""The witnesses as a picture: each ratio with its interval around "no change"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.language import _, number, quarter_name
from leadkit.review.witnesses.witness import times

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.review.witnesses.witnesses import Witnesses

ROW, AROUND, LABELS, HEAD = 0.32, 0.85, 2.3, 1.2
TICKS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0)
LEAST, MOST = 0.2, 5.0


def plot(found: Witnesses, ax: Axes | None = None) -> Axes:
    """Draw each ratio: in ink where its witness speaks, hatch grey where it is silent."""
    own = ax is None
    seen = [one for one in found.every if not one.estimate.refused]
    ax = figure.axes(ROW * len(seen) + AROUND + HEAD) if ax is None else ax
    for place, one in enumerate(seen):
        low, value, high = (
            min(max(end, LEAST), MOST)
            for end in (one.estimate.low, one.estimate.value, one.estimate.high)
        )
        colour = figure.INK if one.speaks_for else figure.HATCH
        ax.plot([low, high], [place, place], color=colour, lw=2, solid_capstyle="butt")
        ax.plot(value, place, "o" if one.speaks_for else "D", color=colour, ms=5)
    ax.axvline(1, color=figure.SHARED, lw=1, zorder=0)
    ax.set(xscale="log", xlim=(LEAST, MOST), ylim=(len(seen) - 0.5, -0.5))
    ax.set_yticks(range(len(seen)), [one.title() for one in seen])
    ax.set_xticks(TICKS, [number(tick, 2 if tick % 0.5 else 1) for tick in TICKS])
    ax.set_xticks([], minor=True)
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(_("times as before (1: no change)"))
    if own:
        figure.caption(ax, *picture_words(found))
        ax.figure.subplots_adjust(left=LABELS / figure.WIDTH)
    return ax


def picture_words(found: Witnesses) -> tuple[str, str, str]:
    """Return the finding, what is shown, and every number of the picture in words."""
    shown = _("Ratio of {quarter} to earlier quarters, 95 % intervals; dark: the witness speaks")
    seen = [
        f"{one.title()} {times(one.estimate)}" for one in found.every if not one.estimate.refused
    ]
    quarter = quarter_name(found.gap.quarter)
    return found.sentence(), shown.format(quarter=quarter), "; ".join(seen) + "."
