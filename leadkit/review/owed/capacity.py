"""What sales can take a week, from what was given or from the policy, and whether it fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate
from leadkit.base.language import _
from leadkit.handoff import Policy

WEEKS = {"week": 1.0, "month": 365.25 / 12 / 7}


@dataclass(frozen=True, kw_only=True)
class Limit:
    """What sales can take a week.

    Attributes
    ----------
    per_week : float or None
        Hours where `hours_per_lead` is known, else leads; None where nobody has said.
    hours_per_lead : float or None
        Sales hours one lead takes.
    origin : {"given", "policy", ""}
        Who said so.
    """

    per_week: float | None = None
    hours_per_lead: float | None = None
    origin: Literal["given", "policy", ""] = ""

    @property
    def unit(self) -> str:
        """In what it is counted, in the reader's language."""
        return _("hours") if self.hours_per_lead else _("leads")


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What the leads owed ask of sales a week, beside what sales can take.

    Attributes
    ----------
    limit : Limit
    needed : Estimate
        Hours a week where a lead's hours are known, else leads a week.
    chance : float or None
        The chance that it fits; None where the limit is not known.
    """

    limit: Limit
    needed: Estimate
    chance: float | None

    @property
    def fits(self) -> bool | None:
        """Whether the leads owed fit; None where the limit is not known."""
        return None if self.limit.per_week is None else self.needed.value <= self.limit.per_week

    def to_dict(self) -> dict[str, Any]:
        """Return it for a JSON file."""
        return {
            "per_week": self.limit.per_week,
            "hours_per_lead": self.limit.hours_per_lead,
            "unit": "hours" if self.limit.hours_per_lead else "leads",
            "origin": self.limit.origin or None,
            "needed_per_week": self.needed.to_dict(),
            "fits": self.fits,
            "chance": None if self.chance is None else round(self.chance, 4),
        }


def limit_of(
    policy: Policy | None,
    hours_per_lead: float | None,
    capacity: float | None,
    per: Literal["week", "month"],
) -> Limit:
    """Return what sales can take a week: as given, else as the policy says.

    Raises
    ------
    BadInput
        If an amount is not above 0.
    """
    for name, amount in (("hours_per_lead", hours_per_lead), ("capacity", capacity)):
        if amount is not None and not amount > 0:
            raise BadInput(
                _("{name} must be a number above 0, got {amount}").format(name=name, amount=amount),
                fix=_("Give what sales really can take, or leave it out where nobody knows."),
            )
    terms = None if policy is None else policy.economics
    agreed_hours = None if terms is None else terms.hours
    if capacity is not None:
        return Limit(
            per_week=capacity / WEEKS[per],
            hours_per_lead=hours_per_lead or agreed_hours,
            origin="given",
        )
    if terms is None or terms.capacity is None or terms.per == "table":
        return Limit(hours_per_lead=hours_per_lead or agreed_hours)
    agreed = terms.capacity / WEEKS[terms.per]
    if agreed_hours is None and hours_per_lead is not None:
        agreed *= hours_per_lead  # the policy counts in leads
    return Limit(per_week=agreed, hours_per_lead=hours_per_lead or agreed_hours, origin="policy")
