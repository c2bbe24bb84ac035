"""What marketing tells sales: signs of the market, problems, and what became of what was asked."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from leadkit.book import Book
from leadkit.dialogue.contacts import without_contacts
from leadkit.dialogue.span import Span, known_by
from leadkit.journey import extract_date


@dataclass(frozen=True, kw_only=True, repr=False)
class Told:
    """Signals of a day or a week.

    Attributes
    ----------
    span : Span
        The days.
    table : DataFrame
        Signals of the span: at, segment, kind, text, evidence, owner, due, status. Addresses and
        telephone numbers in what people wrote are masked.
    asked : DataFrame
        What had been asked of either side before, and was asked in the span before or due in this
        one, or is overdue.
    """

    span: Span
    table: pd.DataFrame
    asked: pd.DataFrame

    def asked_of(self, side: str) -> pd.DataFrame:
        """Return what one side still has to do by some day, what is due first."""
        every = pd.concat([self.asked, self.table]) if len(self.asked) else self.table
        mine = every[(every["owner"] == side) & (every["status"] == "open")]
        mine = mine[mine["due"].notna()]
        return mine.sort_values(["due", "at"], kind="stable")


def told(book: Book, span: Span) -> Told:
    """Gather the signals of a span, and what became of earlier ones.

    A status is that of the book as it stands; where the data end after the span, what was due later
    counts as open, since nobody wrote down when it was done.

    Examples
    --------
    >>> from datetime import date
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample())
    >>> week = told(book, Span("week", date(2026, 6, 28), book.settings.timezone))
    >>> bool((week.asked["at"] < week.span.start).all())
    True
    """
    signals = known_by(book, "signals", span.end)
    signals = signals.sort_values(["at", "text"], kind="stable")
    for name in ("text", "evidence"):
        signals[name] = signals[name].map(without_contacts, na_action="ignore").astype("str")
    last_day = pd.Timestamp(span.ending, tz="UTC")
    if signals.empty:
        return Told(span=span, table=signals, asked=signals)
    now, later = extract_date(book), pd.to_datetime(signals["due"], utc=True) > last_day
    signals["status"] = signals["status"].fillna("open")
    if now is not None and now >= span.end:
        signals["status"] = signals["status"].mask(later, "open")
    new = span.covers(signals["at"])
    due = pd.to_datetime(signals["due"], utc=True)
    recent = span.earlier().covers(signals["at"])
    falls_due = (due >= pd.Timestamp(span.first, tz="UTC")) & (due <= last_day)
    overdue = (due <= last_day) & (signals["status"] == "open")
    asked = signals[signals["owner"].notna() & ~new & (recent | falls_due | overdue)]
    return Told(span=span, table=signals[new], asked=asked)
