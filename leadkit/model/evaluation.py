"""Evaluation on later leads: the model, its challenger and the baselines side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
from sklearn.base import clone

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import MISSING, N_, _, number
from leadkit.model.classifier import LeadQualityClassifier
from leadkit.model.points import PointsCard
from leadkit.model.splits import LEAST_WINS, Split
from leadkit.model.training import TrainingSet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MODELS = {
    "model": N_("this model"),
    "base_rate": N_("everybody alike"),
    "boosting": N_("boosting"),
    "logistic": N_("ridge logistic"),
    "todays_rule": N_("today's rule"),
    "points_card": N_("points card"),
}
RANKING = {
    "auc": N_("ranking (AUC)"),
    "average_precision": N_("average precision"),
    "top_decile_lift": N_("lift of the top tenth"),
}
CHANCES = {
    "brier": N_("Brier score, less is better"),
    "log_loss": N_("log-loss, less is better"),
    "calibration_slope": N_("calibration slope, 1 is right"),
    "calibration_intercept": N_("calibration intercept, 0 is right"),
}
SHOWN = ("auc", "average_precision", "top_decile_lift", "brier", "log_loss")
USABLE, NO_SIGNAL, TOO_LITTLE = N_("usable"), N_("no usable signal"), N_("too little data")


@dataclass(frozen=True, repr=False)
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
        The same for the base rate, the challenger, today's rule, and the points card.
    predictions : DataFrame
        key, y (missing where the lead was never handed off), p, account, value, at, today.
    split : Split
        How training and judging turns were separated.
    data : TrainingSet
        What was judged.
    points : PointsCard or None
        The points card of every labelled turn; None where they are too few for one.
    bands : dict of str to Estimate
        Win rates of its low, middle and high third by points: on the judging turns, by a card of
        the training turns; where there is no model, on all turns, cross-fitted.
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
            return self._too_little()
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

    def _too_little(self) -> str:
        wins = int(self.data.y.iloc[self.split.train].sum())
        text = (
            _(
                "Too little data: {wins} wins to learn from, and a model needs at least {least}; "
                "counts still work."
            )
            if self.points is None
            else _(
                "Too little data: {wins} wins to learn from, and a model needs at least {least}; "
                "a points card and counts still work."
            )
        )
        return text.format(wins=number(wins), least=LEAST_WINS)

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
            "points_card": self._card(),
            "columns": self.data.audit.to_dict(),
            "features": self.data.audit.features,
            "warnings": self.warnings(),
        }

    def _card(self) -> dict[str, Any] | None:
        if self.points is None:
            return None
        return {
            "table": self.points.card_[["column", "level", "points"]].to_dict("records"),
            "bands": {name: one.to_dict() for name, one in self.bands.items()},
            "judged": "later" if self.chosen else "cross-fitted",
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
            self,
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


def _pairs(auc: Estimate) -> str:
    low, high = number(auc.low * 100), number(auc.high * 100)
    return f"{number(auc.value * 100)} ({low}–{high})"
