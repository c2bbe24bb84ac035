"""The screening page, its picture, and the files of a screening; no contact data on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base import figure
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import EN_DASH, MISSING, _, day, number, percent
from leadkit.base.page import Page, Picture, Section, Table, bold
from leadkit.quality.findings import Finding
from leadkit.quality.screening import Screening

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROWS_NAMED = 10
MILLIONS_FROM = 10_000_000
LABELS, COUNTS = 2.75, 1.75
SIZE, LINE, GAP, AXIS, CAPTIONS = 8, 0.145, 0.14, 0.75, 0.6


def screening_page(screening: Screening, *, title: str, footer: str = "") -> Page:
    """Lay out a screening: the sum first, then the rules, the sources and the unreadable rows.

    `title` is subject and period, the one heading; `footer` names data, versions and hashes.
    """
    return Page(
        kind=_("Screening before handoff"),
        title=title,
        subtitle=f"{screening.accepted.name} · {_standard(screening)}",
        say=[bold(repr(screening), repr(screening)), _first_repair(screening), *_limits(screening)],
        facts=_facts(screening),
        sections=[
            _rules(screening),
            *([_sources(screening)] if len(screening.by_source) else []),
            *([_unreadable(screening)] if screening.unreadable else []),
        ],
        footer=footer,
    )


def _standard(screening: Screening) -> str:
    """Say which standard was applied, and who approved it."""
    standard, names = screening.standard, screening.standard.approved_by
    approval = _("not yet approved by both sides")
    if names.marketing and names.sales:
        approval = _("approved by {marketing} and {sales}").format(**names.model_dump())
    text = _("standard {version}, valid from {day}, {approval}")
    return text.format(version=standard.version, day=day(standard.valid_from), approval=approval)


def rule_rows(screening: Screening) -> pd.DataFrame:
    """Return the rules as a table to read, in the order of the picture, unchecked ones last."""
    ranked = screening.ranked + [finding for finding in screening.findings if not finding.checked]
    rows = pd.DataFrame([_row(finding) for finding in ranked])
    unit, size = _unit(screening)
    for name, amounts in (
        (_("cost to sales, {unit}"), [finding.cost for finding in ranked]),
        (_("worth of setting aside, {unit}"), [finding.net for finding in ranked]),
    ):
        if any(amounts):
            written = [_amount(amount, size) if amount else MISSING for amount in amounts]
            rows[name.format(unit=unit)] = written
    return rows


def _row(finding: Finding) -> dict[str, str]:
    rule, checked = finding.rule, finding.checked
    missing = _("not checked: no column {names}").format(names=", ".join(finding.missing))
    handed = _("{n}, {won} won").format(n=number(finding.handed_off), won=number(finding.won))
    return {
        _("rule"): f"{rule.code}: {rule.sentence}",
        _("a failing lead is"): _("set aside") if rule.severity == "gate" else _("only counted"),
        _("who repairs"): _(rule.owner),
        _("leads"): f"{number(finding.n)}: {finding.rate.write()}" if checked else missing,
        _("had been handed off"): handed if checked else MISSING,
    }


def _unit(screening: Screening) -> tuple[str, float]:
    """Return the one unit in which the amounts are written: millions from ten of them upwards."""
    currency = screening.accepted.settings.currency
    amounts = [amount for found in screening.findings for amount in (found.cost, found.net)]
    ends = [abs(end) for e in amounts if e and not e.refused for end in (e.low, e.high)]
    if max(ends, default=0) >= MILLIONS_FROM:
        return _("million {currency}").format(currency=currency).strip(), 1e6
    return currency, 1


def _amount(estimate: Estimate, size: float) -> str:
    if estimate.refused:
        return estimate.write()
    ends = (estimate.value, estimate.low, estimate.high)
    value, low, high = (number(amount / size, int(size > 1)) for amount in ends)
    separator = " " + _("to") + " " if estimate.low < 0 else EN_DASH
    return f"{value} ({low}{separator}{high})"


def _first_repair(screening: Screening) -> str:
    if not screening.ranked:
        return _("No rule could be checked: the table has none of the columns they look at.")
    gates = [found for found in screening.ranked if found.rule.severity == "gate" and found.n]
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


def _limits(screening: Screening) -> list[str]:
    sentences = []
    if not screening.fits_region:
        sentences.append(
            _("Most telephone numbers are not valid in {region}, so none was rewritten: check the "
              "region in the standard.").format(region=screening.standard.phone.region)
        )  # fmt: skip
    unchecked = [finding for finding in screening.findings if not finding.checked]
    if unchecked and screening.ranked:
        named = "; ".join(f"{f.rule.code} ({', '.join(f.missing)})" for f in unchecked)
        sentences.append(_("Not checked, for want of these columns: {rules}.").format(rules=named))
    sentences.append(
        _("Form is not truth: whether a number rings the right person is known only by calling; "
          "call back 30 to 50 accepted leads a month.")
    )  # fmt: skip
    return [*sentences, *filter(None, [screening.more_data])]


def _facts(screening: Screening) -> Table:
    rows = [
        (_("rows"), number(screening.rows)),
        (_("passed"), number(len(screening.accepted.leads))),
        (_("of them with a repaired telephone number"), number(screening.repaired)),
        (_("set aside"), number(len(screening.set_aside))),
        (_("of them unreadable"), number(screening.unreadable)),
        (_("pass rate"), screening.passed.write()),
    ]
    table = pd.DataFrame(rows, columns=[_("leads"), "n"])
    return Table(finding=_("In numbers"), rows=table, numeric=["n"])


def _rules(screening: Screening) -> Section:
    finding, subtitle, source = _words(screening)
    drawing = figure.blank(_height(screening))
    _marks(screening, drawing.subplots())
    picture = Picture(
        uri=figure.data_uri(drawing),
        finding=finding,
        subtitle=subtitle,
        source=source,
        alt=_("{finding}. The table below has every rule.").format(finding=finding),
    )
    rows = rule_rows(screening)
    cannot_tell = _("Nothing here says whether the person needs the product.")
    if n := screening.not_compared:
        cannot_tell = _("{n} leads stand in groups too large to look for nearly equal names.")
        cannot_tell = cannot_tell.format(n=number(n))
    return Section(
        heading=_("Rules and who repairs"),
        pictures=[picture] if screening.ranked else [],
        tables=[Table(finding=finding, rows=rows, numeric=list(rows.columns[3:]))],
        notes=[
            (
                _("How to read it"),
                _("A lead may fail several rules, so the rows add up to more than the leads set "
                  "aside. Won leads among the failing ones show what a rule would have blocked."),
            ),
            (_("What it cannot tell"), cannot_tell),
        ],
        details=_("Addresses are judged by their grammar and by the domains the standard lists, "
                  "telephone numbers by the numbering plan of {region}; records of one person are "
                  "the connected components of lead, telephone and e-mail, then leads alike in "
                  "name and firm; the earliest is kept. Intervals: Wilson (1927).")
        .format(region=screening.standard.phone.region),
    )  # fmt: skip


def _sources(screening: Screening) -> Section:
    table = screening.by_source
    shares = [rate(*counts).write() for counts in zip(table["accepted"], table["n"], strict=True)]
    rows = pd.DataFrame(
        {
            _("source"): table["source"],
            _("leads"): table["n"].map(number),
            _("passed"): table["accepted"].map(number),
            _("pass rate"): shares,
        }
    )
    worst = table.sort_values(["rate", "source"]).iloc[0]
    finding = _("{source} passes least: {accepted} of {n}").format(
        source=worst["source"], accepted=number(worst["accepted"]), n=number(worst["n"])
    )
    shown = Table(finding=finding, rows=rows, numeric=list(rows.columns[1:]))
    return Section(heading=_("Pass rate by source"), tables=[shown])


def _unreadable(screening: Screening) -> Section:
    rows = screening.set_aside.tail(screening.unreadable)
    table = pd.DataFrame(
        [(why, number(len(part)), _named(part.index)) for why, part in rows.groupby("reasons")],
        columns=[_("reason"), _("rows"), _("row in the file")],
    )
    finding = _("{n} rows could not be read").format(n=number(screening.unreadable))
    return Section(
        heading=_("Rows that could not be read"),
        tables=[Table(finding=finding, rows=table, numeric=[_("rows")])],
    )


def _named(rows: pd.Index[int]) -> str:
    return ", ".join(map(str, rows[:ROWS_NAMED])) + (" …" if len(rows) > ROWS_NAMED else "")


def draw(screening: Screening, ax: Axes | None = None) -> Axes:
    """Draw the rules; on axes of its own the captions stand around them."""
    if ax is not None:
        return _marks(screening, ax)
    ax = _marks(screening, figure.axes(_height(screening) + CAPTIONS))
    figure.caption(ax, *_words(screening))
    return ax


def _words(screening: Screening) -> tuple[str, str, str]:
    """Return the picture's finding, reading aid and source."""
    if not screening.ranked:
        return _("No rule could be checked on this table"), "", ""
    first = screening.ranked[0]
    finding, what = _("Most often: {rule} ({n} of {rows} leads)"), _("share of leads that fail")
    if first.cost:
        finding = _("Costs most: {rule} ({n} of {rows} leads)")
        what = _("what sales spent on failing leads, {unit}").format(unit=_unit(screening)[0])
    if first.n == 0:
        finding = _("All {rows} leads pass every rule that was checked")
    rows = number(first.rate.n)
    return (
        finding.format(rule=first.rule.sentence.rstrip("."), n=number(first.n), rows=rows),
        _("{what}; black rules set a lead aside, grey ones only count it").format(what=what),
        _("{rows} leads that could be read; standard {version}; tick: value, bar: 95 % Wilson "
          "score interval").format(rows=rows, version=screening.standard.version),
    )  # fmt: skip


def _height(screening: Screening) -> float:
    """Return the height in inches that the rules need, captions apart."""
    lines = max([2, *(len(_label(finding)) for finding in screening.ranked)])
    return (lines * LINE + GAP) * max(len(screening.ranked), 1) + AXIS


def _label(finding: Finding) -> list[str]:
    return figure.wrap(finding.rule.sentence, LABELS - 0.3, SIZE)


def _marks(screening: Screening, ax: Axes) -> Axes:
    """Draw one row a rule: its words, its interval with the value as a tick, its counts."""
    _name, size = _unit(screening)
    is_money = any(finding.cost for finding in screening.ranked)
    ax.figure.subplots_adjust(
        left=LABELS / figure.WIDTH, right=1 - COUNTS / figure.WIDTH, top=0.99, bottom=0.08
    )
    text: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "va": "center", "size": SIZE}
    for place, finding in enumerate(screening.ranked):
        shown = finding.cost or finding.rate
        colour = figure.INK if finding.rule.severity == "gate" else figure.SHARED
        ax.plot([shown.low, shown.high], [place] * 2, c=colour, lw=5, solid_capstyle="butt")
        ax.plot([shown.value] * 2, [place - 0.28, place + 0.28], c=colour, lw=2)
        ax.text(-0.04, place, "\n".join(_label(finding)), ha="right", **text)
        counts = _("{n} of {rows}").format(n=number(finding.n), rows=number(finding.rate.n))
        written = _amount(shown, size) if is_money else shown.write()
        ax.text(1.04, place, f"{counts}\n{written}", ha="left", **text)
    ax.set(ylim=(max(len(screening.ranked), 1) - 0.5, -0.5), yticks=[])
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    ax.set_xlim(left=0)
    ax.locator_params(axis="x", nbins=4)
    ax.xaxis.set_major_formatter(
        lambda value, _place: number(value / size) if is_money else percent(value)
    )
    return ax
