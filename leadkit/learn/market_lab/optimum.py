"""The best that the market allows, from any quarter on; the score is set against it."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import numpy as np

from leadkit.learn.market_lab.engine import BUDGET, KNOWN, QUARTERS, Floats, Run, earned, run

TOLERANCE = 1e-8
GUESS, STEP = 40.0, 1e-7


@cache
def best_plan() -> Run:
    """Return the eight quarters that earn most.

    Profit is concave in the plan, since leads are concave in awareness, what is worked in leads
    and calls, and own deals in push; so the one peak that sequential quadratic programming
    (Kraft, 1988) finds is the highest.

    Returns
    -------
    Run

    Examples
    --------
    >>> best = best_plan()
    >>> round(best.profit, 1), best.pull.round(1).tolist()
    (1019.8, [65.6, 44.1, 38.9, 36.6, 34.7, 31.2, 18.1, 0.0])
    """
    return run(best_from(KNOWN, QUARTERS))


@cache
def best_constant() -> Run:
    """Return the eight quarters of the best split, in whole percent, that never changes.

    Examples
    --------
    >>> best = best_constant()
    >>> float(best.pull[0]), round(best.profit, 1)
    (37.0, 951.2)
    """
    return max((run([pull] * QUARTERS) for pull in range(101)), key=lambda one: one.profit)


@lru_cache(maxsize=512)
def best_from(known: float, quarters: int) -> Floats:
    """Return the best plan for the quarters that are left.

    Parameters
    ----------
    known : float
        Awareness as they begin.
    quarters : int
        How many are left.

    Returns
    -------
    ndarray of shape (quarters,)
        Percent of the budget on pull.
    """
    from scipy.optimize import fmin_slsqp

    def missing(pull: Floats) -> Any:
        return -earned(np.clip(pull, 0.0, BUDGET), known)

    def slope(pull: Floats) -> Floats:
        return np.asarray((missing(pull + STEP * np.eye(quarters)) - missing(pull)) / STEP)

    start, bounds = np.full(quarters, GUESS), [(0.0, BUDGET)] * quarters
    found = fmin_slsqp(missing, start, bounds=bounds, fprime=slope, acc=TOLERANCE, iprint=0)
    plan: Floats = np.clip(np.asarray(found, dtype=float), 0.0, BUDGET)
    plan.flags.writeable = False
    return plan


def worth(known: float, quarters: int) -> float:
    """Return the most that so many quarters can earn from here, million ₫."""
    return float(earned(best_from(known, quarters), known)) if quarters else 0.0
