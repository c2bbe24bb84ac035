"""The score of a lead: how it does in each dimension, weighed as the standard says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.quality.cells import Cells
from leadkit.quality.checks import credit
from leadkit.quality.findings import Finding
from leadkit.quality.rules import DIMENSIONS, NEVER_WEIGHED
from leadkit.quality.standard import Score, Standard

ENOUGH_WEIGHT = 0.5
ROUNDING = 1e-9


def score_leads(findings: Iterable[Finding], cells: Cells) -> pd.DataFrame:
    """Return one row a lead: how it does in each dimension, 0 to 1, and its score.

    A dimension is the mean over the gates and score rules that judge it and apply to the lead,
    missing where none does; contactability and uniqueness are the least of them, because nothing
    makes up for a lead that must not be called. The score is missing where the standard has none,
    and where dimensions of less than half the weight could be judged.

    Examples
    --------
    >>> from leadkit.book import Book
    >>> from leadkit.quality.findings import find
    >>> standard = Standard.default()
    >>> leads = pd.DataFrame({"email": ["an@example.com", "an@@x"]})
    >>> cells = Cells(leads, standard)
    >>> findings = find(Book({"leads": leads.assign(outcome="open")}), cells, None, None)
    >>> score_leads(findings, cells)["validity"].tolist()
    [1.0, 0.5]
    """
    given: dict[str, list[pd.Series[float]]] = {}
    for found in findings:
        if found.failing is not None and found.rule.counts:
            one = credit(found.rule, cells, found.failing)
            given.setdefault(found.rule.dimension, []).append(one)
    table = pd.DataFrame(index=cells.leads.index)
    for name in (name for name in DIMENSIONS if name in given):
        judged = pd.concat(given[name], axis=1)
        table[name] = judged.min(axis=1) if name in NEVER_WEIGHED else judged.mean(axis=1)
    return table.assign(score=_weighed(table, cells.standard.score))


def _weighed(table: pd.DataFrame, score: Score | None) -> pd.Series[float]:
    given: Mapping[Any, float] = score.weights if score else {}
    weights = np.array([given.get(name, 0.0) for name in table.columns])
    applied = np.where(table.notna(), weights, 0.0).sum(axis=1)
    total = (table.fillna(0.0).to_numpy() * weights).sum(axis=1)
    enough = applied >= ENOUGH_WEIGHT - ROUNDING
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.where(enough, total / applied, np.nan)
    return pd.Series(values, index=table.index, dtype="float")


def too_low(scores: pd.DataFrame, standard: Standard) -> pd.Series[bool]:
    """Return which leads have a score below the least that passes."""
    least = standard.score.at_least if standard.score else 0.0
    return scores["score"] < least - ROUNDING


def dimensions(scores: pd.DataFrame, standard: Standard) -> pd.DataFrame:
    """Return one row a dimension: its weight, how many leads it judges, how many are faultless."""
    weights: Mapping[Any, float] = standard.score.weights if standard.score else {}
    rows = []
    for name in (name for name in DIMENSIONS if name in scores):
        share = faultless(scores[name])
        rows.append(
            {
                "dimension": name,
                "weight": weights.get(name, 0.0),
                "mean": float(scores[name].mean()),
                "n": share.n,
                "faultless": share.events,
                "rate": share.value,
                "low": share.low,
                "high": share.high,
                "level": share.level,
            }
        )
    columns = ["dimension", "weight", "mean", "n", "faultless", "rate", "low", "high", "level"]
    return pd.DataFrame(rows, columns=columns)


def faultless(values: pd.Series[float]) -> Estimate:
    """Return the share of judged leads without any fault in a dimension."""
    judged = values.dropna()
    return rate(int((judged >= 1 - ROUNDING).sum()), len(judged))
