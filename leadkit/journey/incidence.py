"""Cumulative incidence of winning, losing being the competing end (Aalen and Johansen, 1978)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.estimate import Z

Array = npt.NDArray[np.float64]
LEVEL = 0.95


def incidence(days: Array, end: npt.ArrayLike, at: Array, account: npt.ArrayLike) -> pd.DataFrame:
    """Estimate the share won by each of some days, losing being the competing end.

    Parameters
    ----------
    days : ndarray of shape (n,)
        Days from the start of each turn to its end, or to the last day it was followed.
    end : array of shape (n,)
        "won", "lost" or "open".
    at : ndarray of shape (m,)
        Days to report, rising.
    account : array of shape (n,)
        Clusters.

    Returns
    -------
    DataFrame
        One row a day of `at`: at_risk (turns not ended before it), won, lost and open (turns that
        ended, or were followed no longer, since the row before), rate, low, high (95 %) and
        lost_rate. A turn that ends on the day another is last followed ends first. Errors are the
        infinitesimal jackknife summed by account (Efron, 1982), the delta method of the estimator;
        ends on the log-log scale (Choudhury, 2002), which at a rate of 0 or 1 become the exact
        ones of Clopper and Pearson (1934).
    """
    days, end = np.asarray(days, dtype=float), np.asarray(end, dtype=object)
    steps = _Steps(days, end)
    place = np.searchsorted(steps.times, at, side="right")
    rate, lost = steps.won[place], steps.lost[place]
    error = steps.errors(days, end, at, pd.factorize(np.asarray(account, dtype=object))[0])
    at_risk = len(days) - np.searchsorted(np.sort(days), at, side="left")
    low, high = _ends(rate, error, np.maximum(at_risk, 1))
    ended = {name: _since(days[end == name], at) for name in ("won", "lost", "open")}
    return pd.DataFrame(
        {"day": at, "at_risk": at_risk, **ended, "rate": rate, "low": low, "high": high}
    ).assign(lost_rate=lost)


class _Steps:
    """The estimator at every moment a turn ended, with a first element for the time before."""

    def __init__(self, days: Array, end: npt.NDArray[np.object_]) -> None:
        self.times = np.unique(days[end != "open"])
        at_risk = len(days) - np.searchsorted(np.sort(days), self.times, side="left")
        won, lost = (_at(days[end == name], self.times) for name in ("won", "lost"))
        hazard = (won + lost) / at_risk
        before = np.r_[1.0, np.cumprod(1 - hazard)[:-1]]
        remaining = at_risk - won - lost
        drag = np.divide(1.0, remaining, out=np.zeros_like(hazard), where=remaining > 0)
        self.won = _from_zero(np.cumsum(before * won / at_risk))
        self.lost = _from_zero(np.cumsum(before * lost / at_risk))
        self._gain, self._drag = _from_zero(before / at_risk), _from_zero(drag)
        self._gained = _from_zero(np.cumsum(before * won / at_risk**2))
        self._dragged = _from_zero(np.cumsum(hazard * drag))
        self._shared = _from_zero(np.cumsum(self.won[1:] * hazard * drag))

    def errors(
        self, days: Array, end: npt.NDArray[np.object_], at: Array, cluster: npt.NDArray[np.intp]
    ) -> Array:
        """Return the standard error of the share won by each of some days, by account.

        A turn's influence is `constant + share * slope`, and both stay as they are once it ended.
        """
        order = np.argsort(days, kind="stable")
        days, end, cluster = days[order], end[order], cluster[order]
        own = np.searchsorted(self.times, days, side="right")
        drag = np.where(end != "open", self._drag[own], 0.0)
        gain = np.where(end == "won", self._gain[own], 0.0)
        constant = gain + drag * self.won[own] - self._gained[own] - self._shared[own]
        slope = self._dragged[own] - drag
        found = np.empty(len(at))
        for row, day in enumerate(at):
            ended = np.searchsorted(days, day, side="right")
            now = np.searchsorted(self.times, day, side="right")
            influence = constant + self.won[now] * slope
            influence[ended:] = (
                self.won[now] * self._dragged[now] - self._gained[now] - self._shared[now]
            )
            found[row] = np.sqrt(np.square(np.bincount(cluster, influence)).sum())
        return found


def _from_zero(values: Array) -> Array:
    return np.concatenate([[0.0], values])


def _at(days: Array, times: Array) -> Array:
    found, counts = np.unique(days, return_counts=True)
    at = np.zeros(len(times))
    at[np.searchsorted(times, found)] = counts
    return at


def _since(days: Array, at: Array) -> npt.NDArray[np.intp]:
    by = np.searchsorted(np.sort(days), at, side="right")
    return np.diff(by, prepend=0)


def _ends(rate: Array, error: Array, n: Array) -> tuple[Array, Array]:
    least = (1 - LEVEL) / 2
    is_none, is_all = rate <= 0, rate >= 1
    inside = np.where(is_none | is_all, 0.5, rate)
    width = Z * error / ((1 - inside) * -np.log1p(-inside))
    low = 1 - (1 - inside) ** np.exp(-width)
    high = 1 - (1 - inside) ** np.exp(width)
    low = np.where(is_none, 0.0, np.where(is_all, least ** (1 / n), low))
    return low, np.where(is_all, 1.0, np.where(is_none, 1 - least ** (1 / n), high))
