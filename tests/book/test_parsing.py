from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from leadkit.base.errors import BadInput
from leadkit.book.casting import typed
from leadkit.book.parsing import all_numbers, to_numbers, to_times, unread
from leadkit.book.reading import RawTable
from leadkit.book.tables import LEADS

AGE = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(
    lambda t: t.replace(microsecond=0)
)
MOMENTS = st.lists(AGE, min_size=1, max_size=8)
EXCEL_BEGAN = datetime(1899, 12, 30)
HALF_DAYS = {"en": ("AM", "PM"), "vi": ("SA", "CH")}


def cells(*values, name="when"):
    return pd.Series(list(values), dtype="str", name=name)


def read(*values, timezone="UTC", order=None):
    times = to_times(cells(*values), timezone, order=order)
    assert times is not None
    return times.values.dt.tz_localize(None).tolist()


@pytest.mark.parametrize(
    ("written", "timezone", "utc"),
    [
        ("2026-06-05T03:15Z", "Asia/Ho_Chi_Minh", "2026-06-05 03:15"),
        ("2026-06-05T03:15+07:00", "UTC", "2026-06-04 20:15"),
        ("2026-06-05 03:15:00+07", "UTC", "2026-06-04 20:15"),
        ("2026-06-05 03:15", "Asia/Ho_Chi_Minh", "2026-06-04 20:15"),
        ("2026-06-05 03:15 UTC", "Asia/Ho_Chi_Minh", "2026-06-05 03:15"),
        ("2026-06-05", "UTC", "2026-06-05"),
        ("14-11-2018 10:05", "UTC", "2018-11-14 10:05"),
        ("14/11/2018 10:05 CH", "Asia/Ho_Chi_Minh", "2018-11-14 15:05"),
        ("11/14/2018", "UTC", "2018-11-14"),
        ("11/14/18", "UTC", "2018-11-14"),
        ("15 Apr, 2021 00:03:00", "UTC", "2021-04-15 00:03"),
        ("ngày 5 tháng 6 năm 2026", "UTC", "2026-06-05"),
        ("20190605", "UTC", "2019-06-05"),
        ("20190605123000", "Asia/Ho_Chi_Minh", "2019-06-05 05:30"),
        ("1/18/2021 0:00", "UTC", "2021-01-18"),
        ("46023", "Asia/Ho_Chi_Minh", "2025-12-31 17:00"),
        ("46023.5", "UTC", "2026-01-01 12:00"),
        ("1765432100", "Asia/Ho_Chi_Minh", "2025-12-11 05:48:20"),
        ("1765432100000", "Asia/Ho_Chi_Minh", "2025-12-11 05:48:20"),
    ],
)
def test_formats_that_crms_write(written, timezone, utc):
    assert read(written, timezone=timezone) == [pd.Timestamp(utc)]


def test_an_ambiguous_column_is_asked_about_and_read_as_told():
    with pytest.raises(BadInput) as error:
        to_times(cells("2026-06-30", "05/06/2026", "07/08/2026"), "UTC")
    assert error.value.problem == (
        "column 'when' can be read day first or month first: "
        "05/06/2026 is 5 June 2026 or 6 May 2026"
    )
    assert "--dates day-first" in error.value.fix
    assert 'dates = "day-first"' in error.value.fix
    assert read("05/06/2026", order="day-first") == [pd.Timestamp("2026-06-05")]
    assert read("05/06/2026", order="month-first") == [pd.Timestamp("2026-05-06")]


def test_one_value_decides_for_the_whole_column():
    assert read("05/06/2026", "25/06/2026")[0] == pd.Timestamp("2026-06-05")
    assert read("05/06/2026", "06/25/2026")[0] == pd.Timestamp("2026-05-06")


def test_a_day_that_is_its_month_needs_no_order():
    assert read("05/05/2026", "2026-06-30")[0] == pd.Timestamp("2026-05-05")


def test_a_column_of_several_forms_reads_each_cell_by_its_own_and_names_them():
    times = to_times(
        cells("2026-06-05", "2026-06-06", "2026-06-07", "05/06/2026", "25/06/2026", "5 Jun 2026"),
        "UTC",
    )
    assert times.values.dt.strftime("%m-%d").tolist() == [
        "06-05", "06-06", "06-07", "06-05", "06-25", "06-05",
    ]  # fmt: skip
    assert times.how == "ISO 8601 (3), dd/mm/yyyy (2) and month by name (1)"


def test_few_values_against_many_are_bad_and_as_many_are_refused():
    times = to_times(cells(*["13/05/2026"] * 20, "04/03/2026", "05/13/2026"), "UTC")
    assert times.bad.tolist() == [False] * 21 + [True]
    assert times.values.iloc[20] == pd.Timestamp("2026-03-04", tz="UTC")
    with pytest.raises(BadInput, match="day first and month first: 13/05/2026 and 05/14/2026"):
        to_times(cells("13/05/2026", "05/14/2026", "04/03/2026"), "UTC")


def test_values_that_all_but_refute_what_was_told_decide():
    assert read("11/14/2018", "11/12/2018", order="day-first")[1] == pd.Timestamp("2018-11-12")
    told = to_times(cells(*["05/06/2026"] * 20, "05/13/2026"), "UTC", order="day-first")
    assert told.values.iloc[0] == pd.Timestamp("2026-06-05", tz="UTC")
    assert told.bad.sum() == 1


def test_years_of_two_digits_are_read_where_they_cannot_be_days():
    assert read("13/06/99") == [pd.Timestamp("1999-06-13")]
    with pytest.raises(BadInput, match="13/06/26 is 13 June 2026 or 26 June 2013"):
        to_times(cells("13/06/26"), "UTC")
    assert read("13/06/26", order="day-first") == [pd.Timestamp("2026-06-13")]
    assert read("01/06/26", "15/06/26", "30/06/26")[1] == pd.Timestamp("2026-06-15")


def test_single_impossible_dates_are_named_not_guessed():
    times = to_times(cells(*["2026-01-02"] * 19, "2026-02-31"), "UTC")
    assert times.bad.tolist() == [False] * 19 + [True]


@pytest.mark.parametrize(
    "column",
    [
        ("yesterday", "May"),
        ("12345678", "87654321"),
        ("22700000", "45000000"),
        ("46023", "0"),
        ("1", "0"),
        ("0912345678", "0987654321"),
        ("2026-06-05", "unknown"),
        ("13/06/2026 25:00", "14/06/2026 26:00"),
    ],
)
def test_words_and_other_numbers_are_no_times(column):
    assert to_times(cells(*column), "UTC") is None


def test_an_empty_column_holds_no_bad_time():
    times = to_times(cells(None, None), "UTC")
    assert times.values.isna().all()
    assert not times.bad.any()


def test_cells_that_are_no_times_are_told():
    assert unread(cells("2026-06-05", "soon", None, "25/06/2026")).tolist() == ["soon"]


@given(MOMENTS)
def test_iso_times_come_back_as_written(moments):
    column = cells(*(moment.strftime("%Y-%m-%dT%H:%MZ") for moment in moments))
    times = to_times(column, "Asia/Ho_Chi_Minh")
    assert times.values.dt.strftime("%Y-%m-%dT%H:%MZ").tolist() == column.tolist()


def written_in_each_form(moment):
    """Return every spelling in which a moment is written to the second."""
    half = [halves[moment.hour >= 12] for halves in HALF_DAYS.values()]
    clock = moment.strftime("%H:%M:%S")
    short = f"{moment.hour % 12 or 12}:{moment:%M:%S}"
    return {
        "iso": moment.strftime("%Y-%m-%d %H:%M:%S"),
        "year first": moment.strftime("%Y/%m/%d ") + clock,
        "dots": f"{moment.day}.{moment.month}.{moment.year} {clock}",
        "English clock": moment.strftime("%d/%m/%Y ") + f"{short} {half[0]}",
        "Vietnamese clock": moment.strftime("%d-%m-%Y ") + f"{short} {half[1]}",
        "clock first": f"{clock} {moment:%d/%m/%Y}",
        "by name": moment.strftime("%d %b, %Y %H:%M:%S"),
        "American": moment.strftime("%B %d, %Y ") + f"{short} {half[0]}",
        "Vietnamese": f"ngày {moment.day} tháng {moment.month} năm {moment.year} {clock}",
        "compact": moment.strftime("%Y%m%d%H%M%S"),
        "Excel": f"{(moment - EXCEL_BEGAN) / timedelta(days=1):.9f}",
        "seconds": f"{(moment - datetime(1970, 1, 1)).total_seconds():.0f}",
        "milliseconds": f"{(moment - datetime(1970, 1, 1)).total_seconds() * 1000:.0f}",
    }


@settings(deadline=None)
@given(MOMENTS, st.sampled_from(sorted(written_in_each_form(EXCEL_BEGAN))))
def test_a_column_in_any_form_comes_back_as_written(moments, form):
    column = [written_in_each_form(moment)[form] for moment in moments]
    assert read(*column, order="day-first") == moments


@settings(deadline=None)
@given(MOMENTS, st.booleans(), st.sampled_from("/-."))
def test_an_order_is_found_exactly_where_a_value_decides_it(moments, day_first, mark):
    form = f"%d{mark}%m{mark}%Y" if day_first else f"%m{mark}%d{mark}%Y"
    days = [datetime(moment.year, moment.month, moment.day) for moment in moments]
    column = [moment.strftime(form) for moment in moments]
    if any(day.day > 12 for day in days) or all(day.day == day.month for day in days):
        assert read(*column) == days
    else:
        with pytest.raises(BadInput, match="day first or month first"):
            to_times(cells(*column), "UTC")


@settings(deadline=None)
@given(MOMENTS, st.data())
def test_a_column_that_mixes_forms_comes_back_as_written(moments, data):
    forms = ("iso", "dots", "by name", "Vietnamese", "clock first")
    column = [written_in_each_form(m)[data.draw(st.sampled_from(forms))] for m in moments]
    assume(any(moment.day > 12 for moment in moments))
    assert read(*column, order="day-first") == moments


@pytest.mark.parametrize("word", ["NAN", "Nan", "-nan", "x"])
def test_a_word_makes_no_column_of_numbers(word):
    assert all_numbers(cells("12", word, None)) is None
    assert all_numbers(cells("12", "1e3", None)).tolist()[:2] == [12, 1000]
    assert to_numbers(cells("12", word, None))[1].tolist() == [False, True, False]


def test_numbers_that_are_none_are_pointed_at():
    values, bad = to_numbers(cells("12", "1e3", "x", "inf"))
    assert values.tolist()[:2] == [12.0, 1000.0]
    assert bad.tolist() == [False, False, True, True]


def table(**columns):
    frame = pd.DataFrame(columns, dtype="str", index=pd.RangeIndex(2, 2 + len(columns["lead_id"])))
    return RawTable(frame.rename_axis("row"), Path("crm.csv"), "")


def test_a_declared_column_gets_its_type_and_says_how_its_dates_were_read():
    raw = table(
        lead_id=[str(n) for n in range(11)],
        outcome=["won"] * 11,
        created_at=["25/06/2026"] * 10 + ["31/06/2026"],
        deal_value=["22,7 triệu"] * 10 + ["-5"],
    )
    notes = []
    frame, aside = typed(raw, LEADS, "UTC", called={"created_at": "Ngày tạo"}, notes=notes)
    assert frame["created_at"].unique().tolist() == [pd.Timestamp("2026-06-25", tz="UTC")]
    assert frame["deal_value"].unique().tolist() == [22_700_000]
    assert aside[["row", "column", "value", "reason"]].to_numpy().tolist() == [
        [12, "created_at", "31/06/2026", "IMPOSSIBLE_DATE"]
    ]
    assert notes == ["dates in column 'Ngày tạo' were read as dd/mm/yyyy"]


@pytest.mark.parametrize(
    ("column", "written", "problem"),
    [
        ("created_at", ["2026-06-05", "soon"], "row 3: the column does not hold dates: 'soon'"),
        ("created_at", ["05/06/2026", "06/07/2026"], "5 June 2026 or 6 May 2026"),
        ("deal_value", ["22700000", "a lot"], "row 3: the column does not hold numbers: 'a lot'"),
        ("deal_value", ["1.000", "2.500"], "1.000 is 1 if"),
        ("deal_value", ["$1", "22.700 ₫"], "several currencies"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(column, written, problem):
    raw = table(lead_id=["1", "2"], outcome=["won", "won"], **{column: written})
    with pytest.raises(BadInput) as error:
        typed(raw, LEADS, "UTC", called={column: "Theirs"})
    assert problem in error.value.problem
    assert error.value.where == "crm.csv: Theirs"
    assert error.value.fix
