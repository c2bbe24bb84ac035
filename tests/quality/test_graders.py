import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

from leadkit.base.errors import BadInput
from leadkit.quality.graders import graders_agree

mpl.use("Agg")

TWO = [[20, 5], [10, 15]]
PARADOX = [[118, 5], [2, 0]]
THREE = [[40, 8, 2], [10, 30, 10], [2, 12, 36]]
UNUSED = [[9, 4, 1, 0], [3, 12, 2, 0], [0, 5, 8, 0], [0, 0, 0, 0]]
KINDS = {"plain": None, "linear": "linear", "quadratic": "quadratic"}


def grades_of(table):
    grades = "ABCD"[: len(table)]
    pairs = [
        (grades[row], grades[column])
        for row, counts in enumerate(table)
        for column, n in enumerate(counts)
        for _ in range(n)
    ]
    first, second = (pd.Series(side, dtype="str") for side in zip(*pairs, strict=True))
    return first, second, grades


def agreement_of(table, **more):
    first, second, grades = grades_of(table)
    return graders_agree(first, second, order=grades, **more)


def test_the_known_answer_of_two_grades():
    found = agreement_of(TWO)
    assert found.raw.value == pytest.approx(0.70)
    assert (found.plain.value, found.ac1.value) == pytest.approx((0.400, 0.4059), abs=1e-3)
    assert (found.plain.low, found.plain.high) == pytest.approx((0.151, 0.649), abs=1e-3)
    assert not found.vague


def test_the_known_answer_of_three_grades():
    found = agreement_of(THREE)
    values = [found.plain.value, found.linear.value, found.quadratic.value, found.ac1.value]
    assert values == pytest.approx([0.560, 0.640, 0.720, 0.560], abs=1e-3)
    assert (found.linear.low, found.linear.high) == pytest.approx((0.543, 0.737), abs=1e-3)
    half = [(each.high - each.low) / 3.92 for each in (found.plain, found.quadratic)]
    assert half == pytest.approx([0.0557, 0.0479], abs=1e-3)
    assert "read the definition much alike" in found.sentence


def test_the_prevalence_paradox_is_explained_and_blames_nobody():
    found = agreement_of(PARADOX)
    assert found.raw.value == pytest.approx(0.944, abs=1e-3)
    assert found.plain.value == pytest.approx(-0.0234, abs=1e-4)
    assert found.ac1.value == pytest.approx(0.9408, abs=1e-4)
    assert (found.one_sided, found.vague) == (True, False)
    assert "nearly all leads have one grade" in found.sentence
    assert "vague" not in found.sentence


@pytest.mark.parametrize("table", [TWO, PARADOX, THREE, UNUSED])
@pytest.mark.parametrize("kind", KINDS)
def test_kappa_equals_the_libraries(table, kind):
    first, second, grades = grades_of(table)
    ours = getattr(graders_agree(first, second, order=grades), kind)
    weights = KINDS[kind]
    theirs = cohen_kappa_score(first, second, labels=list(grades), weights=weights)
    assert ours.value == pytest.approx(theirs, abs=1e-12)
    other = cohens_kappa(np.array(table), wt=weights)
    assert ours.value == pytest.approx(other.kappa, abs=1e-12)
    half = 1.959963984540054 * other.std_kappa
    inside = [max(other.kappa - half, -1), min(other.kappa + half, 1)]
    assert [ours.low, ours.high] == pytest.approx(inside, abs=1e-12)


def test_a_bootstrap_of_leads_gives_the_analytic_intervals():
    lead = pd.Series([f"L{row}" for row in range(150)], dtype="str")
    exact, drawn = agreement_of(THREE), agreement_of(THREE, account=lead)
    for name in ("plain", "linear", "quadratic", "ac1"):
        one, other = getattr(exact, name), getattr(drawn, name)
        assert other.value == pytest.approx(one.value, abs=1e-12)
        assert (other.low, other.high) == pytest.approx((one.low, one.high), abs=0.02)


def test_leads_of_one_account_say_less():
    account = pd.Series([f"A{row // 10}" for row in range(150)], dtype="str")
    exact, drawn = agreement_of(THREE).linear, agreement_of(THREE, account=account).linear
    assert drawn.high - drawn.low > exact.high - exact.low
    assert drawn == agreement_of(THREE, account=account).linear


def test_a_vague_definition_is_said_before_anybody_is_blamed():
    found = agreement_of([[14, 10, 8], [9, 12, 11], [8, 10, 13]])
    assert found.vague
    assert found.sentence.startswith("The definition is vague: fix the standard before blaming.")
    assert found.to_dict()["vague"] is True


def test_order_decides_and_case_and_spaces_do_not():
    first, second, _grades = grades_of(THREE)
    same = graders_agree(first.str.lower() + " ", second, order="ABC")
    assert same.linear == agreement_of(THREE).linear
    mixed = graders_agree(first, second, order="BAC")
    assert mixed.plain.value == pytest.approx(same.plain.value)
    assert mixed.linear.value != pytest.approx(same.linear.value)


def test_missing_grades_are_counted_and_left_out():
    first, second, grades = grades_of(THREE)
    first[0], second[1], second[2] = None, None, " "
    more = pd.concat([second, pd.Series(["A"], index=[999])])
    found = graders_agree(first, more, order=grades)
    assert (found.n, found.missing) == (147, 4)
    assert "4 leads graded by only one of the two" in found._repr_html_()


def test_an_unknown_grade_is_refused_with_its_row():
    first, second, grades = grades_of(TWO)
    second[7] = "E"
    with pytest.raises(BadInput, match=r"'E' \(row 7\) is no grade"):
        graders_agree(first, second, order=grades)


def test_a_lead_graded_twice_is_refused():
    first, second, grades = grades_of(TWO)
    with pytest.raises(BadInput, match="lead 3 is graded twice"):
        graders_agree(first.rename({4: 3}), second, order=grades)


@pytest.mark.parametrize("order", ["A", "AAB", ""])
def test_an_order_of_no_grades_is_refused(order):
    first, second, _grades = grades_of(TWO)
    with pytest.raises(BadInput, match="no grades to tell apart"):
        graders_agree(first, second, order=order)


def test_too_few_or_one_grade_only_say_nothing():
    assert "too few to say" in agreement_of([[3, 1], [1, 2]]).sentence
    one = agreement_of([[30, 0], [0, 0]])
    assert one.linear.refused
    assert "Both gave every lead one grade" in one.sentence
    nobody = pd.Series([None, None], dtype="str")
    assert graders_agree(nobody, nobody).n == 0


def test_tables_show_both_marginals_and_every_measure():
    found = agreement_of(THREE)
    assert found.marginals["first"].tolist() == pytest.approx([1 / 3] * 3)
    assert found.marginals["second"].tolist() == pytest.approx([52 / 150, 50 / 150, 48 / 150])
    assert found.table.index.tolist() == ["raw", "plain", "linear", "quadratic", "ac1"]
    assert found.confusion.loc["A", "B"] == 8


def test_the_picture_has_every_count():
    ax = agreement_of(THREE).plot()
    assert {"40", "30", "36"} <= {text.get_text() for text in ax.texts}
