"""The difference of two win rates where accounts, not leads, were drawn; and whether by lot."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import _
from leadkit.handoff.leads import Ints

SAMPLE_RATIO_LIMIT = 0.001


def win_rate_difference(leads: pd.DataFrame, *, bound: float = 1.959964) -> Estimate:
    """Estimate by how much the win rate is higher among the leads handed to sales.

    Parameters
    ----------
    leads : DataFrame
        treated (bool), won (bool), account: one row a lead, both sides there.
    bound : float
        How many standard errors the interval reaches; 1.96 for one look.

    Returns
    -------
    Estimate
        Difference of rates, n in leads.

    Notes
    -----
    Newcombe's hybrid score interval (1998). Leads of one account count as one, as in the plan's
    size: the counts of each side are scaled to its effective size, (sum m)^2 / sum m^2 over the
    leads m of its accounts (Kish, 1965). So the interval is never too narrow, and wider than it
    need be where leads of one account buy independently.

    Examples
    --------
    Newcombe's first example, 56 of 70 and 48 of 80:

    >>> leads = pd.DataFrame({"treated": [True] * 70 + [False] * 80, "account": range(150),
    ...                       "won": [True] * 56 + [False] * 14 + [True] * 48 + [False] * 32})
    >>> found = win_rate_difference(leads)
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    level = 2 * NormalDist().cdf(bound) - 1
    treated, won = leads["treated"].to_numpy(dtype=bool), leads["won"].to_numpy(dtype=float)
    account = pd.factorize(leads["account"])[0]
    p1, p0 = won[treated].mean(), won[~treated].mean()
    n1, n0 = _effective_size(account[treated]), _effective_size(account[~treated])
    low, high = confint_proportions_2indep(
        p1 * n1, n1, p0 * n0, n0, compare="diff", method="newcomb", alpha=1 - level
    )
    return Estimate(
        value=float(p1 - p0),
        low=float(low),
        high=float(high),
        n=len(leads),
        events=int(leads["won"].sum()),
        level=level,
        unit="rate",
        method=_("difference of two rates, Newcombe (1998), by account"),
    )


def _effective_size(account: Ints) -> float:
    """Return how many independent leads the leads of these accounts are worth at least."""
    return float(len(account) ** 2 / np.square(np.bincount(account)).sum())


def sample_ratio_p(treated: int, left: int) -> float:
    """Return how likely two sides so unequal are if each account was drawn with chance one half.

    Parameters
    ----------
    treated, left : int
        Accounts drawn for sales, and left with marketing.

    Returns
    -------
    float
        The p-value of the chi-square test (Fabijan et al., 2019). Below .001 the lot did not work.

    Examples
    --------
    >>> round(sample_ratio_p(560, 440), 5), round(sample_ratio_p(520, 480), 2)
    (0.00015, 0.21)
    """
    from scipy.stats import chisquare

    return float(chisquare([treated, left]).pvalue)
