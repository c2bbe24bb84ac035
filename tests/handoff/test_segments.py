"""Lines by segment: by money alone, one price of an hour, checked against exact optima."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_leads import scored_leads
from matplotlib import pyplot as plt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.handoff.segments.amounts import refuse_personal
from leadkit.handoff.segments.segments import segment_lines

AMOUNTS = pd.DataFrame(
    {"size": ["SME", "Mid", "Enterprise"], "value": [400, 1600, 12000], "cost": [40, 80, 400]}
)
SHARED = Economics(value=1000, cost=60)


def sized(n, seed=0, **how):
    rng = np.random.Generator(np.random.PCG64(seed + 100))
    return scored_leads(n, seed, **how).assign(
        size=rng.choice(AMOUNTS["size"], n, p=[0.6, 0.3, 0.1])
    )


def small(seed, *, hours):
    """A random small problem: leads, amounts with their hours, and the net value of each lead."""
    rng = np.random.Generator(np.random.PCG64(seed))
    scored = sized(60, seed, centre=-1.5)
    scored.loc[0, "y"] = 1
    amounts = AMOUNTS.assign(
        value=rng.uniform(300, 3000, 3), cost=rng.uniform(20, 200, 3), hours=hours
    )
    own = amounts.set_index("size").loc[scored["size"]]
    net = scored["p"].to_numpy() * own["value"].to_numpy() - own["cost"].to_numpy()
    return scored, amounts, net, own["hours"].to_numpy(float)


def handed(found, scored):
    line = found.table.set_index("segment")["line"]
    return (scored["p"] >= scored["size"].map(line)).to_numpy()


def exact(net, hours, limit):
    return -milp(
        -net,
        constraints=LinearConstraint(hours[None, :], ub=limit),
        integrality=np.ones_like(net),
        bounds=Bounds(0, 1),
    ).fun


def test_the_known_lines():
    found = segment_lines(sized(2000), SHARED, "size", AMOUNTS)
    assert found.table["line"].tolist() == pytest.approx([0.10, 0.05, 1 / 30])
    assert found.shadow_price == 0
    assert "SME 10" in found.sentence().replace("\u00a0", " ")


@pytest.mark.parametrize("seed", range(4))
def test_without_a_limit_the_lines_are_the_exact_optimum(seed):
    scored, amounts, net, hours = small(seed, hours=[1.0, 1.0, 1.0])
    found = segment_lines(
        scored, Economics(value=900, cost=50), "size", amounts.drop(columns="hours")
    )
    assert net[handed(found, scored)].sum() == pytest.approx(exact(net, hours, len(net)))


@pytest.mark.parametrize("seed", range(4))
def test_with_equal_hours_and_a_limit_the_lines_are_the_exact_optimum(seed):
    scored, amounts, net, hours = small(seed, hours=[2.0, 2.0, 2.0])
    economics = Economics(value=900, cost=50, hours=2, capacity=2 * 12)
    found = segment_lines(scored, economics, "size", amounts)
    ours = handed(found, scored)
    assert ours.sum() == 12
    assert net[ours].sum() == pytest.approx(exact(net, hours, 24))


@pytest.mark.parametrize("seed", range(4))
def test_with_any_hours_they_miss_it_by_less_than_one_lead_and_the_price_is_the_dual(seed):
    scored, amounts, net, hours = small(seed, hours=[1.0, 2.5, 6.0])
    limit = 0.37 * hours[net > 0].sum()
    economics = Economics(value=900, cost=50, hours=2, capacity=limit)
    found = segment_lines(scored, economics, "size", amounts)
    ours = handed(found, scored)
    assert hours[ours].sum() <= limit
    assert exact(net, hours, limit) - net[ours].sum() < net.max()
    relaxed = linprog(-net, A_ub=hours[None, :], b_ub=limit, bounds=(0, 1))
    price = found.shadow_price
    assert price == pytest.approx(-relaxed.ineqlin.marginals[0])
    assert -relaxed.fun == pytest.approx(price * limit + np.maximum(net - price * hours, 0).sum())
    own = amounts.set_index("size")
    by_price = (own["cost"] + price * own["hours"]) / own["value"]
    table = found.table.set_index("segment")
    assert (table["line"] >= by_price.clip(upper=1)).all()
    worst_taken, best_left = (net / hours)[ours].min(), (net / hours)[~ours].max()
    assert worst_taken >= price == pytest.approx(best_left)


def test_equal_leads_stay_together_within_the_limit():
    scored = sized(200).assign(p=0.2)
    economics = Economics(value=1000, cost=60, hours=1, capacity=30)
    found = segment_lines(scored, economics, "size", AMOUNTS)
    ours = handed(found, scored)
    assert 0 < ours.sum() <= 30
    assert set(scored.loc[ours, "size"]) == {"Enterprise"}


def test_leads_of_no_named_segment_keep_the_common_line():
    scored = sized(1500)
    scored.loc[:400, "size"] = None
    scored.loc[401:500, "size"] = "Public"
    scored.loc[501, "size"] = " sme"
    found = segment_lines(scored, SHARED, "size", AMOUNTS, common=0.07)
    others = found.table.iloc[-1]
    assert (others["segment"], others["n"], others["line"]) == ("", 501, 0.07)
    assert found.table["n"].sum() == len(scored)
    assert [one.value for one in found.segments] == ["SME", "Mid", "Enterprise"]


def test_leads_of_no_named_segment_take_their_hours_first():
    scored = sized(600)
    scored.loc[:300, "size"] = "Public"
    economics = Economics(value=1000, cost=60, hours=1, capacity=60)
    found = segment_lines(scored, economics, "size", AMOUNTS)
    line = scored["size"].map(found.table.set_index("segment")["line"]).fillna(found.common)
    assert (scored["p"] >= found.common)[scored["size"] == "Public"].any()
    assert (scored["p"] >= line).sum() == 60


def test_the_one_line_is_the_best_there_is_and_keeps_within_the_limit():
    scored = sized(900)
    economics = Economics(value=1000, cost=60, hours=1, capacity=100)
    found = segment_lines(scored, economics, "size", AMOUNTS)
    assert (scored["p"] >= found.common).sum() <= 100
    assert segment_lines(scored, economics, "size", AMOUNTS, common=0.01).common > 0.01
    own = AMOUNTS.set_index("size").loc[scored["size"]].to_numpy()
    net = scored["p"].to_numpy() * own[:, 0] - own[:, 1]
    free = segment_lines(scored, SHARED, "size", AMOUNTS).common
    every = [net[scored["p"] >= line].sum() for line in scored["p"]]
    assert net[scored["p"] >= free].sum() == pytest.approx(max(every))


@pytest.mark.parametrize("accounts", [None, 250])
def test_gain_and_chance_are_those_of_the_bayesian_bootstrap(accounts):
    scored = sized(1000, 3)
    rng = np.random.Generator(np.random.PCG64(1))
    unit = np.arange(1000) if accounts is None else rng.integers(0, accounts, 1000)
    found = segment_lines(
        scored if accounts is None else scored.assign(account=unit), SHARED, "size", AMOUNTS
    )
    own = AMOUNTS.set_index("size").loc[scored["size"]].to_numpy()
    change = handed(found, scored).astype(int) - (scored["p"] >= found.common)
    gain = (change * (scored["y"] * own[:, 0] - own[:, 1])).to_numpy()
    assert found.gain.value == pytest.approx(gain.sum())
    sums = np.bincount(unit, weights=gain)
    drawn = rng.dirichlet(np.ones(len(sums)), 4000) @ sums * len(sums)
    assert found.p_better == pytest.approx((drawn > 0).mean(), abs=0.025)
    assert [found.gain.low, found.gain.high] == pytest.approx(
        np.quantile(drawn, [0.025, 0.975]), abs=0.15 * drawn.std()
    )


def test_profit_adds_up_and_too_few_leads_have_none():
    scored = sized(300, 2)
    scored.loc[scored["size"] == "Enterprise", "size"] = "Mid"
    scored.loc[:9, "size"] = "Enterprise"
    found = segment_lines(scored, SHARED, "size", AMOUNTS).table.set_index("segment")
    assert found.loc["Enterprise", ["profit", "low", "high"]].isna().all()
    assert found.loc["Enterprise", "line"] == pytest.approx(1 / 30)
    assert found.loc["Enterprise", "holds"] is None
    rows = (scored["size"] == "SME") & (scored["p"] >= 0.1)
    assert found.loc["SME", "profit"] == 400 * scored["y"][rows].sum() - 40 * rows.sum()
    assert found.loc["SME", "low"] < found.loc["SME", "profit"] < found.loc["SME", "high"]


def test_a_segment_where_the_chances_do_not_hold_is_named():
    scored = sized(3000)
    is_mid = scored["size"] == "Mid"
    scored.loc[is_mid, "p"] = (scored.loc[is_mid, "p"] * 3).clip(upper=0.95)
    found = segment_lines(scored, SHARED, "size", AMOUNTS)
    assert found.basis == "recalibrated"
    assert "Mid" in [text.split(":")[0] for text in found.warnings]


def test_lines_of_scores_far_too_low_are_drawn_where_the_chances_are():
    scored = sized(3000)
    chance = scored["p"].copy()
    low = scored.assign(p=chance / (chance + 5 * (1 - chance)))
    found = segment_lines(low, SHARED, "size", AMOUNTS)
    assert found.holds
    truly = segment_lines(scored, SHARED, "size", AMOUNTS).named["line"]
    back = 5 * found.named["line"] / (1 + 4 * found.named["line"])
    assert back.tolist() == pytest.approx(truly.tolist(), rel=0.35)
    assert (found.named["line"] < 0.5 * truly).all()


def test_the_same_lines_and_the_same_leads_are_said():
    alike = AMOUNTS.assign(value=1000, cost=60)
    found = segment_lines(sized(500), SHARED, "size", alike, common=0.06)
    assert found.p_better is None
    assert found.gain.value == found.gain.low == found.gain.high == 0
    assert "the same leads" in found.sentence()


def test_a_segment_that_no_lead_can_reach_the_line_of_is_said():
    rich = AMOUNTS.assign(value=[400, 1600, 90_000])
    economics = Economics(value=1000, cost=60, capacity=5)
    found = segment_lines(sized(900), economics, "size", rich)
    assert found.table["line"].iloc[0] > 1
    assert "SME nobody" in found.sentence()
    assert found.segments[0].line == 1


def test_nurturing_counts_by_segment():
    economics = Economics(value=1000, cost=60, nurture=15, keeps=0.3)
    found = segment_lines(sized(800), economics, "size", AMOUNTS).table.set_index("segment")
    assert found.loc["SME", "line"] == found.loc["SME", "drop_below"] == pytest.approx(0.1)
    assert found.loc["Mid", "line"] == pytest.approx(65 / 1120)
    assert found.loc["Mid", "drop_below"] == pytest.approx(15 / 480)


@pytest.mark.parametrize("name", ["gender", "Giới tính", "age_group", "tôn giáo", "Nationality"])
def test_no_line_is_drawn_by_what_a_person_is(name):
    with pytest.raises(BadInput, match="says what a person is"):
        segment_lines(
            sized(200).rename(columns={"size": name}),
            SHARED,
            name,
            AMOUNTS.rename(columns={"size": name}),
        )


def test_values_give_away_what_a_column_hides():
    with pytest.raises(BadInput, match="says what a person is"):
        refuse_personal("grp", ["Nam", "Nữ"])
    for column in ("page", "stage", "segment"):
        refuse_personal(column, ["Miền Nam", "m"])


FAULTS = {
    "no such column": (AMOUNTS.rename(columns={"cost": "price"}), "no column 'cost'"),
    "twice": (pd.concat([AMOUNTS, AMOUNTS.head(1).assign(size="sme ")]), "row 4.*one name"),
    "blank": (AMOUNTS.assign(size=["SME", None, "Mid"]), "row 2"),
    "text": (AMOUNTS.assign(value=["400", "n/a", 3]), "row 2.*'n/a'"),
    "below cost": (AMOUNTS.assign(value=[400, 1600, 300]), "row 3.*worth only 300"),
    "below zero": (AMOUNTS.assign(cost=[40, 80, -4]), "row 3.*above 0"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faulty_amounts_are_told_with_their_row(fault):
    amounts, said = FAULTS[fault]
    with pytest.raises(BadInput, match=f"(?s){said}"):
        segment_lines(sized(100), SHARED, "size", amounts)


def test_a_missing_column_and_hours_without_a_capacity_in_hours_are_refused():
    with pytest.raises(BadInput, match="no column 'size'"):
        segment_lines(scored_leads(100), SHARED, "size", AMOUNTS)
    with pytest.raises(BadInput, match="capacity counts leads"):
        segment_lines(
            sized(100), Economics(value=1000, cost=60, capacity=5), "size", AMOUNTS.assign(hours=1)
        )


def test_the_picture_and_the_table_are_drawn():
    found = segment_lines(
        sized(600).replace("Mid", "<Mid>"), SHARED, "size", AMOUNTS.replace("Mid", "<Mid>")
    )
    ax = found.plot()
    assert [text.get_text().split("  ")[0] for text in ax.get_yticklabels()][1] == "<Mid>"
    plt.close(ax.figure)
    assert "&lt;Mid&gt;" in found._repr_html_()
