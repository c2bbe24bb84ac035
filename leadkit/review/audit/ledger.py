"""What a promise is measured on: marketing's handoffs of a period, as known at a moment."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from leadkit.agreement import PolicyInForce
from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.language import _, day
from leadkit.base.page import Section
from leadkit.book import Book, WorkingTime
from leadkit.journey import extract_date, quarter_of, turns
from leadkit.journey.turns import ROAD
from leadkit.quality import FAILS, marked

QUIET_DAYS = 7


@dataclass(frozen=True, eq=False)
class Ledger:
    """A book marked by its standard, and marketing's turns handed off in a period.

    Attributes
    ----------
    book : Book
        With the column `fails_standard`, where it has a standard.
    first, last : date
        The period, both days included, in the book's timezone.
    now : Timestamp
        What came later is not known yet, UTC.
    handed : DataFrame
        Rows of `leadkit.turns`.
    every : DataFrame
        The same of all time.
    begins, ends : date
        The days of the book's first and last entry.
    hours : WorkingTime
        The clock of the promises.
    agreed : PolicyInForce or None
        The policy that was agreed on; None takes the newest of the book.
    """

    book: Book
    first: date
    last: date
    now: pd.Timestamp
    handed: pd.DataFrame
    every: pd.DataFrame
    begins: date
    ends: date
    hours: WorkingTime
    agreed: PolicyInForce | None = None

    @property
    def workable(self) -> pd.DataFrame:
        """The turns whose lead meets the standard: those both sides owe each other something for.

        Without a standard these are all of them.
        """
        if FAILS not in self.book.leads:
            return self.handed
        passes: pd.Series[bool] = self.book.leads.loc[self.handed.index, FAILS] == "none"
        return self.handed[passes]

    @property
    def start(self) -> pd.Timestamp:
        """The first moment of the period, UTC."""
        return pd.Timestamp(self.first, tz=self.book.settings.timezone).tz_convert("UTC")

    @property
    def end(self) -> pd.Timestamp:
        """The moment after the last, UTC."""
        after = self.last + timedelta(days=1)
        return pd.Timestamp(after, tz=self.book.settings.timezone).tz_convert("UTC")

    @property
    def is_over(self) -> bool:
        """Whether the period had ended by `now`; an extract made on its last day counts."""
        return bool(self.now.tz_convert(self.book.settings.timezone).date() >= self.last)

    @property
    def has_begun(self) -> bool:
        """Whether the period had begun by `now`."""
        return self.now >= self.start

    @property
    def days_before_the_book(self) -> int:
        """How many days of the period lie before the book's first entry."""
        return max((min(self.begins, self.last + timedelta(days=1)) - self.first).days, 0)

    @property
    def days_after_the_book(self) -> int:
        """How many days, over by now, lie after the last entry; a week may be without one."""
        today = self.now.tz_convert(self.book.settings.timezone).date()
        after = (min(self.last, today) - max(self.ends, self.first - timedelta(days=1))).days
        return after if after > QUIET_DAYS else 0

    @property
    def days_without_data(self) -> int:
        """How many days of the period, over by now, the book holds nothing of."""
        return self.days_before_the_book + self.days_after_the_book

    def over(self, first: date, last: date) -> Ledger:
        """Return the same of another period."""
        handed = _inside(self.every, first, last, self.book.settings.timezone)
        return replace(self, first=first, last=last, handed=handed)


def ledger(
    book: Book,
    first: date,
    last: date,
    *,
    hours: WorkingTime | None = None,
    agreed: PolicyInForce | None = None,
    as_of: str | pd.Timestamp | None = None,
) -> Ledger:
    """Gather what a period's promises are measured on.

    Raises
    ------
    TooLittleData
        If the book has no handoff times, or the period ends before the first of them.
    """
    now = extract_date(book, as_of)
    if now is None or not book.has("handed_off_at"):
        raise TooLittleData(
            _("promises are about handoffs, and the book has no handoff times"),
            fix=_("Add the column handed_off_at."),
        )
    book = marked(book)
    table = turns(book, as_of)
    zone = book.settings.timezone
    if table["handed_off_at"].isna().all():
        raise TooLittleData(
            _("no lead was handed off by {day}").format(day=day(now.tz_convert(zone).date())),
            fix=_("Judge a period that the data cover."),
        )
    first_handoff = table["handed_off_at"].min().tz_convert(zone).date()
    if last < first_handoff:
        raise TooLittleData(
            _("the period ends on {last}, before the book's first handoff on {first}").format(
                last=day(last), first=day(first_handoff)
            ),
            fix=_("Judge a period that the data cover."),
        )
    every = table[table["handed_off_at"].notna() & ~table["self_generated"]]
    begins = table[list(ROAD)].min().min()
    return Ledger(
        book=book,
        first=first,
        last=last,
        now=now,
        handed=_inside(every, first, last, zone),
        every=every,
        begins=begins.tz_convert(zone).date(),
        ends=(extract_date(book) or now).tz_convert(zone).date(),
        hours=hours or book.settings,
        agreed=agreed,
    )


def absent(ledger: Ledger, *columns: str) -> str:
    """Say which columns the leads lack; one that is there and blank counts as kept up."""
    lacking = [name for name in columns if name not in ledger.book.leads]
    return _("no column {names}").format(names=", ".join(lacking)) if lacking else ""


def _inside(turns: pd.DataFrame, first: date, last: date, zone: str) -> pd.DataFrame:
    dates = turns["handed_off_at"].dt.tz_convert(zone).dt.date
    is_inside: pd.Series[bool] = (dates >= first) & (dates <= last)
    return turns[is_inside]


def as_read(book: Book) -> Section:
    """Say what of the book's files was read differently, or set aside and why."""
    return Section(heading=_("How the data were read"), text=list(book.notes))


def days_of(quarter: str, book: Book) -> tuple[date, date]:
    """Return the first and last day of a fiscal quarter, as in "2026Q2".

    Raises
    ------
    BadInput
        If there is no such quarter.

    Examples
    --------
    >>> from leadkit.book import Settings
    >>> book = Book({"leads": pd.DataFrame()}, Settings(fiscal_year_starts=4))
    >>> [str(day) for day in days_of("2026Q1", book)]
    ['2026-04-01', '2026-06-30']
    """
    if not re.fullmatch(r"(19|20|21)\d\dQ[1-4]", quarter):
        raise BadInput(
            _("{quarter!r} is not a quarter").format(quarter=quarter), fix=_("Write it as 2026Q3.")
        )
    year, place = int(quarter[:4]), int(quarter[5])
    month = book.settings.fiscal_year_starts - 1 + 3 * (place - 1)
    first = date(year + month // 12, month % 12 + 1, 1)
    after = date(first.year + (first.month + 2) // 12, (first.month + 2) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def quarter_after(quarter: str) -> str:
    """Return the next quarter.

    Examples
    --------
    >>> quarter_after("2026Q4")
    '2027Q1'
    """
    return str(pd.Period(quarter, "Q") + 1)


def quarter_before(quarter: str) -> str:
    """Return the quarter before.

    Examples
    --------
    >>> quarter_before("2027Q1")
    '2026Q4'
    """
    return str(pd.Period(quarter, "Q") - 1)


def quarter_at(book: Book, moment: pd.Timestamp) -> str:
    """Return the fiscal quarter of a moment."""
    return str(quarter_of(pd.Series([moment]), book.settings).iloc[0])
