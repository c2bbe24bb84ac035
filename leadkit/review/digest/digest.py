"""The daily and weekly digests: exceptions first, then what the other side has to know."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _, capital, number
from leadkit.base.page import Page
from leadkit.book import Book, append_rows
from leadkit.dialogue import NO_REASON, Coming, Heard, Span, Told, coming, heard, reason_words, told
from leadkit.dialogue.coverage import Coverage, coverage
from leadkit.dialogue.punctuality import Punctual, punctuality
from leadkit.journey import calling_time, turns, working_hours
from leadkit.quality import marked
from leadkit.review.digest import exceptions
from leadkit.review.digest.exceptions import Seen
from leadkit.review.digest.leads import dossiers, leads_named
from leadkit.review.digest.loop import Asked, loop
from leadkit.review.promised import promised_by

Side = Literal["marketing", "sales"]


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
    codes : dict of str to str
        The reason for which sales returned most leads of a source, in words.
    dossiers : DataFrame
        Leads handed off in the span: lead_id, source, segment, probability, tier, missing.
    called : Estimate
        Leads handed off in the span and called within the hours promised, of those due by its end.
    call_hours : float
        Those working hours.
    loop : list of Asked
        What was asked, of whom, by when, and what became of it.
    punctual : tuple of Punctual
        The last reports of marketing and of sales.
    gaps : Coverage or None
        Segments where the two sides do not meet; None in a day's digest.
    leads : DataFrame
        The leads of the exceptions: what, lead_id, rep, and contact data where they were asked for.
    with_contacts : bool
        Whether contact data were asked for.
    """

    to: Side
    span: Span
    book: Book
    exceptions: list[exceptions.Notice]
    heard: Heard
    told: Told
    coming: Coming
    codes: dict[str, str]
    dossiers: pd.DataFrame
    called: Estimate
    call_hours: float
    loop: list[Asked]
    punctual: tuple[Punctual, Punctual]
    gaps: Coverage | None
    leads: pd.DataFrame
    with_contacts: bool

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
        """The exceptions: what, n, text, todo, who, due, leads."""
        return pd.DataFrame(self.exceptions, columns=list(exceptions.Notice._fields))

    def page(self) -> Page:
        """Lay the digest out as one page."""
        from leadkit.review.digest.page import digest_page

        return digest_page(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of digest.json; it never holds contact data."""
        from leadkit.review.digest.file import content

        return content(self)

    def __repr__(self) -> str:
        from leadkit.review.digest.page import first_sentence

        return capital(first_sentence(self))

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        rows = [(notice.text, notice.n) for notice in self.exceptions]
        return inline(caption=repr(self), columns=["", "n"], rows=rows, note="")


def digest(book: Book, to: Side, span: Span, *, with_contacts: bool = False) -> Digest:
    """Make the digest of a day or a week for one side.

    Parameters
    ----------
    book : Book
        Its leads, and where there are such tables its feedback, signals, reports and scores.
    to : {"marketing", "sales"}
        The side that reads it.
    span : Span
        The days; what came later is not looked at.
    with_contacts : bool
        Name the people behind the leads to act on, on a page that is marked as internal.

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
    now, last = _seen(book, span), _seen(book, span.before(book.settings))
    find = exceptions.for_sales if to == "sales" else exceptions.for_marketing
    found = find(now)
    before = [*exceptions.for_sales(last), *exceptions.for_marketing(last)]
    handed = now.handed[span.covers(now.handed["handed_off_at"])]
    return Digest(
        to=to,
        span=span,
        book=book,
        exceptions=found,
        heard=now.heard,
        told=now.told,
        coming=coming(book, span),
        codes=_codes(now),
        dossiers=dossiers(book, handed, now.promised, span),
        called=_called(now, handed),
        call_hours=now.promised.call_hours,
        loop=loop(now, last, before, to),
        punctual=punctuality(book, span),
        gaps=coverage(book, span) if span.period == "week" else None,
        leads=leads_named(book, found, with_contacts=with_contacts),
        with_contacts=with_contacts,
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


def _seen(book: Book, span: Span) -> Seen:
    table = turns(book, span.last)
    handed = table[~table["self_generated"] & table["handed_off_at"].notna()]
    promised = promised_by(book, span.ending)
    return Seen(book, span, handed, heard(book, span), told(book, span), promised)


def _called(seen: Seen, handed: pd.DataFrame) -> Estimate:
    """Estimate the share called in time of what was due by the end of the span."""
    if not seen.book.has("first_response_at"):
        return rate(0, 0)
    clock, most = calling_time(seen.book.settings), seen.promised.call_hours
    wait = working_hours(handed["handed_off_at"], handed["first_response_at"], clock)
    end = pd.Series(seen.span.end, index=handed.index)
    in_time = wait <= most
    is_due = in_time | (working_hours(handed["handed_off_at"], end, clock) > most)
    return rate(int(in_time.sum()), int(is_due.sum()))


def _codes(seen: Seen) -> dict[str, str]:
    """Return the reason heard most of each source, where it was heard more than once."""
    returned = seen.handed[seen.span.covers(seen.handed["rejected_at"])]
    reasons = returned["rejection_reason"].astype(object)
    codes = reasons.where(reasons.notna(), NO_REASON)
    words, most = reason_words(), {}
    for source, heard_of_it in codes.groupby(returned["source"]):
        counts = heard_of_it.value_counts().sort_index().sort_values(ascending=False, kind="stable")
        code, n = str(counts.index[0]), int(counts.iloc[0])
        if n > 1:
            text = _("{reason} {n}")
            most[str(source)] = text.format(reason=words.get(code, code), n=number(n))
    return most
