"""How far something promised was done: the share, the cases behind it, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import pandas as pd

from leadkit.base.estimate import MINIMUM_N, Estimate, rate

Verdict = Literal["kept", "broken", "too few to judge", "nothing due", "not over", "not recorded"]
CASES = ("case", "owner", "done", "hours", "state", "detail")


class Wanted(Protocol):
    """What a measure takes; a promise of an agreement and a decision both have it."""

    @property
    def side(self) -> str: ...  # noqa: D102
    @property
    def measure(self) -> str: ...  # noqa: D102
    @property
    def hours(self) -> float | None: ...  # noqa: D102
    @property
    def days(self) -> float | None: ...  # noqa: D102
    @property
    def attempts(self) -> int | None: ...  # noqa: D102
    @property
    def columns(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How far something was done.

    Attributes
    ----------
    estimate : Estimate or None
        The share (or count) that was done, of what was due; None where the book does not say.
    not_due : int
        What is not due yet and stands in no rate.
    by_lot : int
        What an agreed lot decided and stands in no rate.
    missing : str
        What the book lacks; empty where it lacks nothing.
    cases : DataFrame or None
        What was due, one row a case: case (lead id, or the day of a report or request), owner,
        done, hours (working hours to the step, or to now where it never came), state, detail.
    by_lead : bool
        Whether the cases are leads, on the index of the book's leads.
    decisions : dict of str to int
        How many leads were accepted, returned, and are undecided, due or not.
    over : bool
        Whether the period is over, for what is counted at its end.
    covered : bool
        Whether the book holds the whole period, for what is counted.
    """

    estimate: Estimate | None = None
    not_due: int = 0
    by_lot: int = 0
    missing: str = ""
    cases: pd.DataFrame | None = None
    by_lead: bool = True
    decisions: Mapping[str, int] = field(default_factory=dict)
    over: bool = True
    covered: bool = True

    @property
    def done(self) -> pd.Series[bool] | None:
        """By turn, for what is due lead by lead."""
        return self.cases["done"] if self.cases is not None and self.by_lead else None

    def verdict(self, target: float, *, at_most: bool = False) -> Verdict:
        """Judge by what was counted; below n = 20 only where luck cannot explain it."""
        found = self.estimate
        if found is None:
            return "not recorded"
        if found.unit == "rate" and found.n == 0:
            return "nothing due"
        if not self.over:
            return "not over"
        meets = found.value <= target if at_most else found.value >= target
        if meets:
            return "kept"
        if not self.covered:
            return "not recorded"
        beyond = found.low > target if at_most else found.high < target
        is_few = found.unit == "rate" and found.n < MINIMUM_N
        return "too few to judge" if is_few and not beyond else "broken"

    def by_luck(self, target: float) -> bool:
        """Return whether luck alone could make the distance to the target."""
        found = self.estimate
        return found is not None and found.low <= target <= found.high


def of_leads(turns: pd.DataFrame, done: pd.Series[bool], *, not_due: int = 0, **about: Any) -> Kept:
    """Count what was done of some turns; `about` are the columns hours, state and detail."""
    turns = turns.loc[:, ["lead_id", "owner"]].rename(columns={"lead_id": "case"})
    given = {"hours": float("nan"), "state": "", "detail": "", **about}
    cases = turns.assign(done=done.astype(bool), **given)[list(CASES)]
    return Kept(estimate=rate(int(cases["done"].sum()), len(cases)), not_due=not_due, cases=cases)


def of_days(rows: Iterable[tuple[Any, ...]], *, not_due: int = 0) -> Kept:
    """Count what was done of some (day, done, state, detail) rows."""
    cases = pd.DataFrame(list(rows), columns=["case", "done", "state", "detail"])
    cases = cases.astype({"done": bool}).assign(owner="", hours=float("nan"))[list(CASES)]
    estimate = rate(int(cases["done"].sum()), len(cases))
    return Kept(estimate=estimate, not_due=not_due, cases=cases, by_lead=False)
