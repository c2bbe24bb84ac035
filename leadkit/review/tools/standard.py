"""The data-quality standard judged: how many leads pass it, what each rule caught and blocked."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import nan
from typing import Any

import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.estimate import MINIMUM_N, Estimate, rate
from leadkit.base.language import _, listed, ngettext, number, quarter_name
from leadkit.base.page import Table
from leadkit.journey import quarter_of
from leadkit.quality import ScreeningReport
from leadkit.quality.tables import WHAT_FOLLOWS
from leadkit.quality.worth import Handoffs, gates, masks_of, set_aside
from leadkit.review.road.result import difference
from leadkit.review.shortfall.words import Scale
from leadkit.review.tools.basis import Basis
from leadkit.review.tools.tool import Tool, Verdict, with_numbers

MOST_FAILING = 0.05


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class StandardJudged(Tool):
    """The standard in a quarter, beside the quarter before.

    Attributes
    ----------
    table : DataFrame
        One row a rule that could be checked: code, severity, arrived (leads of the quarter that
        fail it), blocked (of these never handed off), handed_off (turns of the quarter that fail
        it all the same), returned, won, net_before and net (what setting aside the leads whose
        fate the rule alone decides would have been worth, None where no policy says what a win is
        worth).
    passed : tuple of Estimate
        Share of handed-off leads that meet the standard, before and judged.
    unchecked : tuple of str
        Rules that the book lacks columns for.
    """

    name = "standard"
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    quarters: tuple[str, str] = ("", "")
    passed: tuple[Estimate, Estimate] = (rate(0, 0), rate(0, 0))
    unchecked: tuple[str, ...] = ()
    currency: str = ""
    refusal: str = ""

    @property
    def heading(self) -> str:
        """What the tool is called."""
        return _("The data-quality standard")

    @property
    def change(self) -> tuple[float, float, float] | None:
        """How the pass rate changed, with its ends; None where a quarter has too few leads."""
        one, other = self.passed
        return None if one.refused or other.refused else difference(one, other)

    @property
    def harmful(self) -> list[str]:
        """Gates that cost more than they saved, beyond luck, in both quarters."""
        return self._surely("gate", -1)

    @property
    def useful(self) -> list[str]:
        """Rules that are no gate and would have paid as one, beyond luck, in both quarters."""
        return self._surely("score", 1) + self._surely("info", 1)

    def _surely(self, severity: str, sign: int) -> list[str]:
        return [
            str(row["code"])
            for row in self.table.to_dict("records")
            if row["severity"] == severity
            and all(_is_beyond(row[name], sign) for name in ("net_before", "net"))
        ]

    @property
    def leaks(self) -> bool:
        """Whether surely more than 5 % of the leads handed off fail the standard."""
        return not self.passed[1].refused and self.passed[1].high < 1 - MOST_FAILING

    @property
    def verdict(self) -> Verdict:
        """Change a rule that pays or costs in both quarters; look where too few leads pass."""
        if self.refusal:
            return ""
        if self.harmful or self.useful:
            return "change"
        has_fallen = self.change is not None and self.change[2] < 0
        return "look" if has_fallen or self.leaks else "keep"

    def sentence(self) -> str:
        """Say how many of the leads handed off meet the standard, and whether that moved."""
        before, after = self.passed
        text = _("Of the leads handed off in {quarter}, {share} meet the standard").format(
            quarter=quarter_name(self.quarters[1]), share=after.write()
        )
        if self.change is None:
            return text + "."
        then = {"quarter": quarter_name(self.quarters[0]), "share": before.write()}
        if self.change[2] < 0:
            moved = _("{text}, fewer than in {quarter}: {share}.")
        elif self.change[1] > 0:
            moved = _("{text}, more than in {quarter}: {share}.")
        else:
            moved = _("{text}; in {quarter} {share}, no more apart than luck explains.")
        return moved.format(text=text, **then)

    def advice(self) -> str:
        """Say which rule to change."""
        said = []
        if self.harmful:
            text = _("Take back {codes}: in both quarters it lost more in wins than it saved.")
            said.append(text.format(codes=listed(self.harmful)))
        if self.useful:
            text = _("Make {codes} a gate: setting such leads aside would have paid twice over.")
            said.append(text.format(codes=listed(self.useful)))
        if self.change is not None and self.change[2] < 0:
            said.append(_("Before the next handoff, repair what leads fail most often."))
        if self.leaks:
            n = self.passed[1].n - (self.passed[1].events or 0)
            text = ngettext(
                "{n} lead that fails it was handed off all the same: screen leads first.",
                "{n} leads that fail it were handed off all the same: screen them first.",
                n,
            )
            said.append(text.format(n=number(n)))
        if not said:
            said.append(_("Keep the standard: no rule costs more than it saves."))
        if self.unchecked:
            text = _("Not checked, as columns are missing: {codes}.")
            said.append(text.format(codes=listed(self.unchecked)))
        return " ".join(said)

    @property
    def _has_money(self) -> bool:
        return any(isinstance(found, Estimate) for found in self.table.get("net", []))

    def rows(self) -> pd.DataFrame:
        """Return the rules, those that most handed-off leads fail first."""
        ranked = self.table.sort_values("handed_off", ascending=False, kind="stable")
        ends = [abs(end) for row in ranked["net"] if row for end in (row.low, row.high)]
        scale = Scale.of(max(ends, default=0.0), self.currency)
        after, worth = quarter_name(self.quarters[1]), _("setting aside is worth, {unit}")
        rows = []
        for row in ranked.to_dict("records"):
            follows = WHAT_FOLLOWS[row["severity"]]
            written = {
                _("rule"): row["code"],
                _("a failing lead is"): _(follows),
                _("came in {quarter}").format(quarter=after): number(row["arrived"]),
                _("of these never handed off"): number(row["blocked"]),
                _("handed off, {quarter}").format(quarter=after): number(row["handed_off"]),
                _("returned"): number(row["returned"]),
                _("won"): number(row["won"]),
            }
            if self._has_money:
                written[worth.format(unit=scale.head)] = _worth(row["net"], scale)
            rows.append(written)
        return pd.DataFrame(rows)

    def evidence(self) -> Table:
        """Return the rules that enough handed-off leads fail as a table of the page."""
        enough = int((self.table["handed_off"] >= MINIMUM_N).sum())
        text = _("What each rule caught, and what it blocked")
        if few := len(self.table) - enough:
            text = ngettext(
                "{what}; {few} more rule was failed by fewer than {n} leads handed off",
                "{what}; {few} more rules were failed by fewer than {n} leads handed off each",
                few,
            ).format(what=text, few=number(few), n=number(MINIMUM_N))
        return with_numbers(text, self.rows().head(enough), 2)

    def notes(self) -> list[tuple[str, str]]:
        """Say how far the table can be trusted."""
        text = _(
            "A lead that a rule kept back has no outcome: whether it would have bought, only "
            "failing leads that were handed off all the same can tell."
        )
        return [(_("What it cannot tell"), text)]

    def details(self) -> str:
        """Say how it was computed."""
        return _(
            "Shares: Wilson; their difference: Newcombe (1998). Worth of a rule: the cost of "
            "working the leads that it alone decides on, less what those of them that bought were "
            "worth, at the policy's amounts; Wilson's interval, an account counts once. A rule is "
            "to change only where it paid or cost beyond luck in both quarters; the standard is to "
            "be looked at where the share that passes fell, or surely lies below 95 %. κ of two "
            "people grading the same leads is not in a book: leadkit.graders_agree computes it."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the content for review.json."""
        if self.refusal:
            return {"refusal": self.refusal}
        shares = zip(self.quarters, self.passed, strict=True)
        return {
            **super().to_dict(),
            "passed": {quarter: found.to_dict() for quarter, found in shares},
            "not_checked": list(self.unchecked),
        }


def judge_standard(basis: Basis) -> StandardJudged:
    """Judge the standard by the leads of a quarter."""
    report = basis.screening
    if report is None:
        return StandardJudged(
            refusal=_("The book has no standard.toml; leadkit screen judges by the package's own.")
        )
    masks = masks_of(report)
    fails = set_aside(masks, gates(report))
    handed = [Handoffs(q, basis.handed[basis.handed["quarter"] == q]) for q in basis.quarters]
    shares = [~fails.reindex(each.table.index) for each in handed]
    before, after = (rate(int(share.sum()), len(share)) for share in shares)
    return StandardJudged(
        table=_rules(basis, report, masks, handed),
        quarters=basis.quarters,
        passed=(before, after),
        unchecked=tuple(found.rule.code for found in report.findings if not found.checked),
        currency=basis.book.settings.currency,
    )


def _rules(
    basis: Basis,
    report: ScreeningReport,
    masks: dict[str, pd.Series[bool]],
    handed: list[Handoffs],
) -> pd.DataFrame:
    arrived = _arrived(basis)
    never = basis.book.leads.reindex(columns=["handed_off_at"])["handed_off_at"].isna()
    rows = []
    for found in report.findings:
        failing = found.failing
        if failing is None:
            continue
        code, after = found.rule.code, handed[1]
        counted = failing.reindex(after.table.index)
        decides = failing & ~set_aside(masks, gates(report) - {code})
        before_net, net = (_net(each, decides, basis.economics) for each in handed)
        rows.append(
            {
                "code": code,
                "severity": found.rule.severity,
                "arrived": nan if arrived is None else int((failing & arrived).sum()),
                "blocked": nan if arrived is None else int((failing & arrived & never).sum()),
                "handed_off": int(counted.sum()),
                "returned": int((counted & after.rejected).sum()),
                "won": int((counted & after.won).sum()),
                "net_before": before_net,
                "net": net,
            }
        )
    return pd.DataFrame(rows)


def _arrived(basis: Basis) -> pd.Series[bool] | None:
    """Return which of marketing's leads came in the quarter; None where nothing says when."""
    leads = basis.book.leads
    if not basis.book.has("created_at"):
        return None
    own = leads.reindex(columns=["source"])["source"].isin(basis.book.settings.self_generated)
    return (quarter_of(leads["created_at"], basis.book.settings) == basis.quarter) & ~own


def _net(handed: Handoffs, flags: pd.Series[bool], terms: Economics | None) -> Estimate | None:
    """Weigh a rule in money; None without amounts, or where it decides on too few leads."""
    if terms is None or int(flags.reindex(handed.table.index).sum()) < MINIMUM_N:
        return None
    amounts = {"value": terms.value, "cost": terms.cost, "currency": terms.currency}
    return handed.weigh(flags, amounts).net


def _is_beyond(net: Estimate | None, sign: int) -> bool:
    return net is not None and (net.high < 0 if sign < 0 else net.low > 0)


def _worth(net: Estimate | None, scale: Scale) -> str:
    if net is None:
        return _("too few to say")
    return f"{scale.write(net.value, sign=True)} ({scale.ends(net.low, net.high)})"
