"""The sections of the review on what was decided, promised and agreed before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.language import MISSING, _, day, money, number, percent, quarter_name
from leadkit.base.page import Fold, Section, Table, bold
from leadkit.review.audit.ledger import days_of
from leadkit.review.audit.page import promise_rows
from leadkit.review.decisions.words import found_words, landed_words, verdict_of

if TYPE_CHECKING:
    from leadkit.handoff import Policy
    from leadkit.review.audit.audit import Audit
    from leadkit.review.decisions.judging import Outcome
    from leadkit.review.decisions.log import DecisionLog
    from leadkit.review.quarterly.review import Review


def decided(outcomes: tuple[Outcome, ...], log: DecisionLog | None = None) -> Section:
    """Show earlier decisions, what they were to do, what became of them, and if all are there."""
    rows = pd.DataFrame(map(_row, outcomes))
    if not any(one.decision.expected for one in outcomes):
        rows = rows.drop(columns=_("expected"), errors="ignore")
    state, said = (log.state, log.sentence()) if log is not None else ("empty", "")
    told: dict[str, list[str]] = {"broken": [bold(said, said)], "not chained": [said]}
    whole = Fold(summary=_("Are all entries here, as they were written?"), text=[said])
    return Section(
        heading=_("What we decided before, and what became of it"),
        text=told.get(state, []),
        tables=[Table(finding=_finding(outcomes), rows=rows)] if outcomes else [],
        folds=[whole] if state == "whole" else [],
    )


def _row(one: Outcome) -> dict[str, str]:
    return {
        _("no."): str(one.number or MISSING),
        _("decided on"): day(one.decision.on),
        _("what"): one.decision.what,
        _("who answers"): one.decision.owner,
        _("to reach"): one.wanted(),
        _("expected"): one.decision.hoped() or MISSING,
        _("before"): found_words(one.before),
        _("now"): found_words(one.after),
        _("verdict"): verdict_of(one),
    }


def _finding(outcomes: tuple[Outcome, ...]) -> str:
    judged = [one for one in outcomes if one.verdict in ("reached", "not reached")]
    if not judged:
        return _("No decision can be judged by a number yet")
    reached = _("{reached} of {judged} decisions that can be judged reached their target").format(
        reached=number(sum(one.verdict == "reached" for one in judged)), judged=number(len(judged))
    )
    return "; ".join(filter(None, [reached, landed_words(outcomes)]))


def promised(audit: Audit | None, quarter: str) -> Section:
    """Show both sides' promises of the agreement in force, which may be of a later quarter."""
    heading = _("What both sides promised")
    if audit is None:
        return Section(heading=heading)
    at = audit.ledger
    heading = _("What both sides promised, {first} to {last}").format(
        first=day(at.first), last=day(at.last)
    )
    tables = [
        Table(
            finding=_("{side}: {sentence}").format(
                side=_(side).capitalize(), sentence=audit.sentence(side)
            ),
            rows=promise_rows(audit.of(side)),
        )
        for side in ("marketing", "sales")
    ]
    signed = _("signed by both") if audit.agreement.is_signed else _("not signed by both")
    text = [
        _("Agreement {version}, {signed}, fingerprint {sha}.").format(
            version=audit.agreement.version, signed=signed, sha=audit.agreement.sha256[:12]
        )
    ]
    other = _("These are the days of the agreement; the split is that of {quarter}.")
    if (at.first, at.last) != days_of(quarter, at.book):
        text.append(other.format(quarter=quarter_name(quarter)))
    return Section(heading=heading, text=text, tables=tables)


def hours_counted(review: Review) -> str:
    """Say whose hours calls are counted by, and why a promise may show another share."""
    then, now = review.promised[review.before], review.promised[review.quarter]
    text = _(
        "{hours} is the usual figure, not an agreed one: no agreement in force in {quarter} "
        "promises a first call."
    )
    if now.calls_by:
        text = _(
            "Agreement {version}, in force in {quarter}, promises a first call within {hours}."
        )
    quarter = quarter_name(review.quarter)
    said = [text.format(hours=now.calls, version=now.calls_by, quarter=quarter)]
    if (then.calls, bool(then.calls_by)) != (now.calls, bool(now.calls_by)):
        text = _("Every quarter is counted by these hours, whatever was promised in {before}.")
        said.append(text.format(before=quarter_name(review.before)))
    if review.decisions or not review.tools.promises.refusal:
        said.append(
            _(
                "Counted are all leads handed off; promises and decisions about calls count only "
                "those that meet the standard, so they may show another share."
            )
        )
    return " ".join(said)


def line_in_force(policy: Policy | None, today: date | None) -> Section:
    """Say which handoff line is in force, what it rests on, and when it is looked at again."""
    if policy is None:
        return Section(heading=_("The handoff line"))
    terms = policy.economics
    text = [
        _(
            "Policy {version}: hand off from {line} upwards, where a win is worth {value} and "
            "working a lead costs {cost}."
        ).format(
            version=policy.version,
            line=percent(policy.line, 1),
            value=money(terms.value, terms.currency),
            cost=money(terms.cost, terms.currency),
        )
    ]
    if policy.look_again is not None:
        due = _("It is to be looked at again on {day}.")
        if today is not None and policy.look_again <= today:
            due = _("It was to be looked at again on {day}: that day has come.")
        text.append(due.format(day=day(policy.look_again)))
    return Section(heading=_("The handoff line in force"), text=text)
