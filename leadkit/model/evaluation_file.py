"""The content of metrics.json: everything an evaluation says, as plain numbers and words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from leadkit.base.estimate import Estimate
    from leadkit.model.evaluation import Evaluation


def content(evaluation: Evaluation) -> dict[str, Any]:
    """Return an evaluation for a JSON file; what was refused is null."""
    data, parts, chosen = evaluation.data, evaluation.split, evaluation.chosen
    return {
        "format": 1,
        "verdict": evaluation.verdict,
        "split": parts.name,
        "boundary": None if parts.boundary is None else parts.boundary.isoformat(),
        "window_days": data.window_days,
        "as_of": None if data.as_of is None else data.as_of.isoformat(),
        "recent": evaluation.recent,
        "n": evaluation.counts(),
        "base_rate": _measures(evaluation.base_rates()),
        "chosen": chosen and _recipe(chosen),
        **_measures(evaluation.metrics),
        "baselines": {name: _measures(found) for name, found in evaluation.baselines.items()},
        "skill": _measures(evaluation.skill),
        "best_baseline": evaluation.best_baseline or None,
        **(_later(evaluation) if chosen else {}),
        "points_card": _card(evaluation),
        "columns": data.audit.to_dict(),
        "features": data.audit.features,
        "warnings": evaluation.warnings(),
    }


def _measures(found: dict[str, Estimate]) -> dict[str, dict[str, Any]]:
    return {name: one.to_dict() for name, one in found.items()}


def _recipe(chosen: Any) -> dict[str, Any]:
    return {
        name: getattr(chosen, name) for name in ("model", "calibration", "C", "splines", "trees")
    }


def _later(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "brier_parts": evaluation.corp.to_dict(),
        "bins": _records(evaluation.bins),
        "lift": _records(evaluation.lift),
        "by": {name: _records(table) for name, table in evaluation.by.items()},
        "rolling": {
            "quarters": _records(evaluation.rolling),
            "pooled": _measures(evaluation.pooled),
        },
    }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    text = table.to_json(orient="records", date_format="iso", double_precision=9)
    rows: list[dict[str, Any]] = json.loads(text)
    return rows


def _card(evaluation: Evaluation) -> dict[str, Any] | None:
    card = evaluation.points
    if card is None:
        return None
    return {
        "table": card.card_[["column", "level", "points"]].to_dict("records"),
        "bands": _measures(evaluation.bands),
        "judged": "later" if evaluation.chosen else "cross-fitted",
    }
