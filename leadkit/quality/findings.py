"""What each rule of the standard found, and what the leads that fail it cost sales."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from leadkit.base.estimate import Estimate, rate, wilson
from leadkit.base.language import N_
from leadkit.book import Book
from leadkit.journey import turns
from leadkit.quality.cells import Cells
from leadkit.quality.checks import columns_of, failing
from leadkit.quality.rules import Rule


@dataclass(frozen=True, kw_only=True, eq=False)
class Finding:
    """What one rule found.

    `failing` says it of each lead, None where the rule could not be checked; `missing` are columns
    it would also look at; `handed_off` of the `n` failing leads went to sales, `won` of those
    became customers; `cost` is what sales spent on them and `net` what setting aside those whose
    outcome window is over would have been worth, both in the book's currency.
    """

    rule: Rule
    failing: pd.Series[bool] | None
    missing: list[str]
    handed_off: int
    won: int
    cost: Estimate | None
    net: Estimate | None

    @property
    def checked(self) -> bool:
        """Whether the table has the columns that the rule needs."""
        return self.failing is not None

    @property
    def n(self) -> int:
        """How many leads fail."""
        return 0 if self.failing is None else int(self.failing.sum())

    @property
    def rate(self) -> Estimate:
        """The share of leads that fail, with Wilson's interval."""
        return rate(self.n, 0 if self.failing is None else len(self.failing))

    def to_row(self) -> dict[str, Any]:
        """Return the finding as a row of the screening's table."""
        rule = self.rule
        row = {"code": rule.code, "rule": rule.sentence, "reason": rule.reason, **self.to_dict()}
        row["missing"] = ", ".join(self.missing)
        for name, before in (("rate", ""), ("cost", "cost_"), ("net", "net_")):
            del row[name]
            if estimate := getattr(self, name):
                ends = {f"{before}low": estimate.low, f"{before}high": estimate.high}
                row |= {name: estimate.value, **ends}
        return row

    def to_dict(self) -> dict[str, Any]:
        """Return the finding for a JSON file."""
        return {
            "n": self.n,
            "rate": self.rate.to_dict(),
            "cost": self.cost.to_dict() if self.cost else None,
            "net": self.net.to_dict() if self.net else None,
            "severity": self.rule.severity,
            "owner": self.rule.owner,
            "checked": self.checked,
            "missing": self.missing,
            "handed_off": self.handed_off,
            "won": self.won,
        }


def find(book: Book, cells: Cells, value: float | None, cost: float | None) -> tuple[Finding, ...]:
    """Judge every lead by every rule, in the order of the standard."""
    leads, currency = book.leads, book.settings.currency
    sold = _is_filled(leads, "handed_off_at", otherwise=True)
    rejected = _is_filled(leads, "rejected_at", otherwise=False)
    won = sold & (leads["outcome"] == "won")
    fate = _fate(book) if value is not None and cost is not None else won.astype(float)
    findings = []
    for rule in cells.standard.rules:
        mask, spent, net = failing(rule, cells), None, None
        flagged = sold & (mask if mask is not None else False)
        if mask is not None and cost is not None:
            spent = _spent(flagged, int(sold.sum()), cost, currency)
            judged = flagged & fate.notna()
            if value is not None and judged.any():
                net = rule_value(
                    judged,
                    rejected=rejected,
                    won=fate == 1,
                    value=value,
                    cost=cost,
                    currency=currency,
                ).net
        finding = Finding(
            rule=rule,
            failing=mask,
            missing=columns_of(rule, cells)[1],
            handed_off=int(flagged.sum()),
            won=int((flagged & won).sum()),
            cost=spent,
            net=net,
        )
        findings.append(finding)
    return tuple(findings)


def _fate(book: Book) -> pd.Series[float]:
    """Return whether each lead was won in time, missing where nobody can know yet."""
    named = {"lead_id": book.leads.index.astype("str"), **book.leads}
    leads = pd.DataFrame(named, index=book.leads.index)
    won = turns(replace(book, tables={**book.tables, "leads": leads}))["won"]
    return won.groupby(level=0).max().reindex(leads.index)


def _is_filled(leads: pd.DataFrame, column: str, *, otherwise: bool) -> pd.Series[bool]:
    return leads[column].notna() if column in leads else pd.Series(otherwise, index=leads.index)


def _spent(flagged: pd.Series[bool], n: int, cost: float, currency: str) -> Estimate:
    method = "handed-off leads that fail x cost; Wilson score interval of their share"
    return _money(rate(int(flagged.sum()), n), lambda share: share * n * cost, currency, method)


@dataclass(frozen=True, kw_only=True)
class RuleValue:
    """A rule judged on leads that were handed off and worked.

    `caught` of the `flagged` leads were rejected by sales, `won` are the good leads the rule would
    have blocked; `precision` is the share of flagged leads that were rejected, `recall` the share
    of rejected leads that were flagged. Setting the flagged ones aside would have `saved` the cost
    of working them and `lost` the value of the wins; `net` is the difference.
    """

    flagged: int
    caught: int
    won: int
    saved: float
    lost: float
    precision: Estimate
    recall: Estimate
    net: Estimate


def rule_value(
    flagged: pd.Series[bool],
    *,
    rejected: pd.Series[bool],
    won: pd.Series[bool],
    value: float,
    cost: float,
    currency: str = "",
    account: pd.Series[str] | None = None,
) -> RuleValue:
    """Weigh a rule: flagged leads x cost - blocked wins x value.

    Parameters
    ----------
    flagged, rejected, won : Series of bool
        Of each handed-off lead: whether the rule fails it, sales rejected it, it was won.
    value, cost : float
        Margin of one win and cost of working one lead, in `currency`.
    account : Series of str, optional
        The account of each lead: leads of one account count as one observation.

    Returns
    -------
    RuleValue
        The interval of `net` is Wilson's for the win rate among the flagged leads.

    Examples
    --------
    >>> flagged = pd.Series([True] * 50 + [False] * 150)
    >>> rejected = pd.Series([True] * 40 + [False] * 140 + [True] * 20)
    >>> won = pd.Series([False] * 49 + [True] + [False] * 150)
    >>> rule_value(flagged, rejected=rejected, won=won, value=1000, cost=50).net.value
    1500.0
    """
    n, wins, caught = (int(mask.sum()) for mask in (flagged, flagged & won, flagged & rejected))
    share, method = rate(wins, n), N_("flagged x cost - wins x value; Wilson score interval")
    if account is not None and n:
        share, method = (
            _by_account(share, account[flagged.to_numpy()]),
            N_("flagged x cost - wins x value; Wilson score interval, an account counts once"),
        )
    return RuleValue(
        flagged=n,
        caught=caught,
        won=wins,
        saved=n * cost,
        lost=wins * value,
        precision=rate(caught, n),
        recall=rate(caught, int(rejected.sum())),
        net=_money(share, lambda win_rate: n * (cost - value * win_rate), currency, method),
    )


def _by_account(share: Estimate, account: pd.Series[str]) -> Estimate:
    """Widen a rate's interval as if all leads of an account went the same way (Kish, 1965)."""
    sizes = account.value_counts().to_numpy()
    low, high = wilson(share.value, float(sizes.sum() ** 2 / (sizes**2).sum()))
    return replace(share, low=low, high=high)


def _money(share: Estimate, amount: Callable[[float], float], unit: str, method: str) -> Estimate:
    """Turn a share into an amount of money, interval and all."""
    low, high = sorted((amount(share.low), amount(share.high)))
    return Estimate(
        value=amount(share.value),
        low=low,
        high=high,
        n=share.n,
        events=share.events,
        unit=unit or "number",
        method=method,
    )
