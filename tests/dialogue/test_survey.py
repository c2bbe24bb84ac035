"""The survey: known answers, faults of the file, and nothing of small groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import permutation_test

from leadkit.base import language
from leadkit.base.errors import BadInput, TooLittleData
from leadkit.dialogue.survey.answers import read_answers
from leadkit.dialogue.survey.form import blank_table, keep
from leadkit.dialogue.survey.gaps import gap
from leadkit.dialogue.survey.items import ITEMS
from leadkit.dialogue.survey.page import blank_form
from leadkit.dialogue.survey.survey import alpha, survey

SALES, MARKETING = [4, 4, 5, 3, 4, 5], [2, 3, 3, 2, 4, 3]
points = st.lists(st.integers(1, 5), min_size=5, max_size=6)


@pytest.fixture
def form(tmp_path):
    """Write answers and return the file: by default six a side who answer 3, then what is asked."""

    def write(marketing=6, sales=6, lang="en", **answers):
        language.use(lang)
        rows = []
        for side, n in (("marketing", marketing), ("Sales", sales)):
            for place in range(n):
                given = [answers.get(f"{side[0].lower()}{q}", [3] * n)[place] for q in range(1, 21)]
                rows.append([f"{side}-{place}", side, *given])
        table = pd.DataFrame(rows, columns=list(blank_table()), dtype=object)
        path = tmp_path / "answers.csv"
        table.to_csv(path, index=False)
        language.use("en")
        return path

    return write


def test_the_gap_is_that_of_every_relabelling():
    found = gap(SALES, MARKETING)
    peer = permutation_test(
        (np.array(SALES), np.array(MARKETING)), lambda x, y: x.mean() - y.mean(), n_resamples=np.inf
    )
    assert found.p == pytest.approx(peer.pvalue)
    assert "every" in found.estimate.method


@pytest.mark.parametrize(
    ("shift", "is_inside"), [(0.3, False), (0.35, True), (2.3, True), (2.35, False)]
)
def test_the_interval_holds_the_shifts_that_the_test_does_not_reject(shift, is_inside):
    found = gap(SALES, MARKETING).estimate
    shifted = gap(np.array(SALES) - shift, MARKETING)
    assert (shifted.p > 0.05) == is_inside == (found.low <= shift <= found.high)


@given(points, points)
@settings(max_examples=40, deadline=None)
def test_turning_the_sides_round_turns_the_gap_round(one, other):
    there, back = gap(one, other), gap(other, one)
    assert there.p == pytest.approx(back.p)
    assert there.estimate.low == pytest.approx(-back.estimate.high)
    assert there.estimate.low <= there.estimate.value <= there.estimate.high


def test_many_answers_are_relabelled_at_random_and_agree_with_students_t():
    rng = np.random.default_rng(1)
    one, other = rng.integers(2, 6, 40), rng.integers(1, 5, 35)
    found = gap(one, other).estimate
    from scipy.stats import ttest_ind

    peer = ttest_ind(one, other).confidence_interval()
    assert (found.low, found.high) == pytest.approx((peer.low, peer.high), abs=0.06)
    assert "10,000" in found.method


def test_three_a_side_can_never_be_significant():
    assert gap([5, 5, 5], [1, 1, 1]).p == pytest.approx(0.1)


def test_a_reversed_statement_is_turned_round(form):
    found = survey(read_answers(form(s7=[1] * 6, m7=[5] * 6)))
    row = found.table.iloc[0]
    assert (row["number"], row["sales"], row["marketing"]) == (7, 5.0, 1.0)


def test_a_form_in_vietnamese_is_read_by_its_numbers(form):
    found = survey(read_answers(form(lang="vi", s2=[5] * 6)))
    assert found.table.iloc[0]["number"] == 2


def test_a_statement_that_few_answered_is_not_shown_nor_its_facet(form):
    blanks = [4, 4, 4, 4, "", ""]
    found = survey(read_answers(form(s9=blanks)))
    assert found.hidden == (9,)
    assert 9 not in found.table["number"].tolist()
    assert "information" not in found.facets["facet"].tolist()
    assert "no. 9" in found.page().html()


@pytest.mark.parametrize(("marketing", "sales"), [(6, 4), (0, 8), (4, 4)])
def test_nothing_is_said_of_fewer_than_five_a_side(form, marketing, sales):
    with pytest.raises(TooLittleData, match="at least 5"):
        survey(read_answers(form(marketing, sales)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("marketing-1,marketing,3,3", "marketing-1,marketing,3,7", "row 3, statement 2: '7'"),
        ("marketing-1,", "marketing-0,", "row 3: marketing-0 stands in row 2 already"),
        ("marketing-1,", "MARKETING-0 ,", "row 3: MARKETING-0 stands in row 2 already"),
        ("marketing-1,marketing", "marketing-1,boss", "row 3: the side is 'boss'"),
        ("marketing-1,", ",", "row 3: no person"),
        ("marketing-1,marketing,3", "marketing-1,marketing,3.5", "statement 1: '3.5'"),
    ],
)
def test_a_faulty_answer_is_named_with_its_row(form, old, new, said):
    path = form()
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_answers(path)
    assert said in str(caught.value)


def test_a_missing_statement_is_named(form):
    path = form()
    pd.read_csv(path).drop(columns=list(blank_table())[5]).to_csv(path, index=False)
    with pytest.raises(BadInput, match="no column for 4"):
        read_answers(path)


def test_columns_that_belong_to_no_statement_are_told_and_never_looked_at(form):
    path = form()
    pd.read_csv(path).assign(name="Lê Quốc Nam").to_csv(path, index=False)
    answers = read_answers(path)
    assert answers.not_read == ("name",)
    assert "Quốc Nam" not in str(survey(answers).to_dict())


def test_answers_go_under_their_statement_in_whatever_order_the_columns_stand(tmp_path):
    path = tmp_path / "answers.csv"
    given = {item.number: item.number % 5 + 1 for item in ITEMS}
    keep(path, "sales", given)
    pd.read_csv(path).iloc[:, ::-1].to_csv(path, index=False)
    assert keep(path, "sales", given) == 2
    found = read_answers(path).table
    assert found.to_dict("records") == [{"side": "sales"} | given] * 2


def test_alpha_agrees_with_its_definition_and_waits_for_thirty():
    rng = np.random.default_rng(4)
    trait = rng.normal(size=(40, 1))
    answers = pd.DataFrame(trait + rng.normal(size=(40, 4)))
    found = alpha(answers)
    between = np.cov(answers.T)
    expected = 4 / 3 * (1 - np.trace(between) / between.sum())
    assert found.value == pytest.approx(expected)
    assert not found.refused
    assert alpha(answers.head(29)).refused


def test_the_page_says_what_to_talk_about_and_no_row_of_a_person(form):
    found = survey(read_answers(form(s2=SALES, m2=MARKETING)))
    html = found.page().html()
    assert "What to talk about first" in html
    assert "marketing-0" not in html
    assert found.talk_first["number"].tolist()[0] == 2


def test_the_form_asks_every_statement_and_no_name():
    html = blank_form().html()
    assert all(item.text.split("'")[0] in html for item in ITEMS)
    assert "Write no name" in html


def test_one_answer_throughout_is_counted(form):
    assert survey(read_answers(form())).answers.straight == 12
