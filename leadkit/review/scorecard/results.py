"""What each result that is paid for came to: its value, how sure that is, and by what luck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from leadkit.agreement import Kpi, PolicyInForce, Promise, score
from leadkit.base.estimate import MINIMUM_N, Estimate
from leadkit.base.language import _, ngettext
from leadkit.review.audit.ledger import Ledger
from leadkit.review.audit.measures import Kept, measure
from leadkit.review.scorecard.cohort import Cohort, Floats, Planned

K = 20.0
DRAWS = 400
ENDS = (0.025, 0.975)
METHOD = "bootstrap of accounts, Poisson weights"


@dataclass(frozen=True, kw_only=True, eq=False)
class Basis:
    """What a period's results are measured on, gathered once."""

    ledger: Ledger
    cohort: Cohort
    plan: Planned | None
    policy: PolicyInForce | None
    chance: pd.Series[float]  # by row of the leads, of first handoffs
    no_chance: str  # what the book lacks for it
    accepted_wins: float  # wins of past accepted leads, per win that the model expected
    weights: Floats  # (draws, turns)
    seed: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Result:
    """One result that is paid for.

    Attributes
    ----------
    kpi : Kpi
        What was agreed.
    found : Estimate or None
        As counted; None where it cannot be measured.
    value : float or None
        What is scored: `found`, drawn towards what was agreed where cases are few.
    missing : str
        What the book lacks; empty where it lacks nothing.
    is_open : bool
        Whether it rests on outcomes that nobody knows yet.
    drawn : array of float
        What luck could have made of the value, by draw.
    cap : float
        The most that is paid.
    """

    kpi: Kpi
    found: Estimate | None = None
    value: float | None = None
    missing: str = ""
    is_open: bool = False
    drawn: Floats
    cap: float = 0.0

    @property
    def score(self) -> float | None:
        """From 0 to the cap; None where the result cannot be measured."""
        if self.value is None:
            return None
        return score(self.value, self.kpi.floor, self.kpi.target, self.cap)

    @property
    def points(self) -> float:
        """Weight times score, 0 where there is none."""
        return self.kpi.weight * (self.score or 0.0)

    @property
    def points_drawn(self) -> Floats:
        """What luck could have made of the points, by draw."""
        share = (self.drawn - self.kpi.floor) / (self.kpi.target - self.kpi.floor)
        return np.asarray(self.kpi.weight * np.clip(share, 0.0, self.cap))


def shrunk(observed: float, expected: float, k: float = K) -> float:
    """Return observed per expected, drawn towards 1 as if `k` more had come as expected.

    Examples
    --------
    >>> [round(shrunk(o, e), 3) for o, e in ((9, 6), (90, 60), (2, 6))]
    [1.115, 1.375, 0.846]
    """
    return (observed + k) / (expected + k)


def result(kpi: Kpi, promise: Promise | None, basis: Basis, cap: float) -> Result:
    """Measure one result of a bonus."""
    if promise is not None:
        found = _of_promise(kpi, promise, basis)
    elif kpi.measure:
        found = MEASURED[kpi.measure](kpi, basis)
    else:
        found = _missing(kpi, _("entered by hand: nothing in a book measures it"))
    return replace(found, cap=cap)


def _missing(kpi: Kpi, why: str) -> Result:
    return Result(kpi=kpi, missing=why, drawn=np.zeros(DRAWS))


def _of_promise(kpi: Kpi, promise: Promise, basis: Basis) -> Result:
    """Score what was kept; the cases that lack to twenty count as on target."""
    kept = measure(basis.ledger, promise)
    found = kept.estimate
    if found is None:
        return _missing(kpi, kept.missing)
    if found.unit == "rate" and found.n == 0:
        return _missing(kpi, _("nothing was due"))
    drawn = _drawn(kept, found, basis)
    value = found.value
    if found.unit == "rate" and found.n < MINIMUM_N:
        share = found.n / MINIMUM_N
        lacking = (1 - share) * kpi.target
        value, drawn = share * value + lacking, share * drawn + lacking
    is_open = kept.not_due > 0 or not kept.over
    return Result(kpi=kpi, found=found, value=value, is_open=is_open, drawn=drawn)


def _drawn(kept: Kept, found: Estimate, basis: Basis) -> Floats:
    rng = np.random.default_rng([basis.seed, 1])
    if found.unit != "rate":
        return np.asarray(rng.poisson(found.value, DRAWS), dtype=float)
    if kept.done is None:
        return np.asarray(rng.binomial(found.n, found.value, DRAWS) / found.n)
    place = pd.Series(range(len(basis.cohort)), index=basis.cohort.rows)
    place = place[~place.index.duplicated()]
    weights = basis.weights[:, place.reindex(kept.done.index).to_numpy()]
    done = weights @ kept.done.to_numpy(float)
    due = weights.sum(axis=1)
    return np.asarray(np.divide(done, due, out=np.full(DRAWS, found.value), where=due > 0))


def _margin(kpi: Kpi, basis: Basis) -> Result:
    """Measure what was earned after the cost of every lead handed off, against plan."""
    why, plan, policy = _lacks_money(basis)
    if why or plan is None or policy is None:
        return _missing(kpi, why)
    earned = basis.cohort.won * basis.cohort.deal * policy.value - policy.cost
    return _against_plan(kpi, basis, earned, _planned_margin(plan, policy))


def _accepted(kpi: Kpi, basis: Basis) -> Result:
    """Measure what the accepted leads were worth, less the cost of all, against plan.

    Until every outcome is known that is what the frozen model expected; from then on it is what
    they brought, drawn towards the plan by twenty wins.
    """
    why, plan, policy = _lacks_money(basis)
    if why or plan is None or policy is None:
        return _missing(kpi, why)
    if "accepted_at" not in basis.ledger.book.leads:
        return _missing(kpi, _("no column accepted_at"))
    group, is_final = basis.cohort, not basis.cohort.is_open.any()
    counted = group.accepted & group.is_workable
    planned = _planned_margin(plan, policy)
    if is_final:
        earned = counted * group.won * group.deal * policy.value
        share = plan.wins / (plan.wins + K)
        drawn_in = (1 - share) * plan.wins * policy.value
        return _against_plan(kpi, basis, share * earned - policy.cost, planned, more=drawn_in)
    if basis.no_chance:
        return _missing(kpi, basis.no_chance)
    chance = _chance(basis) * basis.accepted_wins
    earned = counted * group.is_first * chance * group.usual_deal * policy.value
    return _against_plan(kpi, basis, earned - policy.cost, planned)


def _wins(kpi: Kpi, basis: Basis) -> Result:
    """Wins per win expected by the frozen model, of every lead handed off, worked or not."""
    if basis.no_chance:
        return _missing(kpi, basis.no_chance)
    group = basis.cohort
    counted = group.is_first & group.is_workable
    expected, won = counted * _chance(basis), counted * group.won
    if few := _too_few(int(counted.sum())):
        return _missing(kpi, few)
    value = shrunk(float(won.sum()), float(expected.sum()))
    drawn = (basis.weights @ won + K) / (basis.weights @ expected + K)
    return Result(
        kpi=kpi, found=_estimate(value, drawn, int(counted.sum()), round(won.sum())),
        value=value, is_open=bool(group.is_open.any()), drawn=drawn,
    )  # fmt: skip


def _chance(basis: Basis) -> Floats:
    return np.asarray(basis.chance.reindex(basis.cohort.rows).fillna(0.0), dtype=float)


def _against_plan(
    kpi: Kpi, basis: Basis, earned: Floats, planned: float, *, more: float = 0.0
) -> Result:
    group = basis.cohort
    if few := _too_few(len(group)):
        return _missing(kpi, few)
    value = (float(earned.sum()) + more) / planned
    drawn = (basis.weights @ earned + more) / planned
    found = _estimate(value, drawn, len(group), round(group.won.sum()))
    is_open = bool(group.is_open.any())
    return Result(kpi=kpi, found=found, value=value, is_open=is_open, drawn=drawn)


def _estimate(value: float, drawn: Floats, n: int, wins: int) -> Estimate:
    low, high = np.quantile(drawn, ENDS).tolist()
    return Estimate(value=value, low=low, high=high, n=n, events=wins, method=METHOD)


def _too_few(n: int) -> str:
    few = ngettext(
        "{n} lead was handed off: too few (at least {least} needed)",
        "{n} leads were handed off: too few (at least {least} needed)",
        n,
    )
    return few.format(n=n, least=MINIMUM_N) if n < MINIMUM_N else ""


def _planned_margin(plan: Planned, policy: PolicyInForce) -> float:
    return plan.wins * policy.value - plan.handoffs * policy.cost


def _lacks_money(basis: Basis) -> tuple[str, Planned | None, PolicyInForce | None]:
    """Say what is missing to count in money; else return the plan and the policy."""
    if basis.policy is None:
        why = _("the agreement has no policy, so nothing says what a win is worth")
    elif basis.plan is None:
        why = _("the book has no plan for the period")
    elif _planned_margin(basis.plan, basis.policy) <= 0:
        why = _("the plan earns nothing once its leads are worked")
    else:
        why = ""
    return why, basis.plan, basis.policy


MEASURED: dict[str, Callable[[Kpi, Basis], Result]] = {
    "margin_against_plan": _margin,
    "accepted_value": _accepted,
    "wins_as_expected": _wins,
}
