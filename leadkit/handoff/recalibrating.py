"""Whether probabilities hold as they stand, and the line of those that do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from leadkit.handoff.leads import Floats, Leads

NEAREST, LEVEL = 1e-6, 0.95
SLOPES = (0.1, 10.0)


@dataclass(frozen=True)
class Recalibration:
    """Log-odds of winning as a straight line in those of the score (Cox, 1958).

    Parameters
    ----------
    intercept, slope : float
        0 and 1 where the probabilities are right as they stand.
    passes : bool
        Whether a joint Wald test of 0 and 1, by account, keeps them at 5 %.
    """

    intercept: float
    slope: float
    passes: bool

    def line(self, chance: float) -> float:
        """Return the score from which leads really win with at least this chance."""
        from scipy.special import expit, logit

        return float(expit((logit(chance) - self.intercept) / self.slope))

    def chances(self, p: Floats) -> Floats:
        """Return the chances behind scores."""
        from scipy.special import expit

        return np.asarray(expit(self.intercept + self.slope * _log_odds(p)))


def _log_odds(p: Floats) -> Floats:
    from scipy.special import logit

    return np.asarray(logit(p.clip(NEAREST, 1 - NEAREST)))


def recalibration(leads: Leads) -> Recalibration | None:
    """Fit it on the judged leads; None where it has no finite or no rising answer."""
    from scipy.stats import chi2

    from leadkit.model.recalibration import logistic

    score, n = _log_odds(leads.p), len(leads.p)
    if np.ptp(score) == 0:
        return None
    design = np.column_stack([np.ones(n), score])
    found, influence = logistic(leads.won.astype(np.float64), design, np.zeros(n))
    if not SLOPES[0] < found[1] < SLOPES[1]:
        return None
    by_account = np.stack([np.bincount(leads.account, one) for one in influence.T]) / n
    intercept, slope = found.tolist()
    away = found - (0, 1)
    distance = float(away @ np.linalg.solve(by_account @ by_account.T, away))
    return Recalibration(intercept, slope, passes=bool(distance <= chi2.ppf(LEVEL, 2)))
