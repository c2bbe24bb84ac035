"""The oracle: how much of a shortfall each mechanism truly caused (Shapley, 1953)."""

from __future__ import annotations

from dataclasses import dataclass
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
from leadkit.market.scenarios import Regime, Scenario, named, regime

PLAYERS = ("volume", "quality", "hidden", "speed", "people", "market", "value")
BEFORE, AFTER = company.CHANGE_QUARTER - 1, company.CHANGE_QUARTER
ORACLE_SEED = 7
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
    worlds = {world: revenue.of(world) for world in product((0, 1), repeat=len(PLAYERS))}
    parts = {name: round(part, -5) for name, part in zip(PLAYERS, shapley(worlds), strict=True)}
    before = round(worlds[(0,) * len(PLAYERS)], -5)
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


@dataclass
class Revenue:
    """Expected revenue in any world, every intermediate chance computed once."""

    scenario: Scenario
    n_leads: int
    draws: Draws

    def __post_init__(self) -> None:
        self.regimes: tuple[Regime, Regime] = (
            regime(self.scenario, BEFORE),
            regime(self.scenario, AFTER),
        )
        self.who = {
            (mix, hidden): self._leads(mix, hidden) for mix, hidden in product((0, 1), repeat=2)
        }
        self.handoff = {
            key: funnel.handoff_chance(who, explores=True) for key, who in self.who.items()
        }
        self.route = {key: funnel.route(who, self.draws)[0] for key, who in self.who.items()}
        self.count = [self._count(side) for side in (0, 1)]
        self.load = [self._load(side) for side in (0, 1)]
        self.handed_off = [self._handed_off(side) for side in (0, 1)]
        self.followed = {
            (mix, hidden, speed): self._followed(mix, hidden, speed)
            for mix, hidden, speed in product((0, 1), repeat=3)
        }

    def of(self, world: World) -> float:
        """Return the expected revenue of one world."""
        volume, mix, hidden, speed, people, market, value = world
        who, weight = self.who[mix, hidden], self.handoff[mix, hidden]
        worked, unaided = self.followed[mix, hidden, speed]
        skill = np.asarray(self.regimes[people].skill)[self.route[mix, hidden]]
        at = self.regimes[market].market
        win = funnel.win_chance(who, at, skill)
        chance = worked * win + unaided * funnel.unaided_chance(who, at)
        money = chance * funnel.expected_value(who, self.regimes[value].price)
        return float(self.count[volume] * np.average(money, weights=weight))

    def _leads(self, mix: int, hidden: int) -> Leads:
        source = pick(self.draws("source")[:, 0], self.regimes[mix].sources)
        faults = draw_faults(self.draws, source)
        return draw_leads(self.draws, source, faults, self.regimes[hidden].hidden)

    def _count(self, side: int) -> float:
        """Return the expected number of leads handed off in the quarter."""
        weight = quarter_weights()[(BEFORE, AFTER)[side]]
        arriving = self.n_leads * MARKETING_SHARE * weight * self.regimes[side].volume
        return float(arriving * self.handoff[side, side].mean())

    def _load(self, side: int) -> float:
        hours = np.average(self.who[side, side].hours, weights=self.handoff[side, side])
        return float(self.count[side] * hours / (company.CAPACITY_HOURS * self.n_leads))

    def _handed_off(self, side: int) -> Floats:
        quarter = np.full(len(self.draws("timing")), (BEFORE, AFTER)[side])
        return arrivals(quarter, self.draws("arrival")) + funnel.handoff_delay(self.draws)

    def _followed(self, mix: int, hidden: int, speed: int) -> tuple[Floats, Floats]:
        """Return the chance of a timely qualified lead, and of one that is never attempted."""
        who, knobs = self.who[mix, hidden], self.regimes[speed]
        pace = funnel.Pace(self.load[speed], knobs.slower, knobs.neglect)
        working = funnel.response_hours(who, pace, normal(self.draws("response")[:, 0]))
        at = after_working(self.handed_off[speed], working)
        hours = (at - self.handed_off[speed]) / 60
        never = funnel.never_chance(who, pace)
        leniency = np.asarray(company.LENIENCY)[self.route[mix, hidden]]
        qualified = funnel.accept_chance(who, leniency) * funnel.qualify_chance(who, hours)
        timely = funnel.within_window(hours)
        return (1 - never) * qualified * timely, never * funnel.within_window(0.0)
