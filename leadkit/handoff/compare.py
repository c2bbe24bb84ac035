"""The recommendation against other policies, on the same leads and the same draws."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _, number
from leadkit.handoff.bands import ENDS
from leadkit.handoff.leads import Bools, Floats
from leadkit.handoff.policies import Chance, chance_policy_better

if TYPE_CHECKING:
    from leadkit.handoff.curve import HandoffCurve


@dataclass(frozen=True, eq=False)
class _Policy:
    threshold: float
    handed_off: int
    wins: int
    profit: float
    drawn: Floats
    decision: Bools
    leads: int


def compare(
    curve: HandoffCurve, row: int | None, correction: float
) -> tuple[pd.DataFrame, dict[str, Estimate]]:
    """Compare the line in a row of the curve with every other policy; None is "hand off nobody".

    `correction` is taken off the gains where the line was chosen on the same outcomes.
    """
    nobody = _nobody(curve)
    best = nobody if row is None else _above(curve, row)
    policies = {"best": best, **_rivals(curve), "none": nobody}
    compared, rows = {}, []
    for name, policy in policies.items():
        chance = chance_policy_better(
            curve.leads, best.decision, policy.decision, curve.economics, curve.seed
        )
        gain = _gain(curve, best, policy, chance, correction)
        fits = policy.leads <= curve.places
        rows.append(_row(name, policy, fits, gain, None if correction else chance))
        if name != "best":
            compared[name] = gain
    return pd.DataFrame(rows), compared


def _rivals(curve: HandoffCurve) -> dict[str, _Policy]:
    lines = {name: _above(curve, curve.at(line)) for name, line in curve.rivals.items()}
    return lines if curve.leads.today is None else {"today": _today(curve), **lines}


def _above(curve: HandoffCurve, row: int) -> _Policy:
    threshold = float(curve.thresholds[row])
    return _Policy(
        threshold,
        int(curve.counted.handed_off[row]),
        int(curve.counted.wins[row]),
        float(curve.table["profit"].iloc[row]),
        curve.drawn.profit(curve.economics)[:, row],
        curve.leads.p >= threshold,
        int(curve.leads.above(curve.thresholds[[row]])[0]),
    )


def _today(curve: HandoffCurve) -> _Policy:
    counted, line = curve.counted, curve.leads.today_line
    assert curve.leads.today is not None
    return _Policy(
        np.nan if line is None else line,
        int(counted.today_handed_off),
        int(counted.today_wins),
        float(counted.today_profit(curve.economics)),
        curve.drawn.today_profit(curve.economics),
        curve.leads.today,
        curve.leads.today_count,
    )


def _nobody(curve: HandoffCurve) -> _Policy:
    nothing = np.zeros(len(curve.drawn.handed_off))
    return _Policy(np.nan, 0, 0, 0.0, nothing, np.zeros(len(curve.leads.p), dtype=bool), 0)


def _gain(
    curve: HandoffCurve, best: _Policy, other: _Policy, chance: Chance | None, correction: float
) -> Estimate:
    taken_off = 0.0 if chance is None else correction
    low, high = np.quantile(best.drawn - other.drawn, ENDS)
    if chance is None or not chance.few_wins:
        return _money(curve, best.profit - other.profit, low, high, taken_off)
    paired = _money(curve, best.profit - other.profit, chance.low, chance.high, taken_off)
    return replace(paired, method=chance.method)


def _row(
    name: str, policy: _Policy, fits: bool, gain: Estimate, chance: Chance | None
) -> dict[str, Any]:
    return {
        "policy": name,
        "threshold": policy.threshold,
        "handed_off": policy.handed_off,
        "wins": policy.wins,
        "profit": policy.profit,
        "fits": fits,
        "gain": gain.value,
        "low": gain.low,
        "high": gain.high,
        "p_better": np.nan if chance is None else chance.value,
        "p_method": "" if chance is None else chance.method,
    }


def profit_estimate(curve: HandoffCurve, row: int, correction: float) -> Estimate:
    """Estimate the profit at a row of the curve, less the optimism of having picked it."""
    at = curve.table.iloc[row]
    return _money(curve, at["profit"], at["low"], at["high"], correction)


def _money(
    curve: HandoffCurve, value: float, low: float, high: float, correction: float
) -> Estimate:
    draws = number(len(curve.drawn.handed_off))
    if curve.leads.account is None:
        method = _("observed on the judged leads; bootstrap of leads, {draws} draws")
    else:
        method = _("observed on the judged leads; bootstrap of accounts, {draws} draws")
    method = method.format(draws=draws)
    if correction:
        method += "; " + _("less optimism {amount}").format(amount=number(correction))
    return Estimate(
        value=float(value) - correction,
        low=float(low) - correction,
        high=float(high) - correction,
        n=len(curve.leads.p),
        events=int(curve.leads.won.sum()),
        unit=curve.economics.currency or "number",
        method=method,
    )


def win_rate_estimate(curve: HandoffCurve, row: int) -> Estimate:
    """Estimate the win rate at or above a row: Wilson by lead, bootstrap by account."""
    wins, handed_off = int(curve.counted.wins[row]), int(curve.counted.handed_off[row])
    by_lead = rate(wins, handed_off)
    if curve.leads.account is None or by_lead.refused:
        return by_lead
    drawn = curve.drawn.wins[:, row] / np.maximum(curve.drawn.handed_off[:, row], 1)
    low, high = np.quantile(drawn, ENDS)
    return Estimate(
        value=by_lead.value,
        low=float(low),
        high=float(high),
        n=handed_off,
        events=wins,
        unit="rate",
        minimum_n=by_lead.minimum_n,
        method=_("bootstrap of accounts, {draws} draws").format(draws=number(len(drawn))),
    )
