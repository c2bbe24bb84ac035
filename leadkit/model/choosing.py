"""Choosing a learner and its calibration on one set of cross-fitted predictions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.model.calibrating import SIGMOID_WINS, platt
from leadkit.model.learners import Floats, Leads, Rows, Setting, held_out
from leadkit.model.losses import gap, log_loss

FOLDS = 4
FIRST = 1 / 3  # share of the earliest leads that every fold forward in time learns from
LEAST_EVENTS = 8
MATERIAL = 0.005  # share of the log-loss that a less simple candidate has to gain

Folds = list[tuple[Rows, Rows]]


def make_folds(
    y: npt.NDArray[np.intp], groups: Any = None, times: Any = None, *, seed: int = 0
) -> Folds:
    """Return folds that hold out each lead at most once; an account never stands on both sides.

    Parameters
    ----------
    y : ndarray of int
        1 won, 0 not.
    groups, times : array of shape (n_leads,), optional
        Accounts; moments, or any values in order of time.
    seed : int
        Of the draw of accounts, where there is no time.

    Returns
    -------
    list of (rows to learn from, rows held out)
        Forward in time where times are known: the first third, then each sixth in turn is held
        out from those before it. Otherwise every account is held out once.
    """
    accounts = np.arange(len(y)) if groups is None else pd.factorize(np.asarray(groups))[0]
    made = [] if times is None else _forward(accounts, times)
    kept = [(fit, check) for fit, check in made if _both(y[fit]) and len(check)]
    held = np.concatenate([y[check] for _fit, check in kept]) if kept else np.empty(0, np.intp)
    if len(kept) < 2 or np.bincount(held, minlength=2).min() < LEAST_EVENTS:
        kept = [(fit, check) for fit, check in _dealt(y, accounts, seed) if _both(y[fit])]
    return kept


def _forward(accounts: Rows, times: Any) -> Folds:
    moments = pd.Series(np.asarray(times))
    if moments.isna().any() or moments.nunique() < FOLDS + 2:
        return []
    ranks = moments.rank(method="min").to_numpy() - 1
    cuts = len(ranks) * (FIRST + (1 - FIRST) * np.arange(FOLDS + 1) / FOLDS)
    folds = []
    for begin, end in pairwise(cuts):
        fit = np.flatnonzero(ranks < begin)
        is_new = ~np.isin(accounts, accounts[fit])
        folds.append((fit, np.flatnonzero((ranks >= begin) & (ranks < end) & is_new)))
    return folds


def _dealt(y: npt.NDArray[np.intp], accounts: Rows, seed: int) -> Folds:
    """Deal accounts to folds like cards, those with most wins first."""
    wins = np.bincount(accounts, weights=y)
    shuffled = np.random.default_rng(seed).permutation(len(wins))
    order = shuffled[np.argsort(-wins[shuffled], kind="stable")]
    count = min(FOLDS + 1, len(wins), max(int(np.bincount(y, minlength=2).min()), 1))
    fold = np.empty(len(wins), dtype=np.intp)
    fold[order] = np.arange(len(wins)) % count
    own = fold[accounts]
    if count < 2:
        return []
    return [(np.flatnonzero(own != k), np.flatnonzero(own == k)) for k in range(count)]


def _both(y: npt.NDArray[np.intp]) -> bool:
    return bool(np.bincount(y, minlength=2).min() > 0)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Candidates by their cross-fitted log-loss, and what the chosen one said of held-out leads.

    Attributes
    ----------
    chosen : Setting
        The simplest of those as good as the best but for one standard error, or half a percent.
    table : dict of str to list
        candidate, log_loss, difference (to the best), standard_error (of the difference), chosen.
    scores : ndarray of float
        Cross-fitted log-odds of the chosen one.
    rows : ndarray of int
        The leads they belong to.
    fold : ndarray of int
        Which fold held each out.
    """

    chosen: Setting
    table: dict[str, list[Any]]
    scores: Floats
    rows: Rows
    fold: Rows


def compare(
    leads: Leads,
    settings: Sequence[Setting],
    folds: Folds,
    groups: Any = None,
    *,
    scales: bool = True,
    seed: int = 0,
) -> Comparison:
    """Choose by cross-fitted log-loss with the one-standard-error rule (Breiman et al., 1984).

    The error is that of the paired difference to the best candidate, clustered by account; less
    than half a percent of the log-loss does not pay for a model that is harder to read. Where
    the wins held out allow Platt's scaling of a candidate, it is judged as scaled (`scales`).
    """
    rows = np.concatenate([check for _fit, check in folds])
    scores = held_out(leads, settings, folds, seed)
    accounts = rows if groups is None else pd.factorize(np.asarray(groups)[rows])[0]
    weights, y = leads.weights[rows], leads.y[rows]
    wins = int(np.bincount(y[weights > 0], minlength=2).min()) if scales else 0
    losses = {
        one: log_loss(y, _scaled(found, y, weights) if wins >= SIGMOID_WINS[one.model] else found)
        for one, found in scores.items()
    }
    means = {one: float(np.average(loss, weights=weights)) for one, loss in losses.items()}
    best = min(settings, key=lambda one: (means[one], one.simplicity))
    gaps = {one: gap(losses[one] - losses[best], accounts, weights) for one in settings}
    chosen = simplest(settings, gaps, MATERIAL * means[best])
    return Comparison(
        chosen=chosen,
        table={
            "candidate": [one.name for one in settings],
            "log_loss": [means[one] for one in settings],
            "difference": [gaps[one][0] for one in settings],
            "standard_error": [gaps[one][1] for one in settings],
            "chosen": [one == chosen for one in settings],
        },
        scores=scores[chosen],
        rows=rows,
        fold=np.repeat(np.arange(len(folds)), [len(check) for _fit, check in folds]),
    )


def _scaled(scores: Floats, y: npt.NDArray[np.intp], weights: Floats) -> Floats:
    slope, shift = platt(scores, y, weights)
    return slope * scores + shift


def simplest(
    settings: Sequence[Setting], gaps: dict[Setting, tuple[float, float]], least: float
) -> Setting:
    """Return the simplest setting that is not clearly worse than the best.

    Clearly is by more than one standard error and by more than `least`.
    """
    near = [one for one in settings if gaps[one][0] <= max(gaps[one][1], least)]
    return min(near, key=lambda one: one.simplicity)
