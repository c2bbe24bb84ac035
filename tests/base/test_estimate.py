from __future__ import annotations

from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from leadkit.base import language
from leadkit.base.estimate import Estimate, rate


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_rate_has_the_wilson_interval_of_statsmodels(counts):
    events, n = counts
    low, high = proportion_confint(events, n, method="wilson")
    estimate = rate(events, n)
    assert estimate.low == pytest.approx(low, abs=1e-9)
    assert estimate.high == pytest.approx(high, abs=1e-9)


def test_small_sample_prints_counts_and_leaves_numbers_out_of_files():
    estimate = rate(3, 14)
    assert str(estimate) == "3 of 14: too few for a rate (at least 20 needed)"
    assert estimate.to_dict()["value"] is None
    assert estimate.to_dict()["n"] == 14


def test_no_observation_is_refused_and_not_a_division_by_zero():
    assert rate(0, 0, minimum_n=0).refused


@pytest.mark.parametrize(
    ("lang", "text"),
    [("en", "12 % (7–20), n = 100"), ("vi", "12% (7–20), n = 100")],
)
def test_rate_is_written_in_the_readers_style(lang, text):
    language.use(lang)
    try:
        assert str(rate(12, 100)).replace(language.NO_BREAK, " ") == text
    finally:
        language.use("en")


def test_money_interval_with_a_negative_end_is_written_in_words():
    estimate = Estimate(value=-249e6, low=-1003e6, high=512e6, n=57, unit="VND", method="bootstrap")
    assert estimate.write().replace(language.NO_BREAK, " ") == ("−249 M ₫ (−1,003 M ₫ to 512 M ₫)")


def test_an_estimate_with_its_sign_turned_keeps_its_lower_end_below():
    turned = -Estimate(value=3, low=-1, high=9, n=57, unit="VND", method="bootstrap")
    assert (turned.value, turned.low, turned.high, turned.n) == (-3, -9, 1, 57)


def test_uncomputable_number_says_so():
    estimate = Estimate(value=nan, low=nan, high=nan, n=50, method="none")
    assert str(estimate) == "cannot be computed"
