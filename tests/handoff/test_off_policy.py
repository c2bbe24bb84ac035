"""Off-policy estimates: as counted by hand, against the truth, and refused where they must be."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.handoff.unseen.diagnostics import diagnostics
from leadkit.handoff.unseen.logged import Logged, logged_decisions
from leadkit.handoff.unseen.off_policy import METHODS, estimates, off_policy

TERMS = lk.Economics(value=1000, cost=50)


def strata(*parts):
    """Make a log of strata: leads, propensity, taken, won; by rule from a propensity of one half.

    Exactly `taken` leads are taken and `won` of them won; p is the same within a stratum.
    """
    rows = [
        {"propensity": chance, "taken": i < taken, "y": float(i < won) if i < taken else np.nan,
         "p": 0.2 if chance > 0.5 else 0.1}
        for n, chance, taken, won in parts
        for i in range(n)
    ]  # fmt: skip
    table = pd.DataFrame(rows).assign(override=False, points=np.nan)
    table["today"] = table["propensity"] > 0.5
    table["account"] = table["key"] = [f"L{i}" for i in range(len(table))]
    return Logged(table, {"logged": len(table), "kept": len(table)})


def everybody(logged):
    return np.ones(len(logged.table), dtype=bool)


TWO = strata((100, 1.0, 100, 20), (400, 0.25, 100, 8))


def test_two_strata_as_counted_by_hand():
    found = off_policy(TWO, everybody(TWO), TERMS)
    table = found.table.set_index("method")
    above, below = 20 * 1000 - 100 * 50, 4 * (8 * 1000 - 100 * 50)
    for name in ("ipw", "snipw"):
        assert table.loc[name, ["value", "gain"]].tolist() == pytest.approx([above + below, below])
    assert table.loc["naive", "value"] == pytest.approx(500 * (28 / 200 * 1000 - 50))
    assert table.loc["naive", "gain"] == pytest.approx(500 * 90 - above)
    assert table.loc["direct", "gain"] == pytest.approx(below, rel=0.05)
    assert table.loc["doubly_robust", "gain"] == pytest.approx(below, rel=0.05)
    assert found.diagnostics.ess == pytest.approx(500**2 / (100 + 100 * 16))
    assert found.diagnostics.ess_changed == pytest.approx(100)
    assert found.diagnostics.largest_share == pytest.approx(4 / 500)
    assert (found.diagnostics.explored, found.diagnostics.wins) == (100, 8)


def test_the_interval_of_two_strata_is_that_of_the_formulas():
    table = estimates(TWO, everybody(TWO), TERMS, seed=0).set_index("method")
    t, n = 1.96473, 500  # of 499 degrees of freedom
    centre, half = 1 + t**2 / 100, t * np.sqrt(0.08 * 0.92 / 100 + t**2 / 4 / 100**2)
    wilson = np.array([(0.08 + t**2 / 200 - half) / centre, (0.08 + t**2 / 200 + half) / centre])
    of_band = 400 * 1000 * (wilson - 0.08)
    above, band = np.repeat([950, -50], [20, 80]), np.repeat(4 * (80 - 50), 100)
    each = {"ipw": np.r_[above, band, np.zeros(300)], "snipw": np.r_[above, np.repeat(30, 400)]}
    for name, rest in each.items():
        error = t * np.sqrt(n) * rest.std(ddof=1)
        value, low, high = table.loc[name, ["value", "low", "high"]]
        assert [low, high] == pytest.approx(value + np.hypot(of_band, error) * [-1, 1], rel=1e-5)
    ends = table.loc["doubly_robust", ["low", "high"]].tolist()
    assert ends == pytest.approx(table.loc["snipw", ["low", "high"]].tolist(), rel=0.1)


def test_the_interval_of_a_gain_turns_round_for_leads_given_up():
    logged = strata((300, 1.0, 300, 30), (50, 1.0, 50, 2))
    fewer = logged.table.index < 300
    found = off_policy(logged, fewer, TERMS).table.set_index("method").loc["ipw"]
    assert found["gain"] == 50 * 50 - 2 * 1000
    assert found["gain"] - found["gain_low"] > found["gain_high"] - found["gain"]


def test_todays_own_rule_gains_exactly_nothing():
    found = off_policy(TWO, TWO.table["today"], TERMS)
    assert (found.table[["gain", "gain_low", "gain_high"]] == 0).all(axis=None)
    assert "hands off the same leads as today's." in found.sentence()


def test_a_rule_that_only_hands_off_less_needs_no_exploration():
    logged = strata((300, 0.98, 300, 30), (400, 0.0, 0, 0))
    takes = logged.table.index < 150
    found = off_policy(logged, takes, TERMS)
    assert found.refusal is None
    assert found.warning is None
    assert found.table.set_index("method").loc["ipw", "gain"] == pytest.approx(150 * 50 / 0.98)


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        (((100, 1.0, 100, 9), (400, 0.1, 49, 4)), "only 49 were handed off by the draw"),
        (((100, 1.0, 100, 9), (400, 0.1, 60, 4), (7, 0.0, 0, 0)), "7 leads .* had no chance"),
        (((100, 1.0, 100, 0), (400, 0.1, 60, 0)), "none of the 160 leads handed off was won"),
        (((40, 1.0, 40, 3),), "only 40 logged leads were handed off"),
    ],
)
def test_no_number_is_given_where_the_log_cannot_tell(parts, refusal):
    logged = strata(*parts)
    found = off_policy(logged, everybody(logged), TERMS)
    assert pd.Series([found.refusal]).str.contains(refusal).all()
    assert found.table.drop(columns="method").isna().all(axis=None)
    assert found.best is None
    assert found.value is None
    assert found.refusal in found.sentence()
    assert {row["gain"] for row in json.loads(json.dumps(found.to_dict()))["methods"]} == {None}
    assert found.refusal[:20].lower() in found.plot().texts[0].get_text().lower()


def test_few_explored_leads_few_wins_and_held_back_leads_are_warned_of():
    logged = strata((100, 1.0, 100, 9), (400, 0.1, 50, 3))
    logged.table.loc[[0, 1], ["override", "taken", "y", "propensity"]] = [True, False, np.nan, None]
    found = off_policy(logged, everybody(logged), TERMS)
    assert found.refusal is None
    for said in ("only 50 leads were explored", "only 3 of the explored", "2 leads of today's"):
        assert said in found.warning
    assert found.warning in found.sentence()
    enough = strata((100, 1.0, 100, 9), (400, 0.25, 100, 4))
    assert off_policy(enough, everybody(enough), TERMS).warning is None


def test_the_answer_is_the_doubly_robust_gain_with_its_interval():
    found = off_policy(TWO, everybody(TWO), replace(TERMS, currency="USD"))
    row = found.table.set_index("method").loc["doubly_robust"]
    assert found.best.to_dict()["high"] == row["gain_high"]
    assert found.value.to_dict()["low"] == row["low"]
    assert "hands off 400 more" in found.sentence()
    assert "by 100 of them that were handed off by the draw, 8 won" in found.sentence()
    assert found._repr_html_().count("<tr>") == 1 + len(METHODS)
    ax = found.plot()
    assert len(ax.get_yticklabels()) == len(METHODS)
    assert ax.get_yticklabels()[0].get_fontweight() == "bold"


@pytest.mark.parametrize("takes", [[True], ["yes"] * 500, [0.5] * 500, [[True]] * 500, None])
def test_a_rule_that_does_not_fit_the_log_is_refused(takes):
    with pytest.raises(BadInput, match="one true or false for each of 500"):
        off_policy(TWO, takes, TERMS)


def test_a_rule_in_another_order_is_refused():
    with pytest.raises(BadInput, match="one true or false"):
        off_policy(TWO, TWO.table["today"].iloc[::-1], TERMS)


@pytest.fixture(scope="module")
def world(sample_book):
    logged = logged_decisions(sample_book)
    truth = pd.read_csv(lk.sample().parent / "truth" / "leads.csv.xz", index_col="lead_id")
    return logged, truth.loc[logged.table["key"], "p1"].to_numpy() / 10_000


def redrawn(logged, chance, seed, share=0.15):
    rng = np.random.Generator(np.random.PCG64(seed))
    table = logged.table
    propensity = np.where(table["today"], 0.98, share)
    taken = rng.random(len(table)) < propensity
    won = np.where(taken, rng.random(len(table)) < chance, np.nan)
    return replace(logged, table=table.assign(propensity=propensity, taken=taken, y=won))


def test_the_truth_of_the_sample_is_found_and_the_plain_rate_misses_it(world):
    logged, chance = world
    terms = lk.Economics(value=12e6, cost=1e6)
    rule = (logged.table["points"] >= 35).to_numpy()
    true = (chance[rule] * terms.value - terms.cost).sum()
    found = pd.concat(
        [estimates(redrawn(logged, chance, seed), rule, terms, seed=seed) for seed in range(16)]
    )
    misses = (found["value"] - true).groupby(found["method"]).agg(["mean", "sem"])
    for name in ("ipw", "snipw", "doubly_robust"):
        assert abs(misses.loc[name, "mean"]) < 3 * misses.loc[name, "sem"]
    assert misses.loc["naive", "mean"] > 10 * misses.loc["naive", "sem"]
    held = found.assign(held=(found["low"] <= true) & (true <= found["high"]))
    held = held.groupby("method")["held"].sum()
    assert held[["ipw", "doubly_robust"]].min() >= 13
    assert held["naive"] < 4


def test_what_the_sample_rests_on_is_counted(world):
    logged, _chance = world
    table = logged.table
    found = diagnostics(logged, (table["points"] >= 35).to_numpy())
    band = table[table["points"].between(35, 44)]
    assert found.changed == found.added == len(band)
    assert found.explored == (band["reason"] == "exploration").sum()
    assert found.wins == band["y"].sum()
    assert found.overrides == (table["reason"] == "override").sum()
