"""What one written date says: its parts, before a column tells day and month apart."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from babel.dates import format_date

from leadkit.base.language import N_, current
from leadkit.book.shapes import Shape, shapes_of

BARE = r"[1-9]\d{4,13}(?:\.\d+)?"
CENTURY_TURNS = 70
LONGEST = 80
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",),
            ("jun", "june"), ("jul", "july"), ("aug", "august"), ("sep", "sept", "september"),
            ("oct", "october"), ("nov", "november"), ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
JOINED = re.compile(r"(?<=\d)T(?=\d)")
CLOCK = re.compile(
    r"(?:^|[ ,])(?:at |lúc )?(?P<hour>\d{1,2})[:h](?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d(?:[.,]\d{1,9})?))?"
    r"(?: ?(?P<half>[AP]\.?M\.?|SA|CH))?"
    r"(?: ?(?P<zone>(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?|UTC|GMT|Z))?(?=$|[ ,])",
    re.IGNORECASE,
)
WEEKDAY = r"(?:(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|thứ \w+|chủ nhật),? )?"
ORDINAL = r"(?:st|nd|rd|th)?"
YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})")
NUMERIC = re.compile(r"(?P<d>\d{1,2})(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<y>\d{4}|\d{2})")
NAMED = (
    re.compile(WEEKDAY + rf"(?P<d>\d\d?){ORDINAL}[ -](?P<m>[a-z]+)[.,]*[ -](?P<y>\d{{4}}|\d\d)"),
    re.compile(WEEKDAY + rf"(?P<m>[a-z]+)\.? (?P<d>\d\d?){ORDINAL},? (?P<y>\d{{4}})"),
    re.compile(
        WEEKDAY + r"(?:ngày )?(?P<d>\d\d?) (?:tháng|thg) (?P<m>\d\d?)(?:,| năm)? (?P<y>\d{4})"
    ),
)
TO_THE_SECOND = r"(?: (?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?"
PLAIN = tuple(re.compile(day.pattern + TO_THE_SECOND, re.ASCII) for day in (NUMERIC, YEAR_FIRST))
FOUR_DIGITS, TWO_DIGITS, BY_NAME = "numeric", "two digits", N_("month by name")


class Written(NamedTuple):
    """A date as it is written.

    In a `form` of numbers alone (FOUR_DIGITS, TWO_DIGITS) `first` and `second` are day and month in
    an order that other values must decide; in every other form `first` is the day. `seconds` have
    passed since midnight; `east` is the offset from UTC in seconds where the cell names one.
    """

    form: str
    first: int
    second: int
    year: int
    seconds: float
    east: float


NO_DATE = Written("", 0, 0, 0, np.nan, np.nan)


def read_date(text: str) -> Written | None:
    """Read a date in any spelling but bare digits, or return None.

    Examples
    --------
    >>> read_date("15 Apr, 2021 00:03:00")
    Written(form='month by name', first=15, second=4, year=2021, seconds=180.0, east=nan)
    >>> read_date("yesterday") is None
    True
    """
    if len(text) > LONGEST:
        return None
    text = JOINED.sub(" ", " ".join(unicodedata.normalize("NFC", text).split()))
    seconds, east = 0.0, np.nan
    if clock := CLOCK.search(text):
        seconds, east = _seconds(clock), _east(clock["zone"])
        text = " ".join((text[: clock.start()] + text[clock.end() :]).split()).strip(" ,")
    found = _day(text.lower())
    return Written(*found, seconds, east) if found else None


@lru_cache(maxsize=10_000)
def _day(text: str) -> tuple[str, int, int, int] | None:
    if numeric := NUMERIC.fullmatch(text):
        form = FOUR_DIGITS if len(numeric["y"]) == 4 else TWO_DIGITS
        return form, int(numeric["d"]), int(numeric["m"]), _year(numeric["y"])
    if written := YEAR_FIRST.fullmatch(text):
        return "yyyy/mm/dd", int(written["d"]), int(written["m"]), int(written["y"])
    for pattern in NAMED:
        if named := pattern.fullmatch(text):
            month = int(named["m"]) if named["m"].isdecimal() else MONTHS.get(named["m"], 0)
            return (BY_NAME, int(named["d"]), month, _year(named["y"])) if month else None
    return None


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < CENTURY_TURNS else 1900)


def _seconds(clock: re.Match[str]) -> float:
    """Return the seconds since midnight; NaN where no clock shows such an hour."""
    hour, half = int(clock["hour"]), (clock["half"] or "").upper().replace(".", "")
    if half in ("PM", "CH") and hour < 12:
        hour += 12
    if half in ("AM", "SA") and hour == 12:
        hour = 0
    second = float((clock["second"] or "0").replace(",", "."))
    return hour * 3600 + int(clock["minute"]) * 60 + second if hour < 24 else np.nan


def _east(zone: str | None) -> float:
    if not zone:
        return np.nan
    digits = re.sub(r"[^\d+-]", "", zone)
    if not digits:
        return 0.0
    seconds = int(digits[1:3]) * 3600 + int(digits[3:5] or 0) * 60
    return float(-seconds if digits[0] == "-" else seconds)


def read_dates(texts: pd.Series[str]) -> pd.DataFrame:
    """Read distinct dates in any spelling but bare digits; those of one plain shape all at once.

    Parameters
    ----------
    texts : Series of str
        None missing.

    Returns
    -------
    DataFrame
        On the index of texts, the fields of `Written` as `read_date` finds them; `NO_DATE` where
        it finds none.

    Examples
    --------
    >>> read_dates(pd.Series(["15/04/2021 00:03", "4/3/21"]))[["first", "year", "seconds"]]
       first  year  seconds
    0     15  2021    180.0
    1      4  2021      0.0
    """
    parts, single = [], [np.empty(0, dtype=np.int64)]
    for shape in shapes_of(texts):
        found = _of_shape(shape)
        if found is None:
            single.append(shape.places)
        else:
            read, on_a_clock = found
            parts.append(read[on_a_clock])
            single.append(shape.places[~on_a_clock])
    left = np.concatenate(single)
    written = [read_date(text) or NO_DATE for text in texts.iloc[left].tolist()]
    parts.append(pd.DataFrame(written, left, columns=Written._fields))
    every = pd.concat([part for part in parts if len(part)] or parts[-1:])
    return every.sort_index().set_axis(texts.index)


def _of_shape(shape: Shape) -> tuple[pd.DataFrame, npt.NDArray[np.bool_]] | None:
    """Read dates of digits alone by their place, and tell where the clock shows such a minute."""
    plain = next(filter(None, (one.fullmatch(shape.text) for one in PLAIN)), None)
    if plain is None:
        return None
    day, month, year, hour, minute, second = (
        shape.whole(*plain.span(part)) if plain[part] else np.zeros(len(shape.places), np.int64)
        for part in ("d", "m", "y", "hour", "minute", "second")
    )
    form = FOUR_DIGITS if plain.re is PLAIN[0] else "yyyy/mm/dd"
    if len(plain["y"]) == 2:
        form, year = TWO_DIGITS, year + np.where(year < CENTURY_TURNS, 2000, 1900)
    seconds = np.where(hour < 24, hour * 3600.0 + minute * 60 + second, np.nan)
    read = pd.DataFrame(
        {"form": form, "first": day, "second": month, "year": year, "seconds": seconds},
        index=shape.places,
    )
    return read.assign(east=np.nan), (minute < 60) & (second < 60)


def spelled(day: int, month: int, year: int) -> str | None:
    """Write a date with its month in words, or return None where there is no such day.

    Examples
    --------
    >>> spelled(5, 6, 2026), spelled(31, 6, 2026)
    ('5 June 2026', None)
    """
    if not (1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= monthrange(year, month)[1]):
        return None
    pattern = {"en": "d MMMM y", "vi": "'ngày' d 'tháng' M 'năm' y"}[current()]
    return format_date(date(year, month, day), format=pattern, locale=current())


class Scale(NamedTuple):
    """A way to write times as bare numbers: its name, its span, and what one unit is."""

    name: str
    least: float
    most: float
    unit: str


AGE = [pd.Timestamp(day).timestamp() for day in ("1990-01-01", "2101-01-01")]
SCALES = (
    Scale(N_("Excel day numbers"), 32_874, 73_416, "D"),
    Scale("yyyymmdd", 19_000_101, 21_001_231, "%Y%m%d"),
    Scale("yyyymmddhhmmss", 19_000_101e6, 21_001_232e6, "%Y%m%d%H%M%S"),
    Scale(N_("seconds since 1970"), AGE[0], AGE[1], "s"),
    Scale(N_("milliseconds since 1970"), AGE[0] * 1e3, AGE[1] * 1e3, "ms"),
)


def read_bare(numbers: pd.Series[float]) -> pd.DataFrame:
    """Read bare numbers on the one scale on which all of them are times of our age.

    Returns
    -------
    DataFrame
        One row a number with the fields of `Written`; no dates where there is no such scale.

    Examples
    --------
    >>> read_bare(pd.Series([46_023.5]))[["form", "year", "seconds"]].to_numpy().tolist()
    [['Excel day numbers', 2026, 43200.0]]
    >>> read_bare(pd.Series([46_023.5, 20_190_605]))["form"].tolist()
    ['', '']
    """
    scale = next((s for s in SCALES if numbers.between(s.least, s.most).all()), None)
    if scale is None:
        return pd.DataFrame([NO_DATE] * len(numbers), numbers.index, columns=Written._fields)
    times = _on_scale(numbers, scale.unit)
    return pd.DataFrame(
        {
            "form": scale.name,
            "first": times.dt.day.fillna(0).astype("int64"),
            "second": times.dt.month.fillna(0).astype("int64"),
            "year": times.dt.year.fillna(0).astype("int64"),
            "seconds": (times - times.dt.normalize()).dt.total_seconds(),
            "east": 0.0 if scale.unit in ("s", "ms") else np.nan,
        }
    )


def _on_scale(numbers: pd.Series[float], unit: str) -> pd.Series[pd.Timestamp]:
    if unit.startswith("%"):
        return pd.to_datetime(numbers.astype("int64").astype("str"), format=unit, errors="coerce")
    if unit == "D":
        seconds = (numbers * 86_400).round().astype("int64")
        return pd.Timestamp("1899-12-30") + pd.to_timedelta(seconds, unit="s")
    milliseconds = (numbers * (1000 if unit == "s" else 1)).round().astype("int64")
    return pd.to_datetime(milliseconds, unit="ms")
