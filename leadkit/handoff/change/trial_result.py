"""The result of a trial: which line earns more on the leads between the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _, day, number
from leadkit.book import Book
from leadkit.handoff.change import trial_words
from leadkit.handoff.change.trial_arms import Arms, arms
from leadkit.handoff.change.trial_difference import (
    SAMPLE_RATIO_LIMIT,
    sample_ratio_p,
    win_rate_difference,
)
from leadkit.handoff.change.trial_guardrails import Watch, watched
from leadkit.handoff.change.trial_plan import TrialPlan, extra_cost
from leadkit.handoff.change.trial_sizes import boundary
from leadkit.journey import extract_date

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Decision = Literal["move", "keep", "go_on", "cannot_tell", "stop"]


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side of a trial.

    `not_followed` are leads that went the other way than they were drawn for.
    """

    name: Literal["handed_to_sales", "left_with_marketing"]
    leads: int
    accounts: int
    won: Estimate
    not_followed: int


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class TrialResult:
    """What a trial found.

    Attributes
    ----------
    plan : TrialPlan
        The plan it was judged by.
    as_of : date
        The day it was judged.
    look : int
        Which of the planned looks this is.
    treated, left : Side
        The leads drawn for sales, and those left with marketing.
    difference : Estimate or None
        By how much the win rate is higher among leads handed to sales; the interval allows for the
        looks. None where the lot did not work.
    margin : Estimate or None
        What a handoff brings more than it costs, money a lead.
    sample_ratio_p : float
        How likely sides so unequal are by lot alone.
    watches : tuple of Watch
        The guardrails.
    counts : dict of str to int
        drawn, judged, later (drawn after the leads that this look is for), and what of the log
        was left out: before_start, without_lot, older, again, not_in_book.
    """

    plan: TrialPlan
    as_of: date
    look: int
    treated: Side
    left: Side
    difference: Estimate | None
    margin: Estimate | None
    sample_ratio_p: float
    watches: tuple[Watch, ...]
    counts: Mapping[str, int]

    @property
    def table(self) -> pd.DataFrame:
        """One row a side: side, leads, accounts, won, rate, low, high (Wilson), not_followed."""
        rows = [
            (
                *(side.name, side.leads, side.accounts, side.won.events),
                *(side.won.value, side.won.low, side.won.high, side.not_followed),
            )
            for side in (self.treated, self.left)
        ]
        columns = ["side", "leads", "accounts", "won", "rate", "low", "high", "not_followed"]
        return pd.DataFrame(rows, columns=columns)

    @property
    def is_balanced(self) -> bool:
        """Whether the two sides are as equal as a lot makes them."""
        return self.sample_ratio_p >= SAMPLE_RATIO_LIMIT

    @property
    def broken(self) -> tuple[Watch, ...]:
        """The guardrails beyond their limit."""
        return tuple(watch for watch in self.watches if watch.is_broken)

    @property
    def decision(self) -> Decision:
        """What to do: move the line, keep the old one, go on, leave it undecided, or stop."""
        if self.margin is None or self.broken:
            return "stop"
        if self.margin.low > 0 or self.margin.high < 0:
            return "move" if (self.margin.low > 0) == self.plan.opens else "keep"
        return "go_on" if self.look < self.plan.looks else "cannot_tell"

    def sentence(self) -> str:
        """Say what was found and decided, to both teams."""
        return trial_words.decided(self)

    def sentences(self) -> list[str]:
        """Say the result whole: both sides, the money, the decision, the guardrails."""
        return trial_words.sentences(self)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the win rates of both sides, and what a handoff must add; given axes get marks."""
        from leadkit.handoff.change.trial_picture import plot_trial

        return plot_trial(self, ax)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of trial.json."""
        return {
            "format": 1,
            "plan": {"version": self.plan.version, "sha256": self.plan.sha256},
            "as_of": self.as_of.isoformat(),
            "look": self.look,
            "looks": self.plan.looks,
            "decision": self.decision,
            "sides": self.table.to_dict("records"),
            "difference": None if self.difference is None else self.difference.to_dict(),
            "margin_per_lead": None if self.margin is None else self.margin.to_dict(),
            "sample_ratio_p": self.sample_ratio_p,
            "guardrails": [
                {
                    **watch.guardrail.model_dump(),
                    "found": None if watch.found is None else watch.found.to_dict(),
                    "broken": watch.is_broken,
                }
                for watch in self.watches
            ],
            "n": dict(self.counts),
            "sentences": self.sentences(),
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        return inline_rows(trial_words.rows(self), caption=self.sentence())


def judge_trial(
    plan: TrialPlan, book: Book, *, as_of: str | pd.Timestamp | None = None
) -> TrialResult:
    """Judge a trial by its plan, when as many leads as planned have their outcome.

    Parameters
    ----------
    plan : TrialPlan
        The plan as it was when the first lead was drawn.
    book : Book
        Its scores log who was drawn; its leads say who bought within the window of the draw.
        Leads count on the side they were drawn for, wherever they went.
    as_of : date, optional
        Judge as on this date.

    Raises
    ------
    BadInput
        If the plan was changed, if the leads were drawn by another policy, or if nobody was.
    TooLittleData
        If too few leads have their outcome; says how many are missing, when to come back, and
        which guardrail is broken meanwhile.

    Notes
    -----
    Only the first leads, as many as planned, are judged, so that coming back later changes
    nothing. The bounds of five looks are those of O'Brien and Fleming (1979), and the interval is
    a repeated confidence interval (Jennison and Turnbull, 1989).
    """
    now = extract_date(book, as_of)
    if now is None:
        raise BadInput(
            _("the book has no dates, so nothing says which outcomes are known"),
            where=str(book.path or ""),
            fix=_("Add the columns created_at and closed_at to its leads."),
        )
    found = arms(plan, book, now)
    since = pd.Timestamp(plan.starts).tz_localize(book.settings.timezone)
    watches = watched(plan.guardrails, book, found.above, since, now)
    today = now.tz_convert(book.settings.timezone).date()
    mature = found.mature
    look = sum(plan.leads_at(k) <= len(mature) for k in range(1, plan.looks + 1))
    if look == 0:
        raise _too_early(plan, found, watches, today)
    judged = mature.head(plan.leads_at(look))
    treated, left = _side(judged, is_treated=True), _side(judged, is_treated=False)
    ratio = sample_ratio_p(treated.accounts, left.accounts)
    difference = margin = None
    if ratio >= SAMPLE_RATIO_LIMIT:
        difference = win_rate_difference(judged, bound=float(boundary(plan.looks)[look - 1]))
        margin = _margin(difference, plan)
    counts = {"drawn": len(found.drawn), "judged": len(judged), "later": len(mature) - len(judged)}
    return TrialResult(
        plan=plan,
        as_of=today,
        look=look,
        treated=treated,
        left=left,
        difference=difference,
        margin=margin,
        sample_ratio_p=ratio,
        watches=watches,
        counts=counts | found.counts,
    )


def _side(judged: pd.DataFrame, *, is_treated: bool) -> Side:
    leads = judged[judged["treated"] == is_treated]
    return Side(
        name="handed_to_sales" if is_treated else "left_with_marketing",
        leads=len(leads),
        accounts=int(leads["account"].nunique()),
        won=rate(int(leads["won"].sum()), len(leads)),
        not_followed=int((leads["handed_off"] != is_treated).sum()),
    )


def _margin(difference: Estimate, plan: TrialPlan) -> Estimate:
    """Turn a difference of win rates into money a lead."""
    value, cost = plan.economics.value, extra_cost(plan.economics)
    ends = {end: getattr(difference, end) * value - cost for end in ("value", "low", "high")}
    return replace(difference, **ends, unit=plan.economics.currency or "number")


def _too_early(
    plan: TrialPlan, found: Arms, watches: tuple[Watch, ...], today: date
) -> TooLittleData:
    needed, drawn, mature = plan.leads_at(1), len(found.drawn), len(found.mature)
    if drawn >= needed:
        first = found.drawn["at"].iloc[needed - 1].date() + timedelta(days=plan.window_days + 1)
    else:
        weeks = ceil((needed - drawn) / plan.per_week)
        first = today + timedelta(days=7 * weeks + plan.window_days)
    said = _(
        "too early: {mature} of the {needed} leads that the first look needs have their outcome "
        "({drawn} are drawn), so {missing} are missing"
    )
    stops = [watch.sentence() for watch in watches if watch.is_broken]
    by_side = found.drawn.groupby("treated")["account"].nunique()
    accounts = [int(by_side.get(side, 0)) for side in (True, False)]
    if sample_ratio_p(*accounts) < SAMPLE_RATIO_LIMIT:
        stops.append(trial_words.unequal(*accounts))
    advice = _("Come back on {day}; an earlier look makes a false alarm likelier.")
    if stops:
        advice = _("Stop the trial: {why}").format(why=" ".join(stops)) + "\n" + advice
    return TooLittleData(
        said.format(
            mature=number(mature),
            needed=number(needed),
            drawn=number(drawn),
            missing=number(needed - mature),
        ),
        fix=advice.format(day=day(first)),
    )
