"""The thresholds that are judged, and what each would have taken and earned."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.handoff.draws import Draws, bands
from leadkit.handoff.leads import Floats, Leads
from leadkit.handoff.payoff import above

GRID = 200


def grid(leads: Leads, lines: list[float | None]) -> Floats:
    """Return the thresholds to judge: the given lines, and quantiles of the scores."""
    wanted = [line for line in lines if line is not None]
    return np.unique(np.r_[_spread(leads.p, GRID), _spread(leads.unseen, GRID // 4), wanted])


def _spread(scores: Floats, count: int) -> Floats:
    """Return sorted scores without repetition if they are few, else `count` quantiles of them."""
    if np.count_nonzero(scores[1:] > scores[:-1]) < count:
        return np.unique(scores)
    return np.asarray(scores[np.linspace(0, len(scores) - 1, count).round().astype(int)])


def profit_table(
    leads: Leads, economics: Economics, thresholds: Floats, drawn: Draws
) -> pd.DataFrame:
    """Return what handing off from each threshold upwards takes and earns, with its bands."""
    handed_off = len(leads.p) - np.searchsorted(leads.p, thresholds)
    at_least = partial(above, count=handed_off)
    observed, chance = leads.observed.each(at_least), leads.expected
    earned = None if chance.earned is None else at_least(chance.earned)
    expected = replace(observed, wins=at_least(chance.wins), earned=earned)
    profit = observed.profit(economics)
    hours = handed_off * (np.nan if economics.hours is None else economics.hours)
    return pd.DataFrame(
        {
            "threshold": thresholds,
            "handed_off": handed_off,
            "wins": observed.wins,
            "win_rate": observed.wins / np.where(handed_off, handed_off, np.nan),
            "hours": hours if observed.hours is None else observed.hours,
            "spend": observed.spend(economics),
            "profit": profit,
            "expected_profit": expected.profit(economics),
            **bands(profit, drawn.profit(economics), economics),
            "unseen": len(leads.unseen) - np.searchsorted(leads.unseen, thresholds),
        }
    )
