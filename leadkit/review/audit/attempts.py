"""Whether sales tried often enough: personal attempts on record, or a decision before that."""

from __future__ import annotations

import pandas as pd

from leadkit.base.language import _
from leadkit.review.audit.kept import Kept, Wanted, of_leads
from leadkit.review.audit.ledger import Ledger, absent

PERSONAL = ("call", "meeting")
UNREACHABLE = "UNREACHABLE"


def attempts_in_time(ledger: Ledger, wanted: Wanted) -> Kept:
    """Count leads with so many attempts within so many days, or decided within them.

    To return or lose a lead as unreachable is no decision: it is what the attempts are for.
    """
    if lacks := absent(ledger, "first_response_at"):
        return Kept(missing=lacks)
    calls = _calls(ledger)
    if calls is None:
        return Kept(missing=_("the table events holds no calls"))
    turns, needed = ledger.workable, wanted.attempts or 1
    until = turns["handed_off_at"] + pd.Timedelta(days=wanted.days or 0)
    made = _made(ledger, turns, until, calls)
    is_decided = _decided_at(ledger, turns) <= until
    done = (made >= needed) | is_decided
    due = done | (until <= ledger.now)
    state = pd.Series("too few attempts", index=turns.index).mask(made == 0, "never touched")
    return of_leads(
        turns[due],
        done[due],
        not_due=int((~due).sum()),
        state=state[due],
        detail=(made.astype("str") + f"/{needed}")[due],
    )


def _calls(ledger: Ledger) -> pd.DataFrame | None:
    """Return lead and time of the attempts of sales; None where none are written down."""
    events = ledger.book.table("events")
    if events is None:
        return None
    side = events.reindex(columns=["by"])["by"]
    personal = events[events["kind"].isin(PERSONAL) & (side != "marketing")]
    return None if personal.empty else personal.loc[personal["at"] <= ledger.now, ["lead_id", "at"]]


def _made(
    ledger: Ledger,
    turns: pd.DataFrame,
    until: pd.Series[pd.Timestamp],
    calls: pd.DataFrame,
) -> pd.Series[int]:
    """Return how many attempts each turn saw in its days; the first counts without an event."""
    after = ledger.every.sort_values(["lead_id", "turn"]).set_index("turn_id")
    next_at = after.groupby("lead_id")["handed_off_at"].shift(-1).reindex(turns["turn_id"])
    asked = pd.DataFrame(
        {
            "lead_id": turns["lead_id"].to_numpy(),
            "turn_id": turns["turn_id"].to_numpy(),
            "since": turns["handed_off_at"].where(turns["turn"] > 1).array,
            "until": until.array,
            "next_at": next_at.array,
        }
    )
    both = asked.merge(calls, on="lead_id")
    is_inside = ~(both["at"] < both["since"]) & (both["at"] <= both["until"])
    is_inside &= ~(both["at"] >= both["next_at"])
    counts = both.loc[is_inside, "turn_id"].value_counts()
    made = counts.reindex(turns["turn_id"]).fillna(0).astype(int).set_axis(turns.index)
    return made.clip(lower=(turns["first_response_at"] <= until).astype(int))


def _decided_at(ledger: Ledger, turns: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    lost_for = ledger.book.leads.reindex(columns=["lost_reason"])["lost_reason"]
    reason = turns["rejection_reason"].fillna(lost_for.reindex(turns.index))
    ends = turns[["rejected_at", "closed_at"]].mask(reason == UNREACHABLE)
    return ends.assign(accepted_at=turns["accepted_at"]).min(axis=1)
