"""The agreement of the lesson: its text with blanks, and what is found at fault once filled."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import tomlkit

from leadkit.agreement import Agreement, findings
from leadkit.base.errors import BadInput
from leadkit.base.language import N_, _
from leadkit.base.toml import parse_toml
from leadkit.learn.answers.blanks import Blank
from leadkit.learn.lessons.working_clock import AT_WORK

FILE = "agreement.toml"
FIRST, LAST, LOOK_AGAIN = date(2026, 4, 1), date(2026, 6, 30), date(2026, 6, 16)

BLANKS = (
    Blank(
        "standard",
        N_("Which leads are good enough? Those that meet …"),
        (
            ("A", N_("the data-quality standard, version 1.0, as it was signed")),
            ("B", N_("the usual standard that everybody knows")),
        ),
    ),
    Blank(
        "line",
        N_("From which chance of buying on does a lead go to sales?"),
        (
            ("A", N_("9 %")),
            ("B", N_("9 %; a win is worth 12 million ₫, working a lead costs 1 million")),
            ("C", N_("9 %; 12 million and 1 million ₫; sales can work 8 leads a week")),
        ),
    ),
    Blank(
        "marketing",
        N_("What does marketing owe?"),
        (
            ("A", N_("nothing: how many leads come depends on the market")),
            ("B", N_("50 leads, 9 in 10 of them to the standard, and a weekly report")),
            ("C", N_("50 leads, 9 in 10 of them to the standard")),
        ),
    ),
    Blank(
        "sales",
        N_("When does sales make the first call?"),
        (
            ("A", N_("within 4 working hours, for at least 8 leads in 10")),
            ("B", N_("as soon as it can")),
        ),
    ),
    Blank(
        "reasons",
        N_("Are reasons given for leads that are returned or lost?"),
        (
            ("A", N_("gladly, where there is time for it")),
            ("B", N_("yes, for at least 9 in 10")),
        ),
    ),
    Blank(
        "owner",
        N_("Who answers for the first call?"),
        (
            ("A", N_("the head of sales")),
            ("B", N_("the head of marketing and the head of sales")),
            ("C", N_("nobody by name: the system reminds the team")),
        ),
    ),
    Blank(
        "pay",
        N_("What is the bonus paid for?"),
        (
            ("A", N_("half by the common margin; the rest of marketing's by number of leads")),
            ("B", N_("a fifth by the common margin; the rest each side for itself")),
            ("C", N_("half by the common margin; the rest by promises kept")),
        ),
    ),
    Blank(
        "review",
        N_("When do both look at it again?"),
        (
            ("A", N_("on 16/06/2026, two weeks before it ends")),
            ("B", N_("when somebody asks for it")),
        ),
    ),
)
RIGHT = {
    "standard": "A", "line": "C", "marketing": "B", "sales": "A",
    "reasons": "B", "owner": "A", "pay": "C", "review": "A",
}  # fmt: skip


def faults(filled: Mapping[str, str]) -> list[str]:
    """Return what `leadkit agreement check` finds in the text as it was filled, line by line."""
    text = agreement_text(filled)
    try:
        agreement = parse_toml(text, Agreement, FILE)
    except BadInput as fault:
        return fault.problem.splitlines()
    return [f"{one.written(FILE, text)}. {one.fix}" for one in findings(agreement)]


def agreed() -> Agreement:
    """Return the agreement with every blank filled as it should be."""
    return parse_toml(agreement_text(RIGHT), Agreement, FILE)


def agreement_text(filled: Mapping[str, str]) -> str:
    """Return the text of the agreement's file, its blanks filled."""
    return tomlkit.dumps(_content(filled))


def _content(filled: Mapping[str, str]) -> dict[str, Any]:
    marketing, sales = _("Head of marketing"), _("Head of sales")
    return {
        "format": 1,
        "title": _("How we hand leads from marketing to sales"),
        "version": "2026Q2",
        "parties": {"firm": _("The firm of the lesson"), "marketing": marketing, "sales": sales},
        "period": {"from": FIRST, "to": LAST},
        "definitions": {
            "mql": _("A lead that meets the standard and lies on or above the line."),
            "accepted": _("A lead that sales has looked at and takes on."),
            "worked": _("A lead to which a person of sales has made an attempt."),
            "won": _("A signed order within 90 days of the handoff."),
        },
        "standard": {"version": "1.0", "sha256": _sha("standard")}
        if _is(filled, "standard")
        else {"version": _("as everybody knows it")},
        "policy": _policy(filled["line"]),
        "hours": AT_WORK.model_dump(exclude_defaults=True) | {"days": list(AT_WORK.days)},
        "promises": [*_of_marketing(filled["marketing"]), *_of_sales(filled)],
        "duties": _duties(filled["owner"]),
        "rejections": [
            _rejection("DATA_INVALID", marketing, _("Marketing mends it before the next handoff.")),
            _rejection("NOT_ICP", marketing, _("Both look at it again in the weekly talk.")),
            _rejection("BAD_TIMING", marketing, _("Marketing keeps in touch.")),
            _rejection("LOST_PRICE", sales, _("A reason to lose, not to return."), returns=False),
        ],
        "recycling": [{"reason": "BAD_TIMING", "after_days": 60, "owner": marketing}],
        "bonus": {
            "paid": _("Once a quarter, trued up after 90 days."),
            "kpis": _kpis(filled["pay"]),
        },
        "change": {
            "how": _("In writing, by both heads."),
            "notice_days": 14,
            **({"look_again": LOOK_AGAIN} if _is(filled, "review") else {}),
        },
    }


def _is(filled: Mapping[str, str], blank: str) -> bool:
    return filled[blank] == RIGHT[blank]


def _sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _policy(chosen: str) -> dict[str, Any]:
    line = {"version": "2026-03-27", "sha256": _sha("policy"), "line": 0.09, "currency": "VND"}
    money = {"value": 12_000_000, "cost": 1_000_000} if chosen != "A" else {}
    capacity = {"capacity": {"amount": 8, "unit": "leads", "per": "week"}} if chosen == "C" else {}
    return line | money | capacity


def _of_marketing(chosen: str) -> list[dict[str, Any]]:
    leads = [
        _promise("M1", "leads_handed_off", 50, _("Marketing says where the missing come from.")),
        _promise("M2", "meets_standard", 0.9, _("Marketing mends the rule most leads fail.")),
    ]
    report = _promise("M3", "weekly_report", 0.8, _("It is sent the next day, with the reason."))
    return {"A": [], "B": [*leads, report], "C": leads}[chosen]


def _of_sales(filled: Mapping[str, str]) -> list[dict[str, Any]]:
    called = _promise("S1", "called_in_time", 0.8, _("Sales shares the queue out anew."), hours=4)
    if not _is(filled, "sales"):
        called["measure"] = _("as soon as it can")
        del called["hours"], called["target"]
    told = _promise("S2", "reason_given", 0.9, _("The CRM closes no lead without a reason."))
    report = _promise("S3", "weekly_report", 0.8, _("It is sent the next day, with the reason."))
    return [called, *([told] if _is(filled, "reasons") else []), report]


def _promise(name: str, measure: str, target: float, remedy: str, **terms: Any) -> dict[str, Any]:
    side, owner = {
        "M": ("marketing", _("Head of marketing")),
        "S": ("sales", _("Head of sales")),
    }[name[0]]
    return {"id": name, "side": side, "measure": measure, **terms, "target": target,
            "owner": owner, "remedy": remedy}  # fmt: skip


def _duties(chosen: str) -> list[dict[str, Any]]:
    marketing, sales = _("Head of marketing"), _("Head of sales")
    analyst = _("Data analyst")
    answering = {"A": sales, "B": f"{marketing} & {sales}", "C": ""}[chosen]
    return [
        {"kind": "definition", "task": _("Definition of a good lead"), "responsible": analyst,
         "accountable": marketing, "consulted": [sales]},
        {"task": _("First call within the promised hours"), "responsible": _("Sales staff"),
         "accountable": answering},
        {"kind": "line", "task": _("Change of the handoff line"), "responsible": analyst,
         "accountable": marketing, "consulted": [sales]},
    ]  # fmt: skip


def _rejection(reason: str, owner: str, words: str, *, returns: bool = True) -> dict[str, Any]:
    return {"reason": reason, "owner": owner, "may_return": returns, "words": words}


def _kpis(chosen: str) -> list[dict[str, Any]]:
    common = 0.2 if chosen == "B" else 0.5
    own = 1 - common
    margin = _kpi("shared", _("Margin of the quarter against plan"), common, 0.7, 1)
    margin["measure"] = "margin_against_plan"
    leads = _kpi("marketing", _("Leads handed off"), own, 30, 50, promise="M1")
    kept = [
        _kpi("marketing", _("Leads that meet the standard"), round(own - 0.2, 2), 0.7, 0.9,
             promise="M2"),
        _kpi("marketing", _("Weekly reports on time"), 0.2, 0.5, 0.8, promise="M3"),
    ]  # fmt: skip
    return [
        margin,
        *([leads] if chosen == "A" else kept),
        _kpi("sales", _("First calls in time"), round(own - 0.2, 2), 0.6, 0.8, promise="S1"),
        _kpi("sales", _("Reasons given"), 0.2, 0.6, 0.9, promise="S2"),
    ]


def _kpi(
    side: str, name: str, weight: float, floor: float, target: float, promise: str = ""
) -> dict[str, Any]:
    rests_on = {"promise": promise} if promise else {}
    return {"side": side, "name": name, **rests_on, "weight": weight, "floor": floor,
            "target": target}  # fmt: skip
