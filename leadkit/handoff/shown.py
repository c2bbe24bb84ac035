"""The part of a handoff curve that its picture shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leadkit.handoff.bands import Bands
from leadkit.handoff.leads import Bools, Floats, Ints
from leadkit.handoff.words import money_unit

if TYPE_CHECKING:
    from leadkit.handoff.choice import HandoffChoice
    from leadkit.handoff.curve import HandoffCurve


@dataclass(frozen=True, eq=False)
class Shown:
    """Curves inside the picture, money in the unit of the axis.

    Parameters
    ----------
    x : array of float
        Thresholds.
    observed, expected : array of float
        Profit against today's rule (without one, against handing off nobody).
    bands : Bands
        Bands of `observed`.
    least, most : array of float
        Bounds when the unseen leads at or above the line are all lost, or all won.
    unseen : array of int
        How many these are.
    judged : array of bool
        Whether a judged lead lies at or below the threshold; left of it nothing was seen.
    hours : array of float
        What all leads at or above the line take of sales' capacity.
    limits : tuple of two floats
        Ends of the x-axis.
    """

    x: Floats
    observed: Floats
    expected: Floats
    bands: Bands
    least: Floats
    most: Floats
    unseen: Ints
    judged: Bools
    hours: Floats
    limits: tuple[float, float]


def shown_part(curve: HandoffCurve, choice: HandoffChoice) -> Shown:
    """Cut the curve to the thresholds worth showing and scale its money."""
    economics, limits, x = curve.economics, _limits(curve, choice), curve.thresholds
    last = min(int(np.searchsorted(x, limits[1], side="right")), len(x) - 1)
    part = slice(int(np.searchsorted(x, limits[0])), last + 1)
    scale = money_unit(economics.currency, float(np.abs(curve.table["profit"]).max()))[0]
    observed, bands = curve.against_today()
    unseen = curve.table["unseen"].to_numpy()
    return Shown(
        x=np.minimum(x[part], limits[1]),
        observed=observed[part] / scale,
        expected=_expected_gain(curve)[part] / scale,
        bands=Bands(
            low=bands.low[part] / scale,
            high=bands.high[part] / scale,
            band_low=bands.band_low[part] / scale,
            band_high=bands.band_high[part] / scale,
            critical=bands.critical,
        ),
        least=(observed - economics.cost * unseen)[part] / scale,
        most=(observed + (economics.value - economics.cost) * unseen)[part] / scale,
        unseen=unseen[part],
        judged=x[part] >= curve.leads.scores[0],
        hours=curve.leads.above(x[part]) * np.float64(economics.hours_per_lead),
        limits=limits,
    )


def _expected_gain(curve: HandoffCurve) -> Floats:
    """Return expected profit minus what the model expects of today's rule."""
    expected, today = curve.table["expected_profit"].to_numpy(), curve.leads.today
    if today is None:
        return np.asarray(expected)
    scores = np.sort(curve.leads.p[today])
    economics = curve.economics
    return np.asarray(expected - economics.value * scores.sum() + economics.cost * len(scores))


def _limits(curve: HandoffCurve, choice: HandoffChoice) -> tuple[float, float]:
    """Return the thresholds to show: most leads, to about three times the line."""
    scores, at = curve.leads.scores, choice.nearest
    flat = choice.flat[1] if choice.flat else at
    most_leads, three_quarters = np.quantile(scores, (0.95, 0.75)).tolist()
    right = min(most_leads, max(3.2 * at, three_quarters))
    right = min(max(right, 1.6 * at, 1.2 * flat), max(float(scores[-1]), 1.1 * at), 1.0)
    lowest = min(float(scores[0]), at)
    return (0.0 if lowest < 0.4 * right else lowest - 0.05 * (right - lowest)), right
