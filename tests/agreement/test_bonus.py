from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.agreement import score

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
