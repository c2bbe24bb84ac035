"""How long working hours take, beside numpy's count of working days."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from measure import Jobs, row, timed

from leadkit.book import WorkingTime
from leadkit.journey import working_hours

SIZE, SEED, GOAL = 1_000_000, 5, 2.0
OFFICE = WorkingTime(timezone="Asia/Ho_Chi_Minh", country="VN")
DAY_OPENS, HOURS_A_DAY = pd.Timedelta(hours=8), 8


def rows() -> list[dict[str, Any]]:
    """Measure a million pairs of moments, each round in the same order."""
    rng = np.random.default_rng(SEED)
    begun = pd.Series(moments(rng.integers(0, 3 * 365 * 1440, SIZE)))
    ended = begun + pd.Series(pd.to_timedelta(rng.integers(0, 14 * 1440, SIZE), "min"))
    first, last = (days(times) for times in (begun, ended))
    closed = holidays()
    alike = working_hours(opening(first), opening(last), OFFICE) / HOURS_A_DAY
    counted = np.busday_count(first, last, holidays=closed)
    assert (alike == counted).all(), "whole days are counted alike both ways"
    jobs: Jobs = {
        "clock": lambda: working_hours(begun, ended, OFFICE),
        "days": lambda: np.busday_count(days(begun), days(ended), holidays=closed),
        "local days": lambda: np.busday_count(first, last, holidays=closed),
    }
    seconds = timed(jobs, f"{SIZE:,}")
    name = f"working minutes, {SIZE:,} pairs, to np.busday_count, which knows days only"
    return [
        row(name, seconds, "clock", "days", GOAL),
        row(f"{name}, of local days found before", seconds, "clock", "local days"),
    ]


def moments(minutes: Any) -> Any:
    """Return moments so many minutes after the start of 2024 there."""
    start = pd.Timestamp("2024-01-01", tz=OFFICE.timezone).tz_convert("UTC")
    return start + pd.to_timedelta(minutes, "min")


def days(times: pd.Series[pd.Timestamp]) -> Any:
    """Return the local days of moments."""
    local = times.dt.tz_convert(OFFICE.timezone).dt.tz_localize(None)
    return local.to_numpy().astype("datetime64[D]")


def opening(of: Any) -> pd.Series[pd.Timestamp]:
    """Return when the office opens on these days."""
    local = pd.Series(of.astype("datetime64[us]")) + DAY_OPENS
    return local.dt.tz_localize(OFFICE.timezone).dt.tz_convert("UTC")


def holidays() -> Any:
    """Return the public holidays of these years."""
    from holidays import country_holidays

    found = country_holidays(OFFICE.country, years=range(2024, 2028))
    return np.array(sorted(found), dtype="datetime64[D]")
