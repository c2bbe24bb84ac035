"""How each promise was kept before: the three periods of equal length before this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import pandas as pd

from leadkit.base.estimate import MINIMUM_N, Estimate
from leadkit.review.audit.kept import Kept, Wanted
from leadkit.review.audit.ledger import Ledger
from leadkit.review.audit.measures import measure
from leadkit.review.road.result import difference

EARLIER, LEVEL = 3, 0.95
QUIET = timedelta(days=7)
FROM_TABLE = {
    "feedback_given": ("feedback", "at"),
    "requests_done": ("signals", "at"),
    "daily_report": ("reports", "ending"),
    "weekly_report": ("reports", "ending"),
}
FROM_LEADS = {
    "called_in_time": "first_response_at",
    "attempts_made": "first_response_at",
    "decided_in_time": "accepted_at",
}
Moved = Literal["rose", "fell", "cannot tell", ""]
Days = tuple[date, date]


@dataclass(frozen=True, kw_only=True)
class Trend:
    """How a promise was kept in this period and in the three before.

    Attributes
    ----------
    periods : tuple of (date, date)
        First and last days, the earliest period first, this one last.
    kept : tuple of Estimate or None
        As many; None where the book does not hold the period.
    moved : {"rose", "fell", "cannot tell", ""}
        This period against the one before; "" where there is nothing to compare.
    """

    periods: tuple[Days, ...]
    kept: tuple[Estimate | None, ...]
    moved: Moved

    @property
    def before(self) -> Estimate | None:
        """How it was kept in the period before."""
        return self.kept[-2]

    def to_dict(self) -> dict[str, Any]:
        """Return the trend for a JSON file."""
        rows = [
            {"from": str(first), "to": str(last), "kept": found and found.to_dict()}
            for (first, last), found in zip(self.periods, self.kept, strict=True)
        ]
        return {"moved": self.moved, "periods": rows}


def trends(ledger: Ledger, wanted: Sequence[Wanted], kept: Sequence[Kept]) -> list[Trend]:
    """Follow promises through the three periods of equal length before that of the ledger.

    All are judged as on the same day and by the same agreement. A shift is told at 5 % for each
    promise: shares by Newcombe's hybrid score interval of the difference (Newcombe, 1998,
    method 10), counts by the exact test of two Poisson counts.
    """
    periods = earlier_periods(ledger.first, ledger.last)
    before = [_measured(ledger, days, wanted) for days in periods]
    found = []
    for place, now in enumerate(kept):
        course = (*(one[place] for one in before), now.estimate if now.over else None)
        found.append(
            Trend(
                periods=(*periods, (ledger.first, ledger.last)),
                kept=(*course[:-1], now.estimate),
                moved=_moved(course[-2], course[-1], periods[-1], ledger),
            )
        )
    return found


def earlier_periods(first: date, last: date, n: int = EARLIER) -> tuple[Days, ...]:
    """Return the periods before: whole months where the period is whole months, else days.

    Examples
    --------
    >>> [str(begins) for begins, _ in earlier_periods(date(2026, 7, 1), date(2026, 9, 30))]
    ['2025-10-01', '2026-01-01', '2026-04-01']
    >>> [str(begins) for begins, _ in earlier_periods(date(2026, 6, 8), date(2026, 6, 14))]
    ['2026-05-18', '2026-05-25', '2026-06-01']
    """
    after, days = last + timedelta(days=1), (last - first).days + 1
    if first.day == after.day == 1:
        months = (after.year - first.year) * 12 + after.month - first.month
        starts = [_months_before(first, months * back) for back in range(n, -1, -1)]
    else:
        starts = [first - timedelta(days=days * back) for back in range(n, -1, -1)]
    ends = [start - timedelta(days=1) for start in starts[1:]]
    return tuple(zip(starts[:-1], ends, strict=True))


def shift(before: Estimate, now: Estimate) -> tuple[float, float]:
    """Return the interval of how much a share rose, by Newcombe's hybrid score method (1998).

    Examples
    --------
    >>> from leadkit.base.estimate import rate
    >>> low, high = shift(rate(48, 80), rate(56, 70))
    >>> round(low, 4), round(high, 4)
    (0.0524, 0.3339)
    """
    _rise, low, high = difference(before, now)
    return low, high


def _months_before(first: date, months: int) -> date:
    place = first.year * 12 + first.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def _measured(ledger: Ledger, days: Days, wanted: Sequence[Wanted]) -> list[Estimate | None]:
    """Measure promises in an earlier period; None where the book begins in it or later."""
    at = ledger.over(*days)
    if at.days_before_the_book:
        return [None] * len(wanted)
    return [
        measure(at, one).estimate if _since(ledger, one.measure) <= days[0] + QUIET else None
        for one in wanted
    ]


def _since(ledger: Ledger, name: str) -> date:
    """Return the day from which on a book holds what a measure counts."""
    book, moments = ledger.book, pd.Series(dtype="datetime64[us, UTC]")
    if name in FROM_TABLE:
        table, column = FROM_TABLE[name]
        found = book.table(table)
        moments = moments if found is None else found[column]
    elif name in FROM_LEADS and FROM_LEADS[name] in book.leads:
        moments = book.leads[FROM_LEADS[name]]
    first = moments.min()
    if pd.isna(first):
        return ledger.begins
    begins: date = first.tz_convert(book.settings.timezone).date()
    return max(begins, ledger.begins)


def _moved(before: Estimate | None, now: Estimate | None, earlier: Days, ledger: Ledger) -> Moved:
    if before is None or now is None or not before.n or not now.n:
        return ""
    if now.unit != "rate":
        low, high = _more(before, now, earlier, ledger)
    elif min(before.n, now.n) < MINIMUM_N:
        return "cannot tell"
    else:
        low, high = shift(before, now)
    return "rose" if low > 0 else "fell" if high < 0 else "cannot tell"


def _more(before: Estimate, now: Estimate, earlier: Days, ledger: Ledger) -> tuple[float, float]:
    """Return by how much this period's part of both counts exceeds its part of their days."""
    from scipy.stats import binomtest

    days = (ledger.last - ledger.first).days + 1
    fair = days / (days + (earlier[1] - earlier[0]).days + 1)
    found = binomtest(now.n, now.n + before.n, fair).proportion_ci(LEVEL)
    return float(found.low) - fair, float(found.high) - fair
