"""What must not suffer while a trial runs, and when the trial is stopped for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd
from pydantic import Field

from leadkit.base.estimate import Estimate, over_expected, rate
from leadkit.base.language import N_, _, number, percent
from leadkit.book import Book
from leadkit.handoff.policy_parts import Frozen
from leadkit.journey import working_hours

Watched = Literal["answered", "rejected", "wins_above"]
WATCHED = {
    "answered": N_("Answered in time by sales"),
    "rejected": N_("Sent back by sales"),
    "wins_above": N_("Wins above the line, of those promised"),
}
ANSWER_HOURS = 8.0
WORSE = 0.10
FEWEST_OF_EXPECTED = 0.75
BEFORE_DAYS, SETTLED_DAYS = 90, 7


class Guardrail(Frozen):
    """A figure that must not suffer.

    `watch` is "answered" (share of handed-off leads that sales answered within `hours` working
    hours), "rejected" (share that sales sent back) or "wins_above" (wins above the line, over the
    wins their probabilities promised). The trial is stopped when the 95 % interval of the figure
    lies wholly beyond `limit`; `before` is what it was when the trial was planned.
    """

    watch: Watched
    before: float = Field(ge=0)
    limit: float = Field(ge=0)
    hours: float | None = Field(default=None, gt=0)

    def rule(self) -> str:
        """Say when the trial is stopped."""
        texts = {
            "answered": _(
                "Stop if clearly fewer than {limit} of the leads handed to sales are answered "
                "within {hours} working hours (before: {before})."
            ),
            "rejected": _(
                "Stop if sales sends back clearly more than {limit} of the leads it is given "
                "(before: {before})."
            ),
            "wins_above": _(
                "Stop if the leads above the line clearly bring fewer than {limit} of the wins "
                "that their scores promise: the added leads take time from the best ones."
            ),
        }
        return texts[self.watch].format(
            limit=percent(self.limit), before=percent(self.before), hours=number(self.hours or 0)
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class Watch:
    """A guardrail and what was found of it; no estimate where nothing can be counted yet."""

    guardrail: Guardrail
    found: Estimate | None

    @property
    def is_broken(self) -> bool:
        """Whether the interval lies wholly beyond the limit."""
        if self.found is None or self.found.refused:
            return False
        if self.guardrail.watch == "rejected":
            return self.found.low > self.guardrail.limit
        return self.found.high < self.guardrail.limit

    def sentence(self) -> str:
        """Say what was found and whether the trial must stop for it."""
        text = _("{what}: {found}; within the limit, {limit}.")
        if self.found is None or self.found.refused:
            text = _("{what}: not enough to count yet (limit {limit}).")
        elif self.is_broken:
            text = _("{what}: {found}; beyond the limit, {limit}.")
        limit = percent(self.guardrail.limit)
        return text.format(what=_(WATCHED[self.guardrail.watch]), found=self.found, limit=limit)


def guardrails_before(book: Book, now: pd.Timestamp) -> tuple[Guardrail, ...]:
    """Return the guardrails of a trial, from what the book shows of the 90 days before it.

    One that the book cannot show, for lack of its column or of 20 leads, is left out.
    """
    since = now - pd.Timedelta(days=BEFORE_DAYS)
    found = [Guardrail(watch="wins_above", before=1.0, limit=FEWEST_OF_EXPECTED)]
    answered, rejected = _answered(book, since, now, ANSWER_HOURS), _rejected(book, since, now)
    if answered is not None and not answered.refused:
        limit = round(max(answered.value - WORSE, 0.0), 4)
        before = round(answered.value, 4)
        found.append(
            Guardrail(watch="answered", before=before, limit=limit, hours=ANSWER_HOURS),
        )
    if rejected is not None and not rejected.refused:
        before = round(rejected.value, 4)
        found.append(Guardrail(watch="rejected", before=before, limit=round(before + WORSE, 4)))
    return tuple(found)


def watched(
    guardrails: tuple[Guardrail, ...],
    book: Book,
    above: pd.DataFrame,
    since: pd.Timestamp,
    now: pd.Timestamp,
) -> tuple[Watch, ...]:
    """Return what is found of each guardrail since the trial began.

    Parameters
    ----------
    guardrails : tuple of Guardrail
        Those of the plan.
    book : Book
        Where the trial runs.
    above : DataFrame
        The leads above the line whose outcome window is over: probability, won (1, 0).
    since, now : Timestamp
        From when to when handoffs are counted, UTC.
    """
    found: list[Watch] = []
    for guardrail in guardrails:
        if guardrail.watch == "answered":
            estimate = _answered(book, since, now, guardrail.hours or ANSWER_HOURS)
        elif guardrail.watch == "rejected":
            estimate = _rejected(book, since, now)
        else:
            estimate = _wins_over_promised(above)
        found.append(Watch(guardrail=guardrail, found=estimate))
    return tuple(found)


def _handed_off(book: Book, since: pd.Timestamp, now: pd.Timestamp) -> pd.DataFrame:
    """Return the leads handed off in a time, long enough before its end to have been answered."""
    if not book.has("handed_off_at"):
        return book.leads.iloc[:0]
    settled = now - pd.Timedelta(days=SETTLED_DAYS)
    return book.leads[book.leads["handed_off_at"].between(since, settled)]


def _answered(book: Book, since: pd.Timestamp, now: pd.Timestamp, hours: float) -> Estimate | None:
    leads = _handed_off(book, since, now)
    if not book.has("first_response_at") or leads.empty:
        return None
    took = working_hours(leads["handed_off_at"], leads["first_response_at"], book.settings)
    return rate(int((took <= hours).sum()), len(leads))


def _rejected(book: Book, since: pd.Timestamp, now: pd.Timestamp) -> Estimate | None:
    leads = _handed_off(book, since, now)
    if "rejected_at" not in leads or leads.empty:
        return None
    return rate(int((leads["rejected_at"] <= now).sum()), len(leads))


def _wins_over_promised(above: pd.DataFrame) -> Estimate | None:
    """Estimate wins over the sum of probabilities, with the exact Poisson interval."""
    promised = float(above["probability"].sum())
    if not promised:
        return None
    wins = int(above["won"].sum())
    value, low, high = over_expected(wins, promised)
    return Estimate(
        value=value,
        low=low,
        high=high,
        n=len(above),
        events=wins,
        unit="rate",
        method="observed over expected wins, exact Poisson interval (Garwood, 1936)",
    )
