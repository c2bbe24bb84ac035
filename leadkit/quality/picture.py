"""The pictures of a screening: how often each rule is failed, and what sets leads aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from leadkit.base import figure
from leadkit.base.estimate import rate
from leadkit.base.language import _, ngettext, number, percent
from leadkit.quality.findings import Finding
from leadkit.quality.report import ScreeningReport
from leadkit.quality.tables import money_unit, say_reason, write_amount

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABELS, COUNTS = 2.75, 1.75
SIZE, LINE, GAP, CAPTIONS = 8, 0.145, 0.14, 0.85
TOP, BOTTOM = 0.05, 0.35
MOST_REASONS = 8
Words = tuple[str, str, str]
Labels = list[list[str]]
Marks: TypeAlias = "Callable[[ScreeningReport, Axes], Axes]"


def draw_rules(report: ScreeningReport, ax: Axes | None = None) -> Axes:
    """Draw the rules; on axes of its own the captions stand around them."""
    if ax is not None:
        return _rule_marks(report, ax)
    return _captioned(_rule_marks, report, _rule_labels(report), rule_words(report))


def rules_figure(report: ScreeningReport) -> Figure:
    """Return the picture of the rules for a page, which has the captions in its text."""
    return _bare(_rule_marks, report, _rule_labels(report))


def draw_reasons(report: ScreeningReport, ax: Axes | None = None) -> Axes:
    """Draw the reasons for setting aside; on axes of its own the captions stand around them."""
    if ax is not None:
        return _reason_marks(report, ax)
    return _captioned(_reason_marks, report, _reason_labels(report), reason_words(report))


def reasons_figure(report: ScreeningReport) -> Figure:
    """Return the picture of the reasons for a page."""
    return _bare(_reason_marks, report, _reason_labels(report))


def _captioned(marks: Marks, report: ScreeningReport, labels: Labels, words: Words) -> Axes:
    ax = marks(report, figure.axes(_height(labels) + CAPTIONS))
    figure.caption(ax, *words)
    return ax


def _bare(marks: Marks, report: ScreeningReport, labels: Labels) -> Figure:
    drawing = figure.blank(_height(labels))
    marks(report, drawing.subplots())
    return drawing


def rule_words(report: ScreeningReport) -> Words:
    """Return the finding of the rules' picture, its reading aid and its source."""
    if not report.ranked:
        return _("No rule could be checked on this table"), "", ""
    first = report.ranked[0]
    finding, what = _("Most often: {rule} ({n} of {rows} leads)"), _("share of leads that fail")
    if first.cost:
        finding = _("Costs most: {rule} ({n} of {rows} leads)")
        what = _("what sales spent on failing leads, {unit}").format(unit=money_unit(report)[0])
    if first.n == 0:
        finding = _("All {rows} leads pass every rule that was checked")
    rows = number(first.rate.n)
    return (
        finding.format(rule=first.rule.sentence.rstrip("."), n=number(first.n), rows=rows),
        _("{what}; black rules set a lead aside, grey ones do not").format(what=what),
        _("{rows} leads that could be read; standard {version}; tick: value, bar: 95 % Wilson "
          "score interval").format(rows=rows, version=report.standard.version),
    )  # fmt: skip


def reason_words(report: ScreeningReport) -> Words:
    """Return the finding of the reasons' picture, its reading aid and its source."""
    reasons, n = report.reasons, len(report.set_aside)
    if not n:
        return _("No lead is set aside"), "", ""
    first = say_reason(report, str(reasons.index[0])).rstrip(".")
    finding = _("{n} of {aside} set aside for one reason: {reason}").format(
        n=number(reasons["n"].iloc[0]), aside=number(n), reason=first
    )
    if len(reasons) > 2:
        finding = _("Two of {k} reasons stand behind {share} of what is set aside").format(
            k=number(len(reasons)), share=percent(reasons["together"].iloc[1] / n)
        )
    return (
        finding,
        _("share of the rows set aside; black: what a reason adds to those above it"),
        _("{n} rows set aside of {rows}; standard {version}; brackets: 95 % Wilson score interval "
          "of the share with this reason").format(
            n=number(n), rows=number(report.rows), version=report.standard.version
        ),
    )  # fmt: skip


def _height(labels: list[list[str]]) -> float:
    """Return the height in inches that the rows need, captions apart."""
    lines = max([2, *map(len, labels)])
    return (lines * LINE + GAP) * max(len(labels), 1) + TOP + BOTTOM


def _wrapped(text: str) -> list[str]:
    return figure.wrap(text, LABELS - 0.3, SIZE)


def _drawn(report: ScreeningReport) -> list[Finding]:
    """Return the rules to draw: those that some lead fails, or all where every lead passes."""
    return [found for found in report.ranked if found.n] or report.ranked


def _rule_labels(report: ScreeningReport) -> list[list[str]]:
    return [_wrapped(finding.rule.sentence) for finding in _drawn(report)]


def _reason_labels(report: ScreeningReport) -> list[list[str]]:
    return [_wrapped(_named(report, str(code))) for code in report.reasons.index[:MOST_REASONS]]


def _named(report: ScreeningReport, code: str) -> str:
    said = say_reason(report, code)
    return said if report.standard.rule(code) else f"{code}: {said}"


def _rule_marks(report: ScreeningReport, ax: Axes) -> Axes:
    """Draw one row a rule: its words, its interval with the value as a tick, its counts."""
    _name, size = money_unit(report)
    is_money = any(finding.cost for finding in report.ranked)
    text = _rows_of(ax, _rule_labels(report))
    for place, finding in enumerate(_drawn(report)):
        shown = finding.cost or finding.rate
        colour = figure.INK if finding.rule.severity == "gate" else figure.SHARED
        ax.plot([shown.low, shown.high], [place] * 2, c=colour, lw=5, solid_capstyle="butt")
        ax.plot([shown.value] * 2, [place - 0.28, place + 0.28], c=colour, lw=2)
        counts = _("{n} of {rows}").format(n=number(finding.n), rows=number(finding.rate.n))
        written = write_amount(shown, size) if is_money else shown.write()
        ax.text(1.04, place, f"{counts}\n{written}", ha="left", **text)
    ax.set_xlim(left=0)
    ax.locator_params(axis="x", nbins=4)
    ax.xaxis.set_major_formatter(
        lambda value, _place: number(value / size) if is_money else percent(value)
    )
    return ax


def _reason_marks(report: ScreeningReport, ax: Axes) -> Axes:
    """Draw one row a reason: grey what the rows above hold already, black what it adds to them."""
    n = len(report.set_aside)
    text = _rows_of(ax, _reason_labels(report))
    before = 0.0
    counted = report.reasons.head(MOST_REASONS)[["n", "together"]].to_numpy().tolist()
    for place, (mine, together) in enumerate(counted):
        reached = together / n
        ax.barh(place, before, height=0.5, color=figure.WIDE_BAND)
        ax.barh(place, reached - before, left=before, height=0.5, color=figure.INK)
        counts = ngettext("{n} row, together {share}", "{n} rows, together {share}", mine).format(
            n=number(mine), share=percent(reached, int(reached < 1 and n >= 500))
        )
        ax.text(1.04, place, f"{counts}\n{rate(mine, n).write()}", ha="left", **text)
        before = reached
    ax.set_xlim(0, 1)
    ax.locator_params(axis="x", nbins=4)
    ax.xaxis.set_major_formatter(lambda value, _place: percent(value))
    return ax


def _rows_of(ax: Axes, labels: list[list[str]]) -> dict[str, Any]:
    """Set up one row a label, words at the left; return how text in the rows is written."""
    height = _height(labels)
    ax.figure.subplots_adjust(
        left=LABELS / figure.WIDTH,
        right=1 - COUNTS / figure.WIDTH,
        top=1 - TOP / height,
        bottom=BOTTOM / height,
    )
    text: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "va": "center", "size": SIZE}
    for place, lines in enumerate(labels):
        ax.text(-0.04, place, "\n".join(lines), ha="right", **text)
    ax.set(ylim=(max(len(labels), 1) - 0.5, -0.5), yticks=[])
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    return text
