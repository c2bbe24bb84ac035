import numpy as np
import pandas as pd
import pytest
from made_leads import scored_leads, with_unseen

from leadkit.base.economics import Economics
from leadkit.handoff import handoff_curve
from leadkit.handoff.capacity import fit_capacity
from leadkit.handoff.leads import check_leads
from leadkit.handoff.price import earned_price


def full(**more):
    return Economics(value=1000, cost=80, hours=2, **more)


def test_the_next_leads_are_those_just_under_the_line():
    scored = scored_leads(3000)
    curve = handoff_curve(scored, full(capacity=600), draws=20)
    coming = scored.sort_values("p", ascending=False).iloc[300:330]
    price = curve.capacity.price
    assert (price.n, price.events) == (30, coming["y"].sum())
    assert price.value == pytest.approx((1000 * coming["y"] - 80).mean() / 2)
    assert price.low < price.value < price.high
    assert curve.choose().to_dict()["capacity"]["price"] == price.to_dict()


def test_slack_capacity_has_no_price():
    for more in ({}, {"capacity": 1e6}):
        capacity = handoff_curve(scored_leads(500), full(**more), draws=20).capacity
        assert (capacity.price, capacity.shadow_price, capacity.binding) == (None, 0, False)


def test_the_interval_holds_what_the_next_leads_earn_on_average():
    held = []
    for seed in range(40):
        scored = scored_leads(1500, seed)
        leads, terms = check_leads(scored), full(capacity=400)
        price = earned_price(leads, terms, fit_capacity(leads, terms), seed)
        coming = scored["p"].sort_values(ascending=False).iloc[200:220]
        truth = (1000 * coming - 80).mean() / 2
        held.append(price.low <= truth <= price.high)
    assert np.mean(held) >= 0.85


def test_alike_leads_come_next_together_whatever_their_outcome():
    p = np.repeat([0.4, 0.2, 0.05], [50, 100, 100])
    scored = pd.DataFrame({"key": range(250), "p": p, "y": (np.arange(250) % 5 == 0) * 1.0})
    price = handoff_curve(scored, full(capacity=200), draws=20).capacity.price
    assert (price.n, price.events) == (100, 20)
    assert price.value == pytest.approx((1000 * 0.2 - 80) / 2)


def test_too_few_judged_leads_refuse_a_price():
    scored = with_unseen(scored_leads(60, 3))
    high = scored.assign(y=np.where(np.arange(60) < 25, scored["y"].fillna(0), np.nan))
    high["y"] = np.where(np.arange(60) < 3, 1.0, high["y"])
    price = handoff_curve(high, full(capacity=20), draws=20).capacity.price
    assert price.refused
    assert price.to_dict()["value"] is None
