from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.journey import censoring_warning, ipcw, moving_with_start
from leadkit.journey.incidence import incidence

NONE = float("nan")
COURSES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(["won", "lost"])),
    min_size=5,
    max_size=60,
)


def weighted(rows, window, account=None):
    """Weights of leads given as (days to the end or NaN, end, age)."""
    table = pd.DataFrame(rows, columns=["ended_days", "end", "age_days"])
    return ipcw(table["ended_days"], table["end"], table["age_days"], window, account)


SIX = [
    (10, "won", 99),
    (20, "lost", 99),
    (NONE, "open", 30),
    (40, "won", 99),
    (NONE, "open", 50),
    (NONE, "open", 60),
]


def test_six_leads_by_hand():
    found = weighted(SIX, 60)
    assert found.weight.tolist() == pytest.approx([1, 1, 0, 4 / 3, 0, 8 / 3])
    assert found.table["y"].fillna(-1).tolist() == [1, 0, -1, 1, -1, 0]
    assert found.followed == pytest.approx(3 / 8)
    assert found.win_rate().value == pytest.approx(7 / 18)
    assert found.brier([0.7, 0.2, 0.5, 0.4, 0.3, 0.1]).value == pytest.approx(0.10611, abs=5e-6)
    assert found.win_rate().refused


def test_what_comes_after_the_window_is_not_won_and_not_unknown():
    rows = [(61, "won", 99), (70, "lost", 99), (NONE, "open", 60), (60, "won", 60)]
    found = weighted(rows, 60)
    assert found.table["end"].tolist() == ["open", "open", "open", "won"]
    assert found.weight.tolist() == [1, 1, 1, 1]


def test_at_the_same_moment_an_end_comes_before_the_last_following():
    found = weighted([(30, "won", 99), (NONE, "open", 30), (NONE, "open", 90)], 60)
    assert found.weight.tolist() == pytest.approx([1, 0, 2])


@settings(max_examples=25, deadline=None)
@given(COURSES, st.integers(1, 9))
def test_the_weighted_rate_is_aalen_and_johansens_ties_and_all(courses, window):
    ages = [age for _day, age, _end in courses]
    rows = [(day, end, age) if day <= age else (NONE, "open", age) for day, age, end in courses]
    try:
        found = weighted(rows, window)
    except TooLittleData:
        return
    days = np.array(
        [age if day != day else day for (day, _end, _a), age in zip(rows, ages, strict=True)]
    )
    curve = incidence(days.astype(float), [end for _d, end, _a in rows], [float(window)], ages)
    assert found.win_rate().value == pytest.approx(curve["rate"].iloc[0])
    assert found.weight.sum() == pytest.approx(len(rows))
    assert (found.weight[found.table["y"].isna()] == 0).all()


def test_young_leads_bring_no_bias_that_open_as_lost_brings():
    rng = np.random.default_rng(7)
    n = 20_000
    p = np.where(rng.random(n) < 0.5, 0.1, 0.4)
    won, age = rng.random(n) < p, rng.uniform(0, 120, n)
    days = np.where(won, rng.gamma(2, 18, n), rng.gamma(2, 25, n))
    is_open = days > age
    end = np.where(is_open, "open", np.where(won, "won", "lost"))
    found = ipcw(*map(pd.Series, (np.where(is_open, NONE, days), end, age)), 60)
    in_time = won & (days <= 60)
    rate, brier = found.win_rate(), found.brier(p)
    assert abs(rate.value - in_time.mean()) < 0.01
    assert rate.low < in_time.mean() < rate.high
    assert brier.low < ((in_time - p) ** 2).mean() < brier.high
    assert ((end == "won") & (days <= 60)).mean() < rate.low


def test_leads_of_one_account_widen_the_interval():
    rows = SIX * 20
    alone, together = weighted(rows, 60), weighted(rows, 60, pd.Series(list(range(20)) * 6))
    assert together.win_rate().value == alone.win_rate().value
    same = weighted(rows, 60, pd.Series(list(range(6)) * 20)).win_rate()
    assert same.high - same.low > 2 * (alone.win_rate().high - alone.win_rate().low)


def test_too_few_followed_to_the_window_is_refused():
    rows = [(NONE, "open", age) for age in range(1, 20)] + [(NONE, "open", 60)]
    with pytest.raises(TooLittleData, match="could have been followed for 60 days") as refused:
        weighted(rows, 60)
    assert "shorter window" in refused.value.fix


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ((NONE, "won", 10), "1 won leads have no closing date"),
        ((NONE, "open", NONE), "1 leads have no age"),
        ((20, "lost", 10), "1 leads ended after the moment of judging"),
    ],
)
def test_faulty_courses_are_refused(row, problem):
    with pytest.raises(BadInput, match=problem):
        weighted([*SIX, row], 60)


def test_it_warns_where_young_leads_are_not_like_old_ones():
    rng = np.random.default_rng(0)
    starts = pd.Series(pd.date_range("2026-01-01", periods=2000, tz="UTC", freq="h"))
    X = pd.DataFrame(
        {
            "score": rng.random(2000) + np.linspace(0, 0.5, 2000),
            "still": rng.random(2000),
            "campaign": np.where(np.arange(2000) < 900, "spring", "summer"),
            "source": rng.choice(["web", "fair", "call"], 2000),
            "name": [f"n{place}" for place in range(2000)],
        }
    )
    found = moving_with_start(X, starts)
    assert found["column"].tolist() == ["campaign", "score"]
    assert found["rho"].abs().gt(0.1).all()
    assert "2 columns go with the start date (campaign" in censoring_warning(X, starts)
    assert censoring_warning(X[["still", "source", "name"]], starts) == ""


def test_it_shows_whom_each_lead_stands_for():
    html = weighted(SIX, 60)._repr_html_()
    assert "followed to the end of the window" in html
    assert "2.7" in html
