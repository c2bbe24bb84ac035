"""The market lab: its known answers, its optimum, what each quarter costs, and what two pays do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from leadkit.base import language
from leadkit.base.errors import BadInput
from leadkit.learn.market_lab import (
    best_constant,
    best_plan,
    judge,
    run,
    share,
    two_players,
    words,
)
from leadkit.learn.market_lab.engine import KNOWN, QUARTERS, after, earned
from leadkit.learn.market_lab.optimum import best_from
from leadkit.learn.market_lab.why import REASONS

PULL_THEN_PUSH, PUSH_THEN_PULL = [100] * 4 + [0] * 4, [0] * 4 + [100] * 4
IN_FIVES = [65, 45, 40, 35, 35, 30, 20, 0]
REASON_OF = {
    "too_little": ([0] * 8, 5),
    "too_late": ([10, 30, 50, 60, 60, 50, 40, 20], 1),
    "after_the_end": ([50] * 8, 8),
    "calls_lacking": (PULL_THEN_PUSH, 4),
    "too_much": ([65, 45, 40, 35, 35, 30, 40, 0], 7),
}
plans = st.lists(st.floats(0, 100), min_size=QUARTERS, max_size=QUARTERS)
few = settings(max_examples=8, deadline=None)


@pytest.mark.parametrize(
    ("plan", "profit"),
    [
        ([37] * 8, 951.2),
        ([50] * 8, 869.7),
        ([0] * 8, 404.9),
        ([100] * 8, -592.0),
        (PULL_THEN_PUSH, 451.3),
        (PUSH_THEN_PULL, -21.7),
        (IN_FIVES, 1019.6),
    ],
)
def test_a_plan_earns_what_it_is_known_to_earn(plan, profit):
    assert run(plan).profit == pytest.approx(profit, abs=0.05)


def test_push_alone_lives_on_what_pull_left():
    quarters = run([0] * 8).table["profit"].round(1)
    assert (quarters.iloc[0], quarters.iloc[-1]) == (92.5, 26.5)
    assert quarters.is_monotonic_decreasing


def test_pull_works_in_the_quarters_after_it_and_push_in_its_own():
    half, more = run([50] * 8).table, run([50, 50, 80, *[50] * 5]).table
    assert (more["leads"] > half["leads"]).tolist() == [False] * 3 + [True] * 5
    assert (more["calls"] < half["calls"]).tolist() == [nr == 2 for nr in range(8)]
    assert more.loc[3, "profit"] < half.loc[3, "profit"]


def test_nobody_works_more_leads_than_come_or_than_there_are_calls():
    table = run(IN_FIVES).table
    assert (table["worked"] <= table[["leads", "calls"]].min(axis=1)).all()


def test_the_optimum_is_the_known_one_and_another_method_finds_no_better():
    best = best_plan()
    assert best.profit == pytest.approx(1019.8, abs=0.05)
    assert best.pull.round(1).tolist() == [65.6, 44.1, 38.9, 36.6, 34.7, 31.2, 18.1, 0.0]
    other = minimize(
        lambda pull: -float(earned(pull, KNOWN)),
        np.full(QUARTERS, 10.0),
        bounds=[(0, 99.999)] * QUARTERS,
        method="L-BFGS-B",
    )
    assert -other.fun == pytest.approx(best.profit, abs=0.01)
    assert float(best_constant().pull[0]) == 37


@few
@given(plans, plans)
def test_no_plan_beats_the_optimum_and_profit_is_concave(one, other):
    assert run(one).profit <= best_plan().profit + 1e-6
    between = run((np.array(one) + other) / 2).profit
    assert between >= (run(one).profit + run(other).profit) / 2 - 1e-9


@few
@given(plans)
def test_what_the_quarters_cost_is_what_is_missing_to_the_best(plan):
    verdict = judge(run(plan))
    assert (verdict.table["cost"] >= 0).all()
    missing = verdict.best - verdict.run.profit
    assert verdict.table["cost"].sum() == pytest.approx(missing, abs=0.01)
    assert verdict.table["best_pull"].between(0, 100).all()


def test_the_best_plan_costs_nothing_and_is_said_to_be_good():
    verdict = judge(best_plan())
    assert verdict.table["cost"].max() < 0.01
    assert verdict.table["best_pull"].to_numpy() == pytest.approx(best_plan().pull, abs=0.2)
    assert verdict.costly == []
    assert verdict.score == pytest.approx(1)
    assert "No quarter could have been played much better." in verdict.sentence()


def test_a_tail_of_the_best_plan_is_the_best_of_what_is_left():
    known = after(after(KNOWN, best_plan().pull[0]), best_plan().pull[1])
    assert best_from(float(known), 6) == pytest.approx(best_plan().pull[2:], abs=0.2)


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_reached_and_said(reason):
    plan, quarter = REASON_OF[reason]
    verdict = judge(run(plan))
    assert verdict.costly[0] == quarter
    assert verdict.reason(quarter) == reason
    first = verdict.why()[0]
    assert first.startswith(f"Quarter {quarter} cost most, ")
    assert REASONS[reason].split(":")[0] in first
    assert "{" not in first


def test_after_a_costly_end_the_quarter_before_it_is_named_too():
    said = judge(run([37] * 8)).why()
    assert said[0].startswith("Quarter 8 cost most, 32 million ₫. Pull at the very end: 37")
    assert said[1].startswith("Then quarter 1, 19 million ₫. Pull came too late")


def test_a_loss_is_told_as_money_and_not_as_a_share():
    said = judge(run([100] * 8)).against_the_best()
    assert said == "Profit: \N{MINUS SIGN}592 million ₫; the best possible is 1,020."
    assert "85\N{NO-BREAK SPACE}% of the best possible, 1,020." in repr(judge(run([50] * 8)))


@pytest.mark.parametrize("share_of", [-1, 100.5, float("nan")])
def test_a_share_that_cannot_be_is_refused_with_its_quarter(share_of):
    with pytest.raises(BadInput) as refused:
        run([50, 50, share_of])
    assert refused.value.where == "quarter 3"


def test_an_unfinished_game_has_no_verdict():
    with pytest.raises(BadInput, match="only 3 of 8 quarters"):
        judge(run([50] * 3))
    assert run([]).profit == 0


def test_all_quarters_are_rows_and_a_verdict_adds_what_was_best():
    played = run(IN_FIVES)
    assert list(words.rows(played)) == ["Quarter", "Pull", "Leads", "Calls", "Worked", "Profit"]
    assert list(words.rows(played, judge(played)))[-2:] == ["Best pull", "Cost"]
    assert "Best pull" not in words.rows(played, judge(played), best_pull=False)
    assert "<table" in played._repr_html_()
    assert "<table" in judge(played)._repr_html_()
    language.use("vi")
    assert words.rows(played).iloc[0, 1] == "65%"


def test_what_both_ask_for_is_cut_alike():
    assert share(30, 70) == 30
    assert share(100, 100) == share(0, 0) == 50
    assert share(0, 10) == 0
    assert two_players([(100, 100)] * 8).profit == pytest.approx(869.7, abs=0.05)


@few
@given(st.lists(st.tuples(st.floats(1, 99), st.floats(1, 99)), min_size=8, max_size=8))
def test_asking_for_all_pays_each_side_most_whatever_the_other_asks(asked):
    here = two_players(asked)
    greedy = two_players([(100, sales) for _marketing, sales in asked])
    assert greedy.leads >= here.leads
    for quarter in range(8):
        pushed = [*asked[:quarter], (asked[quarter][0], 100)]
        sold = two_players(pushed).table["sold"].iloc[-1]
        assert sold >= here.table["sold"].iloc[quarter]


def test_both_goals_are_compared_in_words():
    half, best, bad = run([50] * 8), best_plan(), run([0] * 8)
    assert "150 more" in words.both_goals(half, best)
    assert "465 less" in words.both_goals(half, bad)
    assert "the same: 870" in words.both_goals(half, half)


@pytest.mark.parametrize(
    ("leads", "calls", "who"), [(9, 99, "Callers"), (99, 9, "Leads waited"), (9, 9, "about even")]
)
def test_who_waited_is_said(leads, calls, who):
    assert who in words.who_waited(leads, calls)
