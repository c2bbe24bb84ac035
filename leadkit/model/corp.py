"""The Brier score in its parts, with the miscalibration that luck alone would show."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan

import numpy as np
import pandas as pd

from leadkit.base.language import _, number
from leadkit.model.influence import Array
from leadkit.model.recalibration import spiegelhalter

DRAWS = 1000
MOST_CELLS = 2000
PARTS = ("brier", "mcb", "dsc", "unc")


@dataclass(frozen=True, repr=False)
class Corp:
    """The Brier score in its parts: Brier = miscalibration - discrimination + uncertainty.

    Attributes
    ----------
    brier, mcb, dsc, unc : float
        Dimitriadis, Gneiting and Jordan (2021): miscalibration and discrimination are what the
        isotonic regression of outcomes on probabilities would gain, and gains over a constant.
    null_mean, null_high : float
        Mean and 95 % quantile of the miscalibration that a perfectly calibrated model with these
        probabilities shows by luck: never 0.
    p_value : float
        Share of such models that show as much.
    z, z_p_value : float
        Spiegelhalter's test of the same.
    x, observed : ndarray of shape (groups,)
        Distinct probabilities, and the isotonic win rate at each.
    low, high : ndarray of shape (groups,)
        The 90 % band of the curves of perfectly calibrated models.
    """

    brier: float
    mcb: float
    dsc: float
    unc: float
    null_mean: float
    null_high: float
    p_value: float
    z: float
    z_p_value: float
    x: Array
    observed: Array
    low: Array
    high: Array

    @property
    def table(self) -> pd.DataFrame:
        """One row a part, with what luck alone makes of miscalibration."""
        rows = pd.DataFrame({"part": PARTS, "value": [getattr(self, name) for name in PARTS]})
        is_mcb = rows["part"] == "mcb"
        return rows.assign(
            null_mean=np.where(is_mcb, self.null_mean, nan),
            null_high=np.where(is_mcb, self.null_high, nan),
        )

    def sentence(self) -> str:
        """Say whether the miscalibration is more than luck."""
        text = (
            _("Miscalibration {mcb}; a perfect model shows {mean} by luck, and seldom over {high}.")
            if self.mcb <= self.null_high
            else _("Miscalibration {mcb}: more than luck, which seldom makes over {high}.")
        )
        return text.format(
            mcb=number(self.mcb, 4), mean=number(self.null_mean, 4), high=number(self.null_high, 4)
        )

    def to_dict(self) -> dict[str, float | None]:
        """Return the parts for a JSON file."""
        names = (*PARTS, "null_mean", "null_high", "p_value", "z", "z_p_value")
        numbers = {name: float(getattr(self, name)) for name in names}
        return {name: None if isnan(one) else one for name, one in numbers.items()}

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        rows = [
            (part, *(number(value, 4) for value in values))
            for part, *values in self.table.itertuples(index=False, name=None)
        ]
        return inline(caption=self.sentence(), columns=list(self.table), rows=rows, note="")


def corp(y: Array, p: Array, *, seed: int = 0) -> Corp:
    """Take the Brier score apart by isotonic regression (Dimitriadis et al., 2021).

    Parameters
    ----------
    y, p : ndarray of shape (n,)
        Outcomes (0 or 1) and predicted probabilities.
    seed : int
        Seed of the 1,000 consistency resamples.

    Returns
    -------
    Corp
        Beyond 2,000 distinct probabilities neighbours share a cell, equally filled.

    Examples
    --------
    >>> p = np.repeat([0.1, 0.3, 0.6, 0.8], 5)
    >>> y = np.array([0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 0, 1.0])
    >>> parts = corp(y, p)
    >>> round(parts.mcb, 4), round(parts.dsc, 4), round(parts.unc, 4)
    (0.005, 0.0675, 0.2475)
    """
    y, p = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
    rate, n = float(y.mean()), len(y)
    unc, brier = rate * (1 - rate), float(((y - p) ** 2).mean())
    x, leads, won = _cells(y, p)
    curve = _isotonic(won / leads, leads)
    best = float((won * (1 - curve) ** 2 + (leads - won) * curve**2).sum() / n)
    mcb = brier - best
    curves, null = _perfect(x, leads, np.random.Generator(np.random.PCG64(seed)))
    low, high = np.quantile(curves, [0.05, 0.95], axis=0)
    z, z_p_value = spiegelhalter(y, p)
    return Corp(
        brier=brier,
        mcb=mcb,
        dsc=unc - best,
        unc=unc,
        null_mean=float(null.mean()),
        null_high=float(np.quantile(null, 0.95)),
        p_value=float((null >= mcb).mean()),
        z=z,
        z_p_value=z_p_value,
        x=x,
        observed=curve,
        low=low,
        high=high,
    )


def _cells(y: Array, p: Array) -> tuple[Array, Array, Array]:
    """Return distinct probabilities, or the mean of each cell, with their leads and wins."""
    x, place = np.unique(p, return_inverse=True)
    leads = np.bincount(place).astype(np.float64)
    if len(x) > MOST_CELLS:
        middle = np.cumsum(leads) - leads / 2
        place = np.unique(middle * MOST_CELLS // len(p), return_inverse=True)[1][place]
        leads = np.bincount(place).astype(np.float64)
        x = np.bincount(place, weights=p) / leads
    return x, leads, np.bincount(place, weights=y).astype(np.float64)


def _perfect(x: Array, leads: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return isotonic curves of outcomes drawn at these probabilities, and their miscalibration."""
    curves, null, trials = np.empty((DRAWS, len(x))), np.empty(DRAWS), leads.astype(np.int64)
    for draw in range(DRAWS):
        seen = rng.binomial(trials, x) / leads
        curves[draw] = _isotonic(seen, leads)
        null[draw] = leads @ ((seen - x) ** 2 - (seen - curves[draw]) ** 2) / leads.sum()
    return curves, null


def _isotonic(rates: Array, leads: Array) -> Array:
    from scipy.optimize import isotonic_regression

    fitted: Array = isotonic_regression(rates, weights=leads).x
    return fitted
