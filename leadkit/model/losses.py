"""The log-loss of leads, and paired differences of it with an error clustered by account."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def log_loss(y: npt.NDArray[np.intp], log_odds: Floats) -> Floats:
    """Return the log-loss of each lead."""
    return np.logaddexp(0.0, np.where(y == 1, -log_odds, log_odds))


def gap(difference: Floats, accounts: npt.NDArray[np.intp], weights: Floats) -> tuple[float, float]:
    """Return the weighted mean of differences and its standard error, clustered by account."""
    mean = float(np.average(difference, weights=weights))
    influence = np.bincount(accounts, weights=weights * (difference - mean))
    return mean, float(np.sqrt((influence**2).sum()) / weights.sum())
