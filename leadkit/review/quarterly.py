"""The quarterly review: both sides' numbers, the split of the gap, and what to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from leadkit.agreement import own_agreement
from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _
from leadkit.base.page import Page
from leadkit.book import Book
from leadkit.handoff import Policy, own_policy
from leadkit.journey import Funnel, extract_date, funnel, turns
from leadkit.review import evidence
from leadkit.review.audit import Audit, audit
from leadkit.review.decisions import Outcome, judge, read_decisions
from leadkit.review.sample import mature_quarters, plan_of
from leadkit.review.shortfall import Shortfall, shortfall


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Review:
    """One quarter looked back on by both sides.

    Attributes
    ----------
    book : Book
        What was reviewed.
    shortfall : Shortfall
        Against the quarter before.
    against_plan : Shortfall or None
        Against the plan, where the book plans the quarter.
    open_quarters : tuple of str
        Quarters with leads whose outcome window is not over.
    progress : dict or None
        How far the quarter that was asked for has come, where it is not over.
    funnel : Funnel
        Stage rates by quarter.
    follow_up, sources, rejected, lost, spend : DataFrame
        Speed to lead, sources (the most grown first), reasons for returning and for not buying,
        and costs of both quarters; empty where the book does not hold them.
    decisions : tuple of Outcome
        What was decided before, and what became of it.
    audit : Audit or None
        The promises of the agreement in force on the day of judgement.
    policy : Policy or None
        The newest handoff policy of the book.
    """

    book: Book
    shortfall: Shortfall
    against_plan: Shortfall | None
    open_quarters: tuple[str, ...]
    progress: dict[str, Any] | None
    funnel: Funnel
    follow_up: pd.DataFrame
    sources: pd.DataFrame
    rejected: pd.DataFrame
    lost: pd.DataFrame
    spend: pd.DataFrame
    decisions: tuple[Outcome, ...] = ()
    audit: Audit | None = None
    policy: Policy | None = None

    @property
    def quarter(self) -> str:
        """The judged quarter."""
        return self.shortfall.quarter

    @property
    def before(self) -> str:
        """The quarter it is compared with."""
        return self.shortfall.against

    @property
    def provisional(self) -> str | None:
        """The quarter that was asked for, where it is not over."""
        return self.progress["quarter"] if self.progress else None

    @property
    def won(self) -> tuple[Estimate, Estimate]:
        """Win rate before and after."""
        (w0, w1), (n0, n1) = self.shortfall.wins, self.shortfall.leads
        return rate(w0, n0), rate(w1, n1)

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

        gap, book = self.shortfall, self.book
        speed = self.follow_up.assign(promised_working_hours=evidence.PROMISED_HOURS)
        return {
            "format": 1,
            "quarter": self.quarter,
            "before": self.before,
            "provisional": self.provisional,
            "open_quarters": list(self.open_quarters),
            "progress": self.progress,
            "as_of": gap.sample.as_of and gap.sample.as_of.isoformat(),
            "data": {"name": book.name, "sha256": book.sha256, "rows": len(book.leads)},
            "currency": book.settings.currency,
            "leadkit": __version__,
            "notes": list(book.notes),
            "sentences": self.sentences(),
            "summary": {
                quarter: {
                    "handed_off": gap.leads[place],
                    "won": gap.wins[place],
                    "win_rate": self.won[place].to_dict(),
                    "revenue": gap.revenue[place],
                }
                for place, quarter in enumerate((self.before, self.quarter))
            },
            "shortfall": gap.to_dict(),
            "shortfall_against_plan": self.against_plan and self.against_plan.to_dict(),
            "funnel": _rows(self.funnel.table),
            "follow_up": _rows(speed, "quarter"),
            "sources": [
                {
                    "source": name,
                    "leads": {"before": before, "after": after},
                    "won_after": won.to_dict(),
                }
                for name, before, after, _growth, won in self.sources.itertuples()
            ],
            "reasons": {"rejected": _by_quarter(self.rejected), "lost": _by_quarter(self.lost)},
            "spend": _rows(self.spend, "quarter"),
            "decisions": [one.to_dict() for one in self.decisions],
            "audit": self.audit and self.audit.to_dict(),
            "policy": self.policy
            and {
                "version": self.policy.version,
                "sha256": self.policy.sha256,
                "line": self.policy.line,
                "look_again": self.policy.look_again and self.policy.look_again.isoformat(),
            },
        }

    def __repr__(self) -> str:
        return self.sentences()[0]

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
    if quarter is not None and quarter not in every:
        raise BadInput(
            _("no lead was handed off in {quarter}").format(quarter=quarter),
            fix=_("Quarters in this book: {quarters}.").format(quarters=", ".join(every)),
        )
    provisional = [quarter] if quarter and quarter not in mature else []
    gap = shortfall(book, None if provisional else quarter, as_of=as_of, draws=draws)
    pair = [gap.against, gap.quarter]
    plan = None
    if not plan_of(book, gap.quarter).empty:
        plan = shortfall(book, gap.quarter, against="plan", as_of=as_of, draws=draws)
    return Review(
        book=book,
        shortfall=gap,
        against_plan=plan,
        open_quarters=tuple(name for name in every if name not in mature),
        progress=evidence.progress(handed, *provisional) if provisional else None,
        funnel=funnel(book, as_of),
        follow_up=evidence.follow_up(book, handed, [*pair, *provisional]),
        sources=evidence.sources(handed, *pair),
        rejected=evidence.rejections(handed, pair),
        lost=evidence.losses(book, handed, pair),
        spend=evidence.spend(book, handed, pair),
        **_agreed(book, as_of),
    )


def _agreed(book: Book, as_of: str | pd.Timestamp | None) -> dict[str, Any]:
    """Find what the book's folder holds of decisions, promises and policy."""
    now = extract_date(book, as_of)
    if book.path is None or book.is_bare or now is None:
        return {}
    today = now.tz_convert(book.settings.timezone).date()
    decided = [one for one in read_decisions(book.path) if one.on <= today]
    agreement, policy = own_agreement(book.path, today), own_policy(book.path)
    return {
        "decisions": tuple(judge(book, one, as_of=as_of) for one in decided),
        "audit": audit(book, agreement[0], as_of=as_of) if agreement else None,
        "policy": policy[0] if policy else None,
    }


def _by_quarter(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{"reason": row.pop("reason"), "by_quarter": row} for row in _rows(table, "reason")]


def _rows(table: pd.DataFrame, index: str = "") -> list[dict[str, Any]]:
    """Return the rows for a JSON file: estimates as dicts, None for what is missing."""
    rows = table.rename_axis(index).reset_index() if index else table
    return [
        {str(name): _plain(cell) for name, cell in row.items()} for row in rows.to_dict("records")
    ]


def _plain(cell: Any) -> Any:
    if isinstance(cell, Estimate):
        return cell.to_dict()
    return None if pd.isna(cell) else cell
