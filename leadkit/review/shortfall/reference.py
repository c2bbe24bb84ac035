"""The reference model and the five factors of revenue, refitted in every bootstrap draw at once.

R = N Q F S D with N turns handed off, Q = sum(q_ref v) / N, F = sum(q v) / sum(q_ref v),
S = sum(won v) / sum(q v) and D = sum(won value) / sum(won v), where q is the reference model's
chance of winning, q_ref the same under the usual follow-up, v the expected deal value. The
identity is exact for any model.

Functions take weights with one row a draw and one column a turn; the plain estimate is the draw
in which every turn counts once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from leadkit.review.shortfall.sample import Flags, Floats, Ints, Sample

PARTS = ("volume", "lead_quality", "follow_up", "selling", "deal_value")
RIDGE = 0.25  # as a normal prior on each coefficient with a standard deviation of 2 log-odds
PRIOR_WINS = 1.0
STEPS, MOST_STEPS, CONVERGED = 2, 50, 1e-10
GRID = 25
CELLS, ROWS = 4_000_000, 20_000
MOST_LOGITS = 300.0


class Reference(NamedTuple):
    """What is expected of a lead, by draw."""

    coefficients: Floats  # (draws, p), ridge logistic regression on features and follow-up
    deal_value: Floats  # (draws, segments), expected value of a won deal
    usual: Floats  # (points, 2) or (1, 0), typical follow-ups of the reference quarters
    share: Floats  # (draws, points), how often each of them occurred


def compare(sample: Sample, *, draws: int, seed: int) -> tuple[Floats, Floats]:
    """Return the factors before and after, of shape (1 + draws, 5): the estimate, then its draws.

    Accounts are resampled separately in every quarter, the number of leads is Poisson.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    start = fit(sample)
    once = np.ones((1, len(sample.won)))
    pairs = [_both(sample, once, start, None)]
    pairs += [_both(sample, weights, start, rng) for weights in resamples(sample, draws, rng)]
    before, after = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return before, after


def _both(
    sample: Sample, weights: Floats, start: Floats, rng: np.random.Generator | None
) -> tuple[Floats, Floats]:
    """Return the factors before and after; without a generator the volumes are as counted."""
    reference = refit(sample, weights, start)

    def of(rows: Flags) -> Floats:
        found = factors(sample, rows, weights, reference)
        if rng is not None:
            found[:, 0] = rng.poisson(found[:, 0])
        return found

    after = of(~sample.is_reference)
    if sample.planned is None:
        return of(sample.quarter == sample.against), after
    usual = of(sample.is_reference)[:, 2]
    after[:, 1] *= usual
    after[:, 2] /= usual
    return np.repeat(sample.planned[None, :], len(after), axis=0), after


def resamples(sample: Sample, draws: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Yield how often each turn is drawn, in blocks that fit into memory."""
    quarters = [np.flatnonzero(sample.quarter == name) for name in sorted(set(sample.quarter))]
    block = max(1, CELLS // len(sample.won))
    for first in range(0, draws, block):
        weights = np.empty((min(block, draws - first), len(sample.won)))
        for rows in quarters:
            weights[:, rows] = _resampled(sample.account[rows], len(weights), rng)
        yield weights


def _resampled(accounts: Ints, draws: int, rng: np.random.Generator) -> Floats:
    """Draw as many accounts as there are, with replacement; a turn counts as its account does."""
    codes = np.unique(accounts, return_inverse=True)[1]
    n = codes.max() + 1
    picked = rng.integers(0, n, size=(draws, n)) + np.arange(draws)[:, None] * n
    counts = np.bincount(picked.ravel(), minlength=draws * n).reshape(draws, n)
    return np.asarray(counts[:, codes], dtype=float)


def factors(sample: Sample, rows: Flags, weights: Floats, reference: Reference) -> Floats:
    """Return the five factors of the turns in `rows` by draw, of shape (draws, 5)."""
    drawn = weights[:, rows]
    expected = drawn * reference.deal_value[:, sample.segment[rows]]
    standard, actual = _chances(sample.features[rows], sample.follow_up[rows], reference)
    at_standard = (expected * standard).sum(axis=1)
    as_followed = (expected * actual).sum(axis=1)
    as_sold = (expected * sample.won[rows]).sum(axis=1)
    revenue = drawn @ sample.value[rows]
    volume = np.full(len(drawn), drawn.shape[1])
    quality = at_standard / drawn.sum(axis=1)
    price = np.divide(revenue, as_sold, out=np.ones_like(revenue), where=as_sold > 0)
    followed = np.divide(as_followed, at_standard, out=np.ones_like(revenue), where=at_standard > 0)
    sold = np.divide(as_sold, as_followed, out=np.ones_like(revenue), where=as_followed > 0)
    return np.column_stack([volume, quality, followed, sold, price])


def _chances(features: Floats, follow_up: Floats, reference: Reference) -> tuple[Floats, Floats]:
    """Return each turn's chance of winning under the usual and under its own follow-up."""
    p = features.shape[1]
    lead = reference.coefficients[:, :p] @ features.T
    slope = reference.coefficients[:, p:]
    odds_against = _exp(-lead)
    standard = np.zeros_like(lead)
    for share, times in zip(reference.share.T, _exp(-slope @ reference.usual.T).T, strict=True):
        standard += share[:, None] / (1 + odds_against * times[:, None])
    return standard, 1 / (1 + _exp(-lead - slope @ follow_up.T))


def _exp(logits: Floats) -> Floats:
    """Return the odds; the product of two of them neither overflows nor is 0 times infinity."""
    return np.asarray(np.exp(np.clip(logits, -MOST_LOGITS, MOST_LOGITS)))


def sigmoid(logits: Floats) -> Floats:
    """Return 1 / (1 + exp(-logits)) without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * logits)))


@lru_cache(maxsize=2)
def fit(sample: Sample) -> Floats:
    """Fit the ridge logistic regression to the reference turns, of shape (1, p)."""
    rows = sample.is_reference
    X, y = sample.design[rows], sample.won[rows]
    coefficients = np.zeros((1, X.shape[1]))
    coefficients[0, 0] = np.log(y.sum() / (len(y) - y.sum()))
    for _step in range(MOST_STEPS):
        last, coefficients = coefficients, newton(X, y, np.ones((1, len(y))), coefficients)
        if np.abs(coefficients - last).max() < CONVERGED:
            break
    return coefficients


def newton(X: Floats, y: Floats, weights: Floats, start: Floats) -> Floats:
    """Take one Newton step towards the weighted ridge fit, for all draws at once.

    The Hessians of all draws are one matrix product of weights and outer products of the rows.
    """
    if len(weights) == 1:
        return _newton_of_one(X, y, weights[0], start[0])[None, :]
    p = X.shape[1]
    upper = np.triu_indices(p)
    penalty = np.full(p, RIDGE)
    penalty[0] = 0.0
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


def _newton_of_one(X: Floats, y: Floats, weights: Floats, start: Floats) -> Floats:
    """Take the same step for one draw, without the outer products that many draws share."""
    penalty = np.full(X.shape[1], RIDGE)
    penalty[0] = 0.0
    chance = sigmoid(X @ start)
    gradient = (weights * (y - chance)) @ X - start * penalty
    hessian = (X.T * (weights * chance * (1 - chance))) @ X + np.diag(penalty)
    return np.asarray(start + np.linalg.solve(hessian, gradient))


def refit(sample: Sample, weights: Floats, start: Floats, steps: int = STEPS) -> Reference:
    """Refit everything that is learned from the reference turns, under each draw's weights."""
    rows = sample.is_reference
    X, y, drawn = sample.design[rows], sample.won[rows], weights[:, rows]
    coefficients = np.repeat(start, len(weights), axis=0)
    for _step in range(steps):
        coefficients = newton(X, y, drawn, coefficients)
    usual, place = _usual_follow_up(sample.follow_up[rows])
    share = drawn @ _indicators(place, len(usual))
    share /= share.sum(axis=1, keepdims=True)
    return Reference(coefficients, _deal_value(sample, drawn), usual, share)


def _deal_value(sample: Sample, drawn: Floats) -> Floats:
    """Return mean deal values by segment, each with the weight of one average win added."""
    rows = sample.is_reference
    wins = drawn * sample.won[rows]
    segments = _indicators(sample.segment, sample.segment.max() + 1)[rows]
    total, count = (wins * sample.value[rows]) @ segments, wins @ segments
    all_wins = np.maximum(count.sum(axis=1, keepdims=True), PRIOR_WINS)
    overall = total.sum(axis=1, keepdims=True) / all_wins
    return np.asarray((total + PRIOR_WINS * overall) / (count + PRIOR_WINS))


def _usual_follow_up(follow_up: Floats) -> tuple[Floats, Ints]:
    """Return at most `GRID` typical waits, and never, with each turn's place among them."""
    if not follow_up.shape[1]:
        return np.empty((1, 0)), np.zeros(len(follow_up), dtype=np.int64)
    waited, never = follow_up[:, 0], follow_up[:, 1] > 0
    edges = np.unique(np.quantile(waited[~never], np.arange(1, GRID) / GRID))
    place = np.where(never, len(edges) + 1, np.searchsorted(edges, waited, side="right"))
    filled, place = np.unique(place, return_inverse=True)
    members = _indicators(place, len(filled))
    return np.asarray(members.T @ follow_up / members.sum(axis=0)[:, None]), place


def _indicators(codes: Ints, n: int) -> Floats:
    return np.asarray(codes[:, None] == np.arange(n), dtype=float)
