"""Why sales returned leads, and why leads that sales worked did not buy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _
from leadkit.book import Book

NO_REASON = "NOT_GIVEN"


@dataclass(frozen=True)
class Reason:
    """One reason: how often it was given in each quarter, of all leads returned or lost."""

    code: str
    by_quarter: dict[str, Estimate]

    def to_dict(self) -> dict[str, Any]:
        """Return the reason for a JSON file."""
        shares = {quarter: share.to_dict() for quarter, share in self.by_quarter.items()}
        return {"reason": self.code, "by_quarter": shares}


def rejections(book: Book, handed: pd.DataFrame, quarters: list[str]) -> list[Reason]:
    """Count why sales returned leads, by the quarter of their handoff."""
    if not book.has("rejected_at"):
        return []
    returned = handed[handed["rejected_at"].notna()]
    return _counted(returned, returned["rejection_reason"], quarters)


def losses(book: Book, handed: pd.DataFrame, quarters: list[str]) -> list[Reason]:
    """Count why leads that sales did not return were lost, by the quarter of their handoff."""
    if not book.has("lost_reason"):
        return []
    is_lead_end = ~handed["lead_id"].duplicated(keep="last")
    is_lost = (handed["outcome"] == "lost") & handed["rejected_at"].isna()
    is_lost &= handed["closed_at"].notna() & is_lead_end
    lost = handed[is_lost]
    return _counted(lost, book.leads.loc[lost.index, "lost_reason"], quarters)


def _counted(turns: pd.DataFrame, reasons: pd.Series[str], quarters: list[str]) -> list[Reason]:
    """Return the reasons, the most frequent of the last quarter first."""
    codes = reasons.astype(object).where(reasons.notna(), NO_REASON)
    table = pd.crosstab(codes, turns["quarter"]).reindex(columns=quarters, fill_value=0)
    table = table[table.sum(axis=1) > 0].sort_index()
    table = table.sort_values(quarters[-1], ascending=False, kind="stable")
    return [
        Reason(str(code), {q: rate(int(row[q]), int(table[q].sum())) for q in quarters})
        for code, row in table.iterrows()
    ]


def reason_words() -> dict[str, str]:
    """Return what each reason code means."""
    return {
        "DATA_INVALID": _("contact data wrong"),
        "DUPLICATE": _("duplicate"),
        "NO_CONSENT": _("no consent to be contacted"),
        "NOT_ICP": _("not our kind of customer"),
        "NO_AUTHORITY": _("has no say in buying"),
        "NO_NEED": _("no need"),
        "NO_BUDGET": _("no budget"),
        "BAD_TIMING": _("not now"),
        "UNREACHABLE": _("could not be reached"),
        "LOST_PRICE": _("price"),
        "LOST_COMPETITOR": _("bought from a competitor"),
        "LOST_PRODUCT": _("product does not fit"),
        "OTHER": _("other"),
        NO_REASON: _("no reason given"),
    }
