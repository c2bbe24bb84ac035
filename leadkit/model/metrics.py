"""How well probabilities rank and how far they can be believed, each with its interval."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan
from typing import Literal

import numpy as np
import numpy.typing as npt

from leadkit.base.estimate import Estimate
from leadkit.model.influence import (
    Array,
    Measure,
    Positions,
    Ranks,
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
BY_ACCOUNT, MEAN = "influence by account", "mean, normal interval by account"
RECALIBRATED = "logistic recalibration, errors by account"


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Outcomes, probabilities and numbered accounts; what several measures need is found once."""

    y: Array
    p: Array
    cluster: Positions

    @cached_property
    def ranked(self) -> Ranks:
        """The leads by falling probability."""
        return ranks(self.y, self.p)

    @cached_property
    def area(self) -> Measure:
        """The area under the ROC curve."""
        return auc_influence(self.y, self.ranked)

    @cached_property
    def error(self) -> Array:
        """The squared error of each lead."""
        return (self.y - self.p) ** 2

    @cached_property
    def recalibrated(self) -> tuple[Measure, Measure]:
        """Calibration slope and intercept."""
        return recalibrated(self.y, np.clip(self.p, CLIP, 1 - CLIP))

    def interval(
        self, measure: Measure, method: str, scale: Literal["straight", "logit"] = "straight"
    ) -> Estimate:
        """Return a measure with its interval."""
        return interval(measure, self.y, self.cluster, method, scale)


def judge(
    y: Array, p: Array, account: npt.ArrayLike, names: Collection[str] | None = None
) -> dict[str, Estimate]:
    """Measure predicted probabilities against outcomes.

    Parameters
    ----------
    y : ndarray of shape (n,)
        1 won, 0 not.
    p : ndarray of shape (n,)
        Predicted probabilities.
    account : array of shape (n,)
        Clusters; intervals respect them.
    names : collection of str, optional
        Which measures; all by default, of which the recalibration takes longest.

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
    names, judged = NAMES if names is None else names, Outcomes(y, p, clusters(account))
    if not is_enough(y, judged.cluster):
        return dict.fromkeys(names, _refused(y))
    return {name: MEASURES[name](judged) for name in names}


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


def _from_zero(measure: Estimate, most: float) -> Estimate:
    return replace(measure, low=max(measure.low, 0.0), high=min(measure.high, most))


def _refused(y: Array) -> Estimate:
    method = f"refused: fewer than {LEAST_EVENTS} wins, losses or accounts"
    return Estimate(value=nan, low=nan, high=nan, n=len(y), events=int(y.sum()), method=method)


def _auc(judged: Outcomes) -> Estimate:
    return judged.interval(judged.area, "DeLong by account, logit scale", "logit")


def _average_precision(judged: Outcomes) -> Estimate:
    precision = average_precision_influence(judged.y, judged.ranked)
    return judged.interval(precision, BY_ACCOUNT + ", logit scale", "logit")


def _top_decile_lift(judged: Outcomes) -> Estimate:
    gain, moved = gain_influence(judged.y, judged.ranked, TOP)
    return _from_zero(judged.interval((gain / TOP, moved / TOP), BY_ACCOUNT), 1 / TOP)


def _alift(judged: Outcomes) -> Estimate:
    (area, moved), rate = judged.area, judged.y.mean()
    below_curve = rate / 2 + (1 - rate) * area
    curve_moved = (1 - rate) * moved + (0.5 - area) * (judged.y - rate)
    return judged.interval((below_curve, curve_moved), BY_ACCOUNT)


def _brier(judged: Outcomes) -> Estimate:
    return _from_zero(judged.interval((float(judged.error.mean()), judged.error), MEAN), 1.0)


def _brier_skill(judged: Outcomes) -> Estimate:
    saved = brier_skill_influence(judged.y, judged.error)
    return judged.interval(saved, "against the judged win rate, by account")


def _log_loss(judged: Outcomes) -> Estimate:
    loss = log_losses(judged.y, judged.p)
    return _from_zero(judged.interval((float(loss.mean()), loss), MEAN), np.inf)


def _calibration_slope(judged: Outcomes) -> Estimate:
    return judged.interval(judged.recalibrated[0], RECALIBRATED)


def _calibration_intercept(judged: Outcomes) -> Estimate:
    return judged.interval(judged.recalibrated[1], RECALIBRATED + ", slope fixed at 1")


MEASURES = {
    "auc": _auc,
    "average_precision": _average_precision,
    "top_decile_lift": _top_decile_lift,
    "alift": _alift,
    "brier": _brier,
    "brier_skill": _brier_skill,
    "log_loss": _log_loss,
    "calibration_slope": _calibration_slope,
    "calibration_intercept": _calibration_intercept,
}
NAMES = tuple(MEASURES)
