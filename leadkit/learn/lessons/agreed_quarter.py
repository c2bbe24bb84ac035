"""The quarter after the signing, as it was promised or as one side broke its word: a small book."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from leadkit.base.language import N_, _
from leadkit.book import Book, Settings
from leadkit.dialogue import Span
from leadkit.journey import working_days
from leadkit.learn.lessons.agreed_text import FIRST, LAST
from leadkit.learn.lessons.working_clock import AT_WORK
from leadkit.quality import FAILS

AS_OF = "2026-07-31"
THURSDAY = 3
SILENT_FROM = "2026-05-04"
SETTINGS = Settings(**AT_WORK.model_dump(), currency="VND", name=N_("The firm of the lesson"))
SOURCES = ("search", "fair", "newsletter")


def quarter(change: Callable[[Book], Book] | None = None) -> Book:
    """Return a lead for every working day of the quarter, worked as it was promised.

    Examples
    --------
    >>> len(quarter().leads)
    62
    """
    days = working_days(FIRST, LAST, AT_WORK)
    place = np.arange(len(days))
    handed = pd.Series([_at(day, 10) for day in days])
    called = handed + pd.to_timedelta(np.where(place % 10 == 7, 26, 2), unit="h")
    returned, lost = pd.Series(place % 8 == 3), pd.Series(place % 5 != 0)
    reason = pd.Series("BAD_TIMING", index=returned.index).mask(place % 20 == 1)
    leads = pd.DataFrame(
        {
            "lead_id": [f"L{one:02}" for one in place + 1],
            "source": [SOURCES[one % len(SOURCES)] for one in place],
            "created_at": handed - pd.Timedelta(hours=1),
            "handed_off_at": handed,
            "first_response_at": called,
            "accepted_at": (called + pd.Timedelta(hours=1)).mask(returned),
            "rejected_at": (called + pd.Timedelta(hours=1)).where(returned),
            "rejection_reason": reason.where(returned),
            "outcome": np.where(lost | returned, "lost", "won"),
            "closed_at": handed + pd.Timedelta(days=20),
            "lost_reason": reason.where(lost & ~returned),
            FAILS: np.where(place % 20 == 10, "PHONE", "none"),
        }
    )
    settings = SETTINGS.model_copy(update={"name": _(SETTINGS.name)})
    book = Book(tables={"leads": leads, "reports": _reports()}, settings=settings)
    return change(book) if change else book


def late(book: Book) -> Book:
    """Leave the leads of Thursday and Friday for Monday afternoon."""
    leads = book.leads
    local = leads["handed_off_at"].dt.tz_convert(AT_WORK.timezone)
    days = local.dt.day_of_week
    monday = leads["handed_off_at"] + pd.to_timedelta(7 - days, unit="D") + pd.Timedelta(hours=5)
    called = leads["first_response_at"].mask(days >= THURSDAY, monday)
    return _with_leads(book, leads.assign(first_response_at=called))


def never(book: Book) -> Book:
    """Leave every third lead untouched."""
    untouched = np.arange(len(book.leads)) % 3 == 1
    done = ["first_response_at", "accepted_at", "rejected_at", "closed_at", "lost_reason"]
    leads = book.leads.copy()
    for name in [*done, "rejection_reason"]:
        leads[name] = leads[name].mask(untouched)
    leads["outcome"] = leads["outcome"].mask(untouched, "open")
    return _with_leads(book, leads)


def dirty(book: Book) -> Book:
    """Hand on leads whose number does not exist."""
    wrong = np.arange(len(book.leads)) % 4 == 2
    return _with_leads(book, book.leads.assign(**{FAILS: book.leads[FAILS].mask(wrong, "PHONE")}))


def silent(book: Book) -> Book:
    """Write no weekly report to sales from May on."""
    reports = book.tables["reports"]
    before = reports["ending"] < pd.Timestamp(SILENT_FROM, tz="UTC")
    kept = (reports["to"] == "marketing") | before
    return Book(tables={**book.tables, "reports": reports[kept]}, settings=book.settings)


def _with_leads(book: Book, leads: pd.DataFrame) -> Book:
    return Book(tables={**book.tables, "leads": leads}, settings=book.settings)


def _reports() -> pd.DataFrame:
    """Return a weekly report each way, sent when it was due; one of each is a day late."""
    sundays = [day.date() for day in pd.date_range(FIRST, LAST, freq="W-SUN")]
    rows = []
    for to, late_week in (("sales", 4), ("marketing", 8)):
        for week, ending in enumerate(sundays):
            due = Span("week", ending, AT_WORK.timezone).due_at(AT_WORK)
            rows.append(
                {
                    "to": to,
                    "period": "week",
                    "ending": pd.Timestamp(ending, tz="UTC"),
                    "sent_at": due + pd.Timedelta(hours=24 if week == late_week else -1),
                    "due_at": due,
                }
            )
    return pd.DataFrame(rows)


def _at(day: object, hour: int) -> pd.Timestamp:
    return pd.Timestamp(f"{day} {hour}:00", tz=AT_WORK.timezone).tz_convert("UTC")
