"""Two quarters side by side: how far each count or rate moved, and how far luck alone moves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.language import percent
from leadkit.learn.lessons.luck import LEVEL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, LINE, AROUND = 0.2, 0.16, 1.6
GAP, NEAR_EDGE = 0.25, 0.8


@dataclass(frozen=True)
class Change:
    """A change against the quarter before, as a share of what was; the ends only where luck counts.

    Parameters
    ----------
    label : str
        What changed, in the reader's language.
    value : float
        The change; -0.18 is a fall by 18 %.
    ends : (float, float) or None
        The interval at 95 %; None where so many leads stand behind it that luck hardly counts.
    """

    label: str
    value: float
    ends: tuple[float, float] | None = None

    @property
    def written(self) -> str:
        """The change as a percentage with its sign.

        Examples
        --------
        >>> Change("web", 0.052).written.replace("\N{NO-BREAK SPACE}", " ")
        '+5 %'
        """
        text = percent(self.value)
        return f"+{text}" if round(self.value, 2) > 0 else text

    @property
    def is_beyond_luck(self) -> bool:
        """Whether the interval excludes "no change"."""
        return self.ends is not None and not self.ends[0] <= 0 <= self.ends[1]


@cache
def ends_of(wins: tuple[int, int], leads: tuple[int, int]) -> tuple[float, float]:
    """Return the ends of the change of a win rate, before and after, at 95 %.

    Exact for the ratio of two Poisson counts, given their sum (Clopper and Pearson, 1934).

    Examples
    --------
    >>> [round(end, 2) for end in ends_of((60, 49), (500, 500))]
    [-0.45, 0.21]
    """
    from scipy.stats import binomtest

    before, after = wins
    share = binomtest(after, before + after).proportion_ci(LEVEL, method="exact")
    scale = leads[0] / leads[1]
    low, high = (scale * end / (1 - end) - 1 for end in (share.low, share.high))
    return low, high


def draw_changes(
    changes: Sequence[Change], title: str, subtitle: str, source: str, *, widest: float
) -> Figure:
    """Draw a row for every change, its bar from zero and the range of luck across it."""
    lines = [change.label.split("\n") for change in changes]
    sheet = figure.blank(AROUND + sum(ROW + LINE * len(label) for label in lines))
    ax = sheet.add_subplot()
    for place, change in enumerate(changes):
        _draw_change(ax, place, change, widest)
    ax.axvline(0, color=figure.INK, lw=1.0)
    ax.set_yticks(range(len(changes)), [change.label for change in changes])
    ax.set_ylim(len(changes) - 0.4, -0.6)
    ax.set_xlim(-widest, widest)
    ticks = [-0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6]
    shown = [tick for tick in ticks if abs(tick) <= widest]
    ax.set_xticks(shown, [percent(tick) for tick in shown])
    ax.grid(visible=False, axis="y")
    ax.grid(axis="x")
    figure.caption(ax, title, subtitle, source)
    left = GAP + max(figure.text_width(line, 8.5) for label in lines for line in label)
    sheet.subplots_adjust(left=left / figure.WIDTH, right=0.96)
    return sheet


def _draw_change(ax: Axes, place: int, change: Change, widest: float) -> None:
    """Draw a bar where luck is out, else a dot on its range; a bar too long ends at the edge."""
    if change.ends:
        color = figure.SALES if change.is_beyond_luck else figure.SHARED
        ax.hlines(place, *change.ends, color=color, lw=6, alpha=0.45)
        ax.plot(change.value, place, "o", color=color)
        if change.ends[1] > widest:
            ax.plot(widest, place, ">", color=color, clip_on=False)
        return
    shown = max(-widest, min(change.value, widest))
    ax.barh(place, shown, height=0.5, color=figure.INK)
    is_long = abs(shown) > NEAR_EDGE * widest
    ax.annotate(
        change.written,
        (shown, place),
        ((-4 if (shown > 0) == is_long else 4), 0),
        textcoords="offset points",
        ha="right" if (shown > 0) == is_long else "left",
        va="center",
        size=8.5,
        color="white" if is_long else figure.INK,
    )
