"""What somebody has to act on, found by counting: the first thing a digest says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from leadkit.agreement import words
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _, day, ngettext, number, percent
from leadkit.book import Book, WorkingTime
from leadkit.dialogue import ASK_WHY, DATA, Heard, Span, Told, known_by
from leadkit.dialogue.ratios import is_lower
from leadkit.journey import calling_time, working_hours

if TYPE_CHECKING:
    from leadkit.review.promised import Promised

RECENT_DAYS, LATELY_WEEKS, USUAL_WEEKS = 30, 4, 12


class Notice(NamedTuple):
    """One exception.

    `what` is its name for machines, `n` how many, `text` the finding, `todo` what to do, `who` the
    side that does it, `due` by when, and `leads` the leads it is about, the most urgent first.
    """

    what: str
    n: int
    text: str
    todo: str
    who: str
    due: date
    leads: tuple[str, ...] = ()


class Seen(NamedTuple):
    """What the exceptions are looked for in."""

    book: Book
    span: Span
    handed: pd.DataFrame
    heard: Heard
    told: Told
    promised: Promised

    @property
    def before(self) -> Span:
        """The span of the report before."""
        return self.span.before(self.book.settings)

    @property
    def soon(self) -> date:
        """The next working day."""
        return self.span.next_day(self.book.settings)

    @property
    def later(self) -> date:
        """The last working day of the next span."""
        return self.span.next_end(self.book.settings)


def for_sales(seen: Seen) -> list[Notice]:
    """Return what sales has to act on, what is due first at the top."""
    found = [
        *_untouched(seen),
        *_undecided(seen),
        *_overdue(seen, "sales"),
        *_without_reason(seen),
        *_never_tried(seen),
        *_without_feedback(seen),
    ]
    return sorted(found, key=lambda notice: notice.due)


def for_marketing(seen: Seen) -> list[Notice]:
    """Return what marketing has to act on, what is due first at the top."""
    found = [
        *_returned_more_than_usual(seen),
        *_overdue(seen, "marketing"),
        *_for_data(seen),
        *_nobody_can_act_on(seen),
    ]
    return sorted(found, key=lambda notice: notice.due)


def _waiting(seen: Seen) -> pd.DataFrame:
    """Return the last handoff of each lead that is still open."""
    last = seen.handed[~seen.handed["lead_id"].duplicated(keep="last")]
    return last[last["closed_at"].isna()]


def _is_recent(seen: Seen, turns: pd.DataFrame) -> pd.Series[bool]:
    """Return which were handed off in the last 30 days."""
    return turns["handed_off_at"] >= seen.span.end - pd.Timedelta(days=RECENT_DAYS)


def _age(turns: pd.DataFrame, moment: pd.Timestamp, clock: WorkingTime) -> pd.Series[float]:
    """Return the hours of a clock from the handoff to a moment."""
    return working_hours(turns["handed_off_at"], pd.Series(moment, index=turns.index), clock)


def _untouched(seen: Seen) -> list[Notice]:
    if not seen.book.has("first_response_at"):
        return []
    waiting = _waiting(seen)
    waiting = waiting[waiting["first_response_at"].isna() & waiting["rejected_at"].isna()]
    is_recent, hours = _is_recent(seen, waiting), seen.promised.call_hours
    clock = calling_time(seen.book.settings)
    late = _best_first(seen, waiting[is_recent & (_age(waiting, seen.span.end, clock) > hours)])
    new = int((_age(late, seen.before.end, clock) <= hours).sum())
    text = _("{leads} without a first call after {hours}, {new} of them newly.").format(
        leads=_leads(len(late)), hours=words.hours(hours), new=number(new)
    )
    older = int((~is_recent).sum())
    if older:
        text += " " + ngettext(
            "{n} more waits over {days} days, not listed.",
            "{n} more wait over {days} days, not listed.",
            older,
        ).format(n=number(older), days=number(RECENT_DAYS))
    todo = _("Call the leads that wait, or return them.")
    return _notice("untouched", late["lead_id"], text, todo, "sales", seen.soon)


def _undecided(seen: Seen) -> list[Notice]:
    if not {"accepted_at", "rejected_at"} <= set(seen.book.leads.columns):
        return []
    called = _waiting(seen)
    called = called[_is_recent(seen, called)]
    called = called[called["first_response_at"].notna() & (called["turn"] == 1)]
    open_ = called[called["accepted_at"].isna() & called["rejected_at"].isna()]
    age = _age(open_, seen.span.end, seen.book.settings)
    late = _best_first(seen, open_[age > seen.promised.decision_hours])
    text = _("{leads} called, not decided within {hours}.")
    text = text.format(leads=_leads(len(late)), hours=words.hours(seen.promised.decision_hours))
    todo = _("Accept or return the leads called.")
    return _notice("undecided", late["lead_id"], text, todo, "sales", seen.soon)


def _without_reason(seen: Seen) -> list[Notice]:
    if not {"rejected_at", "rejection_reason", "lost_reason"} <= set(seen.book.leads.columns):
        return []
    handed = seen.handed
    is_returned = seen.span.covers(handed["rejected_at"])
    is_lost = seen.span.covers(handed["closed_at"]) & (handed["outcome"] == "lost")
    is_lost &= handed["rejected_at"].isna()
    lost_for = seen.book.leads["lost_reason"].reindex(handed.index)
    blank = (is_returned & handed["rejection_reason"].isna()) | (is_lost & lost_for.isna())
    text = _("{n} of {of} returned or lost without a reason.").format(
        n=number(int(blank.sum())), of=_leads(int((is_returned | is_lost).sum()))
    )
    todo = _("Write down the missing reasons.")
    return _notice("without_reason", handed.loc[blank, "lead_id"], text, todo, "sales", seen.later)


def _never_tried(seen: Seen) -> list[Notice]:
    """Name leads given up as unreachable that nobody tried to reach: a miss of sales."""
    closed = seen.handed[seen.span.covers(seen.handed["closed_at"])]
    written = seen.book.leads.reindex(columns=["lost_reason"])["lost_reason"]
    returned_for = closed["rejection_reason"].astype(object)
    reason = returned_for.where(returned_for.notna(), written.reindex(closed.index))
    never = closed[(reason == "UNREACHABLE") & closed["first_response_at"].isna()]
    text = _("{leads} given up as unreachable, no call on record.")
    text = text.format(leads=_leads(len(never)))
    todo = _("Call leads before giving them up.")
    return _notice("never_tried", never["lead_id"], text, todo, "sales", seen.later)


def _without_feedback(seen: Seen) -> list[Notice]:
    if seen.book.table("feedback") is None or seen.span.period == "day":
        return []
    called = seen.handed[seen.before.covers(seen.handed["first_response_at"])]
    said = set(known_by(seen.book, "feedback", seen.span.end)["lead_id"])
    silent = called[~called["lead_id"].isin(said)]
    text = _("{n} of {of} called the week before, nothing said yet.").format(
        n=number(len(silent)), of=_leads(len(called))
    )
    todo = _("Give feedback on the leads called.")
    return _notice("without_feedback", silent["lead_id"], text, todo, "sales", seen.later)


def _for_data(seen: Seen) -> list[Notice]:
    sources = seen.heard.sources[seen.heard.sources["for_data"] > 0]
    named = "; ".join(
        _("{source} {n} of {of} decided").format(
            source=name, n=number(row["for_data"]), of=number(row["decided"])
        )
        for name, row in sources.to_dict("index").items()
    )
    returned = seen.handed[seen.span.covers(seen.handed["rejected_at"])]
    wrong = returned[returned["rejection_reason"].isin(DATA)]
    text = _("{leads} returned because the data were wrong, repeated or without consent ({named}).")
    text = text.format(leads=_leads(len(wrong)), named=named)
    todo = _("Find out how leads with wrong data came in: {source} first.").format(
        source=sources["for_data"].idxmax() if len(sources) else ""
    )
    return _notice("returned_for_data", wrong["lead_id"], text, todo, "marketing", seen.later)


def _returned_more_than_usual(seen: Seen) -> list[Notice]:
    """Name sources that sales returned more often in four weeks than in the eight before them."""
    week = Span("week", seen.span.ending, seen.span.timezone)
    start, begin = week.earlier(LATELY_WEEKS - 1).start, week.earlier(USUAL_WEEKS - 1).start
    decided_at = seen.handed[["accepted_at", "rejected_at"]].min(axis=1)
    lately, usual = (
        _returned(seen.handed[(decided_at >= first) & (decided_at < end)])
        for first, end in ((start, seen.span.end), (begin, start))
    )
    level = 1 - 0.05 / max(len(lately), 1)
    return [
        _returned_more(source, usual[source], now, seen.soon)
        for source, now in lately.items()
        if source in usual and is_lower(usual[source], now, level=level)
    ]


def _returned(decided: pd.DataFrame) -> dict[str, Estimate]:
    """Return by source the share that was returned, of a known source."""
    return {
        str(source): rate(int(turns["rejected_at"].notna().sum()), len(turns))
        for source, turns in decided.groupby("source")
    }


def _returned_more(source: str, usual: Estimate, now: Estimate, due: date) -> Notice:
    text = _("{source}: of the last four weeks {now} were returned, after {usual} before.").format(
        source=source, now=now.write(), usual=usual.write()
    )
    todo = _("Ask sales what is wrong with {source}; hold its leads back until you know.")
    n = now.events or 0
    return Notice("returned_more", n, text, todo.format(source=source), "marketing", due)


def _nobody_can_act_on(seen: Seen) -> list[Notice]:
    other = seen.heard.other
    if other.refused or other.value <= ASK_WHY:
        return []
    text = _("{n} of {of} reasons are “other”: over {most} nobody can act.").format(
        n=number(other.events or 0), of=number(other.n), most=percent(ASK_WHY)
    )
    todo = _("Ask sales why, and agree on reasons that say it.")
    return [Notice("other", other.events or 0, text, todo, "marketing", seen.later)]


def _overdue(seen: Seen, side: str) -> list[Notice]:
    mine = seen.told.asked_of(side)
    due = pd.to_datetime(mine["due"], utc=True)
    late = mine[due <= pd.Timestamp(seen.span.ending, tz="UTC")]
    return [
        Notice(
            "overdue",
            1,
            _("Overdue since {day}: {text}").format(day=day(row["due"].date()), text=row["text"]),
            _("Do it now, or say that it is dropped."),
            side,
            seen.soon,
        )
        for row in late.to_dict("records")
    ]


def _best_first(seen: Seen, turns: pd.DataFrame) -> pd.DataFrame:
    """Sort by the chance of winning where a model has said it, else the freshest first."""
    scores = known_by(seen.book, "scores", seen.span.end).sort_values("at", kind="stable")
    chance = scores.dropna(subset="probability").drop_duplicates("lead_id", keep="last")
    known = turns["lead_id"].map(chance.set_index("lead_id")["probability"]).astype(float)
    by = {"chance": known, "at": turns["handed_off_at"], "lead": turns["lead_id"]}
    order = pd.DataFrame(by, index=turns.index).reset_index(drop=True)
    order = order.sort_values(list(by), ascending=[False, False, True])
    return turns.iloc[order.index]


def _notice(
    what: str, leads: pd.Series[str], text: str, todo: str, who: str, due: date
) -> list[Notice]:
    """Return a notice about some leads, or none about no lead."""
    return [Notice(what, len(leads), text, todo, who, due, tuple(leads))] if len(leads) else []


def _leads(n: int) -> str:
    return ngettext("{n} lead", "{n} leads", n).format(n=number(n))
