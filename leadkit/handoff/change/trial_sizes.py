"""How many leads a trial needs, and how often one may look at it."""

from __future__ import annotations

from math import ceil
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from leadkit.base.errors import BadInput
from leadkit.base.language import _, number

ALPHA, POWER = 0.05, 0.80
FIVE = 5
# Jennison and Turnbull (2000), tables 2.3 and 2.4, alpha .05, power .80: last boundary and how many
# times the leads of a trial with one look.
LAST_OF_FIVE, INFLATION_OF_FIVE = 2.040, 1.028
NORMAL = NormalDist()


def margin_size(
    p1: float, p0: float, margin: float, *, alpha: float = ALPHA, power: float = POWER
) -> int:
    """Return the leads per arm that tell on which side of a margin a difference lies, one-sided.

    Parameters
    ----------
    p1, p0 : float
        Win rates, 0 to 1, with and without a handoff.
    margin : float
        What p1 - p0 must reach for a handoff to pay: its cost divided by the worth of a win.
    alpha, power : float
        False-alarm rate on that side, and chance of seeing it where it is so.

    Raises
    ------
    BadInput
        If p1 - p0 is the margin itself: no number of leads tells on which side it lies.

    Notes
    -----
    Normal approximation with the variances of both rates as they are (Chow, Shao and Wang, 2008).

    Examples
    --------
    A handoff costs 50 and a win brings 1,000:

    >>> margin_size(0.09, 0.02, 0.05), margin_size(0.11, 0.02, 0.05)
    (1569, 455)
    """
    beyond = p1 - p0 - margin
    if abs(beyond) < 1e-9:
        raise _no_size()
    reach = NORMAL.inv_cdf(1 - alpha) + NORMAL.inv_cdf(power)
    return ceil(reach**2 * (p1 * (1 - p1) + p0 * (1 - p0)) / beyond**2)


def _no_size() -> BadInput:
    return BadInput(
        _("by today's figures both ways earn the same, so no number of leads tells them apart"),
        fix=_("Choose either line; the choice costs nothing that can be measured."),
    )


def design_effect(leads_per_account: float, icc: float = 1.0) -> float:
    """Return how many times the leads are needed where accounts, not leads, are drawn (Kish, 1965).

    Parameters
    ----------
    leads_per_account : float
        How many leads an account has.
    icc : float
        How alike the leads of one account are, from 0 to 1; 1: they count as one.

    Examples
    --------
    >>> round(design_effect(40, icc=0.02), 2)
    1.78
    """
    return 1 + (leads_per_account - 1) * icc


def boundary(looks: int) -> npt.NDArray[np.float64]:
    """Return how many standard errors from zero a result must lie at each look (O'Brien, Fleming).

    Parameters
    ----------
    looks : int
        1, or 5 at equal shares of the leads; the false-alarm rate of all together is 5 %.

    Returns
    -------
    array of float
        One bound a look.

    Raises
    ------
    BadInput
        If there are neither 1 nor 5 looks.

    Examples
    --------
    >>> boundary(5).round(2).tolist()
    [4.56, 3.23, 2.63, 2.28, 2.04]
    """
    if looks == 1:
        return np.array([NORMAL.inv_cdf(1 - ALPHA / 2)])
    if looks != FIVE:
        raise BadInput(
            _("a trial is looked at once or five times, not {n} times").format(n=number(looks)),
            fix=_("Every further look makes a false alarm likelier: 1.96 five times gives 14 %."),
        )
    return LAST_OF_FIVE * np.sqrt(FIVE / np.arange(1, FIVE + 1))


def inflation(looks: int) -> float:
    """Return how many times the leads of a trial with one look these looks need."""
    return INFLATION_OF_FIVE if looks == FIVE else 1.0
