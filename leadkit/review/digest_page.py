"""The digest as one page: three sentences, what to act on, then the tables of that direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.estimate import times_as_much
from leadkit.base.language import MISSING, _, day, ngettext, number
from leadkit.base.page import Page, Section, team
from leadkit.dialogue import NO_REASON, reason_words
from leadkit.journey import extract_date
from leadkit.review.digest_tables import asked, coming, dossiers, ends, needs, reasons, signs
from leadkit.review.ledger import as_read

if TYPE_CHECKING:
    from leadkit.review.digest import Digest

MOST_TIED = 3


def digest_page(digest: Digest) -> Page:
    """Lay out a digest; a day or week without anything on record says so."""
    kinds = {
        "marketing": _("Sales tells marketing"),
        "sales": _("Marketing tells sales"),
    }
    sections = [] if digest.is_empty else _sections(digest)
    return Page(
        kind=kinds[digest.to],
        title=str(digest.span),
        subtitle=digest.book.name,
        status=_status(digest),
        say=_say(digest),
        sections=[
            shown for shown in [*sections, as_read(digest.book)] if shown.tables or shown.text
        ],
        footer=_footer(digest),
    )


def _say(digest: Digest) -> list[Any]:
    if digest.is_empty:
        return [first_sentence(digest)]
    n = sum(notice.n > 0 for notice in digest.exceptions)
    act = ngettext("{n} thing needs somebody to act.", "{n} things need somebody to act.", n)
    asked = digest.told.asked_of(digest.to)
    ask = _("Nothing is asked of {side}.")
    if len(asked):
        ask = ngettext(
            "{n} thing is asked of {side}, due on {day}.",
            "{n} things are asked of {side}; the next is due on {day}.",
            len(asked),
        )
    due = pd.to_datetime(asked["due"], utc=True).min()
    return [
        team(digest.sender) + " " + first_sentence(digest),
        act.format(n=number(n)) if n else _("Nothing is out of order."),
        ask.format(
            n=number(len(asked)),
            side=_(digest.to),
            day=MISSING if pd.isna(due) else day(due.date()),
        ),
    ]


def first_sentence(digest: Digest) -> str:
    """Say what the days brought, from the sender's side."""
    if digest.is_empty:
        text = _("Nothing was handed off, decided or said in {span}.")
        end = extract_date(digest.book)
        if end is not None and end < digest.span.start:
            text = _("Nothing is known of {span}: the data end before.")
        return text.format(span=digest.span)
    if digest.to == "sales":
        moved = digest.coming.table[["arrived", "handed_off"]].sum()
        text = _("arrived: {arrived}, handed off: {handed}")
        if not digest.book.has("created_at"):
            text = _("handed off: {handed}")
        if digest.span.period == "week":
            text += _("; expect {expected} next week")
        return (
            text.format(
                arrived=number(moved["arrived"]),
                handed=number(moved["handed_off"]),
                expected=ends(digest.coming.expected),
            )
            + "."
        )
    accepted = digest.heard.accepted
    text = _("no decision is on record")
    if accepted.n:
        text = ngettext(
            "accepted {accepted} of the {n} lead it decided on",
            "accepted {accepted} of the {n} leads it decided on",
            accepted.n,
        ).format(accepted=number(accepted.events or 0), n=number(accepted.n))
    if not accepted.refused:
        text += f", {accepted.write()}"
    elif accepted.n:
        weeks = times_as_much(accepted.n)
        text += _(" (counts only: {n} such reports together would give a share)").format(n=weeks)
    text += _heard_most(digest)
    return f"{text}."


def _heard_most(digest: Digest) -> str:
    """Name the reason heard most; where several tie, all of them, or none where many do."""
    counts = digest.heard.table[["returned", "lost"]].sum(axis=1)
    counts = counts[counts.index != NO_REASON]
    if counts.empty:
        return ""
    first = [
        reason_words().get(str(name), str(name)) for name in counts[counts == counts.max()].index
    ]
    if len(first) > MOST_TIED:
        return ""
    return _("; heard most: {reasons} ({n} each)").format(
        reasons=", ".join(first), n=number(counts.max())
    )


def _status(digest: Digest) -> tuple[str, str]:
    end = extract_date(digest.book)
    if end is not None and end < digest.span.last - pd.Timedelta(days=1):
        text = _("The data end on {day}; later days are blank.")
        zone = digest.book.settings.timezone
        return _("Not complete."), text.format(day=day(end.tz_convert(zone).date()))
    return "", ""


def _sections(digest: Digest) -> list[Section]:
    """Return what the week brought; a day has its exceptions and what cannot wait."""
    act = Section(heading=_("To act on"), text=[notice.text for notice in digest.exceptions])
    is_day = digest.span.period == "day"
    if digest.to == "marketing":
        weekly = [] if is_day else [needs(digest)]
        return [act, reasons(digest), *weekly, asked(digest)]
    weekly = [] if is_day else [coming(digest)]
    return [act, *weekly, signs(digest), dossiers(digest), asked(digest)]


def _footer(digest: Digest) -> str:
    return _("Data {sha} ({rows} rows) · shares below 20 cases are left as counts").format(
        sha=digest.book.sha256[:12] or MISSING, rows=number(len(digest.book.leads))
    )
