from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit.book import Settings
from leadkit.journey import working_hours

VIETNAM = Settings(timezone="Asia/Ho_Chi_Minh", country="VN", spans=(("08:00", "17:00"),))
MOMENTS = st.datetimes(pd.Timestamp("2025-12-01"), pd.Timestamp("2026-03-31"))


def local(*moments):
    return pd.Series(pd.to_datetime(list(moments))).dt.tz_localize("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-02-13 16:00", "2026-02-23 09:00", 2.0),  # Tet between
        ("2026-06-05 16:30", "2026-06-08 09:00", 1.5),  # a weekend between
        ("2026-06-05 09:00", "2026-06-05 09:00", 0.0),
        ("2026-06-05 20:00", "2026-06-05 23:00", 0.0),
        ("2026-06-08 10:00", "2026-06-05 10:00", 0.0),  # end before start
        ("2026-06-05 07:00", "2026-06-05 18:00", 9.0),
    ],
)
def test_known_answers(start, end, hours):
    found = working_hours(local(start), local(end), VIETNAM)
    assert found.tolist() == [hours]


def test_swapped_saturdays_and_extra_holidays():
    swapped = VIETNAM.model_copy(
        update={
            "extra_workdays": (pd.Timestamp("2026-01-10").date(),),
            "extra_holidays": (pd.Timestamp("2026-01-02").date(),),
        }
    )
    saturday = working_hours(local("2026-01-10 08:00"), local("2026-01-10 17:00"), swapped)
    friday = working_hours(local("2026-01-02 08:00"), local("2026-01-02 17:00"), swapped)
    assert (saturday.tolist(), friday.tolist()) == ([9.0], [0.0])


def test_missing_moments_stay_missing():
    found = working_hours(local(None, "2026-06-05 09:00"), local("2026-06-05 09:00", None), VIETNAM)
    assert found.isna().all()


@settings(max_examples=40, deadline=None)
@given(st.tuples(MOMENTS, MOMENTS, MOMENTS).map(sorted))
def test_time_adds_up_and_never_exceeds_the_wall_clock(three):
    first, middle, last = (local(moment) for moment in three)
    whole = working_hours(first, last, VIETNAM)[0]
    parts = working_hours(first, middle, VIETNAM)[0] + working_hours(middle, last, VIETNAM)[0]
    assert whole == pytest.approx(parts)
    assert whole <= (last - first)[0].total_seconds() / 3600 + 1 / 60
