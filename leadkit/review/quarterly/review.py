"""The quarterly review: both sides' numbers, the split of the gap, and what to decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
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
from leadkit.review.audit.audit import Audit, audit
from leadkit.review.audit.ledger import days_of
from leadkit.review.breakdown import Breakdown, RepFunnel, by_parts, by_rep
from leadkit.review.decisions.judging import Outcome, judge_log
from leadkit.review.decisions.log import DecisionLog, read_log
from leadkit.review.promised import Promised, promised_by
from leadkit.review.quarterly import evidence
from leadkit.review.quarters import refuse_undated, refuse_unknown
from leadkit.review.road.road import Road, road
from leadkit.review.shortfall.sample import mature_quarters, plan_of
from leadkit.review.shortfall.shortfall import Shortfall, shortfall
from leadkit.review.tools import Tools, tools
from leadkit.review.witnesses import Witnesses, witnesses


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Review:
    """One quarter looked back on by both sides.

    Attributes
    ----------
    book : Book
        What was reviewed.
    shortfall : Shortfall
        Against the quarter before, another one, or the plan.
    before : str
        The earlier quarter that the evidence stands beside.
    as_of : str, Timestamp or None
        The day of judgement, as it was given.
    against_plan : Shortfall or None
        Against the plan as well, where the book plans the quarter.
    plan_refusal : str
        Why a plan that the book holds cannot be used.
    open_quarters : tuple of str
        Quarters with leads whose outcome window is not over.
    progress : dict or None
        How far the quarter that was asked for has come, where it is not over.
    funnel : Funnel
        Stage rates by quarter.
    follow_up, sources, rejected, lost : DataFrame
        Speed to lead, sources (the most grown first), reasons for returning and for not buying;
        empty where the book does not hold them.
    promised : dict
        By quarter, what the agreement in force on its last day promises; the hours of the judged
        quarter are those of `follow_up`.
    road : Road
        What became of the leads from handoff to win, what they took and cost.
    decisions : tuple of Outcome
        What was decided before, and what became of it.
    decision_log : DecisionLog
        All entries of decisions.toml, and whether they stand as they were written.
    audit : Audit or None
        The promises of the agreement in force on the day of judgement.
    policy : Policy or None
        The newest handoff policy of the book.
    """

    book: Book
    shortfall: Shortfall
    before: str
    as_of: str | pd.Timestamp | None
    against_plan: Shortfall | None
    plan_refusal: str
    open_quarters: tuple[str, ...]
    progress: dict[str, Any] | None
    funnel: Funnel
    follow_up: pd.DataFrame
    sources: pd.DataFrame
    rejected: pd.DataFrame
    lost: pd.DataFrame
    promised: dict[str, Promised]
    road: Road
    decisions: tuple[Outcome, ...] = ()
    decision_log: DecisionLog = field(default_factory=DecisionLog)
    audit: Audit | None = None
    policy: Policy | None = None

    @property
    def quarter(self) -> str:
        """The judged quarter."""
        return self.shortfall.quarter

    @property
    def against(self) -> str:
        """What it is compared with: an earlier quarter, or "plan"."""
        return self.shortfall.against

    @property
    def provisional(self) -> str | None:
        """The quarter that was asked for, where it is not over."""
        return self.progress["quarter"] if self.progress else None

    @property
    def won(self) -> tuple[Estimate | float, Estimate]:
        """Win rate before and after; a planned one is a number without an interval."""
        (w0, w1), (n0, n1) = self.shortfall.wins, self.shortfall.leads
        planned = self.shortfall.sample.planned is not None
        return w0 / n0 if planned else rate(w0, n0), rate(w1, n1)

    @cached_property
    def witnesses(self) -> Witnesses:
        """What else speaks for selling, lead quality or the market."""
        return witnesses(self.book, self.shortfall)

    @cached_property
    def by_part(self) -> tuple[Breakdown, ...]:
        """The change of the win rate by source, segment and one more column."""
        return by_parts(self.book, self.shortfall)

    @cached_property
    def by_rep(self) -> RepFunnel:
        """Wins by rep, held against luck."""
        return by_rep(self.book, self.shortfall)

    @cached_property
    def tools(self) -> Tools:
        """Standard, model, line, promises, talk and scorecard: keep, look at, change."""
        return tools(self.book, self.quarter, self.before, self.as_of)

    def sentences(self) -> list[str]:
        """Say the review in five sentences: the fact, both sides, the unknown, the decision."""
        from leadkit.review.quarterly.sentences import five_sentences

        return [sentence.text for sentence in five_sentences(self)]

    def page(self) -> Page:
        """Lay the review out as one page to read, print and sign."""
        from leadkit.review.quarterly.page import review_page

        return review_page(self)

    def numbers(self) -> dict[str, pd.DataFrame]:
        """Return the splits as computed, by the name of their sheet in a workbook."""
        found = {_("The split, not rounded"): self.shortfall.table}
        if self.against_plan:
            found[_("Against the plan, not rounded")] = self.against_plan.table
        return found

    def missing(self) -> list[tuple[str, str]]:
        """Return the parts of the page that the book does not allow, and what each lacks."""
        from leadkit.review.missing import missing

        return missing(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of review.json: every number of the page under its section."""
        from leadkit.review.quarterly.content import review_content

        return review_content(self)

    def __repr__(self) -> str:
        return self.sentences()[0]

    def _repr_html_(self) -> str:
        return self.shortfall._repr_html_()


def quarterly_review(
    book: Book,
    quarter: str | None = None,
    *,
    against: str = "previous",
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
    against : str
        "previous", "year" (the same quarter of the year before), "plan", or an earlier quarter.
    as_of : date, optional
        Judge as on that date.
    draws : int
        Bootstrap draws of the split.

    Raises
    ------
    BadInput
        If no lead was handed off in the quarter, no quarter can be judged, or there is no such
        plan; NothingToCompare where two quarters are not over yet.
    TooLittleData
        If no earlier quarter has both won and lost leads.

    Examples
    --------
    >>> import leadkit as lk
    >>> review = quarterly_review(lk.read_book(lk.sample()), "2026Q3", draws=20)
    >>> review.quarter, review.provisional
    ('2026Q2', '2026Q3')
    """
    table = turns(book, as_of)
    handed = table[~table["self_generated"] & table["start"].notna()]
    refuse_undated(book, handed)
    every, mature = sorted(handed["quarter"].unique()), mature_quarters(handed)
    if quarter is not None:
        refuse_unknown(quarter, every)
    provisional = [quarter] if quarter and quarter not in mature else []
    judged = None if provisional else quarter
    gap = shortfall(book, judged, against=against, as_of=as_of, draws=draws)
    earlier = mature[mature.index(gap.quarter) - 1] if gap.against == "plan" else gap.against
    pair = [earlier, gap.quarter]
    promises = {name: promised_by(book, days_of(name, book)[1]) for name in pair}
    plan, refusal = _plan(book, gap, as_of=as_of, draws=draws)
    return Review(
        book=book,
        shortfall=gap,
        before=earlier,
        as_of=as_of,
        against_plan=plan,
        plan_refusal=refusal,
        open_quarters=tuple(name for name in every if name not in mature),
        progress=evidence.progress(handed, *provisional) if provisional else None,
        funnel=funnel(book, as_of),
        follow_up=evidence.follow_up(
            book, handed, [*pair, *provisional], promises[gap.quarter].call_hours
        ),
        sources=evidence.sources(handed, *pair),
        rejected=evidence.rejections(handed, pair),
        lost=evidence.losses(book, handed, pair),
        promised=promises,
        road=road(book, gap.quarter, earlier, as_of),
        **_agreed(book, as_of),
    )


def _plan(
    book: Book, gap: Shortfall, *, as_of: str | pd.Timestamp | None, draws: int
) -> tuple[Shortfall | None, str]:
    """Split the distance to the plan too, or say why the plan that is there cannot be used."""
    if gap.against == "plan" or plan_of(book, gap.quarter).empty:
        return None, ""
    try:
        return shortfall(book, gap.quarter, against="plan", as_of=as_of, draws=draws), ""
    except BadInput as error:
        return None, f"{error.problem}. {error.fix}"


def _agreed(book: Book, as_of: str | pd.Timestamp | None) -> dict[str, Any]:
    """Find what the book's folder holds of decisions, promises and policy."""
    now = extract_date(book, as_of)
    if book.path is None or book.is_bare or now is None:
        return {}
    today = now.tz_convert(book.settings.timezone).date()
    log = read_log(book.path)
    agreement, policy = own_agreement(book.path, today), own_policy(book.path)
    return {
        "decisions": judge_log(book, log, as_of=as_of),
        "decision_log": log,
        "audit": audit(book, agreement[0], as_of=as_of) if agreement else None,
        "policy": policy[0] if policy else None,
    }
