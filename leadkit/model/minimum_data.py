"""How many leads a model of this size needs, after Riley."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from leadkit.base.language import _, number, percent
from leadkit.model.sample_size import MARGIN, OPTIMISM, SHRINKAGE, explained, leads_needed

if TYPE_CHECKING:
    from leadkit.model.evaluation import Evaluation


@dataclass(frozen=True)
class MinimumData:
    """The leads that a model needs, against those it had.

    Attributes
    ----------
    needed : int
        The greatest of the three criteria.
    had : int
        Leads it learned from.
    parameters : int
        What stands for the columns: splines, levels, flags; of boosting the columns alone, so that
        the leads needed are a lower bound.
    explained : float
        R2 of Cox and Snell, as measured on the leads that judged.
    win_rate : float
        Of the leads it learned from.
    """

    needed: int
    had: int
    parameters: int
    explained: float
    win_rate: float

    def sentence(self) -> str:
        """Say what is needed and what was there."""
        text = (
            _(
                "A model of {parameters} parameters that explains this much needs {needed} leads "
                "({wins} won); this one learned from {had}: enough."
            )
            if self.had >= self.needed
            else _(
                "Fitted freely, a model of {parameters} parameters that explains this much would "
                "need {needed} leads ({wins} won); this one learned from {had}, and its penalty "
                "stands in for the rest: more leads would make it better."
            )
        )
        return text.format(
            parameters=number(self.parameters),
            needed=number(self.needed),
            wins=number(ceil(self.needed * self.win_rate)),
            had=number(self.had),
        )

    def method(self) -> str:
        """Say how it was computed."""
        return _(
            "Riley et al. (2019): shrinkage of at least {shrinkage}, optimism in explained "
            "variation of at most {optimism}, and the win rate within {margin}; explained "
            "variation (Cox and Snell) as measured on the leads that judged: {explained}."
        ).format(
            shrinkage=number(SHRINKAGE, 1),
            optimism=number(OPTIMISM, 2),
            margin=percent(MARGIN),
            explained=number(self.explained, 3),
        )


def minimum_data(evaluation: Evaluation) -> MinimumData | None:
    """Compare the leads of a judged model with what it needs; None where it explains nothing."""
    model, judged = evaluation.test_model, evaluation.judged
    if model is None or judged.empty or evaluation.metrics["log_loss"].refused:
        return None
    rate = float(judged["y"].mean())
    r2 = explained(evaluation.metrics["log_loss"].value, rate)
    if r2 <= 0 or r2 >= SHRINKAGE:
        return None
    y = evaluation.data.y.iloc[evaluation.split.train]
    parameters = len(model.centre_)
    return MinimumData(
        needed=leads_needed(float(y.mean()), parameters, r2),
        had=len(y),
        parameters=parameters,
        explained=r2,
        win_rate=float(y.mean()),
    )
