"""What a handed-off lead is worth and what it costs; the user says, nothing is assumed."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

from leadkit.base.errors import BadInput
from leadkit.base.language import _, money, number, percent

Period = Literal["week", "month", "table"]


@dataclass(frozen=True, kw_only=True)
class Economics:
    """Money and time behind a handoff, with no default for either.

    Parameters
    ----------
    value : float
        Contribution margin of one won lead, in the book's currency.
    cost : float
        Cost of working one handed-off lead, won or not, in the book's currency.
    hours : float or None
        Sales hours one handed-off lead takes; without it capacity is counted in leads.
    capacity : float or None
        What sales can work per period: hours where `hours` is given, else leads.
    per : {"week", "month", "table"}
        The period of `capacity`; "table" means all leads judged together.
    currency : str
        ISO code of the currency, for printing.

    Raises
    ------
    BadInput
        If value or cost is not positive, or the cost exceeds the value.

    Examples
    --------
    >>> Economics(value=1000, cost=50).break_even
    0.05
    """

    value: float
    cost: float
    hours: float | None = None
    capacity: float | None = None
    per: Period = "table"
    currency: str = ""

    def __post_init__(self) -> None:
        for name in ("value", "cost", "hours", "capacity"):
            amount = getattr(self, name)
            if amount is not None and not (isfinite(amount) and amount > 0):
                raise BadInput(
                    _("{name} must be a number above 0, got {amount}").format(
                        name=name, amount=amount
                    ),
                    fix=_("Give the amounts of your own firm, for example --value 1000 --cost 50."),
                )
        if self.cost >= self.value:
            raise BadInput(
                _("working a lead costs {cost}, but a win is worth only {value}").format(
                    cost=number(self.cost), value=number(self.value)
                ),
                fix=_("No lead can pay at these figures: check --value and --cost, same currency."),
            )

    @property
    def break_even(self) -> float:
        """The lowest chance of winning at which a handoff pays: cost / value (Elkan, 2001)."""
        return self.cost / self.value

    @property
    def hours_per_lead(self) -> float:
        """What one handoff takes of `capacity`: its hours, or one place."""
        return 1.0 if self.hours is None else self.hours

    def sentence(self) -> str:
        """State every figure and the break-even formula in one sentence."""
        text = _("a win is worth {value}, working a lead costs {cost}").format(
            value=money(self.value, self.currency), cost=money(self.cost, self.currency)
        )
        if self.hours is not None:
            digits = 0 if self.hours == round(self.hours) else 1
            text += _(" and {hours} h").format(hours=number(self.hours, digits))
        if self.capacity is not None:
            unit = _("leads") if self.hours is None else _("hours")
            period = {"week": _("a week"), "month": _("a month"), "table": _("in all")}
            text += _("; sales can take {capacity} {unit} {period}").format(
                capacity=number(self.capacity), unit=unit, period=period[self.per]
            )
        return text + _("; break-even is {cost} / {value} = {rate}").format(
            cost=money(self.cost, self.currency),
            value=money(self.value, self.currency),
            rate=percent(self.break_even, 1),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the figures for a JSON file."""
        return {
            "value": self.value,
            "cost": self.cost,
            "hours": self.hours,
            "capacity": self.capacity,
            "per": self.per,
            "currency": self.currency,
            "break_even": self.break_even,
        }
