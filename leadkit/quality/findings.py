"""What one rule of the standard found, and what the leads that fail it cost sales."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import EN_DASH, _, number
from leadkit.book import Book
from leadkit.quality.checks import Cells, missing_columns
from leadkit.quality.standard import Rule
from leadkit.quality.worth import rule_value

MILLIONS_FROM = 10_000_000


@dataclass(frozen=True)
class Unit:
    """The one unit in which a column of money is written."""

    name: str
    size: float
    digits: int

    @classmethod
    def of(cls, estimates: Iterable[Estimate | None], currency: str) -> Unit:
        """Choose millions where the largest amount fills ten of them."""
        largest = max((abs(e.high) for e in estimates if e and not e.refused), default=0)
        if largest >= MILLIONS_FROM:
            return cls(_("million {currency}").format(currency=currency).strip(), 1e6, 1)
        return cls(currency, 1, 0)

    def write(self, estimate: Estimate) -> str:
        """Write value and interval in this unit."""
        if estimate.refused:
            return estimate.write()
        ends = (estimate.value, estimate.low, estimate.high)
        value, low, high = (number(amount / self.size, self.digits) for amount in ends)
        separator = f" {_('to')} " if estimate.low < 0 else EN_DASH
        return f"{value} ({low}{separator}{high})"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one rule found; all counts are zero where it could not be checked.

    `missing` are columns it would also look at; `handed_off` of the `n` failing leads went to
    sales, `won` of those became customers; `cost` is what sales spent on them and `net` what
    setting them aside would have been worth, both in the book's currency.
    """

    rule: Rule
    checked: bool
    missing: tuple[str, ...]
    n: int
    rate: Estimate
    handed_off: int
    won: int
    cost: Estimate | None = None
    net: Estimate | None = None

    def to_row(self) -> dict[str, Any]:
        """Return the finding as a row of the screening's table."""
        rule = self.rule
        row = {
            "code": rule.code,
            "rule": rule.sentence,
            "severity": rule.severity,
            "owner": rule.owner,
            "reason": rule.reason,
            "checked": self.checked,
            "missing": ", ".join(self.missing),
            "n": self.n,
            "rate": self.rate.value,
            "low": self.rate.low,
            "high": self.rate.high,
            "handed_off": self.handed_off,
            "won": self.won,
        }
        for name, estimate in (("cost", self.cost), ("net", self.net)):
            if estimate is not None:
                row |= {
                    name: estimate.value,
                    f"{name}_low": estimate.low,
                    f"{name}_high": estimate.high,
                }
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
            "missing": list(self.missing),
            "handed_off": self.handed_off,
            "won": self.won,
        }


class Handoffs:
    """The leads that went to sales, who was won, and what that costs and earns."""

    def __init__(self, book: Book, value: float | None, cost: float | None) -> None:
        leads = book.leads
        everyone = pd.Series(True, index=leads.index)
        self.handed_off = leads["handed_off_at"].notna() if "handed_off_at" in leads else everyone
        self.won = self.handed_off & (leads["outcome"] == "won")
        self.rejected = leads["rejected_at"].notna() if "rejected_at" in leads else ~everyone
        self.value, self.cost, self.currency = value, cost, book.settings.currency

    def spent(self, failing: pd.Series[bool]) -> Estimate | None:
        """Return what sales spent on the failing leads that it was given."""
        if self.cost is None:
            return None
        n = int(self.handed_off.sum())
        share = rate(int((failing & self.handed_off).sum()), n)
        return Estimate(
            value=share.value * n * self.cost,
            low=share.low * n * self.cost,
            high=share.high * n * self.cost,
            n=n,
            events=share.events,
            unit=self.currency or "number",
            method="handed-off leads that fail x cost; Wilson score interval of their share",
        )

    def net(self, failing: pd.Series[bool]) -> Estimate | None:
        """Return what setting the failing leads aside would have been worth."""
        flagged = failing & self.handed_off
        if self.value is None or self.cost is None or not flagged.any():
            return None
        return rule_value(
            flagged,
            rejected=self.rejected,
            won=self.won,
            value=self.value,
            cost=self.cost,
            currency=self.currency,
        ).net


def find(rule: Rule, mask: pd.Series[bool] | None, cells: Cells, handoffs: Handoffs) -> Finding:
    """Count the leads that fail a rule; without a mask the rule could not be checked."""
    missing = missing_columns(rule, cells)
    if mask is None:
        none = rate(0, 0)
        return Finding(
            rule=rule, checked=False, missing=missing, n=0, rate=none, handed_off=0, won=0
        )
    return Finding(
        rule=rule,
        checked=True,
        missing=missing,
        n=int(mask.sum()),
        rate=rate(int(mask.sum()), len(mask)),
        handed_off=int((mask & handoffs.handed_off).sum()),
        won=int((mask & handoffs.won).sum()),
        cost=handoffs.spent(mask),
        net=handoffs.net(mask),
    )
