"""What somebody has to act on, found by counting: the first thing a digest says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from leadkit.base.estimate import rate
from leadkit.base.language import _, ngettext, number, percent
from leadkit.book import Book
from leadkit.dialogue import ASK_WHY, Coming, Heard, Span, Told
from leadkit.journey import working_hours

if TYPE_CHECKING:
    from leadkit.review.digest import Promised

CALL_HOURS, DECISION_HOURS = 4.0, 24.0
RECENT_DAYS, USUAL_WEEKS, NAMED = 30, 8, 8


class Notice(NamedTuple):
    """One exception: a name for machines, how many, and the words."""

    what: str
    n: int
    text: str


class Seen(NamedTuple):
    """What the exceptions are looked for in."""

    book: Book
    span: Span
    handed: pd.DataFrame
    heard: Heard
    told: Told
    coming: Coming
    promised: Promised


def for_sales(seen: Seen) -> list[Notice]:
    """Return what sales has to act on, in fixed order."""
    return [
        *_untouched(seen),
        *_undecided(seen),
        *_without_reason(seen),
        *_never_tried(seen),
        *_without_feedback(seen),
        *_overdue(seen, "sales"),
    ]


def for_marketing(seen: Seen) -> list[Notice]:
    """Return what marketing has to act on, in fixed order."""
    return [
        *_for_data(seen),
        *_returned_more_than_usual(seen),
        *_nobody_can_act_on(seen),
        *_overdue(seen, "marketing"),
    ]


def _recent(seen: Seen) -> pd.DataFrame:
    """Return handoffs of the last 30 days that are still open."""
    since = seen.span.end - pd.Timedelta(days=RECENT_DAYS)
    last = seen.handed[~seen.handed["lead_id"].duplicated(keep="last")]
    return last[(last["handed_off_at"] >= since) & last["closed_at"].isna()]


def _age(seen: Seen, turns: pd.DataFrame) -> pd.Series[float]:
    end = pd.Series(seen.span.end, index=turns.index)
    return working_hours(turns["handed_off_at"], end, seen.book.settings)


def _untouched(seen: Seen) -> list[Notice]:
    if not seen.book.has("first_response_at"):
        return []
    waiting = _recent(seen)
    waiting = waiting[waiting["first_response_at"].isna() & waiting["rejected_at"].isna()]
    late = waiting[_age(seen, waiting) > seen.promised.call_hours].sort_values("handed_off_at")
    text = _(
        "Waiting for a first call longer than {hours} working hours, of the last {days} days: "
        "{leads} ({ids})."
    ).format(
        leads=_leads(len(late)),
        days=RECENT_DAYS,
        hours=number(seen.promised.call_hours),
        ids=_named(list(late["lead_id"])),
    )
    return [Notice("untouched", len(late), text)] if len(late) else []


def _undecided(seen: Seen) -> list[Notice]:
    if not {"accepted_at", "rejected_at"} <= set(seen.book.leads.columns):
        return []
    called = _recent(seen)
    called = called[called["first_response_at"].notna() & (called["turn"] == 1)]
    open_ = called[called["accepted_at"].isna() & called["rejected_at"].isna()]
    late = open_[_age(seen, open_) > seen.promised.decision_hours].sort_values("handed_off_at")
    text = _(
        "Called, but neither accepted nor returned within {hours} working hours: {leads} ({ids})."
    ).format(
        leads=_leads(len(late)),
        hours=number(seen.promised.decision_hours),
        ids=_named(list(late["lead_id"])),
    )
    return [Notice("undecided", len(late), text)] if len(late) else []


def _without_reason(seen: Seen) -> list[Notice]:
    if not {"rejected_at", "rejection_reason", "lost_reason"} <= set(seen.book.leads.columns):
        return []
    share = seen.heard.without_reason
    text = _("Returned or lost without a reason: {n} of {of}.").format(
        n=number(share.events or 0), of=_leads(share.n)
    )
    return [Notice("without_reason", share.events or 0, text)] if share.events else []


def _never_tried(seen: Seen) -> list[Notice]:
    """Count leads given up as unreachable that nobody tried to reach: a miss of sales."""
    closed = seen.handed[seen.span.covers(seen.handed["closed_at"])]
    written = seen.book.leads.reindex(columns=["lost_reason"])["lost_reason"]
    returned_for = closed["rejection_reason"].astype(object)
    reason = returned_for.where(returned_for.notna(), written.reindex(closed.index))
    n = int(((reason == "UNREACHABLE") & closed["first_response_at"].isna()).sum())
    text = _("Given up as unreachable, though no call is on record: {leads}.").format(
        leads=_leads(n)
    )
    return [Notice("never_tried", n, text)] if n else []


def _without_feedback(seen: Seen) -> list[Notice]:
    told = seen.heard.told
    if seen.book.table("feedback") is None:
        return []
    silent = told.n - (told.events or 0)
    text = _("Called in the days before, and nothing said about them: {n} of {of}.").format(
        n=number(silent), of=_leads(told.n)
    )
    return [Notice("without_feedback", silent, text)] if silent else []


def _for_data(seen: Seen) -> list[Notice]:
    sources = seen.heard.sources[seen.heard.sources["for_data"] > 0]
    n = int(sources["for_data"].sum())
    named = "; ".join(
        _("{source} {n} of {of} decided").format(
            source=name, n=number(row["for_data"]), of=number(row["decided"])
        )
        for name, row in sources.to_dict("index").items()
    )
    text = _("Returned because the data were wrong, repeated or without consent: {leads} ({named})")
    text = text.format(leads=_leads(n), named=named) + "."
    return [Notice("returned_for_data", n, text)] if n else []


def _returned_more_than_usual(seen: Seen) -> list[Notice]:
    """Name sources that sales returns more often than in the eight spans before, beyond luck."""
    start = seen.span.earlier(USUAL_WEEKS).start
    before = seen.handed[seen.handed["handed_off_at"] < seen.span.start]
    decided = before[["accepted_at", "rejected_at"]].min(axis=1)
    before = before[(decided >= start) & (decided < seen.span.start)]
    returned = before.loc[before["rejected_at"].notna(), "source"].value_counts()
    decided_before = before["source"].value_counts()
    found = []
    for source, row in seen.heard.sources.to_dict("index").items():
        now = rate(row["returned"], row["decided"])
        then = rate(int(returned.get(source, 0)), int(decided_before.get(source, 0)))
        if not now.refused and not then.refused and now.low > then.value:
            text = _("{source}: {now} of leads were returned, after {then} before.").format(
                source=source, now=now.write(), then=percent(then.value)
            )
            found.append(Notice("returned_more", row["returned"], text))
    return found


def _nobody_can_act_on(seen: Seen) -> list[Notice]:
    other = seen.heard.other
    if other.refused or other.value <= ASK_WHY:
        return []
    text = _("{n} of {of} reasons are “other”: over {most} nobody can act; ask why.").format(
        n=number(other.events or 0), of=number(other.n), most=percent(ASK_WHY)
    )
    return [Notice("other", other.events or 0, text)]


def _overdue(seen: Seen, side: str) -> list[Notice]:
    mine = seen.told.asked_of(side)
    late = mine[pd.to_datetime(mine["due"], utc=True) <= pd.Timestamp(seen.span.ending, tz="UTC")]
    text = _("Asked of {side} and overdue, see below: {n}.").format(
        n=number(len(late)), side=_(side)
    )
    return [Notice("overdue", len(late), text)] if len(late) else []


def _leads(n: int) -> str:
    return ngettext("{n} lead", "{n} leads", n).format(n=number(n))


def _named(ids: list[str]) -> str:
    """Name the first ids and count the others."""
    shown, more = ids[:NAMED], len(ids) - NAMED
    named = ", ".join(shown)
    if more <= 0:
        return named
    return _("{named} and {n} more").format(named=named, n=number(more))
