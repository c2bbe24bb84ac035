from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from leadkit.agreement import Bonus, Kpi, score

WORKED = {
    "shared margin": (0.94, 0.70, 1.0, 0.8),
    "expected value": (0.97, 0.70, 1.0, 0.9),
    "standard met": (0.93, 0.80, 0.95, 0.8667),
    "reports": (0.90, 0.60, 0.90, 1.0),
    "wins per expected": (98 / 116, 0.70, 1.0, 0.4828),
    "first attempts": (0.82, 0.60, 0.90, 0.7333),
    "feedback": (0.75, 0.50, 0.90, 0.625),
}


@pytest.mark.parametrize("name", WORKED)
def test_each_result_scores_as_in_the_worked_example(name):
    value, floor, target, expected = WORKED[name]
    assert score(value, floor, target) == pytest.approx(expected, abs=5e-5)


def test_the_weighted_scores_give_the_bonus_of_the_worked_example():
    scores = [score(*WORKED[name][:3]) for name in WORKED]
    marketing = sum(w * x for w, x in zip((0.5, 0.25, 0.15, 0.1), scores[:4], strict=True))
    sales = sum(w * x for w, x in zip((0.5, 0.2, 0.2, 0.1), scores[:1] + scores[4:], strict=True))
    assert 20_000_000 * marketing == pytest.approx(17_100_000, abs=1)
    assert 20_000_000 * sales == pytest.approx(14_114_368, abs=1)


def test_nothing_is_paid_below_the_floor_and_never_more_than_the_cap():
    assert score(0.1, 0.7, 1.0) == 0
    assert score(9.0, 0.7, 1.0) == 1.2
    assert score(9.0, 0.7, 1.0, cap=1.0) == 1.0


@given(st.floats(-5, 5), st.floats(0, 5))
def test_a_better_result_is_never_paid_less(value, more):
    assert score(value + more, 0.7, 1.0) >= score(value, 0.7, 1.0)


def kpi(side, weight, **rest):
    return {
        "side": side,
        "name": f"{side} {rest}",
        "weight": weight,
        "floor": 0,
        "target": 1,
    } | rest


def bonus_of(**terms):
    measured = [
        kpi("shared", 0.5, measure="margin_against_plan"),
        kpi("marketing", 0.5, measure="accepted_value"),
        kpi("sales", 0.5, measure="wins_as_expected"),
    ]
    return Bonus(paid="x", kpis=measured, **terms)


def test_a_bonus_that_states_nothing_new_has_the_text_it_always_had():
    plain = Bonus(paid="x", kpis=[kpi("shared", 1.0)])
    assert set(plain.model_dump()) == {"paid", "cap", "kpis"}
    assert set(plain.kpis[0].model_dump()) == {
        "side", "name", "promise", "weight", "floor", "target"
    }  # fmt: skip


def test_what_is_paid_stands_in_the_text():
    paid = bonus_of(marketing_pay=20e6, sales_pay=25e6, true_up_days=100, audited=0.1)
    assert paid.model_dump()["sales_pay"] == 25e6
    assert paid.model_dump()["kpis"][2]["measure"] == "wins_as_expected"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"measure": "wins"}, "no such measure: wins; write one of margin_against_plan"),
        ({"measure": "wins_as_expected"}, "wins_as_expected is a result of sales"),
        ({"measure": "margin_against_plan", "promise": "M1"}, "on a promise or on a measure"),
    ],
)
def test_a_result_rests_on_one_measure_of_its_own_side(changes, problem):
    with pytest.raises(ValidationError, match=problem):
        Kpi.model_validate(kpi("shared", 0.5) | changes)


@pytest.mark.parametrize(
    "terms", [{"sales_pay": 0}, {"audited": 1.5}, {"true_up_days": -1}, {"marketing_pay": "much"}]
)
def test_pay_and_audit_that_cannot_be_are_refused(terms):
    with pytest.raises(ValidationError):
        bonus_of(**terms)
