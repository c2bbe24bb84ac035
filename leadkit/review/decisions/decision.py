"""One decision as it stands in decisions.toml: what, by whom, what it should do, how judged."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from leadkit.agreement import MEASURES, MOST_DAYS, MOST_HOURS
from leadkit.base.errors import BadInput
from leadkit.base.frozen import Frozen
from leadkit.base.language import EN_DASH, _, number, percent
from leadkit.base.toml import fault_words

BY_HAND, SOURCE_SHARE = "", "source_share"
PARAMETERS, SOURCE = ("hours", "days", "attempts", "columns"), "source"
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
YEAR_AND_QUARTER = re.compile(r"(19|20|21)[0-9]{2}Q[1-4]")
Fingerprint = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]


def _a_quarter(text: str) -> str:
    if not YEAR_AND_QUARTER.fullmatch(text):
        raise ValueError(_("{quarter!r} is not a quarter; write it as 2026Q3").format(quarter=text))
    return text


Quarter = Annotated[str, AfterValidator(_a_quarter)]


class Decision(Frozen):
    """One decision: what, by whom, what it should do, and how it will be judged.

    `measure` is one of the measures of an agreement, or `source_share` (the share of handed-off
    leads from `source`); without one the decision is judged by talking. `target` is reached by at
    least that share (or count), with `at_most` by at most that; `expects_low` to `expects_high` is
    where the measure was expected to land. One that `withdraws` another names its fingerprint, and
    says why as `what`. `after` is the fingerprint of the one that stood before it.
    """

    on: date
    what: Words
    owner: Words
    side: Literal["marketing", "sales"]
    expects: str = ""
    judge_in: Quarter
    before: Quarter
    measure: str = BY_HAND
    hours: float | None = Field(default=None, gt=0, le=MOST_HOURS, allow_inf_nan=False)
    days: float | None = Field(default=None, gt=0, le=MOST_DAYS, allow_inf_nan=False)
    attempts: int | None = Field(default=None, gt=0)
    columns: tuple[str, ...] = ()
    source: str = ""
    target: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    at_most: bool = False
    expects_low: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    expects_high: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    withdraws: Fingerprint = ""
    after: Fingerprint = ""

    @property
    def is_share(self) -> bool:
        """Whether the measure is a share rather than a count."""
        return self.measure == SOURCE_SHARE or (
            self.measure in MEASURES and MEASURES[self.measure].kind == "share"
        )

    @property
    def expected(self) -> tuple[float, float] | None:
        """The interval in which the measure was expected to land, where one was given."""
        if self.expects_low is None or self.expects_high is None:
            return None
        return self.expects_low, self.expects_high

    def wanted(self) -> str:
        """Write the target, or the words that stand for it."""
        if self.measure == BY_HAND:
            return self.expects
        words = _("at most {target}") if self.at_most else _("at least {target}")
        return words.format(target=self._amount(self.target))

    def hoped(self) -> str:
        """Write the interval in which the measure was expected to land; "" without one."""
        if self.expected is None:
            return ""
        low, high = self.expected
        if not self.is_share:
            return f"{number(low)}{EN_DASH}{number(high)}"
        places = max(_places(low), _places(high))
        return f"{number(low * 100, places)}{EN_DASH}{percent(high, places)}"

    def _amount(self, value: float) -> str:
        return percent(value, _places(value)) if self.is_share else number(value)

    @field_validator("measure")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name not in (BY_HAND, SOURCE_SHARE, *MEASURES):
            known = ", ".join((SOURCE_SHARE, *MEASURES))
            raise ValueError(
                _("no measure is called {name!r}; there are {known}").format(name=name, known=known)
            )
        return name

    @model_validator(mode="after")
    def _states_what_its_measure_takes(self) -> Decision:
        takes: tuple[str, ...] = (SOURCE,) if self.measure == SOURCE_SHARE else ()
        if self.measure in MEASURES:
            takes = MEASURES[self.measure].parameters
            if MEASURES[self.measure].kind == "count" and not self.target.is_integer():
                raise ValueError(
                    _("the target of {measure} is a whole number").format(measure=self.measure)
                )
        if self.is_share and self.target > 1:
            raise ValueError(_("a share is at most 1, as in 0.8"))
        if self.judge_in < self.before:
            raise ValueError(
                _("{quarter} lies before {before}, when it was decided").format(
                    quarter=self.judge_in, before=self.before
                )
            )
        given = [name for name in (*PARAMETERS, SOURCE) if getattr(self, name)]
        if sorted(given) != sorted(takes):
            wanted = (
                _("the measure {measure!r} takes {wanted}")
                if takes
                else _("the measure {measure!r} takes nothing more")
            )
            raise ValueError(wanted.format(measure=self.measure, wanted=", ".join(takes)))
        return self

    @model_validator(mode="after")
    def _expects_an_interval(self) -> Decision:
        low, high = self.expects_low, self.expects_high
        if low is None and high is None:
            return self
        if low is None or high is None or low > high:
            raise ValueError(_("expects_low and expects_high go together, the lower one first"))
        if self.measure == BY_HAND:
            raise ValueError(_("expects_low and expects_high need a measure"))
        if self.is_share and high > 1:
            raise ValueError(_("a share is at most 1, as in 0.8"))
        return self

    @model_validator(mode="after")
    def _withdraws_and_nothing_else(self) -> Decision:
        if self.withdraws and self.measure != BY_HAND:
            raise ValueError(_("an entry that withdraws another has no measure of its own"))
        return self


def checked(**given: Any) -> Decision:
    """Return a decision, or refuse what cannot be one.

    Raises
    ------
    BadInput
        With every fault, in the reader's language.
    """
    try:
        return Decision(**given)
    except ValidationError as error:
        faults = "\n".join(
            ": ".join(filter(None, [".".join(map(str, one["loc"])), fault_words(one, Decision)]))
            for one in error.errors()
        )
        raise BadInput(faults, fix=_("Mend the options and run again.")) from None


def _places(share: float) -> int:
    return 0 if round(share * 100, 6).is_integer() else 1
