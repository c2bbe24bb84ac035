"""How much each lead moves a measure: the common root of every interval."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import nan, sqrt
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit, logit, ndtri

from leadkit.base.estimate import Estimate
from leadkit.base.ordering import rising

Array = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]
Measure = tuple[float, Array]

LEVEL = 0.95
NEAR_THE_CUT = 0.05


@dataclass(frozen=True)
class Ranks:
    """Leads by falling probability, those of equal probability together.

    Attributes
    ----------
    place : ndarray of int, shape (n,)
        Group of each lead; 0 has the highest probability.
    leads, wins : ndarray of float, shape (groups,)
        How many leads and wins each group holds.
    """

    place: Positions
    leads: Array
    wins: Array

    @cached_property
    def before(self) -> Array:
        """How many leads are of a higher probability than each group, shape (groups,)."""
        before: Array = np.cumsum(self.leads) - self.leads
        return before


def ranks(y: Array, p: Array) -> Ranks:
    """Sort leads by falling probability, once for every measure."""
    order = rising(-p)
    is_first = np.r_[True, np.diff(p[order]) != 0]
    place = np.empty(len(p), dtype=np.intp)
    place[order] = np.cumsum(is_first) - 1
    starts = np.flatnonzero(is_first)
    leads = np.diff(starts, append=len(p)).astype(np.float64)
    return Ranks(place, leads, np.add.reduceat(y[order], starts))


def auc_influence(y: Array, ranked: Ranks) -> Measure:
    """Return the area under the ROC curve and each lead's influence on it (DeLong et al., 1988)."""
    wins, lost, n = ranked.wins, ranked.leads - ranked.wins, len(y)
    n_won, n_lost = wins.sum(), lost.sum()
    below = (n_lost - np.cumsum(lost) + lost / 2) / n_lost
    above = (np.cumsum(wins) - wins / 2) / n_won
    area = float(wins @ below / n_won)
    moved = np.r_[(above - area) * n / n_lost, (below - area) * n / n_won]
    return area, moved[ranked.place + len(wins) * (y == 1)]


def average_precision_influence(y: Array, ranked: Ranks) -> Measure:
    """Return the mean precision at the wins and each lead's influence on it."""
    wins, place = ranked.wins, ranked.place
    handed, n_won = np.cumsum(ranked.leads), wins.sum()
    precision = np.cumsum(wins) / handed
    average = float(wins @ precision / n_won)
    as_win = np.cumsum((wins / handed)[::-1])[::-1]
    as_lead = np.cumsum((wins * precision / handed)[::-1])[::-1]
    moved = y * (precision + as_win)[place] - as_lead[place] - y * average
    return average, moved * len(y) / n_won


def gain_influence(y: Array, ranked: Ranks, share: float) -> Measure:
    """Return the share of wins among the best `share` of leads and each lead's influence on it.

    A group cut by the line counts in part. A lead also moves the line; what that changes is the
    win rate near it, taken from the twentieth of the leads on either side.
    """
    inside = _inside(ranked, share)
    n, n_won = len(y), ranked.wins.sum()
    gain = float(ranked.wins @ inside / n_won)
    low, high = max(share - NEAR_THE_CUT, 0.0), min(share + NEAR_THE_CUT, 1.0)
    between = _inside(ranked, high) - _inside(ranked, low)
    rate_near = float(ranked.wins @ between) / ((high - low) * n)
    moved = inside[ranked.place]
    return gain, (y * (moved - gain) - rate_near * (moved - share)) * n / n_won


def _inside(ranked: Ranks, share: float) -> Array:
    inside: Array = (share * ranked.leads.sum() - ranked.before) / ranked.leads
    return inside.clip(0.0, 1.0, out=inside)


def skill_influence(loss: Array, other: Array) -> Measure:
    """Return 1 - mean(loss) / mean(other), and each lead's influence on it (delta method)."""
    ratio = float(loss.mean() / other.mean())
    return 1 - ratio, (ratio * other - loss) / other.mean()


def brier_skill_influence(y: Array, error: Array) -> Measure:
    """Return the Brier skill against the win rate of these leads, and each lead's influence."""
    rate = y.mean()
    spread, brier = rate * (1 - rate), error.mean()
    moved = (1 - 2 * rate) * (y - rate)
    return float(1 - brier / spread), (brier / spread * moved - (error - brier)) / spread


def clusters(account: npt.ArrayLike) -> Positions:
    """Return the number of each account, counted from 0; a lead without one stands alone."""
    named: Any = account if hasattr(account, "dtype") else np.asarray(account, dtype=object)
    cluster: Positions = pd.factorize(named)[0]
    missing = cluster < 0
    alone = cluster.max(initial=-1) + missing.cumsum()
    return np.where(missing, alone, cluster) if missing.any() else cluster


def clustered_error(influence: Array, cluster: Positions) -> float:
    """Return the standard error of a mean of influence values, clustered."""
    sums = np.bincount(cluster, weights=influence - influence.mean())
    groups = len(sums)
    return sqrt(float((sums**2).sum()) * groups / max(groups - 1, 1)) / len(influence)


def interval(
    measure: Measure,
    y: Array,
    cluster: Positions,
    method: str,
    scale: Literal["straight", "logit"] = "straight",
) -> Estimate:
    """Return a measure with its 95 % interval, clustered; a share has its ends on the logit scale.

    A share of exactly 0 or 1 has no interval.
    """
    value, influence = measure
    step = float(ndtri(0.5 + LEVEL / 2)) * clustered_error(influence, cluster)
    if scale == "straight":
        low, high = value - step, value + step
    elif 0 < value < 1:
        step /= value * (1 - value)
        low, high = float(expit(logit(value) - step)), float(expit(logit(value) + step))
    else:
        low = high = nan
        method += ": no interval at the boundary"
    return Estimate(
        value=value, low=low, high=high, n=len(y), events=int(y.sum()), level=LEVEL, method=method
    )
