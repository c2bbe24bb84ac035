import numpy as np
import pytest
from made_book import make_book
from sklearn.linear_model import LogisticRegression

from leadkit.review.shortfall import reference
from leadkit.review.shortfall.reference import (
    RIDGE,
    compare,
    factors,
    fit,
    refit,
    resamples,
    sigmoid,
)
from leadkit.review.shortfall.sample import draw_up


@pytest.fixture(scope="module")
def sample():
    return draw_up(make_book(n=300, last=300, bad=0.4, slow=2.0, seed=1))


@pytest.fixture(scope="module")
def small():
    """About 40 wins in all reference quarters together."""
    return draw_up(make_book(n=70, last=80, bad=0.4, slow=2.0, seed=5))


def with_sklearn(sample, weights):
    rows = sample.is_reference & (weights > 0)
    model = LogisticRegression(C=1 / RIDGE, tol=1e-9, max_iter=5000)
    model.fit(sample.design[rows, 1:], sample.won[rows], sample_weight=weights[rows])
    return np.r_[model.intercept_, model.coef_[0]]


def test_the_reference_model_is_scikit_learns_ridge_regression(sample):
    np.testing.assert_allclose(fit(sample)[0], with_sklearn(sample, np.ones(len(sample.won))),
                               atol=1e-5)  # fmt: skip


def test_expected_wins_of_the_reference_quarters_are_the_observed_ones(sample):
    rows = sample.is_reference
    chances = sigmoid(sample.design[rows] @ fit(sample)[0])
    assert chances.sum() == pytest.approx(sample.won[rows].sum(), rel=1e-9)


def drawn_weights(sample, draws, seed=0):
    rng = np.random.Generator(np.random.PCG64(seed))
    return np.concatenate(list(resamples(sample, draws, rng)))


@pytest.mark.parametrize("which", ["sample", "small"])
def test_batched_refits_agree_with_scikit_learn_refits(which, request):
    sample = request.getfixturevalue(which)
    weights = drawn_weights(sample, 25)
    start = fit(sample)
    rows = ~sample.is_reference
    fast = refit(sample, weights, start)
    exact = refit(sample, weights, start, steps=30)
    peer = np.array([with_sklearn(sample, row) for row in weights])
    np.testing.assert_allclose(exact.coefficients, peer, atol=2e-4)
    two_steps, converged = (factors(sample, rows, weights, r) for r in (fast, exact))
    spread = converged.std(axis=0)
    typical = np.sqrt(((two_steps - converged) ** 2).mean(axis=0))
    assert (typical <= 0.05 * spread).all()


def test_each_quarter_draws_as_many_accounts_as_it_has(sample):
    weights = drawn_weights(sample, 6)
    for quarter in set(sample.quarter):
        rows = np.flatnonzero(sample.quarter == quarter)
        accounts, first = np.unique(sample.account[rows], return_index=True)
        assert (weights[:, rows[first]].sum(axis=1) == len(accounts)).all()
        for account in accounts[:20]:
            of_account = weights[:, rows[sample.account[rows] == account]]
            assert (of_account == of_account[:, :1]).all()


def test_blocks_of_rows_do_not_change_the_refit(sample, monkeypatch):
    weights, start = drawn_weights(sample, 6), fit(sample)
    whole = refit(sample, weights, start).coefficients
    monkeypatch.setattr(reference, "ROWS", 100)
    np.testing.assert_allclose(refit(sample, weights, start).coefficients, whole, atol=1e-10)


def test_blocks_of_draws_are_complete(sample, monkeypatch):
    monkeypatch.setattr(reference, "CELLS", 3 * len(sample.won))
    assert [len(block) for block in resamples(sample, 7, np.random.default_rng(0))] == [3, 3, 1]


def test_the_factors_multiply_to_revenue(sample):
    before, after = compare(sample, draws=3, seed=0)
    for (found, *_draws), quarter in ((before, "2026Q1"), (after, "2026Q2")):
        rows = sample.quarter == quarter
        assert found.prod() == pytest.approx(sample.value[rows].sum(), rel=1e-12)
        assert found[0] == rows.sum()


def test_quality_is_the_mean_over_the_usual_follow_up(sample):
    """With few distinct waits the grid of typical follow-ups is exact."""
    sample.follow_up[:, 0] = np.round(sample.follow_up[:, 0])
    once = np.ones((1, len(sample.won)))
    reference = refit(sample, once, fit(sample), steps=0)
    rows = ~sample.is_reference
    found = factors(sample, rows, once, reference)
    beta, p = reference.coefficients[0], sample.features.shape[1]
    lead = sample.features[rows] @ beta[:p]
    usual = sample.follow_up[sample.is_reference] @ beta[p:]
    chance = sigmoid(lead[:, None] + usual[None, :]).mean(axis=1)
    expected = reference.deal_value[0, sample.segment[rows]]
    assert found[0, 1] == pytest.approx((chance * expected).mean(), rel=1e-9)


def test_expected_deal_value_is_the_segments_mean_drawn_to_the_overall_one(sample):
    once = np.ones((1, len(sample.won)))
    values = refit(sample, once, fit(sample), steps=0).deal_value[0]
    won = sample.is_reference & (sample.won > 0)
    overall = sample.value[won].mean()
    for code in np.unique(sample.segment):
        own = sample.value[won & (sample.segment == code)]
        assert values[code] == pytest.approx((own.sum() + overall) / (len(own) + 1))
