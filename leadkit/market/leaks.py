"""Columns of a CRM that betray the outcome, because sales fills them as a deal goes along."""

from __future__ import annotations

import numpy as np
import pandas as pd

from leadkit.market import company, funnel
from leadkit.market.calendar import DAY, quarter_starts, utc_times
from leadkit.market.company import Flags, Floats, Integers, Texts
from leadkit.market.draws import exponential, normal, pick
from leadkit.market.engine import LOST_EARLY, LOST_LATE, NEVER, REJECTED, WON, Market
from leadkit.market.road import Road

TAGS = ("junk", "cold", "warm", "hot")
TAG_SHARES = (
    (0.10, 0.85, 0.05, 0.0), (0.55, 0.42, 0.03, 0.0), (0.08, 0.62, 0.28, 0.02),
    (0.0, 0.34, 0.52, 0.14), (0.0, 0.03, 0.17, 0.80),
)  # fmt: skip
WITH_AMOUNT = (0.0, 0.01, 0.04, 0.25, 0.97)
WITH_TAX_CODE = (0.02, 0.03, 0.05, 0.10, 0.93)
LATER_CALLS = (0.0, 1.2, 2.6, 4.5, 7.0)
MOST_CALLS = 40
RENUMBERED = 0.45
IDLE_DAYS, CUSTOMER_IDLE_DAYS = 4, 220
PROFILE_NOISE, PROFILE_CUTS, PROFILE_OF_WINNERS = 0.9, (-0.6, 0.6), 0.30
BOUNCED, BOUNCED_WINNERS = 0.12, 0.01
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def leaks(market: Market, road: Road) -> pd.DataFrame:
    """Return the columns that leak, one row a lead in the order of the draws.

    They follow how far the lead had come by the extract (never attempted, returned, accepted,
    qualified, won), not how it will end.

    Returns
    -------
    DataFrame
        sales_tag, expected_amount (book's currency), tax_code (none is valid), n_calls, crm_id
        (in order of creation, but many customers got a new one), last_activity_at (UTC),
        profile_completed (0 to 2), email_bounced.
    """
    u, reached = market.draws("leaks"), _reached(market, road)
    won = reached == WON
    return pd.DataFrame(
        {
            "sales_tag": np.array(TAGS, object)[pick(u[:, 0], np.array(TAG_SHARES)[reached])],
            "expected_amount": _amount(market, road, reached, u[:, 1:3]),
            "tax_code": np.where(
                u[:, 3] < np.array(WITH_TAX_CODE)[reached], _wrong_tax_codes(u[:, 4]), company.BLANK
            ),
            "n_calls": _calls(road, reached, u[:, 5]),
            "crm_id": _renumbered(market, road, won & (u[:, 6] < RENUMBERED)),
            "last_activity_at": utc_times(_last_activity(market, road, won, u[:, 7])),
            "profile_completed": _profile(market, won, u[:, 8:10]),
            "email_bounced": u[:, 10] < np.where(won, BOUNCED_WINNERS, BOUNCED),
        }
    )


def _reached(market: Market, road: Road) -> Integers:
    """Return the stage each lead had reached, or ended in, by the extract."""
    met = np.zeros(len(market.created), dtype=bool)
    met[road.events.loc[road.events["kind"] == "meeting", "lead"]] = True
    steps = [
        (road.outcome == "won", WON),
        (met, LOST_LATE),
        (~np.isnan(road.rejected), REJECTED),
        (~np.isnan(road.first_response), LOST_EARLY),
    ]
    return np.select([step for step, _state in steps], [state for _s, state in steps], NEVER)


def _amount(market: Market, road: Road, reached: Integers, u: Floats) -> Floats:
    """Return what a rep expects: of winners the deal's value to a million, else rarely anything."""
    expected = funnel.expected_value(market.leads, market.season.each("price"))
    guess = np.round(expected * np.exp(0.4 * normal(u[:, 1])) / 100_000) * 100_000
    deal = np.maximum(np.round(road.deal_value / company.MILLION), 1) * company.MILLION
    filled = u[:, 0] < np.array(WITH_AMOUNT)[reached]
    return np.asarray(np.where(filled, np.where(reached == WON, deal, guess), np.nan))


def _wrong_tax_codes(u: Floats) -> Texts:
    """Return ten digits whose last, the check digit, is never the right one."""
    first = np.char.zfill(np.floor(u * 1e9).astype(np.int64).astype("str"), 9)
    digits = np.array([list(text) for text in first], dtype=np.int64).reshape(len(u), 9)
    right = 10 - digits @ np.array(TAX_WEIGHTS) % 11
    return np.char.add(first, ((right + 3) % 10).astype("str")).astype(object)


def _calls(road: Road, reached: Integers, u: Floats) -> Integers:
    attempted = ~np.isnan(road.first_response)
    counts = np.arange(1, MOST_CALLS)
    later = np.zeros(len(u), dtype=np.int64)
    for state, mean in enumerate(LATER_CALLS):
        shares = np.concatenate([[1.0], np.cumprod(mean / counts)])
        later = np.where(reached == state, pick(u, shares), later)
    return np.asarray(attempted + later * attempted)


def _renumbered(market: Market, road: Road, moved: Flags) -> Integers:
    """Return numbers in order of creation; those who move come last, in order of their deals."""
    order = np.lexsort((market.created, np.where(moved, road.closed, 0), moved))
    numbers = np.empty(len(order), dtype=np.int64)
    numbers[order] = np.arange(1, len(order) + 1)
    return numbers


def _last_activity(market: Market, road: Road, won: Flags, u: Floats) -> Floats:
    """Return the last touch: some days after the end of the first round, or years for customers."""
    begun = np.where(np.isnan(road.first_response), road.handed_off, road.first_response)
    ended = np.where(won, road.closed, np.where(np.isnan(road.ended), begun, road.ended))
    days = np.where(won, CUSTOMER_IDLE_DAYS, IDLE_DAYS) * exponential(u)
    extract = quarter_starts()[len(market.season.regimes)] * DAY - 1.0
    return np.asarray(np.minimum(np.floor(ended + DAY * days), extract))


def _profile(market: Market, won: Flags, u: Floats) -> Integers:
    seen = market.leads.interest + PROFILE_NOISE * normal(u[:, 0])
    more = won & (u[:, 1] < PROFILE_OF_WINNERS)
    return np.minimum(np.searchsorted(PROFILE_CUTS, seen) + more, len(PROFILE_CUTS))
