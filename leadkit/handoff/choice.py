"""The chosen threshold: from the economics, checked against what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.estimate import Estimate
from leadkit.base.language import _
from leadkit.handoff.bands import ENDS, optimism
from leadkit.handoff.calibration import observed_over_expected
from leadkit.handoff.capacity import Capacity
from leadkit.handoff.compare import compare, profit_estimate, win_rate_estimate
from leadkit.handoff.leads import Floats
from leadkit.handoff.words import choice_sentence, choice_warnings, method_words, reason_words

if TYPE_CHECKING:
    from leadkit.handoff.curve import HandoffCurve

FLAT_LOSS = 0.02


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class HandoffChoice:
    """A recommended threshold, or the reason why there is none.

    All money is the total over the judged leads.

    Attributes
    ----------
    threshold : float or None
        Hand off every lead whose probability is at least this; None where no threshold meets the
        terms.
    low, high : float
        The 2.5 and 97.5 % points of the thresholds that earned most in the bootstrap draws,
        widened to hold the threshold itself.
    nearest : float
        The threshold itself, or the one that comes nearest to the terms.
    reason : str or None
        Why no threshold meets the terms, and by how much the nearest misses.
    from_economics : bool
        Whether the line is break-even (raised by the shadow price where capacity binds); else it
        is the best observed one, its profit corrected for optimism.
    profit, win_rate : Estimate
        At `nearest`, on the judged leads.
    handed_off : int
        Judged leads at or above `nearest`.
    hours : float or None
        Sales hours these leads take; None where the economics give no hours.
    flat : tuple of two floats or None
        Thresholds round the line that lose less than 2 % of its expected profit (where the line
        is the best observed one: of the observed profit, smoothed by isotonic regression); None
        where there is no line.
    calibration : Estimate
        Observed over expected wins.
    optimism : float
        By how much the best observed profit overstates itself.
    best_observed : float
        The threshold with the highest observed profit, for comparison.
    agrees : bool
        Whether the observed profit at the line lies inside the simultaneous band of the best
        observed one.
    capacity : Capacity
        The limit, whether it binds, and its shadow price per hour (or lead).
    table : DataFrame
        One row a policy: policy, threshold, handed_off, wins, profit, fits (sales' capacity
        holds its leads), gain (profit of the recommendation minus this policy), low, high,
        p_better, p_method.
    compared : dict of str to Estimate
        `gain` of each policy with its interval. Where no threshold meets the terms the
        recommendation is to hand off nobody.
    curve : HandoffCurve
        The curve it was chosen from.
    """

    threshold: float | None
    low: float
    high: float
    nearest: float
    reason: str | None
    from_economics: bool
    profit: Estimate
    win_rate: Estimate
    handed_off: int
    hours: float | None
    flat: tuple[float, float] | None
    calibration: Estimate
    optimism: float
    best_observed: float
    agrees: bool
    capacity: Capacity
    table: pd.DataFrame
    compared: Mapping[str, Estimate]
    curve: HandoffCurve

    @property
    def economics(self) -> Economics:
        """What a win is worth and a handoff costs."""
        return self.curve.economics

    @property
    def p_better(self) -> dict[str, float]:
        """The chance that the recommendation earns more than each policy it differs from."""
        known = self.table.dropna(subset=["p_better"])
        return dict(zip(known["policy"], known["p_better"], strict=True))

    @property
    def method(self) -> str:
        """How the line was chosen, and why so."""
        return method_words(self)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the reader of the choice must know."""
        return choice_warnings(self)

    def sentence(self) -> str:
        """Say the choice in plain words."""
        return choice_sentence(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of handoff.json."""
        leads = self.curve.leads
        judged, unseen = len(leads.p), len(leads.unseen)
        return {
            "economics": self.economics.to_dict(),
            "n": {"leads": judged + unseen, "judged": judged, "excluded": unseen},
            "best": None if self.threshold is None else self._best(),
            "reason": self.reason,
            "flat": None if self.flat is None else list(self.flat),
            "capacity": {
                "binding": self.capacity.binding,
                "shadow_price": self.capacity.shadow_price,
            },
            "compared": {name: gain.to_dict() for name, gain in self.compared.items()},
            "unseen": {
                "share": unseen / (judged + unseen),
                "n": unseen,
                "method": _("left out of the curve; profit bounded by all lost and all won"),
            },
        }

    def _best(self) -> dict[str, Any]:
        return {
            "threshold": self.threshold,
            "low": self.low,
            "high": self.high,
            "profit": self.profit.to_dict(),
            "handed_off": self.handed_off,
            "win_rate": self.win_rate.to_dict(),
            "hours": self.hours,
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline
        from leadkit.handoff.page import policy_rows

        rows = policy_rows(self)
        return inline(
            self,
            caption=self.sentence(),
            columns=list(rows.columns),
            rows=list(rows.itertuples(index=False, name=None)),
            note=" ".join(self.warnings),
        )


def choose(curve: HandoffCurve) -> HandoffChoice:
    """Choose break-even if the probabilities add up, else the best observed threshold."""
    calibration = observed_over_expected(curve.leads)
    from_economics = bool(calibration.low <= 1 <= calibration.high)
    profit, drawn = _within_capacity(curve)
    best = int(profit.argmax())
    overstated = optimism(curve.table["profit"].to_numpy(), drawn)
    wanted = _line_from_economics(curve) if from_economics else float(curve.thresholds[best])
    row = curve.at(min(wanted, float(curve.leads.scores[-1])))
    correction = 0.0 if from_economics else overstated
    earned = profit_estimate(curve, row, correction)
    reason = reason_words(curve, wanted, earned)
    threshold = float(curve.thresholds[row])
    low, high = np.quantile(
        curve.thresholds[drawn.argmax(axis=1)], ENDS, method="inverted_cdf"
    ).tolist()
    table, compared = compare(curve, None if reason else row, correction)
    handed_off = int(curve.counted.handed_off[row])
    hours = curve.economics.hours
    return HandoffChoice(
        threshold=None if reason else threshold,
        low=min(low, threshold),
        high=max(high, threshold),
        nearest=threshold,
        reason=reason,
        from_economics=from_economics,
        profit=earned,
        win_rate=win_rate_estimate(curve, row),
        handed_off=handed_off,
        hours=None if hours is None else handed_off * hours,
        flat=None if reason else _flat(curve, row, from_economics),
        calibration=calibration,
        optimism=overstated,
        best_observed=float(curve.thresholds[best]),
        agrees=bool(curve.table["profit"].iloc[row] >= curve.table["band_low"].iloc[best]),
        capacity=curve.capacity,
        table=table,
        compared=compared,
        curve=curve,
    )


def _line_from_economics(curve: HandoffCurve) -> float:
    """Return break-even, or the lowest line that fits where that is higher."""
    return max(curve.economics.break_even, curve.capacity.line or 0.0)


def _within_capacity(curve: HandoffCurve) -> tuple[Floats, Floats]:
    """Return profit, and that of every draw, without lines that nobody reaches or that overload."""
    profit = curve.table["profit"].to_numpy()
    drawn = curve.drawn.profit(curve.economics)
    unseen = curve.table["unseen"].to_numpy()
    reached = curve.counted.handed_off > 0
    fits = reached & (curve.counted.handed_off + unseen <= curve.places)
    fits_drawn = reached & (curve.drawn.handed_off + unseen <= curve.places)
    top = int(np.flatnonzero(reached)[-1])
    fits[top] = fits_drawn[:, top] = True
    return np.where(fits, profit, -np.inf), np.where(fits_drawn, drawn, -np.inf)


def _flat(curve: HandoffCurve, row: int, from_economics: bool) -> tuple[float, float]:
    """Return the thresholds round a row that lose under 2 % of its profit."""
    if from_economics:
        profit = curve.table["expected_profit"].to_numpy()
    else:
        profit = _smoothed_profit(curve)
    fits = curve.thresholds >= (curve.capacity.line or 0.0)
    good = fits & (profit >= profit[row] - FLAT_LOSS * abs(profit[row]))
    good[row] = True
    below, above = np.flatnonzero(~good[:row]), np.flatnonzero(~good[row:])
    first = int(below[-1]) + 1 if len(below) else 0
    last = row + int(above[0]) - 1 if len(above) else len(good) - 1
    return float(curve.thresholds[first]), float(curve.thresholds[last])


def _smoothed_profit(curve: HandoffCurve) -> Floats:
    """Return the observed curve with win rates that never fall as the score rises.

    Two wins more or less are 2 % of profit, so the flat zone of the raw curve would be noise.
    """
    from scipy.optimize import isotonic_regression

    handed_off, wins = (np.r_[x, 0] for x in (curve.counted.handed_off, curve.counted.wins))
    leads, won = -np.diff(handed_off), -np.diff(wins)
    some = leads > 0
    rate = np.zeros(len(leads))
    rate[some] = isotonic_regression(won[some] / leads[some], weights=leads[some]).x
    economics = curve.economics
    profit = leads * (economics.value * rate - economics.cost)
    return np.asarray(profit[::-1].cumsum()[::-1])
