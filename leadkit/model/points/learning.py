"""How a points card learns: a ridge on levels, whole points, and a slope that few wins can bear."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import brentq
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from leadkit.model.levels import Column

POINTS_DOUBLING = 5
A_POINT = log(2) / POINTS_DOUBLING
MOST_COLUMNS = 6
PENALTY = 0.05  # of 0.03 to 1 the least log-loss on new leads, in simulated firms of 30 wins
FOLDS = 5
HALF_TRUSTED_WINS = 50
MOST_STRETCH = 2.0
DIGITS = 6

Floats = npt.NDArray[np.float64]
Points = npt.NDArray[np.intp]


def pointed(
    drafts: Sequence[Column], frame: pd.DataFrame, won: Points
) -> tuple[tuple[Column, ...], float]:
    """Return the columns that tell most, with their points, and how far to stretch those.

    Parameters
    ----------
    drafts : sequence of Column
        Levels without points.
    frame : DataFrame
        Their columns: floats, or text with None where blank.
    won : ndarray of int, of shape (n_leads,)
        1 won, 0 not.
    """
    if not drafts:
        return (), 1.0
    held = [column.places(frame[column.name]).astype(float) for column in drafts]
    ridge = LogisticRegression(C=PENALTY, solver="newton-cholesky", tol=1e-8)
    coefficients = ridge.fit(np.hstack(held), won).coef_[0]
    stretch = _stretch(ridge, np.hstack(held), won)
    ends = np.cumsum([places.shape[1] for places in held])[:-1]
    found = []
    for column, places, own in zip(drafts, held, np.split(coefficients, ends), strict=True):
        points = np.rint(own / A_POINT).astype(np.intp)
        found.append(((places @ points).std(), column.with_points(points - points.min())))
    telling = sorted((one for one in found if one[0] > 0), key=lambda one: -one[0])
    return tuple(column for _spread, column in telling[:MOST_COLUMNS]), stretch


def _stretch(ridge: LogisticRegression, held: Floats, won: Points) -> float:
    """Return by how much the ridge's scores are too flat, as far as so few wins can tell."""
    fewest = int(np.bincount(won).min())
    if fewest < 2:
        return 1.0
    folds = StratifiedKFold(min(FOLDS, fewest), shuffle=True, random_state=0)
    score = cross_val_predict(ridge, held, won, cv=folds, method="decision_function")
    fitted = LogisticRegression(C=10.0, solver="newton-cholesky").fit(score[:, None], won)
    slope = float(np.clip(fitted.coef_[0, 0], 0.0, MOST_STRETCH))
    wins = int(won.sum())
    return 1 + (slope - 1) * wins / (wins + HALF_TRUSTED_WINS)


def intercept(score: npt.NDArray[np.floating[Any]], won: Points) -> float:
    """Return the log-odds of a lead without points, so that expected wins are those that were."""
    far = 50 + np.abs(score).max()
    start = brentq(lambda start: expit(start + score).sum() - won.sum(), -far, far)
    return round(float(start), DIGITS)


def counted(column: Column, frame: pd.DataFrame, won: Points) -> Floats:
    """Return leads and wins of each line of a column."""
    places = column.places(frame[column.name])
    return np.column_stack([places.sum(axis=0), places[won == 1].sum(axis=0)]).astype(float)
