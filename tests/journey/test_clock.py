from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit.book import Settings, WorkingTime
from leadkit.book.settings import settings_text
from leadkit.journey import calling_time, outside_calling, working_hours

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


CALLING = VIETNAM.model_copy(update={"calling": ("09:00", "16:00")})


def test_calls_wait_for_the_calling_hours():
    """Friday 15:30 to Monday 09:15: half an hour, then a quarter."""
    start, end = local("2026-06-05 15:30"), local("2026-06-08 09:15")
    assert working_hours(start, end, calling_time(CALLING)).tolist() == [0.75]
    assert working_hours(start, end, CALLING).tolist() == [2.75]
    assert calling_time(VIETNAM) is VIETNAM


def test_a_call_at_the_first_minute_is_inside_and_at_the_last_outside():
    calls = local("2026-06-05 08:59", "2026-06-05 09:00", "2026-06-05 16:00", None)
    assert outside_calling(calls, CALLING).tolist() == [True, False, True, False]
    assert not outside_calling(calls, VIETNAM).any()


@pytest.mark.parametrize(
    ("calling", "fault"),
    [(("17:00", "08:00"), "must rise"), (("18:00", "20:00"), "no working hour lies between")],
)
def test_calling_hours_that_nobody_could_keep_are_refused(calling, fault):
    with pytest.raises(ValueError, match=fault):
        WorkingTime(calling=calling)


def test_without_calling_hours_nothing_is_written_of_them():
    assert "calling" not in WorkingTime().model_dump()
    assert "calling" not in settings_text(VIETNAM)
    assert 'calling = ["09:00", "16:00"]' in settings_text(CALLING)
