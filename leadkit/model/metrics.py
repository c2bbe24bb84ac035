"""How well probabilities rank and how far they can be believed, each with its interval."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import numpy as np
import numpy.typing as npt

from leadkit.base.estimate import Estimate
from leadkit.model.influence import (
    Array,
    Positions,
    auc_influence,
    average_precision_influence,
    brier_skill_influence,
    clusters,
    gain_influence,
    interval,
    ranks,
    skill_influence,
)
from leadkit.model.recalibration import recalibrated

LEAST_EVENTS = 10
CLIP = 1e-6
TOP = 0.1
NAMES = (
    "auc",
    "average_precision",
    "top_decile_lift",
    "alift",
    "brier",
    "brier_skill",
    "log_loss",
    "calibration_slope",
    "calibration_intercept",
)


def judge(y: Array, p: Array, account: npt.ArrayLike) -> dict[str, Estimate]:
    """Measure predicted probabilities against outcomes.

    Parameters
    ----------
    y : ndarray of shape (n,)
        1 won, 0 not.
    p : ndarray of shape (n,)
        Predicted probabilities.
    account : array of shape (n,)
        Clusters; intervals respect them.

    Returns
    -------
    dict of str to Estimate
        auc (DeLong et al., 1988, ends on the logit scale), average_precision, top_decile_lift,
        alift (area under the curve of cumulative gain), brier, brier_skill (against the win rate
        of these same leads), log_loss, calibration_slope and calibration_intercept (Cox, 1958;
        Van Calster et al., 2019). Intervals come from each lead's influence, summed by account.
        With fewer than 10 wins, 10 others or 10 accounts every one refuses.

    Examples
    --------
    >>> y, p = np.tile([0.0, 0, 1], 40), np.tile([0.2, 0.4, 0.4], 40)
    >>> print(judge(y, p, range(120))["auc"].write())
    0.75 (0.69–0.80)
    """
    y, p = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
    cluster = clusters(account)
    if not is_enough(y, cluster):
        return dict.fromkeys(NAMES, _refused(y))
    return {**_ranking(y, p, cluster), **_chances(y, p, cluster)}


def is_enough(y: Array, cluster: Positions) -> bool:
    """Return whether there are wins, others and accounts enough for an interval."""
    wins, accounts = int(y.sum()), int(cluster.max(initial=-1)) + 1
    return min(wins, len(y) - wins, accounts) >= LEAST_EVENTS


def log_losses(y: Array, p: Array) -> Array:
    """Return the log-loss of each lead, in nats."""
    safe = np.clip(p, CLIP, 1 - CLIP)
    return -np.where(y == 1, np.log(safe), np.log1p(-safe))


def skill(y: Array, p: Array, other: Array, account: npt.ArrayLike) -> Estimate:
    """Measure how much less log-loss `p` has than `other` on the same leads.

    Parameters
    ----------
    y : ndarray of shape (n,)
        1 won, 0 not.
    p, other : ndarray of shape (n,)
        Probabilities of the model and of what it is compared with.
    account : array of shape (n,)
        Clusters.

    Returns
    -------
    Estimate
        1 less the ratio of mean log-losses: 0 no better, 1 perfect; its interval is paired by lead
        and clustered by account (delta method). Refuses where `judge` refuses.
    """
    cluster = clusters(account)
    if not is_enough(y, cluster):
        return _refused(y)
    measure = skill_influence(log_losses(y, p), log_losses(y, other))
    return interval(measure, y, cluster, "paired log-loss skill, by account")


def _ranking(y: Array, p: Array, cluster: Positions) -> dict[str, Estimate]:
    ranked, rate = ranks(y, p), y.mean()
    area, moved = auc_influence(y, ranked)
    gain, gained = gain_influence(y, ranked, TOP)
    below_curve = rate / 2 + (1 - rate) * area
    curve_moved = (1 - rate) * moved + (0.5 - area) * (y - rate)
    precision, method = average_precision_influence(y, ranked), "influence by account"
    return {
        "auc": interval((area, moved), y, cluster, "DeLong by account, logit scale", "logit"),
        "average_precision": interval(precision, y, cluster, method + ", logit scale", "logit"),
        "top_decile_lift": _from_zero(
            interval((gain / TOP, gained / TOP), y, cluster, method), 1 / TOP
        ),
        "alift": interval((below_curve, curve_moved), y, cluster, method),
    }


def _chances(y: Array, p: Array, cluster: Positions) -> dict[str, Estimate]:
    error, loss, method = (y - p) ** 2, log_losses(y, p), "mean, normal interval by account"
    return {
        "brier": _from_zero(interval((float(error.mean()), error), y, cluster, method), 1.0),
        "brier_skill": interval(
            brier_skill_influence(y, error), y, cluster, "against the judged win rate, by account"
        ),
        "log_loss": _from_zero(interval((float(loss.mean()), loss), y, cluster, method), np.inf),
        **_calibration(y, np.clip(p, CLIP, 1 - CLIP), cluster),
    }


def _calibration(y: Array, p: Array, cluster: Positions) -> dict[str, Estimate]:
    method = "logistic recalibration, errors by account"
    bend, shift = recalibrated(y, p)
    return {
        "calibration_slope": interval(bend, y, cluster, method),
        "calibration_intercept": interval(shift, y, cluster, method + ", slope fixed at 1"),
    }


def _from_zero(measure: Estimate, most: float) -> Estimate:
    return replace(measure, low=max(measure.low, 0.0), high=min(measure.high, most))


def _refused(y: Array) -> Estimate:
    method = f"refused: fewer than {LEAST_EVENTS} wins, losses or accounts"
    return Estimate(value=nan, low=nan, high=nan, n=len(y), events=int(y.sum()), method=method)
