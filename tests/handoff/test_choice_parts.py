"""The parts of a choice one by one, each against an answer known by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from made_leads import TERMS, leads_of, scored_leads, with_today, with_unseen

from leadkit.base.economics import Economics
from leadkit.handoff import handoff_curve
from leadkit.handoff.capacity import fill_capacity, fit_capacity, within_capacity
from leadkit.handoff.choice import money_of
from leadkit.handoff.earnings import best_line, lowest_line
from leadkit.handoff.policies import _kinds, chance_better, chance_between, compare, top_k
from leadkit.handoff.repriced import judged_at, repriced, thinned

# What sales can take.


def test_a_budget_that_is_just_spent_is_not_exceeded():
    net, hours = np.array([30.0, 20, 10]), np.array([0.1, 0.2, 0.3])
    taken, price = fill_capacity(net, hours, 0.6)  # 0.1 + 0.2 + 0.3 is a little more
    assert taken.all()
    assert price == 0
    assert fill_capacity(np.array([0.0, 5]), np.ones(2), 1) == (
        pytest.approx(np.array([False, True])), 0)  # fmt: skip


def test_the_lowest_line_that_fits():
    leads = leads_of(np.repeat([0.1, 0.2, 0.3, 0.4], 5))
    lines = {
        n: fit_capacity(leads, Economics(value=1000, cost=10, capacity=n)).line
        for n in (4, 5, 9, 10, 19, 20, 21)
    }
    assert lines == {4: None, 5: 0.4, 9: 0.4, 10: 0.3, 19: 0.2, 20: 0.0, 21: 0.0}


def test_lines_that_overload_sales_or_that_nobody_reaches_are_out():
    scored = pd.DataFrame(
        {"key": range(40), "p": np.repeat([0.2, 0.4, 0.6, 0.8], 10), "y": [0, 1] * 20}
    )
    curve = handoff_curve(scored, Economics(value=100, cost=85, capacity=20), draws=30)
    profit, drawn = within_capacity(curve)
    fits = pd.Series(np.isfinite(profit), index=curve.thresholds)
    assert fits.to_dict() == {0.0: False, 0.2: False, 0.4: False, 0.6: True, 0.8: True, 0.85: False}
    assert np.isfinite(drawn[:, 4]).all()
    assert (np.isfinite(drawn[:, 3]) == (curve.drawn.handed_off[:, 3] <= 20)).all()


def test_the_lowest_line_under_other_hours_is_that_of_another_capacity():
    scored = scored_leads(400)
    terms = Economics(value=1000, cost=80, hours=2, capacity=200)
    curve = handoff_curve(scored, terms, draws=20)
    ranked = scored["p"].sort_values(ascending=False).to_numpy()
    assert lowest_line(curve, terms) == ranked[99]
    assert lowest_line(curve, terms.varied(hours=4)) == ranked[49]
    assert lowest_line(curve, terms.varied(hours=300)) == ranked[0]
    assert best_line(curve, terms, 0.0) == pytest.approx(0.08)
    assert best_line(curve, terms, 0.3) == 0.3


def test_the_best_line_by_own_amounts_may_be_the_lowest_that_fits():
    scored = scored_leads(400).assign(cost=80.0)
    curve = handoff_curve(scored, TERMS, draws=20)
    lowest = curve.thresholds[curve.thresholds > 0.2][0]
    assert best_line(curve, TERMS, lowest) == lowest


# The rivals.


def test_top_k_is_a_fifth_or_what_sales_can_take_or_as_many_as_today():
    scored = scored_leads(204)
    assert top_k(handoff_curve(scored, TERMS, draws=5)) == (41, "top 41, one lead in five")
    full = Economics(value=1000, cost=80, capacity=30)
    assert top_k(handoff_curve(scored, full, draws=5))[0] == 30
    assert top_k(handoff_curve(scored, replace(full, capacity=1e6), draws=5))[0] == 204
    today = with_today(scored)
    found = top_k(handoff_curve(today, full, draws=5))
    assert found == (today["today"].sum(), f"top {today['today'].sum()}, as many as today's rule")
    own = scored.assign(hours=2.0)
    hours = Economics(value=1000, cost=80, hours=2, capacity=61)
    assert top_k(handoff_curve(own, hours, draws=5))[0] == 30
    assert top_k(handoff_curve(own, replace(hours, capacity=1), draws=5))[0] == 0


def test_of_lines_equally_good_by_f1_or_youden_the_highest_is_taken():
    p = np.repeat([0.1, 0.2, 0.3, 0.4], [10, 4, 4, 10])
    y = np.r_[np.zeros(10), [1, 0, 0, 0], [1, 0, 0, 0], np.ones(10)]
    table = handoff_curve(
        pd.DataFrame({"key": range(28), "p": p, "y": y}), TERMS, draws=5
    ).choose().table.set_index("policy")  # fmt: skip
    assert table["threshold"]["best_f1"] == 0.4
    assert table["threshold"]["youden"] == 0.4


def test_what_is_overstated_is_taken_off_the_gain_and_its_interval():
    curve = handoff_curve(scored_leads(600), TERMS, draws=20)
    plain, less = (compare(curve, 0.08, amount).set_index("policy") for amount in (0.0, 500.0))
    for name in ("profit", "gain", "low", "high"):
        moved = (plain[name] - less[name]).drop("best")
        assert moved[["all", "none"]].tolist() == pytest.approx([500 * (name != "profit")] * 2)
    assert less["profit"]["best"] == plain["profit"]["best"] - 500
    assert less["gain"]["best"] == less["low"]["best"] == less["high"]["best"] == 0
    assert less["p_better"].isna().all()
    assert less["method"]["none"] == f"{plain['method']['none']}; less optimism 500"
    assert less["method"]["best"] == plain["method"]["best"] == "same leads"
    nobody = compare(curve, None, 0.0).iloc[0]
    assert (nobody["handed_off"], nobody["wins"], nobody["profit"]) == (0, 0, 0)


def test_up_to_three_wins_between_two_policies_are_weighed_by_jeffreys():
    p = np.repeat([0.1, 0.9], 20)
    few, more = (
        leads_of(p, np.r_[np.ones(wins), np.zeros(20 - wins), np.ones(20)]) for wins in (3, 4)
    )
    methods = [chance_between(one, one.p >= 0, one.p > 0.5, TERMS, 0).method for one in (few, more)]
    assert [method.split(",")[0] for method in methods] == ["Jeffreys prior", "Bayesian bootstrap"]
    assert chance_between(few, few.p > 0.5, few.p > 0.5, TERMS, 0) is None
    added, left = (
        chance_between(more, *pair, TERMS, 0)
        for pair in ((more.p >= 0, more.p > 0.5), (more.p > 0.5, more.p >= 0))
    )
    assert added.value == pytest.approx(1 - left.value, abs=0.01)
    assert (added.low, added.high) == pytest.approx((-left.high, -left.low), rel=0.05)


def test_the_chance_is_that_of_won_and_lost_leads_and_of_those_treated_alike():
    p = np.repeat([0.1, 0.9], 20)
    leads = leads_of(p, np.r_[np.ones(2), np.zeros(18), np.ones(20)])
    found = chance_between(leads, leads.p >= 0, leads.p > 0.5, TERMS, 3)
    payoff, counts = np.array([920.0, -80, 0]), np.array([2, 18, 20])
    assert found == chance_better(payoff, counts, wins=2, seed=3)
    mixed = leads_of(p, np.r_[np.ones(2), np.zeros(18), np.ones(20)], worth=np.arange(1.0, 41))
    terms = Economics(value=20, cost=2)
    assert chance_between(mixed, mixed.p >= 0, mixed.p > 0.5, terms, 3) == chance_better(
        np.array([10.5 - 2, -2, 0]), counts, wins=2, seed=3
    )


def test_another_seed_draws_other_weights():
    p, y = np.repeat([0.1, 0.9], 20), np.arange(40) % 2
    for more in ({}, {"worth": np.arange(100.0, 140)}, {"account": np.arange(40) // 2}):
        leads = leads_of(p, y, **more)
        found = [chance_between(leads, p >= 0, p > 0.5, TERMS, seed).low for seed in (0, 1, 1)]
        assert found[0] != found[1] == found[2]


def test_few_payoffs_are_counted_as_they_are():
    kinds, counts = _kinds(np.repeat([920.0, -80, 0], [50, 100, 200]))
    assert kinds.tolist() == [-80, 0, 920]
    assert counts.tolist() == [100, 200, 50]


def test_a_points_card_hands_off_from_break_even_on():
    scored = scored_leads(100).assign(points=np.repeat([0.07, 0.08, 0.09, 0.1], 25))
    table = handoff_curve(scored, TERMS, draws=5).choose().table.set_index("policy")
    assert table["handed_off"]["points_card"] == 75


# The choice.


def test_the_method_says_what_was_drawn():
    scored = scored_leads(100)
    curve = handoff_curve(scored, TERMS, draws=5)
    assert curve.method == "bootstrap of leads, 5 draws"
    by_account = handoff_curve(scored.assign(account=scored["key"] // 2), TERMS, draws=5)
    assert by_account.method == "bootstrap of accounts, 5 draws"


def test_money_is_in_the_currency_or_a_number():
    curve = handoff_curve(scored_leads(60), TERMS, draws=5)
    assert money_of(curve, 1, 0, 2, "counted").unit == "number"
    named = replace(curve, economics=replace(TERMS, currency="USD"))
    found = money_of(named, 1, 0, 2, "counted")
    assert (found.unit, found.n, found.events) == ("USD", 60, curve.leads.won.sum())


def test_without_a_usable_signal_only_policies_without_a_score_are_compared():
    scored = with_today(with_unseen(scored_leads(400, 5))).assign(points=0.2)
    choice = handoff_curve(scored, TERMS, draws=20).choose(usable=False)
    assert choice.threshold is None
    assert choice.table["policy"].tolist() == ["best", "today", "all", "points_card", "none"]
    assert choice.table.index.tolist() == [0, 1, 2, 3, 4]
    assert choice.flat is None


def test_the_flat_zone_is_one_piece_round_the_line():
    scored = scored_leads(1500)
    curve = handoff_curve(scored, TERMS, draws=20)
    low, high = curve.choose().flat
    expected = curve.table.set_index("threshold")["expected_profit"]
    inside = expected[(expected.index >= low) & (expected.index <= high)]
    at = expected[TERMS.break_even]
    assert (inside >= at - 0.02 * at).all()
    around = expected.index.get_indexer([low, high]) + np.array([-1, 1])
    assert (expected.iloc[around] < at - 0.02 * at).all()


# Other amounts, further lines, fewer lines.


def test_further_lines_are_judged_on_the_same_draws():
    curve = handoff_curve(with_today(scored_leads(300)), TERMS, draws=40)
    more = judged_at(curve, np.array([0.5555, 0.0777]))
    assert set(more.thresholds) == {*curve.thresholds, 0.5555, 0.0777}
    assert np.all(np.diff(more.thresholds) > 0)
    same = more.table["threshold"].isin(curve.thresholds)
    counts = ["handed_off", "wins", "profit", "expected_profit", "unseen"]
    assert more.table.loc[same, counts].reset_index(drop=True).equals(curve.table[counts])
    assert more.drawn.wins.shape == (40, len(more.thresholds))


def test_a_thinned_curve_keeps_its_rows_and_their_draws():
    curve = handoff_curve(with_today(scored_leads(300)), TERMS, draws=40)
    rows = np.array([1, 5, 9])
    thin = thinned(curve, rows)
    assert thin.table.equals(curve.table.iloc[rows].reset_index(drop=True))
    assert (thin.drawn.profit(TERMS) == curve.drawn.profit(TERMS)[:, rows]).all()
    assert (thin.drawn.gain(TERMS) == curve.drawn.gain(TERMS)[:, rows]).all()


def test_a_repriced_curve_is_the_curve_at_those_amounts():
    scored, dear = scored_leads(300), Economics(value=1100, cost=90)
    curve = repriced(handoff_curve(scored, TERMS, draws=40), dear)
    assert curve.economics == dear
    again = handoff_curve(scored, dear, draws=40).table.set_index("threshold")
    ours = curve.table.set_index("threshold")
    both = ours.index.intersection(again.index)
    columns = ["wins", "spend", "profit", "expected_profit"]
    pd.testing.assert_frame_equal(ours.loc[both, columns], again.loc[both, columns])
