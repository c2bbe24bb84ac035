"""What each side owes the other in words: reasons, feedback, reports, and what it was asked for."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from leadkit.base.language import _
from leadkit.dialogue import Span
from leadkit.journey import working_days
from leadkit.review.audit.kept import Kept, Wanted, of_days, of_leads
from leadkit.review.audit.ledger import Ledger, absent

OTHER_SIDE = {"marketing": "sales", "sales": "marketing"}
REASON_COLUMNS = ("rejected_at", "rejection_reason", "lost_reason")


def reason_given(ledger: Ledger, wanted: Wanted) -> Kept:
    """Count leads returned or lost for which a reason stands in the book."""
    if lacks := absent(ledger, *REASON_COLUMNS):
        return Kept(missing=lacks)
    ended, reason = _ended(ledger)
    return of_leads(ended, reason.notna(), state="no reason")


def reasons_named(ledger: Ledger, wanted: Wanted) -> Kept:
    """Count the same where the reason is another than OTHER."""
    if lacks := absent(ledger, *REASON_COLUMNS):
        return Kept(missing=lacks)
    ended, reason = _ended(ledger)
    is_named = reason.notna() & (reason != "OTHER")
    state = pd.Series("other reason", index=ended.index).mask(reason.isna(), "no reason")
    return of_leads(ended, is_named, state=state)


def _ended(ledger: Ledger) -> tuple[pd.DataFrame, pd.Series[str]]:
    """Return the turns that were returned or lost, with their reasons."""
    handed = ledger.handed
    is_returned = handed["rejected_at"].notna()
    is_last = ~handed["lead_id"].duplicated(keep="last")
    is_lost = (handed["outcome"] == "lost") & handed["closed_at"].notna() & is_last & ~is_returned
    lost_reason = ledger.book.leads["lost_reason"].reindex(handed.index)
    reason = handed["rejection_reason"].where(is_returned, lost_reason)
    is_ended = is_returned | is_lost
    return handed[is_ended], reason[is_ended]


def feedback_given(ledger: Ledger, wanted: Wanted) -> Kept:
    """Count leads that were called and on which sales gave feedback within the days."""
    feedback = ledger.book.table("feedback")
    if feedback is None:
        return Kept(missing=_("the book has no table feedback"))
    if lacks := absent(ledger, "first_response_at"):
        return Kept(missing=lacks)
    called = ledger.workable[ledger.workable["first_response_at"].notna()]
    within = pd.Timedelta(days=wanted.days or 0)
    due = called[called["first_response_at"] + within <= ledger.now]
    told = due.merge(feedback[["lead_id", "at"]], on="lead_id")
    told = told[(told["at"] >= told["handed_off_at"]) & (told["at"] <= ledger.now)]
    in_time = told["at"] <= told["first_response_at"] + within
    done = due["turn_id"].isin(told.loc[in_time, "turn_id"])
    is_late = due["turn_id"].isin(told["turn_id"])
    state = pd.Series("no feedback", index=due.index).mask(is_late, "late")
    return of_leads(due, done, not_due=len(called) - len(due), state=state)


def daily_report(ledger: Ledger, wanted: Wanted) -> Kept:
    """Count the reports of each working day."""
    days = working_days(ledger.first, ledger.last, ledger.hours)
    return _reports(ledger, wanted, [Span("day", day, ledger.hours.timezone) for day in days])


def weekly_report(ledger: Ledger, wanted: Wanted) -> Kept:
    """Count the reports of each week that ends in the period."""
    sunday = ledger.first + timedelta(days=6 - ledger.first.weekday())
    endings = [
        sunday + timedelta(weeks=week) for week in range((ledger.last - sunday).days // 7 + 1)
    ]
    return _reports(ledger, wanted, [Span("week", day, ledger.hours.timezone) for day in endings])


def _reports(ledger: Ledger, wanted: Wanted, spans: list[Span]) -> Kept:
    """Count the reports sent on time, of all that the calendar asks for since the book begins."""
    reports = ledger.book.table("reports")
    if reports is None:
        return Kept(missing=_("the book has no table reports"))
    period = spans[0].period if spans else "day"
    mine = reports[(reports["to"] == OTHER_SIDE[wanted.side]) & (reports["period"] == period)]
    spans = [span for span in spans if span.ending >= ledger.begins]
    due = [span for span in spans if span.due_at(ledger.hours) <= ledger.now]
    ending, in_time = mine["ending"].dt.date, mine["sent_at"] <= mine["due_at"]
    sent = mine["sent_at"].notna() & (mine["sent_at"] <= ledger.now)
    found = pd.DataFrame({"in_time": in_time & sent, "sent": sent}).groupby(ending).any()
    rows = []
    for span in due:
        inside = found[(found.index >= span.first) & (found.index <= span.ending)]
        state = "late" if inside["sent"].any() else "never sent"
        rows.append((span.ending, bool(inside["in_time"].any()), state, ""))
    return of_days(rows, not_due=len(spans) - len(due))


def requests_done(ledger: Ledger, wanted: Wanted) -> Kept:
    """Count what a side was asked for until a day of the period and has done.

    A book does not hold the day on which something was done, so that done means done by now.
    """
    signals = ledger.book.table("signals")
    if signals is None:
        return Kept(missing=_("the book has no table signals"))
    if not {"owner", "due", "status"} <= set(signals.columns):
        return Kept(missing=_("the table signals lacks owner, due or status"))
    due = signals["due"].dt.date
    asked = signals["due"].notna() & (signals["owner"] == wanted.side)
    asked &= (signals["at"] <= ledger.now) & (due >= ledger.first) & (due <= ledger.last)
    today = ledger.now.tz_convert(ledger.book.settings.timezone).date()
    is_due = asked & (due < today)
    rows = [
        (by, status == "done", "dropped" if status == "dropped" else "still open", kind)
        for by, status, kind in zip(
            due[is_due], signals.loc[is_due, "status"], signals.loc[is_due, "kind"], strict=True
        )
    ]
    return of_days(rows, not_due=int((asked & ~is_due).sum()))
