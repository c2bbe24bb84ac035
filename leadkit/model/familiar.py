"""What each column held in training, so that anything else is noticed when leads are scored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict

from leadkit.model.raw import Keys

if TYPE_CHECKING:
    from leadkit.model.classifier import LeadQualityClassifier

BINS = 10
SAMPLE = 500
DIGITS = 4
ROUNDED = 9  # as scores are


class Familiar(BaseModel):
    """A feature as the model met it in training.

    `counts` are leads by value (category; case and spaces do not count) or by bin (number; the bins
    lie between `edges`, a bin holds its lower edge); `weight` is the share of what the model goes
    by that this column is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: Literal["number", "category", "other"]
    weight: float = 0.0
    blank: int = 0
    low: float | None = None
    high: float | None = None
    edges: tuple[float, ...] = ()
    counts: dict[str, int] = {}

    def binned(self, cells: pd.Series[Any]) -> dict[str, int]:
        """Count cells as `counts` does; other values of a category stand under their own name."""
        if self.kind == "other":
            return {}
        if self.kind == "category":
            return _by_value(cells)
        numbers = pd.to_numeric(cells, errors="coerce").dropna().to_numpy(float)
        return _by_bin(numbers, self.edges)


def familiar(X: pd.DataFrame, model: LeadQualityClassifier) -> dict[str, Familiar]:
    """Say what each column held in training, and how much the model goes by it.

    Parameters
    ----------
    X : DataFrame
        The training leads.
    model : LeadQualityClassifier
        Fitted to them.

    Returns
    -------
    dict of str to Familiar
        By column. Weights add up to 1: the spread of the column's part of the log-odds over the
        training leads (of which 500 are looked at), as a share of all columns' spreads.
    """
    weights = _weights(X, model)
    categories = set(map(str, model.levels_))
    numeric = set(map(str, model.numeric_))
    return {
        name: _of(X[name], name in numeric, name in categories, weights[name])
        for name in map(str, X.columns)
    }


def probability(X: pd.DataFrame, model: LeadQualityClassifier) -> Familiar:
    """Say how the probabilities of the training leads were spread, to notice when they move."""
    found = pd.Series(model.predict_proba(X)[:, 1]).round(ROUNDED)
    return _of(found, is_number=True, is_category=False, weight=1.0)


def _of(cells: pd.Series[Any], is_number: bool, is_category: bool, weight: float) -> Familiar:
    blank = int(cells.isna().sum())
    if is_number:
        numbers = pd.to_numeric(cells, errors="coerce").to_numpy(float)
        numbers = numbers[np.isfinite(numbers)]
        if not len(numbers):
            return Familiar(kind="number", weight=weight, blank=blank)
        shares = np.linspace(0, 1, BINS + 1)[1:-1]
        edges = np.unique(np.quantile(numbers, shares, method="inverted_cdf"))
        inner = tuple(float(edge) for edge in edges if edge > numbers.min())
        return Familiar(
            kind="number",
            weight=weight,
            blank=blank,
            low=float(numbers.min()),
            high=float(numbers.max()),
            edges=inner,
            counts=_by_bin(numbers, inner),
        )
    if is_category:
        return Familiar(kind="category", weight=weight, blank=blank, counts=_by_value(cells))
    return Familiar(kind="other", weight=weight, blank=blank)


def _by_value(cells: pd.Series[Any]) -> dict[str, int]:
    return dict(sorted(Keys.of(cells.dropna()).counts().items()))


def _by_bin(numbers: Any, edges: tuple[float, ...]) -> dict[str, int]:
    places = np.searchsorted(np.array(edges), numbers, side="right")
    counts = np.bincount(places, minlength=len(edges) + 1)
    return {str(place): int(n) for place, n in enumerate(counts)}


def _weights(X: pd.DataFrame, model: LeadQualityClassifier) -> dict[str, float]:
    from leadkit.model.reasons import contributions

    rows = np.unique(np.linspace(0, len(X) - 1, min(len(X), SAMPLE)).astype(int))
    spread = contributions(model, X.iloc[rows])[list(X.columns)].std(ddof=0)
    total = float(spread.sum())
    shares = spread / total if total else spread + 1 / len(spread)
    return dict(zip(map(str, shares.index), shares.round(DIGITS).tolist(), strict=True))
