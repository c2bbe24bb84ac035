from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.naive_bayes import CategoricalNB
from sklearn.utils.estimator_checks import parametrize_with_checks

from leadkit.base.errors import BadInput
from leadkit.model.odoo import CLAMP, NaiveBayes

STAGES = pd.CategoricalDtype(["new", "qualified", "proposition"], ordered=True)


@pytest.mark.filterwarnings("ignore")  # checks feed it what no lead table holds
@parametrize_with_checks([NaiveBayes()])
def test_it_is_a_scikit_learn_estimator(estimator, check):
    check(estimator)


# Two leads won and three lost whose counts give every figure of Odoo's published check.
CLOSED = pd.DataFrame(
    {
        "stage": pd.Series(["proposition"] * 2 + ["qualified", "new", "new"], dtype=STAGES),
        "country": ["be", "fr", "be", None, None],
        "state": ["a", "a", "b", None, None],
        "email_state": ["correct"] * 5,
        "phone_state": ["correct", "correct", "correct", "incorrect", "incorrect"],
        "source": [None, "search", "mail", "mail", None],
    }
)
WON = [1, 1, 0, 0, 0]
OPEN = pd.DataFrame(
    {
        "stage": pd.Series(["qualified"], dtype=STAGES),
        "country": ["be"],
        "state": ["a"],
        "email_state": ["correct"],
        "phone_state": ["correct"],
        "source": ["mail"],
    }
)


def test_it_gives_the_figures_that_odoo_publishes():
    fitted = NaiveBayes(stage="stage").fit(CLOSED, WON)
    assert round(100 * fitted.predict_proba(OPEN)[0, 1], 2) == 74.30
    published = {"stage": 0.645, "country": 0.353, "state": 0.92, "email_state": 0.5,
                 "phone_state": 0.735, "source": 0.08}  # fmt: skip
    found = fitted.field_scores(OPEN).iloc[0]
    assert set(found.index) == set(published)
    for name, score in published.items():
        assert found[name] == pytest.approx(score, abs=0.0006), name


def test_without_a_stage_the_prior_and_the_fields_are_left():
    found = NaiveBayes().fit(CLOSED.drop(columns="stage"), WON).predict_proba(OPEN.iloc[:, 1:])
    odds = 2.1 / 3.1 * (1.1 / 2.2) / (1.1 / 1.2) * (2.1 / 2.2) / (0.1 / 1.2)
    odds *= (2.1 / 2.2) / (1.1 / 3.2) * (0.1 / 1.2) / (2.1 / 2.2)
    assert found[0, 1] / found[0, 0] == pytest.approx(odds)


def test_a_value_never_met_is_passed_over_and_a_blank_is_not_a_value():
    fitted = NaiveBayes().fit(CLOSED[["country", "source"]], WON)
    moon = pd.DataFrame({"country": ["moon", None], "source": ["mail", "mail"]})
    one, other = fitted.predict_proba(moon)[:, 1]
    assert one == other
    assert fitted.field_scores(moon)["country"].isna().all()
    assert set(fitted.counts_["value"]) == {"be", "fr", "search", "mail"}


def test_a_blank_state_of_an_address_is_a_value():
    fitted = NaiveBayes().fit(pd.DataFrame({"email_state": ["correct", None, None]}), [1, 0, 0])
    assert "False" in set(fitted.counts_["value"])


def test_numbers_and_dates_are_skipped_and_yes_or_no_is_not():
    X = pd.DataFrame(
        {
            "pages": [1.0, 2, 3, 4, 5],
            "day": pd.date_range("2026-01-01", periods=5),
            "demo": [1.0, 0, None, 1, 0],
            "opted_in": [True, False, True, False, True],
            "kind": pd.Series(list("aabbb"), dtype="category"),
            "team_name": list("aabbb"),
        }
    )
    fitted = NaiveBayes(team="team_name").fit(X, WON)
    assert fitted.used_ == ["demo", "opted_in", "kind"]
    numbers = NaiveBayes().fit(X[["pages"]], WON)
    assert numbers.predict_proba(X[["pages"]])[:, 1] == pytest.approx(2.1 / 5.2)


def test_each_team_counts_alone_and_an_unknown_one_with_all():
    X = pd.DataFrame({"team": ["n", "n", "s", "s", None], "source": ["web"] * 5})
    fitted = NaiveBayes(team="team").fit(X, [1, 0, 0, 0, 1])
    alone = NaiveBayes().fit(X.iloc[2:4, 1:], [0, 1])
    new = pd.DataFrame({"team": ["n", "s", "west", None], "source": ["web"] * 4})
    north, south, west, none = fitted.predict_proba(new)[:, 1]
    assert alone.predict_proba(X[["source"]].head(1))[0, 1] == pytest.approx(north)
    assert south == pytest.approx(0.1 / 2.2)
    assert none == pytest.approx(1.1 / 1.2)
    assert west == pytest.approx(2.3 / 5.6)  # 1.1 + .1 + 1.1 won, 1.1 + 2.1 + .1 lost


def test_a_team_whose_leads_had_no_stage_takes_no_other_teams_prior():
    stage = pd.Series(["new", "qualified", "new", None], dtype=STAGES)
    X = pd.DataFrame({"team": ["n", "n", "n", "s"], "stage": stage})
    fitted = NaiveBayes(stage="stage", team="team").fit(X, [1, 0, 0, 0])
    stands = pd.Series(["new", "new"], dtype=STAGES)
    both = fitted.predict_proba(pd.DataFrame({"team": ["s", "?"], "stage": stands}))[:, 1]
    assert both[0] == both[1]
    assert -1 in fitted.prior_.index
    assert len(fitted.prior_) == 2


def test_later_stages_score_higher_and_no_stage_lowest():
    fitted = NaiveBayes(stage="stage").fit(CLOSED, WON)
    stands = pd.Series(["new", "qualified", "proposition", None], dtype=STAGES)
    p = fitted.predict_proba(pd.concat([OPEN] * 4, ignore_index=True).assign(stage=stands))[:, 1]
    assert (np.diff(p[:3]) > 0).all()
    assert p[3] == CLAMP


@pytest.mark.parametrize(
    ("named", "words"), [({"stage": "country"}, "no order"), ({"tags": "labels"}, "lack")]
)
def test_columns_named_wrongly_are_refused(named, words):
    with pytest.raises(BadInput, match=words):
        NaiveBayes(**named).fit(CLOSED, WON)


def test_tags_count_one_by_one_and_rare_ones_not_at_all():
    X = pd.DataFrame({"tags": ["vip, fair"] * 30 + ["vip"] * 30 + [None] * 10})
    y = [1, 0] * 30 + [0] * 10
    fitted = NaiveBayes(tags="tags").fit(X, y)
    counts = fitted.counts_[fitted.counts_["team"] == 0].set_index("value")
    assert counts.loc["vip", "won"] == 30.1
    assert counts.loc["fair", "lost"] == 15.1
    assert counts["ratio"]["fair"] == 0
    vip, both, fair = fitted.predict_proba(pd.DataFrame({"tags": ["vip", "vip,fair", "fair"]}))[
        :, 1
    ]
    assert vip == both
    assert fair == pytest.approx(30.1 / 70.2)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 999), n=st.integers(5, 60))
def test_it_is_categorical_naive_bayes_where_every_value_is_seen(seed, n):
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 3, (n, 2))
    assume(all(len(np.unique(own)) == own.max() + 1 for own in codes.T))
    y = np.arange(n) % 2
    X = pd.DataFrame(codes, columns=["a", "b"]).astype(str)
    other = CategoricalNB(alpha=0.1, min_categories=None).fit(codes, y)
    weight = np.log((y.sum() + 0.1) / (n - y.sum() + 0.1)) - np.log(y.sum() / (n - y.sum()))
    log = other.predict_log_proba(codes)
    expected = 1 / (1 + np.exp(-(log[:, 1] - log[:, 0] + weight)))
    found = NaiveBayes().fit(X, y).predict_proba(X)[:, 1]
    np.testing.assert_allclose(found, np.clip(expected, CLAMP, 1 - CLAMP), rtol=1e-9)
