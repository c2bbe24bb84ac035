"""What sales tells marketing about the leads it was given."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import logit

from leadkit.market import company, funnel
from leadkit.market.calendar import DAY, after_working, quarter_starts, utc_times
from leadkit.market.company import Floats, Integers, Texts, column
from leadkit.market.draws import normal, pick
from leadkit.market.engine import REJECTED, WON, Market
from leadkit.market.phrases import ENGLISH, NEED_SHARES, NEEDS, STILL_TALKING, VIETNAMESE
from leadkit.market.road import Road

TOLD, TOLD_OF_WINNERS = 0.585, 0.85
TOLD_BY_REP = (0.20, -0.10, 0.05, -0.15, -0.20, 0.10, 0.15, -0.05)
SOONEST_DAYS, LATEST_DAYS = 1, 6
AT_MOST_HOURS = 4
GRADES = ("D", "C", "B", "A")
GRADE_CUTS = (-3.31, -1.87, -0.63)
RATING, RATING_SPREAD, ACCEPTED_LIKES, PRODUCT_DISLIKES = 3.6, 0.9, 0.5, 0.9
WITH_COMMENT, IN_VIETNAMESE = 0.6, 0.6


def feedback(market: Market, road: Road, leads: pd.DataFrame) -> pd.DataFrame:
    """Return sales' feedback on attempted leads, up to the extract.

    With those who buy, 62 % of a calm market's attempted leads have one. It is ready 1 to 6 days
    after the first attempt and told within the next four working hours. A grade is the true
    chance of winning (in logits) seen through standard normal noise, cut at a calm market's .25,
    .55 and .82 quantiles.
    """
    u = market.draws("feedback")
    at = _given(market, road, u)
    reason = _reason(market, road, at)
    need = _need(market, u[market.twin, 3])
    table = pd.DataFrame(
        {
            "lead_id": leads["lead_id"],
            "at": utc_times(at),
            "by": leads["owner"],
            "lead_grade": _grade(market, u[:, 2]),
            "need": np.array(NEEDS, dtype=object)[need],
            "product_rating": _rating(market, road, u[:, 4]),
            "reason": reason,
            "comment": _comment(need, reason, u[:, 5:8]),
        }
    )
    return table[table["at"].notna()].sort_values(["at", "lead_id"])


def _given(market: Market, road: Road, u: Floats) -> Floats:
    """Return the minute of each feedback, NaN where there is none by the extract."""
    end = quarter_starts()[len(market.season.regimes)] * DAY
    chance = TOLD + np.asarray(TOLD_BY_REP)[market.rep]
    told = u[:, 0] < np.where(market.state == WON, TOLD_OF_WINNERS, chance)
    rows = np.flatnonzero(told & ~np.isnan(road.first_response))
    days = SOONEST_DAYS + (LATEST_DAYS - SOONEST_DAYS) * u[rows, 1]
    at = np.full(len(told), np.nan)
    ready = np.floor(road.first_response[rows] + DAY * days)
    at[rows] = after_working(ready, AT_MOST_HOURS * u[rows, 8])
    return np.where(at < end, at, np.nan)


def _reason(market: Market, road: Road, at: Floats) -> Texts:
    """Return the reason sales has written down by then."""
    ended = (road.ended <= at) & (market.state != WON)
    return np.where(ended, road.written, company.BLANK)


def _grade(market: Market, u: Floats) -> Texts:
    chance = funnel.standard_chance(market.leads, market.season.each("market"))
    seen = logit(chance) + normal(u)
    return np.array(GRADES, dtype=object)[np.searchsorted(GRADE_CUTS, seen)]


def _need(market: Market, u: Floats) -> Integers:
    shares = [NEED_SHARES[name] for name in column(company.INDUSTRIES, "name")]
    return pick(u, np.array(shares)[market.leads.industry])


def _rating(market: Market, road: Road, u: Floats) -> Floats:
    rating = (
        RATING
        + ACCEPTED_LIKES * (market.state > REJECTED)
        - PRODUCT_DISLIKES * (road.fate == "LOST_PRODUCT")
        + RATING_SPREAD * normal(u)
    )
    return np.asarray(np.clip(np.round(rating), 1, 5))


def _comment(need: Integers, reason: Texts, u: Floats) -> Texts:
    """Put a comment together from the need and the reason, in either language, or none."""
    mood = np.array(STILL_TALKING, object)[pick(u[:, 2], np.ones(len(STILL_TALKING)))]
    ending = np.where(pd.isna(reason), mood, reason)
    vietnamese, english = (
        _phrases(needs, need) + "; " + pd.Series(ending).map(endings).to_numpy(dtype=object)
        for needs, endings in (VIETNAMESE, ENGLISH)
    )
    text = np.where(u[:, 1] < IN_VIETNAMESE, vietnamese, english)
    return np.asarray(np.where(u[:, 0] < WITH_COMMENT, text, company.BLANK))


def _phrases(needs: dict[str, str], need: Integers) -> Texts:
    return np.array([needs[name] for name in NEEDS], dtype=object)[need]
