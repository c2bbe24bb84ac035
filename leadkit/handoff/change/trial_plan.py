"""The plan of a trial: the leads between an old and a new line, half handed off, by lot."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from leadkit.base.economics import Economics
from leadkit.base.language import _
from leadkit.handoff.change import trial_words
from leadkit.handoff.change.record import Drawn
from leadkit.handoff.change.trial_guardrails import Guardrail
from leadkit.handoff.policy_parts import Document, Frozen, Named, Quota, Terms, is_blank

if TYPE_CHECKING:
    from leadkit.handoff.policy import Policy

SHARE = 0.5
MOST_WEEKS = 26
PREFIX = "trial-"


class Assumed(Frozen):
    """Win rates taken for granted in the size, from `won` of `judged` leads (0: by the scores)."""

    handed_off: float = Field(gt=0, lt=1)
    left: float = Field(ge=0, lt=1)
    judged: int = Field(ge=0)
    won: int = Field(ge=0)


class TrialPlan(Document):
    """A trial of two lines on the leads between them, [low, high); all others stay as they are.

    Accounts of these leads are drawn, half of them to sales. `per_arm` leads are drawn for each
    side, `per_week` of them come a week; each is followed for `window_days`. The result is looked
    at `looks` times, at equal shares of the leads. What the plan says has a fingerprint, `sha256`,
    which stands in the version of the policy that draws: a changed plan is another trial.

    Examples
    --------
    >>> plan = TrialPlan(starts=date(2026, 10, 1), low=0.06, high=0.12, per_arm=455, per_week=50,
    ...                  window_days=90, model={"name": "m1", "sha256": "0" * 64},
    ...                  old={"version": "1", "sha256": "1" * 64, "line": 0.12},
    ...                  new={"version": "2", "sha256": "2" * 64, "line": 0.06},
    ...                  economics={"value": 1000, "cost": 50},
    ...                  assumed={"handed_off": 0.11, "left": 0.02, "judged": 100, "won": 11})
    >>> plan.leads, plan.weeks, plan.answer_on.isoformat(), plan.refusal
    (910, 19, '2027-05-12', None)
    """

    format: Literal[1] = 1
    starts: date
    low: float = Field(gt=0, lt=1)
    high: float = Field(gt=0, lt=1)
    per_arm: int = Field(ge=1)
    per_week: float = Field(gt=0)
    leads_per_account: float = Field(default=1.0, ge=1)
    window_days: int = Field(ge=1)
    looks: Literal[1, 5] = 1
    seed: int = Field(default=0, ge=0)
    old: Drawn
    new: Drawn
    model: Named
    economics: Terms
    assumed: Assumed
    guardrails: tuple[Guardrail, ...] = Field(default=(), exclude_if=is_blank)

    @model_validator(mode="after")
    def _between_the_lines(self) -> TrialPlan:
        if (self.low, self.high) != tuple(sorted((self.old.line, self.new.line))):
            raise ValueError(_("low and high must be the two lines, the lower first"))
        if self.low == self.high:
            raise ValueError(_("the two lines are the same: there is nothing to try"))
        return self

    @property
    def version(self) -> str:
        """The version of the policy that draws, which names the plan by its fingerprint."""
        return PREFIX + self.sha256[:8]

    @property
    def quota(self) -> Quota:
        """The lot: half of the leads from `low` up to the line, `high`, are handed off."""
        return Quota.model_validate({"share": SHARE, "from": self.low, "seed": self.seed})

    @property
    def opens(self) -> bool:
        """Whether the new line hands off more leads than the old one."""
        return self.new.line < self.old.line

    @property
    def leads(self) -> int:
        """How many leads are drawn in all."""
        return 2 * self.per_arm

    @property
    def weeks(self) -> int:
        """How many weeks it takes until they have come."""
        return ceil(self.leads / self.per_week)

    @property
    def drawn_by(self) -> date:
        """The day by which the last of them should have come."""
        return self.starts + timedelta(weeks=self.weeks)

    @property
    def answer_on(self) -> date:
        """The day on which the last of them should have its outcome."""
        return self.drawn_by + timedelta(days=self.window_days)

    @property
    def needed(self) -> float:
        """By how much the win rate must rise for a handoff to pay: its cost over a win's worth."""
        return extra_cost(self.economics) / self.economics.value

    @property
    def refusal(self) -> str | None:
        """Why the change cannot be tested at this volume, and what to do instead; None if it can.

        A trial may draw leads for two quarters; then it waits for the outcomes of the last ones.
        """
        return None if self.weeks <= MOST_WEEKS else trial_words.too_few(self)

    def leads_at(self, look: int) -> int:
        """Return how many leads must have their outcome at a look, counted from 1."""
        return ceil(self.leads * look / self.looks)

    def drawn_by_policy(self, policy: Policy) -> Policy:
        """Return the policy under which leads are scored while the trial runs.

        Parameters
        ----------
        policy : Policy
            The one of the two with the higher line.
        """
        return policy.model_copy(update={"version": self.version, "explore": self.quota})

    def sentence(self) -> str:
        """Say what is done, for how long, and what is decided by it."""
        return self.refusal or trial_words.planned(self)


def extra_cost(economics: Terms) -> float:
    """Return what a handoff costs more than leaving the lead with marketing."""
    return economics.cost - Economics(**economics.model_dump()).spared
