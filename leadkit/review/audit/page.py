"""The audit as a page: each promise, what happened, the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.estimate import times_as_much
from leadkit.base.language import MISSING, _, capital, day, ngettext, number
from leadkit.base.page import Fold, Page, Section, Table, bold, team
from leadkit.review.audit.evidence import (
    attempt_section,
    decisions_text,
    outside_text,
    trend_section,
)
from leadkit.review.audit.ledger import as_read
from leadkit.review.audit.worst import worst_rows

if TYPE_CHECKING:
    from leadkit.review.audit.audit import Audit
    from leadkit.review.audit.judged import Judged

WORST_SHOWN = 3


def audit_page(audit: Audit) -> Page:
    """Lay out an audit: both sides in one sentence each, then every promise."""
    at = audit.ledger
    return Page(
        kind=_("Audit of promises"),
        title=_("{first} to {last}").format(first=day(at.first), last=day(at.last)),
        subtitle=whose(audit),
        status=status(audit),
        say=[
            ngettext(
                "{n} lead was handed off in the period.",
                "{n} leads were handed off in the period.",
                len(at.handed),
            ).format(n=number(len(at.handed))),
            team("marketing") + " " + bold(audit.sentence("marketing"), *_ids(audit, "marketing")),
            team("sales") + " " + bold(audit.sentence("sales"), *_ids(audit, "sales")),
            *_more_data(audit),
            *uncovered(audit),
        ],
        sections=[
            *(_section(audit, side) for side in ("marketing", "sales")),
            *([_remedies(audit)] if audit.broken else []),
            *trend_section(audit),
            *attempt_section(audit),
            *_speed(audit),
            *([as_read(at.book)] if at.book.notes else []),
        ],
        footer=_("Data {sha} ({rows} rows) · as of {day} · agreement {hash}").format(
            sha=at.book.sha256[:12] or MISSING,
            rows=number(len(at.book.leads)),
            day=day(at.now.tz_convert(at.book.settings.timezone).date()),
            hash=audit.agreement.sha256[:12],
        ),
        signatures=[audit.agreement.parties.marketing, audit.agreement.parties.sales],
    )


def whose(audit: Audit) -> str:
    """Name the firm and the agreement, and say whether it is signed."""
    return _("{firm} · agreement {version}, {signed}").format(
        firm=audit.ledger.book.name,
        version=audit.agreement.version,
        signed=_("signed by both") if audit.agreement.is_signed else _("not signed by both"),
    )


def status(audit: Audit) -> tuple[str, str]:
    """Say whether the period is over."""
    if not audit.ledger.has_begun:
        return _("Not begun."), _("The period begins after the day of the data.")
    if audit.ledger.is_over:
        return _("Final."), _("The period is over; what is not due yet is left out and counted.")
    return _("Provisional."), _("The period is not over; only what was due by now is judged.")


def _more_data(audit: Audit) -> list[str]:
    """Say what more data would buy, where a promise rests on too few cases."""
    few = [one for one in audit.judged if one.verdict == "too few to judge"]
    periods = [times_as_much(one.kept.estimate.n) for one in few if one.kept.estimate]
    text = _(
        "Too few cases to judge {ids}: {periods} periods like this one together would be enough "
        "for a rate."
    ).format(ids=", ".join(one.promise.id for one in few), periods=max(periods, default=0))
    return [text] if few else []


def uncovered(audit: Audit) -> list[str]:
    """Say which days of the period the book holds nothing of."""
    at, said = audit.ledger, []
    if at.days_before_the_book:
        text = ngettext(
            "The book begins on {day}: {n} day of the period has no data. Judged is "
            "what is there; a number that is not reached is left open.",
            "The book begins on {day}: {n} days of the period have no data. Judged is"
            " what is there; a number that is not reached is left open.",
            at.days_before_the_book,
        )
        said.append(text.format(day=day(at.begins), n=number(at.days_before_the_book)))
    if at.days_after_the_book:
        text = _(
            "The book's last entry is of {day}: {n} days of the period have no data, and what was "
            "done on them counts as not done."
        )
        said.append(text.format(day=day(at.ends), n=number(at.days_after_the_book)))
    return said


def _ids(audit: Audit, side: str) -> list[str]:
    return [one.promise.id for one in audit.of(side) if one.verdict == "broken"]


def _remedies(audit: Audit) -> Section:
    """Say what was agreed for each broken promise."""
    rows = pd.DataFrame(
        {
            "": one.promise.id,
            _("who answers"): one.promise.owner,
            _("what happens now"): one.promise.remedy,
        }
        for one in audit.broken
    )
    finding = _("Agreed beforehand, for each promise that was broken")
    return Section(heading=_("To do"), tables=[Table(finding=finding, rows=rows)])


def _section(audit: Audit, side: str) -> Section:
    mine = audit.of(side)
    names = {"marketing": _("What marketing promised"), "sales": _("What sales promised")}
    tables = [
        Table(
            finding=capital(audit.sentence(side)),
            rows=promise_rows(mine),
        )
    ]
    text = [*map(decisions_text, mine), outside_text(audit)] if side == "sales" else []
    return Section(
        heading=names[side],
        tables=tables,
        text=[sentence for sentence in text if sentence],
        folds=_worst(audit, mine),
        details=_how_counted() if side == "sales" else "",
    )


def _how_counted() -> str:
    return _(
        "Counted: leads that marketing handed off in the period; for their number, and for "
        "what sales owes, only those that meet the standard. Of a lead that was handed off "
        "again, decisions and the line look at the first handoff. Hours are working hours of "
        "the agreement, holidays left out, and for calls those in which customers may be called; "
        "a call before the handoff counts as in time. A lead never touched counts as missed as "
        "soon as its time is over. To return a lead as unreachable is no decision before the "
        "promised attempts are made; a request counts as done where it is done by now, since a "
        "book holds no day of it. Shares: Wilson intervals, 95 %; counts: exact Poisson. The "
        "verdict goes by the count; below 20 cases a promise is called broken only where luck "
        "cannot explain it."
    )


def _worst(audit: Audit, mine: list[Judged]) -> list[Fold]:
    """Show where each promise that was broken was missed most, and the worst cases."""
    broken = [one for one in mine if one.verdict == "broken"]
    rows = pd.DataFrame(
        row for one in broken for row in worst_rows(one.kept, one.promise)[:WORST_SHOWN]
    )
    if rows.empty:
        return []
    rows = rows.loc[:, (rows != MISSING).any()]
    finding = _("The worst cases of each; up to eight of every promise stand in audit.json")
    return [
        Fold(
            summary=_("Where the broken promises were missed most"),
            text=[text for text in (_where(audit, one) for one in broken) if text],
            tables=[Table(finding=finding, rows=rows)],
        )
    ]


def _speed(audit: Audit) -> list[Section]:
    """Show what speed is worth, where mature leads can say."""
    from leadkit.review.speed.page import speed_section

    if audit.first_attempts is None or audit.speed is None:
        return []
    return [speed_section(audit.speed)]


def promise_rows(judged: list[Judged]) -> pd.DataFrame:
    """Return the promises as a table of strings, one row a promise."""
    return pd.DataFrame(
        {
            "": one.promise.id,
            _("promise"): capital(one.promise.short),
            _("promised"): one.target(),
            _("kept (95 %)"): one.found(),
            _("cases"): _of(one),
            _("verdict"): verdict_words(one),
        }
        for one in judged
    )


def _of(one: Judged) -> str:
    found = one.kept.estimate
    if found is None or found.unit != "rate":
        return MISSING
    if one.kept.by_lot:
        return _("{n}, {more} by lot left out").format(
            n=number(found.n), more=number(one.kept.by_lot)
        )
    if not one.kept.not_due:
        return number(found.n)
    return _("{n}, {later} not due yet").format(n=number(found.n), later=number(one.kept.not_due))


def verdict_words(one: Judged) -> str:
    """Write the verdict."""
    words = {
        "kept": _("kept"),
        "broken": _("broken"),
        "too few to judge": _("too few to judge"),
        "nothing due": _("nothing was due"),
        "not over": _("the period is not over"),
        "not recorded": _("not on record"),
    }[one.verdict]
    return _("{verdict}, within luck").format(verdict=words) if one.by_luck else words


def _where(audit: Audit, one: Judged) -> str:
    table = audit.where(one)
    if table.empty:
        return ""
    named = "; ".join(
        _("{source} {missed} of {due}").format(
            source=row["source"], missed=number(row["missed"]), due=number(row["due"])
        )
        for row in table.to_dict("records")
    )
    return _("{id} was missed most for: {named}.").format(id=one.promise.id, named=named)
