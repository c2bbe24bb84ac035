"""Measures of agreement of two graders from their counts: Cohen's kappa and Gwet's AC1."""

from __future__ import annotations

from math import nan, sqrt

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from leadkit.base.estimate import MINIMUM_N, Estimate

DRAWS, SEED = 2_000, 20260
LEVEL = 0.95

Floats = npt.NDArray[np.float64]


def kinds_of_weights(k: int) -> tuple[Floats, Floats, Floats]:
    """Return how much each pair of grades agrees: plain, linear, quadratic; 1 is the same."""
    steps = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / (k - 1)
    return (steps == 0).astype(float), 1 - steps, 1 - steps**2


def kappa(counts: npt.NDArray[np.int64], weights: Floats, draws: Floats | None) -> Estimate:
    """Return Cohen's weighted kappa of flat counts, by resampled counts where they are given."""
    n, k = int(counts.sum()), len(weights)
    value = _kappas(counts[None].astype(float), weights)[0]
    if draws is not None:
        return _from_draws(value, _kappas(draws, weights), n)
    shares = counts.reshape(k, k) / max(n, 1)
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    expected = rows @ weights @ columns
    means = (weights @ columns)[:, None] + (weights.T @ rows)[None, :]
    inner = (shares * (weights - means * (1 - value)) ** 2).sum()
    variance = inner - (value - expected * (1 - value)) ** 2
    error = sqrt(max(variance, 0) / n) / (1 - expected) if n and expected < 1 else nan
    return _from_error(value, error, n, "Fleiss, Cohen and Everitt (1969)")


def _kappas(counts: Floats, weights: Floats) -> Floats:
    """Return Cohen's weighted kappa of each row of counts; missing where chance alone agrees."""
    k = len(weights)
    total = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, total, where=total > 0, out=np.zeros_like(counts)).reshape(-1, k, k)
    observed = (shares * weights).sum(axis=(1, 2))
    expected = np.einsum("ni,ij,nj->n", shares.sum(axis=2), weights, shares.sum(axis=1))
    rest = 1 - expected
    can_be = (total[:, 0] > 0) & (rest > 1e-12)
    values = np.full(len(rest), nan)
    np.divide(observed - expected, rest, where=can_be, out=values)
    return values


def ac1(counts: npt.NDArray[np.int64], k: int, draws: Floats | None) -> Estimate:
    """Return Gwet's AC1; its standard error is that of the linearised mean over leads."""
    n = int(counts.sum())
    value = _ac1s(counts[None].astype(float), k)[0]
    if draws is not None:
        return _from_draws(value, _ac1s(draws, k), n)
    table = counts.reshape(k, k)
    share = (table.sum(axis=0) + table.sum(axis=1)) / (2 * max(n, 1))
    expected = (share * (1 - share)).sum() / (k - 1)
    by_chance = ((1 - share)[:, None] + (1 - share)[None, :]) / (2 * (k - 1))
    each = (np.eye(k) - expected - 2 * (1 - value) * (by_chance - expected)) / (1 - expected)
    error = sqrt((table * (each - value) ** 2).sum() / (n * (n - 1))) if n > 1 else nan
    return _from_error(value, error, n, "Gwet (2008)")


def _ac1s(counts: Floats, k: int) -> Floats:
    total = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, total, where=total > 0, out=np.full_like(counts, nan))
    shares = shares.reshape(-1, k, k)
    share = (shares.sum(axis=1) + shares.sum(axis=2)) / 2
    expected = (share * (1 - share)).sum(axis=1) / (k - 1)
    observed = np.trace(shares, axis1=1, axis2=2)
    return np.asarray((observed - expected) / (1 - expected))


def resampled(cells: npt.NDArray[np.int64], groups: pd.Series[str], k: int) -> Floats:
    """Return the counts of resampled tables, whole accounts drawn at a time."""
    account, names = pd.factorize(groups)
    by_account = np.zeros((len(names), k * k))
    np.add.at(by_account, (account, cells), 1)
    rng = np.random.default_rng(SEED)
    times = rng.multinomial(len(names), np.full(len(names), 1 / max(len(names), 1)), DRAWS)
    return np.asarray(times @ by_account)


def _from_error(value: float, error: float, n: int, method: str) -> Estimate:
    half = float(norm.ppf(0.5 + LEVEL / 2)) * error
    return _estimate(value, max(value - half, -1.0), min(value + half, 1.0), n, method)


def _from_draws(value: float, draws: Floats, n: int) -> Estimate:
    known = draws[np.isfinite(draws)]
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) if len(known) else (nan, nan)
    method = f"bootstrap of whole accounts, {DRAWS} draws"
    return _estimate(value, float(low), float(high), n, method)


def _estimate(value: float, low: float, high: float, n: int, method: str) -> Estimate:
    return Estimate(
        value=float(value), low=low, high=high, n=n, method=method, level=LEVEL,
        minimum_n=MINIMUM_N,
    )  # fmt: skip
