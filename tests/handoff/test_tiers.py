"""Hand off, nurture or drop: known answers, and each lead where it earns most."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.handoff.tiers import advantage, three_tiers

LEADS = [0.40, 0.25, 0.15, 0.10, 0.06, 0.03, 0.012]
NURTURED = Economics(value=1000, cost=50, nurture=5, keeps=0.3)


def test_the_known_answer():
    found = three_tiers(NURTURED)
    assert found.line == pytest.approx(0.06429, abs=5e-6)
    assert found.drop_below == pytest.approx(0.01667, abs=5e-6)
    assert [name[0] for name in found.decide(LEADS)] == [*"hhhhnnd"]
    assert found.nurtures
    assert found.table["decision"].tolist() == ["hand_off", "nurture", "drop"]
    assert "6.4" in found.sentence()


def test_where_nurturing_costs_more_than_it_keeps_there_is_one_line():
    found = three_tiers(Economics(value=1000, cost=50, nurture=20, keeps=0.3))
    assert found.line == found.drop_below == pytest.approx(0.05)
    assert not found.nurtures
    assert set(found.decide(LEADS)) == {"hand_off", "drop"}
    assert "drop the rest" in found.sentence()


def test_an_hours_price_and_those_who_buy_anyway_raise_the_line():
    economics = Economics(value=1000, cost=50, nurture=5, anyway=0.01, hours=1)
    found = three_tiers(economics, 60)
    assert found.line == pytest.approx(0.115)
    assert found.drop_below == 0
    assert "nurture the rest" in found.sentence()


def test_without_nurturing_the_line_is_break_even_and_nobody_is_dropped():
    found = three_tiers(Economics(value=1000, cost=50))
    assert (found.line, found.drop_below) == (0.05, 0)
    assert found.decide([0.05, 0.0499, 0]).tolist() == ["hand_off", "nurture", "nurture"]


def test_scarce_hours_can_call_a_nurture_tier_into_being():
    economics = Economics(value=1000, cost=50, nurture=20, keeps=0.3)
    assert not three_tiers(economics).nurtures
    assert three_tiers(economics, 100).nurtures


def test_a_line_that_nobody_can_reach_is_said():
    assert "No lead pays" in three_tiers(Economics(value=1000, cost=50), 2000).sentence()


def test_impossible_amounts_are_refused():
    with pytest.raises(BadInput):
        three_tiers(Economics(value=1000, cost=50, nurture=-1))


@given(
    cost=st.floats(1, 900),
    share=st.floats(0, 0.99),
    keeps=st.floats(0.01, 0.9),
    anyway=st.floats(0, 0.2),
    price=st.floats(0, 300),
    p=st.lists(st.floats(0, 1), min_size=1, max_size=20),
)
@settings(max_examples=60, deadline=None)
def test_each_lead_goes_where_it_earns_most(cost, share, keeps, anyway, price, p):
    try:
        economics = Economics(
            value=1000, cost=cost, nurture=share * cost, keeps=keeps, anyway=anyway
        )
    except BadInput:
        return
    chances = np.array(p)
    of_handoff = 1000 * chances - cost - price
    of_nurturing = (anyway + keeps * chances) * 1000 - economics.nurture
    earned = {"hand_off": of_handoff, "nurture": of_nurturing, "drop": anyway * 1000 + 0 * chances}
    best = np.max(list(earned.values()), axis=0)
    decided = three_tiers(economics, price).decide(chances)
    assert np.choose([[*earned].index(name) for name in decided], [*earned.values()]) == (
        pytest.approx(best, abs=1e-6)
    )
    instead = np.maximum(of_nurturing, anyway * 1000)
    assert advantage(economics, chances, chances) == pytest.approx(
        1000 * chances - cost - instead, abs=1e-6
    )
