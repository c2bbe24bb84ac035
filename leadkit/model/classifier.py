"""The lead-quality classifier: a ridge logistic regression or its challenger, calibrated."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit
from sklearn.base import clone
from sklearn.utils.validation import check_consistent_length, check_is_fitted
from threadpoolctl import threadpool_limits

from leadkit.model.binary import LeadClassifier
from leadkit.model.calibrating import Calibration, Method, anchored, by_wins, calibrated
from leadkit.model.choosing import Comparison, compare, make_folds
from leadkit.model.columns import RARE as RARE
from leadkit.model.columns import Columns
from leadkit.model.learners import FEW_WINS, Leads, Setting, forest, ridge
from leadkit.model.raw import BLANK as BLANK
from leadkit.model.ridge import shrunk

TREES = (25, 50, 100)
ONE_THREAD = 1  # the same sums in the same order on every machine, and fastest at this size


class LeadQualityClassifier(LeadClassifier):
    """Estimate the probability that a lead is won; it needs no settings.

    Parameters
    ----------
    model : {"auto", "logistic", "boosting"}
        Ridge logistic regression (numbers as ranks, straight or in splines; categories, weekdays
        and words of short text as flags; blanks flagged), or histogram boosting on the same
        columns. By itself it takes the simplest that is not clearly worse than the best (one
        standard error, half a percent of the log-loss) on leads held out, later ones where times
        are known; boosting and splines from 150 wins on, and below that a ridge of at most six
        columns.
    calibration : {"auto", "none", "sigmoid", "isotonic"}
        Fitted to the same held-out predictions; by itself as many parameters as the wins can
        bear. Leads are never reweighted to balance the outcomes: that would spoil the
        probabilities (van den Goorbergh et al., 2022).
    C : float, optional
        How much weaker the ridge penalties are than the leads themselves ask for (1): each column
        is shrunk as its marginal likelihood asks (Wood and Fasiolo, 2017).
    splines : bool, optional
        Whether numbers may bend.
    trees : int, optional
        How many trees boosting grows.
    random_state : int
        Seed of folds and of boosting.

    Attributes
    ----------
    model_, calibration_, C_, splines_, trees_
        What was chosen.
    selection_ : DataFrame
        candidate, log_loss (held out), difference to the best, standard_error of the difference
        (clustered by groups), chosen. Empty where nothing had to be chosen.
    numeric_, dates_, levels_, text_ : list of str
        The columns by kind.
    classes_ : ndarray
        The two outcomes; probabilities are of the second.
    feature_names_in_ : ndarray of str
        Columns used, where X was a DataFrame.
    centre_ : ndarray
        The lead that reasons compare others with, as the learner sees it: the mean of the training
        leads; for boosting, the median or most frequent value of each column.

    Examples
    --------
    >>> X = pd.DataFrame({"source": ["web", "list"] * 60, "pages": range(120)})
    >>> y = [1, 0] * 60
    >>> model = LeadQualityClassifier().fit(X, y)
    >>> bool(model.predict_proba(X)[0, 1] > 0.5)
    True
    """

    def __init__(
        self,
        model: Literal["auto", "logistic", "boosting"] = "auto",
        *,
        calibration: Literal["auto", "none", "sigmoid", "isotonic"] = "auto",
        C: float | None = None,
        splines: bool | None = None,
        trees: int | None = None,
        random_state: int = 0,
    ) -> None:
        self.model = model
        self.calibration = calibration
        self.C = C
        self.splines = splines
        self.trees = trees
        self.random_state = random_state

    def fit(
        self, X: Any, y: Any, groups: Any = None, times: Any = None, weights: Any = None
    ) -> LeadQualityClassifier:
        """Choose, fit and calibrate on leads and their outcomes.

        Parameters
        ----------
        X : DataFrame or array of shape (n_leads, n_features)
            Columns known at handoff: numbers, categories, dates, short text and missing values as
            they are. Infinite numbers in a DataFrame count as missing.
        y : array of shape (n_leads,)
            Two classes; the greater one means won.
        groups : array of shape (n_leads,), optional
            Accounts; one account never stands on both sides of a fold.
        times : array of shape (n_leads,), optional
            When each lead came, or its place in the order; folds then go forward in time.
        weights : array of shape (n_leads,), optional
            Inverse-censoring weights; default 1.

        Returns
        -------
        LeadQualityClassifier
        """
        table, y = self._learn_from(X, y)
        weights = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=np.float64)
        check_consistent_length(table, groups, times, weights)
        used = weights > 0
        groups = None if groups is None else np.asarray(groups)[used]
        times = None if times is None else np.asarray(times)[used]
        with threadpool_limits(ONE_THREAD):
            self._fit(table[used], y[used], groups, times, weights[used])
        return self

    def _fit(
        self,
        table: pd.DataFrame,
        y: npt.NDArray[np.intp],
        groups: Any,
        times: Any,
        weights: npt.NDArray[np.float64],
    ) -> None:
        columns = Columns.learned(table)
        leads = Leads(columns, columns.read(table), y, weights)
        settings = self._settings(y)
        found = None
        if len(settings) > 1 or self.calibration != "none":
            folds = make_folds(y, groups, times, seed=self.random_state)
            if folds:
                scales = self.calibration != "none"
                found = compare(
                    leads, settings, folds, groups, scales=scales, seed=self.random_state
                )
        self._keep(columns, settings[len(settings) // 2] if found is None else found.chosen)
        self.compared_: dict[str, list[Any]] = {} if found is None else found.table
        self.calibrator_ = (
            Calibration() if found is None else self._calibrated(found, leads, groups)
        )
        self.calibration_ = self.calibrator_.method
        self._learn(leads)
        if self.calibration_ == "sigmoid":
            self.calibrator_ = anchored(self.calibrator_, self.scores(table), y, weights)

    def _settings(self, y: npt.NDArray[np.intp]) -> list[Setting]:
        """Return the candidates, simplest first."""
        has_many = np.bincount(y, minlength=2).min() >= FEW_WINS
        shapes = (False, True) if has_many else (False,)
        if self.splines is not None:
            shapes = (self.splines,)
        C = 1.0 if self.C is None else self.C
        sizes = TREES if self.trees is None else (self.trees,)
        ridge = [Setting("logistic", splines, C) for splines in shapes]
        boosted = [Setting("boosting", trees=trees) for trees in sizes]
        if self.model == "boosting":
            return boosted
        return [*ridge, *boosted] if self.model == "auto" and has_many else ridge

    def _keep(self, columns: Columns, chosen: Setting) -> None:
        self.columns_ = columns
        self.numeric_, self.dates_ = columns.of_kind("number"), columns.of_kind("date")
        self.levels_, self.text_ = columns.of_kind("levels"), columns.of_kind("text")
        self.model_ = chosen.model
        self.C_, self.splines_, self.trees_ = chosen.C, chosen.splines, chosen.trees

    def _calibrated(self, found: Comparison, leads: Leads, groups: Any) -> Calibration:
        y, weights = leads.y[found.rows], leads.weights[found.rows]
        accounts = found.rows if groups is None else pd.factorize(np.asarray(groups)[found.rows])[0]
        method: Method = (
            by_wins(self.model_, found.scores, y, weights, fold=found.fold, accounts=accounts)
            if self.calibration == "auto"
            else self.calibration
        )
        return calibrated(method, found.scores, y, weights, found.fold)

    def _learn(self, leads: Leads) -> None:
        """Fit the chosen learner to every lead, and note what reasons compare with."""
        rows = np.arange(len(leads.y))
        if self.model_ == "boosting":
            grown = leads.columns.grown(leads.read)
            self.forest_ = forest(leads, grown, rows, self.trees_, self.random_state)
            self.centre_ = _typical(grown, leads.columns.coded)
            return
        matrix = leads.matrix(self.splines_)
        task, found = ridge(leads, matrix, self.splines_, rows)
        found = found if self.C_ == 1 else shrunk(task, found, 1 / self.C_)
        self.coef_, self.intercept_ = found.coef, found.intercept
        self.centre_ = np.asarray(matrix.mean(axis=0)).ravel()

    @property
    def selection_(self) -> pd.DataFrame:
        """The candidates and their losses on held-out leads."""
        return pd.DataFrame(self.compared_)

    def settled(self) -> LeadQualityClassifier:
        """Return an unfitted classifier with everything fixed that was chosen."""
        model: LeadQualityClassifier = clone(self)
        model.set_params(model=self.model_, calibration=self.calibration_)
        if self.model_ == "boosting":
            model.set_params(trees=self.trees_)
        else:
            model.set_params(C=self.C_, splines=self.splines_)
        return model

    def predict_proba(self, X: Any) -> npt.NDArray[np.float64]:
        """Return the probabilities of both classes, of shape (n_leads, 2)."""
        check_is_fitted(self)
        won = expit(self.calibrator_.log_odds(self.scores(self._judge(X))))
        return np.column_stack([1 - won, won])

    def scores(self, X: pd.DataFrame) -> npt.NDArray[np.float64]:
        """Return the learner's log-odds, before calibration."""
        read = self.columns_.read(X)
        if self.model_ == "boosting":
            with threadpool_limits(ONE_THREAD):
                found: npt.NDArray[np.float64] = self.forest_.decision_function(
                    self.columns_.grown(read)
                )
            return found
        return self.summed(self.columns_.parts(read, self.coef_, self.splines_))

    def summed(self, parts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return log-odds from the parts of the columns, added in the same order for every lead."""
        total = np.full(len(parts), self.intercept_)
        for part in parts.T:
            total += part
        return total


def _typical(grown: npt.NDArray[np.float64], coded: list[bool]) -> npt.NDArray[np.float64]:
    """Return the median of each size and the most frequent of each code."""
    typical = np.full(grown.shape[1], np.nan)
    for place, is_code in enumerate(coded):
        known = grown[:, place][~np.isnan(grown[:, place])]
        if is_code:
            typical[place] = np.bincount(known.astype(np.intp)).argmax()
        elif len(known):
            typical[place] = np.median(known)
    return typical
