"""A period's handoffs as arrays: what became of each, what was expected of it, what was planned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.book import Book
from leadkit.review.audit.ledger import Ledger
from leadkit.review.shortfall.sample import plan_of

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Planned:
    """What the plan asked of a quarter."""

    handoffs: float
    wins: float
    revenue: float
    deal_value: dict[str, float]  # by segment

    @property
    def mean_value(self) -> float:
        """Planned revenue per win."""
        return self.revenue / self.wins


@dataclass(frozen=True, kw_only=True, eq=False)
class Cohort:
    """Marketing's handoffs of a period, one element a turn."""

    rows: npt.NDArray[np.int64]  # of the book's leads
    account: Ints
    is_first: Flags  # first handoff of its lead
    is_workable: Flags  # meets the standard
    accepted: Flags
    is_open: Flags  # nobody knows yet how it ends
    won: Floats  # 1, 0; of an open one the share that such leads won in the past
    deal: Floats  # revenue of a win, in planned revenue per win
    usual_deal: Floats  # the same as the plan has it for the segment

    def __len__(self) -> int:
        return len(self.rows)


def planned(book: Book, quarters: list[str]) -> Planned | None:
    """Return the plan of the quarters, or None where it plans no win in one of them."""
    every = [plan_of(book, quarter) for quarter in quarters]
    if not every or any(rows.empty for rows in every):
        return None
    rows = pd.concat(every)
    wins = rows["handoffs"] * rows["win_rate"]
    revenue = wins * (rows["deal_value"] if book.has("deal_value") else 1.0)
    if not revenue.sum() > 0:
        return None
    segment = rows["segment"].astype("str") if "segment" in rows else pd.Series("", rows.index)
    by_segment = pd.DataFrame({"wins": wins, "revenue": revenue}).groupby(segment).sum()
    values = (by_segment["revenue"] / by_segment["wins"]).dropna()
    return Planned(
        handoffs=float(rows["handoffs"].sum()),
        wins=float(wins.sum()),
        revenue=float(revenue.sum()),
        deal_value={str(name): float(value) for name, value in values.items()},
    )


def cohort(at: Ledger, table: pd.DataFrame, plan: Planned | None) -> Cohort:
    """Return the turns that marketing handed off in the period of a ledger, from `table`."""
    inside, book = at.handed, at.book
    is_open = (inside["won"].isna() & (inside["outcome"] == "open")).to_numpy()
    won = inside["won"].fillna((inside["outcome"] == "won").astype(float)).to_numpy(float)
    age = at.now - inside["handed_off_at"]
    won = np.where(is_open, _won_later(age, before(at, table)), won)
    usual = _usual_deal(inside, plan)
    deal = usual
    if plan is not None and book.has("deal_value"):
        known = inside["deal_value"].to_numpy(float) / plan.mean_value
        deal = np.where(np.isfinite(known) & ~is_open, known, usual)
    return Cohort(
        rows=inside.index.to_numpy(np.int64),
        account=pd.factorize(inside["account_id"], sort=True)[0],
        is_first=(inside["turn"] == 1).to_numpy(),
        is_workable=inside.index.isin(at.workable.index),
        accepted=inside["accepted_at"].notna().to_numpy(),
        is_open=is_open,
        won=won,
        deal=deal,
        usual_deal=usual,
    )


def before(at: Ledger, table: pd.DataFrame) -> pd.DataFrame:
    """Return marketing's turns whose outcome window was over when the period began."""
    window = pd.Timedelta(days=at.book.settings.window_days)
    is_over = table["handed_off_at"] + window <= at.start
    return table[is_over & ~table["self_generated"] & table["won"].notna()]


def _usual_deal(turns: pd.DataFrame, plan: Planned | None) -> Floats:
    if plan is None:
        return np.ones(len(turns))
    values = turns["segment"].astype("str").map(plan.deal_value).astype(float)
    return np.asarray(values.fillna(plan.mean_value) / plan.mean_value, dtype=float)


def _won_later(age: pd.Series[pd.Timedelta], past: pd.DataFrame) -> Floats:
    """Return the share of past turns, still open at each age, that were won within the window."""
    ended = past[["closed_at", "rejected_at"]].min(axis=1) - past["handed_off_at"]
    seconds = ended.dt.total_seconds().fillna(np.inf).sort_values()
    won = past.loc[seconds.index, "won"].to_numpy(float)
    place = np.searchsorted(seconds.to_numpy(), age.dt.total_seconds().to_numpy(), side="right")
    left = len(won) - place
    later = won.sum() - np.concatenate([[0.0], np.cumsum(won)])[place]
    return np.asarray(np.divide(later, left, out=np.zeros(len(place)), where=left > 0))
