"""The audit as a page: each promise, what happened, the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.estimate import times_as_much
from leadkit.base.language import MISSING, _, day, number
from leadkit.base.page import Page, Section, Table, bold, team
from leadkit.review.ledger import as_read

if TYPE_CHECKING:
    from leadkit.review.audit import Audit, Judged


def audit_page(audit: Audit) -> Page:
    """Lay out an audit: both sides in one sentence each, then every promise."""
    at = audit.ledger
    return Page(
        kind=_("Audit of promises"),
        title=_("{first} to {last}").format(first=day(at.first), last=day(at.last)),
        subtitle=_("{firm} · agreement {version}, {signed}").format(
            firm=at.book.name,
            version=audit.agreement.version,
            signed=_("signed by both") if audit.agreement.is_signed else _("not signed by both"),
        ),
        status=_status(audit),
        say=[
            _("{n} leads were handed off in the period.").format(n=number(len(at.handed))),
            team("marketing") + " " + bold(audit.sentence("marketing"), *_ids(audit, "marketing")),
            team("sales") + " " + bold(audit.sentence("sales"), *_ids(audit, "sales")),
            *_more_data(audit),
        ],
        sections=[
            *(_section(audit, side) for side in ("marketing", "sales")),
            *([_remedies(audit)] if audit.broken else []),
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


def _status(audit: Audit) -> tuple[str, str]:
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
            finding=audit.sentence(side)[:1].upper() + audit.sentence(side)[1:],
            rows=promise_rows(mine),
        )
    ]
    where = [_where(audit, one) for one in mine]
    return Section(
        heading=names[side],
        tables=tables,
        text=[text for text in where if text],
        details=_(
            "Counted: leads that marketing handed off in the period; for their number, and for "
            "what sales owes, only those that meet the standard. Of a lead that was handed off "
            "again, decisions and the line look at the first handoff. Hours are working hours of "
            "the agreement, holidays left out; a call before the handoff counts as in time. A "
            "lead never touched counts as missed as soon as its time is over. Shares: Wilson "
            "intervals, 95 %; counts: exact Poisson. The verdict goes by the count; below 20 "
            "cases a promise is called broken only where luck cannot explain it."
        ),
    )


def promise_rows(judged: list[Judged]) -> pd.DataFrame:
    """Return the promises as a table of strings, one row a promise."""
    return pd.DataFrame(
        {
            "": one.promise.id,
            _("promise"): one.promise.sentence,
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
