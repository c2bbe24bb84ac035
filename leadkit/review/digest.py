"""The daily and weekly digests: exceptions first, then what the other side has to know."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pandas as pd

from leadkit.agreement import Agreement, own_agreement
from leadkit.base.estimate import Estimate
from leadkit.base.language import capital
from leadkit.base.page import Page
from leadkit.book import Book, append_rows
from leadkit.dialogue import Coming, Heard, Span, Told, coming, heard, known_by, told
from leadkit.journey import turns
from leadkit.quality import marked
from leadkit.review import exceptions

Side = Literal["marketing", "sales"]
DOSSIER = ("source", "segment")


class Promised(NamedTuple):
    """What the agreement in force says about calls, decisions and dossiers, or the usual."""

    call_hours: float
    decision_hours: float
    dossier: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Digest:
    """What one side tells the other about a day or a week.

    Attributes
    ----------
    to : {"marketing", "sales"}
        The side it goes to; the other one sends it.
    span : Span
        The days.
    book : Book
        What it was made from.
    exceptions : list of Notice
        What somebody has to act on.
    heard, told, coming : Heard, Told, Coming
        What sales heard; what marketing told; what is on its way.
    dossiers : DataFrame
        Leads handed off in the span: lead_id, source, segment, probability, tier, missing.
    """

    to: Side
    span: Span
    book: Book
    exceptions: list[exceptions.Notice]
    heard: Heard
    told: Told
    coming: Coming
    dossiers: pd.DataFrame

    @property
    def sender(self) -> Side:
        """The side that sends it."""
        return "sales" if self.to == "marketing" else "marketing"

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was on record in the days."""
        counts = (len(self.heard.table), self.heard.said, self.heard.accepted.n)
        moved = self.coming.table[["arrived", "handed_off"]].to_numpy().sum()
        return not any((*counts, moved, len(self.told.table), len(self.exceptions)))

    @property
    def table(self) -> pd.DataFrame:
        """The exceptions: what, n, text."""
        return pd.DataFrame(self.exceptions, columns=list(exceptions.Notice._fields))

    def page(self) -> Page:
        """Lay the digest out as one page."""
        from leadkit.review.digest_page import digest_page

        return digest_page(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of digest.json."""
        heard, coming = self.heard, self.coming
        return {
            "format": 1,
            "to": self.to,
            "from": self.sender,
            "period": self.span.period,
            "first": self.span.first.isoformat(),
            "ending": self.span.ending.isoformat(),
            "data": {"name": self.book.name, "sha256": self.book.sha256},
            "empty": self.is_empty,
            "notes": list(self.book.notes),
            "exceptions": [notice._asdict() for notice in self.exceptions],
            "accepted": heard.accepted.to_dict(),
            "reasons": _rows(heard.table),
            "sources": _rows(heard.sources.join(coming.table, how="outer").fillna(0)),
            "grades": heard.grades,
            "needs": _rows(heard.needs),
            "product_rating": heard.rating.to_dict(),
            "feedback_given": heard.told.to_dict(),
            "meets_standard": coming.meets_standard and coming.meets_standard.to_dict(),
            "waiting": coming.waiting,
            "tiers": coming.tiers,
            "expected_handoffs": coming.expected.to_dict(),
            "signals": _rows(self.told.table, plain=True),
            "asked": _rows(self.told.asked, plain=True),
            "dossiers": {
                "n": len(self.dossiers),
                "complete": int((self.dossiers["missing"] == "").sum()),
            },
        }

    def __repr__(self) -> str:
        from leadkit.review.digest_page import first_sentence

        return capital(first_sentence(self))

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        rows = [(notice.text, notice.n) for notice in self.exceptions]
        return inline(self, caption=repr(self), columns=["", "n"], rows=rows, note="")


def digest(book: Book, to: Side, span: Span) -> Digest:
    """Make the digest of a day or a week for one side.

    Parameters
    ----------
    book : Book
        Its leads, and where there are such tables its feedback, signals and scores.
    to : {"marketing", "sales"}
        The side that reads it.
    span : Span
        The days; what came later is not looked at.

    Examples
    --------
    >>> from datetime import date
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample())
    >>> week = digest(book, "sales", Span("week", date(2026, 6, 28), book.settings.timezone))
    >>> week.sender
    'marketing'
    """
    book = marked(book)
    promised = _promised(book, span)
    said, signs = heard(book, span), told(book, span)
    on_its_way = coming(book, span)
    table = turns(book, span.last)
    handed = table[~table["self_generated"] & table["handed_off_at"].notna()]
    find = exceptions.for_sales if to == "sales" else exceptions.for_marketing
    found = find(exceptions.Seen(book, span, handed, said, signs, on_its_way, promised))
    return Digest(
        to=to,
        span=span,
        book=book,
        exceptions=found,
        heard=said,
        told=signs,
        coming=on_its_way,
        dossiers=_dossiers(book, handed[span.covers(handed["handed_off_at"])], promised, span),
    )


def note_sent(book: Book, folder: Path, digest: Digest, sent_at: pd.Timestamp) -> None:
    """Write into the book's reports that a digest was sent."""
    row = {
        "to": digest.to,
        "period": digest.span.period,
        "ending": pd.Timestamp(digest.span.ending, tz="UTC"),
        "due_at": digest.span.due_at(book.settings),
        "sent_at": sent_at,
    }
    append_rows(folder, "reports", pd.DataFrame([row]))


def _promised(book: Book, span: Span) -> Promised:
    found = own_agreement(book.path, span.ending) if book.path and not book.is_bare else None
    agreement = found[0] if found else None
    dossier = _one(agreement, "dossier_complete")
    call, decide = _one(agreement, "called_in_time"), _one(agreement, "decided_in_time")
    columns = dossier.columns if dossier else DOSSIER
    return Promised(
        call_hours=(call and call.hours) or exceptions.CALL_HOURS,
        decision_hours=(decide and decide.hours) or exceptions.DECISION_HOURS,
        dossier=tuple(name for name in columns if name in book.leads),
    )


def _one(agreement: Agreement | None, measure: str) -> Any:
    promises = agreement.promises if agreement else ()
    return next((promise for promise in promises if promise.measure == measure), None)


def _dossiers(book: Book, handed: pd.DataFrame, promised: Promised, span: Span) -> pd.DataFrame:
    """Return what sales should know of each lead, no contact data: what lacks something first."""
    leads = book.leads.loc[handed.index]
    blank = leads[list(promised.dossier)].isna()
    missing = [", ".join(blank.columns[row]) for row in blank.to_numpy()]
    scores = known_by(book, "scores", span.end).sort_values("at", kind="stable")
    last = scores.drop_duplicates("lead_id", keep="last").set_index("lead_id")
    last = last.reindex(handed["lead_id"])
    table = pd.DataFrame(
        {
            "lead_id": handed["lead_id"].to_numpy(),
            "source": handed["source"].to_numpy(),
            "segment": handed["segment"].to_numpy(),
            "probability": last["probability"].astype(float).to_numpy(),
            "tier": last["tier"].to_numpy(),
            "missing": missing,
        }
    )
    table["whole"] = table["missing"] == ""
    order = ["whole", "probability", "lead_id"]
    table = table.sort_values(order, ascending=[True, False, True], ignore_index=True)
    return table.drop(columns="whole")


def _rows(table: pd.DataFrame, *, plain: bool = False) -> list[dict[str, Any]]:
    rows = table if plain else table.reset_index()
    return [
        {str(name): _cell(cell) for name, cell in row.items()} for row in rows.to_dict("records")
    ]


def _cell(cell: Any) -> Any:
    if isinstance(cell, Estimate):
        return cell.to_dict()
    if pd.isna(cell):
        return None
    return cell.isoformat() if hasattr(cell, "isoformat") else cell
