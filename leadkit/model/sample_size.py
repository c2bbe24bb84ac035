"""How many leads a model needs, before it is fitted."""

from __future__ import annotations

from math import exp, log

SHRINKAGE = 0.9
OPTIMISM = 0.05
MARGIN = 0.05


def leads_needed(prevalence: float, parameters: int, r2: float) -> int:
    """Return the least number of leads for a model of an outcome (Riley et al., 2020).

    Parameters
    ----------
    prevalence : float
        Share of leads that are won, between 0 and 1.
    parameters : int
        Coefficients that are estimated.
    r2 : float
        Cox and Snell's share of explained variation that is expected, above 0.

    Returns
    -------
    int
        The largest of three: coefficients shrink by a tenth at most, the apparent share of
        variation explained is too high by .05 at most, the base rate is known within 5 points.

    Examples
    --------
    >>> leads_needed(0.10, 15, 0.05), leads_needed(0.10, 15, 0.10), leads_needed(0.05, 15, 0.03)
    (2624, 1274, 4425)
    """
    most = 1 - (prevalence**prevalence * (1 - prevalence) ** (1 - prevalence)) ** 2
    shrinkages = (SHRINKAGE, r2 / (r2 + OPTIMISM * most))
    needed = [_for_shrinkage(parameters, r2, shrinkage) for shrinkage in shrinkages]
    needed.append((1.96 / MARGIN) ** 2 * prevalence * (1 - prevalence))
    return round(max(needed))


def _for_shrinkage(parameters: int, r2: float, shrinkage: float) -> float:
    return parameters / ((shrinkage - 1) * log(1 - r2 / shrinkage))


def explained(log_loss: float, prevalence: float) -> float:
    """Return Cox and Snell's share of variation explained, of a mean log-loss in nats."""
    without = -prevalence * log(prevalence) - (1 - prevalence) * log(1 - prevalence)
    return 1 - exp(-2 * (without - log_loss))
