"""Marketing and sales each ask for a part of one budget, and each is paid for its own number."""

from __future__ import annotations

from collections.abc import Sequence

from leadkit.learn.market_lab.engine import BUDGET, Run, run


def share(marketing: float, sales: float) -> float:
    """Return the percent of the budget that goes to pull when each side asks for a part.

    Both get the same share of what they ask for, so that the budget is spent, and no more than
    that. Where nobody asks, each gets half.

    Examples
    --------
    >>> share(30, 70), share(100, 100), share(60, 0)
    (30.0, 50.0, 100.0)
    """
    asked = marketing + sales
    return BUDGET * marketing / asked if asked else BUDGET / 2


def two_players(asked: Sequence[tuple[float, float]]) -> Run:
    """Play quarters in which each side asks: (marketing, sales), percent of the budget.

    Marketing is paid for the leads that come, sales for what is sold in the quarter; neither for
    the profit of all quarters. Whatever the other asks, marketing gets most leads by asking for
    all, and so does sales what it sells in the quarter. Both do, and half and half comes out.

    Examples
    --------
    >>> round(two_players([(100, 100)] * 8).profit, 1)
    869.7
    """
    return run([share(*one) for one in asked])
