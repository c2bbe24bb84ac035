"""Two people grade the same leads: how often they agree, and how often by luck alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leadkit.base import figure
from leadkit.base.language import _, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GRADES = ((20, 5), (10, 15))


@dataclass(frozen=True, repr=False)
class Grades:
    """Two graders' verdicts on the same leads, in counts.

    Parameters
    ----------
    counts : tuple of tuple of int
        A row for each verdict of the first grader, a column for each of the second, the verdicts
        in the same order.

    Examples
    --------
    >>> grades = Grades(((20, 5), (10, 15)))
    >>> grades.n, grades.agreed, grades.by_luck, grades.beyond_luck
    (50, 35, 25.0, 0.4)
    """

    counts: tuple[tuple[int, ...], ...]

    @property
    def n(self) -> int:
        """How many leads both have graded."""
        return sum(map(sum, self.counts))

    @property
    def agreed(self) -> int:
        """On how many they say the same."""
        return sum(row[place] for place, row in enumerate(self.counts))

    @property
    def by_luck(self) -> float:
        """On how many they would say the same by luck alone, each with his share of verdicts."""
        rows = map(sum, self.counts)
        columns = map(sum, zip(*self.counts, strict=True))
        return sum(row * column / self.n for row, column in zip(rows, columns, strict=True))

    @property
    def beyond_luck(self) -> float:
        """The share of what luck leaves open on which they agree (Cohen's kappa)."""
        return (self.agreed - self.by_luck) / (self.n - self.by_luck)

    def __repr__(self) -> str:
        return _(
            "Of {n} leads two graders judge {agreed} alike. By luck alone it would be about "
            "{luck}; of the {rest} that luck leaves open they agree on {gained}, {share}."
        ).format(
            n=number(self.n),
            agreed=number(self.agreed),
            luck=number(self.by_luck),
            rest=number(self.n - self.by_luck),
            gained=number(self.agreed - self.by_luck),
            share=percent(self.beyond_luck),
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the leads as one bar: alike by luck, alike beyond luck, judged differently."""
        ax = ax or figure.axes(2.1)
        grey: Any = {"fc": figure.WIDE_BAND, "ec": figure.SHARED}
        blue: Any = {"fc": figure.MARKETING, "ec": figure.MARKETING}
        white: Any = {"fc": "white", "ec": figure.SHARED}
        parts = (
            (_("alike by luck"), self.by_luck, grey, figure.INK),
            (_("alike beyond luck"), self.agreed - self.by_luck, blue, "white"),
            (_("judged differently"), self.n - self.agreed, white, figure.INK),
        )
        left = 0.0
        for label, width, look, ink in parts:
            middle = left + width / 2
            ax.barh(0, width, left=left, height=0.6, **look)
            ax.text(middle, 0, number(width), ha="center", va="center", color=ink, size=9)
            ax.text(middle, -0.42, label, ha="center", va="bottom", size=8.5)
            left += width
        ax.set_xlim(0, self.n)
        ax.set_ylim(0.4, -0.8)
        ax.set_yticks([])
        ax.grid(False)
        ax.set_xlabel(_("leads that both have graded"))
        figure.caption(
            ax,
            _("{agreed} of {n} alike, but luck alone gives about {luck}").format(
                agreed=number(self.agreed), n=number(self.n), luck=number(self.by_luck)
            ),
            source=_("Invented grades of two people, n = {n} leads.").format(n=number(self.n)),
        )
        return ax


def two_graders() -> Grades:
    """Return the grades that sales and marketing gave to the same leads."""
    return Grades(GRADES)
