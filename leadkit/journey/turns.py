"""Turns, the unit of analysis: one handoff of one lead, with its maturity and outcome."""

from __future__ import annotations

from datetime import datetime
from math import nan
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book import Book, Settings
from leadkit.journey.memory import remembered

ROAD = (
    "created_at",
    "mql_at",
    "handed_off_at",
    "first_response_at",
    "accepted_at",
    "rejected_at",
    "closed_at",
)
ENDS = ("won", "lost")
STEPS = ("mql", "handed_off", "accepted", "rejected", *ENDS, "recycled", "changed")
REOPENED = "outcome: "


def extract_date(book: Book, as_of: str | pd.Timestamp | None = None) -> pd.Timestamp | None:
    """Return the moment the book is judged at: `as_of`, else the latest step of any lead.

    A date without a clock means the end of that day in the book's timezone.

    Raises
    ------
    BadInput
        If `as_of` is not a date.
    """
    if as_of is None:
        latest = [_happened(book, name).max() for name in ROAD if book.has(name)]
        events = book.table("events")
        if events is not None:
            latest.append(events.loc[events["kind"].isin(STEPS), "at"].max())
        latest = [moment for moment in latest if pd.notna(moment)]
        return max(latest) if latest else None
    try:
        moment = pd.Timestamp(datetime.fromisoformat(str(as_of)))
    except ValueError:
        raise BadInput(
            _("{date!r} is not a date").format(date=str(as_of)), fix=_("Write it as 2026-09-30.")
        ) from None
    if moment == moment.normalize():
        moment += pd.Timedelta(days=1, minutes=-1)
    if moment.tzinfo is None:
        moment = moment.tz_localize(book.settings.timezone)
    return moment.tz_convert("UTC")


def _happened(book: Book, name: str) -> pd.Series[pd.Timestamp]:
    """Return a column's times, without the closing dates that open leads are only hoped to meet."""
    times = book.leads[name]
    return times.mask(book.leads["outcome"] == "open") if name == "closed_at" else times


def turns(book: Book, as_of: str | pd.Timestamp | None = None) -> pd.DataFrame:
    """Return one row a turn: a lead handed off twice has two.

    Parameters
    ----------
    book : Book
        Where leads have no handoff time the turn starts at creation; where they have no time at
        all every row is one turn without a start.
    as_of : date, optional
        Judge as on that date: later events are unknown. Default: the latest time in the book.

    Returns
    -------
    DataFrame
        turn_id, lead_id, turn (1, 2 ...), account_id, self_generated (bool), start (UTC),
        quarter ("2026Q2"), mature (bool: the outcome window is over), won (1 won within the
        window, 0 not, missing where nobody can know yet), the columns of the road, and the row
        of the lead as index.

    Examples
    --------
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample())
    >>> bool(lk.turns(book).query("turn == 1")["lead_id"].is_unique)
    True
    """
    return remembered(book, extract_date(book, as_of), _turns)


def _turns(book: Book, now: pd.Timestamp | None) -> pd.DataFrame:
    table = _first_turns(book, now)
    table = _with_later_turns(table, book, now)
    table["start"] = _start(table, book)
    table["quarter"] = quarter_of(table["start"], book.settings)
    return table.assign(mature=_mature(table, book, now)).pipe(_with_outcome, book)


def quarter_of(moments: pd.Series[pd.Timestamp], settings: Settings) -> pd.Series[str]:
    """Return the fiscal quarter of each moment, as "2026Q2"; missing stays missing."""
    local = moments.dt.tz_convert(settings.timezone)
    shifted = local.dt.month - settings.fiscal_year_starts
    year = local.dt.year + (shifted < 0) * (-1 if settings.fiscal_year_starts > 1 else 0)
    quarter = shifted.mod(12).floordiv(3).add(1)
    text = year.astype("Int64").astype("str") + "Q" + quarter.astype("Int64").astype("str")
    return text.mask(moments.isna())


def _begun(leads: pd.DataFrame, now: pd.Timestamp | None) -> pd.DataFrame:
    """Return the leads that existed at that moment."""
    begins = next((name for name in ("created_at", "handed_off_at") if name in leads), None)
    return leads if now is None or begins is None else leads[~(leads[begins] > now)]


def _first_turns(book: Book, now: pd.Timestamp | None) -> pd.DataFrame:
    leads = _begun(book.leads, now)
    blank = pd.Series(nan, index=leads.index, dtype="str")
    blank_times = pd.Series(pd.NaT, index=leads.index).dt.tz_localize("UTC")
    table = pd.DataFrame(
        {
            "turn_id": leads["lead_id"],
            "lead_id": leads["lead_id"],
            "turn": 1,
            "account_id": leads.get("account_id", leads["lead_id"]).fillna(leads["lead_id"]),
            "self_generated": leads.get("source", blank).isin(book.settings.self_generated),
        },
        index=leads.index,
    )
    for name in ROAD:
        times = _happened(book, name) if name in leads else blank_times
        times = times.reindex(leads.index)
        table[name] = times.mask(times > now) if now is not None else times
    table["deal_value"] = leads.get("deal_value", pd.Series(nan, index=leads.index))
    for name in ("outcome", "rejection_reason", "owner", "segment", "source"):
        table[name] = leads.get(name, blank)
    if now is not None and book.has("closed_at"):
        later = leads["closed_at"] > now
        table["outcome"] = table["outcome"].mask(later, "open")
        table["deal_value"] = table["deal_value"].mask(later)
    if now is not None and book.has("rejected_at"):
        table["rejection_reason"] = table["rejection_reason"].mask(leads["rejected_at"] > now)
    return table


def _with_later_turns(table: pd.DataFrame, book: Book, now: pd.Timestamp | None) -> pd.DataFrame:
    """Add the handoffs of recycled leads, and what events tell of each turn."""
    events = book.table("events")
    if table.empty or events is None or not events["kind"].isin(("handed_off", *ENDS)).any():
        return table
    events = events.reindex(columns=["lead_id", "at", "kind", "detail"]).astype({"detail": "str"})
    is_known = events["at"] <= now if now is not None else events["at"].notna()
    known, later = events[is_known], events[~is_known]
    turns = _with_handoffs(table, known[known["kind"] == "handed_off"])
    rows = turns.index
    turns = _with_ends(_with_steps(turns.reset_index(drop=True), known), known, later)
    return turns.set_axis(rows).sort_index(kind="stable")


def _with_handoffs(table: pd.DataFrame, again: pd.DataFrame) -> pd.DataFrame:
    """Add a turn for each handoff but the first, sorted by lead and turn."""
    first = table.set_index("lead_id")["handed_off_at"]
    again = again[_are_among(again["lead_id"], table["lead_id"])]
    again = again[again["at"].ne(again["lead_id"].map(first))]
    again = again.sort_values(["lead_id", "at"], kind="stable")
    position = pd.Series(table.index, index=table["lead_id"])
    later = table.loc[position[again["lead_id"]].to_numpy()].copy()
    later["turn"] = again.groupby("lead_id").cumcount().to_numpy() + 2
    later["turn_id"] = later["lead_id"] + "#" + later["turn"].astype("str")
    later["handed_off_at"] = again["at"].set_axis(later.index)
    return pd.concat([table, later]).sort_values(["lead_id", "turn"], kind="stable")


def _with_steps(turns: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Give later turns the steps that events tell of; the first has those of the leads."""
    is_later = turns["turn"] > 1
    steps = {
        "first_response_at": ("call", "meeting"),
        "accepted_at": ("accepted",),
        "rejected_at": ("rejected",),
    }
    told = {name: _told(turns, known, kinds, keep="first") for name, kinds in steps.items()}
    times = {name: turns[name].mask(is_later, found["at"]) for name, found in told.items()}
    reason = turns["rejection_reason"].mask(is_later, told["rejected_at"]["detail"])
    return turns.assign(**times, rejection_reason=reason)


def _with_ends(turns: pd.DataFrame, known: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """Say how each turn ended: the last as its lead did, one before it lost unless told won.

    Of a lead that has gone on in `later` events the last turn, too, ended as events tell.
    """
    is_last = ~turns["lead_id"].duplicated(keep="last")
    told = _told(turns, known, ENDS, keep="last")
    reopens = known[known["detail"].str.startswith(REOPENED, na=False)]
    opened = _told(turns, reopens, ("recycled", "changed"), keep="last")["at"]
    is_told = told["at"].notna() & ~(is_last & (opened >= told["at"]))
    gone_on = later.loc[later["kind"].isin(("handed_off", "recycled", "changed", *ENDS)), "lead_id"]
    every = pd.concat([known, later])
    ended = every.loc[every["kind"].isin(ENDS), "lead_id"]
    by_events = (
        is_last & _are_among(turns["lead_id"], gone_on) & _are_among(turns["lead_id"], ended)
    )
    unlike = ~is_last | by_events
    outcome = turns["outcome"].mask(~is_last, "lost").mask(by_events, "open")
    value = pd.to_numeric(told["detail"].where(told["kind"] == "won"), errors="coerce")
    return turns.assign(
        outcome=outcome.mask(unlike & is_told, told["kind"].astype("str")),
        closed_at=turns["closed_at"].mask(unlike, told["at"].where(is_told)),
        deal_value=turns["deal_value"].mask(unlike, value.where(is_told)),
    )


def _are_among(ids: pd.Series[str], others: pd.Series[str]) -> npt.NDArray[np.bool_]:
    """Return which ids are among others; where these are many, far faster than `isin` on text."""
    return np.asarray(pd.Index(others.unique()).get_indexer(pd.Index(ids)) >= 0)


def _told(
    turns: pd.DataFrame,
    events: pd.DataFrame,
    kinds: tuple[str, ...],
    *,
    keep: Literal["first", "last"],
) -> pd.DataFrame:
    """Return the first or last event of some kinds in each turn, by row of the turns."""
    asked = turns[["lead_id", "turn"]].assign(
        row=turns.index,
        since=turns["handed_off_at"].where(turns["turn"] > 1),
        until=turns["handed_off_at"].shift(-1).where(turns["turn"].shift(-1) > 1),
    )
    both = asked.merge(events[events["kind"].isin(kinds)], on="lead_id")
    both = both[~(both["at"] < both["since"]) & ~(both["at"] >= both["until"])]
    both = both.sort_values(["row", "at"], kind="stable").drop_duplicates("row", keep=keep)
    return both.set_index("row")[["at", "kind", "detail"]].reindex(turns.index)


def _start(table: pd.DataFrame, book: Book) -> pd.Series[pd.Timestamp]:
    return table["handed_off_at"] if book.has("handed_off_at") else table["created_at"]


def _mature(table: pd.DataFrame, book: Book, now: pd.Timestamp | None) -> pd.Series[bool]:
    if now is None or not table["start"].notna().any():
        return pd.Series(True, index=table.index)
    return table["start"] <= now - pd.Timedelta(days=book.settings.window_days)


def _with_outcome(table: pd.DataFrame, book: Book) -> pd.DataFrame:
    """Add `won`: within the window where there are dates, by the extract where there are none."""
    won = (table["outcome"] == "won").astype(float)
    if not table["start"].notna().any():
        return table.assign(won=won.mask(table["outcome"] == "open"))
    if book.has("closed_at"):
        window = pd.Timedelta(days=book.settings.window_days)
        late = table["closed_at"] - table["start"] > window
        won = won.mask(late, 0.0)
    return table.assign(won=won.where(table["mature"] & table["start"].notna()))
