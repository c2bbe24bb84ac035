"""What is owed: the numbers by segment, in words, as a picture, as a page, as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from leadkit.base.estimate import Estimate
from leadkit.review.owed.capacity import Carried

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.base.page import Page


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class LeadsOwed:
    """The leads that a revenue target asks of marketing in a quarter.

    Attributes
    ----------
    name, quarter, since, until : str
        The book, the quarter, and the first and last quarter whose leads the rates come from.
    origin : {"plan", "given"}
        Where the revenue comes from.
    share : float
        The part of it that marketing's leads are to bring.
    currency : str
        Of the revenue.
    weeks : float
        Working weeks of the quarter.
    table : DataFrame
        One row a segment: segment, revenue (marketing's part), deal_value and win_rate (Estimate),
        leads, low, high, per_week, per_week_low, per_week_high, so_far_per_week (last quarter
        that was over), pooled (bool: its win rate leans on the whole), refusal.
    total : Estimate
        Leads of the quarter over the segments that are not refused.
    carried : Carried
        Whether sales has the hours.
    """

    name: str
    quarter: str
    since: str
    until: str
    origin: Literal["plan", "given"]
    share: float
    currency: str
    weeks: float
    table: pd.DataFrame
    total: Estimate
    carried: Carried

    @property
    def per_week(self) -> Estimate:
        """Leads a week."""
        return scaled(self.total, 1 / self.weeks)

    @property
    def so_far_per_week(self) -> float:
        """Leads that meet the standard and were handed off a week in the last quarter over."""
        return float(self.table["so_far_per_week"].sum())

    def sentence(self) -> str:
        """Say what is owed, and whether sales can carry it."""
        from leadkit.review.owed.words import owed_sentences

        return " ".join(owed_sentences(self))

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw leads a week by segment with their intervals, beside those handed off so far."""
        from leadkit.review.owed.page import plot_owed

        return plot_owed(self, ax)

    def page(self) -> Page:
        """Lay it out as one page."""
        from leadkit.review.owed.page import owed_page

        return owed_page(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of owed.json."""
        rows = self.table.to_dict("records")
        return {
            "format": 1,
            "quarter": self.quarter,
            "from_quarters": [self.since, self.until],
            "origin": self.origin,
            "share": self.share,
            "currency": self.currency,
            "weeks": round(self.weeks, 2),
            "segments": [{str(name): _plain(cell) for name, cell in row.items()} for row in rows],
            "leads": self.total.to_dict(),
            "per_week": self.per_week.to_dict(),
            "so_far_per_week": round(self.so_far_per_week, 2),
            "capacity": self.carried.to_dict(),
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.review.owed.words import owed_rows

        return inline_rows(owed_rows(self), caption=repr(self))


def scaled(found: Estimate, factor: float) -> Estimate:
    """Return an estimate of so many times as much."""
    value, low, high = (factor * end for end in (found.value, found.low, found.high))
    return Estimate(value=value, low=low, high=high, n=found.n, method=found.method)


def _plain(cell: Any) -> Any:
    if isinstance(cell, Estimate):
        return cell.to_dict()
    if isinstance(cell, float):
        return round(cell, 4) if np.isfinite(cell) else None
    return cell
