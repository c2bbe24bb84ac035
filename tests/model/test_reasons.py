from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit

from leadkit.model import LeadQualityClassifier, contributions
from leadkit.model.reasons import explained, reasons
from leadkit.model.saving import dump

MODELS = {
    "logistic": LeadQualityClassifier("logistic", splines=True),
    "straight": LeadQualityClassifier("logistic", splines=False, calibration="none"),
    "isotonic": LeadQualityClassifier("logistic", splines=False, calibration="isotonic"),
    "boosting": LeadQualityClassifier("boosting", trees=20, calibration="none"),
    "boosting calibrated": LeadQualityClassifier("boosting", trees=20),
}


def leads(n=700, seed=0):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "pages": rng.poisson(3, n).astype(float),
            "source": rng.choice(["web", "list", "fair"], n),
            "campaign": rng.choice([f"c{i}" for i in range(60)], n),
            "demo": rng.integers(0, 2, n).astype(float),
            "budget": pd.Series(rng.choice(["yes", "no", None], n), dtype="str"),
            "email_valid": rng.integers(0, 2, n).astype(float),
        }
    )
    table.loc[::7, "pages"] = np.nan
    chance = 1.5 * (table["source"] == "web") + 0.3 * table["pages"].fillna(0) + table["demo"] - 3
    return table, (rng.random(n) < 1 / (1 + np.exp(-chance))).astype(int)


@pytest.fixture(scope="module", params=MODELS)
def fitted(request):
    X, y = leads()
    return MODELS[request.param].fit(X, y)


def new_leads():
    X, _y = leads(80, seed=1)
    return X.assign(campaign=X["campaign"].mask(X.index < 9, "never seen")).set_index(X.index + 500)


def test_the_parts_add_up_to_the_log_odds(fitted):
    X = new_leads()
    parts = contributions(fitted, X)
    steps = ["calibration"] if fitted.calibration_ == "isotonic" else []
    assert list(parts) == [*X.columns, *steps, "average"]
    assert parts.index.equals(X.index)
    expected = logit(fitted.predict_proba(X)[:, 1])
    np.testing.assert_allclose(parts.sum(axis=1), expected, atol=1e-9)
    assert parts["average"].nunique() == 1


def test_a_column_that_the_model_does_not_look_at_has_no_part(fitted):
    X, y = leads()
    blind = MODELS["logistic"].fit(X.assign(demo=1.0), y)
    assert contributions(blind, X.assign(demo=1.0))["demo"].abs().max() < 1e-9


def test_dates_and_texts_have_one_part_each():
    X, y = leads()
    at = pd.date_range("2025-01-01", periods=len(X), freq="7h", tz="UTC")
    X = X.assign(at=at, title=[f"Trưởng phòng {place} kinh doanh" for place in range(len(X))])
    model = MODELS["logistic"].fit(X, y)
    assert (model.dates_, model.text_) == (["at"], ["title"])
    parts = contributions(model, X)
    assert list(parts) == [*X.columns, "average"]
    np.testing.assert_allclose(parts.sum(axis=1), logit(model.predict_proba(X)[:, 1]), atol=1e-9)
    assert reasons(model, X.head(1), top=len(X.columns))["reason_1"].notna().all()


def test_parts_of_a_straight_line_are_coefficient_times_distance_from_the_mean():
    X, y = leads()
    X = X[["demo", "email_valid"]]
    model = MODELS["straight"].fit(X, y)
    parts = contributions(model, X)
    steps = parts.groupby(X["demo"])["demo"].first()
    flipped = [logit(model.predict_proba(X.assign(demo=value))[:, 1]) for value in (0.0, 1.0)]
    np.testing.assert_allclose(steps[1.0] - steps[0.0], flipped[1] - flipped[0], atol=1e-9)
    np.testing.assert_allclose(parts[["demo", "email_valid"]].mean(), 0, atol=1e-9)


def test_the_typical_lead_has_no_parts_under_boosting():
    X, y = leads()
    model = MODELS["boosting"].fit(X, y)
    typical = {
        name: X[name].median() if X[name].dtype.kind == "f" else X[name].fillna("?").mode()[0]
        for name in X
    }
    parts = contributions(model, pd.DataFrame([typical]).replace("?", np.nan))
    assert (parts.drop(columns="average") == 0).all(axis=None)


def test_one_lead_has_the_same_parts_alone_and_among_others(fitted):
    X = new_leads()
    alone = contributions(fitted, X.iloc[[3]])
    np.testing.assert_allclose(alone, contributions(fitted, X).iloc[[3]], atol=1e-12)


def points(text):
    return int(re.search(r"\(([+−]?\d+\.\d\d)\)$", text)[1].replace("−", "-").replace(".", ""))


def test_the_printed_reasons_add_up_to_the_printed_log_odds(fitted):
    said = reasons(fitted, new_leads())
    assert list(said) == ["log_odds", "reason_1", "reason_2", "reason_3", "reason_rest"]
    for row in said.to_dict("records"):
        texts = [row[name] for name in list(said)[1:] if isinstance(row[name], str)]
        assert sum(map(points, texts)) == round(row["log_odds"] * 100)


def test_the_largest_parts_come_first_and_say_their_direction(fitted):
    said = reasons(fitted, new_leads()).dropna()
    sizes = np.array([[abs(points(text)) for text in row] for row in said.iloc[:, 1:4].to_numpy()])
    assert (np.diff(sizes, axis=1) <= 0).all()
    for text in said["reason_1"]:
        assert ("speaks for" in text) == (points(text) > 0)


def test_blanks_numbers_and_flags_are_put_in_words():
    X, y = leads()
    model = MODELS["logistic"].fit(X, y)
    lead = {"source": "web", "campaign": "c1", "demo": 1.0, "email_valid": 0.0}
    lead = pd.DataFrame([lead | {"pages": 2.5, "budget": None}])[list(X)]
    said = " | ".join(reasons(model, lead, top=6).filter(like="reason").iloc[0].dropna())
    assert "source is web: speaks for" in said
    assert "demo is 1: speaks for" in said
    assert "budget is blank: speaks" in said
    assert "pages is 2.50: speaks" in said
    assert "the e-mail address is not valid: speaks" in said
    assert "email_valid" not in said


def test_fewer_columns_than_reasons_leave_the_others_blank():
    X, y = leads()
    said = reasons(LeadQualityClassifier().fit(X[["source"]], y), X[["source"]])
    assert said["reason_1"].notna().all()
    assert said[["reason_2", "reason_3"]].isna().all(axis=None)


@pytest.mark.parametrize("name", ["logistic", "isotonic", "boosting calibrated"])
def test_the_file_of_a_model_with_reasons_stays_the_same_and_is_read_back(name):
    import skops.io as sio

    from leadkit.model.saving import TRUSTED

    X, y = leads()
    content = dump(MODELS[name].fit(X, y))
    assert content == dump(MODELS[name].fit(X, y))
    again = sio.loads(content, trusted=TRUSTED)
    pd.testing.assert_frame_equal(reasons(again, X), reasons(MODELS[name], X))


@pytest.mark.parametrize("name", MODELS)
def test_explained_leads_have_the_probability_and_the_reasons_asked_for_apart(name):
    rng = np.random.default_rng(3)
    X = pd.DataFrame({"pages": rng.normal(size=300), "source": rng.choice(["web", "list"], 300)})
    won = rng.random(300) < 1 / (1 + np.exp(-X["pages"] - (X["source"] == "web")))
    model = MODELS[name].fit(X, won, times=np.arange(300))
    found = explained(model, X)
    assert found["probability"].tolist() == model.predict_proba(X)[:, 1].tolist()
    pd.testing.assert_frame_equal(found.drop(columns="probability"), reasons(model, X))
