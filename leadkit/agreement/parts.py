"""The parts of an agreement that stand for themselves, each checked where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import InitErrorDetails

from leadkit.agreement.words import Side
from leadkit.base.language import _
from leadkit.book import REASONS

Fault = tuple[tuple[int | str, ...], str]


def refuse(faults: Iterable[Fault]) -> None:
    """Raise every fault at its place below the field that is being validated."""
    details = [
        InitErrorDetails(
            type="value_error", loc=place, input=None, ctx={"error": ValueError(problem)}
        )
        for place, problem in faults
    ]
    if details:
        raise ValidationError.from_exception_data("agreement", details)


def repeated(items: Sequence[BaseModel], key: str) -> list[Fault]:
    """Return a fault for every item whose key an item above it has already."""
    keys = [getattr(item, key) for item in items]
    problem = _("{value} stands above already; each {key} may stand once")
    return [
        ((place, key), problem.format(value=value, key=key))
        for place, value in enumerate(keys)
        if value in keys[:place]
    ]


def _listed_reason(reason: str) -> str:
    if reason not in REASONS:
        raise ValueError(
            _("no such reason: {reason}; write one of {reasons}").format(
                reason=reason, reasons=", ".join(REASONS)
            )
        )
    return reason


FIRST_YEAR, LAST_YEAR, LONGEST_PERIOD_DAYS = 1990, 2200, 1_830
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Reason = Annotated[str, AfterValidator(_listed_reason)]


def is_blank(part: object) -> bool:
    """Say whether an optional part is left out, so that texts without it keep their fingerprint."""
    return part in (None, "", ())


class Part(BaseModel):
    """A part of an agreement: never changed once read, and without keys it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False
    )


class Parties(Part):
    """The firm, and the role that answers for each side."""

    firm: Words
    marketing: Words
    sales: Words


class Period(Part):
    """The days on which the agreement holds, first and last included; `from` and `to` in files."""

    start: date = Field(alias="from")
    end: date = Field(alias="to")

    @field_validator("end")
    @classmethod
    def _not_before_the_start(cls, end: date, info: ValidationInfo) -> date:
        if "start" in info.data and end < info.data["start"]:
            raise ValueError(_("the period ends before it begins"))
        if not FIRST_YEAR <= end.year <= LAST_YEAR:
            raise ValueError(_("no firm plans for that year"))
        if "start" in info.data and (end - info.data["start"]).days > LONGEST_PERIOD_DAYS:
            raise ValueError(_("the period is longer than five years"))
        return end


class Definitions(Part):
    """What both sides mean by the four words they argue about, a sentence each."""

    mql: Words
    accepted: Words
    worked: Words
    won: Words


class Duty(Part):
    """Who does a task, who answers for it, who is asked before and who is told after (RACI).

    `kind` marks the two tasks that neither side may do alone, in whatever language they are
    written: the definition of a good lead, and a move of the line.
    """

    kind: Literal["definition", "line"] | None = Field(default=None, exclude_if=is_blank)
    task: Words
    responsible: Words
    accountable: Words
    consulted: tuple[Words, ...] = ()
    informed: tuple[Words, ...] = ()


class Rejection(Part):
    """A reason not to buy or to return a lead: who mends it, and may sales return a lead for it."""

    reason: Reason
    owner: Words
    may_return: bool
    words: Words


class Recycling(Part):
    """When a lead that ended for a reason is offered again, and who sees to it."""

    reason: Reason
    after_days: int = Field(gt=0)
    owner: Words


class Change(Part):
    """How the agreement is changed, with how many days' notice, and when it is looked at again."""

    how: Words
    notice_days: int = Field(ge=0)
    look_again: date


class Signature(Part):
    """Who signed for a side, when, and under which text."""

    side: Side
    role: Words
    name: Words
    at: AwareDatetime
    sha256: Sha256
