"""The screening page: the sum first, then the evidence; no contact data on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd

from leadkit.base.language import _, day, ngettext, number
from leadkit.base.page import Page, Section, Table, bold
from leadkit.quality import sections
from leadkit.quality.report import ScreeningReport

Part = Callable[[ScreeningReport], Section | None]
PARTS: tuple[Part, ...] = (
    sections.reasons,
    sections.rules,
    sections.dimensions,
    sections.sources,
    sections.months,
    sections.unreadable,
)


def screening_page(
    report: ScreeningReport, *, title: str, footer: str = "", more: Sequence[Section] = ()
) -> Page:
    """Lay out a screening: the sum first, then each of PARTS that has something to show.

    `title` is subject and period, the one heading; `more` follows at the end; `footer` names data,
    versions and hashes.
    """
    shown = [part(report) for part in PARTS]
    return Page(
        kind=_("Screening before handoff"),
        title=title,
        subtitle=f"{report.accepted.name} · {_standard(report)}",
        say=[
            bold(repr(report), repr(report)),
            _first_pass(report),
            _first_repair(report),
            *_limits(report),
        ],
        facts=_facts(report),
        sections=[*(section for section in shown if section), *more],
        footer=footer,
    )


def _standard(report: ScreeningReport) -> str:
    """Say which standard was applied, how long it is valid, and who approved it."""
    standard, names = report.standard, report.standard.approved_by
    approval = _("not yet approved by both sides")
    if names.marketing and names.sales:
        approval = _("approved by {marketing} and {sales}").format(
            marketing=_signed(names.marketing, names.marketing_on),
            sales=_signed(names.sales, names.sales_on),
        )
    text = _("standard {version}, valid from {day}, {approval}")
    if standard.valid_until:
        text = _("standard {version}, valid from {day} to {end}, {approval}")
    return text.format(
        version=standard.version,
        day=day(standard.valid_from),
        end=day(standard.valid_until) if standard.valid_until else "",
        approval=approval,
    )


def _signed(name: str, on: date | None) -> str:
    return f"{name} ({day(on)})" if on else name


def _first_pass(report: ScreeningReport) -> str:
    share = report.first_pass
    return _(
        "Right at once: {n} of {rows} rows, {rate}; they need no repair and fail neither a gate "
        "nor a rule of the score."
    ).format(n=number(share.events or 0), rows=number(share.n), rate=share.write())


def _first_repair(report: ScreeningReport) -> str:
    if not report.ranked:
        return _("No rule could be checked: the table has none of the columns they look at.")
    gates = [found for found in report.ranked if found.rule.severity == "gate" and found.n]
    if not gates:
        return _("No lead fails a rule that would set it aside.")
    most = max(gates, key=lambda finding: finding.n)
    return _(
        "Repair first ({owner}): {rule} {n} leads fail it, {handed_off} of them had been handed "
        "off to sales, {won} of those were won."
    ).format(
        owner=_(most.rule.owner),
        rule=most.rule.sentence,
        n=number(most.n),
        handed_off=number(most.handed_off),
        won=number(most.won),
    )


def _limits(report: ScreeningReport) -> list[str]:
    sentences = _too_new(report)
    if not report.fits_region:
        sentences.append(
            _("Most telephone numbers are not valid in {region}, so none was rewritten: check the "
              "region in the standard.").format(region=report.standard.phone.region)
        )  # fmt: skip
    unchecked = [finding for finding in report.findings if not finding.checked]
    if unchecked and report.ranked:
        named = "; ".join(f"{f.rule.code} ({', '.join(f.missing)})" for f in unchecked if f.missing)
        odd = ", ".join(f.rule.code for f in unchecked if not f.missing)
        if named:
            sentence = _("Not checked, for want of these columns: {rules}.")
            sentences.append(sentence.format(rules=named))
        if odd:
            sentence = _(
                "Not checked, because the columns hold what the rule cannot read: {rules}."
            )
            sentences.append(sentence.format(rules=odd))
    sentences.append(
        _("Form is not truth: whether a number rings the right person is known only by calling; "
          "call back 30 to 50 accepted leads a month.")
    )  # fmt: skip
    return sentences


def _too_new(report: ScreeningReport) -> list[str]:
    """Say how many leads came after the standard had ended."""
    until, times = report.standard.valid_until, report.book.leads.select_dtypes("datetimetz")
    if until is None or "created_at" not in times:
        return []
    ends = pd.Timestamp(until, tz=report.book.settings.timezone) + pd.Timedelta(days=1)
    n = int((times["created_at"] >= ends).sum())
    sentence = ngettext(
        "{n} lead was created after {day}, when this standard ended.",
        "{n} leads were created after {day}, when this standard ended.",
        n,
    )
    return [sentence.format(n=number(n), day=day(until))] if n else []


def _facts(report: ScreeningReport) -> Table:
    rows = [
        (_("rows"), number(report.rows)),
        (_("passed"), number(len(report.accepted.leads))),
        (_("of them with something mended"), number(report.n_repaired)),
        (_("set aside"), number(len(report.set_aside))),
        (_("of them unreadable"), number(report.unreadable)),
        (_("pass rate"), report.passed.write()),
        (_("right at once"), report.first_pass.write()),
    ]
    table = pd.DataFrame(rows, columns=[_("leads"), "n"])
    return Table(finding=_("In numbers"), rows=table, numeric=["n"])
