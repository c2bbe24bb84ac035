"""Off-policy estimators over every draw of a tiny log, against statsmodels, and by account."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leadkit as lk
from leadkit.handoff.unseen import estimators
from leadkit.handoff.unseen.estimators import Draw, Outcomes
from leadkit.handoff.unseen.logged import Logged
from leadkit.handoff.unseen.off_policy import estimates

TERMS = lk.Economics(value=1000, cost=50)

leads = st.lists(
    st.tuples(st.sampled_from([0.1, 0.3, 0.5, 0.9]), st.booleans(), st.floats(0.01, 0.99)),
    min_size=2,
    max_size=7,
)


def enumerated(chances, won, believed, estimate, *, really=None):
    """Return the mean of an estimate over every way the draw can fall."""
    chances = np.array(chances)
    really = chances if really is None else np.array(really)
    outcomes = Outcomes(design=np.ones((len(won), 1)), chance=np.array(believed))
    total = 0.0
    for taken in map(np.array, product([False, True], repeat=len(won))):
        draw = Draw(taken=taken, propensity=chances, won=np.where(taken, won, 0.0),
                    account=np.arange(len(won)), gained=1000, paid=50)  # fmt: skip
        probability = np.prod(np.where(taken, really, 1 - really))
        total += probability * estimate(draw, outcomes).sum()
    return total


@settings(max_examples=15, deadline=None)
@given(leads)
def test_over_all_draws_the_weighted_estimates_are_exactly_right_whatever_the_model(made):
    chances, won, believed = zip(*made, strict=True)
    rule = np.arange(len(won)) % 2 == 0
    true = (rule * (1000 * np.array(won) - 50.0)).sum()
    for estimate in (
        lambda draw, _outcomes: estimators.inverse_weighted(draw, rule),
        lambda draw, outcomes: estimators.doubly_robust(draw, rule, outcomes),
    ):
        assert enumerated(chances, won, believed, estimate) == pytest.approx(true)


@settings(max_examples=15, deadline=None)
@given(leads)
def test_doubly_robust_is_right_under_wrong_chances_if_the_model_is_right(made):
    chances, won, _believed = zip(*made, strict=True)
    rule = np.ones(len(won), dtype=bool)
    wrong = [0.5 * chance for chance in chances]
    found = enumerated(
        wrong, won, np.array(won, dtype=float),
        lambda draw, outcomes: estimators.doubly_robust(draw, rule, outcomes), really=chances,
    )  # fmt: skip
    assert found == pytest.approx(1000 * sum(won) - 50 * len(won))


def drawn(n=900, seed=3):
    """Draw a log with known win rates: half of the leads by rule, the rest explored at .3."""
    rng = np.random.Generator(np.random.PCG64(seed))
    p = 1 / (1 + np.exp(-rng.normal(-2, 1, n)))
    table = pd.DataFrame({"p": p, "points": np.nan, "today": p > np.median(p), "override": False})
    table["propensity"] = np.where(table["today"], 0.95, 0.3)
    table["taken"] = rng.random(n) < table["propensity"]
    table["y"] = (rng.random(n) < p).astype(float)
    table["y"] = table["y"].where(table["taken"])
    table["account"] = table["key"] = [f"L{i}" for i in range(n)]
    return Logged(table, {"logged": n, "kept": n})


def test_the_doubt_of_the_direct_method_is_the_delta_method_of_statsmodels():
    discrete = pytest.importorskip("statsmodels.discrete.discrete_model")
    logged = drawn()
    table, taken = logged.table, logged.table["taken"].to_numpy()
    design = np.column_stack([np.ones(len(table)), estimators.log_odds(table["p"].to_numpy())])
    fit = discrete.Logit(table["y"][taken].to_numpy(), design[taken]).fit(disp=0, cov_type="HC0")
    chance = fit.predict(design)
    draw = Draw(taken=taken, propensity=table["propensity"].to_numpy(),
                won=table["y"].fillna(0).to_numpy(), account=np.arange(len(table)), gained=1000,
                paid=50)  # fmt: skip
    rule = table["p"].to_numpy() > 0.05
    found = estimators.modelled(draw, rule, Outcomes(design=design, chance=chance))
    assert found.sum() == pytest.approx((rule * (1000 * chance - 50)).sum())
    doubt = found - rule * (1000 * chance - 50)
    slope = 1000 * (rule * chance * (1 - chance)) @ design
    assert doubt @ doubt == pytest.approx(slope @ fit.cov_params() @ slope, rel=1e-3)


def test_a_lead_does_not_learn_from_its_own_account():
    table = drawn(300).table
    account = np.arange(300) // 3
    made = Draw(taken=table["taken"].to_numpy(), propensity=table["propensity"].to_numpy(),
                won=table["y"].fillna(0).to_numpy(), account=account, gained=1, paid=0)  # fmt: skip
    covariates = estimators.log_odds(table[["p"]].to_numpy())
    before = estimators.cross_fitted(made, covariates, seed=1).chance
    other = np.where((account == 7) & made.taken, 1 - made.won, made.won)
    after = estimators.cross_fitted(replace(made, won=other), covariates, seed=1).chance
    assert (before[account == 7] == after[account == 7]).all()
    assert (before != after).any()


def test_leads_of_one_account_are_not_counted_twice():
    one = drawn(400)
    twice = replace(one, table=pd.concat([one.table, one.table], ignore_index=True))
    single, double = (
        estimates(log, log.table["p"].to_numpy() > 0.03, TERMS, seed=0).set_index("method")
        for log in (one, twice)
    )
    for name in ("naive", "ipw", "snipw"):
        assert double.loc[name, "value"] == pytest.approx(2 * single.loc[name, "value"])
        halves = [(t["high"] - t["low"])[name] for t in (single, double)]
        assert halves[1] == pytest.approx(2 * halves[0])
