"""How large an unmeasured fall of lead quality would have to be to explain all of "selling"."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, nan

import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import _, number
from leadkit.review.shortfall.reference import PARTS, sigmoid
from leadkit.review.shortfall.sample import Floats
from leadkit.review.shortfall.shapley import shapley
from leadkit.review.shortfall.shortfall import Shortfall
from leadkit.review.shortfall.words import LEAST_WINS
from leadkit.review.witnesses.witness import Witness, times

FURTHEST = 12.0
SELLING = PARTS.index("selling")


@dataclass(frozen=True, kw_only=True, eq=False)
class Unmeasured(Witness):
    """The change of every lead's odds of winning that would explain the selling part by itself.

    It points to nobody: it says what has to be believed of the leads to clear everybody else.

    Attributes
    ----------
    largest : float
        The largest fall of measured quality from one quarter to the next, in odds; beside it the
        estimate can be judged. 1 where it never fell.
    """

    name = "gamma"
    largest: float = nan

    def title(self) -> str:
        """Name what was looked at."""
        return _("The hidden fall it would take")

    def looked_at(self) -> str:
        """Say which number was taken, of what."""
        return _(
            "odds by which every lead would have to be worse (or better) in ways nobody recorded, "
            "to explain all of “selling”"
        )

    def told(self) -> str:
        """Say how large the change would be, beside the largest that was measured."""
        if self.estimate.refused:
            return _("Fewer than {least} wins in a period are too few to compute it.").format(
                least=LEAST_WINS
            )
        text = _(
            "Every lead's odds would have to be {times} times those that its record promises."
        ).format(times=times(self.estimate))
        if self.largest < 1:
            measured = _(
                "The largest fall of recorded quality from one quarter to the next was to "
                "{largest} times."
            )
        else:
            measured = _("Recorded quality never fell from one quarter to the next.")
        return f"{text} " + measured.format(largest=number(self.largest, 2))


def unmeasured(gap: Shortfall, table: pd.DataFrame) -> Unmeasured:
    """Find the change of odds, its interval that of the selling part with the rest as estimated.

    Notes
    -----
    The idea of a bound that hidden bias would have to reach is Rosenbaum's (2002). With the odds of
    every lead times gamma, expected revenue falls by the factor that selling fell by.
    """
    before, after = gap.factors["before"].to_numpy(), gap.factors["after"].to_numpy()
    one_more = after.copy()
    one_more[SELLING] = before[SELLING] + 1
    worth = shapley(before, one_more)[SELLING]
    if min(gap.sample.judged_by) < LEAST_WINS or not worth > 0:
        return Unmeasured()
    part = gap.parts["selling"]
    falls = [1 + amount / worth / before[SELLING] for amount in (part.value, part.low, part.high)]
    logits, worths = (table.loc[table["judged"], name].to_numpy() for name in ("logit", "worth"))
    value, low, high = odds_that_explain(logits, worths, falls)
    estimate = Estimate(
        value=value,
        low=low,
        high=high,
        n=part.n,
        events=part.events,
        method="odds ratio that gives the selling factor; interval of the selling part",
    )
    return Unmeasured(estimate=estimate, largest=_largest_fall(table))


def odds_that_explain(logits: Floats, worth: Floats, falls: list[float]) -> list[float]:
    """Return the odds ratios that make expected revenue so many times as large.

    Examples
    --------
    >>> import numpy as np
    >>> even = np.zeros(10)
    >>> [round(x, 3) for x in odds_that_explain(even, even + 1, [0.5, 1.0])]
    [0.333, 1.0]
    """
    from scipy.optimize import brentq

    usual = (worth * sigmoid(logits)).sum()

    def odds(fall: float) -> float:
        def missed(shift: float) -> float:
            return float((worth * sigmoid(logits + shift)).sum() / usual - fall)

        if fall <= 0:
            return 0.0
        if missed(FURTHEST) < 0:
            return nan
        return exp(brentq(missed, -FURTHEST, FURTHEST)) if missed(-FURTHEST) < 0 else 0.0

    return [odds(fall) for fall in falls]


def _largest_fall(table: pd.DataFrame) -> float:
    """Return the largest fall of the mean log-odds at handoff, between quarters, as odds."""
    by_quarter = table["promise"].groupby(table["quarter"]).mean()
    return exp(min(by_quarter.diff().min(), 0.0))
