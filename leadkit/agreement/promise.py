"""A promise of one side: a measure, its target, who answers for it, what happens if not."""

from __future__ import annotations

from typing import Any

from pydantic import Field, ValidationInfo, field_validator

from leadkit.agreement import words
from leadkit.agreement.measures import MEASURES, Measure
from leadkit.agreement.parts import Part, Words, is_blank
from leadkit.agreement.words import Side
from leadkit.base.language import _

MOST_HOURS, MOST_DAYS, MOST_ATTEMPTS = 10_000, 3_650, 100


class Promise(Part):
    """What one side owes the other: a measure, its target, who answers, what happens if not.

    `target` is a share from 0 to 1 or a whole number; `hours` are working hours, `days` calendar
    days, `attempts` personal ones, `columns` the columns of a complete dossier.

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
    attempts: int | None = Field(default=None, gt=0, le=MOST_ATTEMPTS, exclude_if=is_blank)
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

    @field_validator("hours", "days", "attempts", "columns")
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

    @property
    def owed(self) -> str:
        """The target as the reader writes it, such as 80 %."""
        return (words.share if self.terms.kind == "share" else words.amount)(self.target)

    def _written(self) -> dict[str, str]:
        return {
            "side": words.side_name(self.side),
            "target": self.owed,
            "hours": words.hours(self.hours or 0),
            "days": words.days(self.days or 0),
            "attempts": words.attempts(self.attempts or 0),
            "columns": words.listed(self.columns),
        }
