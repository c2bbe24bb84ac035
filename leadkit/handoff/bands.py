"""Bands round a curve, and how much the best point of a curve flatters itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadkit.handoff.leads import Floats

LEVEL = 0.95
ENDS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)


@dataclass(frozen=True, eq=False)
class Bands:
    """Ends of the pointwise and of the simultaneous 95 % band, one value a threshold.

    Parameters
    ----------
    low, high : array of float
        Pointwise percentile interval: 95 % at any one threshold.
    band_low, band_high : array of float
        Sup-t band: 95 % for the whole curve.
    critical : float
        Standard errors the sup-t band reaches to either side.
    """

    low: Floats
    high: Floats
    band_low: Floats
    band_high: Floats
    critical: float


def bands(curve: Floats, draws: Floats) -> Bands:
    """Put pointwise and simultaneous bands round a curve (Montiel Olea, Plagborg-Moller, 2019).

    Parameters
    ----------
    curve : array of float, (thresholds,)
        The estimated curve.
    draws : array of float, (draws, thresholds)
        Its bootstrap replicates.
    """
    by_point = np.ascontiguousarray(draws.T)
    low, high = np.quantile(by_point, ENDS, axis=1)
    error = by_point.std(axis=1)
    moves = error > 0
    away = np.abs(by_point[moves] - curve[moves, None]) / error[moves, None]
    critical = float(np.quantile(away.max(axis=0), LEVEL)) if moves.any() else 0.0
    reach = critical * error
    return Bands(low, high, curve - reach, curve + reach, critical)


def optimism(curve: Floats, draws: Floats) -> float:
    """Return by how much a curve's highest point overstates itself, on average.

    Mean over draws of the highest point of the draw minus the curve at that point (Efron, 1983,
    for the choice of a threshold).
    """
    best = draws.argmax(axis=1)
    return float(np.mean(draws[np.arange(len(draws)), best] - curve[best]))
