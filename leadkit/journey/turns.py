"""Turns, the unit of analysis: one handoff of one lead, with its maturity and outcome."""

from __future__ import annotations

from datetime import datetime
from math import nan

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book import Book, Settings

ROAD = (
    "created_at",
    "mql_at",
    "handed_off_at",
    "first_response_at",
    "accepted_at",
    "rejected_at",
    "closed_at",
)


def extract_date(book: Book, as_of: str | pd.Timestamp | None = None) -> pd.Timestamp | None:
    """Return the moment the book is judged at: `as_of`, else the latest time in the leads.

    A date without a clock means the end of that day in the book's timezone.

    Raises
    ------
    BadInput
        If `as_of` is not a date.
    """
    if as_of is None:
        latest = [_happened(book, name).max() for name in ROAD if book.has(name)]
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
    now = extract_date(book, as_of)
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
    return table


def _with_later_turns(table: pd.DataFrame, book: Book, now: pd.Timestamp | None) -> pd.DataFrame:
    """Add the handoffs of recycled leads; the last turn carries the lead's outcome."""
    events = book.table("events")
    if events is None or events.empty:
        return table
    if now is not None:
        events = events[events["at"] <= now]
    again = events[(events["kind"] == "handed_off") & events["lead_id"].isin(table["lead_id"])]
    if again.empty:
        return table
    again = again.sort_values(["lead_id", "at"], kind="stable")
    order = again.groupby("lead_id").cumcount() + 2
    position = pd.Series(table.index, index=table["lead_id"])
    later = table.loc[position[again["lead_id"]].to_numpy()].copy()
    later["turn"] = order.to_numpy()
    later["turn_id"] = later["lead_id"] + "#" + later["turn"].astype("str")
    later["handed_off_at"] = again["at"].set_axis(later.index)
    for name in ("accepted_at", "rejected_at", "rejection_reason"):
        later[name] = later[name].mask(later["turn"] > 1)
    later["first_response_at"] = _first_call(later, events)
    every = pd.concat([table, later])
    every = every.sort_values(["lead_id", "turn"], kind="stable")
    is_last = ~every["lead_id"].duplicated(keep="last")
    every["outcome"] = every["outcome"].where(is_last, "lost")
    every["closed_at"] = every["closed_at"].where(is_last)
    every["deal_value"] = every["deal_value"].where(is_last)
    return every.sort_index(kind="stable")


def _first_call(later: pd.DataFrame, events: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    calls = events.loc[events["kind"].isin(("call", "meeting")), ["lead_id", "at"]]
    asked = later[["lead_id", "turn_id", "handed_off_at"]].merge(calls, on="lead_id")
    first = asked[asked["at"] >= asked["handed_off_at"]].groupby("turn_id")["at"].min()
    return first.reindex(later["turn_id"]).set_axis(later.index)


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
