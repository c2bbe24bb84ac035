"""Factors of two periods and their bootstrap draws, the reference model refitted in each.

Accounts are resampled separately in every quarter, the number of leads is Poisson.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leadkit.review.factors import factors
from leadkit.review.reference import fit, refit
from leadkit.review.sample import Sample

Floats = npt.NDArray[np.float64]
CELLS = 4_000_000


@dataclass(frozen=True, eq=False)
class Drawn:
    """Factors before and after: the estimate of shape (5,), the draws of shape (draws, 5)."""

    before: Floats
    after: Floats
    before_draws: Floats
    after_draws: Floats


def compare(sample: Sample, against: str | Floats, *, draws: int, seed: int) -> Drawn:
    """Compute the factors of both periods.

    Parameters
    ----------
    sample : Sample
        Reference and judged turns.
    against : str or array of shape (5,)
        The quarter before, or the planned factors.
    draws, seed : int
        Bootstrap draws and their seed.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    start = fit(sample)
    once = np.ones((1, len(sample.won)))
    before, after = _both(sample, once, start, against, None)
    drawn = [
        _both(sample, weights, start, against, rng) for weights in _weights(sample, draws, rng)
    ]
    return Drawn(
        before=before[0],
        after=after[0],
        before_draws=np.concatenate([pair[0] for pair in drawn]),
        after_draws=np.concatenate([pair[1] for pair in drawn]),
    )


def _both(
    sample: Sample,
    weights: Floats,
    start: Floats,
    against: str | Floats,
    rng: np.random.Generator | None,
) -> tuple[Floats, Floats]:
    """Return the factors before and after; without a generator the volumes are as counted."""
    reference = refit(sample, weights, start, steps=0 if rng is None else 2)

    def of(rows: npt.NDArray[np.bool_]) -> Floats:
        n = np.full(len(weights), rows.sum(), dtype=float)
        return factors(
            sample, rows, weights, reference, n if rng is None else rng.poisson(n).astype(float)
        )

    after = of(~sample.is_reference)
    if isinstance(against, str):
        return of(sample.quarter == against), after
    usual = of(sample.is_reference)[:, 2]
    after[:, 1] *= usual
    after[:, 2] /= usual
    return np.repeat(against[None, :], len(after), axis=0), after


def _weights(sample: Sample, draws: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Yield how often each turn is drawn, in blocks that fit into memory."""
    quarters = [np.flatnonzero(sample.quarter == name) for name in sorted(set(sample.quarter))]
    block = max(1, CELLS // len(sample.won))
    for first in range(0, draws, block):
        weights = np.empty((min(block, draws - first), len(sample.won)))
        for rows in quarters:
            weights[:, rows] = _resampled(sample.account[rows], len(weights), rng)
        yield weights


def _resampled(accounts: npt.NDArray[np.int64], draws: int, rng: np.random.Generator) -> Floats:
    """Draw as many accounts as there are, with replacement; a turn counts as its account does."""
    codes = np.unique(accounts, return_inverse=True)[1]
    n = codes.max() + 1
    picked = rng.integers(0, n, size=(draws, n)) + np.arange(draws)[:, None] * n
    counts = np.bincount(picked.ravel(), minlength=draws * n).reshape(draws, n)
    return np.asarray(counts[:, codes], dtype=float)
