"""How each promise is measured: what was due, what of it was done, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from leadkit.base.estimate import Estimate, count_ends
from leadkit.base.language import _
from leadkit.journey import calling_time, working_hours
from leadkit.quality import FAILS
from leadkit.review.agreed_line import handed_off_above
from leadkit.review.audit.attempts import attempts_in_time
from leadkit.review.audit.kept import Kept, Verdict, Wanted, of_leads
from leadkit.review.audit.ledger import Ledger, absent
from leadkit.review.audit.talk import (
    OTHER_SIDE,
    daily_report,
    feedback_given,
    reason_given,
    reasons_named,
    requests_done,
    weekly_report,
)

__all__ = ["MEASURED", "OTHER_SIDE", "Kept", "Verdict", "Wanted", "measure"]


def measure(ledger: Ledger, wanted: Wanted) -> Kept:
    """Measure one promise on the handoffs of a period."""
    return MEASURED[wanted.measure](ledger, wanted)


def _leads_handed_off(ledger: Ledger, wanted: Wanted) -> Kept:
    n = len(ledger.workable)
    low, high = count_ends(n)
    estimate = Estimate(
        value=float(n),
        low=low,
        high=high,
        n=n,
        method="count, exact Poisson interval (Garwood, 1936)",
    )
    return Kept(estimate=estimate, over=ledger.is_over, covered=not ledger.days_without_data)


def _meets_standard(ledger: Ledger, wanted: Wanted) -> Kept:
    if FAILS not in ledger.book.leads:
        return Kept(missing=_("the book has no standard.toml"))
    fails = ledger.book.leads.loc[ledger.handed.index, FAILS]
    return of_leads(ledger.handed, fails == "none", state="fails the standard", detail=fails)


def _above_line(ledger: Ledger, wanted: Wanted) -> Kept:
    above, missing = handed_off_above(ledger)
    if above is None:
        return Kept(missing=missing)
    first = ledger.handed[ledger.handed["turn"] == 1]
    kept = of_leads(first.loc[above.index], above, state="below the line")
    return replace(kept, by_lot=len(first) - len(above))


def _dossier_complete(ledger: Ledger, wanted: Wanted) -> Kept:
    if lacks := absent(ledger, *wanted.columns):
        return Kept(missing=lacks)
    is_blank = ledger.book.leads.loc[ledger.handed.index, list(wanted.columns)].isna()
    blank = [
        "; ".join(str(name) for name, missing in zip(is_blank, row, strict=True) if missing)
        for row in is_blank.to_numpy()
    ]
    return of_leads(ledger.handed, ~is_blank.any(axis=1), state="blank", detail=blank)


def _called_in_time(ledger: Ledger, wanted: Wanted) -> Kept:
    """Run the clock of calls in those working hours alone in which customers may be called."""
    if lacks := absent(ledger, "first_response_at"):
        return Kept(missing=lacks)
    turns, hours = ledger.workable, calling_time(ledger.hours)
    at = replace(ledger, hours=hours)
    return _in_time(at, turns, turns["first_response_at"], wanted, "never touched")


def _decided_in_time(ledger: Ledger, wanted: Wanted) -> Kept:
    """Count decisions on first rounds; a book does not hold those on recycled leads."""
    if lacks := absent(ledger, "accepted_at", "rejected_at"):
        return Kept(missing=lacks)
    first = ledger.workable[ledger.workable["turn"] == 1]
    accepted, returned = first["accepted_at"], first["rejected_at"]
    decided = first[["accepted_at", "rejected_at"]].min(axis=1)
    is_returned = returned.notna() & ~(accepted <= returned)
    counts = {
        "accepted": int((accepted.notna() & ~is_returned).sum()),
        "returned": int(is_returned.sum()),
        "undecided": int(decided.isna().sum()),
    }
    return replace(_in_time(ledger, first, decided, wanted, "undecided"), decisions=counts)


def _in_time(
    ledger: Ledger,
    turns: pd.DataFrame,
    done_at: pd.Series[pd.Timestamp],
    wanted: Wanted,
    never: str,
) -> Kept:
    """Count what was done within the working hours; what never was, and had to be, is a miss."""
    handed_off, hours = turns["handed_off_at"], wanted.hours or 0.0
    waited = working_hours(handed_off, done_at, ledger.hours)
    now = pd.Series(ledger.now, index=handed_off.index)
    until_now = working_hours(handed_off, now, ledger.hours)
    due = waited.notna() | (until_now > hours)
    state = pd.Series("late", index=turns.index).mask(waited.isna(), never)
    return of_leads(
        turns[due],
        (waited <= hours)[due],
        not_due=int((~due).sum()),
        hours=waited.where(waited.notna(), until_now)[due],
        state=state[due],
    )


MEASURED: dict[str, Callable[[Ledger, Wanted], Kept]] = {
    "leads_handed_off": _leads_handed_off,
    "meets_standard": _meets_standard,
    "above_line": _above_line,
    "dossier_complete": _dossier_complete,
    "called_in_time": _called_in_time,
    "attempts_made": attempts_in_time,
    "decided_in_time": _decided_in_time,
    "reason_given": reason_given,
    "reasons_named": reasons_named,
    "feedback_given": feedback_given,
    "requests_done": requests_done,
    "daily_report": daily_report,
    "weekly_report": weekly_report,
}
