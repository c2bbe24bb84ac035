import numpy as np
import pandas as pd
import pytest
from made_leads import TERMS, scored_leads, with_today, with_unseen
from scipy.optimize import linprog

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.handoff import handoff_curve
from leadkit.handoff.policies import _kinds

FULL = Economics(value=1000, cost=80, hours=2, capacity=500, nurture=10, keeps=0.2, anyway=0.01)


def own(scored, seed=5):
    rng = np.random.Generator(np.random.PCG64(seed))
    n = len(scored)
    worth = rng.lognormal(6.6, 0.7, n)
    return scored.assign(
        worth=worth,
        earned=np.where(scored["y"] == 1, worth * rng.lognormal(-0.08, 0.4, n), np.nan),
        cost=rng.uniform(40, 120, n),
        hours=rng.uniform(1, 3, n),
    )


def test_every_row_equals_the_sum_by_hand():
    scored = own(scored_leads(400))
    table = handoff_curve(scored, FULL, draws=50).table
    paid = scored["cost"] - 10 + 0.01 * scored["worth"]
    observed = 0.8 * scored["earned"].fillna(0) - paid
    expected = 0.8 * scored["p"] * scored["worth"] - paid
    for row in table.iloc[::7].itertuples():
        above = scored["p"] >= row.threshold
        assert row.profit == pytest.approx(observed[above].sum(), abs=1e-6)
        assert row.expected_profit == pytest.approx(expected[above].sum(), abs=1e-6)
        assert row.spend == pytest.approx(scored["cost"][above].sum())
        assert row.hours == pytest.approx(scored["hours"][above].sum())


@pytest.mark.parametrize("is_clustered", [False, True])
def test_own_amounts_that_are_all_alike_change_nothing(is_clustered):
    scored = with_unseen(with_today(scored_leads(1500)))
    if is_clustered:
        scored["account"] = scored["key"] % 900
    alike = scored.assign(worth=1000.0, cost=80.0, hours=2.0)
    plain, same = (
        handoff_curve(rows, Economics(value=1000, cost=80, hours=2, capacity=400), draws=100)
        for rows in (scored, alike)
    )
    pd.testing.assert_frame_equal(plain.table, same.table, check_dtype=False)
    pd.testing.assert_frame_equal(plain.against_today(), same.against_today(), check_dtype=False)
    one, two = plain.choose(), same.choose()
    assert one.threshold == two.threshold
    assert one.capacity.shadow_price == pytest.approx(two.capacity.shadow_price)
    assert one.capacity.price.value == pytest.approx(two.capacity.price.value)
    rivals = two.table.set_index("policy").drop("own_value")
    assert rivals["profit"].tolist() == pytest.approx(one.table["profit"].tolist())


@pytest.mark.parametrize("accounts", [None, 300])
def test_compound_sums_are_the_bootstrap_of_rows(accounts):
    scored = own(scored_leads(1000, 4))
    if accounts:
        rng = np.random.Generator(np.random.PCG64(2))
        scored["account"] = rng.integers(0, accounts, 1000)
    curve = handoff_curve(scored, FULL, draws=2000)
    ours, leads = curve.drawn.profit(FULL), curve.leads
    some = np.flatnonzero(curve.table["handed_off"] > 60)[::12]
    net = leads.observed.profit(FULL)[:, None] * (leads.p[:, None] >= curve.thresholds[some])
    unit = leads.account
    by_unit = pd.DataFrame(net).groupby(unit).sum().to_numpy()
    n = len(by_unit)
    weights = np.random.Generator(np.random.PCG64(8)).multinomial(n, np.full(n, 1 / n), size=2000)
    theirs = weights @ by_unit
    error = theirs.std(axis=0)
    for end in (0.025, 0.975):
        away = np.quantile(ours[:, some], end, axis=0) - np.quantile(theirs, end, axis=0)
        assert np.abs(away / error).mean() < 0.14
        assert np.abs(away / error).max() < 0.35
    assert curve.drawn.above.cost.shape == ours.shape


def test_draws_follow_other_economics():
    scored = own(scored_leads(600))
    curve = handoff_curve(scored, FULL, draws=50)
    doubled = FULL.varied(keeps=0.6)
    drawn = curve.drawn
    change = drawn.profit(FULL) - drawn.profit(doubled)
    assert change == pytest.approx(0.4 * drawn.above.earned)
    assert drawn.profit(FULL.varied(value=2000)) == pytest.approx(drawn.profit(FULL))


def test_the_shadow_price_closes_the_duality_gap():
    scored = own(with_unseen(scored_leads(900)))
    capacity = handoff_curve(scored, FULL, draws=20).capacity
    net = 0.8 * scored["p"] * scored["worth"] - (scored["cost"] - 10 + 0.01 * scored["worth"])
    primal = -linprog(-net, A_ub=[scored["hours"]], b_ub=[500], bounds=(0, 1)).fun
    surplus = np.maximum(0, net - capacity.shadow_price * scored["hours"]).sum()
    assert capacity.shadow_price * 500 + surplus == pytest.approx(primal)
    assert capacity.binding


def test_the_common_line_keeps_within_the_hours_and_each_by_its_own_earns_more():
    scored = own(with_unseen(scored_leads(3000)))
    curve = handoff_curve(scored, FULL, draws=50)
    choice = curve.choose()
    above = scored["p"] >= choice.threshold
    assert scored["hours"][above].sum() <= 500
    assert curve.work(choice.threshold) == pytest.approx(scored["hours"][above].sum())
    judged = scored["y"].notna()
    assert choice.hours == pytest.approx(scored["hours"][above & judged].sum())
    assert choice.compared["own_value"].value < 0
    assert choice.table["fits"][choice.table["policy"].isin(["best", "own_value"])].all()


def test_without_a_limit_the_line_is_where_the_model_expects_most():
    scored = own(scored_leads(2000)).drop(columns="hours")
    choice = handoff_curve(scored, TERMS, draws=50).choose()
    table = choice.curve.table
    assert choice.from_economics
    assert choice.threshold == table["threshold"].iloc[table["expected_profit"].argmax()]
    assert {"all", "own_value"} <= set(choice.compared)
    assert "own amounts" in choice.curve.method


def test_joined_kinds_move_as_the_leads_do():
    rng = np.random.Generator(np.random.PCG64(1))
    payoff = np.r_[rng.lognormal(6.5, 0.9, 150), -rng.uniform(40, 120, 1500), np.zeros(4000)]
    kinds, counts = _kinds(payoff)
    assert len(kinds) < 60
    assert kinds @ counts == pytest.approx(payoff.sum())
    joined = np.cov(kinds, fweights=counts, ddof=0)
    assert joined == pytest.approx(payoff.var(), rel=0.01)


def test_order_of_rows_does_not_change_a_byte():
    scored = own(with_unseen(with_today(scored_leads(500).round({"p": 2}))))
    shuffled = scored.sample(frac=1, random_state=3)
    one, two = (handoff_curve(rows, FULL, draws=50) for rows in (scored, shuffled))
    pd.testing.assert_frame_equal(one.table, two.table, check_exact=True)
    assert one.choose().to_dict() == two.choose().to_dict()


@pytest.mark.parametrize("column", ["worth", "cost", "hours"])
@pytest.mark.parametrize("value", [-1.0, 0.0, np.nan, np.inf])
def test_an_impossible_amount_is_refused_with_its_row(column, value):
    scored = own(scored_leads(60))
    scored.loc[3, column] = value
    with pytest.raises(BadInput, match=f"row 4, column {column}: 1 values"):
        handoff_curve(scored, FULL)


def test_a_won_lead_needs_what_it_earned_and_points_are_probabilities():
    scored = own(scored_leads(60, 1))
    first = int(scored["y"].argmax())
    with pytest.raises(BadInput, match=f"row {first + 1}, column earned"):
        handoff_curve(scored.assign(earned=np.nan), FULL)
    with pytest.raises(BadInput, match="row 1, column points"):
        handoff_curve(scored.assign(points=40), FULL)


def test_own_hours_need_hours_in_the_economics():
    with pytest.raises(BadInput, match="hours of their own") as error:
        handoff_curve(own(scored_leads(60)), TERMS)
    assert "on average a lead takes 1.9" in error.value.fix


def test_leads_that_can_never_pay_are_counted():
    scored = own(with_unseen(scored_leads(300)))
    scored.loc[:6, "cost"] = 1e6
    said = handoff_curve(scored, FULL, draws=20).warnings
    net = 0.8 * scored["worth"] - (scored["cost"] - 10 + 0.01 * scored["worth"])
    assert any(text.startswith(f"{(net <= 0).sum()} leads cost more") for text in said)


def test_bands_of_very_few_wins_are_not_to_be_trusted():
    scored = scored_leads(1200).assign(y=0.0)
    scored.loc[:3, "y"] = 1.0
    assert any("cannot be trusted" in said for said in handoff_curve(scored, TERMS).warnings)
