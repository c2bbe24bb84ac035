"""The model card: what it says, what it never shows, and the rates and effects on it."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text
from sklearn.inspection import partial_dependence
from statsmodels.stats.proportion import proportion_confint

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.base.language import use
from leadkit.base.page import Fold, Page, Section
from leadkit.book import Known
from leadkit.model.card.card import model_card
from leadkit.model.card.limits import personal_columns
from leadkit.model.classifier import LeadQualityClassifier
from leadkit.model.effects import effects
from leadkit.model.minimum_data import minimum_data
from leadkit.model.sample_size import leads_needed
from leadkit.model.values import values
from leadkit.model.win_rates import rates

PHONE, MAIL = "0912 345 678", "an.nguyen@example.com"


def leads(n, *, telling=1.0, seed=0):
    """Draw leads whose source and pages tell who buys, and a note that holds contact data."""
    rng = np.random.default_rng(seed)
    source = rng.choice(["web", "fair", "list"], n)
    pages = rng.poisson(4, n)
    score = -1.4 + telling * (1.5 * (source == "fair") + 0.35 * (pages - 4))
    won = rng.random(n) < 1 / (1 + np.exp(-score))
    start = pd.Timestamp("2024-01-01", tz="UTC") + pd.to_timedelta(
        np.sort(rng.integers(0, 400, n)), "D"
    )
    return pd.DataFrame(
        {
            "lead_id": [f"L{k}" for k in range(n)],
            "created_at": start,
            "closed_at": start + pd.to_timedelta(rng.integers(5, 60, n), "D"),
            "outcome": np.where(won, "won", "lost"),
            "source": source,
            "pages": pages,
            "age": rng.integers(20, 60, n),
            "note": rng.choice([PHONE, MAIL, "asks for a price", "none"], n),
        }
    )


def judged(n, **how):
    known = dict.fromkeys(("source", "pages", "age", "note"), Known.HANDOFF)
    book = lk.Book({"leads": leads(n, **how)}, known=known, sha256="c0ffee" * 10)
    return lk.evaluate(lk.training_set(book)), book


@pytest.fixture(scope="module")
def usable():
    return judged(900)


@pytest.fixture(scope="module")
def card(usable):
    return model_card(*usable).html()


@pytest.fixture(scope="module")
def scarce():
    return model_card(*judged(150)).html()


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_rates_agree_with_statsmodels_where_accounts_are_apart(usable):
    found = rates(usable[0].data).table
    assert found["n"].min() >= 20
    for row in found.to_dict("records"):
        low, high = proportion_confint(row["won"], row["n"], method="wilson")
        assert (row["low"], row["high"]) == pytest.approx((low, high))


def test_rates_of_a_column_add_up_to_all_leads(usable):
    found = rates(usable[0].data)
    sums = found.table.groupby("column")[["n", "won"]].sum()
    assert (sums["n"] == found.base.n).all()
    assert (sums["won"] == found.base.events).all()


def test_the_column_that_tells_most_comes_first_and_its_best_value_stands_apart(usable):
    found = rates(usable[0].data)
    assert set(found.columns[:2]) == {"source", "pages"}
    by_source = found.table[found.table["column"] == "source"].set_index("value")["against"]
    assert by_source["fair"] == "above"


def test_leads_told_twice_within_an_account_make_no_interval_narrower(usable):
    data = usable[0].data
    twice = replace(
        data,
        X=pd.concat([data.X] * 2),
        y=pd.concat([data.y] * 2),
        groups=pd.concat([data.groups] * 2),
    )
    once, again = rates(data, ["source"]).table, rates(twice, ["source"]).table
    assert again["n"].tolist() == (2 * once["n"]).tolist()
    assert np.allclose(again[["low", "high"]], once[["low", "high"]])


def test_a_value_of_few_leads_has_no_rate(usable):
    data = usable[0].data
    few = data.X.assign(source=["rare"] * 7 + ["web"] * (len(data.X) - 7))
    found = rates(replace(data, X=few), ["source"])
    rest = found.table.set_index("value").loc["other"]
    assert (rest["n"], np.isnan(rest["rate"]), np.isnan(rest["low"])) == (7, True, True)
    assert "too few" in found.shown()["win rate"].iloc[1]


def test_an_unknown_column_is_refused_by_name(usable):
    with pytest.raises(BadInput, match="no column shoe_size"):
        rates(usable[0].data, ["shoe_size"])


def test_contact_data_is_in_no_rate_effect_or_picture(usable):
    report, book = usable
    assert "note" in report.data.X
    found, moved = rates(report.data), effects(report.test_model, report.data.X)
    shown = pd.concat([found.table["value"], moved.table["value"]]).astype(str)
    assert not shown.str.contains("0912|@").any()
    drawn = [*found.plot().figure.findobj(Text), *moved.plot().findobj(Text)]
    assert not any("0912" in one.get_text() or "@" in one.get_text() for one in drawn)
    page = model_card(report, book).html()
    assert PHONE not in page
    assert MAIL not in page


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.one_of(st.floats(-1e6, 1e6), st.just(float("nan")), st.integers(0, 6).map(float)),
        min_size=1,
        max_size=60,
    )
)
def test_every_number_has_one_value(numbers):
    held = np.array([one.holds for one in values(pd.Series(numbers, dtype=float))])
    assert (held.sum(axis=0) == 1).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c", None, MAIL]), min_size=1, max_size=90))
def test_every_text_has_one_value(texts):
    found = values(pd.Series(texts, dtype=object))
    assert (np.array([one.holds for one in found]).sum(axis=0) == 1).all()


def test_whole_numbers_are_named_as_people_count():
    names = [one.words for one in values(pd.Series(list(range(12)) * 50))]
    assert names == ["0 to 1", "2 to 3", "4 to 6", "7 to 8", "9 or more"]


def test_effects_are_sklearns_partial_dependence(usable):
    report, _book = usable
    X = report.data.X[["source", "pages"]].astype({"pages": float})
    model = LeadQualityClassifier("logistic", calibration="none", C=0.3, splines=True)
    model.fit(X, report.data.y)
    found = effects(model, X, ["pages"]).table
    few = X.iloc[np.unique(np.linspace(0, len(X) - 1, 300).astype(int))]
    grid = partial_dependence(
        model, few, ["pages"], custom_values={"pages": found["at"].to_numpy()},
        response_method="predict_proba", method="brute", kind="average",
    )  # fmt: skip
    assert found["chance"].to_numpy() == pytest.approx(grid["average"][0])
    assert found["n"].sum() == len(X)


def test_a_column_the_model_ignores_moves_nothing(usable):
    report, _book = usable
    found = effects(report.test_model, report.data.X)
    assert set(found.columns[:2]) == {"source", "pages"}
    assert found.spread["age"] < 0.25 * found.spread["source"]


@given(st.floats(0.02, 0.5), st.integers(1, 200), st.floats(0.01, 0.2))
def test_more_parameters_never_need_fewer_leads(rate, parameters, explained):
    fewer = leads_needed(rate, parameters, explained)
    assert leads_needed(rate, parameters + 1, explained) >= fewer


def test_minimum_data_counts_what_was_learned_from(usable):
    report, _book = usable
    found = minimum_data(report)
    assert found.had == len(report.split.train)
    assert 0 < found.explained < 0.5


def test_personal_attributes_are_found_in_both_languages():
    names = ["age", "Giới tính", "marital_status", "page", "message", "usage", "source"]
    assert personal_columns(names) == ["age", "Giới tính", "marital_status"]


def test_the_card_answers_first_and_warns(usable, card):
    report, book = usable
    text = unescape(words(card))
    assert text.index("Usable") < text.index("Better than what?")
    for rival in report.compared():
        assert rival in text
    for told in ("Not below today's line.", "Not as the worth of a call.", "It uses age."):
        assert told in text
    assert book.sha256[:12] in text
    assert f"seed {report.test_model.random_state}" in text


def test_the_card_is_one_file_with_nothing_to_fetch(card):
    assert not re.findall(r"""(?:src|href)=["'](?!data:|#)""", card)
    assert "<script" not in card
    levels = [int(level) for level in re.findall(r"<h(\d)", card)]
    assert levels.count(1) == 1


def test_the_same_evaluation_gives_the_same_card(usable, card):
    assert model_card(*usable).html() == card


def test_a_card_without_a_model_has_points_and_rates_but_no_probabilities(scarce):
    text = words(scarce)
    assert "Too little data" in text
    assert "By points alone" in text
    assert "How often leads of each kind were won" in text
    assert "Can the probabilities be believed?" not in text


def test_a_table_whose_every_column_is_refused_is_told_so_and_not_to_wait_for_wins():
    table = leads(600).drop(columns=["source", "pages", "age", "note"])
    table["won_amount"] = np.where(table["outcome"] == "won", 100, 0)
    book = lk.Book({"leads": table}, known={"won_amount": Known.ASSUMED})
    report = lk.evaluate(lk.training_set(book))
    assert report.data.y.iloc[report.split.train].sum() > 40
    assert report.sentence() == (
        "Too little data: no column may be used to learn from; counts still work."
    )
    text = words(model_card(report, book).html())
    assert "No column may be used" in text
    assert "which columns are filled before the handoff" in text
    for untrue in ("too few leads for a points card", "more outcomes", "0 of 0 values"):
        assert untrue not in text


def test_a_card_of_no_signal_claims_no_order():
    report, book = judged(700, telling=0.0, seed=3)
    text = words(model_card(report, book).html())
    assert report.verdict == "no usable signal"
    assert "no lead may be kept back or hurried" in text
    assert "the order of leads still holds" not in text


def test_the_card_can_be_written_in_vietnamese(usable):
    use("vi")
    try:
        assert 'lang="vi"' in model_card(*usable).html()
    finally:
        use("en")


def test_a_fold_is_escaped_and_closed():
    attack = "<script>alert(1)</script>"
    fold = Fold(summary=attack, text=[attack])
    html = Page(kind="k", title="t", sections=[Section(heading="h", folds=[fold])]).html()
    assert "<script" not in html
    assert '<details class="fold">' in html
