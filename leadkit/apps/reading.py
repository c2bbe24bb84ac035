"""Every figure of one setting of the line: read from the counts of a curve, never from rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from leadkit.base.economics import Economics
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _
from leadkit.handoff.capacity import ROUNDING, Capacity, fit_capacity
from leadkit.handoff.choice import money_of
from leadkit.handoff.choosing import win_rate_at
from leadkit.handoff.curve import HandoffCurve
from leadkit.handoff.leads import Bools, Leads
from leadkit.handoff.policies import chance_between
from leadkit.handoff.repriced import repriced, thinned

_fitted = lru_cache(maxsize=2)(fit_capacity)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Where the controls stand.

    Parameters
    ----------
    threshold : float
        The line: hand off every lead whose probability is at least this, 0 to 1.
    economics : Economics
        What a win is worth, what a handoff costs, and what sales can take.
    """

    threshold: float
    economics: Economics


@dataclass(frozen=True, eq=False, kw_only=True)
class Rule:
    """Another rule on the same leads, and what the line changes against it.

    Parameters
    ----------
    handed_off, wins : int
        Judged leads that the rule hands off, and how many of them were won.
    win_rate : Estimate
        Wilson's interval.
    unseen : int
        Leads it hands off whose outcome nobody saw.
    profit : float
        What it would have earned on the judged leads, in money.
    more, fewer : int
        Leads, judged or not, that only the line hands off, and that only the rule does.
    gain : Estimate
        What the line would have earned more on the judged leads, in money.
    chance : float
        The chance that this is above zero; NaN where no judged lead changes sides.
    """

    handed_off: int
    wins: int
    win_rate: Estimate
    unseen: int
    profit: float
    more: int
    fewer: int
    gain: Estimate
    chance: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Reading:
    """What one setting of the line takes and earns, on the leads of the curve.

    Parameters
    ----------
    setting : Setting
        The line and the amounts.
    handed_off, wins : int
        Judged leads at or above the line, and how many of them were won.
    win_rate : Estimate
        By lead Wilson's interval, by account the bootstrap.
    unseen : int
        Leads at or above the line whose outcome nobody saw.
    spend : float
        Cost of working the judged ones, in money.
    profit : Estimate
        What they would have earned, in money.
    work : float
        Hours (or leads) that all leads at or above the line take of sales.
    capacity : Capacity
        What sales can take, and the lowest line that fits.
    pays_from : float
        The lowest score that pays at these amounts: break-even, on recalibrated chances where the
        scores are off.
    top : float
        The highest score of any lead.
    against : mapping of str to Rule
        What changes against other rules, by their name.
    """

    setting: Setting
    handed_off: int
    wins: int
    win_rate: Estimate
    unseen: int
    spend: float
    profit: Estimate
    work: float
    capacity: Capacity
    pays_from: float
    top: float
    against: Mapping[str, Rule] = field(default_factory=dict)

    @property
    def fits(self) -> bool | None:
        """Whether sales can take the leads; None without a limit."""
        limit = self.capacity.limit
        return None if limit is None else self.work <= limit * (1 + ROUNDING)

    @property
    def leads(self) -> int:
        """All leads at or above the line, judged or not."""
        return self.handed_off + self.unseen


def read(curve: HandoffCurve, setting: Setting, against: Mapping[str, Leads]) -> Reading:
    """Read every figure of one setting.

    Parameters
    ----------
    curve : HandoffCurve
        The line must be one of its thresholds; another is read at the next one above.
    setting : Setting
        The line and the amounts.
    against : mapping of str to Leads
        The same leads with another rule as `today`, by the rule's name.

    Raises
    ------
    BadInput
        If the capacity is given per week or month and the leads have no dates.

    Examples
    --------
    >>> import pandas as pd
    >>> from leadkit.handoff import handoff_curve
    >>> p = [0.02, 0.04, 0.06, 0.08] * 50
    >>> scored = pd.DataFrame({"key": range(200), "p": p, "y": [0] * 190 + [0, 0, 1, 1, 0] * 2})
    >>> terms = Economics(value=1000, cost=50)
    >>> found = read(handoff_curve(scored, terms), Setting(threshold=0.06, economics=terms), {})
    >>> found.handed_off, found.wins, found.profit.value
    (100, 1, -4000.0)
    """
    economics, threshold = setting.economics, setting.threshold
    row = np.array([min(curve.at(threshold), len(curve.table) - 1)])
    at = repriced(thinned(curve, row), economics)
    figures = at.table.iloc[0].to_dict()
    win_rate = win_rate_at(at, 0)
    if threshold > curve.thresholds[-1]:
        figures |= dict.fromkeys(("handed_off", "wins", "unseen", "spend"), 0)
        figures |= dict.fromkeys(("profit", "low", "high"), 0.0)
        win_rate = rate(0, 0)
    return Reading(
        setting=setting,
        handed_off=int(figures["handed_off"]),
        wins=int(figures["wins"]),
        win_rate=win_rate,
        unseen=int(figures["unseen"]),
        spend=float(figures["spend"]),
        profit=money_of(at, figures["profit"], figures["low"], figures["high"], curve.method),
        work=at.work(threshold),
        capacity=_fitted(curve.leads, economics),
        pays_from=curve.leads.score_of(economics.break_even),
        top=float(curve.leads.all_scores[-1]),
        against={name: _against(at, leads, threshold, win_rate) for name, leads in against.items()},
    )


def _against(at: HandoffCurve, leads: Leads, threshold: float, same: Estimate) -> Rule:
    """Set a line, whose win rate is `same`, against the rule that the leads carry as today's."""
    economics = at.economics
    judged = np.zeros_like(leads.won) if leads.today is None else leads.today
    unseen = leads.unseen_own.columns.get("today", np.zeros(len(leads.unseen), dtype=bool))
    ours, every = leads.p >= threshold, np.r_[judged, unseen]
    taken = leads.all_p >= threshold
    profit, before = (_profit(leads, who, economics) for who in (ours, judged))
    chance = chance_between(leads, ours, judged, economics, at.seed)
    gain = profit - before
    low, high = (0.0, 0.0) if chance is None else (chance.low, chance.high)
    method = _("same leads") if chance is None else chance.method
    wins, handed_off = int(leads.won[judged].sum()), int(judged.sum())
    return Rule(
        handed_off=handed_off,
        wins=wins,
        win_rate=same if chance is None else rate(wins, handed_off),
        unseen=int(unseen.sum()),
        profit=before,
        more=int((taken & ~every).sum()),
        fewer=int((every & ~taken).sum()),
        gain=money_of(at, gain, min(low, gain), max(high, gain), method),
        chance=float("nan") if chance is None else chance.value,
    )


def _profit(leads: Leads, picked: Bools, economics: Economics) -> float:
    return float(leads.observed.each(lambda part: part[picked].sum()).profit(economics))
