"""What the next leads that sales has no time for really earned: the shadow price, checked."""

from __future__ import annotations

import numpy as np

from leadkit.base.economics import Economics
from leadkit.base.estimate import MINIMUM_N, Estimate
from leadkit.base.language import _, number
from leadkit.handoff.capacity import Capacity
from leadkit.handoff.leads import Bools, Leads
from leadkit.handoff.policies import chance_between

NEXT_SHARE = 0.1
MOST_NEXT = 500


def earned_price(
    leads: Leads, economics: Economics, capacity: Capacity, seed: int
) -> Estimate | None:
    """Estimate what one more hour (or lead) of capacity would have earned, from outcomes.

    The judged leads that would come next, a tenth as many as fit, at least 20: profit per hour,
    its interval by Bayesian bootstrap (Rubin, 1981) of leads or accounts.

    Returns
    -------
    Estimate or None
        Money per hour (or lead); it refuses under 20 judged leads. None where capacity is slack.
    """
    if not capacity.binding:
        return None
    coming = _next(leads, economics, capacity.shadow_price)
    earned = leads.observed.each(lambda part: part[coming].sum())
    hours = float(earned.places(economics)) * economics.hours_per_lead
    nobody = np.zeros_like(coming)
    chance = chance_between(leads, coming, nobody, economics, seed)
    total = float(earned.profit(economics))
    ends = (np.nan, np.nan) if chance is None else (chance.low, chance.high)
    value, low, high = (x / hours if hours else np.nan for x in (total, *ends))
    return Estimate(
        value=value,
        low=min(low, value),
        high=max(high, value),
        n=int(coming.sum()),
        events=int(leads.won[coming].sum()),
        unit=economics.currency or "number",
        minimum_n=MINIMUM_N,
        method=_("the {n} judged leads that come next; {method}").format(
            n=number(int(coming.sum())), method="" if chance is None else chance.method
        ),
    )


def _next(leads: Leads, economics: Economics, price: float) -> Bools:
    """Mark the judged leads that come next: those that pay, from the price of an hour down.

    Leads alike come together, taken or not, so that no outcome decides who is next.
    """
    expected = leads.expected
    per_hour = expected.profit(economics) / (expected.places(economics) * economics.hours_per_lead)
    waiting = (per_hour > 0) & (per_hour <= price)
    count = min(MOST_NEXT, max(MINIMUM_N, round(NEXT_SHARE * int((per_hour > price).sum()))))
    if not waiting.any():
        return waiting
    last = np.sort(per_hour[waiting])[::-1][:count][-1]
    return np.asarray(waiting & (per_hour >= last))
