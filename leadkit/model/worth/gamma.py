"""A Gamma regression of amounts on a lead's columns: ridge, log link, no second encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array
from threadpoolctl import threadpool_limits

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.model.choosing import Folds
from leadkit.model.columns import Columns

PENALTIES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
LEAST_TO_LEARN = 10
STEPS, TOLERANCE = 1000, 1e-6
ONE_THREAD = 1  # the same sums in the same order on every machine

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class GammaRidge:
    """The mean of an amount, given a lead's columns.

    Attributes
    ----------
    columns : Columns
        The lead's columns as the classifier encodes them.
    coef, intercept : ndarray of float, float
        On the log scale.
    penalty : float
        Ridge on the coefficients, beside the mean half deviance.
    """

    columns: Columns
    coef: Floats
    intercept: float
    penalty: float

    def predict(self, X: pd.DataFrame) -> Floats:
        """Return the mean amount of each lead; never the exponential of a mean logarithm.

        Raises
        ------
        BadInput
            If a column that it learned from is absent.
        """
        absent = [name for name in self.columns.names if name not in X]
        if absent:
            raise BadInput(
                _("expected deal values need columns that the data lacks: {names}").format(
                    names=", ".join(map(repr, absent))
                ),
                fix=_("Give the columns that they were learned from."),
            )
        own = X[self.columns.names]
        parts = self.columns.parts(self.columns.read(own), self.coef, splines=False)
        mean: Floats = np.exp(self.intercept + parts.sum(axis=1))
        return mean


def gamma_ridge(X: pd.DataFrame, amount: Floats, folds: Folds) -> GammaRidge:
    """Fit a Gamma regression whose ridge predicts best on the leads that the folds hold out.

    Parameters
    ----------
    X : DataFrame
        Columns known at handoff, one row a lead.
    amount : ndarray of float, shape (n_leads,)
        Positive amounts.
    folds : list of (rows to learn from, rows held out)
        Forward in time where time is known.

    Notes
    -----
    A generalised linear model with log link (McCullagh and Nelder, 1989) estimates the mean
    itself. The exponential of a mean logarithm would be its median (Duan, 1983).
    """
    columns = Columns.learned(X)
    matrix = columns.matrix(columns.read(X), splines=False)
    with threadpool_limits(ONE_THREAD):
        penalty = _chosen(matrix, amount, folds)
        coef, intercept = _fitted(matrix, amount, penalty)
    return GammaRidge(columns, coef, intercept, penalty)


def deviance(amount: Floats, mean: Floats) -> Floats:
    """Return the Gamma deviance of each amount; least, on average, for the true mean."""
    unit: Floats = 2 * (np.log(mean / amount) + amount / mean - 1)
    return unit


def _chosen(matrix: csr_array, amount: Floats, folds: Folds) -> float:
    """Return the penalty of least held-out deviance; a middling one where none can be judged."""
    able = [(fit, check) for fit, check in folds if len(fit) >= LEAST_TO_LEARN and len(check)]
    if not able:
        return PENALTIES[len(PENALTIES) // 2]
    losses = [_held_out(matrix, amount, able, penalty) for penalty in PENALTIES]
    return PENALTIES[int(np.argmin(losses))]


def _held_out(
    matrix: csr_array,
    amount: Floats,
    folds: Sequence[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]],
    penalty: float,
) -> float:
    total = 0.0
    for fit, check in folds:
        coef, intercept = _fitted(matrix[fit], amount[fit], penalty)
        total += deviance(amount[check], np.exp(matrix[check] @ coef + intercept)).sum()
    return total


def _fitted(matrix: csr_array, amount: Floats, penalty: float) -> tuple[Floats, float]:
    from sklearn.linear_model import GammaRegressor

    unit = amount.mean()  # millions would slow the solver down
    model = GammaRegressor(alpha=penalty, max_iter=STEPS, tol=TOLERANCE).fit(matrix, amount / unit)
    return model.coef_, float(model.intercept_ + np.log(unit))
