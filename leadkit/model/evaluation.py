"""Evaluation on later leads: the model, its challenger and the baselines side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import clone
from sklearn.model_selection import GroupKFold, StratifiedKFold, TimeSeriesSplit

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _, number
from leadkit.model.classifier import LeadQualityClassifier
from leadkit.model.metrics import CLIP, NAMES, clustered_error, judge
from leadkit.model.splits import LEAST_WINS, Split, split
from leadkit.model.training import TrainingSet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

USABLE, NO_SIGNAL, TOO_LITTLE = "usable", "no usable signal", "too little data"
LEAST_AUC = 0.55
SMALL_SAMPLE_WINS = 150
SIGMOID_WINS = {"logistic": 200, "boosting": 50}
PENALTIES = (0.03, 0.3, 3.0)
DIGITS = 9


@dataclass(frozen=True)
class Evaluation:
    """What the model is worth on leads it has not seen.

    Attributes
    ----------
    verdict : {"usable", "no usable signal", "too little data"}
        Whether its probabilities may be acted on.
    chosen : LeadQualityClassifier or None
        The unfitted winner of the cross-fitted comparison inside the training period.
    metrics : dict of str to Estimate
        On the judging turns.
    baselines : dict of str to dict of str to Estimate
        The same for the base rate, the challenger, and today's rule.
    predictions : DataFrame
        key, y (missing where the lead was never handed off), p, account, value, at, today.
    split : Split
        How training and judging turns were separated.
    data : TrainingSet
        What was judged.
    """

    verdict: str
    chosen: LeadQualityClassifier | None
    metrics: dict[str, Estimate]
    baselines: dict[str, dict[str, Estimate]]
    predictions: pd.DataFrame
    split: Split
    data: TrainingSet

    @property
    def table(self) -> pd.DataFrame:
        """One row a model, one column a metric; values only, intervals in `metrics`."""
        every = {"model": self.metrics, **self.baselines}
        return pd.DataFrame(
            {name: {key: one.value for key, one in found.items()} for name, found in every.items()}
        ).T

    @property
    def judged(self) -> pd.DataFrame:
        """The predictions whose outcome was seen."""
        return self.predictions[self.predictions["y"].notna()]

    def refit(self) -> LeadQualityClassifier:
        """Fit the chosen model to every labelled turn; its worth stays that of `metrics`."""
        if self.chosen is None:
            raise ValueError(_("too little data: there is no model to fit"))
        model: LeadQualityClassifier = clone(self.chosen)
        return model.fit(self.data.X, self.data.y, self.data.groups)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the reliability of the probabilities."""
        from leadkit.model.reliability import plot

        return plot(self, ax)

    def sentence(self) -> str:
        """Say in one sentence whether the model may be used."""
        auc = self.metrics["auc"]
        if self.verdict == TOO_LITTLE:
            wins = int(self.data.y.sum())
            return _(
                "Too little data: {wins} wins, and a model needs at least {least}; "
                "a points card and counts still work."
            ).format(wins=number(wins), least=LEAST_WINS)
        text = {
            USABLE: _(
                "Usable: it puts a lead that will buy above one that will not in {auc} of "
                "100 pairs."
            ),
            NO_SIGNAL: _(
                "No usable signal: what is known at handoff hardly tells who will buy (AUC {auc})."
            ),
        }
        shown = auc.write() if self.verdict == NO_SIGNAL else _pairs(auc)
        return text[self.verdict].format(auc=shown)

    def counts(self) -> dict[str, int]:
        """Return where every row went, with training and judging turns."""
        return {
            **self.data.counts,
            "train": len(self.split.train),
            "test": len(self.split.test),
            "embargo": self.split.embargo,
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the content of metrics.json."""
        y, chosen = self.data.y, self.chosen
        rates = {
            part: rate(int(y.iloc[rows].sum()), len(rows)).to_dict()
            for part, rows in (("train", self.split.train), ("test", self.split.test))
        }
        return {
            "format": 1,
            "verdict": self.verdict,
            "split": self.split.name,
            "boundary": None if self.split.boundary is None else self.split.boundary.isoformat(),
            "window_days": self.data.window_days,
            "as_of": None if self.data.as_of is None else self.data.as_of.isoformat(),
            "n": self.counts(),
            "base_rate": rates,
            "chosen": chosen
            and {"model": chosen.model, "calibration": chosen.calibration, "C": chosen.C},
            **{name: one.to_dict() for name, one in self.metrics.items()},
            "baselines": {
                name: {key: one.to_dict() for key, one in found.items()}
                for name, found in self.baselines.items()
            },
            "columns": self.data.audit.to_dict(),
            "features": self.data.audit.features,
            "warnings": self.warnings(),
        }

    def warnings(self) -> list[str]:
        """Say what limits the answer."""
        said = list(self.data.warnings)
        if self.split.name == "random":
            said.append(
                _(
                    "random split: nothing says which leads came later, so a change over "
                    "time stays unseen"
                )
            )
        if self.split.name == "order":
            said.append(_("split by row order: the rows were taken to be in order of time"))
        if self.split.name == "time" and not self.split.has_embargo:
            said.append(
                _("some training outcomes became known only after the judging period began")
            )
        return said

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        every = {_("this model"): self.metrics, **{_(k): v for k, v in self.baselines.items()}}
        shown = ("auc", "average_precision", "brier", "log_loss", "top_decile_lift")
        return inline(
            self,
            caption=self.sentence(),
            columns=["", *shown],
            rows=[(name, *(found[key].write(3) for key in shown)) for name, found in every.items()],
            note=" ".join(f"{text}." for text in self.warnings()),
        )


def _pairs(auc: Estimate) -> str:
    low, high = number(auc.low * 100), number(auc.high * 100)
    return f"{number(auc.value * 100)} ({low}–{high})"


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
        is no model; below 150 no boosting and no splines.

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
    if wins < LEAST_WINS or data.X.empty:
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
    own = metrics.pop("model")
    return Evaluation(
        verdict=_verdict(own, metrics["base_rate"]),
        chosen=chosen,
        metrics=own,
        baselines=metrics,
        predictions=predictions,
        split=parts,
        data=data,
    )


def _refusal(data: TrainingSet, parts: Split) -> Evaluation:
    method = f"refused: fewer than {LEAST_WINS} wins to learn from, or no column to use"
    wins = int(data.y.iloc[parts.test].sum())
    refused = Estimate(value=nan, low=nan, high=nan, n=len(parts.test), events=wins, method=method)
    empty = pd.DataFrame(columns=["key", "y", "p", "account", "value", "at"])
    return Evaluation(TOO_LITTLE, None, dict.fromkeys(NAMES, refused), {}, empty, parts, data)


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
    elif groups.nunique() < len(groups):
        maker = GroupKFold(5).split(train, y, groups)
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
    unseen = data.unseen[data.unseen["at"] >= parts.boundary] if parts.boundary else data.unseen[:0]
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
