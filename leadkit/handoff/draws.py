"""Bootstrap draws of a threshold curve, its bands, and how much its best point flatters itself.

The curve needs only how many won and lost leads lie between neighbouring thresholds. In a
bootstrap resample of leads these counts are exactly multinomial, so counts are drawn, not rows.
Own amounts are drawn as sums of as many leads of the cell as its count says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.handoff.leads import ENDS, LEVEL, Floats, Ints, Leads
from leadkit.handoff.payoff import Numbers, Payoff

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FEW = 2
NORMAL_FROM = 30


@dataclass(frozen=True, eq=False)
class Draws:
    """Leads handed off at each threshold, in every draw.

    Parameters
    ----------
    above : Payoff, (draws, thresholds)
        Judged leads at or above each threshold.
    today : Payoff, (draws,)
        The same for today's rule; 0 where there is none.
    """

    above: Payoff
    today: Payoff

    @property
    def handed_off(self) -> Ints:
        """Judged leads at or above each threshold, (draws, thresholds)."""
        return self.above.leads

    @property
    def wins(self) -> Ints:
        """How many of them were won, (draws, thresholds)."""
        return self.above.wins

    def profit(self, economics: Economics) -> Floats:
        """Return what is earned more than by nurturing everybody, (draws, thresholds)."""
        return self.above.profit(economics)

    def gain(self, economics: Economics) -> Floats:
        """Return profit minus that of today's rule in the same draw."""
        return self.profit(economics) - self.today.profit(economics)[:, None]


def draw(leads: Leads, thresholds: Floats, draws: int, seed: int) -> Draws:
    """Draw whole accounts with replacement and sum up who is handed off at each threshold."""
    decisions = 1 if leads.today is None else 2
    shape = (decisions, 2, len(thresholds) + 1)
    rng = np.random.Generator(np.random.PCG64(seed))
    drawn = _draw_cells(leads, _cells(leads, thresholds), int(np.prod(shape)), draws, rng)
    counts, *totals = (of_cell.reshape(draws, *shape) for of_cell in drawn)
    own = leads.observed.own

    def summed(by_won: Callable[[Numbers], Numbers]) -> Payoff:
        lost, won = np.moveaxis(by_won(counts), 1, 0)
        amounts = {name: by_won(total).sum(axis=1) for name, total in zip(own, totals, strict=True)}
        return Payoff(leads=lost + won, wins=won, **amounts)

    return Draws(
        above=summed(lambda x: _joined(x)[..., :0:-1].cumsum(axis=-1)[..., ::-1]),
        today=summed(lambda x: x[:, 1:].sum(axis=(1, -1))),
    )


def _joined(x: Numbers) -> Numbers:
    """Add up both decisions of today, where there are two."""
    return x[:, 0] if x.shape[1] == 1 else x.sum(axis=1)


def _cells(leads: Leads, thresholds: Floats) -> Numbers:
    """Return the cell of each lead: today's decision, its outcome, the thresholds around it."""
    first = np.searchsorted(leads.p, thresholds)
    held = np.diff(first, prepend=0, append=len(leads.p))
    small = np.min_scalar_type(4 * len(held))
    kind = leads.won.astype(small)
    if leads.today is not None:
        kind += 2 * leads.today.astype(small)
    interval = np.repeat(np.arange(len(held), dtype=small), held)
    return np.asarray(kind * len(held) + interval)


def _draw_cells(
    leads: Leads, cell: Numbers, size: int, draws: int, rng: np.random.Generator
) -> list[Numbers]:
    """Return counts, and sums of each amount, by draw and cell.

    Accounts of one lead are drawn as multinomial cell counts, the others one by one.
    """
    from scipy.sparse import csr_array

    amounts = list(leads.observed.own.values())
    alone, apart = ~leads.accompanied, leads.accompanied
    names, account = np.unique(leads.account[apart], return_inverse=True)
    units = np.r_[np.bincount(cell[alone], minlength=size), len(names)]
    first = rng.multinomial(units.sum(), units / units.sum(), size=draws)
    counts, several = first[:, :size], first[:, size]
    if not len(names):
        return [counts, *_sums_of_cells(cell, amounts, counts, rng)]
    held = [np.ones_like(account), *(of_lead[apart] for of_lead in amounts)]
    inside = [csr_array((part, (cell[apart], account)), shape=(size, len(names))) for part in held]
    together = _draw_accounts(inside, several, rng)
    sums = _sums_of_cells(cell[alone], [of_lead[alone] for of_lead in amounts], counts, rng)
    return [one + other for one, other in zip([counts, *sums], together, strict=True)]


def _draw_accounts(
    inside: list[csr_array], several: Ints, rng: np.random.Generator
) -> list[Numbers]:
    """Return counts, and sums of each amount, by draw and cell, of as many accounts as are drawn.

    `inside` holds them by cell and account.
    """
    size, accounts = inside[0].shape
    sums = [np.zeros((len(several), size), dtype=part.dtype) for part in inside]
    for place, count in enumerate(several):
        picked = np.bincount(rng.integers(accounts, size=count), minlength=accounts)
        for total, of_account in zip(sums, inside, strict=True):
            total[place] = of_account @ picked
    return sums


def _sums_of_cells(
    cell: Numbers, amounts: list[Floats], drawn: Ints, rng: np.random.Generator
) -> list[Floats]:
    """Return what the drawn leads of each cell sum up to, (draws, cells) of each amount."""
    if not amounts:
        return []
    sums = np.zeros((drawn.shape[1], len(amounts), len(drawn)))
    order = np.argsort(cell, kind="stable")
    ordered, n = np.stack([of_lead[order] for of_lead in amounts]), np.bincount(cell)
    ends = n.cumsum()
    for place in np.flatnonzero(n):
        held = ordered[:, ends[place] - n[place] : ends[place]]
        sums[place] = _sums_of_draws(held, drawn[:, place], rng)
    return list(np.ascontiguousarray(sums.transpose(1, 2, 0)))


def _sums_of_draws(amounts: Floats, counts: Ints, rng: np.random.Generator) -> Floats:
    """Return sums of `counts` leads drawn from some, (amounts, draws).

    Few leads are drawn one by one; of many the sum is normal, with the exact mean and covariance.
    """
    n = amounts.shape[1]
    if n < NORMAL_FROM:
        picked = amounts.take(rng.integers(n, size=counts.sum()), axis=1)
        total = np.zeros((len(amounts), picked.shape[1] + 1))
        picked.cumsum(axis=1, out=total[:, 1:])
        ends = counts.cumsum()
        return np.asarray(total[:, ends] - total[:, ends - counts])
    mean = amounts.mean(axis=1, keepdims=True)
    away = amounts - mean
    covariance = away @ away.T / n
    spread = np.sqrt(np.diag(covariance))[:, None]
    scale = np.where(spread > 0, spread, 1.0)
    variance, axes = np.linalg.eigh(covariance / (scale * scale.T))
    shocks = rng.standard_normal((len(amounts), len(counts)))
    moved = axes @ (np.sqrt(np.maximum(variance, 0.0))[:, None] * shocks)
    return np.asarray(mean * counts + spread * np.sqrt(counts) * moved)


def bands(curve: Floats, drawn: Floats, economics: Economics) -> pd.DataFrame:
    """Put pointwise and simultaneous 95 % bands round a curve.

    Parameters
    ----------
    curve : array of float, (thresholds,)
        The estimated curve.
    drawn : array of float, (draws, thresholds)
        Its bootstrap replicates.
    economics : Economics
        What a win gains and a handoff costs.

    Returns
    -------
    DataFrame
        low, high: percentile interval at any one threshold. band_low, band_high: sup-t band for
        the whole curve (Montiel Olea and Plagborg-Moller, 2019), with the variance of two wins and
        two losses more (after Agresti and Coull, 1998): lines with a handful of leads have hardly
        any error in the draws.
    """
    by_point = np.ascontiguousarray(drawn.T)
    rising = np.sort(by_point)  # of sorted draws quantiles are found in half the time
    low, high = np.quantile(rising, ENDS, axis=1, overwrite_input=True)
    error = by_point.std(axis=1)
    moves = error > 0
    away = abs(by_point - curve[:, None]) / np.where(moves, error, np.inf)[:, None]
    extra = FEW * ((economics.gained - economics.paid) ** 2 + economics.paid**2)
    widened = np.where(moves, np.sqrt(error**2 + extra), 0.0)
    reach = widened * np.quantile(away.max(axis=0), LEVEL)
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
