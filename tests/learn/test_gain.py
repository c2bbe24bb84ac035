import numpy as np
import pytest
from scipy import stats

from leadkit.learn.gain import gain

BEFORE = [1, 2, 3, 4, 5, 3, 4, 4, 5, 3, 4, 4]
GAINS = [1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 0]


def after(before, gains):
    return [one + more for one, more in zip(before, gains, strict=True)]


def test_the_known_answer():
    found = gain(BEFORE, after(BEFORE, GAINS))
    assert found.gain.write() == "1.67 (1.10–2.23)"
    assert (round(found.p, 3), found.moved) == (0.001, (11, 1, 0))
    assert found.sentence() == (
        "Mean gain 1.67 (1.10–2.23) points of 8; before 3.50, after 5.17, n = 12. "
        "11 improved, 1 stayed the same, 0 went lower. Sign-flip test, p = 0.001."
    )


def test_p_is_scipys():
    gains = np.random.default_rng(5).integers(-3, 4, size=9)
    theirs = stats.permutation_test((gains,), np.mean, permutation_type="samples", n_resamples=1e9)
    assert gain([4] * 9, 4 + gains).p == pytest.approx(theirs.pvalue)


def test_above_fourteen_only_the_interval_is_told():
    found = gain([3] * 15, [3, 4, 5] * 5)
    assert np.isnan(found.p)
    assert "Sign-flip" not in found.sentence()
    assert (found.gain.low, found.gain.high) == pytest.approx(
        stats.ttest_1samp([0, 1, 2] * 5, 0).confidence_interval()
    )


@pytest.mark.parametrize("n", [0, 5])
def test_below_six_there_are_dots_and_no_mean(n):
    found = gain([3] * n, [4] * n)
    assert found.sentence() == f"{n} handed in both forms: too few for a mean gain (at least 6)."
    assert found.gain.refused
    assert found.to_dict()["gain"]["value"] is None
    assert len(found.plot().collections) == 3


def test_everybody_gaining_the_same_is_no_fault():
    assert gain([3] * 6, [4] * 6).gain.write() == "1.00 (1.00–1.00)"


def test_it_says_what_it_does_not_show():
    assert any("no cause" in text for text in gain(BEFORE, BEFORE).cautions())
