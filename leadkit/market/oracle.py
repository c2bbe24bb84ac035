"""The oracle: how much of a shortfall each mechanism truly caused (Shapley, 1953)."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import factorial
from typing import Any

import numpy as np

from leadkit.market import company, funnel
from leadkit.market.calendar import after_working, arrivals, quarter_weights
from leadkit.market.company import Floats
from leadkit.market.draws import Draws, normal, pick
from leadkit.market.engine import MARKETING_SHARE
from leadkit.market.leads import Leads, draw_faults, draw_leads
from leadkit.market.scenarios import Scenario, named, regime

PLAYERS = ("volume", "quality", "hidden", "speed", "people", "market", "value")
BEFORE, AFTER = company.CHANGE_QUARTER - 1, company.CHANGE_QUARTER
SIDES = (0, 1)
ORACLE_SEED = 8
World = tuple[int, ...]


def oracle(
    scenario: str | Scenario,
    *,
    n_leads: int = 12_000,
    draws: int = 100_000,
    seed: int = ORACLE_SEED,
) -> dict[str, Any]:
    """Split the change from 2026Q1 to 2026Q2 among its true causes.

    Expected revenue won within 90 days by marketing's handed-off leads is computed in the 128
    worlds in which each mechanism is either as before or as after; a part is the mean change
    over all orders of switching.

    Parameters
    ----------
    scenario : str or Scenario
        What goes wrong.
    n_leads : int
        Size of the market over eight quarters.
    draws : int
        Leads drawn; all worlds share them.
    seed : int
        Seed of these draws.

    Returns
    -------
    dict
        quarters, currency, n_leads, draws, before, after, gap and parts (mechanism -> money),
        to 100,000; the parts sum to the gap.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games.

    Examples
    --------
    >>> answer = oracle("bad_selling", draws=2_000)
    >>> min(answer["parts"], key=answer["parts"].get)
    'people'
    """
    revenue = Revenue(named(scenario), n_leads, Draws(seed, ((BEFORE, False, draws),)))
    worlds = {world: revenue.of(world) for world in product(SIDES, repeat=len(PLAYERS))}
    parts = {name: _rounded(part) for name, part in zip(PLAYERS, shapley(worlds), strict=True)}
    before = _rounded(worlds[(0,) * len(PLAYERS)])
    return {
        "quarters": [company.QUARTERS[BEFORE], company.QUARTERS[AFTER]],
        "currency": company.CURRENCY,
        "n_leads": n_leads,
        "draws": draws,
        "before": before,
        "after": before + sum(parts.values()),
        "gap": sum(parts.values()),
        "parts": parts,
    }


def _rounded(money: float) -> int:
    return 100_000 * round(money / 100_000)


def shapley(worlds: dict[World, float]) -> list[float]:
    """Return each player's mean contribution over all orders, from the value of every world."""
    n = len(next(iter(worlds)))
    parts = [0.0] * n
    for world, value in worlds.items():
        size = sum(world)
        for player, is_on in enumerate(world):
            others = size - is_on
            weight = factorial(others) * factorial(n - 1 - others) / factorial(n)
            parts[player] += weight * (value if is_on else -value)
    return parts


class Revenue:
    """Expected revenue in any world, every intermediate chance computed once."""

    def __init__(self, scenario: Scenario, n_leads: int, draws: Draws) -> None:
        self.n_leads, self.draws = n_leads, draws
        self.regimes = [regime(scenario, quarter) for quarter in (BEFORE, AFTER)]
        arriving = [self._arriving(mix) for mix in SIDES]
        self.rep = [funnel.route(leads, draws)[0] for leads in arriving]
        self.leads = {
            (mix, hidden): self._with_hidden(arriving[mix], hidden)
            for mix, hidden in product(SIDES, SIDES)
        }
        self.handoff = {
            key: funnel.handoff_chance(leads, explores=True) for key, leads in self.leads.items()
        }
        self.count = [self._count(side) for side in SIDES]
        self.load = [self._load(side) for side in SIDES]
        self.handed_off = [self._handed_off(side) for side in SIDES]
        self.surprise = normal(draws("response")[:, 0])
        self.per_lead: dict[World, float] = {}
        for mix, hidden, speed in product(SIDES, repeat=3):
            followed = self._followed(mix, hidden, speed)
            for people, market in product(SIDES, SIDES):
                world = (mix, hidden, speed, people, market)
                self.per_lead[world] = self._per_lead(mix, hidden, people, market, followed)

    def of(self, world: World) -> float:
        """Return the expected revenue of one world."""
        volume, mix, hidden, speed, people, market, value = world
        per_lead = self.per_lead[mix, hidden, speed, people, market]
        return self.count[volume] * per_lead * self.regimes[value].price

    def _arriving(self, mix: int) -> Leads:
        source = pick(self.draws("source")[:, 0], self.regimes[mix].sources)
        return draw_leads(self.draws, source, draw_faults(self.draws, source), hidden_mean=0.0)

    def _with_hidden(self, leads: Leads, hidden: int) -> Leads:
        return replace(leads, hidden=leads.hidden + self.regimes[hidden].hidden)

    def _count(self, side: int) -> float:
        """Return the expected number of leads handed off in the quarter."""
        weight = quarter_weights()[(BEFORE, AFTER)[side]]
        arriving = self.n_leads * MARKETING_SHARE * weight * self.regimes[side].volume
        return float(arriving * self.handoff[side, side].mean())

    def _load(self, side: int) -> float:
        hours = np.average(self.leads[side, side].hours, weights=self.handoff[side, side])
        return float(self.count[side] * hours / (company.CAPACITY_HOURS * self.n_leads))

    def _handed_off(self, side: int) -> Floats:
        quarter = np.full(len(self.rep[side]), (BEFORE, AFTER)[side])
        return arrivals(quarter, self.draws("arrival")) + funnel.handoff_delay(self.draws)

    def _followed(self, mix: int, hidden: int, speed: int) -> tuple[Floats, Floats]:
        """Return the chance of a timely qualified lead, and of one that is never attempted."""
        leads, knobs = self.leads[mix, hidden], self.regimes[speed]
        pace = funnel.Pace(self.load[speed], knobs.slower, knobs.neglect)
        working = funnel.response_hours(leads, pace, self.surprise)
        hours = (after_working(self.handed_off[speed], working) - self.handed_off[speed]) / 60
        never = funnel.never_chance(leads, pace)
        accepted = funnel.accept_chance(leads, np.asarray(company.LENIENCY)[self.rep[mix]])
        timely = funnel.qualify_chance(leads, hours) * funnel.within_window(hours)
        return (1 - never) * accepted * timely, never * funnel.within_window(0.0)

    def _per_lead(
        self, mix: int, hidden: int, people: int, market: int, followed: tuple[Floats, Floats]
    ) -> float:
        """Return the expected revenue of a handed-off lead at the old price list."""
        leads, at = self.leads[mix, hidden], self.regimes[market].market
        skill = np.asarray(self.regimes[people].skill)[self.rep[mix]]
        chance = followed[0] * funnel.win_chance(leads, at, skill)
        chance += followed[1] * funnel.unaided_chance(leads, at)
        money = chance * funnel.expected_value(leads, price=1.0)
        return float(np.average(money, weights=self.handoff[mix, hidden]))
