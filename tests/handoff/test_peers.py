"""The curve beside other libraries, wherever they answer the same question."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_leads import TERMS, scored_leads
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.metrics import confusion_matrix, make_scorer
from sklearn.model_selection import TunedThresholdClassifierCV

from leadkit.handoff import handoff_curve


class Said(ClassifierMixin, BaseEstimator):
    """A fitted classifier whose only feature is the probability it says."""

    classes_ = np.array([0, 1])

    def fit(self, X, y):
        return self

    def predict_proba(self, X):
        return np.c_[1 - X[:, 0], X[:, 0]]


def money(y, handed_off):
    return TERMS.value * np.sum(y * handed_off) - TERMS.cost * np.sum(handed_off)


@pytest.fixture(scope="module", params=["scores of all sizes", "thirty tied scores"])
def scored(request):
    table = scored_leads(1500, 3)
    return table.assign(p=table["p"].round(2)) if "tied" in request.param else table


@pytest.fixture(scope="module")
def curve(scored):
    return handoff_curve(scored, TERMS, draws=20)


def test_net_benefit_is_the_published_formula_of_a_confusion_matrix(scored, curve):
    y, p, n = scored["y"], scored["p"], len(scored)
    said = curve.net_benefit[curve.net_benefit["threshold"] < 1]
    for row in said.iloc[::7].itertuples():
        weight = row.threshold / (1 - row.threshold)
        (_, false), (_, true) = confusion_matrix(y, p >= row.threshold, labels=[0, 1])
        assert row.model == pytest.approx(true / n - false / n * weight, abs=1e-9)
        assert row.all == pytest.approx(y.mean() - (1 - y.mean()) * weight, abs=1e-9)
        assert row.none == 0


@pytest.mark.filterwarnings("ignore")
def test_net_benefit_is_that_of_dcurves(scored, curve):
    dcurves = pytest.importorskip("dcurves")
    ours = curve.net_benefit.set_index("threshold")
    ours = ours[(ours.index > 0) & (ours.index < 1)].iloc[::7]
    theirs = dcurves.dca(
        scored[["y", "p"]], outcome="y", modelnames=["p"], thresholds=list(ours.index)
    ).pivot_table(index="threshold", columns="model", values="net_benefit")
    for name, their_name in {"model": "p", "all": "all", "none": "none"}.items():
        assert ours[name].to_numpy() == pytest.approx(theirs[their_name].to_numpy(), abs=1e-9)


def test_the_best_observed_line_is_that_of_a_tuned_threshold(scored, curve):
    table = curve.table[curve.table["handed_off"] > 0]
    tuned = TunedThresholdClassifierCV(
        Said(),
        scoring=make_scorer(money),
        thresholds=table["threshold"].to_numpy(),
        cv="prefit",
        refit=False,
    ).fit(scored[["p"]].to_numpy(), scored["y"].to_numpy())
    assert curve.choose().best_observed == tuned.best_threshold_
    assert table["profit"].max() == pytest.approx(tuned.best_score_, abs=1e-6)


@pytest.mark.parametrize("strategy", ["MaxProfit", "EmpiricalMaxProfit"])
def test_the_highest_profit_is_that_of_empulse(scored, curve, strategy):
    metrics = pytest.importorskip("empulse.metrics")
    matrix = metrics.CostMatrix().add_tp_benefit("gain").add_fp_cost("loss")
    metric = metrics.Metric(matrix, getattr(metrics, strategy)())
    terms = {"gain": TERMS.value - TERMS.cost, "loss": TERMS.cost}
    y, p = scored["y"].to_numpy(), scored["p"].to_numpy()
    on_every_score = {line: money(y, p >= line) for line in np.unique(p)}
    best = max(on_every_score, key=on_every_score.get)
    assert metric(y, p, **terms) * len(y) == pytest.approx(on_every_score[best])
    assert metric.optimal_threshold(y, p, **terms) == pytest.approx(best)
    highest = curve.table["profit"].max()
    if len(np.unique(p)) < len(curve.thresholds):
        assert highest == pytest.approx(on_every_score[best])
    assert 0.99 * on_every_score[best] <= highest <= on_every_score[best] + 1e-6


def test_the_highest_profit_of_leads_with_their_own_amounts_is_that_of_empulse(scored):
    metrics = pytest.importorskip("empulse.metrics")
    rng = np.random.Generator(np.random.PCG64(4))
    own = scored.assign(
        p=scored["p"].round(2),
        worth=rng.lognormal(6.5, 0.6, len(scored)),
        cost=rng.uniform(40, 120, len(scored)),
    )
    matrix = metrics.CostMatrix().add_tp_benefit("gain").add_fp_cost("loss")
    highest = metrics.Metric(matrix, metrics.EmpiricalMaxProfit())(
        own["y"].to_numpy(),
        own["p"].to_numpy(),
        gain=(own["worth"] - own["cost"]).to_numpy(),
        loss=own["cost"].to_numpy(),
    )
    table = handoff_curve(own, TERMS, draws=20).table
    assert table["profit"].max() / len(own) == pytest.approx(highest)


def test_one_value_a_lead_gives_the_curve_of_one_value_for_all(scored, curve):
    own = scored.assign(worth=TERMS.value, cost=TERMS.cost)
    same = ["threshold", "handed_off", "wins", "profit", "expected_profit"]
    pd.testing.assert_frame_equal(
        handoff_curve(own, TERMS, draws=20).table[same], curve.table[same], check_dtype=False
    )
