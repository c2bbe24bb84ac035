"""How many leads a model of this size needs, after Riley."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, exp, isfinite, log
from typing import TYPE_CHECKING

from leadkit.base.language import _, number, percent

if TYPE_CHECKING:
    from leadkit.model.evaluation import Evaluation

SHRINKAGE = 0.9
OPTIMISM = 0.05
MARGIN = 0.05
Z = 1.96


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


def least_leads(win_rate: float, parameters: int, explained: float) -> int:
    """Return how many leads a model needs (Riley et al., 2019).

    Parameters
    ----------
    win_rate : float
        Share of leads that are won, between 0 and 1.
    parameters : int
        Parameters that stand for the columns.
    explained : float
        R2 of Cox and Snell that the model is expected to reach, above 0.

    Returns
    -------
    int
        The greatest of: a shrinkage of 0.9; an optimism of at most 0.05 in Nagelkerke's R2; the win
        rate known to within 0.05.

    Examples
    --------
    >>> least_leads(0.10, 15, 0.05), least_leads(0.10, 15, 0.10), least_leads(0.05, 15, 0.03)
    (2624, 1274, 4425)
    """
    most = 1 - exp(2 * (win_rate * log(win_rate) + (1 - win_rate) * log(1 - win_rate)))
    slack = explained / (explained + OPTIMISM * most)
    by_shrinkage = parameters / ((SHRINKAGE - 1) * log(1 - explained / SHRINKAGE))
    by_optimism = parameters / ((slack - 1) * log(1 - explained / slack))
    by_rate = (Z / MARGIN) ** 2 * win_rate * (1 - win_rate)
    return ceil(max(by_shrinkage, by_optimism, by_rate) - 0.5)


def minimum_data(evaluation: Evaluation) -> MinimumData | None:
    """Compare the leads of a judged model with what it needs; None where it explains nothing."""
    model, judged = evaluation.test_model, evaluation.judged
    if model is None or judged.empty or evaluation.metrics["log_loss"].refused:
        return None
    rate = float(judged["y"].mean())
    constant = -(rate * log(rate) + (1 - rate) * log(1 - rate))
    explained = 1 - exp(2 * (evaluation.metrics["log_loss"].value - constant))
    if not isfinite(explained) or explained <= 0 or explained >= SHRINKAGE:
        return None
    y = evaluation.data.y.iloc[evaluation.split.train]
    parameters = len(model.centre_)
    return MinimumData(
        needed=least_leads(float(y.mean()), parameters, explained),
        had=len(y),
        parameters=parameters,
        explained=explained,
        win_rate=float(y.mean()),
    )
