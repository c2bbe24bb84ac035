from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

from leadkit.model import judge
from leadkit.model.influence import (
    auc_influence,
    average_precision_influence,
    clustered_error,
    clusters,
    gain_influence,
    ranks,
)
from leadkit.model.metrics import skill


def drawn(n=600, seed=1, slope=1.0):
    rng = np.random.default_rng(seed)
    score = rng.normal(-1.5, 1, n)
    y = (rng.random(n) < 1 / (1 + np.exp(-score))).astype(float)
    return y, (1 / (1 + np.exp(-slope * score))).round(2)


def test_values_equal_scikit_learn_with_ties():
    y, p = drawn()
    found = judge(y, p, np.arange(len(y)))
    inside = np.clip(p, 1e-6, 1 - 1e-6)
    assert found["auc"].value == pytest.approx(roc_auc_score(y, p), abs=1e-12)
    assert found["average_precision"].value == pytest.approx(average_precision_score(y, p))
    assert found["brier"].value == pytest.approx(brier_score_loss(y, p))
    assert found["log_loss"].value == pytest.approx(log_loss(y, inside))
    skill_of_brier = 1 - brier_score_loss(y, p) / brier_score_loss(y, np.full(len(y), y.mean()))
    assert found["brier_skill"].value == pytest.approx(skill_of_brier)
    assert found["auc"].events == y.sum()


def test_alift_is_the_area_under_the_gain_curve():
    y, p = drawn()
    ranked = ranks(y, p)
    shares = np.linspace(0, 1, 1001)
    area = np.trapezoid([gain_influence(y, ranked, share)[0] for share in shares], shares)
    assert judge(y, p, np.arange(len(y)))["alift"].value == pytest.approx(area, abs=1e-4)


MEASURES = {
    "auc": auc_influence,
    "average precision": average_precision_influence,
    "gain": lambda y, ranked: gain_influence(y, ranked, 0.1),
}


@pytest.mark.parametrize("name", MEASURES)
def test_errors_are_those_of_an_account_bootstrap(name):
    y, p = drawn(2000)
    measure, account = MEASURES[name], np.arange(2000) // 2
    value, influence = measure(y, ranks(y, p))
    rng = np.random.default_rng(0)
    accounts = (rng.integers(0, 1000, 1000) for _draw in range(400))
    rows = (np.r_[2 * own, 2 * own + 1] for own in accounts)
    resampled = [measure(y[row], ranks(y[row], p[row]))[0] for row in rows]
    assert clustered_error(influence, account) == pytest.approx(np.std(resampled), rel=0.12)
    assert value == pytest.approx(np.mean(resampled), abs=2 * np.std(resampled))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 6)), min_size=12, max_size=60))
def test_influence_is_what_one_lead_more_changes(leads):
    """The whole influence is zero, and adding every lead once more moves nothing."""
    y, p = np.array(leads, dtype=float).T
    if y.min() == y.max():
        return
    for measure in MEASURES.values():
        value, influence = measure(y, ranks(y, p))
        assert influence.sum() == pytest.approx(0, abs=1e-8 * len(y))
        again = measure(np.tile(y, 2), ranks(np.tile(y, 2), np.tile(p, 2)))
        assert again[0] == pytest.approx(value)
        assert again[1][: len(y)] == pytest.approx(influence)


def test_auc_and_precision_influence_is_their_derivative():
    y, p = drawn(300)
    times = 400
    for measure in (auc_influence, average_precision_influence):
        value, influence = measure(y, ranks(y, p))
        for lead in (0, 17, int(np.argmax(p)), int(np.flatnonzero(y)[0])):
            more = np.r_[np.tile(np.arange(300), times), lead]
            moved = measure(y[more], ranks(y[more], p[more]))[0] - value
            assert moved * len(more) == pytest.approx(influence[lead], rel=0.02, abs=1e-3)


def test_auc_interval_of_exponential_scores_is_hanley_mcneils():
    """Hanley and McNeil (1982) at AUC .70: 50 wins of 500 leave .084 either side."""
    rng = np.random.default_rng(3)
    y = np.r_[np.ones(50), np.zeros(450)]
    widths = []
    for _draw in range(20):
        p = rng.exponential(np.where(y == 1, 0.7 / 0.3, 1.0))
        found = judge(y, (p - p.min()) / np.ptp(p), np.arange(500))["auc"]
        widths.append((found.high - found.low) / 2)
    assert np.mean(widths) == pytest.approx(0.084, abs=0.012)


def test_intervals_cover_the_truth_with_accounts_of_three_leads():
    """200 draws leave 95 % a standard error of 1.5 points; two leads of three share their luck."""
    rng = np.random.default_rng(5)
    size = 450
    truth, intervals = [], {"auc": [], "brier": [], "log_loss": []}
    for _draw in range(200):
        account = np.repeat(np.arange(size // 3), 3)
        score = np.repeat(rng.normal(-1.3, 1, size // 3), 3) + rng.normal(0, 0.3, size)
        p = 1 / (1 + np.exp(-score))
        luck = np.where(np.tile([1, 1, 0], size // 3), np.repeat(rng.random(size // 3), 3), 0)
        y = (np.where(luck > 0, luck, rng.random(size)) < p).astype(float)
        found = judge(y, p, account)
        truth.append([found[name].value for name in intervals])
        for name, ends in intervals.items():
            ends.append((found[name].low, found[name].high))
    for place, (name, ends) in enumerate(intervals.items()):
        low, high = np.array(ends).T
        middle = np.mean([one[place] for one in truth])
        assert np.mean((low < middle) & (middle < high)) == pytest.approx(0.95, abs=0.04), name


def test_accounts_that_repeat_leads_widen_the_interval():
    y, p = drawn(400)
    once = judge(y, p, np.arange(400))
    twice = judge(np.tile(y, 4), np.tile(p, 4), np.tile(np.arange(400), 4))
    for name in once:
        width = once[name].high - once[name].low
        assert twice[name].high - twice[name].low == pytest.approx(width, rel=0.02), name


def test_skill_is_paired_and_knows_its_sign():
    y, p = drawn(3000)
    account, flat = np.arange(3000), np.full(3000, y.mean())
    better, worse = skill(y, p, flat, account), skill(y, flat, p, account)
    same = skill(y, p, p, account)
    inside = np.clip(p, 1e-6, 1 - 1e-6)
    assert better.value == pytest.approx(1 - log_loss(y, inside) / log_loss(y, flat))
    assert better.low > 0 > worse.high
    assert (same.value, same.low, same.high) == (0, 0, 0)


def test_skill_error_is_that_of_a_bootstrap():
    y, p = drawn(1500)
    other = np.clip(p + 0.05, 0.01, 0.99)
    one = skill(y, p, other, np.arange(1500))
    rng = np.random.default_rng(0)
    rows = (rng.integers(0, 1500, 1500) for _draw in range(200))
    values = [skill(y[row], p[row], other[row], np.arange(1500)).value for row in rows]
    assert (one.high - one.low) / 3.92 == pytest.approx(np.std(values), rel=0.2)


def test_a_constant_has_no_slope_and_ranks_nobody():
    y, _p = drawn()
    found = judge(y, np.full(len(y), 0.2), np.arange(len(y)))
    assert found["auc"].value == 0.5
    assert found["alift"].value == pytest.approx(0.5)
    assert found["calibration_slope"].refused
    assert found["top_decile_lift"].value == pytest.approx(1)


def test_few_wins_are_refused_everywhere():
    y, p = np.r_[np.ones(9), np.zeros(90)], np.linspace(0, 1, 99)
    found = judge(y, p, np.arange(99))
    assert all(estimate.refused for estimate in found.values())
    assert found["auc"].to_dict()["value"] is None
    assert skill(y, p, p, np.arange(99)).refused


def test_a_lead_without_account_stands_alone():
    account = np.array(["A", None, "B", "A", None], dtype=object)
    assert clusters(account).tolist() == [0, 2, 1, 0, 3]
    assert clusters(pd.Series(account, dtype="str")).tolist() == [0, 2, 1, 0, 3]
    y, p = drawn(400)
    alone, none = (judge(y, p, own)["brier"] for own in (np.arange(400), np.full(400, np.nan)))
    assert (none.low, none.high) == pytest.approx((alone.low, alone.high))


def test_some_measures_are_those_among_all():
    y, p = drawn(400)
    every, some = (judge(y, p, np.arange(400), names) for names in (None, ("brier", "auc")))
    assert list(some) == ["brier", "auc"]
    assert some == {name: every[name] for name in some}
    assert list(judge(y[:5], p[:5], np.arange(5), ("auc",))) == ["auc"]
