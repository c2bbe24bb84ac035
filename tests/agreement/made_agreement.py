"""A complete agreement of an invented firm, to be changed one part at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from leadkit.agreement import Agreement

MARKETING, SALES, DATA = "Head of marketing", "Head of sales", "Data analyst"


def make_agreement(**changes: Any) -> Agreement:
    """Return the agreement with some of its parts replaced."""
    return Agreement.model_validate({**content(), **changes})


def content() -> dict[str, Any]:
    return {
        "title": "How marketing and sales work together",
        "version": "3.0",
        "parties": {"firm": "Sao Mai Software", "marketing": MARKETING, "sales": SALES},
        "period": {"from": date(2026, 7, 1), "to": date(2026, 9, 30)},
        "definitions": {
            "mql": "A lead that meets the data-quality standard and lies on or above the line.",
            "accepted": "Sales has said that it will work the lead.",
            "worked": "A person of sales has called or written to the lead at least once.",
            "won": "The order is signed within 90 days of the handoff.",
        },
        "standard": {"version": "1.0", "sha256": "a1" * 32},
        "policy": {
            "version": "2.1",
            "sha256": "b2" * 32,
            "line": 0.083,
            "value": 12_000_000,
            "cost": 1_000_000,
            "currency": "VND",
        },
        "hours": {
            "timezone": "Asia/Ho_Chi_Minh",
            "country": "VN",
            "extra_holidays": [date(2026, 9, 1)],
        },
        "promises": promises(),
        "duties": duties(),
        "rejections": rejections(),
        "recycling": [
            {"reason": "NO_NEED", "after_days": 90, "owner": MARKETING},
            {"reason": "BAD_TIMING", "after_days": 60, "owner": MARKETING},
        ],
        "bonus": bonus(),
        "change": {
            "how": "Both heads sign a new version; the old one holds until then.",
            "notice_days": 14,
            "look_again": date(2026, 10, 5),
        },
    }


def moved() -> dict[str, Any]:
    """Return the clause on how the line came to move."""
    return {
        "from_version": "2.0",
        "from_line": 0.1,
        "expected": 19_000_000,
        "low": -57_000_000,
        "high": 120_000_000,
        "chance": 0.63,
        "effective": date(2026, 7, 1),
        "look_again": date(2026, 9, 29),
        "roll_back": "Undo it if of the first 99 leads 2 or fewer were won.",
    }


def promises() -> list[dict[str, Any]]:
    again = "Marketing repairs the leads before it hands off more."
    return [
        promise("M1", "leads_handed_off", 120, "Marketing makes up for them next quarter."),
        promise("M2", "meets_standard", 0.95, again),
        promise("M3", "above_line", 0.9, "Sales may return leads below the line unworked."),
        promise("M4", "dossier_complete", 0.9, again, columns=["source", "segment"]),
        promise("M5", "weekly_report", 0.9, "It is sent the next morning, with the reason."),
        promise("S1", "called_in_time", 0.7, "The leads are shared out anew that day.", hours=4),
        promise("S2", "decided_in_time", 0.9, "Undecided leads count as accepted.", hours=16),
        promise("S3", "reason_given", 0.95, "A lead without a reason is not returned."),
        promise("S4", "feedback_given", 0.8, "The head of sales calls marketing.", days=14),
        promise("S5", "daily_report", 0.9, "It is sent the next morning, with the reason."),
    ]


def promise(id: str, measure: str, target: float, remedy: str, **takes: Any) -> dict[str, Any]:
    side = "marketing" if id.startswith("M") else "sales"
    owner = MARKETING if side == "marketing" else SALES
    given = {"id": id, "side": side, "measure": measure, "target": target}
    return {**given, **takes, "owner": owner, "remedy": remedy}


def duties() -> list[dict[str, Any]]:
    return [
        duty("Define what an MQL is", DATA, MARKETING, consulted=[SALES]),
        duty("Screen leads before handoff", "Campaign staff", MARKETING, informed=[SALES]),
        duty("Make the first attempt", "Sales staff", SALES, informed=[MARKETING]),
        duty("Keep the list of reasons", DATA, SALES, consulted=[MARKETING]),
        duty("Change the line", DATA, MARKETING, consulted=[SALES]),
        duty("Write the weekly page", DATA, SALES, informed=[MARKETING]),
    ]


def duty(task: str, responsible: str, accountable: str, **others: Any) -> dict[str, Any]:
    return {"task": task, "responsible": responsible, "accountable": accountable, **others}


def rejections() -> list[dict[str, Any]]:
    return [
        rejection("DATA_INVALID", MARKETING, True, "Name, number or mail is wrong."),
        rejection("DUPLICATE", MARKETING, True, "Sales has this lead already."),
        rejection("NOT_ICP", MARKETING, True, "The firm is none we sell to."),
        rejection("UNREACHABLE", SALES, True, "Five attempts on three days, none answered."),
        rejection("NO_NEED", MARKETING, False, "The buyer has no use for it now."),
        rejection("BAD_TIMING", MARKETING, False, "The buyer wants it, but later."),
        rejection("LOST_PRICE", SALES, False, "The buyer took nothing: too expensive."),
        rejection("OTHER", SALES, False, "None of these; say it in words."),
    ]


def rejection(reason: str, owner: str, may_return: bool, words: str) -> dict[str, Any]:
    return {"reason": reason, "owner": owner, "may_return": may_return, "words": words}


def bonus() -> dict[str, Any]:
    rows = [
        ("shared", "Margin of the leads handed off, against plan", "", 0.5, 0.7, 1),
        ("marketing", "Expected value of accepted leads, against plan", "", 0.25, 0.7, 1),
        ("marketing", "Leads that meet the standard", "M2", 0.15, 0.8, 0.95),
        ("marketing", "Reports to sales on time", "M5", 0.1, 0.6, 0.9),
        ("sales", "Wins against expected wins", "", 0.2, 0.7, 1),
        ("sales", "First attempts in time", "S1", 0.2, 0.6, 0.9),
        ("sales", "Feedback on leads", "S4", 0.1, 0.5, 0.9),
    ]
    keys = ("side", "name", "promise", "weight", "floor", "target")
    kpis = [dict(zip(keys, row, strict=True)) for row in rows]
    return {"paid": "One month's pay a quarter, at full target.", "cap": 1.2, "kpis": kpis}
