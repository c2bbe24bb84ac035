"""The tables of a screening as people read them: rules, reasons, remedies, dimensions, trends."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import EN_DASH, MISSING, N_, NO_BREAK, _, number
from leadkit.base.page import team
from leadkit.quality.findings import Finding
from leadkit.quality.report import ScreeningReport
from leadkit.quality.rules import DIMENSIONS, SCORE_TOO_LOW
from leadkit.quality.scoring import faultless

MILLIONS_FROM = 10_000_000
MOST_MONTHS = 5
MOST_SOURCES = 6
WHAT_FOLLOWS = {"gate": N_("set aside"), "score": N_("scored lower"), "info": N_("only counted")}


def rule_rows(report: ScreeningReport) -> pd.DataFrame:
    """Return the rules as a table to read, in the order of the picture, unchecked ones last."""
    ranked = report.ranked + [finding for finding in report.findings if not finding.checked]
    rows = pd.DataFrame([_row(finding) for finding in ranked], dtype=object)
    unit, size = money_unit(report)
    for name, amounts in (
        (_("cost to sales, {unit}"), [finding.cost for finding in ranked]),
        (_("worth of setting aside, {unit}"), [finding.net for finding in ranked]),
    ):
        if any(amounts):
            written = [write_amount(amount, size) if amount else MISSING for amount in amounts]
            rows[name.format(unit=unit)] = written
    return rows


def _row(finding: Finding) -> dict[str, str]:
    rule, checked = finding.rule, finding.checked
    handed = _("{n}, {won} won").format(n=number(finding.handed_off), won=number(finding.won))
    return {
        _("rule"): f"{rule.code}: {rule.sentence}",
        _("a failing lead is"): _(WHAT_FOLLOWS[rule.severity]),
        _("who repairs"): team(rule.owner),
        _("leads"): f"{number(finding.n)}: {finding.rate.write()}" if checked else _("not checked"),
        _("had been handed off"): handed if checked else MISSING,
    }


def money_unit(report: ScreeningReport) -> tuple[str, float]:
    """Return the one unit in which the amounts are written: millions from ten of them upwards."""
    currency = report.accepted.settings.currency
    amounts = [amount for found in report.findings for amount in (found.cost, found.net)]
    ends = [abs(end) for e in amounts if e and not e.refused for end in (e.low, e.high)]
    if max(ends, default=0) >= MILLIONS_FROM:
        return _("million {currency}").format(currency=currency).strip(), 1e6
    return currency, 1


def write_amount(estimate: Estimate, size: float) -> str:
    """Write an amount of money and its interval in the unit of that size."""
    if estimate.refused:
        return estimate.write()
    ends = (estimate.value, estimate.low, estimate.high)
    value, low, high = (number(amount / size, int(size > 1)) for amount in ends)
    separator = " " + _("to") + " " if estimate.low < 0 else EN_DASH
    return f"{value} ({low}{separator}{high})"


def reason_rows(report: ScreeningReport) -> pd.DataFrame:
    """Return the reasons for setting aside, each with the leads that fail nothing else."""
    n = len(report.set_aside)
    rows = [
        (
            f"{reason}: {say_reason(report, str(reason))}",
            number(row["n"]),
            rate(int(row["n"]), n).write(),
            number(row["alone"]),
            rate(int(row["together"]), n).write(),
        )
        for reason, row in report.reasons.iterrows()
    ]
    share, together = _("share of all set aside"), _("this and those above")
    return pd.DataFrame(rows, columns=[_("reason"), _("leads"), share, _("only this"), together])


def say_reason(report: ScreeningReport, code: str) -> str:
    """Say in words why a row was set aside."""
    if code == SCORE_TOO_LOW:
        least = report.standard.score.at_least if report.standard.score else 0
        return _("No gate fails, but the score is below {least}.").format(least=number(least, 2))
    rule = report.standard.rule(code)
    return rule.sentence if rule else _("The row could not be read.")


def remedy_rows(report: ScreeningReport) -> pd.DataFrame:
    """Return what to do about each rule that some lead fails, and who does it."""
    rows = [
        (
            f"{found.rule.code}: {found.rule.advice or MISSING}",
            number(found.n),
            team(found.rule.owner),
        )
        for found in report.ranked
        if found.n
    ]
    names = [_("what to do"), _("leads"), _("who repairs")]
    return pd.DataFrame(rows, columns=names, dtype=object)


def dimension_rows(report: ScreeningReport) -> pd.DataFrame:
    """Return how the leads do in each dimension."""
    rows = [
        (
            _(DIMENSIONS[row["dimension"]]),
            number(row["weight"], 2) if report.standard.score else MISSING,
            number(row["n"]),
            faultless(report.scores[row["dimension"]]).write(),
            number(row["mean"], 3),
        )
        for row in report.dimensions.to_dict("records")
    ]
    names = [
        _("dimension"),
        _("weight"),
        _("leads judged"),
        _("without a fault"),
        _("mean, 0 to 1"),
    ]
    return pd.DataFrame(rows, columns=names)


def trend_rows(report: ScreeningReport, by: str) -> pd.DataFrame:
    """Return the rules that some lead fails against the last months, or the largest sources."""
    trend, groups = report.trend[report.trend["by"] == by], shown_groups(report, by)
    trend = trend[trend["group"].isin(groups)]
    failing = trend.set_index(["code", "group"])["failing"]
    n = trend.drop_duplicates("group").set_index("group")["n"]
    rows = [
        (code, *(_short(rate(int(failing[code, name]), int(n[name]))) for name in groups))
        for code in (found.rule.code for found in report.ranked if found.n)
        if code in failing
    ]
    heads = [f"{name}, n{NO_BREAK}={NO_BREAK}{number(n[name])}" for name in groups]
    return pd.DataFrame(rows, columns=[_("rule"), *heads])


def shown_groups(report: ScreeningReport, by: str) -> Sequence[str]:
    """Return the groups that a page has room for: the last months, the largest sources."""
    groups = report.trend.loc[report.trend["by"] == by, "group"].drop_duplicates().tolist()
    return groups[-MOST_MONTHS:] if by == "month" else groups[:MOST_SOURCES]


def _short(share: Estimate) -> str:
    if share.refused:
        return _("{n} of {rows}").format(n=number(share.events or 0), rows=number(share.n))
    return share.write(0 if share.n < 500 else 1)
