"""What the model has to beat, all fitted on the training period and judged on the same leads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from leadkit.model.classifier import LeadQualityClassifier
from leadkit.model.influence import Array
from leadkit.model.points.points import PointsCard
from leadkit.model.splits import Split
from leadkit.model.training import TrainingSet

LEAST_SHRINKAGE = 1.0
MOST_SHRINKAGE = 1000.0
STRAIGHT = {"model": "logistic", "calibration": "none", "C": 1.0, "splines": False}


def predicted(
    data: TrainingSet, parts: Split, card: PointsCard | None, *, rival: LeadQualityClassifier
) -> dict[str, Array]:
    """Return the probabilities that every baseline gives the judged turns.

    Parameters
    ----------
    data : TrainingSet
        Labelled turns.
    parts : Split
        Which of them train and which judge.
    card : PointsCard or None
        Fitted on the training turns.
    rival : LeadQualityClassifier
        The challenger, fitted on the training period.

    Returns
    -------
    dict of str to ndarray
        base_rate; source_rate, points_card, naive_bayes, crm_score and todays_rule as far as the
        data hold what they need; and the challenger, by the name of its model.
    """
    X, y = data.X.iloc[parts.train], data.y.iloc[parts.train]
    later = data.X.iloc[parts.test]
    found = {"base_rate": np.full(len(later), float(y.mean()))}
    if "source" in data.kinds:
        source = data.kinds["source"]
        found["source_rate"] = shrunk_rates(source.iloc[parts.train], y, source.iloc[parts.test])
    if card is not None:
        found["points_card"] = card.predict_proba(later)[:, 1]
    odoo = _as_odoo(X, y, later)
    if odoo is not None:
        found["naive_bayes"] = odoo
    if data.crm_score is not None:
        scores = data.crm_score.astype(float).to_frame("score")
        found["crm_score"] = _straight(scores.iloc[parts.train], y, scores.iloc[parts.test])
    if data.rule in data.X:
        found["todays_rule"] = _straight(X[[data.rule]], y, later[[data.rule]])
    found[rival.model_] = rival.predict_proba(later)[:, 1]
    return found


def shrunk_rates(learned: pd.Series[str], y: pd.Series[int], judged: pd.Series[str]) -> Array:
    """Return the win rate of each lead's source, drawn towards the rate of all.

    Parameters
    ----------
    learned, judged : Series of str
        Sources of the leads learned from, and of those to be judged.
    y : Series of int
        Outcomes of the leads learned from.

    Returns
    -------
    ndarray of float
        (won + k * rate of all) / (leads + k), where k is what the spread between the sources
        suggests (beta-binomial by moments; Kleinman, 1973); a source never met has the rate of all.
    """
    rate = float(y.mean())
    counts = y.groupby(learned.to_numpy()).agg(["sum", "count"])
    n = counts["count"].to_numpy(float)
    observed = counts["sum"].to_numpy(float) / n
    total, within = n.sum(), rate * (1 - rate)
    excess = float((n * (observed - rate) ** 2).sum()) - (len(n) - 1) * within
    room = total - float((n**2).sum()) / total
    between = excess / room if room > 0 else 0.0
    k = within / between - 1 if between > 0 else MOST_SHRINKAGE
    k = float(np.clip(k, LEAST_SHRINKAGE, MOST_SHRINKAGE))
    shrunk = (counts["sum"] + k * rate) / (counts["count"] + k)
    rates: Array = judged.map(shrunk).fillna(rate).to_numpy(float)
    return rates


def _as_odoo(X: pd.DataFrame, y: pd.Series[int], later: pd.DataFrame) -> Array | None:
    from leadkit.model.odoo import NaiveBayes

    model = NaiveBayes().fit(X, y)
    return model.predict_proba(later)[:, 1] if model.used_ else None


def _straight(X: pd.DataFrame, y: pd.Series[int], later: pd.DataFrame) -> Array:
    """Return what a straight logistic regression on one column says."""
    settings: dict[str, Any] = STRAIGHT
    model = LeadQualityClassifier(**settings).fit(X, y)
    return model.predict_proba(later)[:, 1]
