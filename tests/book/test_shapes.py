from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit.book.dates import NO_DATE, Written, read_date, read_dates
from leadkit.book.money import to_amounts
from leadkit.book.parsing import to_numbers
from leadkit.book.shapes import shapes_of

DAYS = st.from_regex(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1([0-9]{4}|[0-9]{2})", fullmatch=True)
YEARS_FIRST = st.from_regex(r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}", fullmatch=True)
CLOCKS = st.one_of(
    st.just(""),
    st.from_regex(r" [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( PM| \+07:00)?", fullmatch=True),
    st.sampled_from([" 10h30", "  12:10", "٣"]),
)
CELLS = ("12", " 7 ", "1e3", "x", "0012", "1_0", "inf", "-.5", "5 ₫", None)
AMOUNTS = st.from_regex(
    r"[0-9]{1,3}([.,][0-9]{3}){0,3}(,[0-9]{2})?( ₫| tỷ|tr| triệu 500)?", fullmatch=True
)


@settings(deadline=None)
@given(st.lists(st.tuples(DAYS | YEARS_FIRST, CLOCKS).map("".join), min_size=1, unique=True))
def test_dates_read_by_their_shape_are_read_as_each_alone(texts):
    found = read_dates(pd.Series(texts, dtype="str"))
    each = pd.DataFrame([read_date(text) or NO_DATE for text in texts], columns=Written._fields)
    pd.testing.assert_frame_equal(found, each, check_dtype=False)


@settings(deadline=None)
@given(st.lists(AMOUNTS, min_size=1, max_size=8))
def test_amounts_of_one_shape_are_read_as_each_beside_what_decides_its_marks(texts):
    proof = [f"1.000.000,{n:02}" for n in range(10 * len(texts))]  # the comma is decimal
    together, _bad = to_amounts(pd.Series([*texts, *proof], dtype="str"))
    for place, text in enumerate(texts):
        alone, _bad = to_amounts(pd.Series([text, *proof], dtype="str"))
        assert together[place] == alone[0] or np.isnan([together[place], alone[0]]).all()


@given(
    st.lists(st.sampled_from(["12", " 7 ", "1e3", "x", "0012", "1_0", "inf", "-.5", "5 ₫", None]))
)
def test_numbers_among_other_cells_are_those_that_pandas_reads(texts):
    cells = pd.Series(texts, dtype="str")
    read = pd.to_numeric(cells, errors="coerce").astype(float)
    found, bad = to_numbers(cells)
    pd.testing.assert_series_equal(found, read.where(read.abs() != np.inf))
    assert bad.tolist() == (cells.notna() & found.isna()).tolist()


def test_letters_of_several_bytes_move_no_digit():
    (shape,) = shapes_of(pd.Series(["đ 12 ₫ 34", "đ 56 ₫ 78"], dtype="str"))
    assert shape.text == "đ 00 ₫ 00"
    assert shape.whole().tolist() == [1234, 5678]
    assert shape.whole(7, 9).tolist() == [34, 78]


def test_no_text_has_no_shape():
    assert list(shapes_of(pd.Series([], dtype="str"))) == []
