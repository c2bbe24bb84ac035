"""From a learner's log-odds to probabilities: as many parameters as the wins can bear."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import expit, logit

from leadkit.model.losses import gap, log_loss

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
Method = Literal["none", "sigmoid", "isotonic"]
SIGMOID_WINS = {"boosting": 50, "logistic": 200}
ISOTONIC_WINS, ISOTONIC_LEADS = 200, 1000
NO_SLOPE = 0.05
LEAST_SLOPE = 0.5  # learners have shrunk their scores already; less is the doing of odd folds
TIE = 1e-4  # share of the sigmoid in isotonic steps: leads within a step keep their order
NEWTON_STEPS = 50


@dataclass(frozen=True, eq=False)
class Calibration:
    """How log-odds become probabilities: a slope and a shift, and steps over them or none.

    Attributes
    ----------
    slope, shift : float
        Platt's scaling (Platt, 1999) of log-odds; 1 and 0 leave them alone.
    at, steps : ndarray of float
        Isotonic probabilities (Zadrozny and Elkan, 2002) at log-odds; empty without them.
    """

    slope: float = 1.0
    shift: float = 0.0
    at: Floats = field(default_factory=lambda: np.empty(0))
    steps: Floats = field(default_factory=lambda: np.empty(0))

    @property
    def method(self) -> Method:
        """Which of the three it is."""
        if len(self.at):
            return "isotonic"
        return "none" if (self.slope, self.shift) == (1.0, 0.0) else "sigmoid"

    def line(self, scores: Floats) -> Floats:
        """Return scaled log-odds, before any steps."""
        return self.slope * scores + self.shift

    def log_odds(self, scores: Floats) -> Floats:
        """Return calibrated log-odds."""
        line = self.line(scores)
        if not len(self.at):
            return line
        stepped = np.interp(scores, self.at, self.steps)
        return np.asarray(logit((1 - TIE) * stepped + TIE * expit(line)))


def calibrated(
    method: Method,
    scores: Floats,
    y: npt.NDArray[np.intp],
    weights: Floats,
    fold: Rows | None = None,
) -> Calibration:
    """Fit a calibration to cross-fitted log-odds."""
    if method == "none":
        return Calibration()
    slope, shift = platt(scores, y, weights, fold, least=LEAST_SLOPE)
    if method == "sigmoid":
        return Calibration(slope, shift)
    from sklearn.isotonic import IsotonicRegression

    steps = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(scores, y, weights)
    return Calibration(slope, shift, steps.X_thresholds_, steps.y_thresholds_)


def by_wins(
    model: str,
    scores: Floats,
    y: npt.NDArray[np.intp],
    weights: Floats,
    *,
    fold: Rows,
    accounts: Rows,
) -> Method:
    """Choose a calibration by the wins among the held-out leads.

    None for a ridge below 200 wins and for trees below 50, else Platt's scaling; isotonic only
    above 1,000 leads and 200 wins, and where its cross-fitted log-loss is lower by more than one
    standard error.
    """
    wins = int(np.bincount(y[weights > 0], minlength=2).min())
    if wins < SIGMOID_WINS[model]:
        return "none"
    if wins <= ISOTONIC_WINS or len(y) <= ISOTONIC_LEADS:
        return "sigmoid"
    losses = {name: np.empty(len(y)) for name in ("sigmoid", "isotonic")}
    for held in np.unique(fold):
        out = fold == held
        for name, loss in losses.items():
            found = calibrated(name, scores[~out], y[~out], weights[~out])  # type: ignore[arg-type]
            loss[out] = log_loss(y[out], found.log_odds(scores[out]))
    gain, error = gap(losses["sigmoid"] - losses["isotonic"], accounts, weights)
    return "isotonic" if gain > error else "sigmoid"


def platt(
    scores: Floats,
    y: npt.NDArray[np.intp],
    weights: Floats,
    fold: Rows | None = None,
    *,
    least: float = NO_SLOPE,
) -> tuple[float, float]:
    """Return slope and shift of log-odds by weighted likelihood, with Platt's softened targets.

    With folds, each has a shift of its own, so that a win rate that moves from fold to fold does
    not pass for a score that tells nothing; the shift returned is their mean.
    """
    won = y == 1
    wins, losses = weights[won].sum(), weights[~won].sum()
    target = np.where(won, (wins + 1) / (wins + 2), 1 / (losses + 2))
    own = (
        np.zeros(len(y), dtype=np.intp) if fold is None else np.unique(fold, return_inverse=True)[1]
    )
    slope, *shifts = _newton(scores, target, weights, np.eye(own.max() + 1)[own])
    if slope >= least:
        return slope, float(np.average(np.array(shifts)[own], weights=weights))
    level = logit(np.average(target, weights=weights))
    return least, float(level - least * np.average(scores, weights=weights))


def anchored(
    found: Calibration, scores: Floats, y: npt.NDArray[np.intp], weights: Floats
) -> Calibration:
    """Return Platt's scaling shifted so that, of the leads learned from, it expects their wins."""
    if found.method != "sigmoid":
        return found
    share, line = np.average(y, weights=weights), found.slope * scores
    if not 0 < share < 1:
        return found
    far = 50 + np.abs(line).max()
    shift = brentq(lambda at: np.average(expit(at + line), weights=weights) - share, -far, far)
    return Calibration(found.slope, float(shift))


def _newton(scores: Floats, target: Floats, weights: Floats, shifts: Floats) -> list[float]:
    design = np.column_stack([scores, shifts])
    level = logit(np.average(target, weights=weights))
    line = np.array([0.0, *[level] * shifts.shape[1]])

    def loss(line: Floats) -> float:
        z = design @ line
        return float((weights * (np.logaddexp(0, z) - target * z)).sum())

    for _step in range(NEWTON_STEPS):
        p = expit(design @ line)
        slope = design.T @ (weights * (p - target))
        curve = (design * (weights * p * (1 - p))[:, None]).T @ design + 1e-9 * np.eye(len(line))
        move, now = np.linalg.solve(curve, slope), loss(line)
        while loss(line - move) > now and np.abs(move).max() > 1e-12:
            move = move / 2
        line = line - move
        if np.abs(move).max() < 1e-10:
            break
    return [float(one) for one in line]
