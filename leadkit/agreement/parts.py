"""The parts of an agreement that stand for themselves, each checked where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any

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

from leadkit.agreement import words
from leadkit.agreement.measures import MEASURES, Measure
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


MOST_HOURS, MOST_DAYS = 10_000, 3_650
FIRST_YEAR, LAST_YEAR, LONGEST_PERIOD_DAYS = 1990, 2200, 1_830
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Reason = Annotated[str, AfterValidator(_listed_reason)]


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


def _is_none(part: object) -> bool:
    return part is None


class PolicyInForce(Part):
    """The handoff policy that holds: its line, and the money that the line rests on.

    `change` is there where the line moved from that of an earlier policy.
    """

    version: Words
    sha256: Sha256
    line: float = Field(ge=0, le=1)
    value: float
    cost: float
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    change: LineMoved | None = Field(default=None, exclude_if=_is_none)

    @field_validator("value", "cost")
    @classmethod
    def _above_zero(cls, amount: float) -> float:
        if amount <= 0:
            raise ValueError(_("a line without value and cost cannot be defended"))
        return amount


class Promise(Part):
    """What one side owes the other: a measure, its target, who answers, what happens if not.

    `target` is a share from 0 to 1 or a whole number; `hours` are working hours, `days` calendar
    days, `columns` the columns of a complete dossier.

    Examples
    --------
    >>> promise = Promise(
    ...     id="S1", side="sales", measure="called_in_time", hours=4, target=0.8,
    ...     owner="Head of sales", remedy="The queue is shared out again the same day.",
    ... )
    >>> print(promise.short)
    first attempt within 4 working hours
    """

    id: str = Field(pattern=r"^[A-Z][A-Z0-9]*$")
    side: Side
    measure: str
    hours: float | None = Field(default=None, gt=0, le=MOST_HOURS)
    days: float | None = Field(default=None, gt=0, le=MOST_DAYS)
    columns: tuple[Words, ...] = ()
    target: float
    owner: Words
    remedy: Words

    @field_validator("measure")
    @classmethod
    def _is_known_and_of_that_side(cls, measure: str, info: ValidationInfo) -> str:
        if measure not in MEASURES:
            names = ", ".join(MEASURES)
            raise ValueError(
                _("no such measure: {name}; write one of {names}").format(name=measure, names=names)
            )
        if info.data.get("side", MEASURES[measure].sides[0]) not in MEASURES[measure].sides:
            raise ValueError(
                _("{side} cannot promise {name}").format(side=info.data["side"], name=measure)
            )
        return measure

    @field_validator("hours", "days", "columns")
    @classmethod
    def _as_the_measure_takes(cls, given: Any, info: ValidationInfo) -> Any:
        name, measure = str(info.field_name), info.data.get("measure")
        if measure is None:
            return given
        is_needed = name in MEASURES[measure].parameters
        if is_needed and not given:
            raise ValueError(_("{measure} needs {name}").format(measure=measure, name=name))
        if given and not is_needed:
            raise ValueError(_("{measure} takes no {name}").format(measure=measure, name=name))
        return given

    @field_validator("target")
    @classmethod
    def _can_be_reached(cls, target: float, info: ValidationInfo) -> float:
        kind = MEASURES[info.data["measure"]].kind if "measure" in info.data else ""
        if kind == "share" and not 0 < target <= 1:
            raise ValueError(_("a share lies above 0 and is at most 1, as in 0.8"))
        if kind == "count" and not (target > 0 and target.is_integer()):
            raise ValueError(_("a count is a whole number above 0"))
        return target

    @property
    def terms(self) -> Measure:
        """The measure that is promised."""
        return MEASURES[self.measure]

    @property
    def short(self) -> str:
        """What is measured, in a few words."""
        return self.terms.short().format(**self._written())

    @property
    def sentence(self) -> str:
        """The whole promise in words."""
        return self.terms.sentence().format(**self._written())

    def _written(self) -> dict[str, str]:
        target = words.share if self.terms.kind == "share" else words.amount
        return {
            "side": words.side_name(self.side),
            "target": target(self.target),
            "hours": words.hours(self.hours or 0),
            "days": words.days(self.days or 0),
            "columns": words.listed(self.columns),
        }


class Duty(Part):
    """Who does a task, who answers for it, who is asked before and who is told after (RACI)."""

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
