"""Evidence from the shape of a column: constants, identifiers, free text, ids given anew."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from leadkit.base.language import _, number, percent
from leadkit.model.findings import DOUBTFUL, IDENTIFIER, SAFE, Finding
from leadkit.model.leakage.candidates import Candidate, Floats
from leadkit.model.leakage.names import words_of
from leadkit.model.leakage.separation import (
    LEAST_OF_A_CLASS,
    Labels,
    area_within,
    blocks_of,
    either_way,
    low_end,
)

LEAST_ROWS = 100
MOSTLY_UNIQUE, ALMOST_UNIQUE = 0.5, 0.98
MANY_LEVELS, OFTEN = 1000, 20
WIDE = 20
IN_ORDER, HALF_ORDER = 0.95, 0.5
ID_WARN = 0.6
NAMES_ID = re.compile(r"\b(?:id|ids|uuid|guid|key|number|no|code|ref|ma|so)\b")
NUMERAL = r"^[\d.,\s+-]+%?$"
MIXED = (0.1, 0.9)


def by_shape(column: Candidate) -> list[Finding]:
    """Find columns that can carry nothing: constants, identifiers, free text, mixed cells.

    Returns
    -------
    list of Finding
        A finding other than `safe` settles the column; statistics would add nothing.
    """
    filled = column.cells.dropna()
    n, distinct = len(filled), int(filled.nunique())
    if distinct + bool(column.is_blank.any()) < 2:
        return [Finding(DOUBTFUL, _("one value throughout: it carries nothing"))]
    if n <= LEAST_ROWS or column.kind == "date":
        return _infinite(column)
    if column.kind == "number":
        return _running_number(column, distinct) or _infinite(column)
    return _mixed(column, filled, distinct) or _own_values(column, filled, distinct)


def _infinite(column: Candidate) -> list[Finding]:
    if not column.infinite:
        return []
    said = _("{n} infinite values count as blank").format(n=number(column.infinite))
    ask = _("What does an infinite {column} mean?").format(column=column.name)
    return [Finding(SAFE, said, ask)]


def _running_number(column: Candidate, distinct: int) -> list[Finding]:
    values = column.values[~np.isnan(column.values)]
    if distinct < ALMOST_UNIQUE * len(values) or (values % 1 != 0).any():
        return []
    in_order = abs(_order(values))
    is_dense = np.ptp(values) < WIDE * len(values)
    if not (is_dense or in_order > IN_ORDER or NAMES_ID.search(words_of(column.name))):
        return []
    return [Finding(IDENTIFIER, _("every lead has its own whole number"))]


def _order(values: Floats) -> float:
    """Return the rank correlation of values with their place in the table."""
    if not np.ptp(values):
        return 0.0
    return float(np.corrcoef(rankdata(values), np.arange(len(values)))[0, 1])


def _mixed(column: Candidate, filled: pd.Series[str], distinct: int) -> list[Finding]:
    if distinct <= OFTEN:
        return []
    share = float(filled.str.match(NUMERAL).mean())
    if not MIXED[0] < share < MIXED[1]:
        return []
    said = _("numbers and words are mixed: {share} of its cells are numbers")
    ask = _("What is {column} meant to hold, and in which unit?").format(column=column.name)
    return [Finding(DOUBTFUL, said.format(share=percent(share)), ask)]


def _own_values(column: Candidate, filled: pd.Series[str], distinct: int) -> list[Finding]:
    n, counts = len(filled), filled.value_counts()
    rare = float(counts[counts < OFTEN].sum() / n)
    if distinct > MOSTLY_UNIQUE * n:
        if _is_free_text(filled):
            said = _("free text, and nothing says when it was written")
            ask = _("Who writes {column}, and can it be changed after the handoff?")
            return [Finding(DOUBTFUL, said, ask.format(column=column.name))]
        return [Finding(IDENTIFIER, _("almost every lead has its own value"))]
    if distinct > MANY_LEVELS and rare > ALMOST_UNIQUE - 0.03:
        said = _("{distinct} values, of which hardly any comes back often enough to learn from")
        return [Finding(IDENTIFIER, said.format(distinct=number(distinct)))]
    return []


def _is_free_text(filled: pd.Series[str]) -> bool:
    """Return whether the cells are made of several words that other cells share."""
    words = filled.iloc[:2000].str.casefold().str.findall(r"[^\W\d_]{2,}")
    if words.map(len).mean() < 2:
        return False
    counts = words.explode().value_counts()
    return bool(counts[counts >= 5].sum() > counts.sum() / 2)


def by_number(name: str, cells: pd.Series[Any], y: Labels) -> list[Finding]:
    """Find numbered ids that tell winners from leads that came at the same time.

    Parameters
    ----------
    name : str
    cells : Series
        Ids: numbers, or text that ends in digits; rows in order of time.
    y : ndarray of int

    Returns
    -------
    list of Finding
        Ids rise with time, so what counts is their order among neighbours: above AUC 0.6 they were
        given anew as leads were won, or lost.
    """
    if cells.dtype.kind in "fiu":
        values: Floats = cells.to_numpy(dtype="float64")
    else:
        digits = cells.astype("str").str.extract(r"(\d{1,15})\D*$", expand=False)
        values = digits.to_numpy(dtype="float64")
    known = ~np.isnan(values)
    mine = y[known]
    if known.sum() < LEAST_ROWS or np.bincount(mine, minlength=2).min() < LEAST_OF_A_CLASS:
        return []
    if abs(_order(values[known])) < HALF_ORDER:
        return []
    auc = either_way(area_within(values[known], mine, blocks_of(len(mine))))
    if auc <= ID_WARN or low_end(auc, mine) <= 0.5:
        return []
    said = _(
        "among leads of the same time its order ranks leads with AUC {auc}: some were renumbered"
    ).format(auc=number(auc, 2))
    ask = _("When does a lead get another {column}?").format(column=name)
    return [Finding(DOUBTFUL, said, ask)]
