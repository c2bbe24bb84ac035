"""What lines earn if the amounts are others than the agreed ones."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from leadkit.base.economics import Economics
from leadkit.handoff.capacity import fit_capacity
from leadkit.handoff.leads import Bools, Floats, Leads
from leadkit.handoff.payoff import Payoff, above

if TYPE_CHECKING:
    from leadkit.handoff.curve import HandoffCurve


def sums(leads: Leads, lines: Floats, each: Payoff) -> Payoff:
    """Return what all judged leads at or above each line bring, (lines,)."""
    count = len(leads.p) - np.searchsorted(leads.p, lines)
    return each.each(partial(above, count=count))


def profit(payoff: Payoff, agreed: Economics, believed: Economics) -> Floats:
    """Return what leads earn at other amounts; own ones change as much as their average."""
    value, cost = believed.value / agreed.value, believed.cost / agreed.cost
    factors = {"earned": value, "worth": value, "cost": cost}
    own = {name: getattr(payoff, name) for name in factors}
    changed = {name: x * factors[name] for name, x in own.items() if x is not None}
    return np.asarray(replace(payoff, **changed).profit(believed))


def expected(leads: Leads) -> Payoff:
    """Return what each judged lead is expected to bring.

    By its probability if they hold, else recalibrated; where no recalibration fits, by win rates
    that never fall as the score rises.
    """
    if leads.basis != "observed":
        return leads.payoff(leads.chances(leads.p), leads.worth)
    from scipy.optimize import isotonic_regression

    starts: Bools = np.r_[True, np.diff(leads.p) > 0]
    score = starts.cumsum() - 1
    n = np.bincount(score)
    rates = isotonic_regression(np.bincount(score, leads.won) / n, weights=n).x
    return leads.payoff(rates[score], leads.worth)


def lowest_line(curve: HandoffCurve, economics: Economics) -> float:
    """Return the lowest line that sales can work; the top score where no line fits.

    More hours a lead are less capacity, which also holds where each lead has its own hours.
    """
    capacity, agreed = curve.capacity, curve.economics
    if agreed.capacity and agreed.hours and economics.hours and agreed.hours != economics.hours:
        scaled = agreed.capacity * agreed.hours / economics.hours
        capacity = fit_capacity(curve.leads, agreed.varied(capacity=scaled))
    return float(curve.leads.p[-1]) if capacity.line is None else capacity.line


def best_line(curve: HandoffCurve, economics: Economics, lowest: float) -> float:
    """Return break-even where it is the best line, else the best one of the grid."""
    if pays_from_break_even(curve):
        return float(np.clip(economics.break_even, lowest, 1.0))
    lines = curve.thresholds[curve.thresholds >= lowest]
    earned = profit(sums(curve.leads, lines, expected(curve.leads)), curve.economics, economics)
    return float(lines[earned.argmax()])


def pays_from_break_even(curve: HandoffCurve) -> bool:
    """Tell whether the probabilities hold and all leads have the same worth and cost."""
    return curve.leads.basis == "break_even" and not curve.own_amounts
