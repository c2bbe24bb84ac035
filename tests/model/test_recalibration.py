"""Known answers of calibration: totals, Spiegelhalter's Z, the parts of the Brier score."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.isotonic import IsotonicRegression

from leadkit.model import judge
from leadkit.model.corp import corp
from leadkit.model.recalibration import recalibrated, spiegelhalter, totals

P = np.repeat([0.1, 0.3, 0.6, 0.8], 5)
FIRST, REST = [0, 0, 0, 0, 1], [0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 0, 1]
Y = np.array(FIRST + REST, dtype=float)


def drawn(n, seed, slope=1.0):
    rng = np.random.default_rng(seed)
    score = rng.normal(-2.2, 0.8, n)
    y = (rng.random(n) < 1 / (1 + np.exp(-score))).astype(float)
    return y, 1 / (1 + np.exp(-slope * score))


def test_twenty_leads_in_four_blocks():
    parts = corp(Y, P)
    assert parts.observed == pytest.approx([0.2, 0.2, 0.6, 0.8])
    assert (parts.brier, parts.unc) == (pytest.approx(0.185), pytest.approx(0.2475))
    assert (parts.mcb, parts.dsc) == (pytest.approx(0.005), pytest.approx(0.0675))
    assert totals(Y, P).ratio == pytest.approx(1.0)
    assert (parts.z, parts.z_p_value) == (
        pytest.approx(0.2247, abs=1e-4),
        pytest.approx(0.822, abs=1e-3),
    )


def test_a_first_block_that_breaks_the_order():
    parts = corp(np.array([0, 0, 0, 1, 1, *REST], dtype=float), P)
    assert parts.observed == pytest.approx([0.3, 0.3, 0.6, 0.8])
    assert (parts.brier, parts.unc) == (pytest.approx(0.225), pytest.approx(0.25))
    assert (parts.mcb, parts.dsc) == (pytest.approx(0.020), pytest.approx(0.045))


def test_fifty_wins_expected_and_38_seen():
    p = np.repeat([0.05, 0.2, 0.4], [200, 100, 50])
    found = totals(np.r_[np.ones(38), np.zeros(312)], p)
    assert (found.expected, found.sd) == (pytest.approx(50), pytest.approx(6.12, abs=0.005))
    assert (found.ratio, found.z) == (pytest.approx(0.76), pytest.approx(-1.96, abs=0.005))
    assert found.limits == (pytest.approx(0.52, abs=0.005), pytest.approx(1.0, abs=0.005))


def test_the_parts_add_up_and_give_the_brier_skill():
    y, p = drawn(800, 1)
    parts = corp(y, p)
    assert parts.brier == pytest.approx(parts.mcb - parts.dsc + parts.unc)
    skill = judge(y, p, np.arange(800))["brier_skill"].value
    assert (parts.dsc - parts.mcb) / parts.unc == pytest.approx(skill)
    assert parts.observed == pytest.approx(IsotonicRegression().fit(p, y).predict(parts.x))


def test_cells_of_many_leads_change_the_parts_little():
    y, p = drawn(3000, 2)
    whole = IsotonicRegression().fit(p, y).predict(p)
    parts = corp(y, p)
    assert len(parts.x) <= 2000
    assert parts.mcb == pytest.approx(((y - p) ** 2 - (y - whole) ** 2).mean(), abs=2e-4)
    assert parts.brier == pytest.approx(parts.mcb - parts.dsc + parts.unc)


def test_miscalibration_is_measured_against_luck():
    """A perfect model seldom exceeds what luck gives it; an overconfident one always does."""
    perfect = [corp(*drawn(300, seed)) for seed in range(6)]
    assert np.mean([one.mcb for one in perfect]) == pytest.approx(
        np.mean([one.null_mean for one in perfect]), rel=0.3
    )
    assert sum(one.mcb > one.null_high for one in perfect) <= 2
    proud = corp(*drawn(1500, 1, slope=2.0))
    assert proud.mcb > proud.null_high
    assert proud.p_value == 0
    assert abs(proud.z) > 3


def test_the_null_is_smaller_in_larger_samples():
    means = [corp(*drawn(n, 3)).null_mean for n in (200, 800)]
    assert means[0] > 2 * means[1]


@pytest.mark.parametrize("slope", [0.5, 1.0, 2.0])
def test_slope_and_intercept_equal_statsmodels(slope):
    import statsmodels.api as sm

    y, p = drawn(900, 4, slope)
    account = np.arange(900) // 3
    score = np.log(p / (1 - p))
    terms = {"cov_type": "cluster", "cov_kwds": {"groups": account}}
    family = sm.families.Binomial()
    bend = sm.GLM(y, sm.add_constant(score), family=family).fit(**terms)
    shift = sm.GLM(y, np.ones(900), family=family, offset=score).fit(**terms)
    found = judge(y, p, account)
    one, other = found["calibration_slope"], found["calibration_intercept"]
    assert one.value == pytest.approx(bend.params[1], abs=1e-6)
    assert (one.high - one.low) / 3.92 == pytest.approx(bend.bse[1], rel=0.01)
    assert other.value == pytest.approx(shift.params[0], abs=1e-6)
    assert (other.high - other.low) / 3.92 == pytest.approx(shift.bse[0], rel=0.01)


def test_what_cannot_be_found_is_missing():
    y = np.r_[np.zeros(50), np.ones(50)]
    (slope, _influence), (shift, _other) = recalibrated(y, np.full(100, 0.2))
    assert np.isnan(slope)
    assert shift == pytest.approx(np.log(4))
    separated = recalibrated(y, np.linspace(0.01, 0.99, 100))
    assert np.isnan(separated[0][0])
    assert np.isnan(spiegelhalter(y, np.full(100, 0.5))[0])
    assert np.isnan(totals(y, np.zeros(100)).ratio)
