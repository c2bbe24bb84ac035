import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_leads import scored_leads, with_unseen
from scipy.optimize import linprog

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.handoff import fill_capacity, handoff_curve

SLOTS = 1000 * np.array([0.40, 0.25, 0.15, 0.10, 0.06, 0.03]) - 50


@pytest.mark.parametrize(
    ("places", "profit", "next_slot"),
    [(0, 0, 350), (1, 350, 200), (2, 550, 100), (3, 650, 50), (4, 700, 10), (5, 710, 0)],
)
def test_value_of_the_next_slot(places, profit, next_slot):
    taken, price = fill_capacity(SLOTS, np.ones(6), places)
    assert SLOTS[taken].sum() == pytest.approx(profit)
    assert price == pytest.approx(next_slot)


def test_mixed_values_go_by_value_per_hour():
    net, hours = np.array([350.0, 650, 100, 250]), np.array([1.0, 2, 1, 3])
    taken, price = fill_capacity(net, hours, 4)
    assert (net[taken].sum(), taken.tolist()) == (1100, [True, True, True, False])
    assert price == pytest.approx(83.33, abs=0.01)
    by_net, _ = fill_capacity(net, np.ones(4), 3)
    assert net[by_net].sum() == 1250
    assert net[:3].sum() == 1100  # the three highest probabilities


@given(
    st.lists(st.tuples(st.floats(-100, 500), st.floats(0.5, 4)), min_size=1, max_size=12),
    st.floats(0.1, 30),
)
@settings(max_examples=40, deadline=None)
def test_shadow_price_closes_the_duality_gap(leads, capacity):
    net, hours = (np.array(column) for column in zip(*leads, strict=True))
    taken, price = fill_capacity(net, hours, capacity)
    primal = -linprog(-net, A_ub=[hours], b_ub=[capacity], bounds=(0, 1)).fun
    dual = price * capacity + np.maximum(0, net - price * hours).sum()
    assert dual == pytest.approx(primal, rel=1e-6, abs=1e-6)
    assert hours[taken].sum() <= capacity * (1 + 1e-8)
    assert (net[taken] > 0).all()


def test_a_binding_capacity_raises_the_line_until_the_leads_fit():
    scored = scored_leads(2000)
    free = handoff_curve(scored, Economics(value=1000, cost=80, hours=2), draws=100).choose()
    full = handoff_curve(
        scored, Economics(value=1000, cost=80, hours=2, capacity=601), draws=100
    ).choose()
    assert not free.capacity.binding
    assert free.capacity.shadow_price == 0
    assert full.capacity.binding
    assert full.threshold == scored["p"].nlargest(300).min()
    assert (full.handed_off, full.hours) == (300, 600)
    next_lead = scored["p"].nlargest(301).min()
    assert full.capacity.shadow_price == pytest.approx((1000 * next_lead - 80) / 2)
    assert full.compared["top_k"].value == 0
    assert full.flat[0] == full.threshold


def test_leads_nobody_followed_take_hours_too():
    scored = with_unseen(scored_leads(2000))
    choice = handoff_curve(scored, Economics(value=1000, cost=80, capacity=300), draws=50).choose()
    assert (scored["p"] >= choice.threshold).sum() == 300


def test_tied_leads_are_handed_off_together_or_not_at_all():
    p = np.repeat([0.05, 0.2, 0.4], 100)
    scored = pd.DataFrame({"key": range(300), "p": p, "y": (np.arange(300) % 4 == 0) * 1.0})
    fits = handoff_curve(scored, Economics(value=100, cost=10, capacity=150), draws=50).choose()
    assert (fits.threshold, fits.handed_off) == (0.4, 100)
    narrow = handoff_curve(scored, Economics(value=100, cost=10, capacity=99), draws=50).choose()
    assert narrow.threshold is None
    assert "even the highest judged score, 40" in narrow.reason


@pytest.mark.parametrize(("per", "periods"), [("week", 12.0), ("month", 84 / (365.25 / 12))])
def test_capacity_is_scaled_to_the_days_the_table_spans(per, periods):
    scored = scored_leads(1000)
    scored["at"] = pd.Timestamp("2026-01-05", tz="UTC") + pd.to_timedelta(
        np.arange(1000) % 84, unit="D"
    )
    terms = Economics(value=1000, cost=80, capacity=10, per=per)
    curve = handoff_curve(scored, terms, draws=20)
    assert curve.capacity.limit == pytest.approx(10 * periods)
    assert curve.choose().handed_off == int(10 * periods)


def test_capacity_per_week_needs_dates():
    with pytest.raises(BadInput, match="no dates"):
        handoff_curve(scored_leads(100), Economics(value=1000, cost=80, capacity=5, per="week"))


def test_a_capacity_filled_by_leads_nobody_judged_leaves_no_line():
    scored = scored_leads(300)
    high = pd.DataFrame({"key": range(300, 400), "p": 0.99, "y": np.nan})
    terms = Economics(value=1000, cost=80, capacity=100)
    choice = handoff_curve(pd.concat([scored, high]), terms, draws=50).choose()
    assert choice.threshold is None
    assert "no line keeps within what sales can take" in choice.reason


def test_time_is_short_by_the_chances_that_leads_showed_not_by_scores_far_too_low():
    scored = scored_leads(2000, 3)
    low = scored.assign(p=scored["p"] / 20)
    curve = handoff_curve(low, Economics(value=1000, cost=50, capacity=500), draws=50)
    capacity = curve.capacity
    assert (low["p"] * 1000 < 50).mean() > 0.99
    assert curve.leads.basis == "recalibrated"
    assert capacity.binding
    fits = np.sort(scored["p"])[::-1][500]
    assert capacity.shadow_price == pytest.approx(1000 * fits - 50, rel=0.3)
