"""One promise and how far it was kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from leadkit.agreement import Promise
from leadkit.base.language import MISSING, _, number, percent
from leadkit.review.audit.kept import Kept
from leadkit.review.audit.trend import Trend
from leadkit.review.audit.worst import worst_cases, worst_records

BROKEN = "broken"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One promise and how far it was kept."""

    promise: Promise
    kept: Kept
    verdict: str

    @property
    def by_luck(self) -> bool:
        """Whether it was broken by less than luck alone can make."""
        return self.verdict == BROKEN and self.kept.by_luck(self.promise.target)

    def found(self) -> str:
        """Write what was counted."""
        estimate = self.kept.estimate
        if estimate is None:
            return self.kept.missing
        if estimate.unit != "rate":
            return number(estimate.value)
        if estimate.refused and estimate.n:
            return _("{n} of {of}").format(n=number(estimate.events or 0), of=number(estimate.n))
        return estimate.write() if estimate.n else MISSING

    def target(self) -> str:
        """Write what was promised."""
        wanted = self.promise.target
        is_share = self.kept.estimate is None or self.kept.estimate.unit == "rate"
        return percent(wanted) if is_share and wanted <= 1 else number(wanted)

    def row(self, trend: Trend) -> dict[str, Any]:
        """Return the promise as a row of audit.csv."""
        found, before = self.kept.estimate, trend.before
        decisions = self.kept.decisions
        return {
            "id": self.promise.id,
            "side": self.promise.side,
            "measure": self.promise.measure,
            "target": self.promise.target,
            "kept": found and found.value,
            "low": found and found.low,
            "high": found and found.high,
            "n": found and found.n,
            "not_due": self.kept.not_due,
            "verdict": self.verdict,
            "before": before and before.value,
            "trend": trend.moved,
            "accepted": decisions.get("accepted"),
            "returned": decisions.get("returned"),
            "undecided": decisions.get("undecided"),
            "worst": "; ".join(worst_cases(self.kept)["case"].astype("str")),
        }

    def to_dict(self, trend: Trend, missed_most: Iterable[Any]) -> dict[str, Any]:
        """Return the promise for audit.json."""
        kept = self.kept
        return {
            "id": self.promise.id,
            "side": self.promise.side,
            "measure": self.promise.measure,
            "target": self.promise.target,
            "kept": kept.estimate and kept.estimate.to_dict(),
            "not_due": kept.not_due,
            **({"by_lot": kept.by_lot} if kept.by_lot else {}),
            **({"decisions": dict(kept.decisions)} if kept.decisions else {}),
            "verdict": self.verdict,
            "luck_alone_could": self.by_luck,
            "missing": kept.missing,
            "missed_most": list(missed_most),
            "trend": trend.to_dict(),
            "worst": worst_records(kept),
        }
