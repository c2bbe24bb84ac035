"""The lead book's tables and columns, declared once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Known(StrEnum):
    """When a column's value is known; the third, which nobody declared, only after an audit."""

    CREATION = "creation"
    HANDOFF = "handoff"
    ASSUMED = "assumed"
    AFTER = "after handoff"
    OUTCOME = "outcome"
    CONTACT = "contact"
    IDENTIFIER = "identifier"


Kind = Literal["text", "category", "time", "day", "number", "money"]

REASONS = (
    "DATA_INVALID",
    "DUPLICATE",
    "NO_CONSENT",
    "NOT_ICP",
    "NO_AUTHORITY",
    "NO_NEED",
    "NO_BUDGET",
    "BAD_TIMING",
    "UNREACHABLE",
    "LOST_PRICE",
    "LOST_COMPETITOR",
    "LOST_PRODUCT",
    "OTHER",
)
OUTCOMES = ("won", "lost", "open")
SIDES = ("marketing", "sales")
GRADES = ("A", "B", "C", "D")
SIGNAL_KINDS = ("market", "competitor", "campaign", "problem")
STATUSES = ("open", "done", "dropped")
PERIODS = ("day", "week")
DECISIONS = ("hand_off", "nurture", "drop", "repair")


@dataclass(frozen=True)
class Column:
    """A declared column: its name, kind, when it is known, and what it means.

    `least` and `most` bound plausible numbers; `values` are the only values allowed; `pattern` is
    what text must look like; a column that is `needed` must be there; a `unique` one names a row.
    """

    name: str
    kind: Kind
    known: Known
    about: str
    least: float = 0
    values: tuple[str, ...] = ()
    needed: bool = False
    unique: bool = False
    most: float | None = None
    pattern: str = ""


@dataclass(frozen=True)
class Table:
    """A declared table of the book.

    In a table of figures to add up (`adds_up`) a bad row is an error, since leaving it out would
    change every sum; its rows are named by the columns of `key`.
    """

    name: str
    columns: tuple[Column, ...]
    adds_up: bool = False
    key: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """Return the declaration of a column, or None where the book's owner added it."""
        return next((column for column in self.columns if column.name == name), None)


_C, _A, _O = Known.CREATION, Known.AFTER, Known.OUTCOME
_CONTACT, _ID = Known.CONTACT, Known.IDENTIFIER

LEADS = Table(
    "leads",
    (
        Column("lead_id", "text", _ID, "one lead, one row", needed=True, unique=True),
        Column("account_id", "text", _ID, "the firm or household; intervals cluster by it"),
        Column("created_at", "time", _C, "when marketing first had the lead, UTC"),
        Column("source", "category", _C, "where marketing found it"),
        Column("campaign", "category", _C, "the campaign that brought it"),
        Column("segment", "category", _C, "size class of the buyer"),
        Column("full_name", "text", _CONTACT, "contact person"),
        Column("email", "text", _CONTACT, "e-mail address"),
        Column("phone", "text", _CONTACT, "telephone number"),
        Column("company", "text", _CONTACT, "the buyer's firm"),
        Column("consent_at", "day", _CONTACT, "when the person agreed to be contacted"),
        Column("mql_at", "time", Known.HANDOFF, "when marketing called it qualified, UTC"),
        Column("handed_off_at", "time", Known.HANDOFF, "when sales was given it, UTC"),
        Column("first_response_at", "time", _A, "first human attempt by sales, UTC"),
        Column("accepted_at", "time", _A, "when sales accepted it, UTC"),
        Column("rejected_at", "time", _A, "when sales returned it, UTC"),
        Column("rejection_reason", "category", _A, "why sales returned it", values=REASONS),
        Column("closed_at", "time", _O, "when it was won or lost, UTC"),
        Column("outcome", "category", _O, "won, lost or open", values=OUTCOMES, needed=True),
        Column("lost_reason", "category", _O, "why it was lost", values=REASONS),
        Column("deal_value", "money", _O, "revenue of a won lead, book's currency", least=0),
        Column("owner", "category", _A, "the sales rep who works it"),
        Column("latest_mql_at", "time", _A, "when it was called qualified last, UTC"),
        Column("mql_count", "number", _A, "how often it was called qualified", least=0),
        Column(
            "previous_reason", "category", _A, "why the turn before the last failed", values=REASONS
        ),
    ),
)
EVENTS = Table(
    "events",
    (
        Column("lead_id", "text", _ID, "the lead", needed=True),
        Column("at", "time", _A, "when it happened, UTC", needed=True),
        Column("kind", "category", _A, "call, recycled, handed_off, lost ...", needed=True),
        Column("by", "category", _A, "marketing or sales", values=SIDES),
        Column("detail", "text", _A, "in a word"),
    ),
)
FEEDBACK = Table(
    "feedback",
    (
        Column("lead_id", "text", _ID, "the lead", needed=True),
        Column("at", "time", _A, "when sales said so, UTC", needed=True),
        Column("by", "category", _A, "the sales rep"),
        Column("lead_grade", "category", _A, "how good the lead was, A to D", values=GRADES),
        Column("need", "category", _A, "what the buyer needs, in a word"),
        Column("product_rating", "number", _A, "the buyer's rating, 1 to 5", 1, most=5),
        Column("reason", "category", _A, "why the buyer does not buy", values=REASONS),
        Column("comment", "text", Known.CONTACT, "free words; never shown outside the book"),
    ),
)
SIGNALS = Table(
    "signals",
    (
        Column("at", "time", _C, "when marketing said so, UTC", needed=True),
        Column("segment", "category", _C, "whom it concerns; blank: everybody"),
        Column("kind", "category", _C, "what sort of sign", values=SIGNAL_KINDS, needed=True),
        Column("text", "text", _C, "the sign, in a sentence", needed=True),
        Column("evidence", "text", _C, "how it is known"),
        Column("owner", "category", _C, "the side that acts on it", values=SIDES),
        Column("due", "day", _C, "by when"),
        Column("status", "category", _A, "what became of it", values=STATUSES),
    ),
)
REPORTS = Table(
    "reports",
    (
        Column("to", "category", _A, "the side it goes to", values=SIDES, needed=True),
        Column("period", "category", _A, "day or week", values=PERIODS, needed=True),
        Column("ending", "day", _A, "the last day it covers", needed=True),
        Column("due_at", "time", _A, "when it was due, UTC", needed=True),
        Column("sent_at", "time", _A, "when it was sent, UTC; blank: never"),
    ),
)
SCORES = Table(
    "scores",
    (
        Column("lead_id", "text", _ID, "the lead", needed=True),
        Column("at", "time", _C, "what was known at this moment, UTC", needed=True),
        Column("probability", "number", _C, "chance of winning, 0 to 1", 0, most=1),
        Column("tier", "category", _C, "class of the policy"),
        Column("decision", "category", _C, "what was decided", values=DECISIONS, needed=True),
        Column("propensity", "number", _C, "logged chance of a handoff", 0, most=1),
        Column(
            "draw", "number", _C, "the number drawn: handed off below the propensity", 0, most=1
        ),
        Column("reason", "text", _C, "why: rule, exploration, holdout, override, or in words"),
        Column("model", "text", _C, "the model that scored"),
        Column("policy", "text", _C, "the policy that decided"),
        Column("agreement", "text", _C, "the agreement in force"),
    ),
)
PLAN = Table(
    "plan",
    (
        Column("quarter", "text", _C, "as in 2026Q2", needed=True, pattern=r"\d{4}Q[1-4]"),
        Column("segment", "category", _C, "size class of the buyer; may be absent"),
        Column("handoffs", "number", _C, "leads marketing planned to hand off", 0, needed=True),
        Column(
            "win_rate", "number", _C, "planned wins per handed-off lead", 0, needed=True, most=1
        ),
        Column("deal_value", "money", _C, "planned revenue per win", 0, needed=True),
        Column("revenue", "money", _C, "planned revenue won within the window", 0),
    ),
    adds_up=True,
    key=("quarter", "segment"),
)
SPEND = Table(
    "spend",
    (
        Column("month", "text", _C, "as in 2026-04", needed=True, pattern=r"\d{4}-\d{2}"),
        Column("source", "category", _C, "where the money went"),
        Column("marketing_cost", "money", _C, "paid for leads, book's currency", 0),
        Column("sales_cost", "money", _C, "sales hours at their loaded rate", 0),
    ),
    adds_up=True,
    key=("month", "source"),
)
TABLES = {
    table.name: table for table in (LEADS, EVENTS, FEEDBACK, SIGNALS, PLAN, SPEND, REPORTS, SCORES)
}
OF_LEADS = ("events", "feedback", "scores")
