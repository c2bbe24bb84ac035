"""The lead-quality model: training set, audit, classifier, points card, evaluation, files."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from leadkit.model.leakage.audit import Audit, audit
from leadkit.model.splits import LEAST_WINS
from leadkit.model.training import TrainingSet, training_set

if TYPE_CHECKING:
    from leadkit.model.champion import Comparison as Comparison
    from leadkit.model.champion import compare as compare
    from leadkit.model.classifier import LeadQualityClassifier as LeadQualityClassifier
    from leadkit.model.evaluation import Evaluation as Evaluation
    from leadkit.model.judging import evaluate as evaluate
    from leadkit.model.metrics import judge as judge
    from leadkit.model.models_in_use import own_model as own_model
    from leadkit.model.models_in_use import use_model as use_model
    from leadkit.model.points.file import read_card as read_card
    from leadkit.model.points.file import write_card as write_card
    from leadkit.model.points.points import PointsCard as PointsCard
    from leadkit.model.reasons import contributions as contributions
    from leadkit.model.saving import SavedModel as SavedModel
    from leadkit.model.saving import load_model as load_model
    from leadkit.model.saving import save_model as save_model
    from leadkit.model.streaming import ScoredBlock as ScoredBlock
    from leadkit.model.streaming import score_cells as score_cells
    from leadkit.model.streaming import score_stream as score_stream
    from leadkit.model.unfamiliar import Unfamiliar as Unfamiliar
    from leadkit.model.upkeep.checking import check_model as check_model
    from leadkit.model.upkeep.rule import Refresh as Refresh
    from leadkit.model.upkeep.rule import refresh as refresh
    from leadkit.model.win_rates import rates as rates

_LAZY = {
    "Comparison": "champion",
    "compare": "champion",
    "check_model": "upkeep.checking",
    "Refresh": "upkeep.rule",
    "refresh": "upkeep.rule",
    "use_model": "models_in_use",
    "Unfamiliar": "unfamiliar",
    "LeadQualityClassifier": "classifier",
    "Evaluation": "evaluation",
    "evaluate": "judging",
    "judge": "metrics",
    "PointsCard": "points.points",
    "read_card": "points.file",
    "write_card": "points.file",
    "SavedModel": "saving",
    "load_model": "saving",
    "save_model": "saving",
    "contributions": "reasons",
    "rates": "win_rates",
    "own_model": "models_in_use",
    "ScoredBlock": "streaming",
    "score_cells": "streaming",
    "score_stream": "streaming",
}
__all__ = ["Audit", "LEAST_WINS", "TrainingSet", "audit", "training_set", *_LAZY]


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'leadkit.model' has no attribute {name!r}")
    return getattr(import_module(f"leadkit.model.{_LAZY[name]}"), name)
