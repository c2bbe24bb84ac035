"""Choosing, calibrating and judging a model on leads later than those it learned from."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import clone
from sklearn.model_selection import GroupKFold, StratifiedKFold, TimeSeriesSplit

from leadkit.base.estimate import Estimate
from leadkit.model.classifier import LeadQualityClassifier
from leadkit.model.evaluation import NO_SIGNAL, TOO_LITTLE, USABLE, Evaluation
from leadkit.model.metrics import CLIP, NAMES, clustered_error, judge
from leadkit.model.points_judging import cross_fitted_bands, fitted_card, later_bands
from leadkit.model.splits import LEAST_WINS, Split, split
from leadkit.model.training import TrainingSet

LEAST_AUC = 0.55
SMALL_SAMPLE_WINS = 150
SIGMOID_WINS = {"logistic": 200, "boosting": 50}
PENALTIES = (0.03, 0.3, 3.0)
DIGITS = 9


def evaluate(data: TrainingSet, *, seed: int = 0) -> Evaluation:
    """Choose, calibrate and judge a model on leads later than those it learned from.

    Parameters
    ----------
    data : TrainingSet
        Labelled turns with audited columns.
    seed : int
        Seed of folds and bootstrap.

    Returns
    -------
    Evaluation
        Boosting replaces the ridge logistic regression only where its mean log-loss, cross-fitted
        inside the training period, is lower by more than one standard error. Below 40 wins there
        is no model; below 150 no boosting and no splines. A points card stands beside the model,
        or alone from 10 wins on.

    Examples
    --------
    >>> import leadkit as lk
    >>> data = lk.training_set(lk.read_book(lk.sample()))
    >>> lk.evaluate(data).verdict
    'usable'
    """
    parts = split(
        data.y,
        times=data.times,
        groups=data.groups,
        is_ordered=data.is_ordered,
        window_days=data.window_days,
        closes=data.closes,
    )
    wins = int(data.y.iloc[parts.train].sum())
    if wins < LEAST_WINS or data.X.empty or data.y.iloc[parts.test].nunique() < 2:
        return _refusal(data, parts)
    folds = list(_folds(parts, data))
    chosen = _choose(data, parts, wins, folds, seed)
    y, account = data.y.iloc[parts.test].to_numpy().astype(np.float64), data.groups.iloc[parts.test]
    metrics, constant = {}, np.full(len(y), data.y.iloc[parts.train].mean())
    for name, (model, columns) in _rivals(chosen, data, wins).items():
        fitted = model and _fit(model, data, parts, columns)
        later = data.X[columns].iloc[parts.test]
        p = constant if fitted is None else fitted.predict_proba(later)[:, 1]
        metrics[name] = judge(y, p, account, seed=seed)
        if fitted is not None and name == "model":
            predictions = _predictions(data, parts, p, fitted)
    card, bands = fitted_card(data.X.iloc[parts.train], data.y.iloc[parts.train]), {}
    if card is not None:
        p = card.predict_proba(data.X.iloc[parts.test])[:, 1]
        metrics["points_card"] = judge(y, p, account, seed=seed)
        bands = later_bands(card, data, parts)
    own = metrics.pop("model")
    return Evaluation(
        verdict=_verdict(own, metrics["base_rate"]),
        chosen=chosen,
        metrics=own,
        baselines=metrics,
        predictions=predictions,
        split=parts,
        data=data,
        points=fitted_card(data.X, data.y) if bands else None,
        bands=bands,
    )


def _refusal(data: TrainingSet, parts: Split) -> Evaluation:
    method = f"refused: fewer than {LEAST_WINS} wins to learn from, or no column to use"
    wins = int(data.y.iloc[parts.test].sum())
    refused = Estimate(value=nan, low=nan, high=nan, n=len(parts.test), events=wins, method=method)
    empty = pd.DataFrame(columns=["key", "y", "p", "account", "value", "at"])
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


def _verdict(own: dict[str, Estimate], constant: dict[str, Estimate]) -> str:
    if own["auc"].refused:
        return TOO_LITTLE
    better = own["average_precision"].value > constant["average_precision"].value
    return USABLE if own["auc"].low > LEAST_AUC and better else NO_SIGNAL


Positions = npt.NDArray[np.intp]


def _folds(parts: Split, data: TrainingSet) -> Iterator[tuple[Positions, Positions]]:
    """Yield folds inside the training turns, forward in time where the split is."""
    train = parts.train
    y, groups = data.y.iloc[train], data.groups.iloc[train]
    if parts.name in ("time", "order"):
        maker = TimeSeriesSplit(4).split(train)
    elif 1 < groups.nunique() < len(groups):
        maker = GroupKFold(min(5, groups.nunique())).split(train, y, groups)
    else:
        maker = StratifiedKFold(5, shuffle=True, random_state=0).split(train, y)
    for fit, check in maker:
        if y.iloc[fit].nunique() == 2:
            yield train[fit], train[check]


def _choose(
    data: TrainingSet,
    parts: Split,
    wins: int,
    folds: list[tuple[Positions, Positions]],
    seed: int,
) -> LeadQualityClassifier:
    is_small = wins < SMALL_SAMPLE_WINS
    ridge = [LeadQualityClassifier(C=C, splines=not is_small, random_state=seed) for C in PENALTIES]
    losses = [_losses(model, data, folds) for model in ridge]
    best = int(np.argmin([loss.mean() for loss in losses]))
    chosen = ridge[best]
    if not is_small:
        challenger = LeadQualityClassifier("boosting", random_state=seed)
        gain = losses[best] - _losses(challenger, data, folds)
        checked = np.concatenate([check for _fit, check in folds])
        cluster = pd.factorize(data.groups.iloc[checked])[0]
        if gain.mean() > clustered_error(gain, cluster):
            chosen = challenger
    if wins >= SIGMOID_WINS[chosen.model]:
        chosen.set_params(calibration="sigmoid")
    return chosen


def _losses(
    model: LeadQualityClassifier, data: TrainingSet, folds: list[tuple[Positions, Positions]]
) -> npt.NDArray[np.float64]:
    """Return the log-loss of every cross-fitted prediction."""
    losses = []
    for fit, check in folds:
        fitted = clone(model).fit(data.X.iloc[fit], data.y.iloc[fit])
        p = np.clip(fitted.predict_proba(data.X.iloc[check])[:, 1], CLIP, 1 - CLIP)
        y = data.y.iloc[check].to_numpy()
        losses.append(-np.where(y == 1, np.log(p), np.log(1 - p)))
    return np.concatenate(losses)


def _rivals(
    chosen: LeadQualityClassifier, data: TrainingSet, wins: int
) -> dict[str, tuple[LeadQualityClassifier | None, list[str]]]:
    """Return what is judged, by name: a model, None for the base rate, and its columns."""
    kind: Literal["boosting", "logistic"] = "boosting" if chosen.model == "logistic" else "logistic"
    rival = LeadQualityClassifier(kind, random_state=chosen.random_state)
    if wins >= SIGMOID_WINS[kind]:
        rival.set_params(calibration="sigmoid")
    every = list(data.X.columns)
    rivals = {"model": (chosen, every), "base_rate": (None, every), kind: (rival, every)}
    if data.rule in every:
        rivals["todays_rule"] = (LeadQualityClassifier(splines=False), [data.rule])
    return rivals


def _fit(
    model: LeadQualityClassifier, data: TrainingSet, parts: Split, columns: list[str]
) -> LeadQualityClassifier:
    rows = parts.train
    fitted: LeadQualityClassifier = clone(model)
    return fitted.fit(data.X[columns].iloc[rows], data.y.iloc[rows], data.groups.iloc[rows])


def _predictions(
    data: TrainingSet, parts: Split, p: npt.NDArray[np.float64], fitted: LeadQualityClassifier
) -> pd.DataFrame:
    """Return judged turns and, below them, leads of their period that were never handed off."""
    test = parts.test
    judged = pd.DataFrame(
        {
            "key": data.keys[test],
            "y": data.y.iloc[test].to_numpy(float),
            "p": p.round(DIGITS),
            "account": data.groups.iloc[test].to_numpy(),
            "value": data.value.iloc[test].to_numpy(),
            "at": data.times.iloc[test].to_numpy(),
            "today": None if data.today is None else data.today.iloc[test].to_numpy(),
        }
    )
    unseen = data.unseen[data.unseen["at"].between(judged["at"].min(), judged["at"].max())]
    if unseen.empty:
        return judged
    beside = pd.DataFrame(
        {
            "key": unseen.index,
            "y": np.nan,
            "p": fitted.predict_proba(unseen[list(data.X.columns)])[:, 1].round(DIGITS),
            "account": unseen["account"].to_numpy(),
            "value": np.nan,
            "at": unseen["at"].to_numpy(),
            "today": None if data.today is None else False,
        }
    )
    return pd.concat([judged, beside], ignore_index=True)
