from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd
import pytest

from leadkit.base.language import use
from leadkit.book.dates import read_bare, read_date, spelled

MORNING, AFTERNOON = 3 * 3600 + 4 * 60, 15 * 3600 + 4 * 60


@pytest.mark.parametrize(
    ("text", "day", "month", "year", "seconds"),
    [
        ("05/06/2026", 5, 6, 2026, 0),
        ("5.6.2026", 5, 6, 2026, 0),
        ("05-06-26", 5, 6, 2026, 0),
        ("05/06/99", 5, 6, 1999, 0),
        ("2026/06/05", 5, 6, 2026, 0),
        ("2026-06-05 3:04 PM", 5, 6, 2026, AFTERNOON),
        ("05/06/2026 3:04", 5, 6, 2026, MORNING),
        ("05/06/2026T03:04:05.25", 5, 6, 2026, MORNING + 5.25),
        ("05/06/2026 03:04 CH", 5, 6, 2026, AFTERNOON),
        ("05/06/2026 12:04 SA", 5, 6, 2026, 240),
        ("05/06/2026, 3:04 p.m.", 5, 6, 2026, AFTERNOON),
        ("15h04 05/06/2026", 5, 6, 2026, AFTERNOON),
        ("15 Apr, 2021 00:03:00", 15, 4, 2021, 180),
        ("15 April 2021", 15, 4, 2021, 0),
        ("15-Apr-21", 15, 4, 2021, 0),
        ("Apr 15, 2021", 15, 4, 2021, 0),
        ("April 15th, 2021 at 3:04 PM", 15, 4, 2021, AFTERNOON),
        ("Thu Apr 15 03:04:00 2021", 15, 4, 2021, MORNING),
        ("ngày 5 tháng 6 năm 2026", 5, 6, 2026, 0),
        ("5 thg 6, 2026", 5, 6, 2026, 0),
        ("15:04 5 thg 6, 2026", 5, 6, 2026, AFTERNOON),
        ("15:04:00 Thứ Sáu, ngày 5 tháng 6, 2026", 5, 6, 2026, AFTERNOON),
        (unicodedata.normalize("NFD", "lúc 15:04 ngày 5 tháng 6 năm 2026"), 5, 6, 2026, AFTERNOON),
    ],
)
def test_a_written_date_gives_its_parts(text, day, month, year, seconds):
    read = read_date(text)
    assert (read.first, read.second, read.year, read.seconds) == (day, month, year, seconds)
    assert np.isnan(read.east)


@pytest.mark.parametrize(
    ("zone", "east"),
    [
        ("Z", 0),
        ("UTC", 0),
        ("+07:00", 25_200),
        ("+07", 25_200),
        ("GMT+0700", 25_200),
        ("-0330", -12_600),
    ],
)
def test_a_zone_is_read_where_one_is_named(zone, east):
    assert read_date(f"Thu, 15 Apr 2021 03:04:00 {zone}").east == east


@pytest.mark.parametrize(
    "text",
    ["yesterday", "May", "12 Maybe 2020", "05/06-2026", "05/2026", "2026", "0912 345 678", "1.5",
     "", "05/06/2026 or so", "9" * 100_000],
)  # fmt: skip
def test_other_texts_are_no_dates(text):
    assert read_date(text) is None


def test_an_hour_that_no_clock_shows_is_no_time():
    assert np.isnan(read_date("05/06/2026 25:00").seconds)


@pytest.mark.parametrize(
    ("numbers", "form"),
    [
        ([32_874, 46_023.5], "Excel day numbers"),
        ([19_900_101, 20_190_605], "yyyymmdd"),
        ([20_190_605_123_000], "yyyymmddhhmmss"),
        ([1_765_432_100, 700_000_000], "seconds since 1970"),
        ([1_765_432_100_000], "milliseconds since 1970"),
        ([46_023, 0], ""),
        ([46_023, 20_190_605], ""),
        ([12_345_678, 99_999_999], ""),
        ([22_700_000, 45_000_000], ""),
    ],
)
def test_bare_numbers_are_times_only_where_all_fit_one_scale(numbers, form):
    assert set(read_bare(pd.Series(numbers, dtype=float))["form"]) == {form}


def test_days_are_spelled_in_the_language_of_the_reader():
    assert spelled(5, 6, 2026) == "5 June 2026"
    use("vi")
    try:
        assert spelled(5, 6, 2026) == "ngày 5 tháng 6 năm 2026"
    finally:
        use("en")
    assert spelled(29, 2, 2026) is None
