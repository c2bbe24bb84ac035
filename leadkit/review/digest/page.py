"""The digest as one page: three sentences, what to act on, then the tables of that direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.estimate import times_as_much
from leadkit.base.language import MISSING, _, day, ngettext, number
from leadkit.base.page import Page, Section, team
from leadkit.dialogue import NO_REASON, reason_words
from leadkit.dialogue.span import begin_of
from leadkit.journey import extract_date
from leadkit.review.audit.ledger import as_read
from leadkit.review.digest.act import act, asked
from leadkit.review.digest.tables import coming, dossiers, ends, kept, reasons, signs

if TYPE_CHECKING:
    from leadkit.review.digest.digest import Digest

MOST_TIED = 3


def digest_page(digest: Digest) -> Page:
    """Lay out a digest; a day or week without anything on record says so."""
    kinds = {
        "marketing": _("Sales tells marketing"),
        "sales": _("Marketing tells sales"),
    }
    sections = [] if digest.is_empty else _sections(digest)
    return Page(
        kind=" · ".join(filter(None, [kinds[digest.to], digest.book.name])),
        title=str(digest.span),
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
    return [
        team(digest.sender) + " " + first_sentence(digest),
        " ".join([_to_do_first(digest), *_asked_of_reader(digest)]),
    ]


def _to_do_first(digest: Digest) -> str:
    if not digest.exceptions:
        return _("Nothing is out of order.")
    n, first = len(digest.exceptions), digest.exceptions[0]
    text = ngettext(
        "{n} thing to act on. First, by {day}: {todo}",
        "{n} things to act on. First, by {day}: {todo}",
        n,
    )
    return text.format(n=number(n), day=day(first.due), todo=first.todo)


def _asked_of_reader(digest: Digest) -> list[str]:
    open_ = digest.told.asked_of(digest.to)
    if open_.empty:
        return []
    text = ngettext(
        "{n} sign asks something of {side}, by {day}.",
        "{n} signs ask something of {side}, the first by {day}.",
        len(open_),
    )
    first = open_["due"].iloc[0].date()
    return [text.format(n=number(len(open_)), side=_(digest.to), day=day(first))]


def first_sentence(digest: Digest) -> str:
    """Say what the days brought, from the sender's side."""
    if digest.is_empty:
        text = _("Nothing was handed off, decided or said in {span}.")
        end = extract_date(digest.book)
        if end is not None and end < digest.span.start:
            text = _("Nothing is known of {span}: the data end before.")
        begin = begin_of(digest.book)
        if begin is not None and begin >= digest.span.end:
            text = _("Nothing was handed off, decided or said in {span}: the data begin later.")
        return text.format(span=digest.span)
    if digest.to == "sales":
        moved = digest.coming.table[["arrived", "handed_off"]].sum()
        text = _("arrived: {arrived}, handed off: {handed}")
        if not digest.book.has("created_at"):
            text = _("handed off: {handed}")
        if digest.span.period == "week" and not digest.coming.expected.refused:
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
    text = _("; heard most: {reasons} ({n})")
    if len(first) > 1:
        text = _("; heard most: {reasons} ({n} each)")
    return text.format(reasons=", ".join(first), n=number(counts.max()))


def _status(digest: Digest) -> tuple[str, str]:
    """Mark a page with contact data as internal, and one whose days the data do not cover."""
    partial = " ".join(_not_covered(digest))
    if digest.with_contacts:
        return _("INTERNAL: contains contact data, do not forward."), partial
    return (_("Not complete."), partial) if partial else ("", "")


def _not_covered(digest: Digest) -> list[str]:
    zone, said = digest.book.settings.timezone, []
    begin, end = begin_of(digest.book), extract_date(digest.book)
    if begin is not None and begin.tz_convert(zone).date() > digest.span.first:
        text = _("The data begin on {day}; earlier days are blank.")
        said.append(text.format(day=day(begin.tz_convert(zone).date())))
    if end is not None and end < digest.span.last - pd.Timedelta(days=1):
        text = _("The data end on {day}; later days are blank.")
        said.append(text.format(day=day(end.tz_convert(zone).date())))
    return said


def _sections(digest: Digest) -> list[Section]:
    """Return what the week brought; a day has its exceptions, and what marketing saw, alone."""
    first = [act(digest), asked(digest)]
    if digest.to == "marketing":
        weekly = [reasons(digest), kept(digest)]
        return first if digest.span.period == "day" else [*first, *weekly]
    if digest.span.period == "day":
        return [*first, signs(digest)]
    return [*first, coming(digest), signs(digest), dossiers(digest)]


def _footer(digest: Digest) -> str:
    return _("Data {sha} ({rows} rows) · shares below 20 cases are left as counts").format(
        sha=digest.book.sha256[:12] or MISSING, rows=number(len(digest.book.leads))
    )
