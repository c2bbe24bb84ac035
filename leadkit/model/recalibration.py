"""Whether probabilities are right as they stand: recalibration, totals, and a test."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from scipy.special import logit, ndtr, ndtri

from leadkit.model.influence import LEVEL, Array, Measure

FLAT = 1e-9
TOO_STEEP = 1e3


def recalibrated(y: Array, p: Array) -> tuple[Measure, Measure]:
    """Return calibration slope and intercept with each lead's influence (Cox, 1958).

    Parameters
    ----------
    y, p : ndarray of shape (n,)
        Outcomes (0 or 1) and probabilities, none of them 0 or 1.

    Returns
    -------
    slope, intercept : tuple of float and ndarray
        Slope of y on the log-odds, and shift of the log-odds where the slope is held at 1; missing
        where it cannot be found, as the slope of a constant.
    """
    score = logit(p)
    constant = np.ones((len(y), 1))
    shift = logistic(y, constant, score)
    if np.ptp(score) < FLAT:
        return (nan, np.full(len(y), nan)), _part(shift, 0)
    bend = logistic(y, np.column_stack([constant, score]), np.zeros(len(y)))
    return _part(bend, 1), _part(shift, 0)


def _part(fit: tuple[Array, Array], place: int) -> Measure:
    return float(fit[0][place]), fit[1][:, place]


def logistic(y: Array, design: Array, offset: Array) -> tuple[Array, Array]:
    """Return coefficients, and influence on them of shape (n, coefficients); missing if not finite.

    Parameters
    ----------
    y : ndarray of shape (n,)
        Outcomes, 0 or 1.
    design : ndarray of shape (n, coefficients)
        Columns, a constant among them.
    offset : ndarray of shape (n,)
        Log-odds that are given.
    """
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # separated classes have no finite answer: see below
        fit = GLM(y, design, family=Binomial(), offset=offset).fit()
    if not fit.converged or np.abs(fit.params).max() > TOO_STEEP:
        return np.full(design.shape[1], nan), np.full(design.shape, nan)
    influence = (design * (y - fit.mu)[:, None]) @ fit.normalized_cov_params * len(y)
    return np.asarray(fit.params), np.asarray(influence)


@dataclass(frozen=True)
class Totals:
    """Wins that happened (`won`) against wins expected, with the luck that is in them.

    Attributes
    ----------
    won, expected, sd : float
        `sd` is of the number of wins, were the probabilities right (Poisson-binomial).
    """

    won: float
    expected: float
    sd: float

    @property
    def ratio(self) -> float:
        """Won over expected."""
        return self.won / self.expected if self.expected else nan

    @property
    def z(self) -> float:
        """How many standard deviations more (or, below 0, fewer) were won than expected."""
        return (self.won - self.expected) / self.sd if self.sd else nan

    @property
    def limits(self) -> tuple[float, float]:
        """The 95 % interval of the ratio; it holds 1 where luck alone could explain it."""
        if not self.expected:
            return nan, nan
        step = float(ndtri(0.5 + LEVEL / 2)) * self.sd
        return max(self.won - step, 0.0) / self.expected, (self.won + step) / self.expected


def totals(y: Array, p: Array) -> Totals:
    """Add up what happened and what was expected (Poisson-binomial; Wang, 1993).

    Examples
    --------
    >>> p = np.repeat([0.05, 0.2, 0.4], [200, 100, 50])
    >>> found = totals(np.r_[np.ones(38), np.zeros(312)], p)
    >>> round(found.expected), round(found.sd, 2), round(found.ratio, 2), round(found.z, 2)
    (50, 6.12, 0.76, -1.96)
    """
    return Totals(float(y.sum()), float(p.sum()), sqrt(float((p * (1 - p)).sum())))


def spiegelhalter(y: Array, p: Array) -> tuple[float, float]:
    """Return Z and two-sided p-value of the test of calibration by the Brier score.

    Spiegelhalter (1986); missing where every probability is a half, or sure.
    """
    spread = float(((1 - 2 * p) ** 2 * p * (1 - p)).sum())
    if not spread:
        return nan, nan
    z = float(((y - p) * (1 - 2 * p)).sum()) / sqrt(spread)
    return z, float(2 * ndtr(-abs(z)))
