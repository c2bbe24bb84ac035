"""How well probabilities rank and how far they can be believed, each with its interval."""

from __future__ import annotations

from math import nan, sqrt

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import norm, rankdata

from leadkit.base.estimate import Estimate

Array = npt.NDArray[np.float64]

LEVEL = 0.95
DRAWS = 400
LEAST_EVENTS = 10
CLIP = 1e-6
NAMES = (
    "auc",
    "average_precision",
    "brier",
    "log_loss",
    "calibration_slope",
    "calibration_intercept",
    "top_decile_lift",
)


def judge(y: Array, p: Array, account: npt.ArrayLike, *, seed: int = 0) -> dict[str, Estimate]:
    """Measure predicted probabilities against outcomes.

    Parameters
    ----------
    y : ndarray of shape (n,)
        1 won, 0 not.
    p : ndarray of shape (n,)
        Predicted probabilities.
    account : array of shape (n,)
        Clusters; intervals respect them.
    seed : int
        Seed of the bootstrap behind average precision and lift.

    Returns
    -------
    dict of str to Estimate
        auc (DeLong et al., 1988, ends on the logit scale), average_precision, brier, log_loss,
        calibration_slope and calibration_intercept (Van Calster et al., 2019), top_decile_lift.
        With fewer than 10 wins, 10 others or 10 accounts every one refuses.
    """
    y, p = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
    cluster = pd.factorize(np.asarray(account, dtype=object))[0]
    wins = int(y.sum())
    if min(wins, len(y) - wins, cluster.max() + 1) < LEAST_EVENTS:
        return {name: _refused(len(y), wins) for name in NAMES}
    safe = np.clip(p, CLIP, 1 - CLIP)
    loss = -(y * np.log(safe) + (1 - y) * np.log(1 - safe))
    drawn = _bootstrap(y, p, cluster, seed)
    return {
        "auc": _auc(y, p, cluster),
        "average_precision": _from_draws(drawn, 0, y, "account bootstrap, {draws} draws"),
        "brier": _mean((y - p) ** 2, cluster, wins),
        "log_loss": _mean(loss, cluster, wins),
        **_calibration(y, logit(safe), cluster),
        "top_decile_lift": _from_draws(drawn, 1, y, "account bootstrap, {draws} draws"),
    }


def _refused(n: int, wins: int) -> Estimate:
    method = f"refused: fewer than {LEAST_EVENTS} wins, losses or accounts"
    return Estimate(value=nan, low=nan, high=nan, n=n, events=wins, method=method)


def _estimate(value: float, low: float, high: float, y: Array, method: str) -> Estimate:
    return Estimate(
        value=value, low=low, high=high, n=len(y), events=int(y.sum()), level=LEVEL, method=method
    )


def clustered_error(influence: Array, cluster: npt.NDArray[np.intp]) -> float:
    """Return the standard error of a mean of influence values, clustered."""
    sums = np.bincount(cluster, weights=influence - influence.mean())
    groups = len(sums)
    return sqrt(float((sums**2).sum()) * groups / max(groups - 1, 1)) / len(influence)


def auc_influence(y: Array, p: Array) -> tuple[float, Array]:
    """Return the area under the ROC curve and each lead's influence on it (DeLong et al., 1988)."""
    won = y == 1
    n_won, n_lost = int(won.sum()), int((~won).sum())
    everyone = rankdata(p)
    below = np.empty(len(p))
    below[won] = (everyone[won] - rankdata(p[won])) / n_lost
    below[~won] = 1 - (everyone[~won] - rankdata(p[~won])) / n_won
    area = float(below[won].mean())
    share = np.where(won, len(p) / n_won, len(p) / n_lost)
    return area, (below - area) * share


def _auc(y: Array, p: Array, cluster: npt.NDArray[np.intp]) -> Estimate:
    area, influence = auc_influence(y, p)
    method = "DeLong by account, logit scale"
    if area in (0.0, 1.0):
        return _estimate(area, nan, nan, y, method + ": no interval at the boundary")
    step = norm.ppf(0.5 + LEVEL / 2) * clustered_error(influence, cluster) / (area * (1 - area))
    low, high = expit(logit(area) - step), expit(logit(area) + step)
    return _estimate(area, float(low), float(high), y, method)


def _mean(values: Array, cluster: npt.NDArray[np.intp], wins: int) -> Estimate:
    value = float(values.mean())
    step = norm.ppf(0.5 + LEVEL / 2) * clustered_error(values, cluster)
    return Estimate(
        value=value,
        low=max(value - step, 0.0),
        high=value + step,
        n=len(values),
        events=wins,
        level=LEVEL,
        method="mean, normal interval by account",
    )


def _calibration(y: Array, score: Array, cluster: npt.NDArray[np.intp]) -> dict[str, Estimate]:
    constant = np.ones((len(y), 1))
    shift = _logistic(y, constant, score, cluster, 0)
    bend = _logistic(y, np.column_stack([constant, score]), None, cluster, 1)
    method = "logistic recalibration, errors by account"
    return {
        "calibration_slope": _estimate(*bend, y, method),
        "calibration_intercept": _estimate(*shift, y, method + ", slope fixed at 1"),
    }


def _logistic(
    y: Array, design: Array, offset: Array | None, cluster: npt.NDArray[np.intp], place: int
) -> tuple[float, float, float]:
    if np.ptp(design[:, place]) == 0 and place:
        return nan, nan, nan
    import statsmodels.api as sm

    fit = sm.GLM(y, design, family=sm.families.Binomial(), offset=offset).fit(
        cov_type="cluster", cov_kwds={"groups": cluster}
    )
    low, high = fit.conf_int(alpha=1 - LEVEL)[place]
    return float(fit.params[place]), float(low), float(high)


def _bootstrap(y: Array, p: Array, cluster: npt.NDArray[np.intp], seed: int) -> Array:
    """Return (draws + 1) x 2: average precision and top-decile lift; the first row is the data."""
    order = np.argsort(-p, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(p[order]) != 0])
    rng = np.random.Generator(np.random.PCG64(seed))
    groups = int(cluster.max()) + 1
    rows = [_rank_measures(np.ones(len(y)), y[order], starts)]
    for _draw in range(DRAWS):
        weight = np.bincount(rng.integers(0, groups, groups), minlength=groups)[cluster]
        rows.append(_rank_measures(weight[order].astype(float), y[order], starts))
    return np.array(rows)


def _rank_measures(weight: Array, y: Array, starts: npt.NDArray[np.intp]) -> tuple[float, float]:
    handed = np.cumsum(np.add.reduceat(weight, starts))
    wins = np.cumsum(np.add.reduceat(weight * y, starts))
    if wins[-1] == 0:
        return nan, nan
    precision = np.divide(wins, handed, out=np.zeros_like(wins), where=handed > 0)
    average = float((precision * np.diff(wins, prepend=0)).sum() / wins[-1])
    top = np.interp(0.1 * handed[-1], np.r_[0, handed], np.r_[0, wins])
    return average, float(top / (0.1 * wins[-1]))


def _from_draws(drawn: Array, column: int, y: Array, method: str) -> Estimate:
    low, high = np.nanquantile(drawn[1:, column], [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return _estimate(
        float(drawn[0, column]), float(low), float(high), y, method.format(draws=DRAWS)
    )
