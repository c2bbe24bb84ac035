"""The sections of the review on what was decided, promised and agreed before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.base.language import MISSING, _, day, money, number, percent, quarter_name
from leadkit.base.page import Section, Table
from leadkit.review.audit_page import promise_rows

if TYPE_CHECKING:
    from leadkit.handoff import Policy
    from leadkit.review.audit import Audit
    from leadkit.review.decisions import Outcome


def decided(outcomes: tuple[Outcome, ...]) -> Section:
    """Show earlier decisions, what they were to do, and what became of them."""
    rows = pd.DataFrame(
        {
            _("decided on"): day(one.decision.on),
            _("what"): one.decision.what,
            _("who answers"): one.decision.owner,
            _("to reach"): one.wanted(),
            _("before"): _found(one.before),
            _("now"): _found(one.after),
            _("verdict"): _verdict(one),
        }
        for one in outcomes
    )
    reached = sum(one.verdict == "reached" for one in outcomes)
    judged = sum(one.verdict in ("reached", "not reached") for one in outcomes)
    finding = _("{reached} of {judged} decisions that can be judged reached their target").format(
        reached=number(reached), judged=number(judged)
    )
    tables = [Table(finding=finding, rows=rows)] if outcomes else []
    return Section(heading=_("What we decided before, and what became of it"), tables=tables)


def _verdict(one: Outcome) -> str:
    words = {
        "reached": _("reached"),
        "not reached": _("not reached"),
        "not yet": _("not yet"),
        "too few to judge": _("too few to judge"),
        "not recorded": _("not on record"),
        "by talking": _("both judge it by talking"),
    }[one.verdict]
    return _("{verdict} ({quarter})").format(
        verdict=words, quarter=quarter_name(one.decision.judge_in)
    )


def _found(estimate: Estimate | None) -> str:
    if estimate is None or estimate.n == 0:
        return MISSING
    return estimate.write() if estimate.unit == "rate" else number(estimate.value)


def promised(audit: Audit | None) -> Section:
    """Show both sides' promises of the agreement in force."""
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
    text = _("Agreement {version}, {signed}, fingerprint {sha}.").format(
        version=audit.agreement.version, signed=signed, sha=audit.agreement.sha256[:12]
    )
    return Section(heading=heading, text=[text], tables=tables)


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
