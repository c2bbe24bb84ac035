"""What stands beside the split, as tables: follow-up, sources, reasons.

All take `handed`, marketing's turns; a cell that is a rate is an Estimate.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from leadkit.base.estimate import rate
from leadkit.book import Book
from leadkit.dialogue import NO_REASON
from leadkit.journey import calling_time, working_hours
from leadkit.review.road.result import share


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


def follow_up(book: Book, handed: pd.DataFrame, quarters: list[str], within: float) -> pd.DataFrame:
    """Return in_time and never_attempted by quarter; a lead never attempted is not in time.

    `within` are working hours in which customers may be called, as promises count them.
    """
    if not book.has("first_response_at"):
        return pd.DataFrame()
    clock = calling_time(book.settings)
    hours = working_hours(handed["start"], handed["first_response_at"], clock)
    flags = {"in_time": hours <= within, "never_attempted": hours.isna()}
    return pd.DataFrame(
        {name: flag.groupby(handed["quarter"]).agg(share) for name, flag in flags.items()}
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
