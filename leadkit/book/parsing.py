"""Text cells into times and numbers; what does not fit is named, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _

Order = Literal["day-first", "month-first"]

NUMERIC_DATE = (
    r"^(?P<a>\d{1,2})[/.\-](?P<b>\d{1,2})[/.\-](?P<year>\d{4})"
    r"(?:[ T,]+(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:\s*(?P<half>[AaPp][Mm]))?)?$"
)
WRITTEN = ("%d %b, %Y %H:%M:%S", "%d %b %Y %H:%M:%S", "%d %b %Y", "%b %d, %Y", "%d-%b-%Y")
MOSTLY = 0.9
Found: TypeAlias = "tuple[pd.Series[pd.Timestamp], str] | None"
ZONE = r"(?:Z|[+\-]\d{2}:?\d{2})$"


@dataclass(frozen=True)
class Times:
    """Parsed times (UTC), and which filled cells could not be read."""

    values: pd.Series[pd.Timestamp]
    bad: pd.Series[bool]
    how: str


def to_times(cells: pd.Series[str], timezone: str, *, order: Order | None = None) -> Times | None:
    """Read a column of times, one format for the whole column, decided on all its values.

    Parameters
    ----------
    cells : Series of str
        Cells as written; missing stays missing.
    timezone : str
        Zone of cells that name none.
    order : {"day-first", "month-first"}, optional
        How to read 05/06/2026 where the values do not decide it.

    Returns
    -------
    Times or None
        None where the column does not hold times.

    Raises
    ------
    BadInput
        If both orders fit every value.
    """
    filled = cells.dropna()
    if filled.empty:
        empty = pd.Series(pd.NaT, index=cells.index).dt.tz_localize("UTC")
        return Times(empty, cells.notna(), "empty")
    for read in (_iso, _compact, _numeric, _written):
        found = read(filled, order)
        if found is not None and found[0].notna().mean() >= MOSTLY:
            naive, how = found
            values = _to_utc(naive, filled, timezone).reindex(cells.index)
            return Times(values, cells.notna() & values.isna(), how)
    return None


def _iso(cells: pd.Series[str], order: Order | None) -> Found:
    if not cells.str.match(r"^\d{4}-\d{2}-\d{2}").mean() >= MOSTLY:
        return None
    zoned = pd.to_datetime(cells, format="ISO8601", utc=True, errors="coerce")
    return zoned.dt.tz_localize(None), "ISO 8601"


def _compact(cells: pd.Series[str], order: Order | None) -> Found:
    if not cells.str.match(r"^(?:19|20)\d{6}$").mean() >= MOSTLY:
        return None
    return pd.to_datetime(cells, format="%Y%m%d", errors="coerce"), "yyyymmdd"


def _numeric(cells: pd.Series[str], order: Order | None) -> Found:
    parts = cells.str.extract(NUMERIC_DATE)
    if parts["a"].notna().mean() < MOSTLY:
        return None
    first, second = parts["a"].astype(float), parts["b"].astype(float)
    if order is None:
        order = _decide(first, second, cells)
    day, month = ("a", "b") if order == "day-first" else ("b", "a")
    text = parts["year"] + "-" + parts[month].str.zfill(2) + "-" + parts[day].str.zfill(2)
    clock = parts["clock"].fillna("0:00")
    times = pd.to_datetime(text + " " + clock.str.zfill(5), format="ISO8601", errors="coerce")
    return times + _half_day(clock, parts["half"]), order


def _half_day(clock: pd.Series[str], half: pd.Series[str]) -> pd.Series[pd.Timedelta]:
    """Return what AM and PM add to the hour."""
    hour, half = clock.str.split(":").str[0].astype(int), half.str.upper()
    shift = 12 * ((half == "PM") & (hour < 12)).astype(int)
    return pd.to_timedelta(shift - 12 * ((half == "AM") & (hour == 12)).astype(int), unit="h")


def _decide(first: pd.Series[float], second: pd.Series[float], cells: pd.Series[str]) -> Order:
    day_first, month_first = (first > 12).sum(), (second > 12).sum()
    if day_first == month_first == 0:
        raise BadInput(
            _("column {column!r} can be read day first or month first: {example!r}").format(
                column=cells.name, example=cells.iloc[0]
            ),
            fix=_(
                "Say which it is, for a single table with --dates day-first or month-first; in a "
                "book write days as 2026-06-05."
            ),
        )
    return "day-first" if day_first >= month_first else "month-first"


def _written(cells: pd.Series[str], order: Order | None) -> Found:
    for written in WRITTEN:
        times = pd.to_datetime(cells, format=written, errors="coerce")
        if times.notna().mean() >= MOSTLY:
            return times, written
    return None


def _to_utc(
    naive: pd.Series[pd.Timestamp], cells: pd.Series[str], timezone: str
) -> pd.Series[pd.Timestamp]:
    zoned = cells.str.contains(ZONE, regex=True) & cells.str.contains(":", regex=False)
    local = naive.dt.tz_localize(timezone, ambiguous="NaT", nonexistent="shift_forward")
    return naive.dt.tz_localize("UTC").where(zoned, local.dt.tz_convert("UTC"))


def to_numbers(cells: pd.Series[str]) -> tuple[pd.Series[float], pd.Series[bool]]:
    """Read plain numbers; return them and which filled cells are none."""
    values = pd.to_numeric(cells, errors="coerce").astype(float)
    values = values.where(values.abs() != float("inf"))
    return values, cells.notna() & values.isna()
