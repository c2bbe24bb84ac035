"""A week of the sample book: its reasons, its digests, and what became of what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from leadkit.base.estimate import rate
from leadkit.base.language import MISSING, _, day, number
from leadkit.base.notebook import Told, tell

if TYPE_CHECKING:
    import pandas as pd

    from leadkit.book import Book
    from leadkit.dialogue import Span
    from leadkit.review import Digest

WEEKS = 13


@dataclass(frozen=True, eq=False, repr=False)
class Asked:
    """What one side asked the other for in a quarter of a year, and what became of it.

    Attributes
    ----------
    table : DataFrame
        What was asked with a day to be done by: at, text, evidence, owner, due, status.
    """

    table: pd.DataFrame

    def __repr__(self) -> str:
        counts = self.table["status"].value_counts()
        return _(
            "Asked with a day to be done by: {n}. Done: {done}, dropped: {dropped}, still open: "
            "{open}"
        ).format(
            n=number(len(self.table)),
            **{status: number(counts.get(status, 0)) for status in ("done", "dropped", "open")},
        )

    def _repr_html_(self) -> str:
        import pandas as pd

        from leadkit.base.page import inline_rows

        became = {"open": _("still open"), "done": _("done"), "dropped": _("dropped")}
        rows = pd.DataFrame(
            {
                _("asked"): list(self.table["text"]),
                _("how we know"): list(self.table["evidence"].fillna(MISSING)),
                _("of"): [_(side) for side in self.table["owner"]],
                _("by when"): [day(at.date()) for at in self.table["due"]],
                _("what became of it"): [became.get(one, one) for one in self.table["status"]],
            }
        )
        return inline_rows(rows, caption=repr(self))


@dataclass(frozen=True, eq=False, repr=False)
class Answer:
    """What a digest says first, and what became of what was asked before."""

    digest: Digest

    def __repr__(self) -> str:
        return repr(self.digest)

    def _repr_html_(self) -> str:
        from leadkit.review.digest.act import asked

        page = self.digest.page()
        said = tell(page.title, repr(self), *page.say[1:])._repr_html_()
        return "\n".join([said, *(table._repr_html_() for table in asked(self.digest).tables)])


def answer_of(digest: Digest) -> Answer:
    """Return the part of a digest that answers the other side."""
    return Answer(digest)


def last_week(book: Book) -> Span:
    """Return the last whole week of a book, Monday to Sunday.

    Examples
    --------
    >>> import leadkit as lk
    >>> str(last_week(lk.read_book(lk.sample())))
    '2026-09-21 to 2026-09-27'
    """
    from leadkit.dialogue import Span
    from leadkit.journey import extract_date

    zone = book.settings.timezone
    end = extract_date(book)
    if end is None:
        raise ValueError("a book without a date has no last week")
    today = end.tz_convert(zone).date()
    return Span("week", today - timedelta(days=today.isoweekday()), zone)


def named_reasons(book: Book, week: Span) -> Told:
    """Say in how many of a week's closed or returned leads somebody can act on the reason."""
    from leadkit.dialogue import NO_REASON, heard

    counts = heard(book, week).table[["returned", "lost"]].sum(axis=1)
    idle = int(counts.reindex([NO_REASON, "OTHER"]).fillna(0).sum())
    n = int(counts.sum())
    share = rate(n - idle, n)
    return tell(
        _("Closed or returned in the week: {n}. With a reason to act on: {share}.").format(
            n=number(n), share=share.write()
        )
    )


def asked_until(book: Book, week: Span) -> Asked:
    """Return what was asked with a day to be done by, in the quarter that ends with a week.

    What is due later counts as open, as in the week's digest.
    """
    import pandas as pd

    from leadkit.dialogue import known_by

    signals = known_by(book, "signals", week.end)
    begin = week.earlier(WEEKS - 1).start
    is_asked = signals["owner"].notna() & signals["due"].notna() & (signals["at"] >= begin)
    found = signals[is_asked].sort_values("at", kind="stable", ignore_index=True)
    is_later = pd.to_datetime(found["due"], utc=True) >= week.end
    return Asked(found.assign(status=found["status"].fillna("open").mask(is_later, "open")))
