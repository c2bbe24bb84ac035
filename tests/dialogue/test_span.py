from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.book import WorkingTime
from leadkit.dialogue import Span

ZONE = "Asia/Ho_Chi_Minh"
VIETNAM = WorkingTime(timezone=ZONE, country="VN")


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from(["day", "week"]))
def test_spans_of_a_row_touch_and_never_overlap(ending, period):
    span = Span(period, ending, ZONE)
    assert span.earlier().end == span.start
    assert (span.end - span.start).days == {"day": 1, "week": 7}[period]
    edges = pd.Series([span.start, span.last, span.end])
    assert span.covers(edges).tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("ending", "due"),
    [
        (date(2026, 6, 5), "2026-06-08 09:00"),  # a Friday: on Monday
        (date(2026, 6, 7), "2026-06-08 09:00"),
        (date(2026, 4, 29), "2026-05-04 09:00"),  # reunification, Labour Day and a weekend
        (date(2026, 2, 13), "2026-02-23 09:00"),  # Tet
    ],
)
def test_a_report_is_due_an_hour_into_the_next_working_day(ending, due):
    found = Span("day", ending, ZONE).due_at(VIETNAM)
    assert found == pd.Timestamp(due, tz=ZONE)


def test_a_monday_report_follows_that_of_friday_and_a_week_that_of_the_week_before():
    monday = Span("day", date(2026, 6, 8), ZONE)
    assert monday.before(VIETNAM).ending == date(2026, 6, 5)
    week = Span("week", date(2026, 6, 7), ZONE)
    assert week.before(VIETNAM) == week.earlier()
    assert week.next_day(VIETNAM) == date(2026, 6, 8)
    assert week.next_end(VIETNAM) == date(2026, 6, 12)


def test_a_span_before_a_week_of_holidays_still_has_a_day_to_act_by():
    before_tet = Span("week", date(2026, 2, 15), ZONE)
    assert before_tet.next_day(VIETNAM) == before_tet.next_end(VIETNAM) == date(2026, 2, 23)
