"""Which turns a shortfall counts, which quarters it can judge, and what was planned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.language import _
from leadkit.book import Book
from leadkit.journey import turns

Counts = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Plan:
    """A quarter's plan: its five factors, and the leads and wins they stand for."""

    factors: npt.NDArray[np.float64]
    leads: int
    wins: int


@dataclass(frozen=True, eq=False)
class Population:
    """The turns behind a shortfall.

    Attributes
    ----------
    turns : DataFrame
        Marketing's handed-off turns of the reference quarters and the judged one, with `value`
        (of the deal, 0 where not won) and `value_unknown`.
    own : DataFrame
        Turns that sales found itself, of the same quarters.
    quarter, against : str
        The judged quarter, and the earlier one or "plan".
    plan : Plan or None
        What was planned, where the comparison is with the plan.
    """

    turns: pd.DataFrame
    own: pd.DataFrame
    quarter: str
    against: str
    plan: Plan | None

    @property
    def leads(self) -> Counts:
        """Handed-off leads before and after."""
        return self.plan.leads if self.plan else len(self.before), len(self.after)

    @property
    def wins(self) -> Counts:
        """Won leads before and after."""
        before = self.plan.wins if self.plan else int(self.before["won"].sum())
        return before, int(self.after["won"].sum())

    @property
    def compared_wins(self) -> Counts:
        """Won leads that selling is judged by; beside a plan stand all reference quarters."""
        is_after = self.turns["quarter"] == self.quarter
        before = int(self.turns["won"][~is_after].sum()) if self.plan else self.wins[0]
        return before, self.wins[1]

    @property
    def before(self) -> pd.DataFrame:
        """Marketing's turns that the judged quarter is compared with; a plan has none."""
        return self.turns[self.turns["quarter"] == self.against]

    @property
    def after(self) -> pd.DataFrame:
        """Marketing's turns of the judged quarter."""
        return self.turns[self.turns["quarter"] == self.quarter]

    def own_counts(self) -> tuple[Counts, Counts]:
        """Return wins and leads that sales found itself, in the reference quarters and after."""
        is_after = self.own["quarter"] == self.quarter
        won = self.own["won"]
        return (
            (int(won[~is_after].sum()), int((~is_after).sum())),
            (int(won[is_after].sum()), int(is_after.sum())),
        )


def mature_quarters(handed: pd.DataFrame) -> list[str]:
    """Return the quarters whose outcome window is over for every lead, in order."""
    over = handed.groupby("quarter")["mature"].all()
    return sorted(over.index[over])


def populate(
    book: Book, quarter: str | None, against: str, as_of: str | pd.Timestamp | None
) -> Population:
    """Choose the quarters and gather their turns.

    Raises
    ------
    BadInput
        If a quarter cannot be judged or is not planned.
    TooLittleData
        If no win stands in the earlier quarters.
    """
    table = turns(book, as_of)
    table = table[table["start"].notna()]
    is_own = table["self_generated"]
    mature = mature_quarters(table[~is_own])
    judged, before = _quarters(mature, quarter, against)
    used = table["quarter"].isin(mature[: mature.index(judged) + 1])
    handed = _valued(book, table[used & ~is_own])
    earlier = handed[handed["quarter"] != judged]
    if not earlier["won"].any() or earlier["won"].all():
        raise TooLittleData(
            _("before {quarter} there is no win, or nothing but wins, to learn from").format(
                quarter=judged
            ),
            fix=_("A split needs earlier quarters with won and lost leads."),
        )
    plan = _plan(book, judged) if before == "plan" else None
    return Population(handed, table[used & is_own], judged, before, plan)


def _quarters(mature: list[str], quarter: str | None, against: str) -> tuple[str, str]:
    able = mature[1:]
    if not able:
        raise BadInput(
            _("no quarter can be judged: two quarters of handed-off leads must be over"),
            fix=_("A quarter is over when its last lead is older than the outcome window."),
        )
    judged = quarter or able[-1]
    if judged not in able:
        raise BadInput(
            _("{quarter} cannot be judged: it is not over, or nothing stands before it").format(
                quarter=judged
            ),
            fix=_("Quarters that can be judged: {quarters}.").format(quarters=", ".join(able)),
        )
    if against == "plan":
        return judged, against
    earlier = mature[: mature.index(judged)]
    before = earlier[-1] if against == "previous" else against
    if before not in earlier:
        raise BadInput(
            _("{quarter} cannot be compared with {against!r}").format(
                quarter=judged, against=against
            ),
            fix=_("Compare with previous, plan, or one of {quarters}.").format(
                quarters=", ".join(earlier)
            ),
        )
    return judged, before


def _valued(book: Book, table: pd.DataFrame) -> pd.DataFrame:
    """Add each win's value: 1 in a book without values, its segment's mean where unknown."""
    won = table["won"] > 0
    if not book.has("deal_value"):
        return table.assign(value=won.astype(float), value_unknown=False)
    known = table["deal_value"].where(won)
    typical = known.groupby(table["segment"].astype("str").fillna("")).transform("mean")
    filled = known.fillna(typical).fillna(known.mean())
    return table.assign(value=filled.where(won, 0.0), value_unknown=won & known.isna())


def _plan(book: Book, quarter: str) -> Plan:
    """Return the plan: handoffs, win rate x value as their quality, and no change in the rest."""
    plan = book.table("plan")
    if plan is None or plan.empty:
        raise BadInput(
            _("the book has no plan"),
            fix=_("Add plan.csv: quarter, segment, handoffs, win_rate, deal_value."),
        )
    rows = plan[plan["quarter"] == quarter]
    volume = rows["handoffs"].sum()
    if not volume > 0:
        raise BadInput(
            _("the plan has no handoffs for {quarter}").format(quarter=quarter),
            where="plan",
            fix=_("Planned quarters: {quarters}.").format(
                quarters=", ".join(sorted(plan["quarter"].dropna().unique()))
            ),
        )
    wins = rows["handoffs"] * rows["win_rate"]
    revenue = (wins * (rows["deal_value"] if book.has("deal_value") else 1.0)).sum()
    factors = np.array([volume, revenue / volume, 1.0, 1.0, 1.0])
    return Plan(factors, round(float(volume)), round(float(wins.sum())))
