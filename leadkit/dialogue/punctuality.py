"""Whether the reports of both sides came when they were due: counts on record."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from leadkit.base.language import _, number
from leadkit.book import Book
from leadkit.dialogue.span import Span

LOOKED_AT = {"week": 8, "day": 20}


class Punctual(NamedTuple):
    """The last reports of one side: `in_time` and `late` of `n`; the others were never sent."""

    sender: str
    n: int
    in_time: int
    late: int

    @property
    def never(self) -> int:
        """Reports that had not been sent."""
        return self.n - self.in_time - self.late

    def sentence(self) -> str:
        """Say how many came in time."""
        side = _(self.sender)
        if not self.n:
            return _("No report of {side} is on record.").format(side=side)
        text = _("Reports of {side}: {in_time} of {n} in time, {late} late, {never} never.")
        return text.format(
            side=side,
            n=number(self.n),
            in_time=number(self.in_time),
            late=number(self.late),
            never=number(self.never),
        )


def punctuality(book: Book, span: Span) -> tuple[Punctual, Punctual]:
    """Count the last reports of marketing and of sales, of the same kind, due by a span's end.

    Eight weekly or twenty daily ones; a report that had not been sent by then counts as never sent,
    and one that was sent twice as sent the first time.

    Examples
    --------
    >>> from datetime import date
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample())
    >>> marketing, _sales = punctuality(book, Span("week", date(2026, 6, 28), "Asia/Ho_Chi_Minh"))
    >>> marketing.sender, marketing.n
    ('marketing', 8)
    """
    table = book.table("reports")
    if table is None:
        return Punctual("marketing", 0, 0, 0), Punctual("sales", 0, 0, 0)
    table = table[(table["period"] == span.period) & (table["due_at"] < span.end)]
    return _of(table, "marketing", span), _of(table, "sales", span)


def _of(table: pd.DataFrame, sender: str, span: Span) -> Punctual:
    reader = "sales" if sender == "marketing" else "marketing"
    blank = pd.Series(pd.NaT, index=table.index)
    sent = pd.to_datetime(table.get("sent_at", blank), utc=True)
    last = table.assign(sent_at=sent)[table["to"] == reader]
    last = last.sort_values(["due_at", "sent_at"], kind="stable").drop_duplicates("ending")
    last = last.tail(LOOKED_AT[span.period])
    sent = last["sent_at"].where(last["sent_at"] < span.end)
    in_time = int((sent <= last["due_at"]).sum())
    return Punctual(sender, len(last), in_time, int(sent.notna().sum()) - in_time)
