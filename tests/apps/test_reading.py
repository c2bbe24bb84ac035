"""Every figure of the clinic is the package's own at the same amounts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_leads import scored_leads, with_today, with_unseen

from leadkit.apps.reading import Setting, read
from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.handoff import handoff_curve
from leadkit.handoff.policies import chance_between
from leadkit.handoff.repriced import judged_at, repriced, thinned

TERMS = Economics(value=1000, cost=80)
DRAWS = 40


def made(n=300):
    """Scored leads of tied scores, so that further lines change no draw; accounts, a rule."""
    scored = with_unseen(with_today(scored_leads(n, seed=3)))
    rng = np.random.Generator(np.random.PCG64(4))
    at = pd.date_range("2026-01-01", periods=n, freq="4h", tz="UTC")
    return scored.assign(p=scored["p"].round(2), account=rng.integers(0, n // 2, n), at=at)


SCORED = made()
CURVE = judged_at(handoff_curve(SCORED, TERMS, draws=DRAWS), np.arange(101) / 100)


@st.composite
def amounts(draw):
    value = draw(st.floats(200, 5000))
    cost = draw(st.floats(0.01, 0.9)) * value
    hours = draw(st.none() | st.floats(0.5, 8))
    capacity = draw(st.none() | st.floats(1, 400))
    keeps = draw(st.sampled_from([0, 0.05]))
    per = draw(st.sampled_from(["table", "week", "month"]))
    return Economics(value=value, cost=cost, hours=hours, capacity=capacity, per=per, keeps=keeps)


@settings(max_examples=8, deadline=None)
@given(economics=amounts(), percent=st.integers(0, 60))
def test_a_reading_is_the_curve_of_the_package_at_these_amounts(economics, percent):
    line = percent / 100
    again = handoff_curve(SCORED, economics, draws=DRAWS)
    again = judged_at(again, np.array([line]))
    table = again.table.iloc[again.at(line)].to_dict()
    found = read(CURVE, Setting(threshold=line, economics=economics), {"today": CURVE.leads})
    for name in ("handed_off", "wins", "unseen"):
        assert getattr(found, name) == table[name]
    assert found.spend == pytest.approx(table["spend"])
    for name, own in (("value", "profit"), ("low", "low"), ("high", "high")):
        assert getattr(found.profit, name) == pytest.approx(table[own])
    assert found.work == pytest.approx(again.work(line))
    ours, limit = found.capacity, again.capacity.limit
    assert (ours.limit, ours.line) == (pytest.approx(limit) if limit else None, again.capacity.line)
    assert found.pays_from == again.leads.score_of(economics.break_even)
    rule, today = found.against["today"], again.leads.today
    against = again.against_today().iloc[again.at(line)]
    assert rule.gain.value == pytest.approx(against["profit"])
    picked = again.leads.p >= line
    chance = chance_between(again.leads, picked, today, economics, 0)
    assert np.isnan(rule.chance) == (chance is None)
    if chance is not None:
        assert rule.chance == chance.value
        ends = (min(chance.low, rule.gain.value), max(chance.high, rule.gain.value))
        assert (rule.gain.low, rule.gain.high) == pytest.approx(ends)


@settings(max_examples=4, deadline=None)
@given(economics=amounts())
def test_the_repriced_curve_has_the_bands_of_one_drawn_anew(economics):
    again = judged_at(handoff_curve(SCORED, economics, draws=DRAWS), CURVE.thresholds)
    rows = np.searchsorted(again.thresholds, CURVE.thresholds)
    ours = repriced(CURVE, economics).against_today()
    same = pd.testing.assert_frame_equal
    same(ours, again.against_today().iloc[rows], check_exact=False, rtol=1e-6, atol=1e-6)
    few = np.array([3, 20, 41])
    thin = repriced(thinned(CURVE, few), economics).table
    names = ["threshold", "handed_off", "wins", "profit", "low", "high", "unseen"]
    whole = repriced(CURVE, economics).table.iloc[few].reset_index(drop=True)
    same(thin[names], whole[names])


def test_wins_and_leads_of_a_rule_add_up():
    found = read(CURVE, Setting(threshold=0.1, economics=TERMS), {"today": CURVE.leads})
    rule = found.against["today"]
    is_today, above = SCORED["today"], SCORED["p"] >= 0.1
    seen = SCORED["y"].notna()
    assert rule.more == (above & ~is_today).sum()
    assert rule.fewer == (is_today & ~above).sum()
    assert rule.handed_off == (is_today & seen).sum()
    assert rule.unseen == (is_today & ~seen).sum()
    assert rule.wins == SCORED["y"][is_today].sum()
    assert found.leads == above.sum() == rule.handed_off + rule.unseen + rule.more - rule.fewer
    assert rule.profit == rule.wins * 1000 - rule.handed_off * 80


def test_a_line_beyond_the_data_takes_nobody():
    curve = handoff_curve(SCORED, TERMS, draws=DRAWS)
    found = read(curve, Setting(threshold=0.99, economics=TERMS), {"today": curve.leads})
    assert (found.handed_off, found.wins, found.unseen, found.leads) == (0, 0, 0, 0)
    assert (found.profit.value, found.profit.low, found.profit.high, found.spend) == (0, 0, 0, 0)
    assert found.work == 0
    assert found.win_rate.refused
    assert found.top == SCORED["p"].max()
    assert found.against["today"].gain.value == -found.against["today"].profit


def test_sales_can_take_the_leads_of_a_line_or_not():
    limited = Economics(value=1000, cost=80, hours=2, capacity=100)
    low = read(CURVE, Setting(threshold=0.01, economics=limited), {})
    high = read(CURVE, Setting(threshold=0.3, economics=limited), {})
    assert (low.fits, high.fits) == (False, True)
    assert read(CURVE, Setting(threshold=0.3, economics=TERMS), {}).fits is None
    at = read(CURVE, Setting(threshold=low.capacity.line, economics=limited), {})
    assert at.fits


def test_a_capacity_a_week_needs_dates():
    curve = handoff_curve(SCORED.drop(columns="at"), TERMS, draws=10)
    weekly = Economics(value=1000, cost=80, capacity=10, per="week")
    with pytest.raises(BadInput, match="no dates"):
        read(curve, Setting(threshold=0.1, economics=weekly), {})
