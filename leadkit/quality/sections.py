"""The evidence of the screening page, a section each; a part without anything to show is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base import figure
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _, ngettext, number
from leadkit.base.page import Picture, Section, Table
from leadkit.quality import picture
from leadkit.quality.report import ScreeningReport
from leadkit.quality.rules import SCORE_TOO_LOW
from leadkit.quality.tables import (
    dimension_rows,
    reason_rows,
    remedy_rows,
    rule_rows,
    shown_groups,
    trend_rows,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROWS_NAMED = 10


def _picture(drawing: Figure, words: picture.Words) -> Picture:
    finding, subtitle, source = words
    return Picture(
        uri=figure.data_uri(drawing),
        finding=finding,
        subtitle=subtitle,
        source=source,
        alt=_("{finding}. The table below has every row.").format(finding=finding),
    )


def reasons(report: ScreeningReport) -> Section | None:
    """Show the reasons for setting aside, and how far the first of them go."""
    if report.reasons.empty:
        return None
    words, rows = picture.reason_words(report), reason_rows(report)
    return Section(
        heading=_("What is set aside, and why"),
        pictures=[_picture(picture.reasons_figure(report), words)],
        tables=[Table(finding=words[0], rows=rows, numeric=list(rows.columns[1:]))],
        notes=[
            (
                _("How to read it"),
                _("From the top: black is what a reason adds to those above it. Who mends the "
                  "first rows of the picture brings most leads back; “only this” leads need "
                  "nothing else."),
            ),
            (
                _("What it cannot tell"),
                _("Which of these leads would have been won."),
            ),
        ],
    )  # fmt: skip


def rules(report: ScreeningReport) -> Section:
    """Show every rule with the leads that fail it, who repairs them and how."""
    words, rows, remedies = picture.rule_words(report), rule_rows(report), remedy_rows(report)
    rows = rows.drop(columns=_("who repairs"))
    tables = [Table(finding=words[0], rows=rows, numeric=list(rows.columns[2:]))]
    if len(remedies):
        tables.append(
            Table(finding=_("What to do about it"), rows=remedies, numeric=[remedies.columns[1]])
        )
    cannot_tell = _("Nothing here says whether the person needs the product.")
    if n := report.not_compared:
        cannot_tell = _("{n} leads stand in groups too large to look for nearly equal names.")
        cannot_tell = cannot_tell.format(n=number(n))
    more = [(_("What more data would buy"), report.more_data)] if report.more_data else []
    return Section(
        heading=_("Rules and who repairs"),
        pictures=[_picture(picture.rules_figure(report), words)] if report.ranked else [],
        tables=tables,
        notes=[
            (
                _("How to read it"),
                _("A lead may fail several rules, so the rows add up to more than the leads set "
                  "aside. Won leads among the failing ones show what a rule would have blocked. "
                  "Worth is told of handoffs whose outcome window is over."),
            ),
            (_("What it cannot tell"), cannot_tell),
            *more,
        ],
        details=_("Addresses are judged by their grammar and by the domains the standard lists, "
                  "telephone numbers by the numbering plan of {region}; records of one person are "
                  "the connected components of lead, telephone and e-mail, then leads alike in "
                  "name and firm; the earliest is kept. Intervals: Wilson (1927).")
        .format(region=report.standard.phone.region),
    )  # fmt: skip


def dimensions(report: ScreeningReport) -> Section | None:
    """Show how the leads do in each dimension, and the score."""
    table = report.dimensions
    if table.empty:
        return None
    rows, worst = dimension_rows(report), int(table["rate"].fillna(1).argmin())
    finding = _(
        "Most faults lie in {dimension}: {share} of the leads judged are without one"
    ).format(dimension=rows.iloc[worst, 0], share=rows.iloc[worst, 3])
    text, score = [], report.standard.score
    if score:
        text = [
            _("The score weighs the dimensions. Of {n} leads that could be scored {low} lie below "
              "{least}; {alone} of these pass every gate and are set aside for the score alone.")
            .format(
                least=number(score.at_least, 2),
                n=number(report.below_score.n),
                low=number(report.below_score.events or 0),
                alone=number(int((report.set_aside["reasons"] == SCORE_TOO_LOW).sum())),
            )
        ]  # fmt: skip
    return Section(
        heading=_("How the leads do in each dimension"),
        text=text,
        tables=[Table(finding=finding, rows=rows, numeric=list(rows.columns[1:]))],
        notes=[
            (
                _("How to read it"),
                _("A dimension joins the rules that judge it. Gates stand above the score: a lead "
                  "nobody may call is set aside, however good the rest."),
            )
        ],
        details=_("A dimension is the mean over its gates and score rules that apply to the lead, "
                  "contactability and uniqueness the least of them; a blank cell counts against "
                  "completeness alone. The score is the weighted mean of the dimensions that "
                  "could be judged, where these hold at least half of the weight."),
    )  # fmt: skip


def sources(report: ScreeningReport) -> Section | None:
    """Show which sources pass, and what each of them fails."""
    table = report.by_source
    if table.empty:
        return None
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
    tables = [Table(finding=finding, rows=rows, numeric=list(rows.columns[1:]))]
    return Section(heading=_("Pass rate by source"), tables=[*tables, *_trend(report, "source")])


def months(report: ScreeningReport) -> Section | None:
    """Show how often each rule was failed in the last months."""
    tables = _trend(report, "month")
    return Section(heading=_("Month by month"), tables=tables) if tables else None


def unreadable(report: ScreeningReport) -> Section | None:
    """Name the rows that could not be read, by their reason and place in the file."""
    if not report.unreadable:
        return None
    rows = report.set_aside.tail(report.unreadable)
    table = pd.DataFrame(
        [(why, number(len(part)), _named(part.index)) for why, part in rows.groupby("reasons")],
        columns=[_("reason"), _("rows"), _("row in the file")],
    )
    n = report.unreadable
    finding = ngettext("{n} row could not be read", "{n} rows could not be read", n)
    return Section(
        heading=_("Rows that could not be read"),
        tables=[Table(finding=finding.format(n=number(n)), rows=table, numeric=[_("rows")])],
    )


def _named(rows: pd.Index[int]) -> str:
    return ", ".join(map(str, rows[:ROWS_NAMED])) + (" …" if len(rows) > ROWS_NAMED else "")


def _trend(report: ScreeningReport, by: str) -> list[Table]:
    """Return the rules against months or sources, with what stands out most."""
    rows = trend_rows(report, by)
    if rows.empty:
        return []
    say = _say_change if by == "month" else _say_highest
    return [Table(finding=say(report), rows=rows, numeric=list(rows.columns[1:]))]


def _shares(report: ScreeningReport, by: str) -> dict[tuple[str, str], Estimate]:
    """Return the shares a page shows that rest on enough leads, by rule and group."""
    groups = shown_groups(report, by)
    trend = report.trend[(report.trend["by"] == by) & report.trend["group"].isin(groups)]
    shown = trend[~trend["few"] & trend.groupby("code")["failing"].transform("sum").gt(0)]
    return {
        (row["code"], row["group"]): rate(row["failing"], row["n"])
        for row in shown.to_dict("records")
    }


def _say_change(report: ScreeningReport) -> str:
    """Say which rule's share changed most from the first to the last month shown."""
    shares, months = _shares(report, "month"), shown_groups(report, "month")
    ends = (months[0], months[-1])
    changes = {
        code: (shares[code, ends[0]], shares[code, ends[1]])
        for code in report.trend["code"].unique()
        if all((code, end) in shares for end in ends) and len(months) > 1
    }
    if not changes:
        return _("Too few leads a month, or too few months, to see a change")
    code, (first, last) = max(changes.items(), key=lambda c: abs(c[1][1].value - c[1][0].value))
    apart = first.high < last.low or last.high < first.low
    sentence = _("Changed most: {code}, from {first} in {start} to {last} in {end}; {verdict}")
    return sentence.format(
        code=code,
        first=first.write(),
        start=ends[0],
        last=last.write(),
        end=ends[1],
        verdict=_("more than chance alone") if apart else _("chance may be all there is"),
    )


def _say_highest(report: ScreeningReport) -> str:
    """Say which rule is failed most often in which source."""
    shares = _shares(report, "source")
    if not shares:
        return _("Too few leads a source for a rate")
    (code, source), share = max(shares.items(), key=lambda found: found[1].value)
    return _("Of the largest sources {source} fails most: {code}, {share}").format(
        code=code, source=source, share=share.write()
    )
