"""Evidence from the form of cells: rounding, time of day, length, spaces that only winners have."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import fisher_exact

from leadkit.base.language import _, number, percent
from leadkit.model.findings import DOUBTFUL, LEAKS, Finding
from leadkit.model.leakage.candidates import Candidate, Floats
from leadkit.model.leakage.separation import Labels, area, either_way, low_end

FORM_WARN, FORM_BLOCK, FORM_LOW = 0.65, 0.80, 0.6
LEAST_OF_A_CLASS = 10
LARGE = 1000.0
MOST_ZEROS = 9
CHANCE = 1e-3


def by_form(column: Candidate, y: Labels) -> list[Finding]:
    """Find numbers rounder, or dates by another clock, for winners than for others."""
    if column.kind == "number":
        known = ~np.isnan(column.values)
        values = np.abs(column.values[known])
        if len(values) and np.median(values) >= LARGE:
            said = _("how round the number is ranks leads with AUC {auc}")
            return _judged(column.name, _zeros(values), y[known], said)
    if column.kind == "date":
        dates, known = column.cells.dropna(), column.cells.notna().to_numpy()
        minutes = (dates.dt.hour * 60.0 + dates.dt.minute).to_numpy(dtype="float64")
        if len(np.unique(minutes)) > 1:
            said = _("whether a time of day is given ranks leads with AUC {auc}")
            found = _judged(column.name, (minutes == 0).astype(np.float64), y[known], said)
            said = _("the time of day ranks leads with AUC {auc}")
            return found or _judged(column.name, minutes, y[known], said)
    return []


def by_length(column: Candidate, y: Labels) -> list[Finding]:
    """Find codes or free text that are longer, or shorter, for winners than for others."""
    if column.kind != "category":
        return []
    known = column.cells.notna().to_numpy()
    lengths = np.asarray(column.cells.dropna().str.len(), dtype=np.float64)
    said = _("the length of the text alone ranks leads with AUC {auc}")
    return _judged(column.name, lengths, y[known], said)


def _zeros(values: Floats) -> Floats:
    """Return how many zeros each number ends in; numbers that are not whole have none."""
    zeros = np.zeros(len(values))
    for power in range(1, MOST_ZEROS + 1):
        zeros += (values % 10.0**power == 0) & (values > 0)
    return zeros


def _judged(name: str, score: Floats, y: Labels, said: str) -> list[Finding]:
    if np.bincount(y, minlength=2).min() < LEAST_OF_A_CLASS:
        return []
    auc = either_way(area(score, y))
    if auc <= FORM_WARN or low_end(auc, y) <= FORM_LOW:
        return []
    ask = _("Is {column} entered anew, or copied from a contract, for leads that buy?")
    verdict = LEAKS if auc > FORM_BLOCK else DOUBTFUL
    return [Finding(verdict, said.format(auc=number(auc, 2)), ask.format(column=name))]


def by_spaces(name: str, padded: pd.Series[bool] | None, y: Labels) -> list[Finding]:
    """Find spaces around cells that only winners have, or only the others.

    Parameters
    ----------
    name : str
    padded : Series of bool or None
        Whether each cell was written with spaces around it.
    y : ndarray of int
    """
    if padded is None or not padded.any():
        return []
    spaced = padded.to_numpy(dtype=bool)
    table = np.array([[(mine & (y == one)).sum() for mine in (spaced, ~spaced)] for one in (1, 0)])
    won, others = table[:, 0] / np.maximum(table.sum(axis=1), 1)
    if fisher_exact(table).pvalue > CHANCE:
        return []
    said = _("spaces around the cell: {won} of winners, {others} of the others")
    ask = _("Which program or person writes {column}, and is it another one for leads that buy?")
    found = said.format(won=percent(won), others=percent(others))
    return [Finding(DOUBTFUL, found, ask.format(column=name))]
