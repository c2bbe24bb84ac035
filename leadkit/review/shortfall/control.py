"""The control series: whether the leads that sales found itself won less as well.

Both series compare the judged quarter with all reference quarters, where most wins stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, log, nan
from typing import Any, Literal

import numpy as np

from leadkit.base.estimate import Estimate
from leadkit.review.shortfall.sample import Floats, Ints
from leadkit.review.shortfall.shapley import ENDS

ONE_TAIL = 1.645 / 1.960  # from half a 95 % interval to the distance with 5 % in one tail


@dataclass(frozen=True, kw_only=True)
class Control:
    """Self-generated leads beside marketing's, after against before.

    Attributes
    ----------
    own : Estimate
        Win rate of self-generated leads, divided by that of earlier quarters (Katz et al., 1978).
    marketing : Estimate
        Wins of marketing's leads, divided by those their features and follow-up promise.
    """

    own: Estimate
    marketing: Estimate

    @property
    def reading(self) -> Literal["contradicts", "supports", "cannot tell"]:
        """What this says of a fall in selling.

        "contradicts" where marketing's leads fell behind sales' own beyond luck (5 %, in the one
        tail that matters), so that an unmeasured fall in lead quality is the likelier reading;
        "supports" where sales' own leads fell as well.
        """
        if self.own.refused or not self.marketing.low > 0:
            return "cannot tell"
        if self.own.high < 1:
            return "supports"
        half = ONE_TAIL * hypot(*(log(e.high / e.low) / 2 for e in (self.own, self.marketing)))
        is_behind = log(self.marketing.value / self.own.value) + half < 0
        return "contradicts" if is_behind and self.marketing.value < 1 else "cannot tell"

    def to_dict(self) -> dict[str, Any]:
        """Return the series for a JSON file."""
        own, marketing = self.own.to_dict(), self.marketing.to_dict()
        return {"self_generated": own, "marketing": marketing, "reading": self.reading}


def watch(own: Ints, selling: Floats, *, wins: int) -> Control | None:
    """Compare marketing's leads with the self-generated ones, where there are any.

    `own` has shape (2, 2): wins and leads, earlier and in the judged quarter. `selling` is the
    factor of marketing's leads, the estimate first, then its draws; `wins` are theirs.
    """
    (w0, n0), (w1, n1) = own.tolist()
    if not n0 or not n1:
        return None
    low, high = np.quantile(selling[1:], ENDS)
    marketing = Estimate(
        value=float(selling[0]),
        low=float(low),
        high=float(high),
        n=wins,
        method="ratio of observed to expected wins, percentile bootstrap",
    )
    return Control(own=ratio(w0, n0, w1, n1), marketing=marketing)


def ratio(w0: int, n0: int, w1: int, n1: int) -> Estimate:
    """Return the second of two rates over the first, with the log interval of Katz et al. (1978).

    Examples
    --------
    >>> found = ratio(100, 800, 80, 800)
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
    (0.8, 0.61, 1.06)
    """
    from scipy.stats.contingency import relative_risk

    value = low = high = nan
    if w0 and w1:
        risk = relative_risk(w1, n1, w0, n0)
        value, (low, high) = float(risk.relative_risk), map(float, risk.confidence_interval(0.95))
    n, wins, method = n0 + n1, w0 + w1, "Katz log interval"
    return Estimate(value=value, low=low, high=high, n=n, events=wins, method=method)
