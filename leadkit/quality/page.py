"""The screening page, and the files a screening leaves; contact data stays off the page."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from leadkit.base import figure
from leadkit.base.estimate import rate
from leadkit.base.files import write_json, write_table, write_text
from leadkit.base.language import MISSING, _, day, number
from leadkit.base.page import Page, Picture, Section, Table, bold
from leadkit.book import as_text
from leadkit.quality import picture
from leadkit.quality.findings import Finding, Unit
from leadkit.quality.screening import Screening, equation

ROWS_NAMED = 10


def screening_page(screening: Screening, *, title: str, footer: str = "") -> Page:
    """Lay out a screening: the sum first, then the rules, the sources and the unreadable rows.

    Parameters
    ----------
    screening : Screening
        What to show; no contact data goes onto the page.
    title : str
        Subject and period, the page's one heading.
    footer : str
        Data, versions and hashes.

    Returns
    -------
    Page
    """
    standard = screening.standard
    return Page(
        kind=_("Screening before handoff"),
        title=title,
        subtitle=_("Standard {version}, valid from {day}, {approval}").format(
            version=standard.version, day=day(standard.valid_from), approval=_approval(screening)
        ),
        say=[
            bold(equation(screening), equation(screening)),
            _first_repair(screening),
            *_limits(screening),
        ],
        facts=_facts(screening),
        sections=[
            _rules(screening),
            *([_sources(screening)] if len(screening.by_source) else []),
            *([_unreadable(screening)] if screening.unreadable else []),
        ],
        footer=footer,
    )


def write_screening(screening: Screening, folder: Path, *, title: str, footer: str = "") -> None:
    """Write accepted.csv, set-aside.csv, screening.html and screening.json into a folder."""
    write_table(folder / "accepted.csv", as_text(screening.accepted.leads))
    write_table(folder / "set-aside.csv", _numbered(screening.set_aside))
    page = screening_page(screening, title=title, footer=footer)
    write_text(folder / "screening.html", page.html())
    write_json(folder / "screening.json", screening.to_dict())


def _numbered(set_aside: pd.DataFrame) -> pd.DataFrame:
    """Return the rows as text under a first column that names their row in the file."""
    text = as_text(set_aside)
    return pd.concat([text.index.to_series().rename("row in file"), text], axis=1)


def rule_rows(screening: Screening) -> pd.DataFrame:
    """Return the rules as a table to read, in the order of the picture, unchecked ones last."""
    ranked = screening.ranked + [finding for finding in screening.findings if not finding.checked]
    rows = pd.DataFrame([_cells(finding) for finding in ranked])
    amounts = {
        _("cost to sales, {unit}"): [finding.cost for finding in ranked],
        _("worth of setting aside, {unit}"): [finding.net for finding in ranked],
    }
    given = [estimate for column in amounts.values() for estimate in column if estimate]
    unit = Unit.of(given, screening.accepted.settings.currency)
    for name, column in amounts.items():
        if any(column):
            rows[name.format(unit=unit.name)] = [unit.write(e) if e else MISSING for e in column]
    return rows


def _cells(finding: Finding) -> dict[str, str]:
    rule, checked = finding.rule, finding.checked
    return {
        _("code"): rule.code,
        _("rule"): rule.sentence,
        _("a failing lead is"): _("set aside") if rule.severity == "gate" else _("counted"),
        _("who repairs"): _side(rule.owner),
        _("leads"): number(finding.n) if checked else MISSING,
        _("share"): finding.rate.write() if checked else _not_checked(finding),
        _("had been handed off"): number(finding.handed_off) if checked else MISSING,
        _("of those won"): number(finding.won) if checked else MISSING,
    }


def _side(owner: str) -> str:
    return {"marketing": _("marketing"), "sales": _("sales")}[owner]


def _not_checked(finding: Finding) -> str:
    return _("not checked: no column {names}").format(names=", ".join(finding.missing))


def _approval(screening: Screening) -> str:
    names = screening.standard.approved_by
    if names.marketing and names.sales:
        return _("approved by {marketing} and {sales}").format(
            marketing=names.marketing, sales=names.sales
        )
    return _("not yet approved by both sides")


def _first_repair(screening: Screening) -> str:
    if not screening.ranked:
        return _("No rule could be checked: the table has none of the columns they look at.")
    gates = [f for f in screening.ranked if f.rule.severity == "gate" and f.n]
    if not gates:
        return _("No lead fails a rule that would set it aside.")
    most = max(gates, key=lambda finding: finding.n)
    return _(
        "Repair first ({owner}): {rule} {n} leads fail it, {handed_off} of them had been handed "
        "off to sales, {won} of those were won."
    ).format(
        owner=_side(most.rule.owner),
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
    if unchecked and len(unchecked) < len(screening.findings):
        named = "; ".join(f"{f.rule.code} ({', '.join(f.missing)})" for f in unchecked)
        sentences.append(_("Not checked, for want of these columns: {rules}.").format(rules=named))
    sentences.append(
        _("Form is not truth: whether a number rings the right person is known only by calling; "
          "call back 30 to 50 accepted leads a month.")
    )  # fmt: skip
    return sentences


def _facts(screening: Screening) -> Table:
    rows = [
        (_("rows"), screening.rows),
        (_("accepted"), len(screening.accepted.leads)),
        (_("of them with a repaired telephone number"), screening.repaired),
        (_("set aside"), len(screening.set_aside)),
        (_("of them unreadable"), screening.unreadable),
    ]
    table = pd.DataFrame([(name, number(n)) for name, n in rows], columns=[_("leads"), "n"])
    table.loc[len(table)] = [_("pass rate"), screening.passed.write()]
    return Table(finding=_("In numbers"), rows=table, numeric=["n"])


def _rules(screening: Screening) -> Section:
    words = picture.words(screening)
    drawn = figure.blank(picture.height(screening))
    picture.marks(screening, drawn.subplots())
    shown = Picture(
        uri=figure.data_uri(drawn),
        finding=words.finding,
        subtitle=words.subtitle,
        source=words.source,
        alt=_("{finding}. The table below has every rule.").format(finding=words.finding),
    )
    rows = rule_rows(screening)
    return Section(
        heading=_("Rules and who repairs"),
        pictures=[shown] if any(finding.checked for finding in screening.findings) else [],
        tables=[Table(finding=words.finding, rows=rows, numeric=list(rows.columns[4:]))],
        notes=[
            (
                _("How to read it"),
                _("A lead may fail several rules, so the rows add up to more than the leads set "
                  "aside. Won leads among the failing ones show what a rule would have blocked."),
            ),
            (_("What it cannot tell"), _compared(screening)),
        ],
        details=_("Addresses are judged by their grammar and by the domains the standard lists, "
                  "telephone numbers by the numbering plan of {region}; records of one person are "
                  "the connected components of lead, telephone and e-mail, then leads alike in "
                  "name and firm; the earliest is kept. Intervals: Wilson (1927).")
        .format(region=screening.standard.phone.region),
    )  # fmt: skip


def _compared(screening: Screening) -> str:
    if screening.not_compared:
        return _("{n} leads stand in groups too large to look for nearly equal names.").format(
            n=number(screening.not_compared)
        )
    return _("Nothing here says whether the person needs the product.")


def _sources(screening: Screening) -> Section:
    table = screening.by_source
    shares = [
        rate(accepted, n).write()
        for accepted, n in table[["accepted", "n"]].itertuples(index=False, name=None)
    ]
    rows = pd.DataFrame(
        {
            _("source"): table["source"],
            _("leads"): table["n"].map(number),
            _("accepted"): table["accepted"].map(number),
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
    grouped = rows.index.to_series().groupby(rows["reasons"])
    table = pd.DataFrame(
        {
            _("reason"): list(grouped.groups),
            _("rows"): [number(len(found)) for _reason, found in grouped],
            _("row in the file"): [_named(found) for _reason, found in grouped],
        }
    )
    finding = _("{n} rows could not be read").format(n=number(screening.unreadable))
    return Section(
        heading=_("Rows that could not be read"),
        tables=[Table(finding=finding, rows=table, numeric=[_("rows")])],
    )


def _named(rows: pd.Series[int]) -> str:
    listed = ", ".join(map(str, rows.head(ROWS_NAMED)))
    return f"{listed} …" if len(rows) > ROWS_NAMED else listed
