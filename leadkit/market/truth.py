"""The truth behind a simulated book: every chance, every fault, every event that was planted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from numpy.polynomial.hermite_e import hermegauss

from leadkit.market import company, funnel
from leadkit.market.calendar import after_working
from leadkit.market.company import Floats, Texts
from leadkit.market.engine import Market
from leadkit.market.leads import Leads
from leadkit.market.oracle import oracle
from leadkit.market.scenarios import Scenario

HIDDEN_NODES, RESPONSE_NODES = 7, 5


@dataclass(frozen=True)
class Truth:
    """What no analyst sees.

    Attributes
    ----------
    scenario : Scenario
        What goes wrong.
    n_leads : int
        Size of the market.
    leads : DataFrame
        By lead_id: u (hidden quality), p1 (chance of winning with an average rep after two
        hours), p1_x (chance of a win within 90 days, best knowable at the handoff), p0 (unaided),
        p_act (with the real rep and response; p0 where not handed off), p_90 (the same, within 90
        days of the handoff), ev (mean deal value if won, book's currency), hours (planned sales
        hours), dup_of (lead_id), state (0 never attempted, 1 rejected, 2 lost after acceptance,
        3 lost after qualification, 4 won; missing where not handed off), reason (true reason),
        decision, propensity, random_routing, waited (working hours to the first attempt as
        drawn; missing where there is none).
    dirt : DataFrame
        lead_id, table, column, kind, true_value: every dirty cell as the clean twin has it; an
        empty column means the whole row, and true_value then names the earlier record.
    events : DataFrame
        at, kind, mechanism, change: what was planted; announced: the days of the signals that
        told of it, a space between them, missing where nobody did.
    """

    scenario: Scenario
    n_leads: int
    leads: pd.DataFrame
    dirt: pd.DataFrame
    events: pd.DataFrame

    @cached_property
    def oracle(self) -> dict[str, Any]:
        """The true parts of the shortfall from 2026Q1 to 2026Q2, as `oracle` computes them."""
        return oracle(self.scenario, n_leads=self.n_leads)


def truth_of_leads(market: Market, ids: Texts, reason: Texts) -> pd.DataFrame:
    """Return the truth of every lead."""
    who, at = market.leads, market.season.each("market")
    p0, handed = funnel.unaided_chance(who, at), market.is_handed_off
    attempted = handed & ~market.response.never
    twin = np.where(who.duplicate, ids[market.twin], company.BLANK)
    return pd.DataFrame(
        {
            "u": who.hidden,
            "p1": funnel.standard_chance(who, at),
            "p1_x": best_knowable(market),
            "p0": p0,
            "p_act": np.where(handed, market.chance, p0),
            "p_90": np.where(handed, market.timely, np.nan),
            "ev": np.round(funnel.expected_value(who, market.season.each("price"))),
            "hours": who.hours,
            "dup_of": pd.array(twin, dtype="str"),
            "state": pd.Series(market.state, dtype="Int64").where(handed).array,
            "reason": pd.array(reason, dtype="str"),
            "decision": pd.array(_decision(market), dtype="str"),
            "propensity": _propensity(market),
            "random_routing": market.by_chance,
            "waited": np.round(np.where(attempted, market.response.waited, np.nan), 2),
        },
        index=pd.Index(ids, name="lead_id", dtype="str"),
    )


def _decision(market: Market) -> Texts:
    names = np.array(funnel.DECISIONS, dtype=object)[market.decision]
    return np.where(market.own, "self_generated", names)


def _propensity(market: Market) -> Floats:
    """Return the logged chance of a handoff; overrides have none, nor has the time before."""
    chance = np.where(funnel.is_qualified(market.leads), 1 - funnel.HOLDOUT, funnel.EXPLORATION)
    logged = (market.season.quarter >= company.EXPLORING_FROM) & ~market.own
    return np.where(logged & (market.decision != funnel.OVERRIDDEN), chance, np.nan)


def best_knowable(market: Market) -> Floats:
    """Return the chance of a win within the window, given all that can be known at the handoff.

    The hidden quality, the rep and the response are averaged out: quadrature for the first and
    the last (Gauss-Hermite), the routing shares for the second.
    """
    chance = np.zeros(len(market.season.quarter))
    nodes, weights = _hermite(HIDDEN_NODES)
    mean = market.season.each("hidden") * ~market.own
    for node, weight in zip(nodes, weights, strict=True):
        chance += weight * _given_hidden(market, mean + node)
    return chance


def _given_hidden(market: Market, hidden: Floats) -> Floats:
    who = Leads(**{**vars(market.leads), "hidden": hidden})
    at = market.season.each("market")
    routing, skill = funnel.routing_shares(who), market.season.each("skill")
    worked = np.zeros(len(hidden))
    for rep in range(company.REPS):
        accept = funnel.accept_chance(who, company.LENIENCY[rep])
        worked += routing[:, rep] * accept * funnel.win_chance(who, at, skill[:, rep])
    never = funnel.never_chance(who, market.pace)
    timely = (1 - never) * worked * _timely(market, who)
    unaided = never * funnel.unaided_chance(who, at) * funnel.within_window(0.0)
    return np.asarray(timely + unaided)


def _timely(market: Market, who: Leads) -> Floats:
    """Return the chance to be qualified and won in time, averaged over the response."""
    chance = np.zeros(len(who.source))
    for surprise, weight in zip(*_hermite(RESPONSE_NODES), strict=True):
        working = funnel.response_hours(who, market.pace, np.full(len(chance), surprise))
        hours = (after_working(market.handed_off, working) - market.handed_off) / 60
        chance += weight * funnel.qualify_chance(who, hours) * funnel.within_window(hours)
    return chance


def _hermite(n: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return nodes and weights of the mean over a standard normal."""
    nodes, weights = hermegauss(n)
    return nodes, weights / weights.sum()


def planted(scenario: Scenario, quarters: int) -> pd.DataFrame:
    """Return what was planted in the market, by date, and the days it was announced on."""
    own_price = scenario.price != 1.0
    turned = [
        ("2026-04-01", "bought_list_grows", "quality", scenario.list_leads, 0.0, (20,)),
        ("2026-04-01", "other_sources_shrink", "volume", scenario.other_leads, 1.0, ()),
        ("2026-04-01", "demand_falls", "volume", scenario.volume, 1.0, ()),
        ("2026-04-01", "two_seniors_leave", "people", scenario.leavers, 0.0, (21,)),
        ("2026-04-01", "answers_slow_down", "speed", scenario.slower, 1.0, ()),
        ("2026-04-01", "more_never_attempted", "speed", scenario.neglect, 0.0, ()),
        ("2026-04-01", "price_list", "value", scenario.price, 1.0, (30,)),
        ("2026-04-01", "market_turns", "market", scenario.market, 0.0, () if own_price else (28,)),
        ("2026-04-01", "hidden_quality_falls", "hidden", scenario.hidden, 0.0, ()),
        ("2026-07-01", "competitor_launch", "market", scenario.late_market, 0.0, (35, 14)),
    ]
    always = [
        ("2025-10-01", "price_list", "value", company.PRICE_RISE, 1.0, (30,)),
        ("2025-10-01", "price_list", "market", company.PRICE_RISE_EFFECT, 0.0, (30,)),
    ]
    end = _last_day(quarters)
    rows = [
        (at, kind, mechanism, change, _announced(at, notice))
        for at, kind, mechanism, change, neutral, notice in always + turned
        if change != neutral and at <= end
    ]
    table = pd.DataFrame(rows, columns=["at", "kind", "mechanism", "change", "announced"])
    return table.astype({"announced": "str"})


def _announced(at: str, notice: tuple[int, ...]) -> str | None:
    """Return the days so many days before another."""
    day = date.fromisoformat(at)
    return " ".join(str(day - timedelta(before)) for before in notice) or None


def _last_day(quarters: int) -> str:
    year, quarter = company.QUARTERS[quarters - 1].split("Q")
    return f"{year}-{3 * int(quarter):02d}-31"
