"""What others have added to the tables of a book, beside what its extracts tell."""

from __future__ import annotations

import pandas as pd

from leadkit.crm.taking.history import History, in_order

OF_HISTORY = ("latest_mql_at", "mql_count", "previous_reason")


def with_leads_of_others(leads: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Keep the columns and rows of leads.csv that no extract brought."""
    added = [name for name in before if name not in (*leads.columns, *OF_HISTORY)]
    leads = leads.merge(before[["lead_id", *added]], on="lead_id", how="left")
    alone = before[~before["lead_id"].isin(leads["lead_id"])]
    return pd.concat([leads, alone.reindex(columns=leads.columns)], ignore_index=True)


def with_events_of_others(
    history: History, before: pd.DataFrame, derived: pd.DataFrame
) -> pd.DataFrame:
    """Keep the rows of events.csv that did not come from extracts."""
    columns = list(dict.fromkeys([*history.events, *before, *derived]))

    def rows(table: pd.DataFrame) -> pd.MultiIndex:
        return pd.MultiIndex.from_frame(table.reindex(columns=columns).astype("str").fillna(""))

    others = before[~rows(before).isin(rows(derived))]
    others = others[~rows(others).isin(rows(history.events))]
    return in_order(pd.concat([history.events, others], ignore_index=True))


def with_plan_of_others(plan: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of plan.csv of quarters that no extract plans."""
    others = before[~before["quarter"].isin(plan["quarter"])] if len(before) else before[:0]
    every = pd.concat([plan, others], ignore_index=True)
    return every.sort_values("quarter", kind="stable")


def compared(
    before: pd.DataFrame, after: pd.DataFrame, asked: pd.Series[str]
) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Say of each lead asked for whether it is new, and whether it differs."""
    columns = list(dict.fromkeys([*after, *before]))
    old, new = (
        table.reindex(columns=columns).astype("str").set_index("lead_id").fillna("").reindex(asked)
        for table in (before, after)
    )
    is_new = old.isna().all(axis="columns")
    return is_new, (old != new).any(axis="columns") & ~is_new
