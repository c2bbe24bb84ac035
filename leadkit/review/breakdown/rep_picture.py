"""The funnel of reps: what luck gives each of them, and what they won."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leadkit.base import figure
from leadkit.base.language import _, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.review.breakdown.reps import RepFunnel

HEIGHT, HEAD, WIDE = 2.5, 1.2, 7.0


def plot(found: RepFunnel, ax: Axes | None = None) -> Axes:
    """Draw each rep of 20 leads and more at the wins expected; only one outside is named."""
    from leadkit.review.breakdown.rep_words import words

    own = ax is None
    ax = figure.axes(HEIGHT + HEAD) if ax is None else ax
    shown = found.table[[not one.refused for one in found.table["ratio"]]]
    for row in shown.to_dict("records"):
        at = row["expected"]
        bars = ("low", "high", figure.WIDE_BAND), ("near_low", "near_high", figure.BAND)
        for low, high, colour in bars:
            ends = [row[low] / at, row[high] / at]
            ax.plot([at] * 2, ends, color=colour, lw=WIDE, solid_capstyle="butt", zorder=2)
        ax.plot(at, row["won"] / at, "o", ms=6, color=figure.SALES, zorder=4)
        if row["verdict"] != "within":
            side, ha = (-1, "right") if at > shown["expected"].mean() else (1, "left")
            beside: Any = {"xytext": (7 * side, 0), "textcoords": "offset points", "ha": ha}
            ax.annotate(
                row["rep"], (at, row["won"] / at), size=8.5, va="center", parse_math=False, **beside
            )
    ax.axhline(1, color=figure.INK, lw=1, zorder=3)
    top = float((shown[["won", "high"]].max(axis=1) / shown["expected"]).max())
    ax.set_ylim(-0.04 * top, 1.06 * top)
    ax.margins(x=0.12)
    ax.xaxis.set_major_formatter(lambda value, _place: number(value, int(value % 1 > 0)))
    ax.yaxis.set_major_formatter(lambda value, _place: number(value, 1))
    ax.set_xlabel(_("wins expected at the level of all reps"))
    ax.set_ylabel(_("wins per expected"))
    if own:
        figure.caption(ax, *words(found))
    return ax
