"""Text cells into times and numbers; what does not fit is named, never guessed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.language import N_, _, listed, number
from leadkit.book.dates import BARE, read_bare, read_dates
from leadkit.book.order import Order as Order
from leadkit.book.order import decide_order, in_order
from leadkit.book.shapes import in_shape

MOSTLY = 0.9
ISO = N_("ISO 8601")
ISO_START = r"^\d{4}-\d{2}-\d{2}"
ZONE = r"\d[T ]\d.*(?:Z|[+\-]\d{2}(?::?\d{2})?)$"


@dataclass(frozen=True)
class Times:
    """Parsed times (UTC), which filled cells could not be read, and the forms they stand in."""

    values: pd.Series[pd.Timestamp]
    bad: pd.Series[bool]
    how: str


def to_times(cells: pd.Series[str], timezone: str, *, order: Order | None = None) -> Times | None:
    """Read a column of times: each cell by the one form it fits, day and month in one order.

    The order of 05/06/2026 is decided on all values of the column. Bare numbers are read (as days
    of Excel, yyyymmdd, or seconds or milliseconds since 1970) where all of them fit one such scale.

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
        If both orders fit every value, or nearly as many values speak for one as for the other.

    Examples
    --------
    >>> times = to_times(pd.Series(["2026-06-05", "25/06/2026", "06/07/2026"]), "UTC")
    >>> times.values.dt.strftime("%d %b").tolist(), times.how
    (['05 Jun', '25 Jun', '06 Jul'], 'dd/mm/yyyy (2) and ISO 8601 (1)')
    """
    times = _read(cells, timezone, order)
    filled = int(cells.notna().sum())
    return times if filled - int(times.bad.sum()) >= MOSTLY * filled else None


def unread(cells: pd.Series[str], *, order: Order | None = None) -> pd.Series[str]:
    """Return the filled cells that are no times, for the message that names them."""
    return cells[_read(cells, "UTC", order).bad]


def _read(cells: pd.Series[str], timezone: str, order: Order | None) -> Times:
    filled = cells.dropna()
    values, forms = _iso(filled, timezone), {ISO: len(filled)}
    left = values.isna().to_numpy()
    if left.any():
        codes, texts = pd.factorize(filled[left])
        dates = _split(pd.Series(texts, dtype="str"), np.bincount(codes))
        n_read = int((~left).sum()) + dates.loc[dates["form"] != "", "cells"].sum()
        if n_read >= MOSTLY * len(filled):
            order = decide_order(dates, str(cells.name), order)
        dates = in_order(dates, order or "day-first")
        times = _to_utc(*_naive(dates), timezone)
        values = values.dt.as_unit("us")
        values[left] = times.array.take(codes)
        forms = _counted(dates[times.notna()], int((~left).sum()))
    values = values.reindex(cells.index)
    return Times(values, cells.notna() & values.isna(), _named(forms))


def _iso(cells: pd.Series[str], timezone: str) -> pd.Series[pd.Timestamp]:
    """Read what begins like an ISO time; the other cells are missing."""
    is_iso = cells.str.match(ISO_START)
    found = cells if is_iso.all() else cells[is_iso]
    times = pd.to_datetime(found, format="ISO8601", utc=True, errors="coerce")
    zoned = found.str.contains(ZONE, regex=True)
    times = _to_utc(times.dt.tz_localize(None), zoned, timezone)
    return times if is_iso.all() else times.reindex(cells.index)


def _split(texts: pd.Series[str], counts: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Return the parts of distinct dates that are no ISO times, and how many cells hold each."""
    bare = texts.str.fullmatch(BARE)
    parts = [read_bare(texts[bare].astype(float))] if bare.any() else []
    parts += [] if bare.all() else [read_dates(texts[~bare])]
    dates = pd.concat(parts).sort_index()
    return dates.assign(text=texts, cells=counts)


def _naive(dates: pd.DataFrame) -> tuple[pd.Series[pd.Timestamp], pd.Series[bool]]:
    """Return the times without their zone (UTC where one is named), and which name one."""
    days = pd.Series(_days(*(dates[part].to_numpy() for part in ("year", "second", "first"))))
    days.index = dates.index
    zoned = dates["east"].notna()
    clock = ((dates["seconds"] - dates["east"].fillna(0.0)) * 1e6).round()
    return days + pd.to_timedelta(clock, unit="us").dt.as_unit("us"), zoned


def _days(
    year: npt.NDArray[np.int64], month: npt.NDArray[np.int64], day: npt.NDArray[np.int64]
) -> npt.NDArray[np.datetime64]:
    """Return the days of a calendar, missing where it has no such day."""
    begun = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    found = begun.astype("datetime64[D]") + (day - 1)
    exists = (month >= 1) & (month <= 12) & (found.astype("datetime64[M]") == begun)
    return np.where(exists, found, np.datetime64("NaT")).astype("datetime64[us]")


def _to_utc(
    naive: pd.Series[pd.Timestamp], zoned: pd.Series[bool], timezone: str
) -> pd.Series[pd.Timestamp]:
    local = naive.dt.tz_localize(timezone, ambiguous="NaT", nonexistent="shift_forward")
    return naive.dt.tz_localize("UTC").where(zoned, local.dt.tz_convert("UTC"))


def _counted(dates: pd.DataFrame, iso: int) -> dict[str, int]:
    counts = {str(form): int(part["cells"].sum()) for form, part in dates.groupby("form")}
    return {**counts, ISO: iso} if iso else counts


def _named(forms: dict[str, int]) -> str:
    if len(forms) <= 1:
        return "".join(map(_, forms))
    ranked = sorted(forms, key=lambda form: -forms[form])
    return listed([f"{_(form)} ({number(forms[form])})" for form in ranked])


def to_numbers(cells: pd.Series[str]) -> tuple[pd.Series[float], pd.Series[bool]]:
    """Read plain numbers; return them and which filled cells are none."""
    values = all_numbers(cells)
    if values is None:
        values = _some_numbers(cells)
    values = values.where(values.abs() != float("inf"))
    return values, cells.notna() & values.isna()


def all_numbers(cells: pd.Series[str]) -> pd.Series[float] | None:
    """Return a column of plain numbers, or None where a filled cell is none."""
    import pyarrow as pa

    try:
        found = pa.array(cells).cast(pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return None
    if np.isnan(found).sum() > cells.isna().sum():
        return None  # Arrow reads NAN in any letters as a number that is none
    return pd.Series(found, index=cells.index, name=cells.name, dtype=np.float64)


def _some_numbers(cells: pd.Series[str]) -> pd.Series[float]:
    """Return the numbers of a column; what is none, which its shape tells, is missing."""
    filled = np.flatnonzero(cells.notna())
    codes, shapes = in_shape(cells.iloc[filled])
    is_number = pd.to_numeric(pd.Series(shapes), errors="coerce").notna().to_numpy()
    numbers = filled[is_number[codes]]
    values = np.full(len(cells), np.nan)
    values[numbers] = pd.to_numeric(cells.iloc[numbers], errors="coerce")
    return pd.Series(values, index=cells.index, name=cells.name)
