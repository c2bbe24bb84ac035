"""The days a report covers, and when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import pandas as pd

from leadkit.base.language import _, day
from leadkit.book import TABLES, Book, Kind, WorkingTime
from leadkit.dialogue.contacts import without_contacts
from leadkit.journey import working_days

Period = Literal["day", "week"]
DAYS = {"day": 1, "week": 7}
LONGEST_REST = 60
KINDS: dict[Kind, Any] = {
    "text": "str",
    "category": "str",
    "time": "datetime64[us, UTC]",
    "day": "datetime64[us, UTC]",
    "number": "float64",
    "money": "float64",
}


@dataclass(frozen=True)
class Span:
    """The day, or the seven days, that end with `ending` in the book's timezone.

    Examples
    --------
    >>> week = Span("week", date(2026, 9, 27), "Asia/Ho_Chi_Minh")
    >>> str(week.start), str(week.earlier().ending)
    ('2026-09-20 17:00:00+00:00', '2026-09-20')
    """

    period: Period
    ending: date
    timezone: str

    @property
    def first(self) -> date:
        """The first day."""
        return self.ending - timedelta(days=DAYS[self.period] - 1)

    @property
    def start(self) -> pd.Timestamp:
        """The first moment, UTC."""
        return pd.Timestamp(self.first, tz=self.timezone).tz_convert("UTC")

    @property
    def end(self) -> pd.Timestamp:
        """The moment after the last, UTC."""
        after = self.ending + timedelta(days=1)
        return pd.Timestamp(after, tz=self.timezone).tz_convert("UTC")

    @property
    def last(self) -> pd.Timestamp:
        """The last moment, UTC."""
        return self.end - pd.Timedelta(microseconds=1)

    def covers(self, times: pd.Series[pd.Timestamp]) -> pd.Series[bool]:
        """Return which moments lie inside."""
        return (times >= self.start) & (times < self.end)

    def earlier(self, steps: int = 1) -> Span:
        """Return the span so many spans before."""
        back = timedelta(days=steps * DAYS[self.period])
        return Span(self.period, self.ending - back, self.timezone)

    def before(self, working_time: WorkingTime) -> Span:
        """Return the span of the report before: the week, or the working day, before this one."""
        if self.period == "week":
            return self.earlier()
        start = self.ending - timedelta(days=LONGEST_REST)
        days = working_days(start, self.ending - timedelta(days=1), working_time)
        return Span(self.period, days[-1], self.timezone) if days else self.earlier()

    def next_day(self, working_time: WorkingTime) -> date:
        """Return the next working day, on which a report of these days is read."""
        later = self.ending + timedelta(days=1)
        return working_days(later, later + timedelta(days=LONGEST_REST), working_time)[0]

    def next_end(self, working_time: WorkingTime) -> date:
        """Return the last working day of the next span, or the next one where it has none."""
        first, last = self.ending + timedelta(days=1), self.earlier(-1).ending
        days = working_days(first, last, working_time)
        return days[-1] if days else self.next_day(working_time)

    def due_at(self, working_time: WorkingTime) -> pd.Timestamp:
        """Return when a report of these days is due: an hour into the next working day, UTC."""
        next_day = self.next_day(working_time)
        opening = pd.Timestamp(f"{next_day} {working_time.spans[0][0]}", tz=self.timezone)
        return (opening + pd.Timedelta(hours=1)).tz_convert("UTC")

    def __str__(self) -> str:
        if self.period == "day":
            return day(self.ending)
        return _("{first} to {last}").format(first=day(self.first), last=day(self.ending))


def begin_of(book: Book) -> pd.Timestamp | None:
    """Return when the book's leads begin, UTC; None where no lead has a time."""
    names = [name for name in ("created_at", "handed_off_at") if book.has(name)]
    begin = book.leads[names].min().min() if names else pd.NaT
    return None if pd.isna(begin) else begin


def known_by(book: Book, name: str, moment: pd.Timestamp) -> pd.DataFrame:
    """Return what a table of the book held before a moment, every declared column there.

    Addresses and telephone numbers in words such as a need or a rep's name are masked.
    """
    table = book.table(name)
    rows = pd.DataFrame() if table is None else table[table["at"] < moment]
    columns = {
        column.name: rows[column.name].astype(KINDS[column.kind])
        if column.name in rows
        else pd.Series(index=rows.index, dtype=KINDS[column.kind])
        for column in TABLES[name].columns
    }
    for column in TABLES[name].columns:
        if column.kind == "category" and not column.values:
            columns[column.name] = columns[column.name].map(without_contacts, na_action="ignore")
    return pd.DataFrame(columns, index=rows.index)


def by_name(names: pd.Series[str]) -> pd.Series[int]:
    """Count names; those that are blank as such."""
    return names.astype(object).where(names.notna(), _("(blank)")).value_counts()
