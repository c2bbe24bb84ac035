"""Working time between two moments: weekdays, hours, lunar holidays, swapped Saturdays."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.book import WorkingTime

MINUTES = 1440


def working_hours(
    start: pd.Series[pd.Timestamp], end: pd.Series[pd.Timestamp], settings: WorkingTime
) -> pd.Series[float]:
    """Return the working hours from start to end.

    Parameters
    ----------
    start, end : Series of UTC timestamps
        Where either is missing the answer is missing; where end comes first it is 0.
    settings : WorkingTime
        Timezone, working days and hours, country of holidays and its exceptions.

    Returns
    -------
    Series of float
        Hours, to the minute.

    Examples
    --------
    >>> from leadkit.book import WorkingTime
    >>> friday = pd.Series(pd.to_datetime(["2026-06-05 09:30"], utc=True))
    >>> monday = pd.Series(pd.to_datetime(["2026-06-08 02:00"], utc=True))
    >>> vietnam = WorkingTime(timezone="Asia/Ho_Chi_Minh", country="VN")
    >>> working_hours(friday, monday, vietnam).tolist()  # 16:30 to 17:00, then 08:00 to 09:00
    [1.5]
    """
    known = start.notna() & end.notna()
    hours = pd.Series(np.nan, index=start.index)
    if not known.any():
        return hours
    opening, closing = _local(start[known], settings), _local(end[known], settings)
    first = min(opening.min(), closing.min()).astype("datetime64[D]")
    last = max(opening.max(), closing.max()).astype("datetime64[D]")
    is_open = _open_days(first, last, settings)
    within = _minutes_within(settings)
    before = np.concatenate([[0], np.cumsum(is_open * within[-1])])

    def position(moments: npt.NDArray[np.datetime64]) -> npt.NDArray[np.int64]:
        minutes = (moments - first).astype("timedelta64[m]").astype(np.int64)
        day = minutes // MINUTES
        return np.asarray(before[day] + is_open[day] * within[minutes - day * MINUTES])

    hours[known] = np.maximum(position(closing) - position(opening), 0) / 60
    return hours


def working_days(first: date, last: date, settings: WorkingTime) -> list[date]:
    """Return the days people work, from the first to the last, both included.

    Examples
    --------
    >>> vietnam = WorkingTime(timezone="Asia/Ho_Chi_Minh", country="VN")
    >>> [str(day) for day in working_days(date(2026, 4, 29), date(2026, 5, 4), vietnam)]
    ['2026-04-29', '2026-05-04']
    """
    start, end = np.datetime64(first, "D"), np.datetime64(last, "D")
    days = np.arange(start, end + 1)
    is_open = _open_days(start, end, settings) if len(days) else np.zeros(0, dtype=np.int64)
    return [day.astype(object) for day in days[is_open == 1]]


def calling_time(settings: WorkingTime) -> WorkingTime:
    """Return the working time in which customers may be called as well.

    Examples
    --------
    >>> calling_time(WorkingTime(calling=("09:00", "16:30"))).spans
    (('09:00', '12:00'), ('13:00', '16:30'))
    """
    if settings.calling is None:
        return settings
    begins, ends = settings.calling
    clipped = ((max(start, begins), min(end, ends)) for start, end in settings.spans)
    spans = tuple((start, end) for start, end in clipped if start < end)
    return settings.model_copy(update={"spans": spans})


def outside_calling(moments: pd.Series[pd.Timestamp], settings: WorkingTime) -> pd.Series[bool]:
    """Return which moments lie outside the calling hours of any day; none where none are set.

    Examples
    --------
    >>> calls = pd.Series(pd.to_datetime(["2026-06-05 07:59", "2026-06-05 08:00"], utc=True))
    >>> outside_calling(calls, WorkingTime(calling=("08:00", "17:00"))).tolist()
    [True, False]
    """
    if settings.calling is None:
        return pd.Series(False, index=moments.index)
    begins, ends = map(_minute, settings.calling)
    local = moments.dt.tz_convert(settings.timezone).dt
    minute = local.hour * 60 + local.minute
    return moments.notna() & ~((minute >= begins) & (minute < ends))


def _local(moments: pd.Series[pd.Timestamp], settings: WorkingTime) -> npt.NDArray[np.datetime64]:
    return moments.dt.tz_convert(settings.timezone).dt.tz_localize(None).to_numpy()


def _open_days(
    first: np.datetime64, last: np.datetime64, settings: WorkingTime
) -> npt.NDArray[np.int64]:
    days = np.arange(first, last + 1)
    mask = "".join("1" if day in settings.days else "0" for day in range(7))
    closed = np.array(sorted(_holidays(first, last, settings)), dtype="datetime64[D]")
    is_open = np.is_busday(days, weekmask=mask, holidays=closed)
    extra = np.array(settings.extra_workdays, dtype="datetime64[D]")
    return (is_open | np.isin(days, extra)).astype(np.int64)


def _holidays(first: np.datetime64, last: np.datetime64, settings: WorkingTime) -> set[date]:
    closed = set(settings.extra_holidays)
    if settings.country:
        years = first.astype(object).year, last.astype(object).year
        closed |= _public_holidays(settings.country, *years)
    return closed


@cache
def _public_holidays(country: str, first: int, last: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays(country, years=range(first, last + 1)))


def _minutes_within(settings: WorkingTime) -> npt.NDArray[np.int64]:
    """Return, for each minute of a working day, the working minutes before it."""
    is_open = np.zeros(MINUTES, dtype=np.int64)
    for opens, closes in settings.spans:
        is_open[_minute(opens) : _minute(closes)] = 1
    return np.concatenate([[0], np.cumsum(is_open)])


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)
