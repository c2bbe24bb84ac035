"""How marketing's leads ended other than won: returned before work, or lost after it, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from leadkit.base.language import _, day
from leadkit.book import Book, Settings
from leadkit.dialogue.span import known_by
from leadkit.journey import working_hours

PARTS = ("returned", "lost")
CODED_WITHIN_DAYS = 5
QUARTERS, MONTHS, LEAST_PERIODS = 6, 6, 3
MONTH_NAMES = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]


@dataclass(frozen=True)
class Days:
    """Days of the book's timezone, both included.

    Examples
    --------
    >>> june = Days(date(2026, 6, 1), date(2026, 6, 30), "Asia/Ho_Chi_Minh")
    >>> str(june.start), str(june)
    ('2026-05-31 17:00:00+00:00', '2026-06-01 to 2026-06-30')
    """

    first: date
    last: date
    timezone: str

    @property
    def start(self) -> pd.Timestamp:
        """The first moment, UTC."""
        return pd.Timestamp(self.first, tz=self.timezone).tz_convert("UTC")

    @property
    def end(self) -> pd.Timestamp:
        """The moment after the last, UTC."""
        after = self.last + timedelta(days=1)
        return pd.Timestamp(after, tz=self.timezone).tz_convert("UTC")

    def covers(self, times: pd.Series[pd.Timestamp]) -> pd.Series[bool]:
        """Return which moments lie inside."""
        return (times >= self.start) & (times < self.end)

    def __str__(self) -> str:
        return _("{first} to {last}").format(first=day(self.first), last=day(self.last))


def quarters(last: date, settings: Settings, n: int) -> list[tuple[str, Days]]:
    """Return the last n fiscal quarters over by a day, the earliest first, each with its name.

    Examples
    --------
    >>> [name for name, _ in quarters(date(2026, 8, 1), Settings(), 2)]
    ['2026Q1', '2026Q2']
    """
    ends_in = MONTH_NAMES[(settings.fiscal_year_starts - 2) % 12]
    names = _names(last, f"Q-{ends_in}", settings.timezone, n)
    if settings.fiscal_year_starts == 1:
        return names
    return [(f"{int(name[:4]) - 1}{name[4:]}", days) for name, days in names]


def months(last: date, settings: Settings, n: int) -> list[tuple[str, Days]]:
    """Return the last n months over by a day, the earliest first, each with its name."""
    return _names(last, "M", settings.timezone, n)


def _names(last: date, frequency: str, zone: str, n: int) -> list[tuple[str, Days]]:
    period = pd.Period(last, freq=frequency)
    newest = period if period.end_time.date() <= last else period - 1
    every = [newest - step for step in reversed(range(n))]
    return [(str(one), Days(one.start_time.date(), one.end_time.date(), zone)) for one in every]


def endings(book: Book, turns: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each handoff by marketing that ended without a win.

    Columns are turn_id, lead_id, account_id, part ("returned" before work or "lost" after it),
    ended_at (UTC), reason (missing where none was written), owner, source, and the time of the
    handoff; the index is the row of the lead. A reason for losing is that of the last handoff.
    """
    handed = turns[~turns["self_generated"] & turns["handed_off_at"].notna()]
    is_returned = handed["rejected_at"].notna()
    is_lost = (handed["outcome"] == "lost") & ~is_returned
    is_last = ~handed["lead_id"].duplicated(keep="last")
    lost_reason = book.leads.reindex(columns=["lost_reason"]).loc[handed.index, "lost_reason"]
    table = handed[["turn_id", "lead_id", "account_id", "handed_off_at", "owner", "source"]]
    table = table.assign(
        part=is_returned.map({True: "returned", False: "lost"}),
        ended_at=handed["rejected_at"].where(is_returned, handed["closed_at"]),
        reason=handed["rejection_reason"]
        .where(is_returned, lost_reason.where(is_last))
        .astype("str"),
        owner=handed["owner"].astype("str").fillna(_("(blank)")),
        source=handed["source"].astype("str").fillna(_("(blank)")),
    )
    return table[is_returned | is_lost]


def coded_in_time(
    ended: pd.DataFrame, book: Book, now: pd.Timestamp, within_days: float = CODED_WITHIN_DAYS
) -> pd.Series[bool]:
    """Return which endings had a reason that says something within five working days.

    Those that still have time are left out. A reason in the leads has no time of its own and counts
    as written at the ending; one in the feedback counts at its time. "Other" says nothing.

    Returns
    -------
    Series of bool
        By place in `ended`.
    """
    limit = within_days * _hours_a_day(book.settings)
    ended = ended.reset_index(drop=True)
    done = ended["reason"].notna() & (ended["reason"] != "OTHER")
    told = known_by(book, "feedback", now)
    told = told[told["reason"].notna() & (told["reason"] != "OTHER")]
    both = ended.rename_axis("place").reset_index().merge(told[["lead_id", "at"]], on="lead_id")
    both = both[both["at"] >= both["handed_off_at"]]
    waited = working_hours(both["ended_at"], both["at"], book.settings)
    done |= ended.index.isin(both.loc[waited <= limit, "place"])
    until = pd.Series(now, index=ended.index)
    due = done | (working_hours(ended["ended_at"], until, book.settings) > limit)
    result: pd.Series[bool] = done[due]
    return result


def _hours_a_day(settings: Settings) -> float:
    spans = [[pd.Timedelta(f"{clock}:00") for clock in span] for span in settings.spans]
    return sum((closes - opens) / pd.Timedelta(hours=1) for opens, closes in spans)
