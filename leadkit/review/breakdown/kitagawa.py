"""A change of the win rate, split into the mix of groups and the rates within them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from leadkit.review.shortfall.reference import resamples
from leadkit.review.shortfall.sample import Floats, Ints, Sample


class Change(NamedTuple):
    """What each group adds to the change of the win rate; both sum to that change."""

    mix: Floats  # (..., groups), because its share of the leads changed
    rate: Floats  # (..., groups), because its own win rate changed


def kitagawa(leads: Floats, wins: Floats) -> Change:
    """Split the change of a win rate by group into mix and rate.

    Parameters
    ----------
    leads, wins : array of shape (..., 2, groups)
        Counts before and after; leads of at least one group are above zero in each.

    Returns
    -------
    Change
        As fractions: .01 is one point. A group costs by its mix where it grew and wins less often
        than the average of both periods. One with leads in a single period has mix alone.

    Notes
    -----
    Kitagawa (1955): shares are weighted with the mean of both win rates, win rates with the mean of
    both shares. For two factors that is the Shapley split; neither period is the standard.

    Examples
    --------
    >>> leads = np.array([[700, 300], [300, 700]])
    >>> change = kitagawa(leads, leads * np.array([[0.20, 0.04], [0.21, 0.05]]))
    >>> round(float(change.mix.sum()), 3), round(float(change.rate.sum()), 3)
    (-0.064, 0.01)
    """
    n = np.asarray(leads, dtype=float)
    share = n / n.sum(axis=-1, keepdims=True)
    won = np.divide(wins, n, out=np.full(n.shape, np.nan), where=n > 0)
    won = np.where(n > 0, won, won[..., ::-1, :])
    won = np.where(np.isnan(won), 0.0, won)
    usual = (share * won).sum(axis=-1).mean(axis=-1)[..., None]
    mix = np.diff(share, axis=-2)[..., 0, :] * (won.mean(axis=-2) - usual)
    rate = share.mean(axis=-2) * np.diff(won, axis=-2)[..., 0, :]
    return Change(np.asarray(mix), np.asarray(rate))


def resampled(
    sample: Sample, before: str, groups: list[Ints], *, draws: int, seed: int
) -> list[tuple[Floats, Floats]]:
    """Return leads and wins by group, of shape (1 + draws, 2, groups): as counted, then the draws.

    `groups` holds the code of each turn for one column after the other: all are drawn at once.
    Accounts are resampled as for the shortfall.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    pair = [np.flatnonzero(sample.quarter == name) for name in (before, sample.judged)]
    members = [codes[:, None] == np.arange(codes.max() + 1) for codes in groups]
    cells = np.hstack([block for one in members for block in (one, one * sample.won[:, None])])
    blocks = [np.ones((1, len(sample.won))), *resamples(sample, draws, rng)]
    counts = np.concatenate(
        [np.stack([block[:, rows] @ cells[rows] for rows in pair], axis=1) for block in blocks]
    )
    ends = np.cumsum([one.shape[1] for one in members for _twice in range(2)])[:-1]
    found = np.split(counts, ends, axis=2)
    return list(zip(found[::2], found[1::2], strict=True))
