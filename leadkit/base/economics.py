"""What a handed-off lead is worth and what it costs; the user says, nothing is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, Literal

from leadkit.base.errors import BadInput
from leadkit.base.language import N_, _, money, number, percent

Period = Literal["week", "month", "table"]

DOUBTED = {
    "value": N_("the worth of a win"),
    "cost": N_("the cost of working a lead"),
    "hours": N_("the hours a lead takes"),
    "nurture": N_("the cost of nurturing a lead"),
    "keeps": N_("the share that nurturing keeps"),
    "anyway": N_("the chance of buying without a handoff"),
}
WORST = {"value": 0, "cost": 1, "hours": 1, "nurture": 0, "keeps": 1, "anyway": 1}
RATES = ("keeps", "anyway")


@dataclass(frozen=True, kw_only=True)
class Economics:
    """Money and time behind a handoff, with no default for value and cost.

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
    nurture : float
        Cost of nurturing one lead instead of handing it off; below `cost`.
    keeps : float
        Share of its chance of buying that a nurtured lead keeps, 0 to 1.
    anyway : float
        Chance that a lead buys without any handoff, 0 to 1.
    doubt : mapping of str to (float, float)
        Lowest and highest value you would believe of any amount above but capacity.

    Raises
    ------
    BadInput
        If an amount is impossible, if no lead could pay, or if an amount lies outside its doubt.

    Examples
    --------
    >>> Economics(value=1000, cost=50).break_even
    0.05
    >>> round(Economics(value=1000, cost=50, nurture=5, keeps=0.3).break_even, 5)
    0.06429
    """

    value: float
    cost: float
    hours: float | None = None
    capacity: float | None = None
    per: Period = "table"
    currency: str = ""
    nurture: float = 0
    keeps: float = 0
    anyway: float = 0
    doubt: Mapping[str, tuple[float, float]] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.capacity == 0:
            raise BadInput(
                _("no capacity: hand off nobody"),
                fix=_("Give what sales can take, or leave capacity out where nothing limits it."),
            )
        for name in ("value", "cost", "hours", "capacity"):
            amount = getattr(self, name)
            if amount is not None and not (isfinite(amount) and amount > 0):
                raise BadInput(
                    _("{name} must be a number above 0, got {amount}").format(
                        name=name, amount=amount
                    ),
                    fix=_("Give the amounts of your own firm, for example --value 1000 --cost 50."),
                )
        if not 0 <= self.nurture < self.cost:
            raise BadInput(
                _(
                    "nurturing a lead must cost less than working it, and not below 0; got {amount}"
                ).format(amount=self.nurture),
                fix=_("Give what one nurtured lead costs, or leave it out."),
            )
        for name in RATES:
            if not 0 <= getattr(self, name) < 1:
                raise BadInput(
                    _("{name} must be at least 0 and below 1, got {amount}").format(
                        name=name, amount=getattr(self, name)
                    ),
                    fix=_("Write a share as a number, for example 0.3 for 30 %."),
                )
        self._refuse_loss()
        if self.doubt:
            self._check_doubt()

    def _refuse_loss(self) -> None:
        if self.cost >= self.value:
            raise BadInput(
                _("working a lead costs {cost}, but a win is worth only {value}").format(
                    cost=number(self.cost), value=number(self.value)
                ),
                fix=_("No lead can pay at these figures: check --value and --cost, same currency."),
            )
        if self.paid >= self.gained:
            raise BadInput(
                _(
                    "a handoff costs {paid} more than nurturing, but a win adds only {gained} to it"
                ).format(paid=number(self.paid), gained=number(self.gained)),
                fix=_("No lead can pay at these figures: check what nurturing costs and keeps."),
            )

    def _check_doubt(self) -> None:
        """Refuse doubt that does not hold its amount, or under which no lead could ever pay."""
        for name, ends in self.doubt.items():
            if name not in DOUBTED or getattr(self, name) is None:
                raise BadInput(
                    _("there is no amount {name} to doubt").format(name=name),
                    fix=_("Doubt any of {names} that you gave.").format(names=", ".join(DOUBTED)),
                )
            low, high = ends
            if not low <= getattr(self, name) <= high:
                raise BadInput(
                    _("{name} is {amount}, which does not lie between {low} and {high}").format(
                        name=name, amount=getattr(self, name), low=low, high=high
                    ),
                    fix=_("Give the lowest, the likely and the highest amount, in this order."),
                )
        for corner in (0, 1):
            self.varied(**{name: ends[corner ^ WORST[name]] for name, ends in self.doubt.items()})

    @property
    def nurtures(self) -> bool:
        """Whether a lead just below the line is better nurtured than dropped."""
        return not self.keeps or self.nurture < self.keeps * (self.cost + self.anyway * self.value)

    @property
    def kept(self) -> float:
        """The share of its chance that a lead not handed off keeps: 0 where it is dropped."""
        return self.keeps if self.nurtures else 0

    @property
    def spared(self) -> float:
        """What is not spent on nurturing a lead that is handed off: 0 where it would be dropped."""
        return self.nurture if self.nurtures else 0

    @property
    def gained(self) -> float:
        """What one win adds over not handing the lead off: (1 - kept) x value."""
        return (1 - self.kept) * self.value

    @property
    def paid(self) -> float:
        """What one handoff costs more than none: cost - spared + anyway x value."""
        return self.cost - self.spared + self.anyway * self.value

    @property
    def break_even(self) -> float:
        """The lowest chance of winning at which a handoff pays: paid / gained (Elkan, 2001)."""
        return self.paid / self.gained

    @property
    def drop_below(self) -> float | None:
        """The chance below which nurturing costs more than it keeps; None where it never pays."""
        return self.nurture / (self.keeps * self.value) if self.keeps and self.nurtures else None

    @property
    def hours_per_lead(self) -> float:
        """What one handoff takes of `capacity`: its hours, or one place."""
        return 1.0 if self.hours is None else self.hours

    def line(self, shadow_price: float) -> float:
        """Return the lowest chance that pays where an hour (or place) of sales has a price."""
        return (self.paid + shadow_price * self.hours_per_lead) / self.gained

    def varied(self, **changes: Any) -> Economics:
        """Return the economics with some amounts changed and nothing in doubt."""
        return replace(self, doubt={}, **changes)

    def sentence(self) -> str:
        """State every figure and the break-even formula in one sentence."""
        text = _("a win is worth {value}, working a lead costs {cost}").format(
            value=money(self.value, self.currency), cost=money(self.cost, self.currency)
        )
        if self.hours is not None:
            text += _(" and {hours} h").format(hours=written_hours(self.hours))
        text += self._otherwise()
        if self.capacity is not None:
            unit = _("leads") if self.hours is None else _("hours")
            period = {"week": _("a week"), "month": _("a month"), "table": _("in all")}
            text += _("; sales can take {capacity} {unit} {period}").format(
                capacity=number(self.capacity), unit=unit, period=period[self.per]
            )
        text += _("; break-even is {cost} / {value} = {rate}").format(
            cost=self.paid_in_words(),
            value=self.gained_in_words(),
            rate=percent(self.break_even, 1),
        )
        return text + self._doubt_in_words()

    def _otherwise(self) -> str:
        """Say what becomes of a lead that is not handed off, where that was given."""
        text = ""
        if self.nurture or self.keeps:
            text += _("; nurturing a lead costs {nurture}").format(
                nurture=money(self.nurture, self.currency)
            )
        if self.keeps:
            text += _(" and keeps {share} of its chance").format(share=_share(self.keeps))
        if not self.nurtures:
            text += _(", which does not pay: whoever is not handed off is dropped")
        if self.anyway:
            text += _("; {share} of the leads would buy without a handoff").format(
                share=_share(self.anyway)
            )
        return text

    def paid_in_words(self) -> str:
        """Write what one handoff costs more than none, as a sum where it is one."""
        cost = money(self.cost, self.currency)
        if not (self.spared or self.anyway):
            return cost
        value, parts = money(self.value, self.currency), [cost]
        if self.spared:
            parts.append("− " + money(self.spared, self.currency))
        if self.anyway:
            parts.append(f"+ {_share(self.anyway)} × {value}")
        return f"({' '.join(parts)})"

    def gained_in_words(self) -> str:
        """Write what one win adds over not handing the lead off."""
        value = money(self.value, self.currency)
        return f"({_share(1 - self.kept)} × {value})" if self.kept else value

    def _doubt_in_words(self) -> str:
        ranges = [
            _("{what} {low} to {high}").format(
                what=_(DOUBTED[name]), low=self._written(name, low), high=self._written(name, high)
            )
            for name, (low, high) in self.doubt.items()
        ]
        return _("; not sure: {ranges}").format(ranges=", ".join(ranges)) if ranges else ""

    def _written(self, name: str, amount: float) -> str:
        if name in RATES:
            return _share(amount)
        return written_hours(amount) if name == "hours" else money(amount, self.currency)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures for a JSON file: what was not given of the alternative stays out."""
        alternative = {name: getattr(self, name) for name in ("nurture", "keeps", "anyway")}
        doubt = {name: list(ends) for name, ends in self.doubt.items()}
        given = {name: amount for name, amount in {**alternative, "doubt": doubt}.items() if amount}
        return {
            "value": self.value,
            "cost": self.cost,
            "hours": self.hours,
            "capacity": self.capacity,
            "per": self.per,
            "currency": self.currency,
            "break_even": self.break_even,
            **given,
        }


def written_hours(hours: float) -> str:
    """Write hours with as many decimals as they have, two at most."""
    return number(hours, next((n for n in (0, 1) if abs(hours - round(hours, n)) < 1e-9), 2))


def _share(rate: float) -> str:
    """Write a share in percent: whole where that is exact, else with one decimal."""
    return percent(rate, 0 if abs(rate * 100 - round(rate * 100)) < 0.05 else 1)
