"""Ratios of counts and differences of shares, with exact or score intervals."""

from __future__ import annotations

from math import inf, isfinite, nan

from leadkit.base.estimate import MINIMUM_N, Estimate
from leadkit.base.language import _


def ratio_of_counts(now: int, before: int, *, level: float) -> Estimate:
    """Estimate a ratio of two Poisson counts of equally long spans (Clopper & Pearson, 1934).

    Examples
    --------
    >>> found = ratio_of_counts(60, 30, level=0.95)
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
    (2.0, 1.27, 3.21)
    """
    from scipy.stats import binomtest

    n = now + before
    low = high = value = nan
    if n:
        ends = binomtest(now, n).proportion_ci(level, method="exact")
        value = now / before if before else inf
        low = ends.low / (1 - ends.low)
        high = ends.high / (1 - ends.high) if ends.high < 1 else inf
    return Estimate(
        value=value if isfinite(value) else nan,
        low=low,
        high=high,
        n=int(n),
        events=int(now),
        level=level,
        minimum_n=MINIMUM_N,
        method=_("ratio of two counts, exact conditional interval"),
    )


def odds_of_share(
    own: int, arrived: int, own_others: int, others: int, *, level: float
) -> Estimate:
    """Estimate how much more a segment weighs in sales' own leads than in marketing's."""
    from scipy.stats.contingency import odds_ratio

    n = own + arrived
    low = high = value = nan
    if n and own + own_others and arrived + others:
        table = [[own, own_others], [arrived, others]]
        found = odds_ratio(table, kind="conditional")
        ends = found.confidence_interval(level)
        value, low, high = found.statistic, ends.low, ends.high
    return Estimate(
        value=value if isfinite(value) else nan,
        low=low,
        high=high,
        n=int(n) if own + own_others else 0,
        events=int(own),
        level=level,
        minimum_n=MINIMUM_N,
        method=_("conditional odds ratio, exact interval (Fisher, 1935)"),
    )


def is_lower(here: Estimate, elsewhere: Estimate, *, level: float) -> bool:
    """Return whether a share is lower than another beyond luck (Newcombe, 1998)."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    if here.refused or elsewhere.refused:
        return False
    counts = here.events or 0, here.n, elsewhere.events or 0, elsewhere.n
    ends = confint_proportions_2indep(*counts, compare="diff", method="newcomb", alpha=1 - level)
    return bool(ends[1] < 0)
