"""Raw cells of one column: what kind they are, and read as numbers, moments or folded text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api import types

BLANK = "(blank)"
MOSTLY = 0.9
WORDS = 1.5
SECONDS_A_DAY = 86_400
ISO = re.compile(r"\s*[12]\d{3}-\d\d?-\d\d?(?:[T ]\d\d?:\d\d.*)?\s*$")

Kind = Literal["number", "date", "levels", "text"]
Floats = npt.NDArray[np.float64]


def kind_of(cells: pd.Series[Any], rare: int) -> Kind:
    """Return what a column holds.

    Text counts as numbers or dates where nine filled cells in ten can be read so; as free text
    where most of its leads have a value that few share, and it mostly has several words.
    """
    dtype = cells.dtype
    if types.is_datetime64_any_dtype(dtype) or isinstance(dtype, pd.PeriodDtype):
        return "date"
    if types.is_numeric_dtype(dtype) or types.is_timedelta64_dtype(dtype):
        return "number"
    if isinstance(dtype, pd.CategoricalDtype):
        return "levels"
    filled = cells.dropna()
    if filled.empty:
        return "levels"
    if np.isfinite(numbers(filled)).mean() >= MOSTLY:
        return "number"
    if moments(filled).notna().mean() >= MOSTLY:
        return "date"
    keys = Keys.of(filled)
    counts = np.bincount(keys.codes, minlength=len(keys.distinct))
    shared = counts[counts >= rare].sum() / len(filled)
    spaces = np.array([len(words_of(key)) for key in keys.distinct])
    return "text" if shared < 0.5 and np.mean(spaces) >= WORDS else "levels"


def numbers(cells: pd.Series[Any]) -> Floats:
    """Return cells as numbers, spans as days; what is none, or infinite, is missing."""
    if types.is_timedelta64_dtype(cells.dtype):
        read = cells.dt.total_seconds().to_numpy(np.float64, na_value=np.nan) / SECONDS_A_DAY
    elif isinstance(cells.dtype, pd.CategoricalDtype) or not types.is_numeric_dtype(cells.dtype):
        codes, distinct = _factorized(cells)
        plain = [value if _is_plain(value) else None for value in distinct]
        each = pd.to_numeric(pd.Series(plain, dtype=object), errors="coerce")
        read = np.append(each.to_numpy(np.float64, na_value=np.nan), np.nan)[codes]
    else:
        read = cells.to_numpy(np.float64, na_value=np.nan)
    return np.where(np.isfinite(read), read, np.nan)


def _is_plain(value: Any) -> bool:
    return not isinstance(value, list | tuple | dict | set | pd.Timestamp)


def moments(cells: pd.Series[Any]) -> pd.Series[pd.Timestamp]:
    """Return cells as moments by the clock where they were written; what is none is missing."""
    if isinstance(cells.dtype, pd.PeriodDtype):
        cells = cells.dt.start_time
    if not types.is_datetime64_any_dtype(cells.dtype):
        codes, distinct = _factorized(cells)
        each = pd.to_datetime(pd.Series([_moment(value) for value in distinct], dtype=object))
        found = np.append(each.to_numpy("datetime64[us]"), np.datetime64("NaT"))
        return pd.Series(found[codes], index=cells.index)
    return cells.dt.tz_localize(None) if cells.dt.tz is not None else cells


def _moment(value: Any) -> Any:
    if not (hasattr(value, "isoformat") or (isinstance(value, str) and ISO.match(value))):
        return pd.NaT
    try:
        moment = pd.Timestamp(value)
    except (ValueError, TypeError):
        return pd.NaT
    return pd.NaT if pd.isna(moment) else moment.tz_localize(None)


def words_of(text: str) -> list[str]:
    """Return the words of a text, without accents and case; single letters and digits are none."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"[^\W\d_]{2,}", kept)


@dataclass(frozen=True, eq=False)
class Keys:
    """Text cells, folded for comparing: case and spaces do not count, blanks have a name.

    Attributes
    ----------
    codes : ndarray of int
        Place of each cell among the distinct ones.
    distinct : list of str
        As folded.
    spelling : list of str
        As written.
    """

    codes: npt.NDArray[np.intp]
    distinct: list[str]
    spelling: list[str]

    @classmethod
    def of(cls, cells: pd.Series[Any]) -> Keys:
        """Fold a column."""
        codes, values = _factorized(cells)
        spelling = [*map(_text, values), BLANK]
        folded = [
            " ".join(unicodedata.normalize("NFC", one).casefold().split()) for one in spelling
        ]
        return cls(codes % len(spelling), [one or BLANK for one in folded], spelling)

    def counts(self) -> dict[str, int]:
        """Return how many cells hold each distinct text."""
        found = np.bincount(self.codes, minlength=len(self.distinct))
        counts: dict[str, int] = {}
        for key, n in zip(self.distinct, found.tolist(), strict=True):
            counts[key] = counts.get(key, 0) + n
        return counts


def _factorized(cells: pd.Series[Any]) -> tuple[npt.NDArray[np.intp], list[Any]]:
    """Return the place of each cell among the distinct ones, minus one where it is missing."""
    try:
        codes, values = pd.factorize(cells)
    except TypeError:
        codes, values = pd.factorize(cells.map(str, na_action="ignore"))
    return codes, values.tolist()


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
