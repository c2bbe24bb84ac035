"""Cell counts of a threshold curve, and bootstrap draws of them instead of rows.

The curve needs only how many won and lost leads lie between neighbouring thresholds. In a
bootstrap resample of leads these counts are exactly multinomial, so counts are drawn, not rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadkit.base.economics import Economics
from leadkit.handoff.leads import Floats, Ints, Leads


@dataclass(frozen=True, eq=False)
class Tally:
    """Leads handed off at each threshold, for the table itself or for every draw.

    Parameters
    ----------
    handed_off, wins : array of int, (thresholds,) or (draws, thresholds)
        Judged leads at or above each threshold, and how many of them were won.
    today_handed_off, today_wins : array of int, () or (draws,)
        The same for today's rule; 0 where there is none.
    """

    handed_off: Ints
    wins: Ints
    today_handed_off: Ints
    today_wins: Ints

    def profit(self, economics: Economics) -> Floats:
        """Return wins times value minus handoffs times cost at each threshold."""
        return economics.value * self.wins - economics.cost * self.handed_off

    def today_profit(self, economics: Economics) -> Floats:
        """Return the same of today's rule."""
        return np.asarray(
            economics.value * self.today_wins - economics.cost * self.today_handed_off
        )


def tally(cells: Ints) -> Tally:
    """Add up cells (..., today, won, interval) from the highest interval down.

    Interval 0 lies under the first threshold and is handed off by none.
    """
    by_outcome = cells.sum(axis=-3)
    from_top = by_outcome[..., :0:-1].cumsum(axis=-1)[..., ::-1]
    of_today = cells[..., 1, :, :].sum(axis=-1)
    return Tally(
        handed_off=from_top.sum(axis=-2),
        wins=from_top[..., 1, :],
        today_handed_off=of_today.sum(axis=-1),
        today_wins=of_today[..., 1],
    )


def count_cells(leads: Leads, thresholds: Floats) -> Ints:
    """Count judged leads by today's decision, outcome and interval between thresholds."""
    won, everyone = (_between(s, thresholds) for s in (leads.won_scores, leads.scores))
    if leads.today is None:
        by_today, won_today = np.zeros_like(everyone), np.zeros_like(won)
    else:
        by_today = _between(np.sort(leads.p[leads.today]), thresholds)
        won_today = _between(np.sort(leads.p[leads.today & leads.won]), thresholds)
    lost, lost_today = everyone - won, by_today - won_today
    return np.stack([np.stack([lost - lost_today, won - won_today]), [lost_today, won_today]])


def _between(scores: Floats, thresholds: Floats) -> Ints:
    return np.asarray(np.diff(np.r_[0, np.searchsorted(scores, thresholds), scores.size]))


def draw_cells(leads: Leads, thresholds: Floats, draws: int, seed: int) -> Ints:
    """Draw bootstrap cell counts, of leads or, where accounts hold several, of accounts.

    Returns
    -------
    array of int, (draws, today, won, interval)
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    if leads.account is None:
        return _draw_leads(count_cells(leads, thresholds), draws, rng)
    return _draw_accounts(leads, leads.account, thresholds, draws, rng)


def _draw_leads(cells: Ints, draws: int, rng: np.random.Generator) -> Ints:
    filled = np.flatnonzero(cells)
    counts = cells.reshape(-1)[filled]
    drawn = np.zeros((draws, cells.size), dtype=np.int64)
    drawn[:, filled] = rng.multinomial(counts.sum(), counts / counts.sum(), size=draws)
    return drawn.reshape(draws, *cells.shape)


def _draw_accounts(
    leads: Leads, account: Ints, thresholds: Floats, draws: int, rng: np.random.Generator
) -> Ints:
    """Draw accounts: those with one lead as multinomial cells, the others one by one."""
    from scipy.sparse import csr_array

    cell, shape = _cell_of_each_lead(leads, thresholds)
    size = int(np.prod(shape))
    _names, code, members = np.unique(account, return_inverse=True, return_counts=True)
    alone = members[code] == 1
    _several, row = np.unique(code[~alone], return_inverse=True)
    several = int((members > 1).sum())
    singles = np.bincount(cell[alone], minlength=size)
    choices = np.r_[singles, several]
    first = rng.multinomial(choices.sum(), choices / choices.sum(), size=draws)
    inside = csr_array(
        (np.ones(len(row), dtype=np.int64), (row, cell[~alone])), shape=(several, size)
    ).T.tocsr()
    drawn = first[:, :size]
    for draw, accounts in enumerate(first[:, size]):
        times = np.bincount(rng.integers(several, size=accounts), minlength=several)
        drawn[draw] += inside @ times
    return drawn.reshape(draws, *shape)


def _cell_of_each_lead(leads: Leads, thresholds: Floats) -> tuple[Ints, tuple[int, int, int]]:
    shape = (2, 2, len(thresholds) + 1)
    today = np.zeros(len(leads.p), dtype=bool) if leads.today is None else leads.today
    interval = np.searchsorted(thresholds, leads.p, side="right")
    place = (today.astype(np.int64), leads.won.astype(np.int64), interval)
    return np.ravel_multi_index(place, shape), shape
