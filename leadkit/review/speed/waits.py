"""How long each lead waited for its first attempt, how good it was, and when it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.language import _
from leadkit.book import Book, WorkingTime
from leadkit.journey import turns, working_days, working_hours
from leadkit.review.shortfall.reference import fit
from leadkit.review.shortfall.sample import Flags, Floats, Ints, draw_up

EDGES = (1.0, 4.0, 8.0, 24.0)  # working hours; up to and including
NEVER = len(EDGES) + 1
SHUT_LEAST = 1.0  # hours; a lunch break is no night
LONGEST_SHUT_DAYS = 30


@dataclass(frozen=True, eq=False)
class Waits:
    """Marketing's mature turns, one place a turn.

    Attributes
    ----------
    bucket : array of int
        0 within one working hour, 1 within 4, 2 within 8, 3 within 24, 4 later, 5 never.
    log_hours : array of float
        ln(1 + elapsed hours to the first attempt); NaN where there was none.
    shut : array of float
        Hours from the handoff until sales was at work again; 0 inside working hours.
    won : array of float
        1 where won within the window.
    quality : array of float
        Log-odds of winning by what was known at the handoff, at the mean wait.
    account : array of int
        Code of the account.
    leads : DataFrame
        lead_id, turn, source, segment.
    first, last : date
        Days of the first and last handoff.
    window_days : int
        Length of the outcome window.
    """

    bucket: Ints
    log_hours: Floats
    shut: Floats
    won: Floats
    quality: Floats
    account: Ints
    leads: pd.DataFrame
    first: date
    last: date
    window_days: int

    @property
    def attempted(self) -> Flags:
        """Which were ever attempted."""
        return np.asarray(self.bucket != NEVER)

    @property
    def out_of_hours(self) -> Flags:
        """Which were handed off while sales was away for longer than a lunch break."""
        return np.asarray(self.shut > SHUT_LEAST)

    def only(self, rows: Flags) -> Waits:
        """Return some of the turns."""
        arrays = {
            name: getattr(self, name)[rows]
            for name in ("bucket", "log_hours", "shut", "won", "quality", "account", "leads")
        }
        return Waits(**arrays, first=self.first, last=self.last, window_days=self.window_days)


def waits(
    book: Book,
    first: date | None = None,
    last: date | None = None,
    as_of: str | pd.Timestamp | None = None,
) -> Waits:
    """Gather the mature turns handed off in a span of days.

    Raises
    ------
    TooLittleData
        If the book has no handoff or attempt times, no two quarters that are over, or no mature
        turn in that span.
    """
    if not book.has("handed_off_at") or not book.has("first_response_at"):
        raise TooLittleData(
            _("speed to lead needs the times of handoff and of the first attempt"),
            fix=_("Add the columns handed_off_at and first_response_at."),
        )
    try:
        sample = draw_up(book, as_of=as_of)
    except BadInput as error:
        raise TooLittleData(error.problem, fix=error.fix) from None
    if not sample.follow_up.shape[1]:
        raise TooLittleData(
            _("there are quarters in which no attempt is on record: silence is not neglect"),
            fix=_("Keep the time of every first attempt."),
        )
    table = turns(book, as_of)
    is_in = table["start"].notna() & ~table["self_generated"]
    table = table[is_in & table["quarter"].isin(set(sample.quarter))]
    day = table["start"].dt.tz_convert(book.settings.timezone).dt.date
    inside = np.ones(len(table), dtype=bool)
    if first is not None:
        inside &= (day >= first).to_numpy()
    if last is not None:
        inside &= (day <= last).to_numpy()
    if not inside.any():
        raise TooLittleData(
            _("no lead of that span has had its whole outcome window"),
            fix=_("Judge an earlier span."),
        )
    p, learned = sample.features.shape[1], fit(sample)[0]
    usual_wait = sample.follow_up.mean(axis=0) @ learned[p:]
    quality = sample.features @ learned[:p] + usual_wait
    hours = working_hours(table["start"], table["first_response_at"], book.settings).to_numpy()
    elapsed = (table["first_response_at"] - table["start"]).dt.total_seconds().to_numpy() / 3600
    never = sample.follow_up[:, 1] > 0
    bucket = np.where(never, NEVER, np.searchsorted(EDGES, hours))
    found = Waits(
        bucket=bucket,
        log_hours=np.where(never, np.nan, np.log1p(np.maximum(elapsed, 0))),
        shut=_shut(table["start"], book.settings),
        won=sample.won,
        quality=quality,
        account=sample.account,
        leads=table[["lead_id", "turn", "source", "segment"]].fillna("").reset_index(drop=True),
        first=min(day[inside]),
        last=max(day[inside]),
        window_days=sample.window_days,
    )
    return found.only(inside)


def _shut(start: pd.Series[pd.Timestamp], settings: WorkingTime) -> Floats:
    """Return the hours from each moment until people are at work; 0 while they are."""
    local = start.dt.tz_convert(settings.timezone)
    days = working_days(
        min(local.dt.date), max(local.dt.date) + timedelta(days=LONGEST_SHUT_DAYS), settings
    )
    opens = [f"{day} {begins}" for day in days for begins, _ends in settings.spans]
    openings = (
        pd.Series(pd.to_datetime(opens))
        .dt.tz_localize(settings.timezone, ambiguous=True, nonexistent="shift_forward")
        .dt.tz_convert("UTC")
        .to_numpy()
    )
    minute = pd.Timedelta(minutes=1)
    is_shut = (working_hours(start, start + minute, settings) == 0).to_numpy()
    moments = start.dt.tz_convert("UTC").to_numpy()
    place = np.minimum(np.searchsorted(openings, moments), len(openings) - 1)
    gap = (openings[place] - moments) / np.timedelta64(1, "h")
    return np.asarray(np.where(is_shut, np.maximum(gap, 0), 0.0), dtype=float)
