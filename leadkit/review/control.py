"""The control series: whether the leads that sales found itself won less as well.

Both series compare the judged quarter with all reference quarters, where most wins stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, nan, sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt

from leadkit.base.estimate import Estimate

Reading = Literal["contradicts", "supports", "cannot tell"]


@dataclass(frozen=True, kw_only=True)
class Control:
    """Self-generated leads beside marketing's, after against before.

    Attributes
    ----------
    own : Estimate
        Win rate of self-generated leads, divided by that of earlier quarters (Katz et al., 1978).
    marketing : Estimate
        Wins of marketing's leads, divided by those their features and follow-up promise.
    reading : str
        "contradicts" where marketing's leads fell behind sales' own, so that an unmeasured fall
        in lead quality is the likelier reading; "supports" where sales' own leads fell as well;
        else "cannot tell".
    """

    own: Estimate
    marketing: Estimate
    reading: Reading


def watch(
    own: tuple[tuple[int, int], tuple[int, int]],
    selling: float,
    drawn: npt.NDArray[np.float64],
    *,
    wins: int,
) -> Control:
    """Compare marketing's leads with the self-generated ones.

    Parameters
    ----------
    own : ((wins, leads), (wins, leads))
        Self-generated leads, earlier and in the judged quarter.
    selling : float
        Marketing's factor selling in the judged quarter.
    drawn : array of shape (draws,)
        The same in every bootstrap draw.
    wins : int
        Marketing's wins in the judged quarter.
    """
    (w0, n0), (w1, n1) = own
    ours = _ratio(w0, n0, w1, n1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    theirs = Estimate(
        value=selling,
        low=float(low),
        high=float(high),
        n=wins,
        method="ratio of observed to expected wins, percentile bootstrap",
    )
    return Control(own=ours, marketing=theirs, reading=_reading(ours, theirs))


def _ratio(w0: int, n0: int, w1: int, n1: int) -> Estimate:
    value = low = high = nan
    if w0 and w1:
        value = (w1 / n1) / (w0 / n0)
        half = 1.96 * sqrt(max(1 / w0 - 1 / n0 + 1 / w1 - 1 / n1, 0))
        low, high = value * exp(-half), value * exp(half)
    return Estimate(
        value=value, low=low, high=high, n=n0 + n1, events=w0 + w1, method="Katz log interval"
    )


def _reading(own: Estimate, marketing: Estimate) -> Reading:
    if own.refused or not marketing.low > 0:
        return "cannot tell"
    if own.high < 1:
        return "supports"
    spread = [log(e.high / e.low) / (2 * 1.96) for e in (own, marketing)]
    behind = log(marketing.value / own.value) + 1.96 * sqrt(spread[0] ** 2 + spread[1] ** 2)
    return "contradicts" if behind < 0 and marketing.value < 1 else "cannot tell"
