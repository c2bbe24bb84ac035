"""What the agreement in force says about calls, decisions and dossiers, or what is usual."""

from __future__ import annotations

from typing import Any, NamedTuple

from leadkit.agreement import Agreement, own_agreement
from leadkit.book import Book
from leadkit.dialogue import Span
from leadkit.review.digest.exceptions import CALL_HOURS, DECISION_HOURS

DOSSIER = ("source", "segment")


class Promised(NamedTuple):
    """Working hours to a first call and to a decision, and the columns of a complete dossier."""

    call_hours: float
    decision_hours: float
    dossier: tuple[str, ...]


def promised_by(book: Book, span: Span) -> Promised:
    """Return what was promised for the days of a span."""
    found = own_agreement(book.path, span.ending) if book.path and not book.is_bare else None
    agreement = found[0] if found else None
    dossier = _one(agreement, "dossier_complete")
    call, decide = _one(agreement, "called_in_time"), _one(agreement, "decided_in_time")
    columns = dossier.columns if dossier else DOSSIER
    return Promised(
        call_hours=(call and call.hours) or CALL_HOURS,
        decision_hours=(decide and decide.hours) or DECISION_HOURS,
        dossier=tuple(name for name in columns if name in book.leads),
    )


def _one(agreement: Agreement | None, measure: str) -> Any:
    promises = agreement.promises if agreement else ()
    return next((promise for promise in promises if promise.measure == measure), None)
