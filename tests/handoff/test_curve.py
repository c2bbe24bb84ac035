import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_leads import TERMS, scored_leads, with_today, with_unseen

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput, TooLittleData
from leadkit.handoff import handoff_curve


def test_every_row_equals_the_count_by_hand():
    scored = scored_leads(400)
    table = handoff_curve(scored, Economics(value=900, cost=70, hours=1.5), draws=50).table
    for row in table.itertuples():
        above = scored[scored["p"] >= row.threshold]
        wins = int(above["y"].sum())
        assert (row.handed_off, row.wins) == (len(above), wins)
        assert row.profit == 900 * wins - 70 * len(above)
        assert row.spend == 70 * len(above)
        assert row.hours == 1.5 * len(above)
        assert row.expected_profit == pytest.approx((900 * above["p"] - 70).sum(), abs=1e-6)
        assert row.win_rate == pytest.approx(wins / len(above)) if len(above) else True


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=20, max_size=60),
    st.floats(0.01, 0.9),
)
@settings(max_examples=30, deadline=None)
def test_any_scores_give_a_falling_number_of_handoffs(leads, share):
    p, won = zip(*[*leads, (0.5, True)], strict=True)
    scored = pd.DataFrame({"key": range(len(p)), "p": p, "y": np.array(won, dtype=float)})
    table = handoff_curve(scored, Economics(value=100, cost=100 * share), draws=20).table
    assert (np.diff(table["threshold"]) > 0).all()
    assert (np.diff(table["handed_off"]) <= 0).all()
    assert share in table["threshold"].to_numpy() or np.isclose(table["threshold"], share).any()
    assert table["handed_off"].iloc[0] == len(p)
    assert (table["profit"] == 100 * table["wins"] - table["spend"]).all()
    assert (table["low"] <= table["high"]).all()


def test_break_even_and_the_extremes_are_on_the_grid():
    scored = scored_leads(5000)
    table = handoff_curve(scored, TERMS, draws=50).table
    assert {0.0, TERMS.break_even, scored["p"].max()} <= set(table["threshold"])
    assert 150 <= len(table) <= 210


@pytest.mark.filterwarnings("ignore")
def test_profit_at_break_even_is_the_net_benefit_of_dcurves():
    from dcurves import dca

    scored = scored_leads(1500)
    lines = [0.05, 0.1, 0.2, 0.3]
    theirs = dca(scored[["y", "p"]], outcome="y", modelnames=["p"], thresholds=lines)
    theirs = theirs[theirs["model"] == "p"].set_index("threshold")["net_benefit"]
    for line in lines:
        curve = handoff_curve(scored, Economics(value=1, cost=line), draws=10)
        profit = curve.table["profit"].iloc[curve.at(line)]
        assert profit / len(scored) / (1 - line) == pytest.approx(theirs[line], abs=1e-9)


def test_loss_of_a_wrong_line_has_its_closed_form():
    p = (np.arange(1000) + 0.5) / 1000
    scored = pd.DataFrame({"key": range(1000), "p": p, "y": (np.arange(1000) % 2).astype(float)})
    table = handoff_curve(scored, Economics(value=1000, cost=50), draws=10).table
    expected = table.set_index("threshold")["expected_profit"]
    double = expected.index[np.searchsorted(expected.index, 0.1)]
    net = 1000 * p[(p >= 0.05) & (p < double)] - 50
    assert expected[0.05] == expected.max()
    assert expected[0.05] - expected[double] == pytest.approx(net.sum())
    assert net.sum() == pytest.approx(0.5 * 1000 * (double - 0.05) ** 2 * 1000, rel=0.02)


@pytest.mark.parametrize("extra", [[], ["today"], ["today", "account"]])
def test_order_of_rows_does_not_change_a_byte(extra):
    scored = with_unseen(with_today(scored_leads(600)))
    scored["account"] = [f"A{i % 400}" for i in range(600)]
    scored = scored[["key", "y", "p", *extra]]
    shuffled = scored.sample(frac=1, random_state=3)
    one, two = (handoff_curve(rows, TERMS, draws=100) for rows in (scored, shuffled))
    pd.testing.assert_frame_equal(one.table, two.table, check_exact=True)
    assert one.choose().to_dict() == two.choose().to_dict()
    assert one.choose().sentence() == two.choose().sentence()


def test_unseen_leads_are_counted_and_stay_out_of_the_curve():
    scored = with_unseen(scored_leads(2000))
    seen = scored.dropna(subset=["y"])
    curve, alone = (handoff_curve(rows, TERMS, draws=20) for rows in (scored, seen))
    line = curve.at(TERMS.break_even)
    missing = scored["y"].isna() & (scored["p"] >= TERMS.break_even)
    assert curve.table["unseen"].iloc[line] == missing.sum()
    assert curve.table["unseen"].iloc[0] == scored["y"].isna().sum()
    assert (
        curve.table["profit"].iloc[line] == alone.table["profit"].iloc[alone.at(TERMS.break_even)]
    )
    assert any("no seen outcome" in warning for warning in curve.warnings)


def test_bands_of_a_small_table_are_called_approximate():
    assert any("approximate" in said for said in handoff_curve(scored_leads(300), TERMS).warnings)
    assert not handoff_curve(scored_leads(1000), TERMS, draws=20).warnings


def test_today_may_be_a_column_or_an_argument():
    scored = with_today(scored_leads(300))
    column = handoff_curve(scored, TERMS, draws=30)
    argument = handoff_curve(scored.drop(columns="today"), TERMS, today=scored["today"], draws=30)
    assert column.choose().to_dict() == argument.choose().to_dict()
    assert "today" in column.choose().compared


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("p", 1.2, "row 4, column p"),
        ("p", np.nan, "row 4, column p"),
        ("y", 2.0, "row 4, column y"),
        ("today", None, "row 4, column today"),
    ],
)
def test_an_impossible_value_is_refused_with_its_place(column, value, words):
    scored = with_today(scored_leads(50)).astype({"today": object})
    scored.loc[3, column] = value
    with pytest.raises(BadInput, match=words):
        handoff_curve(scored, TERMS)


def test_text_in_a_number_column_is_refused():
    scored = scored_leads(50).astype({"y": object})
    scored.loc[3, "y"] = "won"
    with pytest.raises(BadInput, match="row 4, column y: 1 values"):
        handoff_curve(scored, TERMS)


def test_a_time_that_is_none_is_refused():
    scored = scored_leads(50).assign(at="2026-01-05")
    scored.loc[3, "at"] = "soon"
    with pytest.raises(BadInput, match="row 4, column at"):
        handoff_curve(scored, TERMS)


def test_a_missing_column_is_named():
    with pytest.raises(BadInput, match="no column y, p"):
        handoff_curve(pd.DataFrame({"key": [1]}), TERMS)


def test_too_few_leads_or_no_win_is_refused():
    scored = scored_leads(200)
    with pytest.raises(TooLittleData, match="too few"):
        handoff_curve(scored.assign(y=0.0), TERMS)
    with pytest.raises(TooLittleData, match="too few"):
        handoff_curve(scored.head(10).assign(y=1.0), TERMS)


def test_no_draw_is_refused():
    with pytest.raises(BadInput, match="draws"):
        handoff_curve(scored_leads(50), TERMS, draws=0)
