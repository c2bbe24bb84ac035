"""The values of a column as a reader names them: levels, fifths of numbers, quarters, blanks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.estimate import MINIMUM_N
from leadkit.base.language import _, number, quarter_name
from leadkit.model.levels import Level
from leadkit.model.raw import BLANK
from leadkit.quality.masking import names_somebody

MOST_LEVELS = 8
FIFTHS_FROM = 500
LONGEST = 40
SIGNIFICANT = 3
ELLIPSIS = "…"


Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Value:
    """Leads that are alike in one column: what to call them, and which they are.

    Attributes
    ----------
    words : str
        The level, the range, "other" or "(blank)".
    holds : ndarray of bool
        Which leads have it.
    """

    words: str
    holds: Mask


def values(cells: pd.Series[Any]) -> list[Value]:
    """Cut a column into values that a reader knows, none of which names a person.

    Parameters
    ----------
    cells : Series
        Numbers, dates, text or categories; missing where blank.

    Returns
    -------
    list of Value
        Numbers in fifths from 500 leads on, else in thirds; few distinct numbers as they are;
        dates by quarter; the eight most frequent texts of at least 20 leads. Rarer texts, and any
        that could be a telephone number or an address, are pooled as "other"; blanks stand apart.

    Examples
    --------
    >>> [one.words for one in values(pd.Series(["web"] * 30 + ["fair"] * 20 + ["a@b.vn"] * 25))]
    ['web', 'fair', 'other']
    """
    blank = cells.isna().to_numpy()
    if pd.api.types.is_datetime64_any_dtype(cells.dtype):
        found = list(_texts(_quarters(cells), blank, by_name=True))
    elif pd.api.types.is_numeric_dtype(cells.dtype):
        found = list(_ranges(pd.to_numeric(cells).astype(float)))
    else:
        found = list(_texts(cells.astype(object).astype(str), blank))
    return [*found, Value(_("(blank)"), blank)] if blank.any() else found


def _quarters(cells: pd.Series[Any]) -> pd.Series[str]:
    naive = pd.to_datetime(cells, utc=True).dt.tz_localize(None)
    return naive.dt.to_period("Q").astype(str).map(quarter_name)


def _texts(cells: pd.Series[str], blank: Mask, *, by_name: bool = False) -> Iterator[Value]:
    counts = cells[~blank].value_counts().rename_axis("text").reset_index(name="n")
    counts = counts[counts["n"] >= MINIMUM_N]
    is_shown = np.array([not names_somebody(text) for text in counts["text"]], dtype=bool)
    named = counts[is_shown]
    named = named.sort_values(["n", "text"], ascending=[False, True]).head(MOST_LEVELS)
    shown = sorted(named["text"]) if by_name else list(named["text"])
    rest = ~blank
    for text in shown:
        own = (cells == text).to_numpy() & ~blank
        rest &= ~own
        yield Value(shortened(text), own)
    if rest.any():
        yield Value(_("other"), rest)


def named(value: str) -> str:
    """Return a value of a source, segment or quarter as a page shows it.

    Examples
    --------
    >>> named("web"), named("(blank)"), named("0912 345 678")
    ('web', '(blank)', '(contact data)')
    """
    if value == BLANK:
        return _("(blank)")
    return _("(contact data)") if names_somebody(value) else shortened(quarter_name(value))


def shortened(text: str) -> str:
    """Return text on one line of at most 40 characters."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + ELLIPSIS


def _ranges(cells: pd.Series[float]) -> Iterator[Value]:
    known = cells.replace([np.inf, -np.inf], np.nan).dropna().to_numpy()
    distinct = np.unique(known)
    parts = 5 if len(known) >= FIFTHS_FROM else 3
    if len(distinct) <= parts:
        levels = [Level.of(float(one)) for one in distinct]
    else:
        levels = list(_between(known, distinct, parts))
    is_whole = bool((known == np.floor(known)).all())
    for level in levels:
        name = _counted(level, distinct[0]) if is_whole and level.is_range else level.words()
        yield Value(name, level.holds(cells))


def _counted(level: Level, least: float) -> str:
    """Name a range of whole numbers by its first and last."""
    first = least if level.start is None else level.start
    if level.below is None:
        return level.words()
    last = level.below - 1
    if last <= first:
        return number(first)
    return _("{low} to {high}").format(low=number(first), high=number(last))


def _between(
    known: npt.NDArray[np.floating[Any]], distinct: npt.NDArray[np.floating[Any]], parts: int
) -> Iterator[Level]:
    """Yield ranges of about as many leads each, their ends rounded as far as they stay apart."""
    shares = np.arange(1, parts) / parts
    ends = np.unique(np.quantile(known, shares, method="inverted_cdf"))
    ends = np.unique(np.maximum(ends, distinct[1]))
    rounded = sorted({float(f"{one:.{SIGNIFICANT}g}") for one in ends})  # 12,345.6 is 12,300
    cuts = rounded if len(rounded) == len(ends) else [float(one) for one in ends]
    for start, below in zip([None, *cuts], [*cuts, None], strict=True):
        yield Level.model_validate({"from": start, "below": below, "points": 0})
