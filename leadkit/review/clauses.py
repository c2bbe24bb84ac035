"""The clauses an agreement begins with, for both sides to change: promises, duties, pay."""

from __future__ import annotations

from typing import Any

from leadkit.agreement import Bonus, Duty, Kpi, Promise, Rejection
from leadkit.base.language import _
from leadkit.dialogue import DATA, reason_words

TOLD_WITHIN_DAYS, CALL_HOURS, DECISION_HOURS = 7, 4, 24
FLOOR_BELOW, FLOOR_OF_COUNT = 0.25, 0.7
RECYCLED_AFTER_DAYS = {"NO_NEED": 90, "NO_BUDGET": 90, "BAD_TIMING": 60}
OFFER = ("LOST_PRICE", "LOST_COMPETITOR", "LOST_PRODUCT")
SALES_OWNS = (*OFFER, "UNREACHABLE")


def proposed_promises(dossier: tuple[str, ...], *, has_policy: bool) -> list[dict[str, Any]]:
    """Return the promises of both sides, without their targets."""
    return [
        _promise("M1", "marketing", "leads_handed_off"),
        _promise("M2", "marketing", "meets_standard"),
        *([_promise("M3", "marketing", "above_line")] if has_policy else []),
        *([_promise("M4", "marketing", "dossier_complete", columns=dossier)] if dossier else []),
        _promise("M5", "marketing", "weekly_report"),
        _promise("M6", "marketing", "daily_report"),
        _promise("S1", "sales", "called_in_time", hours=CALL_HOURS),
        _promise("S2", "sales", "decided_in_time", hours=DECISION_HOURS),
        _promise("S3", "sales", "reason_given"),
        _promise("S4", "sales", "feedback_given", days=TOLD_WITHIN_DAYS),
        _promise("S5", "sales", "weekly_report"),
        _promise("S6", "sales", "daily_report"),
    ]


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
    return tuple(Duty(**dict(zip(names, row, strict=True))) for row in rows)


def rejection(reason: str) -> Rejection:
    """Return who mends a reason, and whether sales may return a lead for it."""
    return Rejection(
        reason=reason,
        owner=_("Head of sales") if reason in SALES_OWNS else _("Head of marketing"),
        may_return=reason not in OFFER,
        words=_may_return(reason),
    )


def _may_return(reason: str) -> str:
    meaning = reason_words()[reason]
    meaning = meaning[:1].upper() + meaning[1:]
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


def bonus(promises: tuple[Promise, ...]) -> Bonus:
    """Return a bonus of which half is shared; the rest rests on promises the side can keep."""
    made = {promise.id: promise for promise in promises}
    shared = Kpi(
        side="shared", name=_("Contribution margin of the quarter against plan"),
        weight=0.5, floor=0.7, target=1.0,
    )  # fmt: skip
    marketing = [("M2", 0.2), ("M3" if "M3" in made else "M1", 0.2), ("M5", 0.1)]
    sales = [("S1", 0.2), ("S3", 0.15), ("S4", 0.15)]
    own = [_kpi(made[name], weight) for name, weight in (*marketing, *sales)]
    return Bonus(paid=_("Quarterly bonus, as written in the pay rules."), kpis=(shared, *own))


def _kpi(promise: Promise, weight: float) -> Kpi:
    is_count = promise.measure == "leads_handed_off"
    floor = promise.target * FLOOR_OF_COUNT if is_count else max(promise.target - FLOOR_BELOW, 0.0)
    return Kpi(
        side=promise.side, name=f"{promise.id}: {promise.short}", promise=promise.id,
        weight=weight, floor=round(floor, 2), target=promise.target,
    )  # fmt: skip
