"""How many leads answer a question about the win rate of one band."""

from __future__ import annotations

from math import ceil, log, sqrt

ERROR, POWER = 0.05, 0.80


def none_won(even: float) -> int:
    """Return after how many leads without a win the 95 % upper limit lies below a win rate.

    The exact one-sided binomial limit (rule of three: Hanley and Lippman-Hand, 1983).

    Examples
    --------
    >>> none_won(0.05)
    59
    """
    return ceil(log(ERROR) / log(1 - even))


def leads_to_tell(even: float, truth: float) -> int:
    """Return how many leads tell a win rate from break-even: one-sided 5 %, power 80 %.

    Examples
    --------
    >>> leads_to_tell(0.05, 0.08), leads_to_tell(0.05, 0.02)
    (383, 253)
    """
    from scipy.stats import norm

    reach = norm.isf(ERROR) * sqrt(even * (1 - even)) + norm.ppf(POWER) * sqrt(truth * (1 - truth))
    return ceil((reach / (truth - even)) ** 2)


def leads_for_width(rate: float, half_width: float) -> int:
    """Return about how many leads give a 95 % interval of this half-width round a win rate.

    Examples
    --------
    >>> leads_for_width(0.05, 0.02)
    456
    """
    from scipy.stats import norm

    return round(rate * (1 - rate) * (norm.isf(ERROR / 2) / half_width) ** 2)
