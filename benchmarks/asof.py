"""How long it takes to know every turn as on a date, in sorts of the events told of them.

No feature of leadkit counts events before a moment: the nearest is `turns`, which reads from the
events where each turn began, was answered, taken or returned, and ended, as on one date.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from measure import Jobs, row, timed

from leadkit.book import Book
from leadkit.journey import turns

SIZE, A_LEAD, SEED = 5_000_000, 5, 5
GOAL = 2
ROUNDS = 3
KINDS = ("mql", "handed_off", "call", "accepted", "won")
NOW = pd.Timestamp("2026-01-01 12:00", tz="UTC")


def rows() -> list[dict[str, Any]]:
    """Measure five million events."""
    book = of_size(SIZE)
    key = sortable(book)
    found = turns(replace(book), NOW).query("turn == 1").set_index("lead_id")["handed_off_at"]
    events = book.tables["events"]
    first = events[(events["kind"] == "handed_off") & (events["at"] <= NOW)]
    alike = first.groupby("lead_id")["at"].min()
    assert (found.dropna() == alike.reindex(found.dropna().index)).all(), "first handoffs agree"
    jobs: Jobs = {
        "turns": lambda: turns(replace(book), NOW),
        "order": lambda: np.argsort(key, kind="stable"),
    }
    seconds = timed(jobs, f"{SIZE:,}", ROUNDS)
    name = f"turns as on a date, {SIZE:,} events, to one stable argsort of them"
    return [row(name, seconds, "turns", "order", GOAL)]


def of_size(size: int) -> Book:
    """Return a book of so many events, five a lead, in the order they happened."""
    rng = np.random.default_rng(SEED)
    n = size // A_LEAD
    ids = pd.Series(np.arange(n)).astype("str").str.zfill(8)
    start = pd.Timestamp("2024-01-01", tz="UTC")
    begun = start + pd.to_timedelta(rng.integers(0, 700 * 1440, n), "min")
    steps = np.sort(rng.integers(1, 90 * 1440, (A_LEAD, n)), axis=0)
    at = [begun + pd.to_timedelta(step, "min") for step in steps]
    leads = pd.DataFrame({"lead_id": ids, "created_at": begun, "handed_off_at": at[1]})
    leads = leads.assign(first_response_at=at[2], accepted_at=at[3], closed_at=at[4], outcome="won")
    leads["outcome"] = leads["outcome"].astype("str")
    parts = [pd.DataFrame({"lead_id": ids, "at": when, "kind": kind})
             for kind, when in zip(KINDS, at, strict=True)]  # fmt: skip
    events = pd.concat(parts).sort_values("at", kind="stable", ignore_index=True)
    return Book(tables={"leads": leads, "events": events.assign(detail=None)})


def sortable(book: Book) -> npt.NDArray[np.int64]:
    """Return lead and second of each event as one whole number."""
    events = book.tables["events"]
    seconds = events["at"].dt.as_unit("s").astype("int64") - 1_700_000_000
    return np.asarray((events["lead_id"].astype("int64").to_numpy() << 26) | seconds.to_numpy())
