from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import BadInput
from leadkit.book.parsing import to_numbers, to_times


def cells(*values):
    return pd.Series(list(values), dtype="str", name="when")


@pytest.mark.parametrize(
    ("written", "timezone", "utc"),
    [
        ("2026-06-05T03:15Z", "Asia/Ho_Chi_Minh", "2026-06-05 03:15"),
        ("2026-06-05T03:15+07:00", "UTC", "2026-06-04 20:15"),
        ("2026-06-05 03:15", "Asia/Ho_Chi_Minh", "2026-06-04 20:15"),
        ("2026-06-05", "UTC", "2026-06-05"),
        ("14-11-2018 10:05", "UTC", "2018-11-14 10:05"),
        ("11/14/2018", "UTC", "2018-11-14"),
        ("15 Apr, 2021 00:03:00", "UTC", "2021-04-15 00:03"),
        ("20190605", "UTC", "2019-06-05"),
        ("1/18/2021 0:00", "UTC", "2021-01-18"),
    ],
)
def test_formats_that_crms_write(written, timezone, utc):
    times = to_times(cells(written), timezone)
    assert times is not None
    assert times.values.iloc[0] == pd.Timestamp(utc, tz="UTC")


def test_an_ambiguous_column_is_asked_about_and_read_as_told():
    column = cells("05/06/2026", "07/08/2026")
    with pytest.raises(BadInput, match="day first or month first") as error:
        to_times(column, "UTC")
    assert "--dates" in error.value.fix
    day, month = (to_times(column, "UTC", order=o) for o in ("day-first", "month-first"))
    assert day.values.iloc[0] == pd.Timestamp("2026-06-05", tz="UTC")
    assert month.values.iloc[0] == pd.Timestamp("2026-05-06", tz="UTC")


def test_one_value_decides_for_the_whole_column():
    times = to_times(cells("05/06/2026", "25/06/2026"), "UTC")
    assert times.values.iloc[0] == pd.Timestamp("2026-06-05", tz="UTC")


def test_single_impossible_dates_are_named_not_guessed():
    times = to_times(cells(*["2026-01-02"] * 19, "2026-02-31"), "UTC")
    assert times.bad.tolist() == [False] * 19 + [True]


def test_words_are_no_times():
    assert to_times(cells("yesterday", "May"), "UTC") is None


@given(st.lists(st.datetimes(pd.Timestamp("1990-01-01"), pd.Timestamp("2090-01-01")), min_size=1))
def test_iso_times_come_back_as_written(moments):
    column = cells(*(moment.strftime("%Y-%m-%dT%H:%MZ") for moment in moments))
    times = to_times(column, "Asia/Ho_Chi_Minh")
    assert times.values.dt.strftime("%Y-%m-%dT%H:%MZ").tolist() == column.tolist()


def test_numbers_that_are_none_are_pointed_at():
    values, bad = to_numbers(cells("12", "1e3", "x", "inf"))
    assert values.tolist()[:2] == [12.0, 1000.0]
    assert bad.tolist() == [False, False, True, True]
