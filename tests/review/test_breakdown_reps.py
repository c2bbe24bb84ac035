import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from leadkit.base import figure
from leadkit.base.page import Page
from leadkit.book import Known
from leadkit.review import shortfall
from leadkit.review.breakdown import by_rep
from leadkit.review.breakdown.reps import _ratio, level, limits

CHANCES = st.lists(st.floats(0.01, 0.99), min_size=1, max_size=9)


@pytest.fixture(scope="module")
def gap(book):
    return shortfall(book, draws=20)


@pytest.fixture(scope="module")
def found(book, gap):
    return by_rep(book, gap)


def with_reps(book, owner):
    return replace(book, tables={**book.tables, "leads": book.leads.assign(owner=owner)})


def judged(book):
    local = book.leads["handed_off_at"].dt.tz_convert("Asia/Ho_Chi_Minh")
    return (book.leads["source"] != "own") & (local >= pd.Timestamp("2026-04-01", tz=local.dt.tz))


def test_limits_of_equal_chances_are_the_binomial_ones():
    assert limits(np.full(45, 0.20), 0.95) == (4, 14)
    for n, p, share in ((45, 0.2, 0.998), (130, 0.08, 0.95), (30, 0.9, 0.998)):
        ends = binom.ppf([(1 - share) / 2, (1 + share) / 2], n, p)
        assert limits(np.full(n, p), share) == tuple(ends)


@settings(max_examples=30, deadline=None)
@given(CHANCES, st.sampled_from([0.5, 0.95, 0.998]))
def test_limits_leave_no_more_than_their_share_outside_each(chances, share):
    exact = np.array([1.0])
    for p in chances:
        exact = np.convolve(exact, [1 - p, p])
    low, high = limits(np.array(chances), share)
    assert exact[:low].sum() < (1 - share) / 2 + 1e-9
    assert exact[high + 1 :].sum() <= (1 - share) / 2 + 1e-9
    assert exact[: low + 1].sum() >= (1 - share) / 2 - 1e-9
    assert exact[high:].sum() >= (1 - share) / 2 - 1e-9


def test_twelve_equal_reps_differ_by_luck_alone():
    rng = np.random.default_rng(0)
    wins = rng.binomial(45, 0.20, (4000, 12))
    assert wins.max(axis=1).mean() / 45 == pytest.approx(0.301, abs=0.004)
    assert wins.min(axis=1).mean() / 45 == pytest.approx(0.108, abs=0.004)
    low, high = limits(np.full(45, 0.20), 0.998)
    assert ((wins < low) | (wins > high)).mean() < 0.002


def test_observed_per_expected_has_the_exact_poisson_interval():
    ratio = _ratio(78, 96.0, 900)
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((0.8125, 0.642, 1.014), abs=5e-4)


def test_chances_are_moved_until_they_sum_to_the_wins():
    logits = np.random.default_rng(1).normal(-2, 1, 300)
    by = level(logits, 60)
    assert (1 / (1 + np.exp(-(logits + by)))).sum() == pytest.approx(60)


def test_expected_is_what_another_library_promises(found, book, gap):
    from sklearn.linear_model import LogisticRegression

    sample = gap.sample
    model = LogisticRegression(C=4.0, max_iter=2000, tol=1e-10)  # C = 1 / ridge
    model.fit(sample.design[sample.is_reference][:, 1:], sample.won[sample.is_reference])
    chance = model.predict_proba(sample.design[~sample.is_reference][:, 1:])[:, 1]
    owner = book.leads.loc[judged(book) & (book.leads["outcome"] != "open")]
    owner = owner.loc[owner["handed_off_at"] < "2026-06-30T17:00Z", "owner"]
    promised = pd.Series(chance).groupby(owner.to_numpy()).sum()
    assert found.table["promised"].to_list() == pytest.approx(promised.to_list(), rel=1e-3)
    assert found.table["leads"].to_list() == owner.value_counts().sort_index().to_list()
    assert found.table["won"].sum() == gap.wins[1]
    assert found.table["expected"].sum() == pytest.approx(gap.wins[1])


def test_reps_stand_in_alphabetical_order_whatever_they_won(found, book, gap):
    assert found.table["rep"].to_list() == ["rep1", "rep2", "rep3"]
    names = {"rep1": "Zoe", "rep2": "An", "rep3": "Minh"}
    renamed = by_rep(with_reps(book, book.leads["owner"].map(names)), gap)
    assert renamed.table["rep"].to_list() == ["An", "Minh", "Zoe"]
    assert renamed.table.set_index("rep")["won"]["Zoe"] == found.table["won"][0]


def test_drawn_towards_one_by_twenty_wins(found):
    row = found.table.iloc[0]
    assert row["shrunk"] == pytest.approx((row["won"] + 20) / (row["expected"] + 20))


def test_a_rep_who_wins_by_more_than_luck_is_named(book, gap):
    won = (book.leads["outcome"] == "won") & judged(book)
    owner = book.leads["owner"].mask(won, "rep2").mask(won & (book.leads.index % 5 == 0), "rep1")
    found = by_rep(with_reps(book, owner), gap)
    assert found.outside("above") == ["rep2"]
    assert "rep3" in found.outside("below")
    assert "fewer wins than luck gives" in found.sentence()
    drawing = figure.blank(3)
    shown = {text.get_text() for text in found.plot(drawing.add_subplot()).texts}
    assert shown == {*found.outside("above"), *found.outside("below")}


def test_a_fall_that_hit_everybody_puts_nobody_outside(book, gap):
    rng = np.random.default_rng(2)
    lost = judged(book) & (rng.random(len(book.leads)) < 0.7)
    leads = book.leads.assign(outcome=book.leads["outcome"].mask(lost, "lost"))
    fallen = replace(book, tables={**book.tables, "leads": leads})
    found = by_rep(fallen, shortfall(fallen, draws=5))
    assert found.whole.high < 1
    assert set(found.table["verdict"]) == {"within"}


def test_the_sentence_blames_nobody_for_what_hit_all(found):
    said = found.sentence()
    assert "the split of the shortfall says" in said
    assert "all 3 reps lie within what luck gives" in said


def test_leads_without_a_rep_are_counted(book, gap, found):
    owner = book.leads["owner"].mask(book.leads.index % 10 == 0)
    some = by_rep(with_reps(book, owner), gap)
    assert some.unnamed > 0
    assert some.table["leads"].sum() + some.unnamed == found.table["leads"].sum()
    assert any("name no rep" in text for text in some.section().text)


def test_an_address_in_the_name_of_a_rep_is_masked(book, gap):
    owner = book.leads["owner"].replace("rep1", "Le Minh 0912 345 678")
    found = by_rep(with_reps(book, owner), gap)
    html = Page(kind="k", title="t", sections=[found.section()]).html()
    assert "345 678" not in html
    assert "345 678" not in json.dumps(found.to_dict(), allow_nan=False)


def test_what_does_not_allow_it_is_said(book, gap):
    none = by_rep(replace(book, tables={**book.tables, "leads": _without_owner(book)}), gap)
    assert "owner" in none.refusal
    two = by_rep(with_reps(book, book.leads["owner"].replace("rep3", "rep1")), gap)
    assert "are needed to compare" in two.refusal
    for refused in (none, two):
        assert refused.section().text == [refused.refusal]
        json.dumps(refused.to_dict(), allow_nan=False)
        assert refused._repr_html_()


def _without_owner(book):
    return book.leads.drop(columns="owner")


def test_a_model_that_knows_the_rep_is_refused(book):
    knowing = replace(book, known={**book.known, "owner": Known.HANDOFF})
    assert "knows the rep" in by_rep(knowing, shortfall(knowing, draws=5)).refusal
