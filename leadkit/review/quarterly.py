"""The quarterly review: both sides' numbers, the split of the gap, and what to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _
from leadkit.base.page import Page
from leadkit.book import Book
from leadkit.journey import Funnel, funnel, turns
from leadkit.review.evidence import (
    Cost,
    Progress,
    Source,
    Speed,
    costs,
    progress,
    sources,
    speed_to_lead,
)
from leadkit.review.population import mature_quarters
from leadkit.review.reasons import Reason, losses, rejections
from leadkit.review.result import Shortfall
from leadkit.review.shortfall import shortfall


@dataclass(frozen=True, kw_only=True, eq=False)
class Review:
    """One quarter looked back on by both sides.

    Attributes
    ----------
    quarter, before : str
        The judged quarter and the one it is compared with.
    provisional : str or None
        The quarter that was asked for, where it is not over.
    open_quarters : tuple of str
        Quarters with leads whose outcome window is not over.
    progress : Progress or None
        How far the provisional quarter has come.
    firm, currency, sha256 : str
        Whose book it is, its currency and the fingerprint of its leads.
    rows : int
        Leads in the book.
    shortfall : Shortfall
        Against the quarter before.
    against_plan : Shortfall or None
        Against the plan, where the book plans the quarter.
    won : dict of str to Estimate
        Win rate of both quarters.
    funnel : Funnel
        Stage rates by quarter.
    speed : list of Speed
        Speed to lead, by quarter; the provisional one last.
    sources : list of Source
        Sources of marketing's leads, the one that grew most first.
    rejected, lost : list of Reason
        Reasons for returning and for not buying.
    costs : list of Cost
        Spend by quarter, where the book has it.
    """

    quarter: str
    before: str
    provisional: str | None
    open_quarters: tuple[str, ...]
    progress: Progress | None
    firm: str
    currency: str
    sha256: str
    rows: int
    shortfall: Shortfall
    against_plan: Shortfall | None
    won: dict[str, Estimate]
    funnel: Funnel
    speed: list[Speed]
    sources: list[Source]
    rejected: list[Reason]
    lost: list[Reason]
    costs: list[Cost]

    def sentences(self) -> list[str]:
        """Say the review in five sentences: the fact, both sides, the unknown, the decision."""
        from leadkit.review.sentences import five_sentences

        return [sentence.text for sentence in five_sentences(self)]

    def page(self) -> Page:
        """Lay the review out as one page to read, print and sign."""
        from leadkit.review.page import review_page

        return review_page(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of review.json: every number of the page under its section."""
        from leadkit import __version__

        gap = self.shortfall
        return {
            "format": 1,
            "quarter": self.quarter,
            "before": self.before,
            "provisional": self.provisional,
            "open_quarters": list(self.open_quarters),
            "progress": self.progress and self.progress.to_dict(),
            "as_of": gap.as_of.isoformat() if gap.as_of else None,
            "data": {"name": self.firm, "sha256": self.sha256, "rows": self.rows},
            "currency": self.currency,
            "leadkit": __version__,
            "sentences": self.sentences(),
            "summary": {
                quarter: {
                    "handed_off": gap.leads[place],
                    "won": gap.wins[place],
                    "win_rate": self.won[quarter].to_dict(),
                    "revenue": gap.revenue[place],
                }
                for place, quarter in enumerate((self.before, self.quarter))
            },
            "shortfall": gap.to_dict(),
            "shortfall_against_plan": self.against_plan and self.against_plan.to_dict(),
            "funnel": _plain(self.funnel.table),
            "follow_up": [speed.to_dict() for speed in self.speed],
            "sources": [source.to_dict() for source in self.sources],
            "reasons": {
                "rejected": [reason.to_dict() for reason in self.rejected],
                "lost": [reason.to_dict() for reason in self.lost],
            },
            "spend": [cost.to_dict() for cost in self.costs],
        }

    def _repr_html_(self) -> str:
        return self.shortfall._repr_html_()


def quarterly_review(
    book: Book,
    quarter: str | None = None,
    *,
    as_of: str | pd.Timestamp | None = None,
    draws: int = 1000,
) -> Review:
    """Review a quarter: what happened, on whose side, and what the data cannot tell.

    Parameters
    ----------
    book : Book
        Turns of marketing's leads are counted in the quarter of their handoff.
    quarter : str, optional
        As "2026Q2"; default the last that is over. One that is not over is shown as provisional,
        and the last one that is over is judged.
    as_of : date, optional
        Judge as on that date.
    draws : int
        Bootstrap draws of the split.

    Returns
    -------
    Review

    Raises
    ------
    BadInput
        If no lead was handed off in the quarter, or no quarter can be judged.

    Examples
    --------
    >>> import leadkit as lk
    >>> review = quarterly_review(lk.read_book(lk.sample()), "2026Q3", draws=20)
    >>> review.quarter, review.provisional
    ('2026Q2', '2026Q3')
    """
    table = turns(book, as_of)
    handed = table[~table["self_generated"] & table["start"].notna()]
    every, mature = sorted(handed["quarter"].unique()), mature_quarters(handed)
    _refuse_unknown(quarter, every)
    is_open = quarter is not None and quarter not in mature
    gap = shortfall(book, None if is_open else quarter, as_of=as_of, draws=draws)
    pair = [gap.against, gap.quarter]
    shown = [*pair, quarter] if quarter and is_open else pair
    return Review(
        quarter=gap.quarter,
        before=gap.against,
        provisional=quarter if is_open else None,
        progress=progress(handed, quarter) if quarter and is_open else None,
        open_quarters=tuple(name for name in every if name not in mature),
        firm=book.name,
        currency=book.settings.currency,
        sha256=book.sha256,
        rows=len(book.leads),
        shortfall=gap,
        against_plan=_against_plan(book, gap.quarter, as_of, draws),
        won={name: _win_rate(handed, name) for name in pair},
        funnel=funnel(book, as_of),
        speed=speed_to_lead(book, handed, shown),
        sources=sources(handed, *pair),
        rejected=rejections(book, handed, pair),
        lost=losses(book, handed, pair),
        costs=costs(book, handed, pair),
    )


def _refuse_unknown(quarter: str | None, every: list[str]) -> None:
    if quarter is not None and quarter not in every:
        raise BadInput(
            _("no lead was handed off in {quarter}").format(quarter=quarter),
            fix=_("Quarters in this book: {quarters}.").format(quarters=", ".join(every)),
        )


def _against_plan(
    book: Book, quarter: str, as_of: str | pd.Timestamp | None, draws: int
) -> Shortfall | None:
    plan = book.table("plan")
    if plan is None or not plan.loc[plan["quarter"] == quarter, "handoffs"].sum() > 0:
        return None
    return shortfall(book, quarter, against="plan", as_of=as_of, draws=draws)


def _win_rate(handed: pd.DataFrame, quarter: str) -> Estimate:
    won = handed.loc[handed["quarter"] == quarter, "won"]
    return rate(int(won.sum()), len(won))


def _plain(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows with None for what is missing, since JSON has no NaN."""
    filled = table.astype(object).where(table.notna(), None)
    return [{str(key): value for key, value in row.items()} for row in filled.to_dict("records")]
