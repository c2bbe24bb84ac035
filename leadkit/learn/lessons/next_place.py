"""Six leads called from the top: what each further place is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leadkit.base import figure
from leadkit.base.language import _, number, percent
from leadkit.learn.lessons.lines import COST, HUNDRED, VALUE
from leadkit.learn.lessons.luck import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIX = (40, 25, 15, 10, 6, 3)
THOUSAND = 1_000


@dataclass(frozen=True, repr=False)
class NextPlace:
    """Leads in order of their score, and what the next place is worth after 0, 1, 2 ... of them.

    Parameters
    ----------
    scores : tuple of int
        Chances of buying in percent, falling.

    Examples
    --------
    >>> NextPlace().worth.tolist(), NextPlace().so_far.tolist()[-1]
    ([350000.0, 200000.0, 100000.0, 50000.0, 10000.0, 0.0], 690000.0)
    """

    scores: tuple[int, ...] = SIX

    @property
    def earned(self) -> Floats:
        """What each lead earns on average, its cost taken off, in ₫."""
        return np.array(self.scores) * VALUE / HUNDRED - COST

    @property
    def so_far(self) -> Floats:
        """What the leads up to each one earn together, in ₫."""
        return np.cumsum(self.earned)

    @property
    def worth(self) -> Floats:
        """What one more place is worth, in ₫: a lead that would lose money is not called."""
        return np.maximum(self.earned, 0.0)

    def __repr__(self) -> str:
        return _(
            "Each further place is worth less: {first} ₫ for the first, {last} ₫ for the fifth, "
            "nothing for the sixth"
        ).format(first=number(self.worth[0]), last=number(self.worth[-2]))

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw what each further place is worth, a bar for every lead."""
        ax = ax or figure.axes(3.2)
        worth = self.worth / THOUSAND
        bars = ax.bar(range(len(worth)), worth, width=0.62, color=figure.SALES)
        ax.bar_label(bars, [number(one) for one in worth], size=8.5, padding=2)
        names = [
            _("place {n}\n{score}").format(n=number(place), score=percent(score / HUNDRED))
            for place, score in enumerate(self.scores, start=1)
        ]
        ax.set_xticks(range(len(names)), names)
        ax.set_ylim(0, 1.12 * worth.max())
        ax.set_ylabel(_("one more place, thousand ₫"))
        figure.caption(
            ax,
            repr(self),
            _("Six leads, the highest score first. Bar: what the next place earns on average."),
            _("A lead costs {cost} ₫ to work, a win is worth {value} ₫.").format(
                cost=number(COST), value=number(VALUE)
            ),
        )
        return ax


def next_place() -> NextPlace:
    """Return six leads, and what each further place is worth."""
    return NextPlace()
