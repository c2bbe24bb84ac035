"""The lead-quality model: training set, leakage audit, classifier, evaluation, safe files."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from leadkit.model.audit import Audit, audit
from leadkit.model.training import TrainingSet, training_set

if TYPE_CHECKING:
    from leadkit.model.classifier import LeadQualityClassifier as LeadQualityClassifier
    from leadkit.model.evaluation import Evaluation as Evaluation
    from leadkit.model.judging import evaluate as evaluate
    from leadkit.model.metrics import judge as judge
    from leadkit.model.saving import SavedModel as SavedModel
    from leadkit.model.saving import load_model as load_model
    from leadkit.model.saving import save_model as save_model

_LAZY = {
    "LeadQualityClassifier": "classifier",
    "Evaluation": "evaluation",
    "evaluate": "judging",
    "judge": "metrics",
    "SavedModel": "saving",
    "load_model": "saving",
    "save_model": "saving",
}
__all__ = ["Audit", "TrainingSet", "audit", "training_set", *_LAZY]


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'leadkit.model' has no attribute {name!r}")
    return getattr(import_module(f"leadkit.model.{_LAZY[name]}"), name)
