"""The lead-quality classifier: a ridge logistic regression, or its challenger, calibrated."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, QuantileTransformer, SplineTransformer
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from leadkit.model.binary import LeadClassifier

BLANK = "(blank)"
RARE = 20
KNOTS = 4
FOLDS = 5
ONE_THREAD = 1  # the same sums in the same order on every machine, and fastest at this size


class LeadQualityClassifier(LeadClassifier):
    """Estimate the probability that a lead is won.

    Parameters
    ----------
    model : {"logistic", "boosting"}
        Ridge logistic regression (numbers as ranks in cubic splines, categories one-hot, levels
        under 20 leads pooled, missing values flagged), or histogram boosting on the same columns.
    calibration : {"none", "sigmoid"}
        Platt's two-parameter scaling on cross-fitted scores (Platt, 1999). Leads are never
        reweighted: that would spoil the probabilities (van den Goorbergh et al., 2022).
    C : float
        Inverse strength of the ridge penalty.
    splines : bool
        Whether numbers may bend; a straight line suits small samples.
    random_state : int
        Seed of folds and of boosting.

    Attributes
    ----------
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
        model: Literal["logistic", "boosting"] = "logistic",
        *,
        calibration: Literal["none", "sigmoid"] = "none",
        C: float = 0.3,
        splines: bool = True,
        random_state: int = 0,
    ) -> None:
        self.model = model
        self.calibration = calibration
        self.C = C
        self.splines = splines
        self.random_state = random_state

    def fit(self, X: Any, y: Any, groups: Any = None) -> LeadQualityClassifier:
        """Fit to leads and their outcomes.

        Parameters
        ----------
        X : DataFrame or array of shape (n_leads, n_features)
            Columns known at handoff; numbers, text and missing values as they are.
        y : array of shape (n_leads,)
            Two classes; the greater one means won.
        groups : array of shape (n_leads,), optional
            Accounts; one account never stands on both sides of a calibration fold.

        Returns
        -------
        LeadQualityClassifier
        """
        table, y = self._learn_from(X, y)
        frame = self._frame(table)
        self.numeric_ = [name for name in frame if frame[name].dtype.kind == "f"]
        self.text_ = [name for name in frame if name not in self.numeric_]
        pipeline = make_pipeline(self._columns(len(frame)), self._learner())
        if self.calibration == "sigmoid":
            pipeline = CalibratedClassifierCV(
                pipeline, method="sigmoid", ensemble=False, cv=self._folds(y, groups)
            )
        with threadpool_limits(ONE_THREAD):
            self.pipeline_ = pipeline.fit(frame, y)
        if self.calibration == "sigmoid":
            self.pipeline_.set_params(cv=None)  # folds hold row numbers, which no file needs
        compared = _typical_lead(frame) if self.model == "boosting" else frame
        self.centre_ = self.uncalibrated[0][0].transform(compared).mean(axis=0)
        return self

    def predict_proba(self, X: Any) -> npt.NDArray[np.float64]:
        """Return the probabilities of both classes, of shape (n_leads, 2)."""
        check_is_fitted(self)
        with threadpool_limits(ONE_THREAD):
            probabilities: npt.NDArray[np.float64] = self.pipeline_.predict_proba(
                self._frame(self._judge(X))
            )
        return probabilities

    def encode(self, X: Any) -> npt.NDArray[np.float64]:
        """Return leads as the learner sees them: numbers shaped, blanks flagged, levels apart."""
        with threadpool_limits(ONE_THREAD):
            encoded: npt.NDArray[np.float64] = self.uncalibrated[0][0].transform(
                self._frame(self._judge(X))
            )
        return encoded

    @property
    def uncalibrated(self) -> tuple[Pipeline, float, float]:
        """The fitted pipeline, and slope and shift that calibration gives its log-odds."""
        if self.calibration == "none":
            return self.pipeline_, 1.0, 0.0
        calibrated = self.pipeline_.calibrated_classifiers_[0]
        platt = calibrated.calibrators[0]
        return calibrated.estimator, -platt.a_, -platt.b_

    def _frame(self, X: pd.DataFrame) -> pd.DataFrame:
        """Return numbers as floats and everything else as text, blanks named."""
        known = getattr(self, "numeric_", None)
        columns: dict[str, pd.Series[Any]] = {}
        for name in X.columns:
            label, cells = str(name), X[name]
            if label in known if known is not None else pd.api.types.is_numeric_dtype(cells.dtype):
                columns[label] = pd.to_numeric(cells, errors="coerce").astype(float)
            else:
                columns[label] = cells.astype(object).where(cells.notna(), BLANK).astype(str)
        return pd.DataFrame(columns)

    def _columns(self, n: int) -> ColumnTransformer:
        text = OneHotEncoder(
            min_frequency=min(RARE, max(n // 20, 1)),
            handle_unknown="infrequent_if_exist",
            sparse_output=False,
        )
        if self.model == "boosting":
            return ColumnTransformer([("text", text, self.text_)], remainder="passthrough")
        ranks = QuantileTransformer(n_quantiles=min(100, n), random_state=self.random_state)
        knots = np.tile(np.linspace(0, 1, KNOTS)[:, None], max(len(self.numeric_), 1))
        shape = [SplineTransformer(knots=knots, include_bias=False)] if self.splines else []
        number = make_pipeline(
            SimpleImputer(strategy="median", keep_empty_features=True), ranks, *shape
        )
        return ColumnTransformer(
            [
                ("number", number, self.numeric_),
                ("missing", MissingIndicator(features="all"), self.numeric_),
                ("text", text, self.text_),
            ]
        )

    def _learner(self) -> Any:
        if self.model == "boosting":
            return HistGradientBoostingClassifier(
                max_leaf_nodes=8,
                min_samples_leaf=30,
                learning_rate=0.08,
                max_iter=120,
                l2_regularization=1.0,
                random_state=self.random_state,
            )
        return LogisticRegression(C=self.C, solver="newton-cholesky", tol=1e-8)

    def _folds(self, y: npt.NDArray[np.intp], groups: Any) -> Any:
        folds = max(2, min(FOLDS, int(np.bincount(y).min())))
        accounts = 0 if groups is None else len(np.unique(groups))
        if 1 < accounts < len(y):
            return list(GroupKFold(min(folds, accounts)).split(y, y, groups))
        return StratifiedKFold(folds, shuffle=True, random_state=self.random_state)


def _typical_lead(leads: pd.DataFrame) -> pd.DataFrame:
    """Return one lead with the median of numbers, and of text the level most leads have."""
    lead = {
        name: leads[name].median() if leads[name].dtype.kind == "f" else leads[name].mode().iloc[0]
        for name in leads
    }
    return pd.DataFrame(lead, index=[0])
