from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.estimate import Z, wilson
from leadkit.base.language import NO_BREAK
from leadkit.journey import win_curve
from leadkit.journey.incidence import incidence

NOW = pd.Timestamp("2026-09-30", tz="UTC")
SIX = np.array([10.0, 20, 30, 40, 50, 60]), ["won", "lost", "open", "won", "open", "open"]
ENDS = st.sampled_from(["won", "lost", "open"])
COURSES = st.lists(st.tuples(st.integers(0, 12), ENDS), min_size=1, max_size=40)


def turns(age, ended, outcome, account=None):
    """Turns of some ages that ended after some days; NaN while open or undated."""
    start = NOW - pd.to_timedelta(np.broadcast_to(age, len(outcome)), unit="D")
    return pd.DataFrame(
        {
            "start": start,
            "closed_at": start + pd.to_timedelta(ended, unit="D"),
            "outcome": list(outcome),
            "account_id": np.arange(len(outcome)).astype(str) if account is None else account,
        }
    )


def cohort(n, seed, window=92):
    """Won with chance .20 after Gamma(2, 18) days; lost after .3 Exp(3) + .7 Gamma(2, 25)."""
    rng = np.random.default_rng(seed)
    won = rng.random(n) < 0.2
    lost_days = np.where(rng.random(n) < 0.3, rng.exponential(3, n), rng.gamma(2, 25, n))
    days = np.where(won, rng.gamma(2, 18, n), lost_days)
    age = rng.uniform(0, window, n)
    end = np.where(days > age, "open", np.where(won, "won", "lost"))
    return np.minimum(days, age), end, age


def test_six_leads_by_hand():
    found = incidence(*SIX, np.array([9.0, 10, 39, 40, 60]), range(6))
    assert found["rate"].tolist() == pytest.approx([0, 1 / 6, 1 / 6, 7 / 18, 7 / 18])
    assert found["lost_rate"].tolist() == pytest.approx([0, 0, 1 / 6, 1 / 6, 1 / 6])
    assert found["at_risk"].tolist() == [6, 6, 3, 3, 1]
    assert found[["won", "lost", "open"]].sum().tolist() == [2, 1, 3]


@settings(max_examples=20, deadline=None)
@given(COURSES)
def test_ties_and_all_agree_with_statsmodels(courses):
    from statsmodels.duration.survfunc import CumIncidenceRight

    days, end = np.array([float(day) for day, _end in courses]), [end for _day, end in courses]
    if "won" not in end or "lost" not in end:
        return
    days = days + 1
    status = np.array([{"won": 1, "lost": 2, "open": 0}[one] for one in end])
    other = CumIncidenceRight(days, status, freq_weights=np.ones(len(days)))
    found = incidence(days, end, np.asarray(other.times, dtype=float), range(len(days)))
    assert found["rate"].to_numpy() == pytest.approx(other.cinc[0])
    assert found["lost_rate"].to_numpy() == pytest.approx(other.cinc[1])


@settings(max_examples=20, deadline=None)
@given(COURSES)
def test_shares_rise_stay_below_one_and_lie_in_their_interval(courses):
    days, end = np.array([float(day) for day, _end in courses]), [end for _day, end in courses]
    found = incidence(days, end, np.arange(13.0), range(len(days)))
    assert (found["rate"].diff().dropna() >= -1e-12).all()
    assert (found["rate"] + found["lost_rate"] <= 1 + 1e-12).all()
    assert (found["low"] <= found["rate"] + 1e-12).all()
    assert (found["rate"] <= found["high"] + 1e-12).all()
    assert found[["low", "high"]].to_numpy().min() >= 0
    assert found[["low", "high"]].to_numpy().max() <= 1


def test_without_open_leads_the_error_is_the_binomial_one():
    days = np.r_[np.full(30, 5.0), np.full(70, 9.0)]
    found = incidence(days, ["won"] * 30 + ["lost"] * 70, np.array([9.0]), range(100)).iloc[0]
    width = Z * np.sqrt(0.3 * 0.7 / 100) / (0.7 * -np.log(0.7))
    assert found["rate"] == pytest.approx(0.3)
    assert found["low"] == pytest.approx(1 - 0.7 ** np.exp(-width))
    assert found["high"] == pytest.approx(1 - 0.7 ** np.exp(width))


def test_the_error_is_that_of_leaving_out_one_account_at_a_time():
    days, end, _age = cohort(300, 3)
    account, at = np.arange(300) // 3, np.array([60.0])
    low, rate = incidence(days, end, at, account)[["low", "rate"]].iloc[0]
    left_out = [
        incidence(days[account != one], end[account != one], at, account[account != one])["rate"][0]
        for one in range(100)
    ]
    error = np.sqrt(99 / 100 * ((left_out - np.mean(left_out)) ** 2).sum())
    told = np.log(np.log(1 - rate) / np.log(1 - low)) / Z * (1 - rate) * -np.log(1 - rate)
    assert told == pytest.approx(error, rel=0.03)


def test_the_same_turn_twice_in_one_account_tells_nothing_new():
    days, end, _age = cohort(200, 5)
    once = incidence(days, end, np.arange(0, 90.0, 10), range(200))
    twice = incidence(
        np.tile(days, 2), np.tile(end, 2), np.arange(0, 90.0, 10), np.tile(range(200), 2)
    )
    ends = ["rate", "low", "high"]
    assert twice[ends].iloc[1:].to_numpy() == pytest.approx(once[ends].iloc[1:].to_numpy())


def test_a_fresh_quarter_shows_the_truth_and_not_twice_it():
    """One minus Kaplan and Meier's curve would show .405, open leads as lost .123."""
    days, end, _age = cohort(40_000, 1)
    found = incidence(days, end, np.array([85.0]), range(len(days))).iloc[0]
    assert found["rate"] == pytest.approx(0.1898, abs=0.01)
    assert (end == "won").mean() == pytest.approx(0.123, abs=0.005)


def test_intervals_cover():
    truth = 0.2 * (1 - np.exp(-60 / 18) * (1 + 60 / 18))
    covered = 0
    for seed in range(200):
        days, end, _age = cohort(250, seed)
        found = incidence(days, end, np.array([60.0]), range(250)).iloc[0]
        covered += found["low"] <= truth <= found["high"]
    assert 0.915 <= covered / 200 <= 0.985


@pytest.mark.parametrize(("within_60", "window"), [(95, 60), (94, 90)])
def test_the_window_is_the_smallest_that_holds_95_percent_of_wins(within_60, window):
    ended = [59] * within_60 + [85] * (100 - within_60) + [200] * 40 + [np.nan] * 60
    old = turns(365, ended, ["won"] * 100 + ["lost"] * 40 + ["open"] * 60)
    young = turns(100, [5] * 500, ["won"] * 500)
    curve = win_curve(pd.concat([old, young], ignore_index=True), NOW, oldest_only=180)
    assert (curve.window(), curve.n, curve.won, curve.lost, curve.open) == (
        window,
        200,
        100,
        40,
        60,
    )
    share = curve.share_within(60)
    assert (share.value, share.n) == (pytest.approx(within_60 / 100), 100)
    assert (share.low, share.high) == pytest.approx(wilson(within_60 / 100, 100))
    assert curve.at(84).value == pytest.approx(within_60 / 200)


def test_no_window_where_wins_come_later_than_any():
    slow = turns(400, [250.0] * 30, ["won"] * 30)
    curve = win_curve(slow, NOW, oldest_only=180)
    with pytest.raises(TooLittleData, match="even 180 days hold only 0"):
        curve.window()
    young = win_curve(turns(100, [50.0] * 30, ["won"] * 30), NOW)
    with pytest.raises(TooLittleData):
        young.window()
    with pytest.raises(BadInput, match="followed for 100 days, not 101"):
        young.at(101)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (turns(np.nan, [1.0] * 30, ["won"] * 30), "no lead has a date"),
        (turns(300, [np.nan] * 30, ["won"] * 30), "30 of 30 wins have no closing date"),
        (turns(300, [9.0] * 28 + [np.nan] * 2, ["won"] * 30), "2 of 30 wins have no closing date"),
        (turns(300, [9.0] * 19, ["won"] * 19), "19 were won: too few"),
        (turns(179, [9.0] * 50, ["won"] * 50), "no lead is 180 days old yet"),
    ],
)
def test_what_a_curve_needs(table, why):
    with pytest.raises(TooLittleData, match=why):
        win_curve(table, NOW, oldest_only=0 if why.startswith("no lead has") else 180)


def test_losses_without_a_date_never_win_and_stay_in():
    ended = np.r_[np.linspace(1, 80, 40), np.linspace(1, 200, 160)]
    outcome = ["won"] * 40 + ["lost"] * 160
    dated = win_curve(turns(300, ended, outcome), NOW)
    undated = win_curve(turns(300, np.where(ended > 80, np.nan, ended), outcome), NOW)
    assert undated.table["rate"].to_numpy() == pytest.approx(dated.table["rate"].to_numpy())
    few = win_curve(turns(300, np.r_[np.nan, ended[1:]], outcome), NOW)
    assert (few.undated_wins, few.n, few.won) == (1, 199, 39)


def test_the_picture_says_its_finding_and_marks_the_window():
    curve = win_curve(turns(200, [9.0] * 30 + [40.0] * 70, ["won"] * 30 + ["lost"] * 70), NOW)
    ax = curve.plot(window=90)
    assert ax.lines[-1].get_xdata()[0] == 90
    finding = curve.words(90)[0].replace(NO_BREAK, " ")
    assert finding == "30.0 % of leads are won within 90 days"
    assert "n = 100 leads (30 won, 70 lost, 0 open)" in curve._repr_html_()
