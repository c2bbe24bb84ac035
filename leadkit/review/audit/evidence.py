"""What stands behind the verdicts of an audit: waiting times, decisions, and how it was before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from leadkit.agreement.words import weekday
from leadkit.base.estimate import Estimate
from leadkit.base.language import (
    EN_DASH,
    MISSING,
    _,
    day,
    first_few,
    listed,
    ngettext,
    number,
    quarter_name,
)
from leadkit.base.page import Fold, Section, Table
from leadkit.base.pictured import drawn
from leadkit.journey import quarter_of
from leadkit.review.audit.first_attempt_picture import HEIGHT, words
from leadkit.review.audit.ledger import days_of
from leadkit.review.audit.trend import LEVEL

if TYPE_CHECKING:
    from leadkit.review.audit.audit import Audit
    from leadkit.review.audit.first_attempt import FirstAttempts
    from leadkit.review.audit.judged import Judged
    from leadkit.review.audit.trend import Trend

NAMED = 8


def decisions_text(one: Judged) -> str:
    """Say how many leads were accepted, how many returned, and how many nobody has decided on."""
    counts = one.kept.decisions
    if not counts or not sum(counts.values()):
        return ""
    return _(
        "{id}: of {n} leads handed off for the first time {accepted} were accepted, {returned} "
        "returned, and {undecided} are undecided ({later} of them not due yet)."
    ).format(
        id=one.promise.id,
        n=number(sum(counts.values())),
        later=number(one.kept.not_due),
        **{name: number(count) for name, count in counts.items()},
    )


def outside_text(audit: Audit) -> str:
    """Say how many first attempts lie outside the calling hours, and of which leads."""
    found, hours = audit.outside_calling, audit.ledger.hours.calling
    if found.empty or hours is None:
        return ""
    return ngettext(
        "{n} first attempt lies outside the agreed calling hours, {hours} ({leads}).",
        "{n} first attempts lie outside the agreed calling hours, {hours} ({leads}).",
        len(found),
    ).format(
        n=number(len(found)),
        hours=EN_DASH.join(hours),
        leads=first_few(found["lead_id"], NAMED),
    )


def attempt_section(audit: Audit) -> list[Section]:
    """Show the time to the first attempt, and by source, weekday and rep."""
    found = audit.first_attempts
    if found is None:
        return []
    return [
        Section(
            heading=_("How long leads wait for a first attempt"),
            text=found.beside(),
            pictures=[drawn(lambda ax: found.plot(ax), words(found), HEIGHT)],
            folds=[
                Fold(
                    summary=_("By source, weekday and rep"),
                    tables=[_by_source(found), _by_weekday(found), _by_rep(found)],
                )
            ],
            details=_(
                "Share of leads with a first attempt by Kaplan and Meier, interval by Greenwood's "
                "error on the log-log scale, clustered by account. Hours are working hours in "
                "which customers may be called. A lead without an attempt counts for as long as "
                "it was seen to wait; one that was decided without an attempt never gets one. "
                "Below 20 leads counts stand alone. Reps stand by name: the limits are what luck "
                "gives a rep who is like the whole, exact binomial, at 5 % for all reps together."
            ),
        )
    ]


def _by_source(found: FirstAttempts) -> Table:
    rows = found.by("source")
    return _groups(_("By source"), _("source"), rows["source"].astype("str"), rows)


def _by_weekday(found: FirstAttempts) -> Table:
    rows = found.by("weekday")
    return _groups(
        _("By weekday of the handoff"), _("weekday"), map(weekday, rows["weekday"]), rows
    )


def _groups(finding: str, heading: str, names: object, rows: pd.DataFrame) -> Table:
    shown = pd.DataFrame(
        {
            heading: list(names),  # type: ignore[call-overload]
            _("leads"): [number(n) for n in rows["n"]],
            _("with an attempt"): [number(n) for n in rows["attempted"]],
            _("in time (95 %)"): [share.write() for share in rows["share"]],
        }
    )
    return Table(finding=finding, rows=shown)


def _by_rep(found: FirstAttempts) -> Table:
    reps = found.reps
    said = {
        "too few": _("too few leads to say"),
        "fewer": _("fewer than luck gives"),
        "more": _("more than luck gives"),
        "within luck": _("within what luck gives"),
    }
    rows = pd.DataFrame(
        {
            _("rep"): reps["owner"],
            _("leads due"): [number(n) for n in reps["due"]],
            _("called in time"): [number(n) for n in reps["in_time"]],
            _("luck alone gives"): [
                f"{number(low)}{EN_DASH}{number(high)}"
                for low, high in zip(reps["low"], reps["high"], strict=True)
            ],
            _("what that says"): [said[verdict] for verdict in reps["verdict"]],
        }
    )
    return Table(finding=_("By rep, in the order of names: no ranking"), rows=rows)


def trend_section(audit: Audit) -> list[Section]:
    """Show how each promise was kept in the three periods before."""
    trends = audit.trends
    compared = sum(bool(trend.moved) for trend in trends.values())
    if not compared:
        return []
    shown = next(iter(trends.values())).periods
    rows = pd.DataFrame(
        {
            "": name,
            **{
                _period(audit, *days): _kept(found)
                for days, found in zip(trend.periods, trend.kept, strict=True)
            },
            _("since the period before"): _moved_words(trend),
        }
        for name, trend in trends.items()
    )
    text = _("Against {before}: {said}.").format(
        before=_period(audit, *shown[-2]), said=_what_moved(trends)
    )
    return [
        Section(
            heading=_("Better or worse than before"),
            text=[text],
            folds=[
                Fold(
                    summary=_("Each promise in this period and the three before"),
                    tables=[Table(finding=_("Share kept, or number, with n"), rows=rows)],
                )
            ],
            details=_(
                "Earlier periods are as long as this one and judged by this agreement, on what is "
                "known today. Shares are compared by Newcombe's hybrid score interval, numbers by "
                "the exact test of two Poisson counts, each at 5 %: of {n} promises compared luck "
                "alone would move {luck}. Below 20 cases nobody can tell. A period that the book "
                "does not hold is left out."
            ).format(n=number(compared), luck=number(compared * (1 - LEVEL), 1)),
        )
    ]


def _what_moved(trends: dict[str, Trend]) -> str:
    parts = []
    for moved, words_for in (("rose", _("{ids} rose")), ("fell", _("{ids} fell"))):
        ids = [name for name, trend in trends.items() if trend.moved == moved]
        parts += [words_for.format(ids=listed(ids))] if ids else []
    if any(trend.moved == "cannot tell" for trend in trends.values()):
        parts.append(_("of the others nobody can tell") if parts else _("nobody can tell of any"))
    return "; ".join(parts)


def _moved_words(trend: Trend) -> str:
    words_of = {"rose": _("rose"), "fell": _("fell"), "cannot tell": _("cannot tell")}
    return words_of.get(trend.moved, MISSING)


def _kept(found: Estimate | None) -> str:
    if found is None or not found.n:
        return MISSING
    if found.unit != "rate":
        return number(found.value)
    if found.refused:
        return _("{n} of {of}").format(n=number(found.events or 0), of=number(found.n))
    return str(found)


def _period(audit: Audit, first: date, last: date) -> str:
    """Name a period: its quarter where it is one, else its days."""
    book = audit.ledger.book
    start = pd.Series([pd.Timestamp(first, tz=book.settings.timezone)])
    quarter = str(quarter_of(start, book.settings).iloc[0])
    if days_of(quarter, book) == (first, last):
        return quarter_name(quarter)
    return _("{first} to {last}").format(first=day(first), last=day(last))
