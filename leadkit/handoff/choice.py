"""The chosen threshold: from the economics, checked against what happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _
from leadkit.handoff import words
from leadkit.handoff.capacity import Capacity
from leadkit.handoff.draws import optimism
from leadkit.handoff.leads import ENDS, FLAT_LOSS, Floats, observed_over_expected
from leadkit.handoff.policies import compare, stated

if TYPE_CHECKING:
    from leadkit.handoff.curve import HandoffCurve


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class HandoffChoice:
    """A recommended threshold, or the reason why there is none.

    All money is the total over the judged leads.

    Attributes
    ----------
    nearest : float
        The threshold, or where none meets the terms the one that comes nearest.
    reason : str or None
        Why no threshold meets the terms, and by how much the nearest misses.
    low, high : float
        The 2.5 and 97.5 % points of the thresholds that earned most in the bootstrap draws,
        widened to hold `nearest`.
    flat : tuple of two floats or None
        Thresholds round the line that lose less than 2 % of its expected profit (where the line
        is the best observed one: of the observed profit, smoothed by isotonic regression); None
        where there is no line.
    profit, win_rate : Estimate
        At `nearest`, on the judged leads.
    calibration : Estimate
        Observed over expected wins.
    from_economics : bool
        Whether the probabilities add up, so that the line is break-even (raised by the shadow
        price where capacity binds); else it is the best observed one, less its optimism.
    best_observed : float
        The threshold with the highest observed profit, for comparison.
    optimism : float
        By how much the best observed profit overstates itself.
    table : DataFrame
        One row a policy: policy, threshold, handed_off, wins, profit, fits (sales' capacity
        holds its leads), gain (profit of the recommendation minus this policy), low, high,
        p_better, method. Where no threshold meets the terms the recommendation is to hand off
        nobody.
    curve : HandoffCurve
        The curve it was chosen from.
    """

    nearest: float
    reason: str | None
    low: float
    high: float
    flat: tuple[float, float] | None
    profit: Estimate
    win_rate: Estimate
    calibration: Estimate
    from_economics: bool
    best_observed: float
    optimism: float
    table: pd.DataFrame
    curve: HandoffCurve

    @property
    def threshold(self) -> float | None:
        """Hand off every lead whose probability is at least this; None where none pays."""
        return None if self.reason else self.nearest

    @property
    def economics(self) -> Economics:
        """What a win is worth and a handoff costs."""
        return self.curve.economics

    @property
    def capacity(self) -> Capacity:
        """The limit, whether it binds, and its shadow price per hour (or lead)."""
        return self.curve.capacity

    @property
    def handed_off(self) -> int:
        """Judged leads at or above `nearest`."""
        return int(self.curve.table["handed_off"].iloc[self.curve.at(self.nearest)])

    @property
    def hours(self) -> float | None:
        """Sales hours these leads take; None where the economics give no hours."""
        return None if self.economics.hours is None else self.handed_off * self.economics.hours

    @property
    def agrees(self) -> bool:
        """Whether profit at the line lies in the simultaneous band of the best observed one."""
        table, at = self.curve.table, self.curve.at
        best = table["band_low"].iloc[at(self.best_observed)]
        return bool(table["profit"].iloc[at(self.nearest)] >= best)

    @property
    def compared(self) -> dict[str, Estimate]:
        """What the recommendation earns more than each other policy."""
        return {
            row["policy"]: _money(self.curve, row["gain"], row["low"], row["high"], row["method"])
            for row in self.table.iloc[1:].to_dict("records")
        }

    @property
    def p_better(self) -> dict[str, float]:
        """The chance that the recommendation earns more than each policy it differs from."""
        known = self.table.dropna(subset=["p_better"])
        return dict(zip(known["policy"], known["p_better"], strict=True))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the reader of the choice must know."""
        said = [*self.curve.warnings, words.cannot_tell(self)]
        if not (self.from_economics and self.agrees):
            said.append(words.method(self))
        return (*said, *words.cautions(self))

    def sentence(self) -> str:
        """Say the choice in plain words."""
        return words.sentence(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of handoff.json."""
        judged, unseen = len(self.curve.leads.p), len(self.curve.leads.unseen)
        best = {
            "threshold": self.threshold,
            "low": self.low,
            "high": self.high,
            "profit": self.profit.to_dict(),
            "handed_off": self.handed_off,
            "win_rate": self.win_rate.to_dict(),
            "hours": self.hours,
        }
        return {
            "economics": self.economics.to_dict(),
            "n": {"leads": judged + unseen, "judged": judged, "excluded": unseen},
            "best": None if self.reason else best,
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
    thresholds, observed = curve.thresholds, curve.table["profit"].to_numpy()
    calibration = observed_over_expected(curve.leads)
    from_economics = bool(calibration.low <= 1 <= calibration.high)
    allowed, drawn = _within_capacity(curve)
    best = int(allowed.argmax())
    flattered = optimism(observed, drawn)
    overstated = 0.0 if from_economics else flattered
    wanted = curve.economics.break_even if from_economics else float(thresholds[best])
    wanted = max(wanted, curve.capacity.line or 0.0)
    row = curve.at(min(wanted, float(curve.leads.p[-1])))
    nearest = float(thresholds[row])
    at = curve.table.iloc[row].to_dict()
    earned, low, high = (at[name] - overstated for name in ("profit", "low", "high"))
    profit = _money(curve, earned, low, high, stated(curve.method, overstated))
    tops = np.quantile(thresholds[drawn.argmax(axis=1)], ENDS, method="inverted_cdf").tolist()
    reason = words.reason(curve, wanted, profit)
    return HandoffChoice(
        nearest=nearest,
        reason=reason,
        low=min(tops[0], nearest),
        high=max(tops[1], nearest),
        flat=None if reason else _flat(curve, row, from_economics=from_economics),
        profit=profit,
        win_rate=_win_rate(curve, row),
        calibration=calibration,
        from_economics=from_economics,
        best_observed=float(thresholds[best]),
        optimism=flattered,
        table=compare(curve, None, 0.0) if reason else compare(curve, nearest, overstated),
        curve=curve,
    )


def _within_capacity(curve: HandoffCurve) -> tuple[Floats, Floats]:
    """Return profit, and that of every draw, without lines that nobody reaches or that overload."""
    table = curve.table
    free = curve.places - table["unseen"].to_numpy()
    reached = table["handed_off"].to_numpy() > 0
    fits = reached & (table["handed_off"].to_numpy() <= free)
    fits_drawn = reached & (curve.drawn.handed_off <= free)
    top = np.flatnonzero(reached)[-1]
    fits[top] = fits_drawn[:, top] = True
    drawn = curve.drawn.profit(curve.economics)
    return np.where(fits, table["profit"], -np.inf), np.where(fits_drawn, drawn, -np.inf)


def _flat(curve: HandoffCurve, row: int, *, from_economics: bool) -> tuple[float, float]:
    """Return the thresholds round a row that lose under 2 % of its profit."""
    expected = curve.table["expected_profit"].to_numpy()
    profit = expected if from_economics else _smoothed_profit(curve)
    good = profit >= profit[row] - FLAT_LOSS * abs(profit[row])
    good &= curve.thresholds >= (curve.capacity.line or 0.0)
    gaps = np.flatnonzero(~np.r_[False, good, False]) - 1
    after = int(np.searchsorted(gaps, row))
    first, last = gaps[after - 1] + 1, gaps[after] - 1
    return float(curve.thresholds[first]), float(curve.thresholds[last])


def _smoothed_profit(curve: HandoffCurve) -> Floats:
    """Return the observed curve with win rates that never fall as the score rises.

    Two wins more or less are 2 % of profit, so the flat zone of the raw curve would be noise.
    """
    from scipy.optimize import isotonic_regression

    leads, won = (-np.diff(np.r_[curve.table[name], 0]) for name in ("handed_off", "wins"))
    some, win_rate = leads > 0, np.zeros(len(leads))
    win_rate[some] = isotonic_regression(won[some] / leads[some], weights=leads[some]).x
    profit = leads * (curve.economics.value * win_rate - curve.economics.cost)
    return np.asarray(profit[::-1].cumsum()[::-1])


def _money(curve: HandoffCurve, value: float, low: float, high: float, method: str) -> Estimate:
    return Estimate(
        value=float(value),
        low=float(low),
        high=float(high),
        n=len(curve.leads.p),
        events=int(curve.leads.won.sum()),
        unit=curve.economics.currency or "number",
        method=method,
    )


def _win_rate(curve: HandoffCurve, row: int) -> Estimate:
    """Estimate the win rate at or above a row: Wilson by lead, bootstrap by account."""
    wins, handed_off = (int(curve.table[name].iloc[row]) for name in ("wins", "handed_off"))
    by_lead = rate(wins, handed_off)
    if by_lead.refused or not curve.leads.are_clustered:
        return by_lead
    drawn = curve.drawn.wins[:, row] / np.maximum(curve.drawn.handed_off[:, row], 1)
    low, high = np.quantile(drawn, ENDS).tolist()
    return replace(by_lead, low=low, high=high, method=curve.method)
