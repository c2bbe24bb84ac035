"""The agreement as a page to print: what each side promises, who does what, who signed."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pandas as pd
from markupsafe import Markup

from leadkit.agreement import words
from leadkit.agreement.document import Agreement
from leadkit.agreement.parts import LineMoved
from leadkit.agreement.words import SIDES, Side
from leadkit.base.language import MISSING, _, day
from leadkit.base.page import Page, Section, Signed, Table, bold, team
from leadkit.book import WorkingTime


def agreement_page(agreement: Agreement) -> Page:
    """Lay an agreement out on two sheets of paper at most.

    Parameters
    ----------
    agreement : Agreement
        A draft, or signed by one side or both.

    Returns
    -------
    Page
        Its signatures are filled in where they are given under this text.
    """
    period = agreement.period
    return Page(
        kind=_("Agreement between marketing and sales"),
        title=agreement.title,
        subtitle=_("{firm} · version {version} · {start} to {end}").format(
            firm=agreement.parties.firm,
            version=agreement.version,
            start=day(period.start),
            end=day(period.end),
        ),
        status=_status(agreement),
        sections=[
            *(_promises(agreement, side) for side in SIDES),
            _line(agreement),
            _duties(agreement),
            _reasons(agreement),
            _bonus(agreement),
            _change(agreement),
        ],
        signatures=[_signature(agreement, side) for side in SIDES],
        footer=_("Agreement {version} · text {sha256}").format(
            version=agreement.version, sha256=agreement.sha256
        ),
    )


def _status(agreement: Agreement) -> tuple[str, str]:
    signed = [side for side in SIDES if agreement.signature(side)]
    if agreement.is_signed:
        return _("Signed by both."), ""
    if not signed:
        return _("Draft."), _("Nobody has signed this text yet.")
    by = {"marketing": _("Signed by marketing only."), "sales": _("Signed by sales only.")}
    return by[signed[0]], _("It binds once both sides have signed.")


def _promises(agreement: Agreement, side: Side) -> Section:
    return Section(
        heading=Markup(_("{side} promises")).format(side=team(side)),
        tables=[
            _table(
                _("Counted from the first to the last day of the period"),
                [_("id"), _("promise"), _("owner"), _("if it is not kept")],
                [(p.id, p.sentence, p.owner, p.remedy) for p in agreement.promised(side)],
            )
        ],
    )


def _line(agreement: Agreement) -> Section:
    policy, standard, hours = agreement.policy, agreement.standard, agreement.hours
    line, drawn = MISSING, _("No line in money has been drawn yet: hand off as an MQL is defined.")
    if policy is not None:
        line = words.share(policy.line)
        drawn = _(
            "Leads with a chance of {line} or more are handed off: policy {version} ({sha256}), at "
            "{value} {currency} for a won lead and {cost} {currency} for working one."
        ).format(
            line=line,
            version=policy.version,
            sha256=words.short(policy.sha256),
            value=words.amount(policy.value),
            cost=words.amount(policy.cost),
            currency=policy.currency,
        )
    moved = None if policy is None else policy.change
    screened = _(
        "Data-quality standard {version} ({sha256}). Who signs this text agrees to the policy and "
        "the standard that it names."
    ).format(version=standard.version, sha256=words.short(standard.sha256))
    clock = _("Working hours: {days}, {spans}, {timezone}.").format(
        days=words.listed(map(words.weekday, hours.days)),
        spans=words.spans(hours.spans),
        timezone=hours.timezone,
    )
    named = agreement.definitions
    meanings = [
        (_("MQL"), named.mql),
        (_("accepted"), named.accepted),
        (_("worked"), named.worked),
        (_("won"), named.won),
    ]
    return Section(
        heading=_("The line, the standard and the words"),
        text=[
            bold(drawn, line),
            *([] if policy is None or moved is None else [_moved(moved, policy.currency)]),
            f"{screened} {clock}{_closed(hours)}",
        ],
        tables=[
            _table(_("Both mean the same by these words"), [_("word"), _("meaning")], meanings)
        ],
    )


def _moved(moved: LineMoved, currency: str) -> str:
    """Say where the line was, what the move is expected to bring, and when it is undone."""
    said = [
        _(
            "The line was at {line} (policy {version}); on the leads it was judged on, the new one "
            "makes a difference of {expected} {currency} ({low} to {high})"
        ).format(
            line=words.share(moved.from_line),
            version=moved.from_version,
            expected=words.amount(moved.expected),
            low=words.amount(moved.low),
            high=words.amount(moved.high),
            currency=currency,
        )
    ]
    if moved.chance is not None:
        said[0] += _(", with a chance of {chance} that it earns more").format(
            chance=words.share(moved.chance)
        )
    said[0] += "."
    if moved.effective is not None:
        said.append(_("It holds from {day}.").format(day=day(moved.effective)))
    if moved.look_again is not None:
        said.append(_("Both look at it again on {day}.").format(day=day(moved.look_again)))
    return " ".join([*said, moved.roll_back])


def _closed(hours: WorkingTime) -> str:
    """Name the holidays that stop the clock, and the days on which it runs all the same."""
    parts = {
        _("Public holidays of {days} are kept."): [hours.country] if hours.country else [],
        _("Also closed: {days}."): [day(date) for date in hours.extra_holidays],
        _("Also open: {days}."): [day(date) for date in hours.extra_workdays],
    }
    return "".join(
        " " + text.format(days=words.listed(days)) for text, days in parts.items() if days
    )


def _duties(agreement: Agreement) -> Section:
    rows = [
        (d.task, d.responsible, d.accountable, words.listed(d.consulted), words.listed(d.informed))
        for d in agreement.duties
    ]
    columns = [_("task"), _("does it"), _("answers for it"), _("is asked"), _("is told")]
    return Section(
        heading=_("Who does what"),
        tables=[_table(_("One role alone answers for each task"), columns, rows)],
    )


def _reasons(agreement: Agreement) -> Section:
    rows = [
        (reason.reason, reason.words, words.yes_no(reason.may_return), reason.owner)
        for reason in agreement.rejections
    ]
    columns = [_("reason"), _("meaning"), _("sales may return a lead"), _("mended by")]
    again = [
        _("{reason} after {days} ({owner})").format(
            reason=row.reason, days=words.days(row.after_days), owner=row.owner
        )
        for row in agreement.recycling
    ]
    offered = _("Offered again: {leads}.").format(leads="; ".join(again))
    return Section(
        heading=_("Reasons"),
        text=[offered] if again else [],
        tables=[_table(_("Every lead returned or lost has one of these reasons"), columns, rows)],
    )


def _bonus(agreement: Agreement) -> Section:
    bonus = agreement.bonus
    rows = [
        (
            f"{kpi.name} ({kpi.promise})" if kpi.promise else kpi.name,
            words.side_name(kpi.side),
            words.share(kpi.weight),
            words.amount(kpi.floor),
            words.amount(kpi.target),
        )
        for kpi in bonus.kpis
    ]
    numeric = [_("weight"), _("nothing at"), _("full at")]
    paid = _("Each result is paid in a straight line, at most {most} of its weight.").format(
        most=words.share(bonus.cap)
    )
    finding = _("Each side is paid for the shared results and its own")
    return Section(
        heading=_("Bonus"),
        text=[f"{bonus.paid} {paid}"],
        tables=[_table(finding, [_("result"), _("side"), *numeric], rows, numeric)],
    )


def _change(agreement: Agreement) -> Section:
    change = agreement.change
    terms = _("Notice: {days}. Both look at this again on {day}.").format(
        days=words.days(change.notice_days), day=day(change.look_again)
    )
    return Section(heading=_("How this is changed"), text=[f"{change.how} {terms}"])


def _signature(agreement: Agreement, side: Side) -> Signed | str:
    signed = agreement.signature(side)
    if signed is None:
        return str(getattr(agreement.parties, side))
    local = signed.at.astimezone(ZoneInfo(agreement.hours.timezone))
    return Signed(
        role=signed.role,
        name=signed.name,
        date=f"{day(local)} {local:%H:%M %Z}",
        mark=words.short(signed.sha256),
    )


def _table(
    finding: str,
    columns: list[str],
    rows: Sequence[tuple[str, ...]],
    numeric: Sequence[str] = (),
) -> Table:
    return Table(finding=finding, rows=pd.DataFrame(rows, columns=columns), numeric=numeric)
