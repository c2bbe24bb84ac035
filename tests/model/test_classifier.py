from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score
from sklearn.utils.estimator_checks import parametrize_with_checks

from leadkit.model import LeadQualityClassifier

MODELS = [
    LeadQualityClassifier(),
    LeadQualityClassifier(calibration="sigmoid", splines=False),
    LeadQualityClassifier("boosting"),
]


@pytest.mark.filterwarnings("ignore")  # checks feed it what no lead table holds
@parametrize_with_checks(MODELS)
def test_it_is_a_scikit_learn_estimator(estimator, check):
    check(estimator)


def leads(n=800, seed=0):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "source": rng.choice(["web", "list", "fair"], n),
            "pages": rng.poisson(3, n).astype(float),
            "note": pd.Series(rng.choice(["a", None], n), dtype="str"),
        }
    )
    table.loc[::7, "pages"] = np.nan
    logit = (table["source"] == "web") * 1.5 + table["pages"].fillna(0) * 0.3 - 2
    return table, (rng.random(n) < 1 / (1 + np.exp(-logit))).astype(int)


@pytest.mark.parametrize("model", MODELS, ids=["logistic", "calibrated", "boosting"])
def test_text_numbers_and_blanks_are_taken_as_they_are(model):
    X, y = leads()
    p = model.fit(X, y).predict_proba(X)[:, 1]
    assert roc_auc_score(y, p) > 0.7
    assert p.mean() == pytest.approx(y.mean(), abs=0.02)


def test_a_level_never_seen_counts_as_rare_and_not_as_an_error():
    X, y = leads()
    model = LeadQualityClassifier().fit(X, y)
    strange = X.head(1).assign(source="moon")
    assert 0 < model.predict_proba(strange)[0, 1] < 1


def test_columns_that_say_nothing_change_little_and_order_changes_nothing():
    X, y = leads()
    plain = LeadQualityClassifier().fit(X, y).predict_proba(X)
    turned = LeadQualityClassifier().fit(X[X.columns[::-1]], y).predict_proba(X[X.columns[::-1]])
    np.testing.assert_allclose(plain, turned, atol=1e-6)


def test_accounts_do_not_stand_on_both_sides_of_a_calibration_fold():
    X, y = leads(300)
    doubled, twice = pd.concat([X, X], ignore_index=True), np.r_[y, y]
    group = np.r_[np.arange(300), np.arange(300)]
    grouped = LeadQualityClassifier("boosting", calibration="sigmoid").fit(doubled, twice, group)
    loose = LeadQualityClassifier("boosting", calibration="sigmoid").fit(doubled, twice)
    spread = [np.std(model.predict_proba(X)[:, 1]) for model in (grouped, loose)]
    assert spread[0] < spread[1]


def test_one_outcome_is_refused():
    X, _y = leads()
    with pytest.raises(ValueError, match="two outcomes"):
        LeadQualityClassifier().fit(X, np.zeros(len(X)))
