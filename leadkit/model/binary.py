"""What every classifier of leads shares: tables or arrays in, two outcomes, one likelier class."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import column_or_1d, validate_data


class LeadClassifier(ClassifierMixin, BaseEstimator, ABC):
    """A classifier of leads that were won or not; numbers, text and blanks as they are."""

    classes_: npt.NDArray[Any]

    @abstractmethod
    def predict_proba(self, X: Any) -> npt.NDArray[np.float64]:
        """Return the probabilities of both classes, of shape (n_leads, 2)."""

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """Return the likelier class; a handoff needs a threshold in money instead."""
        likelier = self.predict_proba(X).argmax(axis=1)
        labels: npt.NDArray[Any] = self.classes_[likelier]
        return labels

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        tags.input_tags.allow_nan = True
        tags.input_tags.string = True
        tags.input_tags.categorical = True
        return tags

    def _learn_from(self, X: Any, y: Any) -> tuple[pd.DataFrame, npt.NDArray[np.intp]]:
        """Check leads and outcomes to learn from; set `classes_`, return a table and codes."""
        if isinstance(X, pd.DataFrame):
            validate_data(self, X, skip_check_array=True)
            if not X.shape[1]:
                raise ValueError("leads must have at least one column to learn from")
            labels = column_or_1d(y, warn=True)
        else:
            X, labels = validate_data(self, X, y, dtype="numeric", ensure_all_finite="allow-nan")
        check_classification_targets(labels)
        self.classes_, codes = np.unique(labels, return_inverse=True)
        if len(self.classes_) != 2:
            raise ValueError(
                "Only binary classification is supported: leads must show two outcomes, "
                f"and y has {len(self.classes_)} class(es)."
            )
        return pd.DataFrame(X), codes

    def _judge(self, X: Any) -> pd.DataFrame:
        """Check leads to be judged and return them as a table."""
        if isinstance(X, pd.DataFrame):
            if hasattr(self, "n_features_in_"):
                validate_data(self, X, reset=False, skip_check_array=True)
            return X
        array = validate_data(self, X, reset=False, dtype="numeric", ensure_all_finite="allow-nan")
        return pd.DataFrame(array)
