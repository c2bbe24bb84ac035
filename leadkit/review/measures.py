"""How each promise is measured: what was due, what of it was done, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal, Protocol

import pandas as pd

from leadkit.base.estimate import MINIMUM_N, Estimate, rate
from leadkit.base.language import _
from leadkit.dialogue import Span
from leadkit.journey import working_days, working_hours
from leadkit.quality import FAILS
from leadkit.review.agreed_line import handed_off_above
from leadkit.review.ledger import Ledger

Verdict = Literal["kept", "broken", "too few to judge", "nothing due", "not over", "not recorded"]
OTHER_SIDE = {"marketing": "sales", "sales": "marketing"}


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
    done : Series of bool or None
        By turn, for what is due lead by lead.
    over : bool
        Whether the period is over, for what is counted at its end.
    """

    estimate: Estimate | None = None
    not_due: int = 0
    by_lot: int = 0
    missing: str = ""
    done: pd.Series[bool] | None = None
    over: bool = True

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
        beyond = found.low > target if at_most else found.high < target
        is_few = found.unit == "rate" and found.n < MINIMUM_N
        return "too few to judge" if is_few and not beyond else "broken"

    def by_luck(self, target: float) -> bool:
        """Return whether luck alone could make the distance to the target."""
        found = self.estimate
        return found is not None and found.low <= target <= found.high


def measure(ledger: Ledger, wanted: Wanted) -> Kept:
    """Measure one promise on the handoffs of a period."""
    return MEASURED[wanted.measure](ledger, wanted)


def _leads_handed_off(ledger: Ledger, wanted: Wanted) -> Kept:
    from scipy.stats import chi2

    n = len(ledger.workable)
    low = float(chi2.ppf(0.025, 2 * n) / 2) if n else 0.0
    estimate = Estimate(
        value=float(n),
        low=low,
        high=float(chi2.ppf(0.975, 2 * n + 2) / 2),
        n=n,
        method="count, exact Poisson interval (Garwood, 1936)",
    )
    return Kept(estimate=estimate, over=ledger.is_over)


def _meets_standard(ledger: Ledger, wanted: Wanted) -> Kept:
    if FAILS not in ledger.book.leads:
        return Kept(missing=_("the book has no standard.toml"))
    return _share(ledger.book.leads.loc[ledger.handed.index, FAILS] == "none")


def _above_line(ledger: Ledger, wanted: Wanted) -> Kept:
    above, missing = handed_off_above(ledger)
    if above is None:
        return Kept(missing=missing)
    first = int((ledger.handed["turn"] == 1).sum())
    return replace(_share(above), by_lot=first - len(above))


def _dossier_complete(ledger: Ledger, wanted: Wanted) -> Kept:
    if absent := _absent(ledger, *wanted.columns):
        return Kept(missing=absent)
    dossier = ledger.book.leads.loc[ledger.handed.index, list(wanted.columns)]
    return _share(dossier.notna().all(axis=1))


def _called_in_time(ledger: Ledger, wanted: Wanted) -> Kept:
    turns = ledger.workable
    return _in_time(ledger, turns, turns["first_response_at"], ("first_response_at",), wanted)


def _decided_in_time(ledger: Ledger, wanted: Wanted) -> Kept:
    """Count decisions on first rounds; a book does not hold those on recycled leads."""
    first = ledger.workable[ledger.workable["turn"] == 1]
    decided = first[["accepted_at", "rejected_at"]].min(axis=1)
    return _in_time(ledger, first, decided, ("accepted_at", "rejected_at"), wanted)


def _in_time(
    ledger: Ledger,
    turns: pd.DataFrame,
    done_at: pd.Series[pd.Timestamp],
    columns: tuple[str, ...],
    wanted: Wanted,
) -> Kept:
    """Count what was done within the working hours; what never was, and had to be, is a miss."""
    if absent := _absent(ledger, *columns):
        return Kept(missing=absent)
    handed_off, hours = turns["handed_off_at"], wanted.hours or 0.0
    waited = working_hours(handed_off, done_at, ledger.hours)
    now = pd.Series(ledger.now, index=handed_off.index)
    due = waited.notna() | (working_hours(handed_off, now, ledger.hours) > hours)
    return _share((waited <= hours)[due], not_due=int((~due).sum()))


def _reason_given(ledger: Ledger, wanted: Wanted) -> Kept:
    leads = ledger.book.leads
    needed = ("rejected_at", "rejection_reason", "lost_reason")
    if absent := _absent(ledger, *needed):
        return Kept(missing=absent)
    handed = ledger.handed
    is_returned = handed["rejected_at"].notna()
    is_last = ~handed["lead_id"].duplicated(keep="last")
    is_lost = (handed["outcome"] == "lost") & handed["closed_at"].notna() & is_last & ~is_returned
    lost_reason = leads["lost_reason"].reindex(handed.index)
    reason = handed["rejection_reason"].where(is_returned, lost_reason)
    return _share(reason.notna()[is_returned | is_lost])


def _feedback_given(ledger: Ledger, wanted: Wanted) -> Kept:
    feedback = ledger.book.table("feedback")
    if feedback is None:
        return Kept(missing=_("the book has no table feedback"))
    if absent := _absent(ledger, "first_response_at"):
        return Kept(missing=absent)
    called = ledger.workable[ledger.workable["first_response_at"].notna()]
    called = called.rename_axis("row").reset_index()
    within = pd.Timedelta(days=wanted.days or 0)
    due = called[called["first_response_at"] + within <= ledger.now]
    told = due.merge(feedback[["lead_id", "at"]], on="lead_id")
    in_time = (told["at"] >= told["handed_off_at"]) & (
        told["at"] <= told["first_response_at"] + within
    )
    done = due["turn_id"].isin(told.loc[in_time, "turn_id"]).set_axis(due["row"])
    return _share(done, not_due=len(called) - len(due))


def _daily_report(ledger: Ledger, wanted: Wanted) -> Kept:
    days = working_days(ledger.first, ledger.last, ledger.hours)
    return _reports(ledger, wanted, [Span("day", day, ledger.hours.timezone) for day in days])


def _weekly_report(ledger: Ledger, wanted: Wanted) -> Kept:
    sunday = ledger.first + timedelta(days=6 - ledger.first.weekday())
    endings = [
        sunday + timedelta(weeks=week) for week in range((ledger.last - sunday).days // 7 + 1)
    ]
    return _reports(ledger, wanted, [Span("week", day, ledger.hours.timezone) for day in endings])


def _reports(ledger: Ledger, wanted: Wanted, spans: list[Span]) -> Kept:
    """Count the reports sent on time, of all that the calendar asks for."""
    reports = ledger.book.table("reports")
    if reports is None:
        return Kept(missing=_("the book has no table reports"))
    period = spans[0].period if spans else "day"
    mine = reports[(reports["to"] == OTHER_SIDE[wanted.side]) & (reports["period"] == period)]
    due = [span for span in spans if span.due_at(ledger.hours) <= ledger.now]
    ending, in_time = mine["ending"].dt.date, mine["sent_at"] <= mine["due_at"]
    sent = pd.Series(in_time.to_numpy(), index=ending).groupby(level=0).any()
    on_time = [bool(sent[(sent.index >= s.first) & (sent.index <= s.ending)].any()) for s in due]
    return Kept(estimate=rate(sum(on_time), len(due)), not_due=len(spans) - len(due))


def _absent(ledger: Ledger, *columns: str) -> str:
    """Say which columns the leads lack; one that is there and blank counts as kept up."""
    absent = [name for name in columns if name not in ledger.book.leads]
    return _("no column {names}").format(names=", ".join(absent)) if absent else ""


def _share(done: pd.Series[bool], *, not_due: int = 0) -> Kept:
    return Kept(estimate=rate(int(done.sum()), len(done)), not_due=not_due, done=done)


MEASURED: dict[str, Callable[[Ledger, Wanted], Kept]] = {
    "leads_handed_off": _leads_handed_off,
    "meets_standard": _meets_standard,
    "above_line": _above_line,
    "dossier_complete": _dossier_complete,
    "called_in_time": _called_in_time,
    "decided_in_time": _decided_in_time,
    "reason_given": _reason_given,
    "feedback_given": _feedback_given,
    "daily_report": _daily_report,
    "weekly_report": _weekly_report,
}
