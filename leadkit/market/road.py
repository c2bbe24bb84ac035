"""The road of each lead through sales: its times, reasons, outcome, second round and events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from leadkit.market import company, funnel
from leadkit.market.calendar import DAY, after_working, quarter_starts
from leadkit.market.company import Flags, Floats, Shares, Texts
from leadkit.market.draws import exponential, pick
from leadkit.market.engine import LOST_EARLY, LOST_LATE, NEVER, REJECTED, WON, Market

NEVER_CLOSED = 0.04
WRONG_REASON, BLANK_REASON, HABIT = 0.15, 0.12, 0.80
HABITUAL_REP = 7
RECYCLED, QUALIFIED_AGAIN, SECOND_CHANCE = 0.8, 0.25, 0.6


@dataclass(frozen=True)
class Road:
    """What the CRM shows at the extract: minutes since the start, NaN for what has not happened.

    `reason` is why a lead was truly returned or lost, `rejection_reason` and `lost_reason` what
    sales wrote down. `ended` and `written` are the end of the first round and the reason written
    then; `fate` is the true reason of a lead that will be returned or lost, if not yet.
    """

    mql: Floats
    handed_off: Floats
    first_response: Floats
    accepted: Floats
    rejected: Floats
    closed: Floats
    outcome: Texts
    rejection_reason: Texts
    lost_reason: Texts
    deal_value: Floats
    reason: Texts
    ended: Floats
    written: Texts
    fate: Texts
    events: pd.DataFrame


@dataclass(frozen=True)
class _Round:
    """One handoff followed to its end, before the extract cuts it off."""

    handed_off: Floats
    first_response: Floats
    accepted: Floats
    meeting: Floats
    rejected: Floats
    closed: Floats
    won: Flags


@dataclass(frozen=True)
class _Reasons:
    true: Texts
    written: Texts
    rejected: Flags

    @property
    def rejection(self) -> Texts:
        """Return what was written of leads that were returned."""
        return np.where(self.rejected, self.written, company.BLANK)

    @property
    def lost(self) -> Texts:
        """Return what was written of leads that were lost."""
        return np.where(self.rejected, company.BLANK, self.written)

    def where(self, known: Flags) -> _Reasons:
        """Return the reasons of some leads alone."""
        true, written = (np.where(known, text, company.BLANK) for text in (self.true, self.written))
        return _Reasons(true, written, self.rejected)


def travel(market: Market) -> Road:
    """Follow every lead up to the extract."""
    end = float(quarter_starts()[len(market.season.regimes)] * DAY)
    whole = _first_round(market)
    first, fate = _seen(whole, end), _reasons(market, whole)
    reasons = fate.where(~np.isnan(first.closed))
    recycled, second = _second_round(market, first, reasons, end)
    again = ~np.isnan(second.handed_off)
    closed = np.where(again, second.closed, first.closed)
    won = np.where(again, second.won, first.won) & ~np.isnan(closed)
    outcome = np.where(np.isnan(closed), "open", np.where(won, "won", "lost")).astype(object)
    value = funnel.deal_value(market.leads, market.draws, market.season.each("price"))
    lost_reason = np.where(again, _second_reason(market, second), reasons.lost)
    return Road(
        mql=_until(end, _mql(market)),
        handed_off=first.handed_off,
        first_response=first.first_response,
        accepted=first.accepted,
        rejected=first.rejected,
        closed=closed,
        outcome=outcome,
        rejection_reason=reasons.rejection,
        lost_reason=lost_reason,
        deal_value=np.where(won, value, np.nan),
        reason=reasons.true,
        ended=first.closed,
        written=reasons.written,
        fate=fate.true,
        events=_events(first, recycled, second),
    )


def _mql(market: Market) -> Floats:
    part = market.draws("timing")[:, 6]
    at = np.floor(market.created + part * (market.handed_off - market.created))
    qualified = funnel.is_qualified(market.leads) & ~market.own
    return np.where(qualified, at, np.nan)


def _first_round(market: Market) -> _Round:
    u, state, never = market.draws("timing"), market.state, market.response.never
    handed_off = np.where(market.is_handed_off, market.handed_off, np.nan)
    first = np.where(never, np.nan, market.response.at) + 0 * handed_off
    rejected = _at_work(first + 2 * DAY * exponential(u[:, 3]))
    won = state == WON
    scale = np.where(won, funnel.WIN_SCALE_DAYS, funnel.LOSS_SCALE_DAYS)
    begun = np.where(never, handed_off, first)
    closed = np.maximum(_at_work(begun + DAY * scale * funnel.gamma(u[:, 1:3])), begun)
    accepted = np.minimum(first + 2 * DAY * exponential(u[:, 7]), (first + closed) / 2)
    accepted = np.where(state > REJECTED, _at_work(accepted), np.nan)
    meeting = _at_work(accepted + u[:, 8] * (closed - accepted))
    abandoned = np.where(u[:, 4] < 0.5, handed_off + DAY * (30 + 60 * u[:, 5]), np.nan)
    lost = (state == LOST_EARLY) | (state == LOST_LATE)
    closed = np.where(lost & (u[:, 4] < NEVER_CLOSED), np.nan, closed)
    closed = np.where(state == NEVER, _at_work(abandoned), closed)
    return _Round(
        handed_off=handed_off,
        first_response=first,
        accepted=accepted,
        meeting=np.where(state >= LOST_LATE, meeting, np.nan),
        rejected=np.where(state == REJECTED, rejected, np.nan),
        closed=np.where(state == REJECTED, rejected, closed),
        won=won,
    )


def _second_round(
    market: Market, first: _Round, reasons: _Reasons, end: float
) -> tuple[Floats, _Round]:
    """Return when leads were recycled, and the second handoff of those that qualified again."""
    u = market.draws("recycle")
    wait = pd.Series(reasons.written).map(company.RECYCLED_AFTER_DAYS).to_numpy(dtype=float)
    comes_back = np.where(u[:, 5] < RECYCLED, 0.0, np.nan)
    recycled = _until(end, _at_work(first.closed + DAY * wait + comes_back))
    again = np.where(u[:, 6] < QUALIFIED_AGAIN, 0.0, np.nan)
    handed_off = np.ceil(recycled + 10 * DAY * exponential(u[:, 7]) + again)
    call = _after_working(handed_off, 4 * exponential(u[:, 8]))
    chance = funnel.standard_chance(market.leads, market.season.each("market"))
    won = u[:, 9] < SECOND_CHANCE * chance
    scale = np.where(won, funnel.WIN_SCALE_DAYS, funnel.LOSS_SCALE_DAYS)
    closed = _at_work(call + DAY * scale * funnel.gamma(u[:, 10:12]))
    nothing = np.full(len(call), np.nan)
    second = _Round(handed_off, call, nothing, nothing, nothing, closed, won)
    return recycled, _seen(second, end)


def _seen(one: _Round, end: float) -> _Round:
    """Return what of a round has happened by the extract."""
    times = {name: _until(end, part) for name, part in vars(one).items() if name != "won"}
    return _Round(**times, won=one.won)


def _until(end: float, minute: Floats) -> Floats:
    return np.where(minute < end, minute, np.nan)


def _at_work(minute: Floats) -> Floats:
    """Return the last working minute up to each moment."""
    return _after_working(minute, np.zeros(len(minute)))


def _after_working(minute: Floats, hours: Floats) -> Floats:
    known = ~np.isnan(minute)
    moved = minute.copy()
    moved[known] = after_working(np.floor(minute[known]), hours[known])
    return moved


def _reasons(market: Market, first: _Round) -> _Reasons:
    u, who = market.draws("recycle"), market.leads
    rejected = ~np.isnan(first.rejected)
    lost = ~np.isnan(first.closed) & ~rejected & ~first.won
    untouched = lost & np.isnan(first.first_response)
    true = np.where(rejected, _draw(u[:, 0], company.REJECTED), _lost(market, u[:, 0]))
    student = rejected & (who.role == company.STUDENT)
    true = np.where(student, _draw(u[:, 0], company.REJECTED_STUDENT), true)
    unreachable = rejected & who.no_phone & who.no_email
    true = np.where(unreachable, _draw(u[:, 0], company.REJECTED_UNREACHABLE), true)
    true = np.where(rejected & who.duplicate, "DUPLICATE", true)
    true = np.where(rejected & who.test, "DATA_INVALID", true)
    true = np.where(rejected | (lost & ~untouched), true, company.BLANK)
    other = np.where(rejected, _draw(u[:, 2], company.REJECTED), _draw(u[:, 2], company.LOST))
    written = np.where(u[:, 1] < WRONG_REASON, other, true)
    habit = (market.rep == HABITUAL_REP) & (u[:, 4] < HABIT)
    written = np.where(habit, np.where(rejected, "NO_NEED", "LOST_PRICE"), written)
    written = np.where(untouched, "UNREACHABLE", written)
    written = np.where(u[:, 3] < BLANK_REASON, company.BLANK, written)
    return _Reasons(true, np.where(rejected | lost, written, company.BLANK), rejected)


def _second_reason(market: Market, second: _Round) -> Texts:
    lost = ~np.isnan(second.closed) & ~second.won
    return np.where(lost, _lost(market, market.draws("recycle")[:, 13]), company.BLANK)


def _draw(u: Floats, shares: Shares) -> Texts:
    names, weights = zip(*shares, strict=True)
    return np.array(names, dtype=object)[pick(u, weights)]


def _lost(market: Market, u: Floats) -> Texts:
    """Draw why leads were lost; the quarter's trouble doubles the odds of its reason."""
    louder = market.season.each("louder")
    reasons = _draw(u, company.LOST)
    for code in np.unique(louder[louder != ""]):
        odds = tuple((name, share * (1 + (name == code))) for name, share in company.LOST)
        reasons = np.where(louder == code, _draw(u, odds), reasons)
    return reasons


def _events(first: _Round, recycled: Floats, second: _Round) -> pd.DataFrame:
    """Return the history that the leads' own columns do not hold, by row of the lead."""
    parts = [
        ("call", "sales", "first attempt", first.first_response),
        ("meeting", "sales", "needs agreed", first.meeting),
        ("recycled", "marketing", "back to nurturing", recycled),
        ("handed_off", "marketing", "second round", second.handed_off),
        ("call", "sales", "second round", second.first_response),
    ]
    tables = []
    for kind, by, detail, at in parts:
        rows = np.flatnonzero(~np.isnan(at))
        tables.append(
            pd.DataFrame({"lead": rows, "at": at[rows], "kind": kind, "by": by, "detail": detail})
        )
    return pd.concat(tables, ignore_index=True)
