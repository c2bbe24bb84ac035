"""Moves that would raise a score without raising the margin, played on a book to see what they pay.

Each takes a book, the handoffs of a period and a share of them, and returns the book as it would
be had the move been made; what a lead handed off anew brings is drawn from its chance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from leadkit.agreement import Side
from leadkit.book import Book

HOUR, DAY = pd.Timedelta(hours=1), pd.Timedelta(days=1)
ACCEPTED = 0.5


@dataclass(frozen=True, kw_only=True, eq=False)
class Stage:
    """Where a move is played: the book, the period, each lead's chance, how much of it is moved."""

    book: Book
    first: date
    last: date
    chance: pd.Series[float]  # by lead_id, of a win if it is handed off
    share: float = 0.3
    seed: int = 0

    @property
    def leads(self) -> pd.DataFrame:
        """A copy of the leads, to be changed."""
        return self.book.leads.copy()

    def inside(self, name: str) -> pd.Series[bool]:
        """Return which of marketing's leads have a time of the period in a column."""
        leads, zone = self.book.leads, self.book.settings.timezone
        days = leads[name].dt.tz_convert(zone).dt.date
        own = leads["source"].isin(self.book.settings.self_generated)
        inside: pd.Series[bool] = (days >= self.first) & (days <= self.last) & ~own
        return inside

    def chances(self, rows: pd.Index[Any]) -> pd.Series[float]:
        """Return the chances of some rows."""
        ids = self.book.leads.loc[rows, "lead_id"]
        return self.chance.reindex(ids).fillna(0.0).set_axis(rows)

    def worst(self, rows: pd.Index[Any]) -> pd.Index[Any]:
        """Return the agreed share of some rows, those with the lowest chances."""
        return _head(self.chances(rows).sort_values(kind="stable"), self._count(rows))

    def some(self, rows: pd.Index[Any]) -> pd.Index[Any]:
        """Return the agreed share of some rows, by lot."""
        drawn = pd.Series(self.rng().random(len(rows)), index=rows)
        return _head(drawn.sort_values(kind="stable"), self._count(rows))

    def rng(self) -> np.random.Generator:
        """Return the move's own generator."""
        return np.random.default_rng(self.seed)

    def _count(self, rows: pd.Index[Any]) -> int:
        return round(self.share * len(rows))

    def with_leads(self, leads: pd.DataFrame) -> Book:
        """Return the book with other leads."""
        return self.with_table("leads", leads)

    def with_table(self, name: str, table: pd.DataFrame) -> Book:
        """Return the book with another table."""
        return replace(self.book, tables={**self.book.tables, name: table})


def flood(stage: Stage) -> Book:
    """Hand off the cheapest leads: those that nobody thought worth a call."""
    return _hand_off(stage, stage.worst(_below(stage)))


def lower_gate(stage: Stage) -> Book:
    """Hand off those just below the line as well."""
    below = _below(stage)
    best = stage.chances(below).sort_values(ascending=False, kind="stable")
    return _hand_off(stage, _head(best, round(stage.share * len(below))))


def coach(stage: Stage) -> Book:
    """Coach people to fill in what the model likes: chances rise, and nobody buys more."""
    log, ids = stage.book.tables["scores"].copy(), set(_handed(stage, "lead_id"))
    moved = log["lead_id"].isin(ids)
    log.loc[moved, "probability"] = (log["probability"] * (1 + stage.share))[moved].clip(upper=1.0)
    return stage.with_table("scores", log)


def reject_hard(stage: Stage) -> Book:
    """Return the hardest leads unworked."""
    leads, rows = stage.leads, stage.worst(_rows(stage))
    at = leads.loc[rows, "handed_off_at"] + HOUR
    leads.loc[rows, "rejected_at"] = leads.loc[rows, "closed_at"] = at
    leads.loc[rows, "rejection_reason"] = "NOT_ICP"
    return stage.with_leads(_lost_unworked(leads, rows))


def cherry_pick(stage: Stage) -> Book:
    """Ring the promising and never the rest."""
    leads, rows = stage.leads, stage.worst(_rows(stage))
    leads.loc[rows, ["rejected_at", "rejection_reason"]] = pd.NaT, None
    leads.loc[rows, "closed_at"] = leads.loc[rows, "handed_off_at"] + 60 * DAY
    return stage.with_leads(_lost_unworked(leads, rows))


def sandbag(stage: Stage) -> Book:
    """Write won deals into a later quarter."""
    leads, rows = stage.leads, _rows(stage)
    won = stage.some(rows[leads.loc[rows, "outcome"] == "won"])
    leads.loc[won, "closed_at"] += 91 * DAY
    return stage.with_leads(leads)


def robot(stage: Stage) -> Book:
    """Let a machine write to every lead within a minute."""
    leads, rows = stage.leads, stage.some(_rows(stage))
    mails = pd.DataFrame(
        {
            "lead_id": leads.loc[rows, "lead_id"],
            "at": leads.loc[rows, "handed_off_at"] + pd.Timedelta(minutes=1),
            "kind": "mail",
            "by": "sales",
            "detail": "automatic",
        }
    )
    events = stage.book.tables["events"]
    return stage.with_table("events", pd.concat([events, mails], ignore_index=True))


def blame(stage: Stage) -> Book:
    """Write every reason down as a bad lead."""
    leads, rows = stage.leads, _rows(stage)
    for name in ("rejection_reason", "lost_reason"):
        given = rows[leads.loc[rows, name].notna()]
        leads.loc[stage.some(given), name] = "DATA_INVALID"
    return stage.with_leads(leads)


def late_feedback(stage: Stage) -> Book:
    """Tell what was heard a month later."""
    told = stage.book.tables["feedback"].copy()
    mine = told.index[told["lead_id"].isin(set(_handed(stage, "lead_id")))]
    told.loc[stage.some(mine), "at"] += 30 * DAY
    return stage.with_table("feedback", told)


def _head(order: pd.Series[float], n: int) -> pd.Index[Any]:
    first: pd.Index[Any] = order.index[:n]
    return first


def _rows(stage: Stage) -> pd.Index[Any]:
    return stage.book.leads.index[stage.inside("handed_off_at")]


def _handed(stage: Stage, name: str) -> pd.Series[Any]:
    cells: pd.Series[Any] = stage.book.leads.loc[_rows(stage), name]
    return cells


def _below(stage: Stage) -> pd.Index[Any]:
    """Return the period's leads that were not handed off."""
    leads = stage.book.leads
    return leads.index[stage.inside("created_at") & leads["handed_off_at"].isna()]


def _hand_off(stage: Stage, rows: pd.Index[Any]) -> Book:
    """Hand leads off the moment they came, called like any other; their chance decides."""
    rng, leads = stage.rng(), stage.leads
    at = leads.loc[rows, "created_at"]
    won = rng.random(len(rows)) < stage.chances(rows).to_numpy()
    accepted = won | (rng.random(len(rows)) < ACCEPTED)
    worth = leads.groupby(leads["segment"].astype("str"))["deal_value"].mean()
    deal = leads.loc[rows, "segment"].astype("str").map(worth)
    leads.loc[rows, "handed_off_at"] = at
    leads.loc[rows, "first_response_at"] = at + HOUR
    leads.loc[rows, "accepted_at"] = (at + 2 * HOUR).where(accepted)
    leads.loc[rows, "rejected_at"] = (at + 2 * HOUR).where(~accepted)
    leads.loc[rows, "rejection_reason"] = pd.Series("NO_NEED", rows).where(~accepted)
    leads.loc[rows, "closed_at"] = at + 30 * DAY
    leads.loc[rows, "outcome"] = np.where(won, "won", "lost")
    leads.loc[rows, "deal_value"] = deal.where(won)
    return stage.with_leads(leads)


def _lost_unworked(leads: pd.DataFrame, rows: pd.Index[Any]) -> pd.DataFrame:
    leads.loc[rows, ["first_response_at", "accepted_at"]] = pd.NaT
    leads.loc[rows, "outcome"] = "lost"
    leads.loc[rows, "deal_value"] = np.nan
    return leads


MOVES: dict[str, tuple[Side, Callable[[Stage], Book]]] = {
    "flood": ("marketing", flood),
    "lower_gate": ("marketing", lower_gate),
    "coach": ("marketing", coach),
    "reject_hard": ("sales", reject_hard),
    "cherry_pick": ("sales", cherry_pick),
    "sandbag": ("sales", sandbag),
    "robot": ("sales", robot),
    "blame": ("sales", blame),
    "late_feedback": ("sales", late_feedback),
}
