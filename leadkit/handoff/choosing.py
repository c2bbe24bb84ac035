"""Choosing the threshold: from the economics, checked against what happened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from leadkit.base.estimate import Estimate, rate
from leadkit.handoff import words
from leadkit.handoff.capacity import within_capacity
from leadkit.handoff.choice import HandoffChoice, money_of
from leadkit.handoff.draws import optimism
from leadkit.handoff.earnings import expected, sums
from leadkit.handoff.leads import ENDS, FLAT_LOSS, Floats, observed_over_expected
from leadkit.handoff.policies import compare, stated

if TYPE_CHECKING:
    from leadkit.handoff.curve import HandoffCurve

WITHOUT_SCORE = ("best", "today", "all", "points_card", "none")


def choose(curve: HandoffCurve, *, usable: bool = True) -> HandoffChoice:
    """Choose break-even if the probabilities hold or can be recalibrated, else what earned most."""
    thresholds, observed = curve.thresholds, curve.table["profit"].to_numpy()
    basis, promised = curve.leads.basis, _promised(curve)
    allowed, drawn = within_capacity(curve)
    best = int(allowed.argmax())
    flattered = optimism(observed, drawn)
    overstated = flattered if basis == "observed" else 0.0
    wanted = float(thresholds[best]) if basis == "observed" else _pays_from(curve, promised)
    wanted = max(wanted, curve.capacity.line or 0.0)
    row = curve.at(min(wanted, float(curve.leads.p[-1])))
    nearest = float(thresholds[row])
    at = curve.table.iloc[row].to_dict()
    earned, low, high = (at[name] - overstated for name in ("profit", "low", "high"))
    profit = money_of(curve, earned, low, high, stated(curve.method, overstated))
    tops = np.quantile(thresholds[drawn.argmax(axis=1)], ENDS, method="inverted_cdf").tolist()
    reason = words.reason(curve, wanted, profit) if usable else words.no_signal()
    rivals = compare(curve, None if reason else nearest, 0.0 if reason else overstated)
    if not usable:
        rivals = rivals[rivals["policy"].isin(WITHOUT_SCORE)].reset_index(drop=True)
    return HandoffChoice(
        nearest=nearest,
        reason=reason,
        low=min(tops[0], nearest),
        high=max(tops[1], nearest),
        flat=None if reason else _flat(curve, row, promised),
        profit=profit,
        win_rate=win_rate_at(curve, row),
        calibration=observed_over_expected(curve.leads),
        basis=basis,
        best_observed=float(thresholds[best]),
        optimism=flattered,
        table=rivals,
        usable=usable,
        curve=curve,
    )


def _promised(curve: HandoffCurve) -> Floats:
    """Return the profit that each threshold promises, by what the line stands on."""
    each = expected(curve.leads)
    return np.asarray(sums(curve.leads, curve.thresholds, each).profit(curve.economics))


def _pays_from(curve: HandoffCurve, promised: Floats) -> float:
    """Return break-even, or with own amounts the line that fits and promises most."""
    if not curve.own_amounts:
        return curve.leads.score_of(curve.economics.break_even)
    fits = curve.thresholds >= (curve.capacity.line or 0.0)
    return float(curve.thresholds[np.where(fits, promised, -np.inf).argmax()])


def _flat(curve: HandoffCurve, row: int, promised: Floats) -> tuple[float, float]:
    """Return the thresholds round a row that lose under 2 % of the profit it promises."""
    good = promised >= promised[row] - FLAT_LOSS * abs(promised[row])
    good &= curve.thresholds >= (curve.capacity.line or 0.0)
    gaps = np.flatnonzero(~np.r_[False, good, False]) - 1
    after = int(np.searchsorted(gaps, row))
    first, last = gaps[after - 1] + 1, gaps[after] - 1
    return float(curve.thresholds[first]), float(curve.thresholds[last])


def win_rate_at(curve: HandoffCurve, row: int) -> Estimate:
    """Estimate the win rate at or above a row: Wilson by lead, bootstrap by account."""
    wins, handed_off = (int(curve.table[name].iloc[row]) for name in ("wins", "handed_off"))
    by_lead = rate(wins, handed_off)
    if by_lead.refused or not curve.leads.are_clustered:
        return by_lead
    drawn = curve.drawn.wins[:, row] / np.maximum(curve.drawn.handed_off[:, row], 1)
    low, high = np.quantile(drawn, ENDS).tolist()
    return replace(by_lead, low=low, high=high, method=curve.method)
