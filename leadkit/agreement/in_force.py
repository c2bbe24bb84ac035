"""What holds while an agreement does: the standard, and the policy with its line and its money."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from leadkit.agreement import words
from leadkit.agreement.parts import Part, Sha256, Words, is_blank, refuse, repeated
from leadkit.base.language import _


class StandardInForce(Part):
    """The data-quality standard that holds, by version and fingerprint."""

    version: Words
    sha256: Sha256


class LineMoved(Part):
    """How the line came to move: from where, what is expected of it, and when it moves back.

    Money is in the policy's currency, over the leads the change was judged on, with its 95 %
    interval; `chance` is that of earning more than before.
    """

    from_version: Words
    from_line: float = Field(ge=0, le=1)
    expected: float
    low: float
    high: float
    chance: float | None = Field(default=None, ge=0, le=1)
    effective: date | None = None
    look_again: date | None = None
    roll_back: Words


class TierInForce(Part):
    """A tier of the leads on or above the line: its name and the chance from which it runs."""

    name: Words
    start: float = Field(alias="from", ge=0, le=1)


class CapacityInForce(Part):
    """What sales can work: `amount` leads or hours per week or month."""

    amount: float = Field(gt=0)
    unit: Literal["leads", "hours"]
    per: Literal["week", "month"]
    hours_per_lead: float | None = Field(
        default=None, gt=0, validate_default=True, exclude_if=is_blank
    )

    @field_validator("hours_per_lead")
    @classmethod
    def _goes_with_hours(cls, given: float | None, info: ValidationInfo) -> float | None:
        if info.data.get("unit") == "hours" and given is None:
            raise ValueError(_("a capacity in hours needs hours_per_lead"))
        if info.data.get("unit") == "leads" and given is not None:
            raise ValueError(_("a capacity in leads takes no hours_per_lead"))
        return given

    def leads(self) -> float:
        """Return how many leads that is, per week or month."""
        return self.amount / (self.hours_per_lead or 1)

    def said(self) -> str:
        """Say it in a sentence."""
        said = {
            ("leads", "week"): _("Sales can work {amount} leads a week."),
            ("leads", "month"): _("Sales can work {amount} leads a month."),
            ("hours", "week"): _(
                "Sales has {amount} hours a week for these leads, {hours} for each: {leads} leads "
                "a week."
            ),
            ("hours", "month"): _(
                "Sales has {amount} hours a month for these leads, {hours} for each: {leads} leads "
                "a month."
            ),
        }
        return said[self.unit, self.per].format(
            amount=words.amount(self.amount),
            hours=words.amount(self.hours_per_lead or 0),
            leads=words.amount(int(self.leads())),
        )


class PolicyInForce(Part):
    """The handoff policy that holds: its line, and the money that the line rests on.

    `tiers` run from the best to the one that begins at the line; `capacity` is what sales can
    work; `change` is there where the line moved from that of an earlier policy.
    """

    version: Words
    sha256: Sha256
    line: float = Field(ge=0, le=1)
    value: float
    cost: float
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    tiers: tuple[TierInForce, ...] = Field(default=(), exclude_if=is_blank)
    capacity: CapacityInForce | None = Field(default=None, exclude_if=is_blank)
    change: LineMoved | None = Field(default=None, exclude_if=is_blank)

    @field_validator("value", "cost")
    @classmethod
    def _above_zero(cls, amount: float) -> float:
        if amount <= 0:
            raise ValueError(_("a line without value and cost cannot be defended"))
        return amount

    @field_validator("tiers")
    @classmethod
    def _fall_to_the_line(
        cls, tiers: tuple[TierInForce, ...], info: ValidationInfo
    ) -> tuple[TierInForce, ...]:
        refuse(repeated(tiers, "name"))
        starts = [tier.start for tier in tiers]
        falls = _("tiers run from the best to the last, each beginning lower")
        below = _("a tier of leads to hand off cannot begin below the line, {line}")
        line = info.data.get("line", 0.0)
        refuse(
            ((place, "from"), falls)
            for place in range(1, len(starts))
            if starts[place] >= starts[place - 1]
        )
        refuse(
            ((place, "from"), below.format(line=words.share(line)))
            for place, start in enumerate(starts)
            if start < line
        )
        return tiers
