"""What the agreement in force says about calls, decisions and dossiers, or what is usual."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from leadkit.agreement import Agreement, own_agreement, words
from leadkit.book import Book
from leadkit.review.drafting.clauses import CALL_HOURS, DECISION_HOURS

DOSSIER = ("source", "segment")


class Promised(NamedTuple):
    """Working hours to a first call and to a decision, and the columns of a complete dossier.

    `calls_by` is the version of the agreement that promises the calls, "" where they are usual.
    """

    call_hours: float
    decision_hours: float
    dossier: tuple[str, ...]
    calls_by: str

    @property
    def calls(self) -> str:
        """The time to a first call, in words."""
        return words.hours(self.call_hours)


def promised_by(book: Book, day: date) -> Promised:
    """Return what the agreement in force on a day promises."""
    found = own_agreement(book.path, day) if book.path and not book.is_bare else None
    agreement = found[0] if found else None
    dossier = _one(agreement, "dossier_complete")
    call, decide = _one(agreement, "called_in_time"), _one(agreement, "decided_in_time")
    columns = dossier.columns if dossier else DOSSIER
    return Promised(
        call_hours=(call and call.hours) or CALL_HOURS,
        decision_hours=(decide and decide.hours) or DECISION_HOURS,
        dossier=tuple(name for name in columns if name in book.leads),
        calls_by=agreement.version if agreement and call else "",
    )


def _one(agreement: Agreement | None, measure: str) -> Any:
    promises = agreement.promises if agreement else ()
    return next((promise for promise in promises if promise.measure == measure), None)
