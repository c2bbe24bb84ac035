"""What the firm planned and spent: one row a quarter and segment, one a month and source."""

from __future__ import annotations

import numpy as np
import pandas as pd

from leadkit.market import company, funnel
from leadkit.market.company import Floats, column
from leadkit.market.draws import MECHANISMS, normal, uniforms
from leadkit.market.engine import Market

GROWTH, SPREAD = 1.03, 0.06


def plan(calm: Market, seed: int) -> pd.DataFrame:
    """Plan each quarter from what the calm market gave in the one before, and some growth."""
    segments, quarters = len(company.SEGMENTS), len(calm.season.regimes)
    counts, wins, money = _expected(calm)
    before = np.maximum(np.arange(quarters) - 1, 0)
    stream = MECHANISMS.index("plan")
    luck = np.array(
        [uniforms(seed, (stream, quarter), 1)[0, :segments] for quarter in range(quarters)]
    )
    handoffs = np.round(counts * GROWTH)[before] * np.exp(SPREAD * normal(luck))
    handoffs = np.maximum(np.round(handoffs), 1)
    win_rate = np.round(_ratio(wins, counts), 4)[before]
    value = np.round(_ratio(money, wins), -5)[before]
    table = pd.DataFrame(
        {
            "quarter": np.repeat(company.QUARTERS[:quarters], segments),
            "segment": np.tile(company.SEGMENTS, quarters),
            "handoffs": handoffs.ravel(),
            "win_rate": win_rate.ravel(),
            "deal_value": value.ravel(),
        }
    )
    revenue = table["handoffs"] * table["win_rate"] * table["deal_value"]
    return table.assign(revenue=revenue.round(-5))


def _expected(calm: Market) -> tuple[Floats, Floats, Floats]:
    """Return handoffs, expected wins and their value by quarter and segment."""
    who = calm.leads
    worked = calm.is_handed_off & ~calm.own
    wins = worked * calm.timely
    money = wins * funnel.expected_value(who, calm.season.each("price"))
    shape = (len(calm.season.regimes), len(company.SEGMENTS))
    place = calm.season.quarter * shape[1] + who.segment
    counts, won, value = (
        np.bincount(place, part, shape[0] * shape[1]).astype(float).reshape(shape)
        for part in (worked, wins, money)
    )
    return counts, won, value


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def spend(market: Market, leads: pd.DataFrame) -> pd.DataFrame:
    """Return what leads cost marketing and sales, by month (local time) and source."""
    cost = column(company.SOURCES, "cost")[market.leads.source]
    hours = market.leads.hours * company.HOUR_COST
    parts = [
        pd.DataFrame({"month": _month(leads[at]), "source": leads["source"], name: amount}).dropna()
        for at, name, amount in (
            ("created_at", "marketing_cost", cost),
            ("handed_off_at", "sales_cost", hours),
        )
    ]
    table = pd.concat(parts).groupby(["month", "source"], as_index=False).sum()
    return table[["month", "source", "marketing_cost", "sales_cost"]]


def _month(times: pd.Series[pd.Timestamp]) -> pd.Series[str]:
    return times.dt.tz_convert(company.TIMEZONE).dt.strftime("%Y-%m")
