"""The promises judged: what each side kept and broke in the quarter."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from leadkit.agreement import SIDES
from leadkit.base.language import MISSING, _, day, number
from leadkit.base.page import Table
from leadkit.review.audit.audit import Audit, audit
from leadkit.review.audit.judged import BROKEN
from leadkit.review.tools.basis import Basis
from leadkit.review.tools.tool import Tool, Verdict, with_numbers


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PromisesJudged(Tool):
    """Both sides' promises in a quarter.

    Attributes
    ----------
    table : DataFrame
        One row a side: side, kept, broken (beyond luck), missed (within luck), open (cannot be
        judged), ids (of those broken, with a space between).
    audit : Audit or None
        Each promise, and what it was measured on.
    was_agreed : bool
        Whether the agreement was in force; else this is what the quarter would have been by it.
    """

    name = "promises"
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    audit: Audit | None = None
    was_agreed: bool = True
    refusal: str = ""

    @property
    def heading(self) -> str:
        """What the tool is called."""
        return _("The promises")

    @property
    def broken(self) -> list[str]:
        """Promises broken beyond luck."""
        return [one for ids in self.table["ids"] for one in ids.split()]

    @property
    def verdict(self) -> Verdict:
        """Change where an agreed promise was broken beyond luck; look where some was missed."""
        if self.refusal:
            return ""
        if self.was_agreed and self.broken:
            return "change"
        is_clean = not self.broken and not self.table[["missed", "open"]].to_numpy().any()
        return "keep" if is_clean else "look"

    def sentence(self) -> str:
        """Say how many promises each side kept."""
        if self.audit is None:
            return ""
        text = repr(self.audit)
        if self.was_agreed:
            return text
        period = self.audit.agreement.period
        then = _(
            "Agreement {version} holds from {first} to {last}; this is what the quarter would have "
            "been by it."
        )
        return f"{text} " + then.format(
            version=self.audit.agreement.version, first=day(period.start), last=day(period.end)
        )

    def advice(self) -> str:
        """Say what follows."""
        if self.was_agreed and self.broken:
            text = _("Do what the agreement says for {ids}, or agree on another target.")
            return text.format(ids=", ".join(self.broken))
        if self.broken:
            text = _("Look at {ids} before you sign: the quarter would have broken them.")
            return text.format(ids=", ".join(self.broken))
        if self.verdict == "keep":
            return _("Keep the promises as they are.")
        return _("Look at the promises that luck may have missed, or that nothing measures.")

    def rows(self) -> pd.DataFrame:
        """Return how many promises each side kept and broke."""
        return pd.DataFrame(
            {
                _("side"): _(row["side"]),
                _("kept"): number(row["kept"]),
                _("broken beyond luck"): number(row["broken"]),
                _("missed, as luck may"): number(row["missed"]),
                _("cannot be judged"): number(row["open"]),
                _("which were broken"): ", ".join(row["ids"].split()) or MISSING,
            }
            for row in self.table.to_dict("records")
        )

    def evidence(self) -> Table:
        """Return the counts as a table of the page."""
        return with_numbers(_("How many promises were kept"), self.rows(), 1, -1)


def judge_promises(basis: Basis) -> PromisesJudged:
    """Hold the promises against the quarter."""
    agreement = basis.agreement
    if agreement is None:
        why = _("There is no agreement; leadkit agreement new drafts one.")
        return PromisesJudged(refusal=why)
    first, last = basis.days
    found = audit(basis.marked, agreement, as_of=basis.as_of, first=first, last=last)
    return PromisesJudged(
        table=pd.DataFrame([_counts(found, side) for side in SIDES]),
        audit=found,
        was_agreed=basis.was_agreed,
    )


def _counts(found: Audit, side: str) -> dict[str, object]:
    mine = found.of(side)
    broken = [one for one in mine if one.verdict == BROKEN]
    clearly = [one.promise.id for one in broken if not one.by_luck]
    kept = sum(one.verdict == "kept" for one in mine)
    return {
        "side": side,
        "kept": kept,
        "broken": len(clearly),
        "missed": len(broken) - len(clearly),
        "open": len(mine) - kept - len(broken),
        "ids": " ".join(clearly),
    }
