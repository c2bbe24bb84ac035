"""The bonus both sides are paid by: shared and own results, in a straight line with a cap."""

from __future__ import annotations

from math import fsum
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from leadkit.agreement import words
from leadkit.agreement.parts import Fault, Part, Words, is_blank, refuse, repeated
from leadkit.agreement.words import SIDES
from leadkit.base.language import _

LEAST_SHARED = 0.5
TOLERANCE = 1e-9
LONGEST_TRUE_UP = 730
MEASURED_BY = {
    "margin_against_plan": "shared",
    "accepted_value": "marketing",
    "wins_as_expected": "sales",
}


def score(value: float, floor: float, target: float, cap: float = 1.2) -> float:
    """Return the score of one result: 0 at the floor, 1 at the target, never above the cap.

    Parameters
    ----------
    value, floor, target : float
        The result, where payment begins and where it is full; one unit, floor below target.
    cap : float
        The most that is paid, as a multiple of full payment.

    Returns
    -------
    float
        From 0 to `cap`.

    Notes
    -----
    A straight line has no jump to work towards; jumps and accelerators make sellers move deals
    between periods (Larkin, 2014).

    Examples
    --------
    >>> round(score(0.97, 0.70, 1.0), 4)
    0.9
    """
    return min(max((value - floor) / (target - floor), 0.0), cap)


class Kpi(Part):
    """One result that is paid for: `weight` of the bonus, in a line from `floor` to `target`.

    It rests on a `promise` by its id, or on a `measure` of the scorecard: margin_against_plan
    (shared), accepted_value (marketing), wins_as_expected (sales). A result with neither is
    entered by hand.
    """

    side: Literal["shared", "marketing", "sales"]
    name: Words
    promise: str = ""
    measure: str = Field(default="", exclude_if=is_blank)
    weight: float = Field(gt=0, le=1)
    floor: float
    target: float

    @field_validator("measure")
    @classmethod
    def _is_known_and_of_that_side(cls, measure: str, info: ValidationInfo) -> str:
        if not measure:
            return measure
        if measure not in MEASURED_BY:
            raise ValueError(
                _("no such measure: {name}; write one of {names}").format(
                    name=measure, names=", ".join(MEASURED_BY)
                )
            )
        if info.data.get("promise"):
            raise ValueError(_("a result rests on a promise or on a measure, not on both"))
        side = MEASURED_BY[measure]
        if info.data.get("side", side) != side:
            raise ValueError(
                _("{measure} is a result of {side}").format(measure=measure, side=side)
            )
        return measure

    @field_validator("target")
    @classmethod
    def _above_the_floor(cls, target: float, info: ValidationInfo) -> float:
        if "floor" in info.data and target <= info.data["floor"]:
            raise ValueError(_("the target must lie above the floor"))
        return target


class Bonus(Part):
    """What is paid, up to `cap` times, for which results.

    `marketing_pay` and `sales_pay` are what each side is paid at full score, in the book's
    currency; what rests on wins is trued up `true_up_days` after the period at the earliest;
    `audited` is the share of leads whose record is looked at by a person.
    """

    paid: Words
    cap: float = Field(default=1.2, ge=1, le=1.5)
    marketing_pay: float | None = Field(default=None, gt=0, exclude_if=is_blank)
    sales_pay: float | None = Field(default=None, gt=0, exclude_if=is_blank)
    true_up_days: int | None = Field(default=None, ge=0, le=LONGEST_TRUE_UP, exclude_if=is_blank)
    audited: float | None = Field(default=None, gt=0, le=1, exclude_if=is_blank)
    kpis: tuple[Kpi, ...] = Field(min_length=1)

    @field_validator("kpis")
    @classmethod
    def _add_up(cls, kpis: tuple[Kpi, ...]) -> tuple[Kpi, ...]:
        refuse(repeated(kpis, "name"))
        refuse(_weight_faults(kpis))
        return kpis


def _weight_faults(kpis: tuple[Kpi, ...]) -> list[Fault]:
    faults = []
    for side in SIDES:
        total = fsum(kpi.weight for kpi in kpis if kpi.side in ("shared", side))
        if abs(total - 1) > TOLERANCE:
            problem = _("the shared weights and those of {side} add up to {total}, not to 1")
            faults.append(
                (_first(kpis, side), problem.format(side=side, total=words.amount(round(total, 4))))
            )
    shared = fsum(kpi.weight for kpi in kpis if kpi.side == "shared")
    if shared < LEAST_SHARED - TOLERANCE:
        problem = _("the shared weights add up to {total}; at least {least} must be shared")
        least = words.amount(LEAST_SHARED)
        faults.append(
            (
                _first(kpis, "shared"),
                problem.format(total=words.amount(round(shared, 4)), least=least),
            )
        )
    return faults


def _first(kpis: tuple[Kpi, ...], side: str) -> tuple[int | str, ...]:
    """Return the place of a side's first weight; of the list where it has none."""
    places = (place for place, kpi in enumerate(kpis) if kpi.side == side)
    first = next(places, None)
    return () if first is None else (first, "weight")
