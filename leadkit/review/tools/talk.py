"""The talk judged: what each side told the other in the quarter, beside the one before."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import nan
from typing import Any

import pandas as pd

from leadkit.agreement import Promise, Side
from leadkit.base.estimate import MINIMUM_N, Estimate
from leadkit.base.language import MISSING, _, number, percent, quarter_name
from leadkit.base.page import Table
from leadkit.review.audit.kept import Kept
from leadkit.review.audit.ledger import days_of, ledger
from leadkit.review.audit.measures import measure
from leadkit.review.audit.trend import shift
from leadkit.review.tools.basis import Basis
from leadkit.review.tools.tool import Tool, Verdict, with_numbers

FEEDBACK_DAYS, LEAST = 7, 0.5


def _usual(side: Side, measure: str, days: float | None = None) -> Promise:
    """Return what a side owes where nothing is agreed: to do half of it at least."""
    return Promise(
        id="USUAL", side=side, measure=measure, days=days, target=LEAST,
        owner=side, remedy=measure,
    )  # fmt: skip


USUAL = (
    _usual("sales", "reason_given"),
    _usual("sales", "reasons_named"),
    _usual("sales", "feedback_given", FEEDBACK_DAYS),
    _usual("sales", "daily_report"),
    _usual("sales", "weekly_report"),
    _usual("sales", "requests_done"),
    _usual("marketing", "daily_report"),
    _usual("marketing", "weekly_report"),
    _usual("marketing", "requests_done"),
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TalkJudged(Tool):
    """What each side told the other.

    Attributes
    ----------
    table : DataFrame
        One row a duty: side, measure, target (missing where nothing was agreed), before and after
        (Estimate of the share done, None where nothing tells), finding, missing. The finding is
        "short" (of the agreed target, beyond luck), "missed" (within luck), "half" (nothing agreed
        and surely less than half done), "fell" (since the quarter before, beyond luck), "kept",
        or "" where nothing tells.
    duties : tuple of Promise
        What was measured, row by row.
    """

    name = "talk"
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    duties: tuple[Promise, ...] = ()
    quarters: tuple[str, str] = ("", "")
    refusal: str = ""

    @property
    def heading(self) -> str:
        """What the tool is called."""
        return _("The talk between both sides")

    def found(self, *findings: str) -> list[str]:
        """Return the duties with some findings, in words."""
        return [
            _("{side}: {what}").format(side=_(duty.side), what=duty.short)
            for duty, finding in zip(self.duties, self.table["finding"], strict=True)
            if finding in findings
        ]

    @property
    def verdict(self) -> Verdict:
        """Change where less was told than agreed, beyond luck; look where less was told."""
        if self.refusal:
            return ""
        if self.found("short"):
            return "change"
        return "look" if self.found("missed", "half", "fell") else "keep"

    def sentence(self) -> str:
        """Say what was told less, beyond luck."""
        if self.refusal:
            return ""
        said = []
        texts = {
            "short": _("Less than was agreed, by more than luck: {duties}."),
            "missed": _("Less than was agreed, as luck may make it: {duties}."),
            "half": _("Surely less than half done: {duties}."),
            "fell": _("Less than in the quarter before, by more than luck: {duties}."),
        }
        for finding, text in texts.items():
            if duties := self.found(finding):
                said.append(text.format(duties="; ".join(duties)))
        text = _("Of {n} duties that can be judged, none fell behind.")
        return " ".join(said) or text.format(n=number((self.table["finding"] != "").sum()))

    def advice(self) -> str:
        """Say what follows."""
        lacks = sorted({str(why) for why in self.table["missing"] if why})
        more = [_("Not judged: {reasons}.").format(reasons="; ".join(lacks))] if lacks else []
        texts: dict[str, str] = {
            "change": _("Agree on a form that both sides can keep up."),
            "look": _("Ask the side concerned what makes it hard."),
            "keep": _("Keep it up."),
        }
        return " ".join([texts[self.verdict], *more]) if self.verdict else ""

    def rows(self) -> pd.DataFrame:
        """Return every duty with the shares of both quarters."""
        before, after = map(quarter_name, self.quarters)
        return pd.DataFrame(
            {
                _("side"): _(duty.side),
                _("owes"): duty.short,
                _("agreed"): MISSING if pd.isna(row["target"]) else percent(row["target"]),
                before: _share(row["before"]),
                after: row["missing"] or _share(row["after"]),
            }
            for duty, row in zip(self.duties, self.table.to_dict("records"), strict=True)
        )

    def evidence(self) -> Table:
        """Return the duties as a table of the page."""
        finding = _("What each side owed the other in words, and how much of it came")
        return with_numbers(finding, self.rows(), 2)

    def details(self) -> str:
        """Say how it was computed."""
        return _(
            "Shares of what was due: Wilson. Against the quarter before: Newcombe (1998). Without "
            "an agreed target a duty is looked at where surely less than half of it was done. "
            "Feedback is due within {days} days of the first attempt."
        ).format(days=FEEDBACK_DAYS)


def judge_talk(basis: Basis) -> TalkJudged:
    """Measure what each side told the other in both quarters."""
    agreement = basis.agreement
    promises = agreement.promises if agreement and basis.was_agreed else ()
    agreed = {(one.side, one.measure): one for one in promises}
    duties = tuple(agreed.get((usual.side, usual.measure), usual) for usual in USUAL)
    at = ledger(
        basis.marked, *basis.days, hours=agreement.hours if agreement else None, as_of=basis.as_of
    )
    then = at.over(*days_of(basis.before, basis.book))
    table = pd.DataFrame(
        _row(duty, measure(then, duty), measure(at, duty), is_agreed=duty not in USUAL)
        for duty in duties
    )
    if table["after"].isna().all():
        why = _("Nothing in the book says what the sides told each other: {reasons}.")
        return TalkJudged(refusal=why.format(reasons="; ".join(sorted(set(table["missing"])))))
    if (table["finding"] == "").all():
        few = _("Too little was due in the quarter to judge what the sides told each other.")
        return TalkJudged(refusal=few)
    return TalkJudged(table=table, duties=duties, quarters=basis.quarters)


def _row(duty: Promise, before: Kept, after: Kept, *, is_agreed: bool) -> dict[str, Any]:
    return {
        "side": duty.side,
        "measure": duty.measure,
        "target": duty.target if is_agreed else nan,
        "before": before.estimate,
        "after": after.estimate,
        "finding": _finding(duty, before.estimate, after, is_agreed=is_agreed),
        "missing": after.missing,
    }


def _finding(duty: Promise, before: Estimate | None, after: Kept, *, is_agreed: bool) -> str:
    verdict, now = after.verdict(duty.target), after.estimate
    if now is None or verdict not in ("kept", "broken"):
        return ""
    if verdict == "broken" and not after.by_luck(duty.target):
        return "short" if is_agreed else "half"
    if verdict == "broken" and is_agreed:
        return "missed"
    enough = before is not None and min(before.n, now.n) >= MINIMUM_N
    return "fell" if before is not None and enough and shift(before, now)[1] < 0 else "kept"


def _share(found: Estimate | None) -> str:
    if found is None or not found.n:
        return MISSING
    if found.refused:
        return _("{n} of {of}").format(n=number(found.events or 0), of=number(found.n))
    return found.write()
