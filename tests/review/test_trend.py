"""How promises were kept before: which periods, what counts as a shift, what is left out."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_agreement import make_agreement, promise
from made_book import make_book
from made_measures import shared_kpi
from statsmodels.stats.proportion import confint_proportions_2indep

from leadkit.base.estimate import rate
from leadkit.review import audit
from leadkit.review.audit.trend import earlier_periods, shift


@settings(max_examples=30, deadline=None)
@given(st.integers(20, 300), st.integers(20, 300), st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_the_shift_is_newcombes_interval_of_statsmodels(n, m, p, q):
    before, now = rate(round(n * p), n), rate(round(m * q), m)
    theirs = confint_proportions_2indep(
        now.events, now.n, before.events, before.n, method="newcomb", compare="diff"
    )
    assert shift(before, now) == pytest.approx(theirs, abs=1e-9)


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)), st.integers(1, 400))
def test_earlier_periods_touch_each_other_and_this_one(first, days):
    last = first + pd.Timedelta(days=days - 1)
    periods = [*earlier_periods(first, last), (first, last)]
    for (_a, end), (begin, _b) in pairwise(periods):
        assert (begin - end).days == 1


def found(book, first, last, **terms):
    promises = [
        promise("M1", "leads_handed_off", 1, "x"),
        promise("M5", "weekly_report", 0.9, "x"),
        promise("S1", "called_in_time", 0.5, "x", hours=8),
        promise("S9", "reason_given", 0.5, "x"),
    ]
    agreed = make_agreement(
        promises=promises, bonus={"paid": "x", "kpis": [shared_kpi(1.0)]}, **terms
    )
    return audit(book, agreed, first=first, last=last)


Q2 = (date(2026, 4, 1), date(2026, 6, 30))


def test_slower_calls_and_more_leads_are_told_and_what_stayed_is_not():
    trends = found(make_book(200, last=400, slow=4.0), *Q2).trends
    assert trends["S1"].moved == "fell"
    assert trends["M1"].moved == "rose"
    assert trends["S9"].moved == "cannot tell"
    assert trends["M5"].moved == ""
    assert [len(trend.kept) for trend in trends.values()] == [4] * 4


def test_a_period_that_the_book_does_not_hold_is_left_out():
    trends = found(make_book(60, last=60), date(2025, 4, 1), date(2025, 6, 30)).trends
    assert [kept is not None for kept in trends["S1"].kept] == [False, False, True, True]
    assert trends["S1"].moved in ("rose", "fell", "cannot tell")


def test_nothing_is_told_of_a_number_before_the_period_is_over():
    book = make_book(60, last=60)
    assert found(book, date(2026, 7, 1), date(2026, 12, 31)).trends["M1"].moved == ""
