"""The firm's calendar: when leads arrive, and the working clock of sales."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd

from leadkit.market import company
from leadkit.market.company import Flags, Floats, Integers
from leadkit.market.draws import pick

DAY = 1440
MORNING, AFTERNOON = (480, 720), (780, 1020)
WORKING_DAY = 480
CLOCK_DAYS = 1_200
LONGEST_WAIT = 1_000.0


@cache
def quarter_starts() -> Integers:
    """Return the first day of each quarter, and of the one after, as days since the start."""
    firsts = [
        date(company.START.year + (9 + 3 * place) // 12, (9 + 3 * place) % 12 + 1, 1)
        for place in range(len(company.QUARTERS) + 1)
    ]
    return np.array([(first - company.START).days for first in firsts])


@cache
def arrival_weights() -> Floats:
    """Return the weight of each day of the eight quarters; they sum to 1."""
    days = [company.START + timedelta(place) for place in range(int(quarter_starts()[-1]))]
    weekday = np.array([company.WEEKDAY[day.weekday()] for day in days])
    month = np.array([company.MONTH[day.month - 1] for day in days])
    quarter = np.searchsorted(quarter_starts(), np.arange(len(days)), side="right") - 1
    holiday = np.where(_is_holiday(len(days)), company.ON_HOLIDAY, 1.0)
    weight = weekday * month * (1 + company.GROWTH * quarter) * holiday * _tet(days)
    return np.asarray(weight / weight.sum())


def quarter_weights() -> Floats:
    """Return each quarter's share of the leads."""
    return np.add.reduceat(arrival_weights(), quarter_starts()[:-1])


def arrivals(quarter: Integers, u: Floats) -> Floats:
    """Return the minute of arrival, since the start, from three uniforms a lead."""
    weights, starts = arrival_weights(), quarter_starts()
    day = np.empty(len(quarter), dtype=np.int64)
    for place in np.unique(quarter):
        rows = quarter == place
        first, last = starts[place], starts[place + 1]
        day[rows] = first + pick(u[rows, 0], weights[first:last])
    hour = pick(u[:, 1], company.HOUR)
    return np.asarray(day * float(DAY) + hour * 60 + np.floor(u[:, 2] * 60), dtype=float)


def after_working(start: Floats, hours: Floats) -> Floats:
    """Return the minute that lies so many working hours after another."""
    before = _minutes_before()
    day = np.clip(start // DAY, 0, CLOCK_DAYS - 1).astype(np.int64)
    is_open = before[day + 1] > before[day]
    done = before[day] + is_open * _within(start % DAY)
    target = np.ceil(done + 60 * np.minimum(hours, LONGEST_WAIT))
    end = np.maximum(np.searchsorted(before, target, side="left") - 1, 0)
    rest = target - before[end]
    lunch = np.where(rest > MORNING[1] - MORNING[0], AFTERNOON[0] - MORNING[1], 0)
    return np.asarray(end * float(DAY) + MORNING[0] + rest + lunch)


def utc_times(minute: Floats) -> pd.Series[pd.Timestamp]:
    """Return UTC times from minutes since the start, local time."""
    start = np.datetime64(company.START, "s").astype(np.int64)
    known = np.nan_to_num(minute).astype(np.int64)
    seconds = (start + 60 * (known - company.UTC_OFFSET)).astype("datetime64[s]")
    moments = pd.Series(seconds.astype("datetime64[us]")).dt.tz_localize("UTC")
    return moments.mask(np.isnan(minute))


def local_days(moments: pd.Series[pd.Timestamp]) -> pd.Series[pd.Timestamp]:
    """Return the local day of each moment, as a table holds it."""
    local = moments.dt.tz_convert(company.TIMEZONE).dt.tz_localize(None)
    return local.dt.normalize().dt.tz_localize("UTC")


@cache
def working_days() -> Flags:
    """Return of each day since the start whether the firm works on it."""
    day = np.arange(CLOCK_DAYS)
    weekend = (company.START.weekday() + day) % 7 >= 5
    swapped = np.isin(day, [(one - company.START).days for one in company.SWAPPED_SATURDAYS])
    return np.asarray(swapped | ~(weekend | _is_holiday(CLOCK_DAYS)))


def _within(minute: Floats) -> Floats:
    """Return the working minutes of a working day before a minute of it."""
    morning = np.clip(minute, *MORNING) - MORNING[0]
    return np.asarray(morning + np.clip(minute, *AFTERNOON) - AFTERNOON[0])


@cache
def _minutes_before() -> Floats:
    return np.concatenate([[0.0], np.cumsum(working_days() * float(WORKING_DAY))])


def _is_holiday(days: int) -> Flags:
    closed = np.zeros(days, dtype=bool)
    for first, last in company.HOLIDAYS:
        start, end = ((date.fromisoformat(text) - company.START).days for text in (first, last))
        closed[start : end + 1] = True
    return closed


def _tet(days: list[date]) -> Floats:
    factor = np.ones(len(days))
    for new_year in company.TET:
        distance = np.array([(day - new_year).days for day in days])
        for first, last, weight in company.AROUND_TET:
            factor[(distance >= first) & (distance <= last)] = weight
    return factor
