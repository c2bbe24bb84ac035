"""Amounts as people give them: numbers, ranges, columns, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit.base.errors import BadInput
from leadkit.handoff.amounts import amount_notes, own_amounts, parse_amount


@pytest.fixture
def judged():
    return pd.DataFrame(
        {
            "key": ["A", "B", "C", "D"],
            "y": [1, 0, np.nan, 1],
            "p": [0.4, 0.1, 0.2, 0.3],
            "quote": [1000.0, 2000.0, 500.0, 4000.0],
            "deal_value": [900.0, np.nan, np.nan, 5000.0],
            "work": [50.0, 40.0, 60.0, 90.0],
            "visits": [1.0, 2.0, 1.0, 4.0],
        }
    )


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1000", 1000.0),
        (" 0.5 ", 0.5),
        ("12e6", 12e6),
        ("15tr", 15e6),
        ("$1,200.50", 1200.5),
        ("22.700.000 ₫", 22.7e6),
        ("-5", -5.0),
        ("800:1000:1200", (800.0, 1000.0, 1200.0)),
        ("10tr:12tr:1,5 tỷ", (10e6, 12e6, 1.5e9)),
        ("deal_value", "deal_value"),
        ("Giá trị đơn hàng", "Giá trị đơn hàng"),
        ("nan", "nan"),
        ("inf", "inf"),
        ("", ""),
    ],
)
def test_an_amount_is_read_as_written(text, amount):
    assert parse_amount(text) == amount


@settings(max_examples=30)
@given(st.floats(min_value=0.001, max_value=1e12).filter(lambda x: round(x, 2) == x))
def test_any_plain_amount_is_read_back(amount):
    assert parse_amount(repr(amount)) == amount


@pytest.mark.parametrize("text", ["800:1000", "1000:deal_value:2000", "1:2:3:4", "1200:1000:800"])
def test_half_a_range_is_refused(text):
    with pytest.raises(BadInput):
        parse_amount(text)


def test_a_mark_of_two_meanings_is_asked_about():
    with pytest.raises(BadInput, match=r"12\.500 can be read in two ways"):
        parse_amount("12.500")


def test_numbers_and_ranges_add_no_column(judged):
    scored, economics = own_amounts(judged, value=(800, 1000, 1200), cost=50, hours=(1, 1.5, 2))
    pd.testing.assert_frame_equal(scored, judged)
    assert (economics.value, economics.cost, economics.hours) == (1000, 50, 1.5)
    assert economics.doubt == {"value": (800, 1200), "hours": (1, 2)}


def test_the_average_worth_is_that_of_an_expected_win(judged):
    scored, economics = own_amounts(judged, value="quote", cost="work", hours="visits")
    assert scored["worth"].tolist() == judged["quote"].tolist()
    assert scored["cost"].tolist() == judged["work"].tolist()
    assert scored["hours"].tolist() == judged["visits"].tolist()
    assert "earned" not in scored
    p, n = judged["p"], len(judged)
    assert economics.value * p.sum() == pytest.approx(p @ judged["quote"])
    assert economics.cost * n == pytest.approx(judged["work"].sum())
    assert economics.hours * n == pytest.approx(judged["visits"].sum())


def test_what_wins_earned_is_kept_apart_from_what_was_expected(judged):
    scored, _economics = own_amounts(
        judged, value="quote", earned="deal_value", cost=50, margin=0.4
    )
    assert scored["worth"].tolist() == [400, 800, 200, 1600]
    assert scored["earned"].tolist() == [360, 800, 200, 2000]
    assert scored["earned_known"].tolist() == [True, False, False, True]


def test_real_amounts_may_stand_beside_one_number_for_all(judged):
    scored, economics = own_amounts(judged, value=2000, earned="deal_value", cost=50)
    assert scored["worth"].tolist() == [2000] * 4
    assert scored["earned"].tolist() == [900, 2000, 2000, 5000]
    assert economics.value == 2000


def test_a_win_without_amount_counts_as_expected_and_is_named(judged):
    judged.loc[3, "deal_value"] = np.nan
    scored, economics = own_amounts(judged, value="quote", earned="deal_value", cost=50)
    assert scored.loc[3, "earned"] == 4000
    (said,) = amount_notes(scored, economics)
    assert said.startswith("1 won lead names no amount")
    assert "(D)" in said


def test_a_lead_that_can_never_pay_is_named(judged):
    judged.loc[2, "quote"] = 45
    scored, economics = own_amounts(judged, value="quote", cost="work")
    (said,) = amount_notes(scored, economics)
    assert said.startswith("1 lead costs no less")
    assert "(C)" in said


def test_a_margin_and_its_doubt_multiply_the_value(judged):
    _scored, economics = own_amounts(judged, value=2500, cost=50, margin=(0.3, 0.4, 0.5))
    assert economics.value == pytest.approx(1000)
    assert economics.doubt["value"] == pytest.approx((750, 1250))
    assert economics.break_even == pytest.approx(0.05)
    with pytest.raises(BadInput, match="at most 1"):
        own_amounts(judged, value=2500, cost=50, margin=40)


def test_nurturing_and_its_doubt_reach_the_economics(judged):
    _scored, economics = own_amounts(
        judged, value=1000, cost=50, nurture=(4, 5, 6), keeps=0.3, anyway=0.0
    )
    assert economics.break_even == pytest.approx(0.0642857)
    assert economics.doubt == {"nurture": (4, 6)}


@pytest.mark.parametrize("name", ["margin", "nurture", "keeps", "anyway"])
def test_only_value_cost_and_hours_may_be_columns(judged, name):
    with pytest.raises(BadInput, match=f"{name} must be a number, got 'quote'"):
        own_amounts(judged, value=1000, cost=50, **{name: "quote"})


def test_a_stale_column_gives_way_to_the_number_given(judged):
    scored, economics = own_amounts(judged.assign(cost=7.0, worth=1.0), value=1000, cost=50)
    assert "cost" not in scored
    assert "worth" not in scored
    assert economics.cost == 50


def test_money_as_text_is_read_with_its_currency(judged):
    judged["quote"] = ["$1,000.00", "$2,000.00", "$500", "$4,000"]
    scored, economics = own_amounts(judged, value="quote", cost=50)
    assert scored["worth"].tolist() == [1000, 2000, 500, 4000]
    assert economics.currency == "USD"


def test_several_currencies_in_a_column_are_refused_with_first_leads(judged):
    judged["quote"] = ["$1,000.00", "22.700.000 ₫", "$500", "$4,000"]
    with pytest.raises(BadInput) as refused:
        own_amounts(judged, value="quote", cost=50)
    said = str(refused.value)
    assert "several currencies" in said
    assert "row A: '$1,000.00'" in said
    assert "row B: '22.700.000 ₫'" in said


def test_currencies_that_differ_between_columns_or_from_the_one_given_are_refused(judged):
    judged["quote"] = ["$1,000", "$2,000", "$500", "$4,000"]
    with pytest.raises(BadInput, match="quote: USD and the currency given: VND"):
        own_amounts(judged, value="quote", cost=50, currency="VND")
    judged["work"] = ["50 €", "40 €", "60 €", "90 €"]
    with pytest.raises(BadInput, match="quote: USD and work: EUR"):
        own_amounts(judged, value="quote", cost="work")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([1000, "a lot", 500, "?"], r"2 values of quote.*not an amount \(B: a lot, D: \?\)"),
        ([1000, -1, 500, -2], r"2 values of quote.*not negative \(B: -1, D: -2\)"),
        ([1000, 0, 500, 4000], r"1 values of quote.*above 0 \(B: 0"),
        ([1000, None, 500, 4000], r"1 values of quote.*every lead needs an amount \(B\)"),
        ([1000, "", 500, 4000], r"1 values of quote.*every lead needs an amount \(B\)"),
        ([1000, np.inf, 500, 4000], r"1 values of quote.*finite \(B: inf\)"),
        ([True, False, True, True], r"4 values of quote.*not an amount"),
        (pd.date_range("2026-01-01", periods=4), r"4 values of quote.*not an amount"),
    ],
)
def test_amounts_that_cannot_be_are_refused_with_first_leads(judged, cells, said):
    with pytest.raises(BadInput, match=said):
        own_amounts(judged.assign(quote=cells), value="quote", cost=50)


@pytest.mark.parametrize("absent", [np.nan, 0.0])
def test_a_value_known_after_the_win_says_nothing_at_handoff(judged, absent):
    judged["deal_value"] = judged["deal_value"].fillna(absent)
    with pytest.raises(BadInput, match="known for won leads only: 2 of 2 others have none"):
        own_amounts(judged, value="deal_value", cost=50)


def test_an_absent_column_is_refused_with_the_nearest_name(judged):
    with pytest.raises(BadInput, match=r"(?s)'deal value'.*deal_value"):
        own_amounts(judged, value="deal value", cost=50)
    with pytest.raises(BadInput, match="no column p"):
        own_amounts(judged.drop(columns="p"), value=1000, cost=50)


def test_leads_without_a_key_are_named_by_row(judged):
    judged.loc[1, "quote"] = np.nan
    with pytest.raises(BadInput, match=r"\(2\)"):
        own_amounts(judged.drop(columns="key"), value="quote", cost=50)
