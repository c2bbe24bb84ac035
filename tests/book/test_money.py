from __future__ import annotations

import unicodedata

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit.base.errors import BadInput
from leadkit.book.money import currency_of, read_amount, to_amounts

DONG = st.lists(st.integers(0, 99_999_999_999), min_size=1, max_size=8)
CENTS = st.lists(st.integers(0, 9_999_999_999), min_size=1, max_size=8)


def cells(*values):
    return pd.Series(list(values), dtype="str", name="deal_value", index=range(2, 2 + len(values)))


def read(*values):
    amounts, bad = to_amounts(cells(*values))
    assert not bad.any()
    return amounts.tolist()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$22,700.00", 22_700),
        ("$200,000", 200_000),
        ("1.200 €", 1_200),
        ("22.700.000 ₫", 22_700_000),
        ("22,700,000 VND", 22_700_000),
        ("22.700 ₫", 22_700),
        ("22,700đ", 22_700),
        ("VND 22.700", 22_700),
        ("1,2 tỷ", 1_200_000_000),
        ("1.2 tỉ đồng", 1_200_000_000),
        ("22,7 triệu", 22_700_000),
        (unicodedata.normalize("NFD", "22,7 triệu"), 22_700_000),
        ("22 trđ", 22_000_000),
        ("15tr", 15_000_000),
        ("15tr5", 15_500_000),
        ("15 tr 500", 15_500_000),
        ("1 tỷ 200 triệu", 1_200_000_000),
        ("500k", 500_000),
        ("500 nghìn", 500_000),
        ("1.5M", 1_500_000),
        ("22700000.0", 22_700_000),
        ("(1,200.00)", -1_200),
        ("-$22.50", -22.5),
        ("−22.700.000 ₫", -22_700_000),
        ("€ 1.200,50", 1_200.5),
        ("22 700 000", 22_700_000),
        ("22\N{NO-BREAK SPACE}700\N{NARROW NO-BREAK SPACE}000,5", 22_700_000.5),
        ("22'700'000.50", 22_700_000.5),
        ("0.500", 0.5),
        ("1234.567", 1_234.567),
        ("1e3", 1_000),
    ],
)
def test_amounts_as_people_write_them(text, amount):
    assert read(text) == [amount]


@pytest.mark.parametrize(
    "text",
    ["abc", "", "1.2.3", "1,234,56", "12 34", "5)", "(5", "$5 ₫", "15tr50", "1 tr 2 tỷ", "~ 20tr",
     "20tr/tháng", "1" * 59 + "x", "1." * 100_000],
)  # fmt: skip
def test_other_texts_are_no_amounts(text):
    assert read_amount(text) is None


def test_forms_stand_side_by_side_in_a_column():
    column = ("22.700.000 ₫", "22,7 triệu", "22700000.0", "22700000", "15tr")
    assert read(*column) == [22_700_000] * 4 + [15_000_000]


@pytest.mark.parametrize(
    ("column", "amounts"),
    [
        (("22.700", "1.5"), [22.7, 1.5]),
        (("22.700", "1.200.000"), [22_700, 1_200_000]),
        (("22,700", "1,200,000"), [22_700, 1_200_000]),
        (("22,700", "1,200.50"), [22_700, 1_200.5]),
        (("22,700", "1,5 tỷ"), [22.7, 1_500_000_000]),
        (("22.700", "300 ₫", "15.000 ₫"), [22_700, 300, 15_000]),
    ],
)
def test_one_value_decides_the_marks_of_the_column(column, amounts):
    assert read(*column) == amounts


@pytest.mark.parametrize(
    ("column", "says"),
    [
        (("22.700", "300"), "22.700 is 22.7 if the “.” is a decimal mark, and 22,700 if"),
        (("22,700", None), "22,700 is 22.7 if the “,” is a decimal mark, and 22,700 if"),
        (("1,250 tỷ",), "1,250 tỷ is 1,250 M"),
        (("22.700", "1.5", "1.200.000"), "22.700 is 22.7 if"),
    ],
)
def test_marks_that_no_value_decides_are_asked_about(column, says):
    with pytest.raises(BadInput) as error:
        to_amounts(cells(*column))
    assert says.removesuffix(" M") in error.value.problem
    assert "'deal_value'" in error.value.problem
    assert "22.700.000 ₫" in error.value.fix


def test_several_currencies_are_never_added_up():
    with pytest.raises(BadInput, match=r"several currencies: row 3: '\$5' and row 4: '22\.700 ₫'"):
        to_amounts(cells("300", "$5", "22.700 ₫", "$6"))


def test_the_currency_of_a_column_is_told_where_it_names_one():
    assert currency_of(cells("22.700 ₫", "300", None, "x")) == "VND"
    assert currency_of(cells("22.700", "300")) == ""
    assert currency_of(cells("$3", "300đ")) == ""


def test_cells_that_are_no_amounts_are_pointed_at():
    amounts, bad = to_amounts(cells("12", "x", None, "1e3", "inf", "1.200.000 ₫"))
    assert amounts.fillna(-1).tolist() == [12, -1, -1, 1_000, -1, 1_200_000]
    assert bad.tolist() == [False, True, False, False, True, False]


def with_points(value):
    return f"{value:,}".replace(",", ".")


@settings(deadline=None)
@given(DONG)
def test_amounts_in_dong_come_back_as_written(amounts):
    assert read(*(f"{with_points(value)} ₫" for value in amounts)) == amounts
    assert read(*(f"{value:,} VND" for value in amounts)) == amounts
    assert read(*(f"{value:,}đ".replace(",", " ") for value in amounts)) == amounts
    assert read(*(f"{value}.0" for value in amounts)) == amounts


@settings(deadline=None)
@given(CENTS)
def test_amounts_in_cents_come_back_as_written(cents):
    amounts = [value / 100 for value in cents]
    assert read(*(f"${value:,.2f}" for value in amounts)) == amounts
    assert read(*(f"({value:,.2f})" for value in amounts)) == [-value for value in amounts]
    swapped = [f"{value:,.2f}".translate(str.maketrans(",.", ".,")) for value in amounts]
    assert read(*(f"€ {text}" for text in swapped)) == amounts


@settings(deadline=None)
@given(st.lists(st.integers(1, 999), min_size=1, max_size=8))
def test_thousands_with_one_mark_and_no_currency_are_always_asked_about(thousands):
    for mark in ".,":
        with pytest.raises(BadInput, match="if it stands between thousands"):
            to_amounts(cells(*(f"{value}{mark}000" for value in thousands)))
