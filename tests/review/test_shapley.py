import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.review import shapley

BEFORE = [1000, 0.10, 1, 1, 10]
AFTER = [1100, 0.08, 0.9, 0.95, 10.5]
TINY = 1e-300  # products of subnormal factors round to zero
factor = st.floats(0, 1000)
pairs = st.lists(st.tuples(factor, factor), min_size=1, max_size=5)


def lmdi(before, after):
    """Logarithmic mean Divisia index (Ang, 2004): the cross-check, which needs all factors > 0."""
    before, after = np.asarray(before, float), np.asarray(after, float)
    if min(before.min(), after.min()) <= 0:
        raise ValueError("LMDI has no answer where a factor is zero")
    mean = (after.prod() - before.prod()) / np.log(after.prod() / before.prod())
    return mean * np.log(after / before)


def test_product_of_five_factors_known_answer():
    parts = shapley(BEFORE, AFTER)
    expected = [85.601, -199.168, -94.257, -45.936, 43.780]
    np.testing.assert_allclose(parts, expected, atol=5e-4)
    assert parts.sum() == pytest.approx(-209.98)


def test_shapley_lies_between_the_two_sequential_orders():
    forward, reverse = [100, -220, -88, -39.6, 37.62], [71.82, -179.55, -99.75, -52.5, 50]
    parts = shapley(BEFORE, AFTER)
    between = (parts - forward) * (parts - reverse)
    assert (between < 0).all()


def test_lmdi_agrees_closely():
    expected = [84.911, -198.796, -93.865, -45.697, 43.467]
    np.testing.assert_allclose(lmdi(BEFORE, AFTER), expected, atol=5e-4)
    np.testing.assert_allclose(shapley(BEFORE, AFTER), lmdi(BEFORE, AFTER), rtol=0.01)


def test_a_factor_that_falls_to_zero_takes_the_whole_loss():
    before, after = [10, 0.1, 1, 1, 10], [10, 0.1, 1, 0, 10]
    np.testing.assert_allclose(shapley(before, after), [0, 0, 0, -10, 0], atol=1e-12)
    with pytest.raises(ValueError, match="zero"):
        lmdi(before, after)


@pytest.mark.parametrize(
    ("before", "after", "mix", "rate"),
    [
        ([(0.6, 0.10), (0.4, 0.05)], [(0.4, 0.10), (0.6, 0.04)], -1.1, -0.5),
        ([(0.7, 0.20), (0.3, 0.04)], [(0.3, 0.21), (0.7, 0.05)], -6.4, 1.0),
    ],
    ids=["reference choice", "Simpson"],
)
def test_two_factors_by_source_are_kitagawas_split(before, after, mix, rate):
    parts = 100 * shapley(before, after).sum(axis=0)
    np.testing.assert_allclose(parts, [mix, rate], atol=1e-9)


def test_either_reference_is_one_of_the_two_orders():
    (share0, rate0), (share1, rate1) = (
        np.array([[0.6, 0.4], [0.1, 0.05]]),
        np.array([[0.4, 0.6], [0.1, 0.04]]),
    )
    by_old = 100 * np.array([(share1 - share0) @ rate0, share1 @ (rate1 - rate0)])
    by_new = 100 * np.array([(share1 - share0) @ rate1, share0 @ (rate1 - rate0)])
    np.testing.assert_allclose(by_old, [-1.0, -0.6])
    np.testing.assert_allclose(by_new, [-1.2, -0.4])
    both = shapley(np.c_[share0, rate0], np.c_[share1, rate1]).sum(axis=0)
    np.testing.assert_allclose(100 * both, (by_old + by_new) / 2)


@given(pairs)
def test_parts_sum_to_the_change(factors):
    before, after = np.array(factors).T
    largest = np.maximum(before, after).prod()
    change = after.prod() - before.prod()
    assert shapley(before, after).sum() == pytest.approx(
        change, rel=1e-9, abs=1e-9 * largest + TINY
    )


@given(pairs)
def test_going_back_undoes_the_split_and_an_unchanged_factor_has_no_part(factors):
    before, after = np.array(factors).T
    forth, back = shapley(before, after), shapley(after, before)
    scale = np.maximum(before, after).prod()
    np.testing.assert_allclose(forth, -back, atol=1e-9 * scale + TINY, rtol=1e-9)
    assert (np.abs(forth[before == after]) <= 1e-9 * scale + TINY).all()


def test_draws_are_split_one_by_one():
    draws = np.random.default_rng(0).uniform(1, 2, (7, 5))
    whole = shapley(BEFORE, draws)
    np.testing.assert_allclose(whole, [shapley(BEFORE, row) for row in draws])
