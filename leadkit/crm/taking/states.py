"""The states that snapshots show of each lead, and what of them still stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from leadkit.crm.taking.snapshots import Snapshot

CLOSED = ("won", "lost")
OF_STATES = (
    "lead_id", "mql_at", "latest_mql_at", "handed_off_at", "first_response_at", "accepted_at",
    "rejected_at", "rejection_reason", "closed_at", "outcome", "lost_reason", "deal_value", "owner",
)  # fmt: skip


@dataclass(frozen=True)
class States:
    """One row a lead and snapshot, lead by lead, the earliest snapshot first.

    Attributes
    ----------
    rows : DataFrame
        lead_id, place (number of the snapshot), as_of, and the columns of the road.
    held : mapping of str to tuple of int
        Which snapshots hold a column at all: where one does not, nothing is blank, only unseen.
    """

    rows: pd.DataFrame
    held: Mapping[str, tuple[int, ...]]

    def of(self, column: str) -> pd.DataFrame:
        """Return the states that show a column; `before` is when the lead was last seen so."""
        rows = self.rows[self.rows["place"].isin(self.held.get(column, ()))]
        return rows.assign(before=previous(rows, "as_of"))


def states_of(snapshots: Sequence[Snapshot], extra: Sequence[str] = ()) -> States:
    """Return every state of every lead; `extra` names columns beside those of the road."""
    names = list(dict.fromkeys([*OF_STATES, *extra]))
    parts = [
        one.leads.reindex(columns=names).astype("str").assign(place=place, as_of=one.as_of)
        for place, one in enumerate(snapshots)
    ]
    rows = pd.concat(parts, ignore_index=True)
    held = {
        name: tuple(place for place, one in enumerate(snapshots) if name in one.leads)
        for name in names
    }
    return States(rows.sort_values(["lead_id", "place"], ignore_index=True), held)


def previous(rows: pd.DataFrame, column: str) -> pd.Series[Any]:
    """Return what a column held one row earlier, missing where that row is another lead's."""
    return rows[column].shift().where(rows["lead_id"].eq(rows["lead_id"].shift()))


def facts(states: States, column: str) -> pd.DataFrame:
    """Return the times of a column that still stand, one row each.

    Another time than before tells of something new, and both stand, if it is later than the
    extract that showed the earlier; otherwise it is a correction, and the earlier falls.

    Returns
    -------
    DataFrame
        lead_id, at, is_old (bool: the lead was first seen with it).
    """
    rows = _shown(states.of(column), column)
    corrects = previous(rows, "at").notna() & (rows["at"] <= rows["before"])
    return _standing(rows, corrects)


def handoffs(states: States) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the handoffs that still stand, as `facts` does, and changes of owner that are none.

    A later time is a handoff also where an earlier extract should have known it, if the turn
    before had ended by then. It is none where an open lead only goes from one owner to another:
    such rows come second, as lead_id, place, at.
    """
    rows = states.of("handed_off_at")
    names = ("outcome", "closed_at", "rejected_at", "owner")
    was = pd.DataFrame({name: previous(rows, name) for name in names})
    rows = _shown(rows, "handed_off_at")
    was, last = was.loc[rows.index], previous(rows, "at")
    had_ended = _ended(was, last, rows["at"]) | (
        was["outcome"].isin(CLOSED) & was["closed_at"].isna()
    )
    has_ended = _ended(rows, last, rows["at"])
    for name in ("mql_at", "latest_mql_at"):
        has_ended |= (rows[name] > last) & (rows[name] <= rows["at"])
    is_later, is_unknown = rows["at"] > last, rows["at"] > rows["before"]
    corrects = last.notna() & ~is_unknown & ~(had_ended & is_later)
    goes_on = (
        is_unknown & ~had_ended & ~has_ended
        & rows["owner"].notna() & was["owner"].notna() & rows["owner"].ne(was["owner"])
    )  # fmt: skip
    goes_on |= corrects & goes_on.shift(fill_value=False)
    handed_over = rows.loc[goes_on, ["lead_id", "place", "at"]]
    return _standing(rows[~goes_on], corrects[~goes_on]), handed_over


def closings(states: States) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return how often each lead was won or lost, and when it was opened again.

    Returns
    -------
    closed : DataFrame
        lead_id, at (of the extract where the CRM has no date), kind, closed_at, lost_reason,
        deal_value, is_old, is_last (bool: the lead is closed by it to this day).
    reopened : DataFrame
        lead_id, at (of the extract that shows it), since (when it had been closed), was (how).
    """
    rows = states.of("outcome")
    is_closed = rows["outcome"].isin(CLOSED)
    another = rows["lead_id"].ne(rows["lead_id"].shift()) | rows["outcome"].ne(
        rows["outcome"].shift()
    )
    rows["closed_at"] = rows["closed_at"].where(is_closed).groupby(another.cumsum()).ffill()
    rows["number"] = another.cumsum()
    was = pd.DataFrame({name: previous(rows, name) for name in ("outcome", "closed_at")})
    redated = rows["closed_at"].notna() & rows["closed_at"].ne(was["closed_at"])
    fresh = is_closed & (another | redated)
    dated_late = was["closed_at"].isna() & ~another
    corrects = (
        fresh & was["outcome"].isin(CLOSED) & ((rows["closed_at"] <= rows["before"]) | dated_late)
    )
    rows["number"] = fresh.cumsum()
    shown = rows[is_closed]
    latest = shown.groupby("number")[["outcome", "closed_at", "lost_reason", "deal_value"]].last()
    found = rows[fresh].set_index("number")[["lead_id", "as_of", "before"]].join(latest)
    ends = rows.loc[~rows["lead_id"].duplicated(keep="last") & is_closed, "number"]
    found = found.assign(
        at=found["closed_at"].fillna(found["as_of"]),
        kind=found["outcome"],
        is_old=found["before"].isna(),
        is_last=found.index.isin(ends),
    )
    replaced = corrects[fresh].shift(-1, fill_value=False).to_numpy()
    again = (rows["outcome"] == "open") & was["outcome"].isin(CLOSED)
    reopened = rows.loc[again, ["lead_id", "as_of"]].rename(columns={"as_of": "at"})
    reopened = reopened.assign(since=was["closed_at"][again], was=was["outcome"][again])
    return found[~replaced].reset_index(drop=True), reopened


def changes(states: States, column: str) -> pd.DataFrame:
    """Return where an attribute differs from the state before: lead_id, place, at, old, new."""
    rows = states.of(column)
    rows = rows.assign(old=previous(rows, column), new=rows[column], at=rows["as_of"])
    differs = rows["old"].ne(rows["new"]) & ~(rows["old"].isna() & rows["new"].isna())
    return rows.loc[differs & rows["before"].notna(), ["lead_id", "place", "at", "old", "new"]]


def _shown(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the states in which a time appears that the one before did not have."""
    rows = rows[rows[column].notna()]
    rows = rows.assign(at=rows[column], is_old=rows["before"].isna())
    return rows[rows["at"].ne(previous(rows, "at"))]


def _standing(rows: pd.DataFrame, corrects: pd.Series[bool]) -> pd.DataFrame:
    return rows.loc[~corrects.shift(-1, fill_value=False), ["lead_id", "at", "is_old"]]


def _ended(rows: pd.DataFrame, first: pd.Series[str], last: pd.Series[str]) -> pd.Series[bool]:
    """Return whether a turn that began at `first` was returned or closed by `last`."""
    returned = (rows["rejected_at"] >= first) & (rows["rejected_at"] <= last)
    closed = (rows["closed_at"] >= first) & (rows["closed_at"] <= last)
    return returned | (rows["outcome"].isin(CLOSED) & closed)
