"""Bootstrap draws of a threshold curve, its bands, and how much its best point flatters itself.

The curve needs only how many won and lost leads lie between neighbouring thresholds. In a
bootstrap resample of leads these counts are exactly multinomial, so counts are drawn, not rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.handoff.leads import ENDS, LEVEL, Floats, Ints, Leads


@dataclass(frozen=True, eq=False)
class Draws:
    """Leads handed off at each threshold, in every draw.

    Parameters
    ----------
    handed_off, wins : array of int, (draws, thresholds)
        Judged leads at or above each threshold, and how many of them were won.
    today_handed_off, today_wins : array of int, (draws,)
        The same for today's rule; 0 where there is none.
    """

    handed_off: Ints
    wins: Ints
    today_handed_off: Ints
    today_wins: Ints

    def profit(self, economics: Economics) -> Floats:
        """Return wins times value minus handoffs times cost, (draws, thresholds)."""
        return economics.value * self.wins - economics.cost * self.handed_off

    def gain(self, economics: Economics) -> Floats:
        """Return profit minus that of today's rule in the same draw."""
        today = economics.value * self.today_wins - economics.cost * self.today_handed_off
        return self.profit(economics) - today[:, None]


def draw(leads: Leads, thresholds: Floats, draws: int, seed: int) -> Draws:
    """Draw whole accounts with replacement and count who is handed off at each threshold."""
    interval = np.searchsorted(thresholds, leads.p, side="right")
    today = np.zeros_like(leads.won) if leads.today is None else leads.today
    shape = (2, 2, len(thresholds) + 1)
    cell = np.ravel_multi_index((today.astype(int), leads.won.astype(int), interval), shape)
    rng = np.random.Generator(np.random.PCG64(seed))
    drawn = _draw_cells(cell, leads.account, int(np.prod(shape)), draws, rng)
    by_today = drawn.reshape(draws, *shape)
    from_top = by_today.sum(axis=1)[..., :0:-1].cumsum(axis=-1)[..., ::-1]
    of_today = by_today[:, 1].sum(axis=-1)
    return Draws(
        handed_off=from_top.sum(axis=1),
        wins=from_top[:, 1],
        today_handed_off=of_today.sum(axis=1),
        today_wins=of_today[:, 1],
    )


def _draw_cells(cell: Ints, account: Ints, size: int, draws: int, rng: np.random.Generator) -> Ints:
    """Draw accounts of one lead as multinomial cell counts, the others one by one."""
    from scipy.sparse import csr_array

    alone = np.bincount(account)[account] == 1
    names, row = np.unique(account[~alone], return_inverse=True)
    units = np.r_[np.bincount(cell[alone], minlength=size), len(names)]
    first = rng.multinomial(units.sum(), units / units.sum(), size=draws)
    drawn = first[:, :size]
    inside = csr_array((np.ones_like(row), (cell[~alone], row)), shape=(size, len(names)))
    for counts, several in zip(drawn, first[:, size], strict=True):
        if several:
            picked = rng.integers(len(names), size=several)
            counts += inside @ np.bincount(picked, minlength=len(names))
    return drawn


def bands(curve: Floats, drawn: Floats) -> pd.DataFrame:
    """Put pointwise and simultaneous 95 % bands round a curve.

    Parameters
    ----------
    curve : array of float, (thresholds,)
        The estimated curve.
    drawn : array of float, (draws, thresholds)
        Its bootstrap replicates.

    Returns
    -------
    DataFrame
        low, high: percentile interval at any one threshold. band_low, band_high: sup-t band for
        the whole curve (Montiel Olea and Plagborg-Moller, 2019).
    """
    by_point = np.ascontiguousarray(drawn.T)
    low, high = np.quantile(by_point, ENDS, axis=1)
    error = by_point.std(axis=1)
    moves = error > 0
    away = np.abs(by_point[moves] - curve[moves, None]) / error[moves, None]
    reach = error * (np.quantile(away.max(axis=0), LEVEL) if moves.any() else 0.0)
    return pd.DataFrame(
        {"low": low, "high": high, "band_low": curve - reach, "band_high": curve + reach}
    )


def optimism(curve: Floats, drawn: Floats) -> float:
    """Return by how much a curve's highest point overstates itself, on average.

    Mean over draws of the highest point of the draw minus the curve at that point (Efron, 1983,
    for the choice of a threshold).
    """
    best = drawn.argmax(axis=1)
    return float(np.mean(drawn[np.arange(len(drawn)), best] - curve[best]))
