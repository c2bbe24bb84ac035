from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

from leadkit.model import judge
from leadkit.model.metrics import auc_influence, clustered_error


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
    assert found["auc"].events == y.sum()


def test_auc_error_is_that_of_a_row_bootstrap():
    y, p = drawn(2000)
    _area, influence = auc_influence(y, p)
    analytic = clustered_error(influence, np.arange(len(y)))
    rng = np.random.default_rng(0)
    rows = (rng.integers(0, len(y), len(y)) for _draw in range(400))
    resampled = np.std([roc_auc_score(y[row], p[row]) for row in rows])
    assert analytic == pytest.approx(resampled, rel=0.12)


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


def test_accounts_that_repeat_leads_widen_the_interval():
    y, p = drawn(400)
    once = judge(y, p, np.arange(400))
    twice = judge(np.tile(y, 4), np.tile(p, 4), np.tile(np.arange(400), 4))
    for name in ("auc", "brier", "calibration_slope", "top_decile_lift"):
        width = once[name].high - once[name].low
        assert twice[name].high - twice[name].low == pytest.approx(width, rel=0.15), name


def test_calibration_slope_and_intercept_see_what_is_wrong():
    y, p = drawn(20_000, slope=2.0)
    overconfident = judge(y, p, np.arange(len(y)))
    assert overconfident["calibration_slope"].high < 0.7
    y, p = drawn(20_000)
    right = judge(y, p, np.arange(len(y)))
    assert right["calibration_slope"].low < 1 < right["calibration_slope"].high
    assert right["calibration_intercept"].low < 0.05
    assert right["calibration_intercept"].high > -0.05


def test_a_constant_has_no_slope_and_ranks_nobody():
    y, _p = drawn()
    found = judge(y, np.full(len(y), 0.2), np.arange(len(y)))
    assert found["auc"].value == 0.5
    assert found["calibration_slope"].refused
    assert found["top_decile_lift"].value == pytest.approx(1)


def test_few_wins_are_refused_everywhere():
    found = judge(np.r_[np.ones(9), np.zeros(90)], np.linspace(0, 1, 99), np.arange(99))
    assert all(estimate.refused for estimate in found.values())
    assert found["auc"].to_dict()["value"] is None
