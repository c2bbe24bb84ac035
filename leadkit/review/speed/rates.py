"""Win rates by wait, raw and standardised, in every draw at once."""

from __future__ import annotations

import numpy as np

from leadkit.review.shortfall.sample import Floats, Ints

STRATA = 10


def strata(quality: Floats, n: int = STRATA) -> Ints:
    """Return each lead's tenth by quality, 0 the worst."""
    edges = np.unique(np.quantile(quality, np.arange(1, n) / n))
    return np.searchsorted(edges, quality, side="right").astype(np.int64)


def raw(weights: Floats, group: Ints, won: Floats, groups: int) -> Floats:
    """Return win rates of shape (draws, groups)."""
    n, wins = _sums(weights, group, won, groups)
    return np.divide(wins, n, out=np.full_like(wins, np.nan), where=n > 0)


def standardised(weights: Floats, group: Ints, won: Floats, stratum: Ints, groups: int) -> Floats:
    """Return win rates of shape (draws, groups), had every group the quality of all together.

    Direct standardisation: the rate of each stratum in a group, weighted by the stratum's share of
    all; strata that a group lacks are left out and the others weighted up.

    Examples
    --------
    >>> group = np.array([0, 0, 0, 1, 1, 1])
    >>> stratum = np.array([1, 1, 0, 1, 0, 0])
    >>> won = np.array([1.0, 0.0, 0.0, 1.0, 1.0, 0.0])
    >>> once = np.ones((1, 6))
    >>> raw(once, group, won, 2).round(3).tolist()
    [[0.333, 0.667]]
    >>> standardised(once, group, won, stratum, 2).round(3).tolist()
    [[0.25, 0.75]]
    """
    levels = int(stratum.max()) + 1
    cells = group * levels + stratum
    n, wins = _sums(weights, cells, won, groups * levels)
    n, wins = (part.reshape(len(weights), groups, levels) for part in (n, wins))
    rate = np.divide(wins, n, out=np.zeros_like(wins), where=n > 0)
    share = n.sum(axis=1, keepdims=True) * (n > 0)
    covered = share.sum(axis=2)
    total = (rate * share).sum(axis=2)
    nowhere = np.full_like(total, np.nan)
    return np.asarray(np.divide(total, covered, out=nowhere, where=covered > 0))


def _sums(weights: Floats, group: Ints, won: Floats, groups: int) -> tuple[Floats, Floats]:
    """Return how many turns, and how many wins, each group has in each draw."""
    inside = np.asarray(group[:, None] == np.arange(groups), dtype=float)
    return weights @ inside, weights @ (inside * won[:, None])


def account_draws(account: Ints, draws: int, seed: int) -> Floats:
    """Return how often each turn counts: once in the first row, then by resampled account."""
    rng = np.random.Generator(np.random.PCG64(seed))
    codes = np.unique(account, return_inverse=True)[1]
    n = int(codes.max()) + 1
    counts = rng.multinomial(n, np.full(n, 1 / n), size=draws)
    return np.vstack([np.ones(len(codes)), counts[:, codes].astype(float)])
