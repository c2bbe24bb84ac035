"""The market in numbers: who arrives, is handed off, answered, worked, won or lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadkit.market import company, funnel
from leadkit.market.calendar import DAY, arrivals, quarter_weights
from leadkit.market.company import Flags, Floats, Integers
from leadkit.market.draws import Draws, normal, pick, uniforms
from leadkit.market.funnel import Pace, Response
from leadkit.market.leads import Faults, Leads, draw_faults, draw_leads
from leadkit.market.scenarios import Regime, Scenario, Season, regime

MARKETING_SHARE = 0.9
NEVER, REJECTED, LOST_EARLY, LOST_LATE, WON = range(5)
OLDEST_TWIN_DAYS = 60


@dataclass(frozen=True)
class Market:
    """Everything that happens to every lead, whether anybody sees it or not.

    Minutes count from the start of the first quarter, local time. `twin` is the row of the
    earlier record of the same person, the row itself where there is none; `state` is one of
    never attempted, rejected, lost after acceptance, lost after qualification, won; it and
    `chance` tell what happens if the lead is handed off.
    """

    draws: Draws
    season: Season
    created: Floats
    leads: Leads
    twin: Integers
    decision: Integers
    handed_off: Floats
    rep: Integers
    by_chance: Flags
    pace: Pace
    response: Response
    state: Integers
    chance: Floats

    @property
    def own(self) -> Flags:
        """Return which leads sales found itself."""
        return np.asarray(self.leads.source == company.SELF)

    @property
    def is_handed_off(self) -> Flags:
        """Return which leads reach sales."""
        return self.own | funnel.is_handed_off(self.decision)

    @property
    def timely(self) -> Floats:
        """Return the chance of a win within the window of the handoff."""
        hours = np.where(self.response.never, 0.0, self.response.hours)
        return self.chance * funnel.within_window(hours)


def run(scenario: Scenario, n_leads: int, quarters: int, seed: int) -> Market:
    """Run the market for some quarters."""
    regimes = tuple(regime(scenario, quarter) for quarter in range(quarters))
    draws = Draws(seed, _blocks(regimes, n_leads, seed))
    season = Season(regimes, np.concatenate([np.full(n, q) for q, _own, n in draws.blocks]))
    own = np.concatenate([np.full(n, is_own) for _q, is_own, n in draws.blocks])
    created = arrivals(season.quarter, draws("arrival"))
    source = np.where(own, company.SELF, pick(draws("source")[:, 0], season.each("sources")))
    faults, twin = _twins(draw_faults(draws, source), draws, created)
    leads = draw_leads(draws, source, faults, season.each("hidden") * ~own, same_as=twin)
    decision = funnel.decide(leads, draws, season.quarter >= company.EXPLORING_FROM)
    handed_off = np.where(own, created, created + funnel.handoff_delay(draws))
    worked = funnel.is_handed_off(decision) & ~own
    load = np.bincount(season.quarter, leads.hours * worked) / (company.CAPACITY_HOURS * n_leads)
    pace = _pace(season, own, load)
    response = funnel.respond(leads, draws, handed_off, pace)
    rep, by_chance = funnel.route(leads, draws)
    state, chance = _outcome(leads, draws, season, response, rep)
    return Market(
        draws=draws,
        season=season,
        created=created,
        leads=leads,
        twin=twin,
        decision=decision,
        handed_off=handed_off,
        rep=rep,
        by_chance=by_chance,
        pace=pace,
        response=response,
        state=state,
        chance=chance,
    )


def _blocks(
    regimes: tuple[Regime, ...], n_leads: int, seed: int
) -> tuple[tuple[int, bool, int], ...]:
    """Return the number of leads in each quarter, marketing's and those sales finds itself."""
    blocks = []
    for own in (False, True):
        for quarter, weight in enumerate(quarter_weights()[: len(regimes)]):
            share = 1 - MARKETING_SHARE if own else MARKETING_SHARE * regimes[quarter].volume
            expected = n_leads * weight * share
            u = uniforms(seed, (0, quarter), 1)[0, int(own)]
            count = round(float(expected + np.sqrt(expected) * normal(u)))
            blocks.append((quarter, own, max(count, 0)))
    return tuple(blocks)


def _twins(wrong: Faults, draws: Draws, created: Floats) -> tuple[Faults, Integers]:
    """Find each duplicate's earlier record, 1 to 60 days older; without one it is no duplicate."""
    rows = np.arange(len(created))
    firsts = rows[~(wrong.duplicate | wrong.test)]
    firsts = firsts[np.argsort(created[firsts], kind="stable")]
    age = DAY * (1 + (OLDEST_TWIN_DAYS - 1) * draws("dirt")[:, 4])
    place = np.searchsorted(created[firsts], created - age, side="right") - 1
    duplicate = wrong.duplicate & ~wrong.test & (place >= 0)
    twin = np.where(duplicate, firsts[np.maximum(place, 0)] if len(firsts) else rows, rows)
    return Faults(wrong.no_phone, wrong.no_email, duplicate, wrong.test), twin


def _pace(season: Season, own: Flags, load: Floats) -> Pace:
    return Pace(
        load=np.where(own, funnel.SELF_LOAD, load[season.quarter]),
        slower=np.where(own, funnel.SELF_SPEED, season.each("slower")),
        neglect=np.where(own, funnel.SELF_NEGLECT, season.each("neglect")),
    )


def _outcome(
    leads: Leads, draws: Draws, season: Season, response: Response, rep: Integers
) -> tuple[Integers, Floats]:
    """Return the state each lead would reach if handed off, and its chance of being won."""
    u, market = draws("stages"), season.each("market")
    skill = season.each("skill")[np.arange(len(rep)), rep]
    accept = funnel.accept_chance(leads, np.asarray(company.LENIENCY)[rep])
    qualify = funnel.qualify_chance(leads, response.hours)
    win = funnel.win_chance(leads, market, skill)
    unaided = funnel.unaided_chance(leads, market)
    passed = np.cumprod([u[:, 0] < accept, u[:, 1] < qualify, u[:, 2] < win], axis=0).sum(axis=0)
    alone = np.where(u[:, 3] < unaided, WON, NEVER)
    state = np.where(response.never, alone, REJECTED + passed)
    return state, np.where(response.never, unaided, accept * qualify * win)
