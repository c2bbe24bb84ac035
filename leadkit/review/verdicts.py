"""Verdicts: what an interval lets one say of a part, and whether one part stands out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from leadkit.base.estimate import Estimate
from leadkit.review.factors import PARTS
from leadkit.review.population import Population

Floats = npt.NDArray[np.float64]
LEVEL = 0.95
ENDS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)


def verdict(low: float, high: float) -> str:
    """Return "fell", "rose", or "cannot tell" where the interval holds zero.

    Examples
    --------
    >>> verdict(-9.0, -1.0), verdict(1.0, 9.0), verdict(-1.0, 9.0)
    ('fell', 'rose', 'cannot tell')
    """
    if high < 0:
        return "fell"
    return "rose" if low > 0 else "cannot tell"


def estimates(
    parts: Floats, drawn: Floats, population: Population, unit: str
) -> dict[str, Estimate]:
    """Return the parts with percentile intervals of their draws, of shape (draws, 5)."""
    low, high = np.quantile(drawn, ENDS, axis=0)
    return {
        part: Estimate(
            value=float(parts[place]),
            low=float(low[place]),
            high=float(high[place]),
            n=population.leads[1],
            events=population.wins[1],
            level=LEVEL,
            unit=unit,
            method="Shapley split; percentile bootstrap by account, reference model refitted",
        )
        for place, part in enumerate(PARTS)
    }


def main_cause(parts: Floats, drawn: Floats) -> str | None:
    """Name the part that made the gap, where the data can tell it from the next one.

    The leading part in the gap's direction is named only if its own interval excludes zero and
    so does the interval of its paired difference to the runner-up.

    Examples
    --------
    >>> parts = np.array([0.0, -9.0, -2.0, 0.0, 0.0])
    >>> main_cause(parts, np.vstack([parts - 0.1, parts + 0.1]))
    'lead_quality'
    """
    direction = np.sign(parts.sum())
    order = np.argsort(-direction * parts, kind="stable")
    leader, next_one = (direction * drawn[:, place] for place in order[:2])
    stands_alone = np.quantile(leader, ENDS[0]) > 0
    stands_apart = np.quantile(leader - next_one, ENDS[0]) > 0
    return PARTS[order[0]] if stands_alone and stands_apart else None
