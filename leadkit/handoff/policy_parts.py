"""What a handoff policy is made of: tiers, segments, terms, and the evidence for them."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from leadkit.base.economics import Period
from leadkit.base.language import _
from leadkit.base.toml import read_toml

if TYPE_CHECKING:
    from leadkit.base.estimate import Estimate
    from leadkit.handoff.choice import HandoffChoice
    from leadkit.quality import Standard


def is_blank(part: object) -> bool:
    """Whether a part was not given; it stays out of the file and of the fingerprint then."""
    return not part


class Frozen(BaseModel):
    """Part of a policy: nothing unknown, nothing changed, no number that is not one."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Document(Frozen):
    """A file of its own that both sides agree on: read from TOML, known by its fingerprint."""

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read it from its TOML file.

        Raises
        ------
        BadInput
            If the file is missing or faulty; every fault with its line.
        """
        return read_toml(Path(path), cls)

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of what it says, whatever its layout and whoever agreed to it."""
        return hashlib.sha256(self.model_dump_json(exclude={"agreed"}).encode()).hexdigest()


class Tier(Frozen):
    """A class of leads: those with at least this probability and less than the tier before."""

    name: str = Field(min_length=1)
    start: float = Field(alias="from", ge=0, lt=1)


class Segment(Frozen):
    """Leads with a line of their own: those whose `column` says `value`."""

    column: str = Field(min_length=1)
    value: str = Field(min_length=1)
    line: float = Field(gt=0, le=1)
    drop_below: float | None = Field(default=None, gt=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> Segment:
        if (self.drop_below or 0) > self.line:
            raise ValueError(_("drop_below must not lie above the line"))
        return self


class Quota(Frozen):
    """Who is handed off, or held back, by lot, so that leads beyond the line get an outcome.

    Below the line each lead with a probability of at least `start` is handed off with chance
    `share`; from the line upwards each is held back with chance `holdout`. `seed` makes the draw
    the same again.
    """

    share: float = Field(gt=0, lt=1)
    start: float = Field(default=0.0, alias="from", ge=0, lt=1)
    holdout: float = Field(default=0.0, ge=0, lt=0.5)
    seed: int = Field(default=0, ge=0)


class Terms(Frozen):
    """The economics: money in `currency`, capacity in hours where `hours` is given, else leads.

    What was not given of `nurture`, `keeps` and `anyway` is 0 and stays out of the file.
    """

    value: float = Field(gt=0)
    cost: float = Field(gt=0)
    hours: float | None = Field(default=None, gt=0)
    capacity: float | None = Field(default=None, gt=0)
    per: Period = "table"
    currency: str = ""
    nurture: float = Field(default=0.0, ge=0, exclude_if=is_blank)
    keeps: float = Field(default=0.0, ge=0, lt=1, exclude_if=is_blank)
    anyway: float = Field(default=0.0, ge=0, lt=1, exclude_if=is_blank)


class Profit(Frozen):
    """Money with its 95 % interval."""

    value: float
    low: float
    high: float


class Gain(Profit):
    """What the line earned more than today's rule, and the chance that this is above zero."""

    chance: float | None = Field(default=None, ge=0, le=1)


class Evidence(Frozen):
    """The judged leads behind the line; lines within `flat` are as good within 2 % of profit."""

    as_of: date | None = None
    judged: int = Field(ge=0)
    won: int = Field(ge=0)
    profit: Profit
    flat: tuple[float, float] | None = None
    gain: Gain | None = None
    method: str

    @classmethod
    def of(cls, choice: HandoffChoice, as_of: date | None) -> Evidence:
        """Return the evidence behind a chosen line."""
        gain = choice.compared.get("today")
        chance = choice.p_better.get("today")
        return cls(
            as_of=as_of,
            judged=len(choice.curve.leads.p),
            won=int(choice.curve.leads.won.sum()),
            profit=Profit(**_ends(choice.profit)),
            flat=choice.flat,
            gain=None if gain is None else Gain(**_ends(gain), chance=chance),
            method=choice.profit.method,
        )


class Named(Frozen):
    """A file the policy rests on, by name or version and fingerprint."""

    name: str
    sha256: str


class Version(Frozen):
    """The data-quality standard the leads were screened by."""

    version: str
    sha256: str

    @classmethod
    def of(cls, standard: Standard | None) -> Version | None:
        """Return version and fingerprint of a standard, where there is one."""
        return None if standard is None else cls(version=standard.version, sha256=standard.sha256)


class Agreed(Frozen):
    """Who agreed to the policy on each side, and when; blank until they have."""

    marketing: str = ""
    sales: str = ""
    on: date | None = None


def _ends(estimate: Estimate) -> dict[str, float]:
    return {end: float(getattr(estimate, end)) for end in ("value", "low", "high")}


def tiers_of(line: float, low: float) -> tuple[Tier, ...]:
    """Return the tiers of a line, from those to call first down to those that are dropped."""
    above = (_tier("A call first", min(2 * line, (1 + line) / 2)), _tier("B hand off", line))
    if low == 0:
        return (*above, _tier("C nurture", 0.0))
    if low == line:
        return (*above, _tier("C drop", 0.0))
    return (*above, _tier("C nurture", low), _tier("D drop", 0.0))


def refuse_uneven(tiers: tuple[Tier, ...], line: float | None, low: float) -> None:
    """Refuse tiers that do not fall from the best leads to 0 by way of the line and of `low`."""
    starts = [tier.start for tier in tiers]
    if starts != sorted(set(starts), reverse=True):
        raise ValueError(_("tiers must fall, the best leads first"))
    if starts[-1] != 0:
        raise ValueError(_("the last tier must start at 0, so that every lead has one"))
    if line is not None and line not in starts:
        raise ValueError(_("one tier must start at the line, where handing off begins"))
    if low not in starts:
        raise ValueError(_("one tier must start at drop_below, where nurturing begins"))
    if len({tier.name for tier in tiers}) < len(tiers):
        raise ValueError(_("each tier needs its own name"))


def _tier(name: str, start: float) -> Tier:
    return Tier.model_validate({"name": name, "from": start})
