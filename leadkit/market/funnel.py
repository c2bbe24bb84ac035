"""How leads are handed off, routed, answered and worked: the mechanisms and their chances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from leadkit.market import company
from leadkit.market.calendar import after_working
from leadkit.market.company import Flags, Floats, Integers
from leadkit.market.draws import Draws, exponential, normal, pick
from leadkit.market.leads import Leads

EXPLORATION, HOLDOUT = 0.08, 0.02
ELIGIBLE_FOR_OVERRIDE = 0.03
RANDOM_ROUTING, HOT_POINTS = 0.65, 55
STANDARD_RESPONSE_HOURS = 2.0
SELF_SPEED, SELF_NEGLECT, SELF_LOAD = 0.6, -3.0, 0.5
DECISIONS = ("below_line", "rule", "exploration", "override", "holdout")
BELOW, RULE, EXPLORED, OVERRIDDEN, HELD_OUT = range(5)


def is_qualified(leads: Leads) -> Flags:
    """Return which leads pass the points rule."""
    return np.asarray(leads.points >= company.LINE)


def decide(leads: Leads, draws: Draws, explores: Flags) -> Integers:
    """Decide who is handed off and why; `explores` marks leads under the exploration policy."""
    u, qualified = draws("policy"), is_qualified(leads)
    override = (u[:, 1] < ELIGIBLE_FOR_OVERRIDE) & (u[:, 2] < expit(1.5 * leads.hidden))
    below = np.where(override, OVERRIDDEN, BELOW)
    below = np.where(explores & (u[:, 0] < EXPLORATION), EXPLORED, below)
    above = np.where(explores & (u[:, 0] < HOLDOUT), HELD_OUT, RULE)
    return np.where(qualified, above, below)


def is_handed_off(decision: Integers) -> Flags:
    """Return which decisions hand the lead to sales."""
    return np.isin(decision, (RULE, EXPLORED, OVERRIDDEN))


def handoff_chance(leads: Leads, explores: bool) -> Floats:
    """Return the chance of being handed off, given points and hidden quality."""
    override = ELIGIBLE_FOR_OVERRIDE * expit(1.5 * leads.hidden)
    explored, held = (EXPLORATION, HOLDOUT) if explores else (0.0, 0.0)
    below = explored + (1 - explored) * override
    return np.asarray(np.where(is_qualified(leads), 1 - held, below))


def handoff_delay(draws: Draws) -> Floats:
    """Return the minutes from arrival to handoff."""
    return np.asarray(np.ceil(60 * np.exp(np.log(3) + 0.9 * normal(draws("timing")[:, 0]))))


def route(leads: Leads, draws: Draws) -> tuple[Integers, Flags]:
    """Return the rep of each lead, and whether chance alone chose him."""
    u = draws("routing")
    by_chance = u[:, 0] < RANDOM_ROUTING
    anybody = pick(u[:, 1], np.ones(company.REPS))
    half = company.REPS // 2
    by_points = pick(u[:, 2], np.ones(half)) + np.where(leads.points >= HOT_POINTS, 0, half)
    return np.where(by_chance, anybody, by_points), by_chance


def routing_shares(leads: Leads) -> Floats:
    """Return the chance of each rep to be given the lead."""
    half = company.REPS // 2
    hot = (leads.points >= HOT_POINTS)[:, None] == (np.arange(company.REPS) < half)
    return np.asarray(RANDOM_ROUTING / company.REPS + (1 - RANDOM_ROUTING) / half * hot)


@dataclass(frozen=True)
class Pace:
    """How fast sales answers: load against capacity, and the knobs of the scenario."""

    load: Floats | float
    slower: Floats | float = 1.0
    neglect: Floats | float = 0.0

    @property
    def crowding(self) -> Floats:
        """Return the load above four fifths of the capacity."""
        return np.maximum(0, np.asarray(self.load) - 0.8)


def response_hours(leads: Leads, pace: Pace, surprise: Floats) -> Floats:
    """Return the working hours to the first attempt; reps ring first who looks good to them."""
    log_hours = (
        np.log(1.6)
        + 1.5 * pace.crowding
        - 0.35 * (leads.points - 50) / 15
        - 0.25 * leads.hidden
        + np.log(pace.slower)
        + surprise
    )
    return np.asarray(np.exp(log_hours))


def never_chance(leads: Leads, pace: Pace) -> Floats:
    """Return the chance of never being attempted."""
    logit = -3.1 + 1.5 * pace.crowding - 0.45 * (leads.points - 50) / 15 + pace.neglect
    return np.asarray(expit(logit))


@dataclass(frozen=True)
class Response:
    """The first attempt: minute, hours since the handoff (elapsed, working), if there is one."""

    at: Floats
    hours: Floats
    waited: Floats
    never: Flags


def respond(leads: Leads, draws: Draws, handed_off: Floats, pace: Pace) -> Response:
    """Draw the first attempt of each lead."""
    u = draws("response")
    waited = response_hours(leads, pace, normal(u[:, 0]))
    at = after_working(handed_off, waited)
    return Response(at, (at - handed_off) / 60, waited, u[:, 1] < never_chance(leads, pace))


def accept_chance(leads: Leads, leniency: Floats | float = 0.0) -> Floats:
    """Return the chance that sales accepts an attempted lead."""
    no_phone, unreachable = _unreachable(leads)
    logit = 1.05 + 0.9 * leads.promise + leniency - no_phone - 4.0 * unreachable
    return np.asarray(expit(logit - 4.5 * leads.duplicate - 12.0 * leads.test))


def qualify_chance(leads: Leads, hours: Floats | float = STANDARD_RESPONSE_HOURS) -> Floats:
    """Return the chance that an accepted lead becomes sales qualified."""
    no_phone, unreachable = _unreachable(leads)
    slowness = 0.65 * (np.log1p(hours) - np.log1p(STANDARD_RESPONSE_HOURS))
    logit = 0.90 + 0.9 * leads.promise - slowness - 0.5 * no_phone - 1.5 * unreachable
    return np.asarray(expit(logit))


def win_chance(leads: Leads, market: Floats | float, skill: Floats | float = 0.0) -> Floats:
    """Return the chance that a sales-qualified lead is won."""
    return np.asarray(expit(-1.70 + 0.7 * leads.promise + skill + market))


def standard_chance(leads: Leads, market: Floats | float) -> Floats:
    """Return the chance of winning when an average rep answers after two hours."""
    return accept_chance(leads) * qualify_chance(leads) * win_chance(leads, market)


def unaided_chance(leads: Leads, market: Floats | float) -> Floats:
    """Return the chance of buying without having been called."""
    return (0.08 * standard_chance(leads, market) + 0.002) * ~leads.test


def within_window(hours: Floats | float) -> Floats:
    """Return the chance that a win, once coming, closes inside the window of the handoff."""
    rest = np.maximum(company.WINDOW_DAYS - np.asarray(hours) / 24, 0) / WIN_SCALE_DAYS
    return np.asarray(1 - np.exp(-rest) * (1 + rest))


WIN_SCALE_DAYS, LOSS_SCALE_DAYS = 18.0, 25.0


def gamma(u: Floats) -> Floats:
    """Return Gamma(2, 1) numbers from two uniforms a row."""
    return exponential(u[:, 0]) + exponential(u[:, 1])


def expected_value(leads: Leads, price: Floats | float) -> Floats:
    """Return the mean deal value, should the lead be won."""
    size = np.asarray(company.SEGMENT_VALUE, dtype=float)[leads.segment]
    return np.asarray(size * np.exp(0.10 * np.clip(leads.interest, -2, 2)) * price)


def deal_value(leads: Leads, draws: Draws, price: Floats | float) -> Floats:
    """Return the deal value, should the lead be won, to 100,000."""
    spread = np.exp(0.55 * normal(draws("value")[:, 0]) - 0.151)
    return np.round(expected_value(leads, price) * spread / 100_000) * 100_000


def _unreachable(leads: Leads) -> tuple[Flags, Flags]:
    """Return whether only the phone is dead, and whether phone and e-mail are."""
    return leads.no_phone & ~leads.no_email, leads.no_phone & leads.no_email
