from __future__ import annotations

import pytest

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput


@pytest.mark.parametrize(
    ("cost", "value", "line"), [(50, 1000, 0.05), (40, 400, 0.10), (400, 12_000, 1 / 30)]
)
def test_break_even_is_cost_over_value(cost, value, line):
    assert Economics(value=value, cost=cost).break_even == pytest.approx(line)


@pytest.mark.parametrize(
    "terms",
    [
        {"value": 0, "cost": 1},
        {"value": 100, "cost": 200},
        {"value": 100, "cost": -1},
        {"value": float("nan"), "cost": 1},
        {"value": 100, "cost": 10, "capacity": 0},
        {"value": 100, "cost": 10, "hours": float("inf")},
    ],
)
def test_impossible_terms_are_refused_with_a_remedy(terms):
    with pytest.raises(BadInput) as error:
        Economics(**terms)
    assert error.value.fix


def test_the_sentence_names_every_figure():
    text = Economics(
        value=1000, cost=50, hours=3, capacity=200, per="week", currency="USD"
    ).sentence()
    for figure in ("1,000", "50", "3 h", "200", "week", "5.0"):
        assert figure in text
