"""What sales can take: the best leads that fit, and what one more hour would earn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate
from leadkit.base.language import _
from leadkit.handoff.leads import Bools, Floats, Leads
from leadkit.handoff.payoff import Numbers, above

if TYPE_CHECKING:
    from leadkit.handoff.curve import HandoffCurve

DAYS = {"week": 7.0, "month": 365.25 / 12}
ROUNDING = 1e-9


@dataclass(frozen=True)
class Capacity:
    """Sales capacity over the time the table spans.

    Parameters
    ----------
    limit : float or None
        Hours (or leads, where a lead's hours are not given) that sales can work; None: no limit.
    line : float or None
        The lowest threshold whose leads fit; 0 without a limit, None where none fits.
    binding : bool
        Whether the limit keeps out leads that would pay.
    shadow_price : float
        Expected profit of one more hour (or lead), by the model; 0 where the limit is slack.
    price : Estimate or None
        What the next leads really earned per hour (or lead); None where the limit is slack.
    """

    limit: float | None
    line: float | None
    binding: bool
    shadow_price: float
    price: Estimate | None = None


def fill_capacity(net: Floats, hours: Floats, capacity: float) -> tuple[Bools, float]:
    """Fill a budget of hours with the leads that earn most per hour.

    The leads are taken in order of net value per hour until one no longer fits (the greedy
    solution of the continuous knapsack; Dantzig, 1957). The shadow price is what the next lead
    would earn per hour.

    Parameters
    ----------
    net : array of float
        Expected value minus cost of each lead, in money.
    hours : array of float
        Hours of each lead, above 0.
    capacity : float
        Hours available.

    Returns
    -------
    taken : array of bool
        The leads to work; a lead with no positive net value is never taken.
    shadow_price : float
        Money per further hour; 0 where hours are left over.

    Examples
    --------
    >>> import numpy as np
    >>> taken, price = fill_capacity(np.array([350., 650., 100., 250.]),
    ...                              np.array([1., 2., 1., 3.]), 4)
    >>> taken.tolist(), round(price, 1)
    ([True, True, True, False], 83.3)
    """
    per_hour = net / hours
    order = np.argsort(-per_hour, kind="stable")
    pays = net[order] > 0
    fits = pays & (hours[order].cumsum() <= capacity * (1 + ROUNDING))
    count = int(fits.sum())
    taken = np.zeros(len(net), dtype=bool)
    taken[order[:count]] = True
    waits = count < len(net) and bool(pays[count])
    return taken, float(per_hour[order[count]]) if waits else 0.0


def fit_capacity(leads: Leads, economics: Economics) -> Capacity:
    """Fit all leads of the table, judged or not, into what sales can take in its time.

    Raises
    ------
    BadInput
        If capacity is given per week or month and the leads have no dates.
    """
    if economics.capacity is None:
        return Capacity(limit=None, line=0.0, binding=False, shadow_price=0.0)
    limit = economics.capacity * _periods(leads, economics)
    every = leads.all_expected
    net, places = every.profit(economics), every.places(economics)
    _taken, price = fill_capacity(net, places * economics.hours_per_lead, limit)
    return Capacity(
        limit=limit,
        line=_lowest_line(leads.all_p, places, limit / economics.hours_per_lead),
        binding=price > 0,
        shadow_price=price,
    )


def within_capacity(curve: HandoffCurve) -> tuple[Floats, Floats]:
    """Return profit, and that of every draw, without lines that nobody reaches or that overload."""
    table, economics = curve.table, curve.economics
    handed_off = table["handed_off"].to_numpy()
    work = curve.leads.observed.each(partial(above, count=handed_off)).places(economics)
    unseen = curve.leads.unseen_won.each(partial(above, count=table["unseen"].to_numpy()))
    free = curve.places - unseen.places(economics)
    reached = handed_off > 0
    fits = reached & (work <= free)
    fits_drawn = reached & (curve.drawn.above.places(economics) <= free)
    top = np.flatnonzero(reached)[-1]
    fits[top] = fits_drawn[:, top] = True
    drawn = curve.drawn.profit(economics)
    return np.where(fits, table["profit"], -np.inf), np.where(fits_drawn, drawn, -np.inf)


def _periods(leads: Leads, economics: Economics) -> float:
    if economics.per == "table":
        return 1.0
    if leads.days is None:
        raise BadInput(
            _("capacity is given per {period}, but the leads have no dates").format(
                period={"week": _("week"), "month": _("month")}[economics.per]
            ),
            where=_("scored leads, column {column}").format(column="at"),
            fix=_("Add the column, or give the capacity for the whole table."),
        )
    return leads.days / DAYS[economics.per]


def _lowest_line(p: Floats, places: Numbers, free: float) -> float | None:
    """Return the lowest score at or above which the leads fit into the free places."""
    order = np.argsort(-p, kind="stable")
    scores, taken = p[order], places[order].cumsum()
    lowest_of_tied = np.append(scores[:-1] > scores[1:], True)
    fitting = np.flatnonzero(lowest_of_tied & (taken <= free * (1 + ROUNDING)))
    if not len(fitting):
        return None
    return 0.0 if fitting[-1] == len(p) - 1 else float(scores[fitting[-1]])
