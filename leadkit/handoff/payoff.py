"""What handed-off leads earn: counts where all are alike, sums where they have own amounts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from leadkit.base.economics import Economics

Numbers = npt.NDArray[Any]
AMOUNTS = ("earned", "worth", "cost", "hours")


@dataclass(frozen=True, eq=False, kw_only=True)
class Payoff:
    """Handed-off leads and what they bring: how many, how many won, and sums of own amounts.

    Every part has the same shape: one entry a lead, a threshold, or a draw and a threshold. An
    amount that the leads have not of their own is None, and that of the economics holds.

    Parameters
    ----------
    leads, wins : array
        Handed-off leads, and how many of them were won (or are expected to be).
    earned : array or None
        Margins of the won ones, in money.
    worth, cost, hours : array or None
        Margins if all were won, costs in money and sales hours of the handed-off leads.
    """

    leads: Numbers
    wins: Numbers
    earned: Numbers | None = None
    worth: Numbers | None = None
    cost: Numbers | None = None
    hours: Numbers | None = None

    @property
    def own(self) -> dict[str, Numbers]:
        """The amounts that the leads have of their own, by name."""
        found = {name: getattr(self, name) for name in AMOUNTS}
        return {name: amount for name, amount in found.items() if amount is not None}

    def each(self, change: Callable[[Numbers], Any]) -> Payoff:
        """Return the payoff with every part changed alike, such as summed over some leads."""
        parts = {"leads": self.leads, "wins": self.wins, **self.own}
        return Payoff(**{name: change(part) for name, part in parts.items()})

    def gained(self, economics: Economics) -> Numbers:
        """Return what the wins add over nurturing, in money."""
        if self.earned is None:
            return economics.gained * self.wins
        return (1 - economics.kept) * self.earned

    def paid(self, economics: Economics) -> Numbers:
        """Return what the handoffs cost more than nurturing, in money."""
        if self.worth is None and self.cost is None:
            return economics.paid * self.leads
        worth = economics.value * self.leads if self.worth is None else self.worth
        return self.spend(economics) - economics.spared * self.leads + economics.anyway * worth

    def spend(self, economics: Economics) -> Numbers:
        """Return what working the leads costs, in money."""
        return economics.cost * self.leads if self.cost is None else self.cost

    def profit(self, economics: Economics) -> Numbers:
        """Return what the leads earn more than if all were nurtured, in money."""
        return self.gained(economics) - self.paid(economics)

    def places(self, economics: Economics) -> Numbers:
        """Return how many average leads' time they take: their number where hours are alike."""
        return self.leads if self.hours is None else self.hours / economics.hours_per_lead


def above(part: Numbers, count: Numbers) -> Numbers:
    """Return the sums over the last `count` entries of a part, for many counts."""
    total = np.zeros(len(part) + 1, dtype=np.result_type(part, np.int64))
    part[::-1].cumsum(out=total[1:])
    return np.asarray(total[count])
