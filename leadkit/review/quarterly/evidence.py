"""What stands beside the split, as tables: follow-up, sources, reasons, spend.

All take `handed`, marketing's turns; a cell that is a rate is an Estimate.
"""

from __future__ import annotations

from math import inf, nan
from typing import Any

import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.book import Book
from leadkit.dialogue import NO_REASON
from leadkit.journey import quarter_of, working_hours

PROMISED_HOURS = 4


def progress(handed: pd.DataFrame, quarter: str) -> dict[str, Any]:
    """Count how far the leads of a quarter that is not over have come."""
    rows = handed[handed["quarter"] == quarter]
    return {
        "quarter": quarter,
        "handed_off": len(rows),
        "attempted": int(rows["first_response_at"].notna().sum()),
        "accepted": int(rows["accepted_at"].notna().sum()),
        "won": int((rows["outcome"] == "won").sum()),
    }


def follow_up(book: Book, handed: pd.DataFrame, quarters: list[str]) -> pd.DataFrame:
    """Return in_time and never_attempted by quarter; a lead never attempted is not in time."""
    if not book.has("first_response_at"):
        return pd.DataFrame()
    hours = working_hours(handed["start"], handed["first_response_at"], book.settings)
    flags = {"in_time": hours <= PROMISED_HOURS, "never_attempted": hours.isna()}
    return pd.DataFrame(
        {name: flag.groupby(handed["quarter"]).agg(_share) for name, flag in flags.items()}
    ).reindex(quarters)


def sources(handed: pd.DataFrame, before: str, after: str) -> pd.DataFrame:
    """Return leads before and after, growth of the share, and won_after; the most grown first."""
    known = handed[handed["source"].notna()]
    leads = pd.crosstab(known["source"], known["quarter"])
    if leads.empty or not {before, after} <= set(leads.columns):
        return pd.DataFrame()
    table = leads[[before, after]].set_axis(["before", "after"], axis=1)
    shares = table / table.sum()
    wins = known[known["quarter"] == after].groupby("source")["won"].sum().reindex(table.index)
    won = [rate(int(w), int(n)) for w, n in zip(wins.fillna(0), table["after"], strict=True)]
    table = table.assign(growth=shares["after"] - shares["before"])
    table["won_after"] = pd.Series(won, index=table.index, dtype=object)
    return table.sort_values("growth", ascending=False, kind="stable")


def rejections(handed: pd.DataFrame, quarters: list[str]) -> pd.DataFrame:
    """Return why sales returned leads, by the quarter of their handoff."""
    returned = handed[handed["rejected_at"].notna()]
    return _reasons(returned, returned["rejection_reason"], quarters)


def losses(book: Book, handed: pd.DataFrame, quarters: list[str]) -> pd.DataFrame:
    """Return why leads that sales did not return were lost, by the quarter of their handoff."""
    if not book.has("lost_reason"):
        return pd.DataFrame()
    is_lost = (handed["outcome"] == "lost") & handed["rejected_at"].isna()
    is_lost &= handed["closed_at"].notna() & ~handed["lead_id"].duplicated(keep="last")
    lost = handed[is_lost]
    return _reasons(lost, book.leads.loc[lost.index, "lost_reason"], quarters)


def _reasons(turns: pd.DataFrame, reasons: pd.Series[str], quarters: list[str]) -> pd.DataFrame:
    """Return each reason's share by quarter, the most frequent of the last quarter first."""
    codes = reasons.astype(object).where(reasons.notna(), NO_REASON).rename("reason")
    table = pd.crosstab(codes, turns["quarter"]).reindex(columns=quarters, fill_value=0)
    table = table[table.sum(axis=1) > 0].sort_index()
    table = table.sort_values(quarters[-1], ascending=False, kind="stable")
    shares = {q: [rate(int(n), int(table[q].sum())) for n in table[q]] for q in quarters}
    return pd.DataFrame(shares, index=table.index)


def spend(book: Book, handed: pd.DataFrame, quarters: list[str]) -> pd.DataFrame:
    """Return spent, handed_off, per_handed_off_lead and per_win by quarter of the spending."""
    table = book.table("spend")
    if table is None or table.empty:
        return pd.DataFrame()
    if "source" in table:
        table = table[~table["source"].isin(book.settings.self_generated)]
    month = pd.to_datetime(table["month"] + "-15", utc=True)
    money = table.reindex(columns=["marketing_cost", "sales_cost"]).fillna(0).sum(axis=1)
    spent = money[money > 0].groupby(quarter_of(month, book.settings)).sum()
    won = handed.groupby("quarter")["won"]
    costs = {q: _cost(float(spent[q]), won.get_group(q), book) for q in quarters if q in spent}
    return pd.DataFrame.from_dict(costs, orient="index")


def _cost(spent: float, won: pd.Series[float], book: Book) -> dict[str, Any]:
    wins, n, chance = int(won.sum()), len(won), _share(won)
    per_win = Estimate(
        value=spent / wins if wins else nan,
        low=spent / (n * chance.high),
        high=spent / (n * chance.low) if chance.low > 0 else inf,
        n=n,
        events=wins,
        unit=book.settings.currency,
        method="spend / wins; Wilson score interval of the win rate",
    )
    per_lead = spent / n
    return {"spent": spent, "handed_off": n, "per_handed_off_lead": per_lead, "per_win": per_win}


def _share(flags: pd.Series[Any]) -> Estimate:
    return rate(int(flags.sum()), len(flags))
