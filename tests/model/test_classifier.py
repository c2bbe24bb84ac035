from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit
from sklearn.datasets import make_classification
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.utils.estimator_checks import parametrize_with_checks

from leadkit.model import LeadQualityClassifier
from leadkit.model.choosing import make_folds

MODELS = [
    LeadQualityClassifier(),
    LeadQualityClassifier("boosting", trees=10),
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
    chance = expit((table["source"] == "web") * 1.5 + table["pages"].fillna(0) * 0.3 - 2)
    return table, (rng.random(n) < chance).astype(int)


def raw_leads(n=1500, seed=0):
    """Return a table of every kind of column, and outcomes that hang on most of them."""
    rng = np.random.default_rng(seed)
    titles = np.array(["Giám đốc bán hàng", "Trưởng phòng marketing", "Nhân viên kế toán"])
    rank = rng.integers(0, 3, n)
    at = pd.Timestamp("2025-01-06", tz="Asia/Ho_Chi_Minh") + pd.to_timedelta(
        rng.integers(0, 24 * 300, n), unit="h"
    )
    table = pd.DataFrame(
        {
            "source": pd.Categorical(rng.choice(["web", "list", "fair"], n)),
            "wants_demo": rng.random(n) < 0.3,
            "title": [f"{titles[one]} khu {place}" for place, one in enumerate(rank)],
            "budget": np.where(rng.random(n) < 0.04, "unknown", rng.integers(1, 90, n).astype(str)),
            "seen": at,
            "born": pd.Series(at.tz_localize(None)).where(rng.random(n) < 0.5),
            "visits": pd.array(rng.poisson(4, n), dtype="Int64"),
        }
    )
    z = 1.2 * table["wants_demo"] + 1.2 * (rank == 0) - 1.5 * (at.day_of_week >= 5) - 1.0
    return table, (rng.random(n) < expit(z)).astype(int)


def test_a_raw_table_needs_no_preparation_and_no_settings():
    X, y = raw_leads()
    model = LeadQualityClassifier().fit(X[:1000], y[:1000])
    assert model.numeric_ == ["wants_demo", "budget", "visits"]
    assert model.levels_ == ["source"]
    assert model.dates_ == ["seen", "born"]
    assert model.text_ == ["title"]
    assert roc_auc_score(y[1000:], model.predict_proba(X[1000:])[:, 1]) > 0.7
    words = model.columns_.encoders[2].words
    assert {"giam", "doc", "khu"} <= set(words)
    assert not any(any(sign.isdigit() for sign in word) for word in words)


def test_a_date_counts_by_its_weekday_and_hour_and_not_as_a_clock():
    X, y = raw_leads()
    model = LeadQualityClassifier().fit(X, y)
    later = X.assign(seen=X["seen"] + pd.Timedelta(weeks=150))
    np.testing.assert_array_equal(model.predict_proba(later), model.predict_proba(X))
    shifted = X.assign(seen=X["seen"] + pd.Timedelta(days=3))
    assert np.abs(model.predict_proba(shifted) - model.predict_proba(X)).max() > 0.01


def test_dates_and_numbers_written_as_text_are_read_as_such():
    X, y = raw_leads()
    written = X.assign(seen=X["seen"].dt.strftime("%Y-%m-%d %H:%M"), visits=X["visits"].astype(str))
    model = LeadQualityClassifier().fit(X, y)
    again = LeadQualityClassifier().fit(written, y)
    assert again.dates_ == model.dates_
    np.testing.assert_array_equal(again.predict_proba(written), model.predict_proba(X))
    np.testing.assert_array_equal(model.predict_proba(written), model.predict_proba(X))


@pytest.mark.parametrize("model", MODELS, ids=["auto", "boosting"])
def test_text_numbers_and_blanks_are_taken_as_they_are(model):
    X, y = leads()
    p = model.fit(X, y).predict_proba(X)[:, 1]
    assert roc_auc_score(y, p) > 0.7
    assert p.mean() == pytest.approx(y.mean(), abs=0.02)


HARD = {
    "constant": lambda n: np.ones(n),
    "blank": lambda n: np.full(n, np.nan),
    "ten thousand levels": lambda n: [f"level{i % 10_000}" for i in range(n)],
    "distinct words": lambda n: [f"word{i}" for i in range(n)],
    "mixed": lambda n: [i if i % 2 else f"x{i}" for i in range(n)],
    "infinite": lambda n: np.where(np.arange(n) % 2, np.inf, -np.inf),
    "no dates": lambda n: pd.Series([pd.NaT] * n),
}


@pytest.mark.parametrize("kind", HARD)
@pytest.mark.parametrize("model", MODELS, ids=["auto", "boosting"])
def test_a_column_that_says_nothing_does_no_harm(kind, model):
    X, y = leads()
    hard = X.assign(hard=HARD[kind](len(X)))
    plain = model.fit(X, y).predict_proba(X)[:, 1]
    with_it = model.fit(hard, y).predict_proba(hard)[:, 1]
    assert np.abs(with_it - plain).max() < 0.1


def test_infinite_numbers_count_as_blank():
    X, y = leads()
    infinite = X.assign(pages=X["pages"].fillna(np.inf))
    model = LeadQualityClassifier().fit(X, y)
    np.testing.assert_array_equal(model.predict_proba(infinite), model.predict_proba(X))


def test_case_and_spaces_do_not_make_another_level():
    X, y = leads()
    model = LeadQualityClassifier().fit(X, y)
    shouted = X.assign(source=" " + X["source"].str.upper())
    np.testing.assert_array_equal(model.predict_proba(shouted), model.predict_proba(X))


def test_a_level_never_seen_counts_as_rare_and_not_as_an_error():
    X, y = leads()
    model = LeadQualityClassifier().fit(X, y)
    strange = X.head(1).assign(source="moon")
    assert 0 < model.predict_proba(strange)[0, 1] < 1


def test_the_order_of_columns_changes_nothing():
    X, y = leads()
    plain = LeadQualityClassifier().fit(X, y).predict_proba(X)
    turned = LeadQualityClassifier().fit(X[X.columns[::-1]], y).predict_proba(X[X.columns[::-1]])
    np.testing.assert_allclose(plain, turned, atol=1e-6)


def test_scores_have_the_same_bits_in_any_batch():
    X, y = raw_leads(600)
    model = LeadQualityClassifier("logistic", splines=True).fit(X, y)
    whole = model.predict_proba(X)
    for rows in (1, 7, 250):
        parts = [model.predict_proba(X[i : i + rows]) for i in range(0, len(X), rows)]
        np.testing.assert_array_equal(np.vstack(parts), whole)


def crossed(n=3000, seed=0):
    """Return leads that two columns tell apart only together."""
    rng = np.random.default_rng(seed)
    X = pd.DataFrame({"a": rng.normal(size=n), "b": rng.normal(size=n)})
    return X, (rng.random(n) < expit(2.5 * np.sign(X["a"] * X["b"]) - 0.5)).astype(int)


def curved(n=3000, seed=0):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame({"a": rng.normal(size=n), "b": rng.normal(size=n)})
    return X, (rng.random(n) < expit(1.5 * X["a"] ** 2 - 2)).astype(int)


def straight(n=3000, seed=0):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame({"a": rng.random(n), "b": rng.random(n)})
    return X, (rng.random(n) < expit(np.sqrt(12) * (X["a"] - 0.5) - 1)).astype(int)


@pytest.mark.parametrize(
    ("made", "model", "splines"),
    [(crossed, "boosting", False), (curved, "logistic", True), (straight, "logistic", False)],
)
def test_it_chooses_the_simplest_model_that_the_leads_call_for(made, model, splines):
    X, y = made()
    chosen = LeadQualityClassifier().fit(X, y, times=np.arange(len(X)))
    assert (chosen.model_, chosen.splines_) == (model, splines)
    table = chosen.selection_
    assert table["chosen"].sum() == 1
    assert table["difference"].min() == 0
    best, own = table.loc[table["log_loss"].idxmin()], table[table["chosen"]].iloc[0]
    allowed = max(own["standard_error"], 0.005 * best["log_loss"])
    assert own["difference"] <= allowed


def test_what_was_chosen_can_be_settled_and_fitted_again():
    X, y = straight()
    chosen = LeadQualityClassifier().fit(X, y)
    settled = chosen.settled()
    with pytest.raises(NotFittedError):
        settled.predict_proba(X)
    assert settled.model == chosen.model_
    assert settled.calibration == chosen.calibration_
    assert len(settled.fit(X, y).selection_) == 1
    np.testing.assert_array_equal(settled.predict_proba(X), chosen.predict_proba(X))


def test_below_150_wins_six_straight_columns_carry_the_model():
    values, y = make_classification(900, 20, n_informative=10, weights=[0.9], random_state=0)
    model = LeadQualityClassifier().fit(values, y)
    assert 40 < y.sum() < 150
    assert list(model.selection_["candidate"]) == ["logistic, straight, C=1"]
    assert (model.coef_ != 0).sum() == 6
    assert roc_auc_score(y, model.predict_proba(values)[:, 1]) > 0.7


def test_the_columns_are_prepared_once_and_every_candidate_fitted_once_a_fold(monkeypatch):
    from leadkit.model import classifier, learners

    counts = dict.fromkeys(("prepared", "ridges", "forests"), 0)

    def counted(name, job):
        def run(*args, **kwargs):
            counts[name] += 1
            return job(*args, **kwargs)

        return run

    monkeypatch.setattr(
        classifier.Columns, "learned", counted("prepared", classifier.Columns.learned)
    )
    monkeypatch.setattr(learners, "fitted", counted("ridges", learners.fitted))
    for module in (learners, classifier):
        monkeypatch.setattr(module, "forest", counted("forests", learners.forest))
    X, y = straight(1200)
    LeadQualityClassifier().fit(X, y, times=np.arange(len(X)))
    folds, shapes = 4, 2
    assert counts["prepared"] == 1
    assert counts["ridges"] == folds * shapes + 1
    assert 0 < counts["forests"] <= 2 * folds  # every number of trees from one fit a fold


def test_a_weight_of_two_is_a_lead_twice():
    X, y = leads()
    model = LeadQualityClassifier("logistic", calibration="none", splines=True)
    doubled = model.fit(pd.concat([X, X]), np.r_[y, y]).predict_proba(X)
    weighted = model.fit(X, y, weights=np.full(len(X), 2.0)).predict_proba(X)
    np.testing.assert_allclose(weighted, doubled, atol=1e-6)


def test_leads_without_weight_teach_nothing():
    X, y = leads()
    weights = np.ones(len(X))
    weights[::3] = 0
    model = LeadQualityClassifier()
    plain = model.fit(X, y, weights=weights).predict_proba(X)
    np.testing.assert_array_equal(
        model.fit(X, np.where(weights > 0, y, 1 - y), weights=weights).predict_proba(X), plain
    )


def test_one_outcome_is_refused():
    X, _y = leads()
    with pytest.raises(ValueError, match="two outcomes"):
        LeadQualityClassifier().fit(X, np.zeros(len(X)))


def test_leads_without_columns_are_refused():
    with pytest.raises(ValueError, match="at least one column"):
        LeadQualityClassifier().fit(pd.DataFrame(index=range(4)), [0, 1, 0, 1])


def test_trees_take_more_levels_than_they_have_codes():
    X, y = leads(7000)
    many = X.assign(campaign=[f"c{place % 300}" for place in range(len(X))])
    model = LeadQualityClassifier("boosting", trees=5).fit(many, y)
    assert len(model.columns_.encoders[-1].levels) == 300
    assert roc_auc_score(y, model.predict_proba(many)[:, 1]) > 0.7


def test_folds_go_forward_and_keep_accounts_whole():
    rng = np.random.default_rng(0)
    y = (rng.random(900) < 0.3).astype(int)
    times = pd.Series(
        pd.Timestamp("2025-01-01", tz="UTC") + pd.to_timedelta(rng.integers(0, 99, 900), "D")
    )
    groups = rng.integers(0, 700, 900)
    folds = make_folds(y, groups, times)
    assert len(folds) == 4
    held = np.concatenate([check for _fit, check in folds])
    assert len(np.unique(held)) == len(held)
    for fit, check in folds:
        assert times[fit].max() < times[check].min()
        assert not set(groups[fit]) & set(groups[check])


def test_without_time_each_account_is_held_out_once_with_its_share_of_wins():
    rng = np.random.default_rng(0)
    y, groups = (rng.random(1000) < 0.1).astype(int), rng.integers(0, 600, 1000)
    folds = make_folds(y, groups)
    held = np.concatenate([check for _fit, check in folds])
    assert sorted(held) == list(range(1000))
    for fit, check in folds:
        assert not set(groups[fit]) & set(groups[check])
        assert y[check].mean() == pytest.approx(y.mean(), abs=0.04)


def test_a_ridge_of_one_penalty_is_that_of_scikit_learn():
    from scipy.sparse import csr_array

    from leadkit.model.ridge import Ridge, Task, shrunk

    values, y = make_classification(400, 8, random_state=1)
    weights = np.random.default_rng(0).uniform(0.5, 2, 400)
    task = Task(csr_array(values), y, weights, np.zeros(8, dtype=np.intp))
    found = shrunk(task, Ridge(np.zeros(9), np.ones(1)), 1 / 0.3)
    theirs = LogisticRegression(C=0.3, solver="newton-cholesky", tol=1e-10).fit(values, y, weights)
    np.testing.assert_allclose(found.coef, theirs.coef_[0], atol=1e-7)
    assert found.intercept == pytest.approx(theirs.intercept_[0], abs=1e-7)


def test_columns_of_noise_are_shrunk_away_and_honest_ones_are_not():
    rng = np.random.default_rng(0)
    X, y = straight(3000)
    noisy = X.assign(campaign=rng.choice([f"c{i}" for i in range(60)], len(X)))
    model = LeadQualityClassifier("logistic", splines=False).fit(noisy, y)
    owners = model.columns_.owners(False)
    assert model.coef_[owners == 0] == pytest.approx(1.0, abs=0.15)
    assert np.abs(model.coef_[owners == 2]).max() < 0.1


def test_calibration_mends_scores_that_are_too_sure_as_far_as_the_wins_bear():
    from leadkit.model.calibrating import by_wins, calibrated

    rng = np.random.default_rng(0)
    truth = rng.normal(-1, 1, 6000)
    y = (rng.random(6000) < expit(truth)).astype(int)
    found = calibrated("sigmoid", truth * 1.6 + 0.5, y, np.ones(6000))
    assert found.slope == pytest.approx(1 / 1.6, abs=0.05)
    np.testing.assert_allclose(found.log_odds(truth * 1.6 + 0.5), truth, atol=0.25)

    def method(model, rows, scores):
        fold = np.arange(rows) % 4
        return by_wins(
            model, scores[:rows], y[:rows], np.ones(rows), fold=fold, accounts=np.arange(rows)
        )

    assert method("logistic", 100, truth) == "none"
    assert method("boosting", 100, truth) == "none"
    assert method("boosting", 300, truth) == "sigmoid"
    assert method("logistic", 300, truth) == "none"
    assert method("logistic", 6000, truth) == "sigmoid"
    bent = np.where(truth > -1, truth + 3, truth)  # a step that no line mends
    assert method("logistic", 6000, bent) == "isotonic"
    stepped = calibrated("isotonic", bent, y, np.ones(6000))
    order = np.argsort(bent)
    assert (np.diff(stepped.log_odds(bent[order])) > 0).all()


def test_calibrated_probabilities_expect_the_wins_there_were():
    X, y = straight(3000)
    model = LeadQualityClassifier().fit(X, y, times=np.arange(len(X)))
    p = model.predict_proba(X)[:, 1]
    assert model.calibration_ == "sigmoid"
    assert p.mean() == pytest.approx(y.mean(), abs=0.01)
    slope = LogisticRegression(C=1e9).fit(logit(p)[:, None], y).coef_[0, 0]
    assert 0.85 < slope < 1.15
