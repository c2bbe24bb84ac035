"""What the chance of buying does as one column changes and all others stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.language import _, number, percent
from leadkit.model.classifier import LeadQualityClassifier
from leadkit.model.values import shortened, values

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BACKGROUND = 300
STEPS = 15
ENDS = (0.02, 0.98)
FEW_NUMBERS = 5


@dataclass(frozen=True, repr=False)
class Effects:
    """The mean chance that a model gives as one column takes each of its values.

    Attributes
    ----------
    table : DataFrame
        One row a point: column, value (words), at (the number; missing for words), n (leads that
        have it, or lie nearest), chance. Columns that move the chance most come first.
    average : float
        The mean chance of all leads.
    spread : dict of str to float
        By column, how far apart the chances of leads lie for its sake: their standard deviation.
    leads : int
        How many leads stood for all the others.
    """

    table: pd.DataFrame
    average: float
    spread: dict[str, float]
    leads: int

    @property
    def columns(self) -> list[str]:
        """The columns, those that move the chance most first."""
        return list(self.table["column"].unique())

    def sentence(self) -> str:
        """Say what moves the chance most."""
        rows = self.table[self.table["column"] == self.columns[0]]
        ranked = rows.sort_values("chance", kind="stable")
        low, high = ranked.iloc[0], ranked.iloc[-1]
        return _("“{column}” moves the chance most: {low} for {worst}, {high} for {best}").format(
            column=self.columns[0],
            low=percent(low["chance"], 1),
            worst=low["value"],
            high=percent(high["chance"], 1),
            best=high["value"],
        )

    def plot(self, figure: Figure | None = None) -> Figure:
        """Draw the six columns that move the chance most, each in its own panel."""
        from leadkit.model.effects_picture import plot

        return plot(self, figure)

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        rows = self.table.to_dict("records")
        return inline(
            caption=self.sentence(),
            columns=[_("column"), _("value"), _("leads"), _("mean chance")],
            rows=[
                (row["column"], row["value"], number(row["n"]), percent(row["chance"], 1))
                for row in rows
            ],
            note=caution(),
        )


def caution() -> str:
    """Say what an effect of a model is not."""
    return _(
        "This is what the model does, not what the world would do: changing the value of a lead "
        "would not change the lead."
    )


def effects(
    model: LeadQualityClassifier, X: pd.DataFrame, columns: Sequence[str] | None = None
) -> Effects:
    """Average what a model says as each column takes its values (Friedman, 2001).

    Parameters
    ----------
    model : LeadQualityClassifier
        Fitted.
    X : DataFrame
        The columns it was fitted to; up to 300 leads, evenly spaced, stand for all.
    columns : sequence of str, optional
        Which columns. Default: all of them.

    Returns
    -------
    Effects
        Partial dependence. Numbers run from the 2nd to the 98th percentile in up to 15 steps;
        texts are their frequent levels, and blanks stand apart.

    Examples
    --------
    >>> X = pd.DataFrame({"source": ["web", "list"] * 60, "pages": range(120)})
    >>> found = effects(LeadQualityClassifier().fit(X, [1, 0] * 60), X)
    >>> found.columns[0]
    'source'
    """
    names = list(X.columns if columns is None else columns)
    few = X.iloc[np.unique(np.linspace(0, len(X) - 1, min(BACKGROUND, len(X))).astype(int))]
    average = float(model.predict_proba(few)[:, 1].mean())
    found = [_of_column(model, few, X[name]) for name in names]
    spread = {str(rows["column"].iloc[0]): _spread(rows) for rows in found if len(rows)}
    order = sorted(spread, key=lambda name: -spread[name])
    table = pd.concat(found, ignore_index=True)
    rank = table["column"].map({name: place for place, name in enumerate(order)})
    table = table.iloc[rank.argsort(kind="stable")].reset_index(drop=True)
    return Effects(table, average, {name: spread[name] for name in order}, len(few))


def _of_column(
    model: LeadQualityClassifier, few: pd.DataFrame, cells: pd.Series[Any]
) -> pd.DataFrame:
    points = _points(cells)
    tried = pd.concat([few] * len(points), ignore_index=True)
    given = pd.Series([one[2] for one in points], dtype=object).repeat(len(few))
    tried[cells.name] = given.reset_index(drop=True).astype(cells.dtype)
    chance = model.predict_proba(tried)[:, 1].reshape(len(points), len(few)).mean(axis=1)
    return pd.DataFrame(
        {
            "column": str(cells.name),
            "value": [one[0] for one in points],
            "at": [one[1] for one in points],
            "n": [one[3] for one in points],
            "chance": chance,
        }
    )


def _spread(rows: pd.DataFrame) -> float:
    weight = rows["n"].to_numpy(float)
    if not weight.sum():
        return 0.0
    chance = rows["chance"].to_numpy(float)
    mean = np.average(chance, weights=weight)
    return float(np.sqrt(np.average((chance - mean) ** 2, weights=weight)))


Point = tuple[str, float, Any, int]


def _points(cells: pd.Series[Any]) -> list[Point]:
    """Return what to try in a column: its words, its number, the cell, how many leads have it."""
    is_number = pd.api.types.is_numeric_dtype(cells.dtype) and cells.nunique() > FEW_NUMBERS
    found = _steps(cells) if is_number else _levels(cells)
    blank = int(cells.isna().sum())
    if is_number and blank:
        found.append((_("(blank)"), np.nan, np.nan, blank))
    return found


def _steps(cells: pd.Series[Any]) -> list[Point]:
    numbers = cells.astype(float).replace([np.inf, -np.inf], np.nan).dropna().to_numpy()
    low, high = np.quantile(numbers, ENDS)
    inside = np.unique(numbers[(numbers >= low) & (numbers <= high)])
    steps = np.unique(np.quantile(inside, np.linspace(0, 1, STEPS), method="nearest"))
    between = (steps[1:] + steps[:-1]) / 2
    counts = np.bincount(np.searchsorted(between, numbers), minlength=len(steps))
    return [
        (number(at, 0 if float(at).is_integer() else 2), float(at), _like(cells, at), int(n))
        for at, n in zip(steps, counts, strict=True)
    ]


def _like(cells: pd.Series[Any], at: float) -> Any:
    return int(at) if cells.dtype.kind in "iub" else float(at)


def _levels(cells: pd.Series[Any]) -> list[Point]:
    """Return the values a reader knows, each by the cell that most of its leads hold."""
    found = []
    for value in values(cells):
        own = cells[value.holds]
        if own.empty:
            continue
        cell = own.mode(dropna=False).iloc[0]
        found.append((shortened(value.words), np.nan, cell, len(own)))
    return found
