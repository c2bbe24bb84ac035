"""Which rule pays: what it saved and blocked, learned on one quarter and shown on the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from leadkit.base.estimate import MINIMUM_N
from leadkit.base.language import MISSING, _, number
from leadkit.book import Book
from leadkit.journey import turns
from leadkit.quality.findings import RuleValue, rule_value
from leadkit.quality.report import ScreeningReport
from leadkit.quality.rules import SCORE_TOO_LOW, Rule
from leadkit.quality.scoring import too_low
from leadkit.quality.tables import MILLIONS_FROM, WHAT_FOLLOWS, write_amount


@dataclass(frozen=True, eq=False)
class Handoffs:
    """Handed-off turns of one quarter whose outcome window is over; "" where there are no dates."""

    quarter: str
    table: pd.DataFrame

    @property
    def few(self) -> bool:
        """Whether there are too few, or nothing among them was rejected or won."""
        return len(self.table) < MINIMUM_N or not (self.rejected.any() or self.won.any())

    @property
    def rejected(self) -> pd.Series[bool]:
        """Whether sales rejected the turn."""
        return self.table["rejected_at"].notna()

    @property
    def won(self) -> pd.Series[bool]:
        """Whether it was won within the window."""
        return self.table["won"] == 1

    def weigh(self, flags: pd.Series[bool], terms: Mapping[str, Any]) -> RuleValue:
        """Weigh a rule by the leads it flags, given by their row in the file."""
        flagged = flags.reindex(self.table.index, fill_value=False)
        account = self.table["account_id"]
        return rule_value(flagged, rejected=self.rejected, won=self.won, account=account, **terms)


def last_quarters(book: Book) -> tuple[Handoffs, Handoffs | None]:
    """Return the last two quarters that are wholly over: one to learn from, one to show on.

    Without dates there is one table to learn from; with a single such quarter none to show on.
    Leads that sales found itself never came through the screening.
    """
    table = turns(book)
    table = table[~table["self_generated"]]
    if not table["start"].notna().any():
        return Handoffs("", table[table["won"].notna()]), None
    table = table[table["start"].notna()]
    over = table.groupby("quarter")["mature"].all()
    quarters = sorted(over.index[over])[-2:]
    both = [Handoffs(quarter, table[table["quarter"] == quarter]) for quarter in quarters]
    if not both:
        return Handoffs("", table.head(0)), None
    return (both[0], both[1]) if len(both) == 2 else (both[0], None)


@dataclass(frozen=True, kw_only=True)
class RuleWorth:
    """What one rule is worth.

    `learned` and `shown` weigh the leads whose fate the rule alone decides: those that no other
    gate sets aside; `alone` weighs every lead that fails it, in the quarter to learn from. `shown`
    is None where there is no later quarter.
    """

    rule: Rule
    alone: RuleValue
    learned: RuleValue
    shown: RuleValue | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Worth:
    """What every rule is worth, learned on one quarter and shown on the next.

    Parameters
    ----------
    rules : tuple of RuleWorth
        The rules that could be checked, in the order of the standard.
    learned, shown : Handoffs
        The quarters; `shown` is None where there is no later one.
    currency : str
        The unit of every amount.
    """

    rules: tuple[RuleWorth, ...]
    learned: Handoffs
    shown: Handoffs | None
    currency: str

    @property
    def note(self) -> str:
        """Which quarters stand behind the amounts, or why there are none."""
        return quarters_said(self.learned, self.shown)

    @property
    def table(self) -> pd.DataFrame:
        """One row a rule and quarter: code, severity, part, quarter, what it caught and its net."""
        rows = []
        for each in self.rules:
            for part, period, weighed in (
                ("learned", self.learned, each.learned),
                ("shown", self.shown, each.shown),
            ):
                if period is not None and weighed is not None:
                    head = {"code": each.rule.code, "severity": each.rule.severity, "part": part}
                    rows.append({**head, "quarter": period.quarter, **as_row(weighed)})
        return pd.DataFrame(rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the content for screening.json."""
        return {
            "learned": self.learned.quarter,
            "shown": self.shown.quarter if self.shown else None,
            "note": self.note,
            "rules": {
                each.rule.code: {
                    "severity": each.rule.severity,
                    "alone": _as_dict(each.alone),
                    "learned": _as_dict(each.learned),
                    "shown": _as_dict(each.shown) if each.shown else None,
                }
                for each in self.rules
            },
        }

    def __repr__(self) -> str:
        return self.note

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        return inline_rows(worth_rows(self), caption=_("What each rule is worth"), note=self.note)


def worth_of_rules(report: ScreeningReport, value: float, cost: float) -> Worth:
    """Weigh every rule of the standard on handed-off leads whose outcome is known.

    Parameters
    ----------
    report : ScreeningReport
        A screened book.
    value, cost : float
        Contribution margin of one won lead and cost of working one handed-off lead.

    Returns
    -------
    Worth

    Examples
    --------
    >>> import leadkit as lk
    >>> report = lk.screen(lk.read_book(lk.sample("small")))
    >>> worth_of_rules(report, value=12e6, cost=4e5).learned.quarter
    '2026Q1'
    """
    learned, shown = last_quarters(report.book)
    currency = report.book.settings.currency
    terms = {"value": value, "cost": cost, "currency": currency}
    masks, rules = masks_of(report), []
    for found in report.findings:
        if found.failing is not None:
            others = set_aside(masks, gates(report) - {found.rule.code})
            decides = found.failing & ~others
            rules.append(
                RuleWorth(
                    rule=found.rule,
                    alone=learned.weigh(found.failing, terms),
                    learned=learned.weigh(decides, terms),
                    shown=shown.weigh(decides, terms) if shown else None,
                )
            )
    return Worth(rules=tuple(rules), learned=learned, shown=shown, currency=currency)


def masks_of(report: ScreeningReport) -> dict[str, pd.Series[bool]]:
    """Return which leads fail each rule that was checked, and whose score is too low."""
    masks = {f.rule.code: f.failing for f in report.findings if f.failing is not None}
    return {**masks, SCORE_TOO_LOW: too_low(report.scores, report.standard)}


def gates(report: ScreeningReport) -> set[str]:
    """Return the codes for which a lead is set aside."""
    return {rule.code for rule in report.standard.rules if rule.severity == "gate"} | {
        SCORE_TOO_LOW
    }


def set_aside(masks: Mapping[str, pd.Series[bool]], codes: set[str]) -> pd.Series[bool]:
    """Return the leads that fail any of some rules."""
    every = [masks[code] for code in sorted(codes & {*masks})]
    return pd.concat(every, axis=1).any(axis=1)


def quarters_said(learned: Handoffs, shown: Handoffs | None) -> str:
    """Say which quarters stand behind the amounts, or why there are none."""
    n = number(len(learned.table))
    if learned.few:
        return _(
            "Too few handed-off leads whose outcome is known ({n}) to say which rule pays: at "
            "least {least} of one quarter are needed, some of them rejected or won."
        ).format(n=n, least=MINIMUM_N)
    if not learned.quarter:
        return _(
            "Learned on all {n} leads: without dates there is no later quarter to show it on."
        ).format(n=n)
    if shown is None:
        return _(
            "Learned on {n} handoffs of {quarter}; no later quarter is over yet to show it on."
        ).format(n=n, quarter=learned.quarter)
    return _("Learned on {n} handoffs of {quarter}, shown on {m} of {later}.").format(
        n=n, quarter=learned.quarter, m=number(len(shown.table)), later=shown.quarter
    )


def as_row(weighed: RuleValue) -> dict[str, Any]:
    """Return a weighed rule as cells of a table."""
    net = weighed.net
    return {
        "flagged": weighed.flagged,
        "caught": weighed.caught,
        "won": weighed.won,
        "saved": weighed.saved,
        "lost": weighed.lost,
        "net": net.value if weighed.flagged else 0.0,
        "low": net.low if weighed.flagged else 0.0,
        "high": net.high if weighed.flagged else 0.0,
    }


def _as_dict(weighed: RuleValue) -> dict[str, Any]:
    counts = {"flagged": weighed.flagged, "caught": weighed.caught, "won": weighed.won}
    money = {"saved": weighed.saved, "lost": weighed.lost, "net": weighed.net.to_dict()}
    return {**counts, **money}


def worth_rows(worth: Worth) -> pd.DataFrame:
    """Return the rules as a table to read: counts and net in both quarters."""
    shown = [worth.learned, *([worth.shown] if worth.shown else [])]
    every = [[each.learned, *([each.shown] if each.shown else [])] for each in worth.rules]
    unit = money_unit(weighed for row in every for weighed in row)
    rows = []
    for each, row in zip(worth.rules, every, strict=True):
        head = {
            _("rule"): each.rule.code,
            _("a failing lead is"): _(WHAT_FOLLOWS[each.rule.severity]),
        }
        rows.append(head | cells_of(shown, row, worth.currency, unit))
    return pd.DataFrame(rows)


def money_unit(weighed: Iterable[RuleValue]) -> float:
    """Return the size of the one unit in which amounts are written: 1, or a million."""
    ends = [abs(end) for each in weighed if each.flagged for end in (each.net.low, each.net.high)]
    return 1e6 if max(ends, default=0) >= MILLIONS_FROM else 1


def cells_of(
    periods: Sequence[Handoffs], weighed: Sequence[RuleValue], currency: str, size: float
) -> dict[str, str]:
    """Return counts and net of a rule in each quarter, written, under headings that name it."""
    cells = {}
    unit = _("million {currency}").format(currency=currency).strip() if size > 1 else currency
    for period, each in zip(periods, weighed, strict=True):
        quarter = period.quarter or _("all")
        counts = _("{n}: {caught} rejected, {won} won").format(
            n=number(each.flagged), caught=number(each.caught), won=number(each.won)
        )
        cells[_("{quarter}: decides on").format(quarter=quarter)] = counts
        cells[_("{quarter}: worth of setting aside, {unit}").format(quarter=quarter, unit=unit)] = (
            write_amount(each.net, size) if each.flagged else MISSING
        )
    return cells
