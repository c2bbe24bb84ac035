"""Evaluation on later leads: the model, its challenger and the baselines side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import clone

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import MISSING, N_, _
from leadkit.model import verdict as verdicts
from leadkit.model.breakdown import bins, by_kind, lay
from leadkit.model.classifier import LeadQualityClassifier
from leadkit.model.corp import Corp, corp
from leadkit.model.influence import Array
from leadkit.model.lessons import everything
from leadkit.model.lift import lift
from leadkit.model.limits import limits
from leadkit.model.points.points import PointsCard
from leadkit.model.rolling import Rolled, rolled
from leadkit.model.splits import Split
from leadkit.model.training import TrainingSet
from leadkit.model.verdict import MODELS, NO_SIGNAL, TOO_LITTLE, USABLE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["CHANCES", "MODELS", "NO_SIGNAL", "RANKING", "TOO_LITTLE", "USABLE", "Evaluation"]

RANKING = {
    "auc": N_("ranking (AUC)"),
    "average_precision": N_("average precision"),
    "top_decile_lift": N_("lift of the top tenth"),
    "alift": N_("area under the curve of gain (ALIFT)"),
}
CHANCES = {
    "brier": N_("Brier score, less is better"),
    "brier_skill": N_("Brier skill, more is better"),
    "log_loss": N_("log-loss, less is better"),
    "calibration_slope": N_("calibration slope, 1 is right"),
    "calibration_intercept": N_("calibration intercept, 0 is right"),
}
SHOWN = ("auc", "average_precision", "top_decile_lift", "brier", "log_loss")


@dataclass(frozen=True, repr=False)
class Evaluation:
    """What the model is worth on leads it has not seen.

    Attributes
    ----------
    verdict : {"usable", "no usable signal", "too little data"}
        Whether its probabilities may be acted on.
    chosen : LeadQualityClassifier or None
        The unfitted recipe that the cross-fitted comparison inside the training period chose.
    metrics : dict of str to Estimate
        On the judging turns.
    baselines : dict of str to dict of str to Estimate
        The same for what it must beat, all fitted on the training period: the base rate, the rate
        of the source, the points card, naive Bayes, the CRM's score, today's rule; and the
        challenger.
    predictions : DataFrame
        key, y (missing where the lead was never handed off), p, account, value, at, today, points
        (the probability by the points card of the training period).
    split : Split
        How training and judging turns were separated.
    data : TrainingSet
        What was judged.
    points : PointsCard or None
        The points card of every labelled turn; None where they are too few for one.
    bands : dict of str to Estimate
        Win rates of its low, middle and high third by points: on the judging turns, by a card of
        the training turns; where there is no model, on all turns, cross-fitted.
    skill : dict of str to Estimate
        By baseline, 1 less the ratio of log-losses, paired by lead and clustered by account.
    best_baseline : str
        The baseline of least log-loss on the judging turns.
    test_model : LeadQualityClassifier or None
        The fitted model that was judged; it learned from the training period only.
    recent : bool
        Whether leads too young for a label trained too, weighted for censoring.
    notes : tuple of str
        What else limits the answer.
    """

    verdict: str
    chosen: LeadQualityClassifier | None
    metrics: dict[str, Estimate]
    baselines: dict[str, dict[str, Estimate]]
    predictions: pd.DataFrame
    split: Split
    data: TrainingSet
    points: PointsCard | None = None
    bands: dict[str, Estimate] = field(default_factory=dict)
    skill: dict[str, Estimate] = field(default_factory=dict)
    best_baseline: str = ""
    test_model: LeadQualityClassifier | None = None
    recent: bool = False
    notes: tuple[str, ...] = ()

    @property
    def table(self) -> pd.DataFrame:
        """One row a model, one column a metric; values only, intervals in `metrics`."""
        every = {"model": self.metrics, **self.baselines}
        return pd.DataFrame(
            {name: {key: one.value for key, one in found.items()} for name, found in every.items()}
        ).T

    @property
    def skill_table(self) -> pd.DataFrame:
        """One row a baseline: the share of its log-loss that the model saves, with interval."""
        rows = [
            (_(MODELS[name]), one.value, one.low, one.high, one.n, one.events)
            for name, one in self.skill.items()
        ]
        return pd.DataFrame(rows, columns=["baseline", "skill", "low", "high", "n", "won"])

    @property
    def judged(self) -> pd.DataFrame:
        """The predictions whose outcome was seen."""
        return self.predictions[self.predictions["y"].notna()]

    @cached_property
    def corp(self) -> Corp:
        """The Brier score in its parts, and the isotonic reliability curve."""
        y, p, _account = self._outcomes()
        return corp(y, p)

    @cached_property
    def bins(self) -> pd.DataFrame:
        """Equally filled bins: from, to, said, n, won, rate, low, high."""
        return bins(*self._outcomes())

    @cached_property
    def lift(self) -> pd.DataFrame:
        """Cumulative gain: share (of leads, best first), leads, reached, low, high, lift."""
        return lift(*self._outcomes())

    @cached_property
    def by(self) -> dict[str, pd.DataFrame]:
        """Results by source, segment and quarter, as far as they are known."""
        kinds = self.data.kinds
        if not len(self.judged) or kinds.empty:
            return {}
        own = kinds.iloc[self.split.test]
        return {str(name): by_kind(*self._outcomes(), own[name]) for name in own}

    @property
    def rolling(self) -> pd.DataFrame:
        """One row a quarter that was judged by a model refitted at its start."""
        return self._rolled.table

    @property
    def pooled(self) -> dict[str, Estimate]:
        """The metrics of all quarters of `rolling` together."""
        return self._rolled.pooled

    @cached_property
    def _rolled(self) -> Rolled:
        if self.chosen is None or self.split.name != "time":
            return Rolled.nothing()
        return rolled(self.data, self.chosen)

    def _outcomes(self) -> tuple[Array, Array, npt.NDArray[np.object_]]:
        judged = self.judged
        y, p = judged["y"].to_numpy(float), judged["p"].to_numpy(float)
        return y, p, judged["account"].to_numpy(object)

    def refit(self) -> LeadQualityClassifier:
        """Fit the chosen model to every labelled turn; its worth stays that of `metrics`.

        With `recent`, also to the turns too young for a label, as they stood at the date of
        judgement, weighted for what is not yet known of them.
        """
        if self.chosen is None:
            raise ValueError(_("too little data: there is no model to fit"))
        model: LeadQualityClassifier = clone(self.chosen)
        return everything(self.data, recent=self.recent).teach(model)

    def keys(self) -> list[str]:
        """Return the keys of every turn that the refitted model learns from."""
        young = self.data.young.index if self.recent else pd.Index([])
        return sorted([*self.data.keys, *young])

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the reliability of the probabilities."""
        from leadkit.model.reliability import plot

        return plot(self, ax)

    def plot_bins(self, ax: Axes | None = None) -> Axes:
        """Draw what happened against what was said, in equally filled bins."""
        from leadkit.model.reliability import plot_bins

        return plot_bins(self, ax)

    def plot_lift(self, ax: Axes | None = None) -> Axes:
        """Draw which share of the buyers the best leads hold."""
        from leadkit.model.lift import plot_lift

        return plot_lift(self, ax)

    def sentence(self) -> str:
        """Say in one sentence whether the model may be used."""
        return verdicts.sentence(self)

    def lay(self) -> list[str]:
        """Say each of the equally filled bins in words."""
        return lay(self.bins)

    def counts(self) -> dict[str, int]:
        """Return where every row went, with training and judging turns."""
        return {
            **self.data.counts,
            "train": len(self.split.train),
            "test": len(self.split.test),
            "embargo": self.split.embargo,
            "same_account": self.split.same_account,
            "undated": self.split.undated,
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the content of metrics.json."""
        from leadkit.model.evaluation_file import content

        return content(self)

    def base_rates(self) -> dict[str, Estimate]:
        """Return the win rates of the training and of the judging turns."""
        y, parts = self.data.y, self.split
        return {
            name: rate(int(y.iloc[rows].sum()), len(rows))
            for name, rows in (("train", parts.train), ("test", parts.test))
        }

    def warnings(self) -> list[str]:
        """Say what limits the answer."""
        return limits(self)

    def compared(self) -> dict[str, dict[str, Estimate]]:
        """Return the metrics of the model and of its rivals, by their names in words."""
        every = {"model": self.metrics, **self.baselines}
        return {_(MODELS[name]): found for name, found in every.items()}

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        shown = {key: _(words) for key, words in (RANKING | CHANCES).items() if key in SHOWN}
        return inline(
            caption=self.sentence(),
            columns=["", *shown.values()],
            rows=[
                (name, *(written(found[key]) for key in shown))
                for name, found in self.compared().items()
            ],
            note=" ".join(f"{text}." for text in self.warnings()),
        )


def written(measure: Estimate) -> str:
    """Write a measure with as many digits as it can bear; a dash where there is none."""
    return MISSING if measure.refused else measure.write(2 if abs(measure.value) >= 1 else 3)
