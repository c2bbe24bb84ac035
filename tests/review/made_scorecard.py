"""A simulated quarter whose true margin is known, and an agreement that pays for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple

import pandas as pd
from made_agreement import bonus, make_agreement

from leadkit.book import Book
from leadkit.market import simulate
from leadkit.quality import FAILS, Standard, marked
from leadkit.review.scorecard.measuring import frozen
from leadkit.review.scorecard.scorecard import card

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
VALUE, COST = 12_000_000, 1_000_000
MEASURES = ("margin_against_plan", "accepted_value", "", "", "wins_as_expected", "", "")
FROZEN = "2.1 b2b2b2b2"


class Quarter(NamedTuple):
    """A book of one quarter and the true chance of every lead in it."""

    book: Book
    chance: pd.Series


@cache
def quarter(scenario: str = "calm", seed: int = 3) -> Quarter:
    """Return the leads that came in the quarter, scored at their creation by the best model."""
    whole, truth = simulate(scenario, n_leads=5_000, seed=seed)
    created = whole.leads["created_at"].dt.tz_convert("Asia/Ho_Chi_Minh").dt.date
    book = whole.keep((created >= FIRST) & (created <= LAST))
    chance = truth.leads["p1_x"]
    leads = book.leads
    scores = pd.DataFrame(
        {
            "lead_id": leads["lead_id"],
            "at": leads["created_at"],
            "probability": chance.reindex(leads["lead_id"]).to_numpy(),
            "policy": FROZEN,
        }
    )
    mine = set(leads["lead_id"])
    kept = {
        name: table[table["lead_id"].isin(mine)] if "lead_id" in table else table
        for name, table in book.tables.items()
    }
    kept["events"] = kept["events"][kept["events"]["kind"].isin(["call", "meeting"])]
    book = replace(book, tables={**kept, "scores": scores})
    return Quarter(marked(book, Standard.default()), chance)


def planned(book: Book, *, attained: float) -> Book:
    """Return the book with a plan of which its quarter attained so much."""
    handed = handed_off(book)
    won = won_in_time(handed)
    deal = float(handed.loc[won, "deal_value"].mean())
    margin = float(won.sum()) * VALUE - COST * len(handed)
    rate = (margin / attained + COST * len(handed)) / VALUE / len(handed)
    plan = pd.DataFrame(
        {
            "quarter": ["2026Q1"],
            "segment": ["all"],
            "handoffs": [float(len(handed))],
            "win_rate": [rate],
            "deal_value": [deal],
        }
    )
    return replace(book, tables={**book.tables, "plan": plan})


def handed_off(book: Book) -> pd.DataFrame:
    """Return marketing's leads of the quarter."""
    leads = book.leads
    days = leads["handed_off_at"].dt.tz_convert("Asia/Ho_Chi_Minh").dt.date
    return leads[(days >= FIRST) & (days <= LAST) & (leads["source"] != "self_generated")]


def won_in_time(leads: pd.DataFrame) -> pd.Series:
    """Return which leads were won within 90 days of their handoff."""
    waited = leads["closed_at"] - leads["handed_off_at"]
    return (leads["outcome"] == "won") & (waited <= pd.Timedelta(days=90))


def true_margin(book: Book) -> float:
    """Return what the quarter's leads truly brought: worth of their deals, less their work."""
    handed, deal = handed_off(book), float(book.tables["plan"]["deal_value"].iloc[0])
    won = handed["outcome"] == "won"
    return float(handed.loc[won, "deal_value"].sum()) / deal * VALUE - COST * len(handed)


def paying(**terms):
    """Return an agreement whose bonus measures what the made one enters by hand."""
    measured = bonus() | terms
    for kpi, name in zip(measured["kpis"], MEASURES, strict=True):
        kpi.update({"measure": name} if name else {})
    return make_agreement(bonus=measured)


def scored(book: Book, agreement=None, as_of="2026-09-30"):
    """Return the scorecard of the quarter."""
    return card(frozen(book, agreement or paying(), as_of=as_of), FIRST, LAST)


def passing(book: Book) -> pd.DataFrame:
    """Return the quarter's handoffs that meet the standard."""
    handed = handed_off(book)
    return handed[handed[FAILS] == "none"]
