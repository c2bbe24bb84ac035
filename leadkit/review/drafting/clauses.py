"""The clauses an agreement begins with, for both sides to change: promises, duties, pay."""

from __future__ import annotations

from typing import Any

from leadkit.agreement import Bonus, Duty, Kpi, Promise, Rejection
from leadkit.base.language import _, capital
from leadkit.book import Book
from leadkit.dialogue import DATA, reason_words
from leadkit.dialogue.reasons import CODES
from leadkit.review.audit.attempts import PERSONAL

TOLD_WITHIN_DAYS, CALL_HOURS, DECISION_HOURS = 7, 4, 24
ATTEMPTS, ATTEMPT_DAYS = 3, 10
FLOOR_BELOW, FLOOR_OF_COUNT, FLOOR_OF_RESULT = 0.25, 0.7, 0.7
FLOORS = {"margin_against_plan": 0.0, "accepted_value": 0.0}  # a quarter's luck is wider than .3
AUDITED = 0.1
RECYCLED_AFTER_DAYS = {
    code: reason.recycled_after for code, reason in CODES.items() if reason.recycled_after
}
REASON_COLUMNS = ("rejected_at", "rejection_reason", "lost_reason")
IN_MONEY = (("M2", 0.05), ("M3", 0.1), ("M5", 0.1), ("S1", 0.2), ("S4", 0.1))
BY_PROMISES = (("M2", 0.2), ("M5", 0.1), ("S1", 0.2), ("S3", 0.15), ("S4", 0.15))
PAID = ("marketing_pay", "sales_pay", "true_up_days")


def proposed_promises(
    dossier: tuple[str, ...], *, has_policy: bool, book: Book | None = None
) -> list[dict[str, Any]]:
    """Return the promises of both sides, without their targets.

    What only some books can measure (attempts, requests, the reasons' names) is proposed where
    `book` can.
    """
    has_signals = book is not None and book.table("signals") is not None
    has_calls = book is not None and _holds_calls(book)
    has_reasons = book is not None and all(map(book.has, REASON_COLUMNS))
    return [
        _promise("M1", "marketing", "leads_handed_off"),
        _promise("M2", "marketing", "meets_standard"),
        *([_promise("M3", "marketing", "above_line")] if has_policy else []),
        *([_promise("M4", "marketing", "dossier_complete", columns=dossier)] if dossier else []),
        _promise("M5", "marketing", "weekly_report"),
        _promise("M6", "marketing", "daily_report"),
        *([_promise("M7", "marketing", "requests_done")] if has_signals else []),
        _promise("S1", "sales", "called_in_time", hours=CALL_HOURS),
        _promise("S2", "sales", "decided_in_time", hours=DECISION_HOURS),
        _promise("S3", "sales", "reason_given"),
        _promise("S4", "sales", "feedback_given", days=TOLD_WITHIN_DAYS),
        _promise("S5", "sales", "weekly_report"),
        _promise("S6", "sales", "daily_report"),
        *([_promise("S7", "sales", "requests_done")] if has_signals else []),
        *([_attempts()] if has_calls else []),
        *([_promise("S9", "sales", "reasons_named")] if has_reasons else []),
    ]


def _holds_calls(book: Book) -> bool:
    events = book.table("events")
    return events is not None and bool(events["kind"].isin(PERSONAL).any())


def _attempts() -> dict[str, Any]:
    return _promise("S8", "sales", "attempts_made", attempts=ATTEMPTS, days=ATTEMPT_DAYS)


def _promise(name: str, side: str, measure: str, **terms: Any) -> dict[str, Any]:
    owner = {"marketing": _("Head of marketing"), "sales": _("Head of sales")}[side]
    remedies = {
        "leads_handed_off": _("Marketing says within a week where the missing leads come from."),
        "meets_standard": _("Marketing repairs the rule that most leads fail before the next "
                            "handoff."),
        "above_line": _("Marketing stops handing off the source that most often lies below."),
        "dossier_complete": _("Marketing makes the missing field obligatory in its form."),
        "called_in_time": _("Sales shares the queue out anew and names a person for each day."),
        "decided_in_time": _("The sales lead decides on what is left over, every Monday."),
        "reason_given": _("The CRM lets nobody close a lead without a reason."),
        "feedback_given": _("The rep tells it in the weekly talk; the sales lead writes it down."),
        "requests_done": _("What is overdue is the first item of the next weekly talk."),
        "attempts_made": _("The sales lead calls the leads with too few attempts, or shares them "
                           "out anew."),
        "reasons_named": _("The sales lead asks the reps who most often write OTHER what is "
                           "missing from the list."),
        "daily_report": _("The report is sent the next morning, with the reason for the delay."),
        "weekly_report": _("The report is sent the next day, with the reason for the delay."),
    }  # fmt: skip
    return {"id": name, "side": side, "measure": measure, "owner": owner,
            "remedy": remedies[measure], **terms}  # fmt: skip


def duties() -> tuple[Duty, ...]:
    """Return who does what (RACI): one role alone answers for each task."""
    marketing, sales, both = _("Marketing"), _("Sales"), _("Both heads")
    heads = {"m": _("Head of marketing"), "s": _("Head of sales"), "data": _("Data analyst")}
    rows: list[tuple[Any, ...]] = [
        (_("Definition of a good lead"), heads["data"], heads["m"], (heads["s"],), (sales,)),
        (_("Screening before handoff"), marketing, heads["m"], (heads["s"],), (sales,)),
        (_("First call within the promised hours"), sales, heads["s"], (), (marketing,)),
        (_("Reason for every returned or lost lead"), sales, heads["s"], (), (marketing,)),
        (_("Change of the handoff line"), heads["data"], heads["m"], (heads["s"],), (both,)),
        (_("Weekly report to sales"), marketing, heads["m"], (sales,), (heads["s"],)),
        (_("Weekly report to marketing"), sales, heads["s"], (marketing,), (heads["m"],)),
        (_("Quarterly review"), heads["data"], heads["s"], (heads["m"],), (marketing, sales)),
    ]
    names = ("task", "responsible", "accountable", "consulted", "informed")
    made = [dict(zip(names, row, strict=True)) for row in rows]
    made[0]["kind"], made[4]["kind"] = "definition", "line"
    return tuple(Duty(**duty) for duty in made)


def rejection(reason: str) -> Rejection:
    """Return who mends a reason, and whether sales may return a lead for it."""
    owner = CODES[reason].owner
    return Rejection(
        reason=reason,
        owner={"sales": _("Head of sales"), "marketing": _("Head of marketing")}[owner],
        may_return=CODES[reason].may_return,
        words=_may_return(reason),
    )


def _may_return(reason: str) -> str:
    meaning = capital(reason_words()[reason])
    if reason in DATA:
        return _("{meaning}: marketing mends it before the next handoff.").format(meaning=meaning)
    if reason == "UNREACHABLE":
        return _("{meaning}: only after the promised attempts; else it is a miss of sales.").format(
            meaning=meaning
        )
    if reason == "OTHER":
        return _("{meaning}: needs a sentence; over 10 % of all reasons, both ask why.").format(
            meaning=meaning
        )
    if reason in RECYCLED_AFTER_DAYS:
        return _("{meaning}: marketing keeps in touch and offers the lead again.").format(
            meaning=meaning
        )
    return f"{meaning}."


def bonus(
    promises: tuple[Promise, ...],
    *,
    has_policy: bool = False,
    has_plan: bool = False,
    before: Bonus | None = None,
) -> Bonus:
    """Return a bonus of which half is shared; the rest rests on what a side can control.

    With a policy (what a win is worth, what a lead costs, the model that is frozen) and a plan
    the results are measured in money; else each side's own part rests on promises it can keep.
    What each is paid is that of the bonus before, and open where there was none.
    """
    made = {promise.id: promise for promise in promises}
    is_in_money = has_policy and has_plan
    shared = _result(
        "shared", _("Contribution margin of the quarter against plan"), 0.5,
        "margin_against_plan" if is_in_money else "",
    )  # fmt: skip
    own = _own_results() if is_in_money else []
    kept = IN_MONEY if is_in_money else (*BY_PROMISES, ("M3" if "M3" in made else "M1", 0.2))
    own += [_kpi(made[name], weight) for name, weight in kept]
    pay = {} if before is None else {name: getattr(before, name) for name in PAID}
    return Bonus(
        paid=_("Quarterly bonus, as written in the pay rules."),
        kpis=(shared, *sorted(own, key=lambda kpi: (kpi.side, kpi.promise))),
        audited=AUDITED if is_in_money else None,
        **pay,
    )


def _own_results() -> list[Kpi]:
    return [
        _result("marketing", _("Expected margin of the accepted leads against plan"), 0.25,
                "accepted_value"),
        _result("sales", _("Wins for what the leads were worth"), 0.2, "wins_as_expected"),
    ]  # fmt: skip


def _result(side: str, name: str, weight: float, measure: str) -> Kpi:
    return Kpi.model_validate(
        {"side": side, "name": name, "measure": measure, "weight": weight,
         "floor": FLOORS.get(measure, FLOOR_OF_RESULT), "target": 1.0}
    )  # fmt: skip


def _kpi(promise: Promise, weight: float) -> Kpi:
    is_count = promise.measure == "leads_handed_off"
    floor = promise.target * FLOOR_OF_COUNT if is_count else max(promise.target - FLOOR_BELOW, 0.0)
    return Kpi(
        side=promise.side, name=f"{promise.id}: {promise.short}", promise=promise.id,
        weight=weight, floor=round(floor, 2), target=promise.target,
    )  # fmt: skip
