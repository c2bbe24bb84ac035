"""Judging a model, and all that it must beat, on leads later than those it learned from."""

from __future__ import annotations

from math import nan
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.model.baselines import predicted
from leadkit.model.classifier import LeadQualityClassifier
from leadkit.model.evaluation import Evaluation
from leadkit.model.lessons import Lesson, before, mature
from leadkit.model.metrics import NAMES, judge, skill
from leadkit.model.points.judging import cross_fitted_bands, fitted_card, later_bands
from leadkit.model.points.points import PointsCard
from leadkit.model.splits import LEAST_WINS, Split, split_of
from leadkit.model.training import TrainingSet
from leadkit.model.verdict import TOO_LITTLE, decide, strongest

DIGITS = 9


def evaluate(data: TrainingSet, *, seed: int = 0, recent: bool = False) -> Evaluation:
    """Fit a model and judge it on leads later than those it learned from.

    Parameters
    ----------
    data : TrainingSet
        Labelled turns with audited columns.
    seed : int
        Seed of folds.
    recent : bool
        Learn also from turns whose outcome window was not over when the judging period began, as
        far as their course was known then, by inverse probability of censoring weights (Robins and
        Finkelstein, 2000). Needs closing dates.

    Returns
    -------
    Evaluation
        The model is chosen and calibrated inside the training period by `LeadQualityClassifier`.
        It is `usable` where its log-loss is surely less than that of the base rate and of the
        source's rate. Below 40 wins there is no model. A points card stands beside it, or alone
        from 10 wins on.

    Raises
    ------
    BadInput
        With `recent`, if nothing says when leads ended.
    TooLittleData
        With `recent`, if too few leads could be followed to the end of the window.

    Examples
    --------
    >>> import leadkit as lk
    >>> data = lk.training_set(lk.read_book(lk.sample()))
    >>> lk.evaluate(data).verdict
    'usable'
    """
    parts = split_of(data)
    wins = int(data.y.iloc[parts.train].sum())
    if wins < LEAST_WINS or data.X.empty or data.y.iloc[parts.test].nunique() < 2:
        return _refusal(data, parts)
    lesson = before(data, parts) if recent else mature(data, parts.train)
    model = lesson.teach(LeadQualityClassifier(random_state=seed))
    card = fitted_card(data.X.iloc[parts.train], data.y.iloc[parts.train])
    rival = _challenger(model, lesson, seed)
    rivals = predicted(data, parts, card, rival=rival)
    predictions = _predictions(data, parts, model, card)
    judged = predictions[predictions["y"].notna()]
    y, p, account = (judged[name].to_numpy() for name in ("y", "p", "account"))
    baselines = {name: judge(y, other, account) for name, other in rivals.items()}
    skills = {name: skill(y, p, other, account) for name, other in rivals.items()}
    bands = {} if card is None else later_bands(card, data, parts)
    return Evaluation(
        verdict=decide(skills, baselines),
        chosen=model.settled(),
        metrics=judge(y, p, account),
        baselines=baselines,
        predictions=predictions,
        split=parts,
        data=data,
        points=fitted_card(data.X, data.y) if bands else None,
        bands=bands,
        skill=skills,
        best_baseline=strongest(baselines),
        test_model=model,
        recent=recent,
        notes=_notes(lesson) if recent else (),
    )


def _notes(lesson: Lesson) -> tuple[str, ...]:
    """Say where young leads differ from old ones, so that weights may mislead."""
    from leadkit.journey import censoring_warning

    said = censoring_warning(lesson.X, pd.Series(lesson.times, index=lesson.X.index))
    return (said.rstrip("."),) if said else ()


def _challenger(model: LeadQualityClassifier, lesson: Lesson, seed: int) -> LeadQualityClassifier:
    """Return the learner that was not chosen, fitted to the same turns."""
    other: Literal["boosting", "logistic"] = "boosting"
    if model.model_ == "boosting":
        other = "logistic"
    return lesson.teach(LeadQualityClassifier(other, random_state=seed))


def _refusal(data: TrainingSet, parts: Split) -> Evaluation:
    method = f"refused: fewer than {LEAST_WINS} wins to learn from, or no column to use"
    wins = int(data.y.iloc[parts.test].sum())
    refused = Estimate(value=nan, low=nan, high=nan, n=len(parts.test), events=wins, method=method)
    empty = pd.DataFrame(columns=["key", "y", "p", "account", "value", "at", "points"])
    card = fitted_card(data.X, data.y)
    return Evaluation(
        verdict=TOO_LITTLE,
        chosen=None,
        metrics=dict.fromkeys(NAMES, refused),
        baselines={},
        predictions=empty,
        split=parts,
        data=data,
        points=card,
        bands={} if card is None else cross_fitted_bands(data),
    )


def _predictions(
    data: TrainingSet, parts: Split, model: LeadQualityClassifier, card: PointsCard | None
) -> pd.DataFrame:
    """Return judged turns and, below them, leads of their period that were never handed off."""
    test = parts.test
    judged = pd.DataFrame(
        {
            "key": data.keys[test],
            "y": data.y.iloc[test].to_numpy(float),
            "p": _probability(model, data.X.iloc[test]),
            "account": data.groups.iloc[test].to_numpy(),
            "value": data.value.iloc[test].to_numpy(),
            "at": data.times.iloc[test].to_numpy(),
            "today": None if data.today is None else data.today.iloc[test].to_numpy(),
            "points": _points(card, data.X.iloc[test]),
        }
    )
    unseen = data.unseen[data.unseen["at"].between(judged["at"].min(), judged["at"].max())]
    if unseen.empty:
        return judged
    beside = pd.DataFrame(
        {
            "key": unseen.index,
            "y": np.nan,
            "p": _probability(model, unseen[list(data.X.columns)]),
            "account": unseen["account"].to_numpy(),
            "value": np.nan,
            "at": unseen["at"].to_numpy(),
            "today": None if data.today is None else False,
            "points": _points(card, unseen[list(data.X.columns)]),
        }
    )
    return pd.concat([judged, beside], ignore_index=True)


def _points(card: PointsCard | None, X: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Return what the points card of the training period says; missing where there is none."""
    return np.full(len(X), nan) if card is None else card.predict_proba(X)[:, 1].round(DIGITS)


def _probability(model: LeadQualityClassifier, X: pd.DataFrame) -> npt.NDArray[np.float64]:
    return model.predict_proba(X)[:, 1].round(DIGITS)
