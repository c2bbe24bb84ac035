"""The reference model: chance of winning and expected deal value, refitted in every draw at once.

All functions take a matrix of weights with one row a bootstrap draw and one column a turn; the
plain estimate is the draw in which every turn counts once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leadkit.review.sample import Sample

Floats = npt.NDArray[np.float64]
RIDGE = 0.25  # as a normal prior on each coefficient with a standard deviation of 2 log-odds
PRIOR_WINS = 1.0
STEPS = 2
MOST_STEPS, CONVERGED = 50, 1e-10
ROWS = 20_000
GRID = 25


@dataclass(frozen=True, eq=False)
class Reference:
    """What is expected of a lead, by draw.

    Attributes
    ----------
    coefficients : array of shape (draws, p)
        Ridge logistic regression on features and follow-up.
    deal_value : array of shape (draws, segments)
        Expected value of a won deal by segment.
    usual : array of shape (points, 2) or (1, 0)
        Representative follow-ups of the reference quarters.
    share : array of shape (draws, points)
        How often each of them occurred.
    """

    coefficients: Floats
    deal_value: Floats
    usual: Floats
    share: Floats


def sigmoid(logits: Floats) -> Floats:
    """Return 1 / (1 + exp(-logits)) without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * logits)))


def fit(sample: Sample) -> Floats:
    """Fit the ridge logistic regression to the reference turns by Newton's method."""
    rows = sample.is_reference
    X, y = sample.design[rows], sample.won[rows]
    penalty = _penalty(X.shape[1])
    coefficients = np.zeros(X.shape[1])
    coefficients[0] = np.log(y.sum() / (len(y) - y.sum()))
    for _step in range(MOST_STEPS):
        chance = sigmoid(X @ coefficients)
        hessian = (X.T * (chance * (1 - chance))) @ X + np.diag(penalty)
        step = np.linalg.solve(hessian, X.T @ (y - chance) - penalty * coefficients)
        coefficients = coefficients + step
        if np.abs(step).max() < CONVERGED:
            break
    return np.asarray(coefficients[None, :])


def _penalty(p: int) -> Floats:
    """Return the ridge penalty of each coefficient; the constant is free."""
    return np.r_[0.0, np.full(p - 1, RIDGE)]


def newton(X: Floats, y: Floats, weights: Floats, start: Floats) -> Floats:
    """Take one Newton step towards the weighted ridge fit, for all draws at once.

    The Hessians of all draws are one matrix product of weights and outer products of the rows.
    """
    p = X.shape[1]
    upper = np.triu_indices(p)
    penalty = _penalty(p)
    gradient = -start * penalty
    packed = np.zeros((len(weights), len(upper[0])))
    for first in range(0, len(X), ROWS):
        part = slice(first, first + ROWS)
        chance = sigmoid(start @ X[part].T)
        gradient += (weights[:, part] * (y[part] - chance)) @ X[part]
        outer = X[part][:, upper[0]] * X[part][:, upper[1]]
        packed += (weights[:, part] * chance * (1 - chance)) @ outer
    hessian = np.zeros((len(weights), p, p))
    hessian[:, upper[0], upper[1]] = packed
    hessian[:, upper[1], upper[0]] = packed
    hessian += np.diag(penalty)
    return np.asarray(start + np.linalg.solve(hessian, gradient[..., None])[..., 0])


def refit(sample: Sample, weights: Floats, start: Floats, steps: int = STEPS) -> Reference:
    """Refit everything that is learned from the reference turns, under each draw's weights."""
    rows = sample.is_reference
    X, y, drawn = sample.design[rows], sample.won[rows], weights[:, rows]
    coefficients = np.repeat(start, len(weights), axis=0)
    for _step in range(steps):
        coefficients = newton(X, y, drawn, coefficients)
    usual, place = _usual_follow_up(sample.follow_up[rows])
    share = drawn @ _indicators(place, len(usual))
    return Reference(
        coefficients=coefficients,
        deal_value=_deal_value(sample, drawn),
        usual=usual,
        share=share / share.sum(axis=1, keepdims=True),
    )


def _deal_value(sample: Sample, drawn: Floats) -> Floats:
    """Return mean deal values by segment, each with the weight of one average win added."""
    rows = sample.is_reference
    wins = drawn * sample.won[rows]
    segments = _indicators(sample.segment, sample.segment.max() + 1)[rows]
    total, count = (wins * sample.value[rows]) @ segments, wins @ segments
    overall = total.sum(axis=1, keepdims=True) / np.maximum(
        count.sum(axis=1, keepdims=True), PRIOR_WINS
    )
    return np.asarray((total + PRIOR_WINS * overall) / (count + PRIOR_WINS))


def _usual_follow_up(follow_up: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return at most `GRID` typical waits, and never, with each turn's place among them."""
    if not follow_up.shape[1]:
        return np.empty((1, 0)), np.zeros(len(follow_up), dtype=np.int64)
    waited, never = follow_up[:, 0], follow_up[:, 1] > 0
    edges = np.unique(np.quantile(waited[~never], np.arange(1, GRID) / GRID))
    place = np.where(never, len(edges) + 1, np.searchsorted(edges, waited, side="right"))
    filled, place = np.unique(place, return_inverse=True)
    members = _indicators(place, len(filled))
    return np.asarray(members.T @ follow_up / members.sum(axis=0)[:, None]), place


def _indicators(codes: npt.NDArray[np.int64], n: int) -> Floats:
    return np.asarray(codes[:, None] == np.arange(n), dtype=float)
