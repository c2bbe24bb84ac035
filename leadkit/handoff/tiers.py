"""Three tiers: whom to hand off, whom to nurture, whom to drop, by what each would earn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.language import N_, _, money, percent

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

ACTIONS = {"hand_off": N_("hand off"), "nurture": N_("nurture"), "drop": N_("drop")}


@dataclass(frozen=True, eq=False, repr=False)
class Tiers:
    """Where handing off begins to pay, and below which chance even nurturing does not.

    Attributes
    ----------
    line : float
        The lowest chance at which a handoff earns more than anything else; above 1 where no lead
        can pay.
    drop_below : float
        Below this chance nurturing costs more than it keeps; 0 where nobody is dropped, equal to
        the line where nobody is nurtured.
    economics : Economics
        What a win is worth, what a handoff and nurturing cost, and what nurturing keeps.
    """

    line: float
    drop_below: float
    economics: Economics

    @property
    def nurtures(self) -> bool:
        """Whether some chances lie in a tier of their own, below the line and worth nurturing."""
        return self.drop_below < self.line

    @property
    def table(self) -> pd.DataFrame:
        """One row a tier, the best first: decision (hand_off, nurture, drop), start, end."""
        starts = {"hand_off": self.line, "nurture": self.drop_below, "drop": 0.0}
        ends = {"hand_off": np.inf, "nurture": self.line, "drop": self.drop_below}
        rows = [(name, start, ends[name]) for name, start in starts.items() if start < ends[name]]
        return pd.DataFrame(rows, columns=["decision", "start", "end"])

    def decide(self, p: ArrayLike) -> NDArray[np.str_]:
        """Return hand_off, nurture or drop for each probability."""
        return decisions(p, self.line, self.drop_below)

    def sentence(self) -> str:
        """Say where each tier begins, and why where there are fewer than three."""
        said = {
            "line": percent(self.line, 1),
            "low": percent(self.drop_below, 1),
            "nurture": money(self.economics.nurture, self.economics.currency),
            "kept": percent(self.economics.keeps),
        }
        if self.line > 1:
            return _("No lead pays: a handoff would need a chance of {line}.").format(**said)
        if not self.nurtures:
            return _(
                "Hand off from {line} upwards and drop the rest: nurturing at {nurture} a lead "
                "costs more than the {kept} of the chance it keeps."
            ).format(**said)
        if self.drop_below == 0:
            return _("Hand off from {line} upwards and nurture the rest.").format(**said)
        return _(
            "Hand off from {line} upwards, nurture from {low} to there, and drop what lies below."
        ).format(**said)

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        rows = [
            (_(ACTIONS[name]), percent(start, 1), percent(min(end, 1.0), 1))
            for name, start, end in self.table.itertuples(index=False)
        ]
        columns = [_("tier"), _("from"), _("to below")]
        return inline(caption=self.sentence(), columns=columns, rows=rows, note="")


def three_tiers(economics: Economics, shadow_price: float = 0.0) -> Tiers:
    """Draw the lines between handing off, nurturing and dropping.

    With chance p a handoff earns p x value - cost, nurturing keeps the share `keeps` of p at the
    cost `nurture`, dropping costs nothing; whoever is not handed off buys all the same with chance
    `anyway`. Each lead goes where it earns most.

    Parameters
    ----------
    economics : Economics
        With `nurture` (money a lead), `keeps` and `anyway` (shares). While `keeps` is 0, nothing
        says what nurturing does, and everybody below the line is nurtured.
    shadow_price : float
        Money that one more hour of sales (or place, where hours are not given) would earn.

    Returns
    -------
    Tiers

    Notes
    -----
    The lines of a three-way decision at equal expected utility (Yao, 2010). A nurture tier exists
    only where nurture < keeps x (cost + anyway x value + shadow price x hours).

    Examples
    --------
    >>> found = three_tiers(Economics(value=1000, cost=50, nurture=5, keeps=0.3))
    >>> round(found.line, 5), round(found.drop_below, 5)
    (0.06429, 0.01667)
    >>> three_tiers(Economics(value=1000, cost=50, nurture=20, keeps=0.3)).line
    0.05
    """
    of_hours = shadow_price * economics.hours_per_lead
    over_dropping = economics.cost + economics.anyway * economics.value + of_hours
    over_nurturing = over_dropping - economics.nurture
    line = over_nurturing / ((1 - economics.keeps) * economics.value)
    low = nurtured_from(economics)
    if low >= line:
        line = low = over_dropping / economics.value
    return Tiers(line, low, economics)


def nurtured_from(economics: Economics) -> float:
    """Return the chance from which nurturing earns more than dropping; 0 where `keeps` is not said.

    Whether a handoff earns more still is another question.
    """
    return economics.nurture / (economics.keeps * economics.value) if economics.keeps else 0.0


def decisions(p: ArrayLike, line: float, drop_below: float) -> NDArray[np.str_]:
    """Return hand_off, nurture or drop for each probability, given where each ends."""
    chances = np.asarray(p, dtype=np.float64)
    return np.select([chances >= line, chances >= drop_below], ["hand_off", "nurture"], "drop")


def advantage(economics: Economics, p: NDArray[np.float64], won: ArrayLike) -> NDArray[np.float64]:
    """Return what handing off each lead earns more than what would be done with it otherwise.

    Parameters
    ----------
    economics : Economics
        Of all these leads.
    p : array of float
        Their chances, which decide between nurturing and dropping.
    won : array of float or bool
        Whether each was won, or again its chance for the expected advantage.
    """
    wins = np.asarray(won, dtype=np.float64)
    over_dropping = wins * economics.value - economics.cost - economics.anyway * economics.value
    kept = economics.keeps * economics.value * wins - economics.nurture
    return over_dropping - np.where(p >= nurtured_from(economics), kept, 0.0)
