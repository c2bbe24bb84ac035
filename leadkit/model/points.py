"""The points card: a lead's points add up, and five points about double its odds."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import is_numeric_dtype
from scipy.optimize import brentq
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.language import _, number
from leadkit.model.binary import LeadClassifier
from leadkit.model.classifier import ONE_THREAD, RARE
from leadkit.model.levels import Column, cut

POINTS_DOUBLING = 5
A_POINT = log(2) / POINTS_DOUBLING
MOST_COLUMNS = 6
LEAST = 10
PENALTY = 0.05  # of 0.03 to 1 the least log-loss on new leads, in simulated firms of 30 wins
FOLDS = 5
HALF_TRUSTED_WINS = 50
MOST_STRETCH = 2.0
DIGITS = 6

Floats = npt.NDArray[np.float64]
Points = npt.NDArray[np.intp]


class PointsCard(LeadClassifier):
    """A card of points a page long, for firms with few wins.

    Numbers are cut in thirds, rare texts pooled; a ridge logistic regression on the levels is
    written in whole points, of which five double the odds (Siddiqi, 2006). At most six columns
    stay. The ridge shrinks too much or too little: its slope on cross-fitted scores (Cox, 1958),
    half believed at 50 wins, corrects what a point is worth, and the intercept makes the expected
    wins those that happened.

    Parameters
    ----------
    least : int
        Leads won, and leads not won, without which the card refuses.

    Attributes
    ----------
    columns_ : tuple of Column
        What the card says, the columns that tell most first.
    intercept_, slope_ : float
        Log-odds of a lead without points, and of a point.
    classes_ : ndarray
        The two outcomes; probabilities are of the second.
    leads_, won_ : int
        How many leads it learned from, and how many of them were won.

    Examples
    --------
    >>> X = pd.DataFrame({"source": ["web", "list"] * 1000})
    >>> y = ([1, 1] + [1, 0] * 4 + [0, 1] + [0, 0] * 4) * 100  # half of web, a fifth of list
    >>> PointsCard().fit(X, y).card_
       column  level  points     n  won
    0  source   list       0  1000  200
    1  source    web      10  1000  500
    2  source  other       5     0    0
    """

    def __init__(self, *, least: int = LEAST) -> None:
        self.least = least

    def fit(self, X: Any, y: Any) -> PointsCard:
        """Fit to leads and their outcomes.

        Parameters
        ----------
        X : DataFrame or array of shape (n_leads, n_features)
            Columns known at handoff; numbers, text and missing values as they are.
        y : array of shape (n_leads,)
            Two classes; the greater one means won.

        Raises
        ------
        TooLittleData
            With fewer than `least` leads won, or not won.

        Returns
        -------
        PointsCard
        """
        table, won = self._learn_from(X, y)
        kinds = {str(name): is_numeric_dtype(kind) for name, kind in table.dtypes.items()}
        frame = _frame(table, kinds)
        self.leads_, self.won_ = len(won), int(won.sum())
        if min(self.won_, self.leads_ - self.won_) < self.least:
            problem = _("a points card needs {least} leads won and {least} not; of {n}, {won} won")
            raise TooLittleData(
                problem.format(
                    least=number(self.least), n=number(self.leads_), won=number(self.won_)
                )
            )
        rare = min(RARE, max(self.leads_ // 20, 1))
        levels = {name: cut(frame[name], rare) for name in frame}
        drafts = [Column(name=str(name), levels=found) for name, found in levels.items() if found]
        with threadpool_limits(ONE_THREAD):
            self.columns_, stretch = _pointed(drafts, frame, won)
        self.slope_ = round(A_POINT * stretch, DIGITS)
        self.intercept_ = _intercept(self._total(frame) * self.slope_, won)
        counts = [_counts(column, frame, won) for column in self.columns_]
        self.counts_ = np.vstack([np.empty((0, 2)), *counts])
        return self

    @classmethod
    def written(
        cls, columns: Sequence[Column], *, intercept: float, slope: float, leads: int, won: int
    ) -> PointsCard:
        """Return the fitted card that a file describes; how many leads a level had is unknown."""
        card = cls()
        card.columns_, card.classes_ = tuple(columns), np.array([0, 1])
        card.intercept_, card.slope_ = intercept, slope
        card.leads_, card.won_ = leads, won
        lines = sum(len(column.points) for column in columns)
        card.counts_ = np.full((lines, 2), np.nan)
        return card

    @property
    def card_(self) -> pd.DataFrame:
        """One row a level: column, level, points, and of the leads learned from n and won.

        The level "other" is a value that no other level holds: rare, never met, or blank.
        """
        check_is_fitted(self)
        lines = [
            (column.name, words, int(points))
            for column in self.columns_
            for words, points in zip(column.words, column.points, strict=True)
        ]
        table = pd.DataFrame(lines, columns=["column", "level", "points"])
        counts = pd.DataFrame(self.counts_, columns=["n", "won"]).astype("Int64")
        return table.join(counts)

    def total(self, X: Any) -> Points:
        """Return the points of each lead.

        Parameters
        ----------
        X : DataFrame or array of shape (n_leads, n_features)
            As for `fit`; a card read from a file needs its own columns only.

        Raises
        ------
        BadInput
            If a column of the card is missing.

        Returns
        -------
        ndarray of int, of shape (n_leads,)
        """
        check_is_fitted(self)
        kinds = {column.name: column.is_number for column in self.columns_}
        return self._total(_frame(self._judge(X), kinds))

    def predict_proba(self, X: Any) -> Floats:
        """Return the probabilities of both classes, of shape (n_leads, 2)."""
        check_is_fitted(self)
        won = expit(self.intercept_ + self.slope_ * self.total(X))
        return np.column_stack([1 - won, won])

    def _total(self, frame: pd.DataFrame) -> Points:
        total = np.zeros(len(frame), dtype=np.intp)
        for column in self.columns_:
            total += column.places(frame[column.name]) @ column.points
        return total


def _frame(X: pd.DataFrame, kinds: dict[str, bool]) -> pd.DataFrame:
    """Return the columns named, numbers as floats and everything else as text, blanks missing."""
    named = {str(name): X[name] for name in X.columns}
    if missing := [name for name in kinds if name not in named]:
        raise BadInput(
            _("the points card needs columns that the data lacks: {names}").format(
                names=", ".join(map(repr, missing))
            ),
            fix=_("Give data with these columns, or take them off the card."),
        )
    return pd.DataFrame(
        {
            name: pd.to_numeric(named[name], errors="coerce").astype(float)
            if is_number
            else named[name].astype(object).where(named[name].notna(), None).map(_text)
            for name, is_number in kinds.items()
        },
        index=X.index,
    )


def _text(cell: Any) -> str | None:
    return None if cell is None else str(cell)


def _pointed(
    drafts: Sequence[Column], frame: pd.DataFrame, won: Points
) -> tuple[tuple[Column, ...], float]:
    """Return the columns that tell most, with their points, and how far to stretch those."""
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


def _intercept(score: npt.NDArray[np.floating[Any]], won: Points) -> float:
    """Return the log-odds of a lead without points, so that expected wins are those that were."""
    far = 50 + np.abs(score).max()
    start = brentq(lambda start: expit(start + score).sum() - won.sum(), -far, far)
    return round(float(start), DIGITS)


def _counts(column: Column, frame: pd.DataFrame, won: Points) -> Floats:
    """Return leads and wins of each line of a column."""
    places = column.places(frame[column.name])
    return np.column_stack([places.sum(axis=0), places[won == 1].sum(axis=0)]).astype(float)
