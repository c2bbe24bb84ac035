"""The points card: a lead's points add up, and five points about double its odds."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype
from scipy.special import expit
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.language import _, number
from leadkit.model.binary import LeadClassifier
from leadkit.model.classifier import ONE_THREAD, RARE
from leadkit.model.levels import Column, cut
from leadkit.model.points.learning import (
    A_POINT,
    DIGITS,
    Floats,
    Points,
    counted,
    intercept,
    pointed,
)

if TYPE_CHECKING:
    from leadkit.model.points.grid import PointsGrid

LEAST = 10
AXES = ("fit", "engagement")


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
    engagement : sequence of str
        Columns that say what a lead did; all others say who it is. Whether such points fade with
        the days, and how fast, is written in the card's file.

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

    def __init__(self, *, least: int = LEAST, engagement: Sequence[str] = ()) -> None:
        self.least = least
        self.engagement = engagement

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
        BadInput
            If a column of `engagement` is missing.

        Returns
        -------
        PointsCard
        """
        table, won = self._learn_from(X, y)
        kinds = {str(name): is_numeric_dtype(kind) for name, kind in table.dtypes.items()}
        frame = _frame(table, kinds)
        _refuse_missing(self.engagement, frame)
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
        drafts = [
            Column(name=str(name), levels=found, axis=self._axis(str(name)))
            for name, found in levels.items()
            if found
        ]
        with threadpool_limits(ONE_THREAD):
            self.columns_, stretch = pointed(drafts, frame, won)
        self.slope_ = round(A_POINT * stretch, DIGITS)
        self.intercept_ = intercept(self._axes(frame).sum(axis=1) * self.slope_, won)
        counts = [counted(column, frame, won) for column in self.columns_]
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
        """Return the points of each lead: fit and engagement together.

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
        total: Points = self._axes(self._needed(X)).sum(axis=1)
        return total

    def axes(self, X: Any) -> pd.DataFrame:
        """Return who each lead is and what it did, in points.

        Parameters
        ----------
        X : DataFrame or array of shape (n_leads, n_features)
            As for `total`. Days ago below 0 count as 0; where they are blank nothing fades.

        Raises
        ------
        BadInput
            If a column of the card is missing, or the one that says how long ago.

        Returns
        -------
        DataFrame of int
            fit, engagement: each in whole points once all columns are added and faded, so that
            the two make the total.
        """
        table = self._judge(X)
        return pd.DataFrame(self._axes(self._needed(table)), columns=[*AXES], index=table.index)

    def grid(self, X: Any, y: Any) -> PointsGrid:
        """Return win rates by fit (A to C) and engagement (1 to 3).

        Parameters
        ----------
        X : DataFrame or array of shape (n_leads, n_features)
            As for `total`; leads the card has not learned from give honest rates.
        y : array of shape (n_leads,)
            1 won, 0 not.

        Raises
        ------
        BadInput
            If no column of the card is marked as engagement, or y has another length.

        Returns
        -------
        PointsGrid
        """
        from leadkit.model.points.grid import grid

        return grid(self, X, y)

    def predict_proba(self, X: Any) -> Floats:
        """Return the probabilities of both classes, of shape (n_leads, 2)."""
        check_is_fitted(self)
        won = expit(self.intercept_ + self.slope_ * self.total(X))
        return np.column_stack([1 - won, won])

    def _axis(self, name: str) -> Literal["fit", "engagement"]:
        return "engagement" if name in self.engagement else "fit"

    def _needed(self, X: Any) -> pd.DataFrame:
        check_is_fitted(self)
        kinds = {column.name: column.is_number for column in self.columns_}
        days = {column.since: True for column in self.columns_ if column.since is not None}
        return _frame(self._judge(X), kinds | days)

    def _axes(self, frame: pd.DataFrame) -> Points:
        """Return (n, 2): points for who the lead is and for what it did."""
        points = np.zeros((len(frame), len(AXES)))
        for column in self.columns_:
            points[:, AXES.index(column.axis)] += column.scores(frame)
        return np.rint(points).astype(np.intp)


def _frame(X: pd.DataFrame, kinds: dict[str, bool]) -> pd.DataFrame:
    """Return the columns named, numbers as floats and everything else as text, blanks missing."""
    named = {str(name): X[name] for name in X.columns}
    _refuse_missing(kinds, named)
    return pd.DataFrame(
        {
            name: pd.to_numeric(named[name], errors="coerce").astype(float)
            if is_number
            else named[name].astype(object).where(named[name].notna(), None).map(_text)
            for name, is_number in kinds.items()
        },
        index=X.index,
    )


def _refuse_missing(wanted: Iterable[str], there: Container[str]) -> None:
    if missing := [name for name in wanted if name not in there]:
        raise BadInput(
            _("the points card needs columns that the data lacks: {names}").format(
                names=", ".join(map(repr, missing))
            ),
            fix=_("Give data with these columns, or take them off the card."),
        )


def _text(cell: Any) -> str | None:
    return None if cell is None else str(cell)
