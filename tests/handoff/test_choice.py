import json

import numpy as np
import pandas as pd
import pytest
from made_leads import TERMS, scored_leads, with_today, with_unseen
from scipy.stats import beta
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from leadkit.base.economics import Economics
from leadkit.handoff import chance_better, curve_words, handoff_curve
from leadkit.handoff.leads import check_leads, observed_over_expected


@pytest.fixture(scope="module")
def choice():
    return handoff_curve(with_unseen(with_today(scored_leads(3000))), TERMS).choose()


def test_calibrated_probabilities_are_cut_at_break_even(choice):
    assert Economics(value=1000, cost=50).break_even == 0.05
    assert choice.threshold == 0.08
    assert choice.from_economics
    assert choice.calibration.low <= 1 <= choice.calibration.high
    assert choice.low <= choice.threshold <= choice.high
    assert choice.flat[0] < choice.threshold < choice.flat[1]
    assert choice.agrees


def test_flat_zone_loses_less_than_two_percent_of_what_is_expected(choice):
    table = choice.curve.table
    inside = table["threshold"].between(*choice.flat)
    best = table["expected_profit"].max()
    assert (table.loc[inside, "expected_profit"] >= 0.98 * best).all()
    around = table.loc[~inside, "expected_profit"]
    assert (around < 0.98 * best).all()


def inflate(p):
    return 1 / (1 + np.exp(-(np.log(p / (1 - p)) + 2.2)))


def test_inflated_probabilities_are_recalibrated_and_cut_where_leads_really_break_even():
    scored = scored_leads(2000, 3)
    choice = handoff_curve(scored.assign(p=inflate(scored["p"])), TERMS).choose()
    assert choice.basis == "recalibrated"
    back = np.log(choice.threshold / (1 - choice.threshold)) - 2.2
    assert 0.06 < 1 / (1 + np.exp(-back)) < 0.10
    assert any("do not hold as they stand" in said for said in choice.warnings)
    assert choice.p_better["all"] > 0.9
    assert "optimism" not in choice.profit.method
    assert choice.flat[0] < choice.threshold < choice.flat[1]


def test_recalibration_is_that_of_a_logistic_regression():
    scored = scored_leads(2000, 3)
    leads = check_leads(scored.assign(p=inflate(scored["p"])))
    score = np.log(leads.p / (1 - leads.p))[:, None]
    fitted = LogisticRegression(C=np.inf, tol=1e-8, max_iter=1000).fit(score, leads.won)
    found = leads.recalibration
    assert found.slope == pytest.approx(fitted.coef_[0, 0], rel=1e-3)
    assert found.intercept == pytest.approx(fitted.intercept_[0], rel=1e-3)
    assert found.chances(leads.p) == pytest.approx(fitted.predict_proba(score)[:, 1], rel=1e-3)
    line = found.line(0.08)
    assert found.chances(np.array([line]))[0] == pytest.approx(0.08)


def test_scores_without_a_rising_line_that_do_not_add_up_give_way_to_what_happened():
    scored = scored_leads(2000, 3)
    shuffled = np.random.Generator(np.random.PCG64(0)).permutation(scored["p"])
    choice = handoff_curve(scored.assign(p=inflate(shuffled)), TERMS).choose()
    table = choice.curve.table
    assert choice.basis == "observed"
    assert choice.nearest == table["threshold"].iloc[table["profit"].argmax()]
    assert choice.profit.value == pytest.approx(table["profit"].max() - choice.optimism)
    assert choice.optimism > 0
    assert any("do not add up" in said for said in choice.warnings)
    assert "optimism" in choice.profit.method
    assert choice.p_better == {}


def test_inflated_probabilities_would_have_cost_money_at_break_even():
    scored = scored_leads(20_000, 5)
    curve = handoff_curve(scored.assign(p=inflate(scored["p"])), TERMS, draws=50)
    at_break_even = curve.table["profit"].iloc[curve.at(TERMS.break_even)]
    assert at_break_even < 0.75 * curve.choose().profit.value


def test_observed_over_expected_holds_one_when_it_should():
    held = [observed_over_expected(check_leads(scored_leads(500, seed))) for seed in range(200)]
    assert 0.91 <= np.mean([one.low <= 1 <= one.high for one in held]) <= 0.99


def test_observed_over_expected_widens_with_accounts():
    scored = scored_leads(400).loc[np.repeat(np.arange(400), 3)].reset_index(drop=True)
    alone = observed_over_expected(check_leads(scored))
    pooled = observed_over_expected(check_leads(scored.assign(account=scored.index // 3)))
    spread = np.log(pooled.high / pooled.value) / np.log(alone.high / alone.value)
    assert spread == pytest.approx(3**0.5, rel=1e-6)


def test_compared_policies_are_differences_on_the_same_leads(choice):
    scored = with_unseen(with_today(scored_leads(3000))).dropna(subset=["y"])
    gain = TERMS.value * scored["y"] - TERMS.cost
    ours = gain[scored["p"] >= 0.08].sum()
    assert choice.compared["today"].value == pytest.approx(ours - gain[scored["today"]].sum())
    assert choice.compared["all"].value == pytest.approx(ours - gain.sum())
    assert choice.compared["none"].value == pytest.approx(ours)
    assert set(choice.compared) == {"today", "all", "none", "top_k", "best_f1", "youden"}
    for estimate in choice.compared.values():
        assert estimate.low <= estimate.value <= estimate.high


def test_top_k_hands_off_as_many_as_today(choice):
    scored = with_unseen(with_today(scored_leads(3000)))
    k = int(scored["today"].sum())
    row = choice.table.set_index("policy").loc["top_k"]
    assert row["threshold"] == scored["p"].nlargest(k).min()


def test_best_f1_is_that_of_scikit_learn(choice):
    seen = with_unseen(with_today(scored_leads(3000))).dropna(subset=["y"])
    best = max(f1_score(seen["y"], seen["p"] >= line) for line in seen.loc[seen["y"] == 1, "p"])
    line = choice.table.set_index("policy").loc["best_f1", "threshold"]
    assert f1_score(seen["y"], seen["p"] >= line) == pytest.approx(best)


@pytest.mark.parametrize("wins", [6, 5, 20])
def test_chance_that_a_band_pays_is_a_beta_tail(wins):
    found = chance_better(np.array([950.0, -50.0]), np.array([wins, 80 - wins]), wins=wins)
    assert found.value == pytest.approx(beta.sf(0.05, wins, 80 - wins), abs=0.005)
    assert found.method == "Bayesian bootstrap"


def test_known_chances_of_the_band_of_eighty():
    assert beta.sf(0.05, 6, 74) == pytest.approx(0.797, abs=0.0005)
    assert beta.sf(0.05, 6.5, 74.5) == pytest.approx(0.849, abs=0.0005)
    assert beta.sf(0.05, 7, 75) == pytest.approx(0.889, abs=0.0005)
    found = chance_better(np.array([950.0, -50.0]), np.array([6, 74]), wins=6)
    assert found.value == pytest.approx(0.797, abs=0.005)


def test_few_wins_are_weighed_by_jeffreys_prior():
    found = chance_better(np.array([950.0, -50.0]), np.array([2, 78]), wins=2)
    assert found.value == pytest.approx(beta.sf(0.05, 2.5, 78.5), abs=0.005)
    assert "Jeffreys" in found.method
    nobody_won = chance_better(np.array([950.0, -50.0]), np.array([0, 80]), wins=0)
    assert 0 < nobody_won.value < 0.05
    assert nobody_won.low < -50 * 80 + 1 < nobody_won.high


def test_chance_by_account_is_that_by_lead_for_accounts_of_one():
    scored = scored_leads(600)
    plain = handoff_curve(scored, TERMS, draws=50).choose().p_better
    account = scored["key"].replace({1: 0})
    nearly = handoff_curve(scored.assign(account=account), TERMS, draws=50).choose().p_better
    assert plain.keys() == nearly.keys()
    for name, value in plain.items():
        assert nearly[name] == pytest.approx(value, abs=0.02)


def test_scores_below_break_even_meet_no_terms():
    choice = handoff_curve(scored_leads(2000, centre=-5, spread=0.3), TERMS, draws=100).choose()
    assert choice.threshold is None
    assert "no lead reaches break-even" in choice.reason
    assert "points below" in choice.reason
    assert choice.nearest < TERMS.break_even
    assert choice.to_dict()["best"] is None
    assert choice.to_dict()["reason"] == choice.reason
    assert choice.compared["all"].value > 0
    assert "No line meets these terms" in choice.sentence()


def test_a_line_that_lost_money_is_named_with_what_it_misses():
    rng = np.random.Generator(np.random.PCG64(0))
    p = rng.uniform(0.02, 0.11, 300)
    scored = pd.DataFrame({"key": range(300), "p": p, "y": (rng.random(300) < 0.05) * 1.0})
    scored.loc[scored["p"] > 0.08, "y"] = 0.0
    scored.loc[scored["p"] < 0.06, "y"] = (rng.random((scored["p"] < 0.06).sum()) < 0.13) * 1.0
    choice = handoff_curve(scored, TERMS, draws=100).choose()
    assert choice.from_economics
    assert choice.threshold is None
    assert choice.profit.value < 0
    assert "misses by" in choice.reason
    assert choice.nearest == 0.08


def test_handoff_json_has_exactly_its_keys(choice):
    content = choice.to_dict()
    assert set(content) == {
        "economics", "n", "best", "reason", "basis", "flat", "capacity", "compared", "unseen",
    }  # fmt: skip
    assert set(content["best"]) == {
        "threshold", "low", "high", "profit", "handed_off", "win_rate", "hours",
    }  # fmt: skip
    assert set(content["n"]) == {"leads", "judged", "excluded"}
    assert content["n"]["leads"] == content["n"]["judged"] + content["n"]["excluded"] == 3000
    assert content["unseen"]["share"] == content["n"]["excluded"] / 3000
    assert set(content["compared"]["all"]) == {
        "value", "low", "high", "level", "n", "events", "method",
    }  # fmt: skip
    assert json.loads(json.dumps(content, allow_nan=False)) == content


def test_warnings_say_what_the_score_does_not_measure(choice):
    assert any("difference" in said for said in choice.warnings)
    assert any("could add anything from" in said for said in choice.warnings)


def test_the_sentence_states_the_line_its_rate_and_its_profit(choice):
    said = choice.sentence().replace("\N{NO-BREAK SPACE}", " ")
    assert "a chance of buying of 8 % or more" in said
    assert f"{choice.handed_off:,} of the" in said
    assert "as good within 2 %" in said


def test_all_won_and_one_score_still_give_an_answer():
    scored = pd.DataFrame({"key": range(30), "p": 0.9, "y": 1.0})
    choice = handoff_curve(scored, TERMS, draws=20).choose()
    assert choice.handed_off == 30
    assert choice.profit.value == 30 * (TERMS.value - TERMS.cost)


def test_scores_that_are_right_only_on_average_are_found_out():
    scored = scored_leads(3000, 2)
    backwards = scored.assign(
        p=np.sort(scored["p"])[::-1][scored["p"].rank(method="first").astype(int) - 1]
    )
    choice = handoff_curve(backwards, TERMS, draws=200).choose()
    assert choice.from_economics
    assert not choice.agrees
    assert any("does not agree" in said for said in choice.warnings)


def test_a_rule_of_today_that_earns_more_is_said_to():
    scored = scored_leads(2000)
    clairvoyant = scored.assign(today=scored["y"] == 1)
    choice = handoff_curve(clairvoyant, TERMS, draws=100).choose()
    assert choice.compared["today"].high < 0
    assert choice.p_better["today"] < 0.001
    assert "less than today's rule" in curve_words.finding(choice)


def test_a_rule_of_today_that_hands_off_nobody_can_be_compared():
    choice = handoff_curve(scored_leads(500).assign(today=False), TERMS, draws=100).choose()
    row = choice.table.set_index("policy").loc["top_k"]
    assert row["handed_off"] == 0
    assert choice.compared["today"].value == choice.profit.value


def test_policies_beyond_capacity_are_marked():
    terms = Economics(value=1000, cost=80, capacity=100)
    choice = handoff_curve(scored_leads(1000), terms, draws=50).choose()
    fits = choice.table.set_index("policy")["fits"]
    assert fits[["best", "top_k", "none"]].all()
    assert not fits["all"]
