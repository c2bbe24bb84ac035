"""What a rule is worth: the sales effort it saves against the wins it would have blocked."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from leadkit.base.estimate import Estimate, rate


@dataclass(frozen=True, kw_only=True)
class RuleValue:
    """A rule judged on leads that were handed off and worked.

    `precision` is the share of flagged leads that sales rejected, `recall` the share of rejected
    leads that were flagged, `won` the good leads the rule would have blocked, and `net` what
    setting the flagged ones aside would have been worth.
    """

    flagged: int
    won: int
    precision: Estimate
    recall: Estimate
    net: Estimate


def rule_value(
    flagged: pd.Series[bool],
    *,
    rejected: pd.Series[bool],
    won: pd.Series[bool],
    value: float,
    cost: float,
    currency: str = "",
) -> RuleValue:
    """Weigh a rule: flagged leads x cost - blocked wins x value.

    Parameters
    ----------
    flagged, rejected, won : Series of bool
        Of each handed-off lead: whether the rule fails it, sales rejected it, it was won.
    value, cost : float
        Margin of one win and cost of working one lead, in one currency.
    currency : str
        For printing.

    Returns
    -------
    RuleValue
        The interval of `net` is Wilson's for the win rate among the flagged leads.

    Examples
    --------
    >>> flagged = pd.Series([True] * 50 + [False] * 150)
    >>> rejected = pd.Series([True] * 40 + [False] * 140 + [True] * 20)
    >>> won = pd.Series([False] * 49 + [True] + [False] * 150)
    >>> rule_value(flagged, rejected=rejected, won=won, value=1000, cost=50).net.value
    1500.0
    """
    n, wins, caught = (
        int(flagged.sum()),
        int((flagged & won).sum()),
        int((flagged & rejected).sum()),
    )
    blocked = rate(wins, n)
    return RuleValue(
        flagged=n,
        won=wins,
        precision=rate(caught, n),
        recall=rate(caught, int(rejected.sum())),
        net=Estimate(
            value=n * (cost - value * blocked.value),
            low=n * (cost - value * blocked.high),
            high=n * (cost - value * blocked.low),
            n=n,
            events=wins,
            unit=currency or "number",
            method="flagged x cost - wins x value; Wilson score interval of the win rate",
        ),
    )
