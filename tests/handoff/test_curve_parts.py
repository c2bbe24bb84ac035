"""The parts of a curve one by one, each against an answer known by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_leads import TERMS, leads_of, scored_leads, with_today, with_unseen

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.handoff import handoff_curve
from leadkit.handoff.draws import _sums_of_draws, bands, optimism
from leadkit.handoff.leads import check_leads
from leadkit.handoff.payoff import Payoff, above
from leadkit.handoff.recalibrating import Recalibration
from leadkit.handoff.thresholds import grid

FULL = Economics(value=1000, cost=80, hours=2, nurture=10, keeps=0.2, anyway=0.01)


# What leads earn.


@pytest.mark.parametrize(
    ("own", "gained", "paid", "places"),
    [
        ({}, 0.8 * 1000 * 3, (80 - 10 + 10) * 10, 10),
        ({"cost": 500}, 0.8 * 1000 * 3, 500 - 100 + 10 * 10, 10),
        ({"worth": 9000}, 0.8 * 1000 * 3, 800 - 100 + 90, 10),
        ({"earned": 4000, "worth": 9000, "cost": 500}, 0.8 * 4000, 500 - 100 + 90, 10),
        ({"hours": 25}, 0.8 * 1000 * 3, 800, 12.5),
    ],
)
def test_own_amounts_stand_for_those_of_the_economics(own, gained, paid, places):
    payoff = Payoff(leads=10, wins=3, **own)
    assert payoff.gained(FULL) == pytest.approx(gained)
    assert payoff.paid(FULL) == pytest.approx(paid)
    assert payoff.profit(FULL) == pytest.approx(gained - paid)
    assert payoff.places(FULL) == places
    assert payoff.spend(FULL) == own.get("cost", 800)
    assert payoff.own == own


def test_sums_over_the_last_entries():
    assert above(np.array([1, 2, 4]), np.array([0, 1, 3])).tolist() == [0, 4, 7]
    both = above(np.array([True, True]), np.array([2]))
    assert (both.tolist(), both.dtype.kind) == ([2], "i")


def test_against_today_takes_off_what_todays_rule_brings():
    scored = with_unseen(with_today(scored_leads(600)))
    curve = handoff_curve(scored, FULL, draws=20)
    line = curve.thresholds[60]
    at = curve.against_today().loc[line]
    seen = scored.dropna(subset=["y"])
    above_line, today = seen[seen["p"] >= line], seen[seen["today"]]
    for name, by in (("profit", "y"), ("expected_profit", "p")):
        ours, theirs = ((800 * rows[by] - 80).sum() for rows in (above_line, today))
        assert at[name] == pytest.approx(ours - theirs)
    unseen = (scored["y"].isna() & (scored["p"] >= line)).sum()
    assert at["least"] == pytest.approx(at["profit"] - 80 * unseen)
    assert at["most"] == pytest.approx(at["profit"] + 720 * unseen)


def test_five_wins_are_enough_for_bands():
    scored = scored_leads(1000).assign(y=0.0)
    for wins in (4, 5):
        scored.loc[: wins - 1, "y"] = 1.0
        said = handoff_curve(scored, TERMS, draws=5).warnings
        assert len(said) == (wins < 5)


# Which thresholds are judged.


def test_few_scores_are_judged_one_by_one_and_many_by_rank():
    few = leads_of(np.repeat(np.linspace(0.1, 0.9, 9), 4))
    assert grid(few, [0.0, None, 0.1]).tolist() == [0.0, *np.linspace(0.1, 0.9, 9)]
    many = leads_of(np.arange(1, 401) / 1000)
    ranks = np.linspace(0, 399, 200).round()
    assert grid(many, []).tolist() == ((ranks + 1) / 1000).tolist()
    line = leads_of(np.arange(1, 201) / 1000)  # 200 scores: their own grid either way
    assert len(grid(line, [])) == 200


def test_scores_of_unseen_leads_are_judged_too_a_quarter_as_many():
    p = np.r_[np.full(20, 0.5), np.arange(1, 101) / 1000]
    y = np.r_[np.arange(20) % 2, np.full(100, np.nan)]
    unseen = grid(leads_of(p, y), [])
    ranks = np.linspace(0, 99, 50).round()
    assert unseen.tolist() == [*((ranks + 1) / 1000), 0.5]


# The draws and their bands.


def test_bands_of_three_draws_by_hand():
    drawn = np.array([[90.0, 0], [110, 0], [100, 0]])
    found = bands(np.array([100.0, 0]), drawn, Economics(value=50, cost=10))
    assert found["low"].tolist() == pytest.approx([90.5, 0])
    assert found["high"].tolist() == pytest.approx([109.5, 0])
    error = np.std([90, 110, 100])
    reach = np.sqrt(error**2 + 2 * (40**2 + 10**2)) * 10 / error
    assert found["band_high"].tolist() == pytest.approx([100 + reach, 0])
    assert found["band_low"].tolist() == pytest.approx([100 - reach, 0])


def test_optimism_is_the_mean_of_each_draws_own_best_over_the_curve_there():
    curve = np.array([10.0, 12, 5])
    drawn = np.array([[14.0, 9, 9], [9, 9, 11]])
    assert optimism(curve, drawn) == ((14 - 10) + (11 - 5)) / 2


def test_sums_of_many_leads_are_normal_with_their_mean_and_covariance():
    rng = np.random.Generator(np.random.PCG64(3))
    amounts = rng.gamma(2.0, [[100.0], [2.0], [0.0]], (3, 200))
    amounts[2] = 7.0  # all alike: no spread
    amounts[1] += amounts[0] / 80
    counts = np.full(40_000, 50)
    found = _sums_of_draws(amounts, counts, rng)
    assert found.mean(axis=1) == pytest.approx(50 * amounts.mean(axis=1), rel=0.003)
    assert found[2] == pytest.approx(350)
    theirs = 50 * np.cov(amounts[:2], ddof=0)
    assert np.cov(found[:2]) == pytest.approx(theirs, rel=0.03)
    none = _sums_of_draws(amounts, np.zeros(5, dtype=int), rng)
    assert none == pytest.approx(np.zeros((3, 5)))


def test_sums_of_few_leads_are_drawn_one_by_one():
    rng = np.random.Generator(np.random.PCG64(3))
    found = _sums_of_draws(np.array([[1.0, 2, 4] * 3, [3.0] * 9]), np.array([0, 1, 5]), rng)
    assert found[1].tolist() == [0, 3, 15]
    assert found[0, 0] == 0
    assert found[0, 1] in (1, 2, 4)
    assert found[0, 2] % 1 == 0
    assert 5 <= found[0, 2] <= 20


# Chances that hold, and that do not.


def test_a_recalibrated_score_goes_back_and_forth():
    found = Recalibration(intercept=0.4, slope=0.8, passes=False)
    scores = np.array([0.01, 0.3, 0.9])
    chances = found.chances(scores)
    assert [found.line(chance) for chance in chances] == pytest.approx(scores)
    assert chances[1] == pytest.approx(1 / (1 + np.exp(-0.4) * (0.7 / 0.3) ** 0.8))


def test_lines_are_given_in_scores_where_chances_are_recalibrated():
    scored = scored_leads(1500, 3)
    half = scored.assign(p=scored["p"] / (2 - scored["p"]))  # half the odds
    tiers = Economics(value=1000, cost=80, nurture=5, keeps=0.3)
    choice = handoff_curve(half, tiers, draws=50).choose()
    leads = choice.curve.leads
    assert choice.basis == "recalibrated"
    assert leads.score_of(1.0) == 1.0
    assert leads.score_of(0.0) == 0.0
    assert leads.chances(np.array([leads.score_of(0.3)])) == pytest.approx([0.3])
    assert choice.tiers.line == choice.nearest
    assert choice.tiers.drop_below == pytest.approx(leads.score_of(tiers.drop_below))
    assert choice.tiers.drop_below < choice.nearest


# What is counted of leads.


def test_the_line_of_today_is_the_lowest_it_hands_off_where_it_is_a_line():
    p = np.arange(20) / 100
    by_line = leads_of(p, today=p >= 0.05)
    assert by_line.today_line == 0.05
    assert by_line.today_count == 15
    assert leads_of(p, today=p < 0.05).today_line is None
    assert leads_of(p, today=np.zeros(20, dtype=bool)).today_line is None


def test_days_count_the_first_and_the_last():
    at = pd.to_datetime(["2026-01-05 23:00", "2026-01-07 01:00"] * 10, utc=True)
    assert leads_of(np.full(20, 0.5), at=at).days == 3
    assert leads_of(np.full(20, 0.5), at=at[:1].repeat(20)).days == 1


def test_leads_above_count_the_line_itself_and_leads_nobody_judged():
    p = np.r_[np.full(20, 0.5), 0.5, 0.4, 0.6]
    leads = leads_of(p, np.r_[np.arange(20) % 2, np.full(3, np.nan)])
    assert (leads.above(0.5), leads.above(0.51), leads.above(0)) == (22, 1, 23)


def test_a_lead_that_costs_just_what_its_win_brings_never_pays():
    worth = np.r_[np.full(18, 1000.0), 80, 79]
    leads = leads_of(np.full(20, 0.5), worth=worth)
    assert leads.never_pay(Economics(value=1000, cost=80)) == 2
    assert leads_of(np.full(20, 0.5)).never_pay(FULL) == 0


def test_leads_of_one_account_are_accompanied():
    leads = leads_of(np.arange(20) / 20, account=["a", "a", None, None, *range(16)])
    assert leads.are_clustered
    assert leads.accompanied.tolist() == [True, True, *[False] * 18]
    assert not leads_of(np.arange(20) / 20).are_clustered


def test_numbers_written_as_text_are_read():
    scored = scored_leads(60)
    text = scored.assign(p=scored["p"].astype(str), y=scored["y"].astype(str))
    assert handoff_curve(text, TERMS, draws=20).table.equals(
        handoff_curve(scored, TERMS, draws=20).table
    )


def test_what_cannot_be_drawn_is_refused_with_a_remedy():
    with pytest.raises(BadInput, match="no column y, p") as error:
        check_leads(pd.DataFrame({"key": [1]}))
    assert error.value.fix
    scored = scored_leads(19).assign(y=1.0)
    with pytest.raises(Exception, match="19 leads have a seen outcome, 19 of them won"):
        check_leads(scored)
    assert len(check_leads(scored_leads(20).assign(y=1.0)).p) == 20
