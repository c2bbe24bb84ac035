"""The history that a set of snapshots tells: the leads as they are now, and what became events.

A lead keeps its first turn in its own columns, as `leadkit.turns` reads them; its later turns are
events. So is everything by which a state of a lead differs from the state before; what the first
state shows stands in the leads alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from leadkit.book import REASONS
from leadkit.crm.taking.snapshots import CONTACTS, Snapshot
from leadkit.crm.taking.states import States, changes, closings, facts, handoffs, states_of

EVENT = ("lead_id", "at", "kind", "by", "detail")
KINDS = {
    "mql_at": ("mql", "marketing"),
    "handed_off_at": ("handed_off", "marketing"),
    "first_response_at": ("call", "sales"),
    "accepted_at": ("accepted", "sales"),
    "rejected_at": ("rejected", "sales"),
}
FACT = {"lead_id": "str", "at": "str", "is_old": "bool", "is_told": "bool", "reason": "str"}
FIRST_ATTEMPT = "first attempt"
ATTRIBUTES = ("owner", "segment", "source", "status", "stage")
OPEN = "open"
BLANK = "(blank)"


@dataclass(frozen=True)
class History:
    """What all snapshots of a book tell together, as text cells."""

    leads: pd.DataFrame
    events: pd.DataFrame
    plan: pd.DataFrame | None


def history_of(snapshots: Sequence[Snapshot]) -> History:
    """Derive the tables of a book; in whatever order the snapshots came, they are the same.

    Parameters
    ----------
    snapshots : sequence of Snapshot
        The earliest first.
    """
    told = _told(snapshots)
    states = states_of(snapshots, (*ATTRIBUTES, *CONTACTS))
    handed, passed_on = handoffs(states)
    handed = _with_told(handed, "handed_off", told)
    road = {"handed_off_at": _numbered(handed, handed)}
    for column in ("first_response_at", "accepted_at", "rejected_at"):
        found = facts(states, column)
        if column == "rejected_at":
            found = _with_reasons(found, states)
        also = told[:0] if column == "first_response_at" else told
        road[column] = _numbered(_with_told(found, KINDS[column][0], also), handed)
    mqls = pd.concat([facts(states, "mql_at"), facts(states, "latest_mql_at")])
    road["mql_at"] = _in_order(_with_told(mqls, "mql", told))
    closed, reopened = closings(states)
    leads = _leads(snapshots, road, closed)
    events = [
        *(_of_fact(road[column], column) for column in KINDS),
        _of_closings(closed),
        _of_reopened(reopened, road["handed_off_at"], told),
        *(_of_changes(states, column, passed_on) for column in _seen_twice(states)),
    ]
    return History(leads, _events(told, events, leads["lead_id"]), _plan(snapshots))


def _told(snapshots: Sequence[Snapshot]) -> pd.DataFrame:
    """Return what the extracts themselves tell as events; a later extract may word one anew."""
    parts = [
        one.tables["events"].assign(_place=place)
        for place, one in enumerate(snapshots)
        if "events" in one.tables
    ]
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in EVENT})
    every = pd.concat(parts, ignore_index=True)
    every = every.reindex(columns=list(dict.fromkeys([*EVENT, *every.columns])))
    newest = every.groupby(["lead_id", "at", "kind"])["_place"].transform("max")
    return every[every["_place"] == newest].drop(columns="_place").drop_duplicates()


def _with_told(found: pd.DataFrame, kind: str, told: pd.DataFrame) -> pd.DataFrame:
    """Return facts together with events that tell of the same, one row a lead and time."""
    rows = told.loc[told["kind"] == kind, ["lead_id", "at", "detail"]]
    reason = rows["detail"].where(rows["detail"].isin(REASONS))
    rows = rows[["lead_id", "at"]].assign(is_old=True, is_told=True, reason=reason)
    found = found.reindex(columns=["lead_id", "at", "is_old", "reason"]).assign(is_told=False)
    both = pd.concat([found.astype(FACT), rows.astype(FACT)])
    once = both.groupby(["lead_id", "at"], as_index=False)
    return once.agg({"is_old": "all", "is_told": "any", "reason": "first"}).astype(FACT)


def _with_reasons(rejections: pd.DataFrame, states: States) -> pd.DataFrame:
    """Add to each rejection the latest reason that was given for it."""
    given = states.of("rejected_at")[["lead_id", "rejected_at", "rejection_reason"]].dropna()
    given = given.drop_duplicates(["lead_id", "rejected_at"], keep="last")
    given.columns = pd.Index(["lead_id", "at", "reason"])
    return rejections.merge(given, on=["lead_id", "at"], how="left")


def _numbered(found: pd.DataFrame, handed: pd.DataFrame) -> pd.DataFrame:
    """Say of each fact in which turn it happened; what came before any handoff is of the first."""
    begins = handed[["lead_id", "at"]].assign(begins=True)
    both = pd.concat([begins, found.assign(begins=False)])
    both = both.sort_values(["lead_id", "at", "begins"], ascending=[True, True, False])
    turn = both.groupby("lead_id")["begins"].cumsum().clip(lower=1)
    rows = both.assign(turn=turn)[~both["begins"]].drop(columns="begins")
    return rows.assign(is_first=_is_first(rows))


def _in_order(found: pd.DataFrame) -> pd.DataFrame:
    """Return qualifications numbered by lead: they lead to turns, and do not happen in one."""
    rows = found.sort_values(["lead_id", "at"])
    return rows.assign(turn=rows.groupby("lead_id").cumcount() + 1, is_first=_is_first(rows))


def _is_first(rows: pd.DataFrame) -> pd.Series[bool]:
    return ~rows["lead_id"].duplicated()


def _leads(
    snapshots: Sequence[Snapshot], road: dict[str, pd.DataFrame], closed: pd.DataFrame
) -> pd.DataFrame:
    """Return one row a lead ever seen: its first turn, its latest attributes and outcome."""
    names = dict.fromkeys(str(name) for one in reversed(snapshots) for name in one.leads)
    table = pd.DataFrame(
        {name: _latest(snapshots, name) for name in names if name != "lead_id"}
    ).rename_axis("lead_id")
    if "created_at" in table:
        table["created_at"] = _latest(snapshots, "created_at", filled=True)
    for column, found in road.items():
        if column in table or len(found):
            first = found[found["is_first"] & (found["turn"] == 1)].set_index("lead_id")["at"]
            table[column] = first.reindex(table.index)
    table = _with_rejection_reason(table, snapshots, road["rejected_at"])
    if "closed_at" in table:
        last = closed[closed["is_last"]].set_index("lead_id")["closed_at"]
        table["closed_at"] = last.reindex(table.index).fillna(table["closed_at"])
    table = _with_qualifications(table, road["mql_at"])
    table = _with_previous_reason(table, road, closed)
    order = [name for name in ("created_at", "lead_id") if name in (*table, "lead_id")]
    return table.reset_index().sort_values(order, ignore_index=True)


def _latest(snapshots: Sequence[Snapshot], name: str, *, filled: bool = False) -> pd.Series[str]:
    """Return each lead's cell in the last snapshot that shows the column, filled or not."""
    shown = [one.leads.set_index("lead_id")[name] for one in snapshots if name in one.leads]
    every: pd.Series[str] = pd.concat(shown)
    every = every.dropna() if filled else every
    return every[~every.index.duplicated(keep="last")]


def _with_rejection_reason(
    leads: pd.DataFrame, snapshots: Sequence[Snapshot], rejected: pd.DataFrame
) -> pd.DataFrame:
    """Give the reason of the first turn; one without a date is the latest that was given."""
    cells = rejected[rejected["is_first"] & (rejected["turn"] == 1)].set_index("lead_id")["reason"]
    if "rejection_reason" in leads:
        undated = _latest(snapshots, "rejection_reason", filled=True)
        cells = pd.concat([cells, undated[~undated.index.isin(rejected["lead_id"])]])
    elif cells.isna().all():
        return leads
    return leads.assign(rejection_reason=cells.reindex(leads.index))


def _with_qualifications(leads: pd.DataFrame, mqls: pd.DataFrame) -> pd.DataFrame:
    """Add when leads that qualified again did so last, and how often they did."""
    by_lead = mqls.groupby("lead_id")["at"].agg(["max", "size"])
    again = by_lead[by_lead["size"] > 1].reindex(leads.index)
    given = leads.reindex(columns=["latest_mql_at", "mql_count"]).astype("str")
    count = pd.to_numeric(given["mql_count"], errors="coerce")
    count = count.where(~(again["size"] > count), again["size"]).fillna(again["size"])
    added = {
        "latest_mql_at": again["max"].fillna(given["latest_mql_at"]),
        "mql_count": count.astype("Int64").astype("str").where(count.notna()),
    }
    return leads.assign(**{name: cells for name, cells in added.items() if cells.notna().any()})


def _with_previous_reason(
    leads: pd.DataFrame, road: dict[str, pd.DataFrame], closed: pd.DataFrame
) -> pd.DataFrame:
    """Add why the turn before a lead's last failed: the reason it was returned or lost for."""
    turns = road["handed_off_at"].groupby("lead_id")["turn"].max()
    lost = closed[closed["kind"] == "lost"].rename(columns={"lost_reason": "reason"})
    lost = _numbered(lost[["lead_id", "at", "reason"]], road["handed_off_at"])
    reasons = pd.concat([road["rejected_at"], lost]).dropna(subset="reason")
    before = reasons["turn"] + 1 == pd.to_numeric(reasons["lead_id"].map(turns))
    found = reasons[before].drop_duplicates("lead_id").set_index("lead_id")["reason"]
    given = leads.get("previous_reason", pd.Series(index=leads.index, dtype="str"))
    cells = found.reindex(leads.index).fillna(given)
    return leads.assign(previous_reason=cells) if cells.notna().any() else leads


def _of_fact(found: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return as events what is new, and whatever the leads' own column does not hold."""
    kind, by = KINDS[column]
    held = found["is_first"] & (found["turn"] == 1)
    rows = found[~(found["is_old"] & held) & ~found["is_told"]]
    detail = FIRST_ATTEMPT if column == "first_response_at" else rows["reason"]
    return rows[["lead_id", "at"]].assign(kind=kind, by=by, detail=detail)


def _of_closings(closed: pd.DataFrame) -> pd.DataFrame:
    """Return wins with their value and losses with their reason, but for those never revised."""
    rows = closed[~(closed["is_old"] & closed["is_last"])]
    detail = rows["deal_value"].where(rows["kind"] == "won", rows["lost_reason"])
    return rows[["lead_id", "at", "kind"]].assign(by="sales", detail=detail)


def _of_reopened(reopened: pd.DataFrame, handed: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Return leads that are open again, but for those whose next handoff says so."""
    rows = reopened[~_came_between(reopened, handed)]
    is_said = _came_between(rows, told[told["kind"] == "recycled"])
    kind = is_said.map({True: "changed", False: "recycled"})
    by, detail = is_said.map({True: None, False: "marketing"}), _words("outcome", rows["was"], OPEN)
    return rows[["lead_id", "at"]].assign(kind=kind, by=by, detail=detail)


def _came_between(reopened: pd.DataFrame, steps: pd.DataFrame) -> pd.Series[bool]:
    """Say of each lead that is open again whether a step lies since it was closed."""
    rows = reopened.reset_index()
    both = rows.merge(steps[["lead_id", "at"]], on="lead_id", suffixes=("", "_step"))
    inside = (both["at_step"] <= both["at"]) & ~(both["at_step"] <= both["since"])
    return pd.Series(reopened.index.isin(both.loc[inside, "index"]), index=reopened.index)


def _seen_twice(states: States) -> list[str]:
    return [name for name in (*ATTRIBUTES, *CONTACTS) if len(states.held[name]) > 1]


def _of_changes(states: States, column: str, passed_on: pd.DataFrame) -> pd.DataFrame:
    """Return changes of an attribute; of contact data only that there was one."""
    rows = changes(states, column)
    if column == "owner":
        dated = rows.merge(passed_on, on=["lead_id", "place"], how="left", suffixes=("", "_known"))
        rows = rows.assign(at=dated["at_known"].fillna(dated["at"]).to_numpy())
    detail = f"{column} changed" if column in CONTACTS else _words(column, rows["old"], rows["new"])
    return rows[["lead_id", "at"]].assign(kind="changed", by=None, detail=detail)


def _words(column: str, old: pd.Series[str], new: pd.Series[str] | str) -> pd.Series[str]:
    new = new if isinstance(new, str) else new.fillna(BLANK)
    return f"{column}: " + old.fillna(BLANK) + " -> " + new


def _events(
    told: pd.DataFrame, derived: Sequence[pd.DataFrame], leads: pd.Series[str]
) -> pd.DataFrame:
    """Return all events of known leads by time; what an extract tells is not told twice."""
    texts = [part.astype("str") for part in derived if len(part)]
    new = pd.concat([told.iloc[:0], *texts], ignore_index=True)
    key = ["lead_id", "at", "kind"]
    known = pd.MultiIndex.from_frame(told[key])
    touched = pd.MultiIndex.from_frame(told[key[:2]])
    twice = pd.MultiIndex.from_frame(new[key]).isin(known)
    twice |= (new["kind"] == "call") & pd.MultiIndex.from_frame(new[key[:2]]).isin(touched)
    every = pd.concat([told, new[~twice]], ignore_index=True)
    return in_order(every[every["lead_id"].isin(leads)].drop_duplicates())


def in_order(events: pd.DataFrame) -> pd.DataFrame:
    """Return events by time, and at the same time by all that they say."""
    order = dict.fromkeys(["at", "lead_id", "kind", *events.columns])
    return events.sort_values(list(order), ignore_index=True)


def _plan(snapshots: Sequence[Snapshot]) -> pd.DataFrame | None:
    """Return of each quarter the rows of the last snapshot that plans it."""
    parts = [
        one.tables["plan"].assign(_place=place)
        for place, one in enumerate(snapshots)
        if "plan" in one.tables
    ]
    if not parts:
        return None
    every = pd.concat(parts, ignore_index=True)
    newest = every.groupby("quarter")["_place"].transform("max")
    return every[every["_place"] == newest].drop(columns="_place")
