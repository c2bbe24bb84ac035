"""A column under audit, read once: its kind, its values as numbers, its levels as codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.book.parsing import Order, to_times

Kind = Literal["number", "date", "category"]
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]
BINS = 50
TRIED = 200
DAY = pd.Timedelta(days=1)
LIKE_DATE = r"[12]\d{3}|\d[/.\-: ]\d"
YYYYMMDD = (19000101, 21001231)


@dataclass(frozen=True, eq=False)
class Candidate:
    """A column as the audit sees it.

    Attributes
    ----------
    name : str
    kind : {"number", "date", "category"}
    cells : Series
        Floats for a number, UTC times for a date, text for a category; missing where blank.
    values : ndarray of float
        Numbers, and dates as days since 1970; NaN where blank, and throughout a category.
    codes : ndarray of int
        Bin or level of each cell; the blank has one of its own.
    infinite : int
        Cells that were infinite, and count as blank.
    """

    name: str
    kind: Kind
    cells: pd.Series[Any]
    values: Floats
    codes: Codes
    infinite: int = 0

    @property
    def is_blank(self) -> npt.NDArray[np.bool_]:
        """Where the cell is blank."""
        return self.cells.isna().to_numpy()


def read_candidate(name: str, cells: pd.Series[Any]) -> Candidate:
    """Read one column of a feature table, whatever its dtype.

    Parameters
    ----------
    name : str
    cells : Series
        Numbers, text, dates, booleans, or a mix of them.

    Examples
    --------
    >>> read_candidate("age", pd.Series([31, 44.0, float("inf")])).infinite
    1
    >>> read_candidate("met", pd.Series(["2026-01-05", "2026-02-07"])).kind
    'date'
    """
    times = _times(cells)
    if times is not None:
        days = np.asarray((times - pd.Timestamp(0, tz="UTC")) / DAY, dtype=np.float64)
        return Candidate(name, "date", times, days, _bins(days))
    if cells.dtype.kind in "fiub" or isinstance(cells.dtype, pd.BooleanDtype):
        filled = cells.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
        values = np.asarray(filled, dtype=np.float64)
        infinite = np.isinf(values)
        values = np.where(infinite, np.nan, values)
        numbers = pd.Series(values, cells.index)
        return Candidate(name, "number", numbers, values, _bins(values), int(infinite.sum()))
    text = _as_text(cells)
    codes = pd.factorize(text, use_na_sentinel=True)[0]
    codes = np.where(codes < 0, codes.max(initial=-1) + 1, codes)
    return Candidate(name, "category", text, np.full(len(text), np.nan), codes)


def _as_text(cells: pd.Series[Any]) -> pd.Series[str]:
    if isinstance(cells.dtype, pd.StringDtype):
        return cells
    return cells.astype(object).map(str, na_action="ignore").astype("str")


def _bins(values: Floats) -> Codes:
    """Cut numbers into at most 50 bins of equal mass, few values by value; blanks stand apart."""
    known = values[~np.isnan(values)]
    if not len(known):
        return np.zeros(len(values), dtype=np.intp)
    distinct = np.unique(known)
    edges = distinct
    if len(distinct) > BINS:
        edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1), method="lower"))
    codes = np.searchsorted(edges, values, side="right")
    return np.where(np.isnan(values), len(edges) + 1, codes).astype(np.intp)


def _times(cells: pd.Series[Any]) -> pd.Series[pd.Timestamp] | None:
    """Return a column as UTC times, or None where it holds none."""
    if cells.dtype.kind == "M":
        return pd.to_datetime(cells, utc=True)
    filled = cells.dropna()
    if filled.empty or cells.dtype.kind == "b":
        return None
    if cells.dtype.kind in "fiu":
        return _of_numbers(cells, filled)
    text = _as_text(filled)
    sample = pd.Series(text.unique()[:TRIED], dtype="str")
    if sample.str.contains(LIKE_DATE).mean() < 0.9 or _parsed(sample) is None:
        return None
    found = _parsed(text)
    return None if found is None else found.reindex(cells.index)


def _of_numbers(cells: pd.Series[Any], filled: pd.Series[Any]) -> pd.Series[pd.Timestamp] | None:
    """Read numbers as yyyymmdd where every one is such a day."""
    values = filled.astype(float)
    if not (values.between(*YYYYMMDD) & (values % 1 == 0)).all():
        return None
    days = values.astype("int64").astype("str")
    found = pd.to_datetime(days, format="%Y%m%d", errors="coerce", utc=True)
    return None if found.isna().any() else found.reindex(cells.index)


def _parsed(text: pd.Series[str]) -> pd.Series[pd.Timestamp] | None:
    orders: tuple[Order, ...] = ("day-first", "month-first")
    for order in orders:
        try:
            times = to_times(text, "UTC", order=order)
        except BadInput:
            continue
        if times is not None:
            return times.values
    return None
