"""What both heads move: the line, the amounts, and what sales can take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from leadkit.apps.dial import Dial, dial
from leadkit.apps.reading import Setting
from leadkit.base.economics import Economics
from leadkit.base.language import _
from leadkit.handoff.words import headed, money_unit
from leadkit.learn import forms

if TYPE_CHECKING:
    from ipywidgets import Checkbox

    from leadkit.apps.clinic import Clinic

MILLION = 1e6
TENTHS = 10
TIMES, STEPS = 5, 20


@dataclass(frozen=True, eq=False)
class Controls:
    """The controls of a clinic.

    Parameters
    ----------
    threshold, value, cost, capacity : Dial
        The line in percent; worth and cost in `scale` units of money; hours or leads.
    limited : Checkbox
        Whether sales' capacity counts.
    scale : float
        What amounts of money are shown in.
    """

    threshold: Dial
    value: Dial
    cost: Dial
    capacity: Dial
    limited: Checkbox
    scale: float

    @property
    def dials(self) -> tuple[Dial, ...]:
        """What slides."""
        return self.threshold, self.value, self.cost, self.capacity

    def setting(self, clinic: Clinic) -> Setting:
        """Return what the controls say.

        Raises
        ------
        BadInput
            If no lead could pay at these amounts, or sales can take none.
        """
        economics = replace(
            clinic.start.economics,
            value=self.value.value * self.scale,
            cost=self.cost.value * self.scale,
            capacity=self.capacity.value if self.limited.value else None,
        )
        return Setting(threshold=self.line(clinic), economics=economics)

    def line(self, clinic: Clinic) -> float:
        """Return the threshold, 0 to 1, that the controls say."""
        return clinic.line(round(self.threshold.value * TENTHS))


def controls(clinic: Clinic) -> Controls:
    """Make the controls of a clinic, each where the clinic starts."""
    economics, line = clinic.start.economics, clinic.start.threshold
    scale = MILLION if economics.value >= MILLION else 1.0
    unit = money_unit(economics.currency, TENTHS * scale)[1]
    capacity = _capacity(clinic)
    limited = forms.tick(_("Count what sales can take"), ticked=economics.capacity is not None)
    _enable(capacity, enabled=limited.value)
    limited.observe(lambda change: _enable(capacity, enabled=change["new"]), names="value")
    return Controls(
        threshold=dial(_("The line, %"), round(line * 100, 1), 0.0, 100.0, step=0.1),
        value=_amount(headed(_("A win is worth"), unit), economics.value / scale),
        cost=_amount(headed(_("Working a lead costs"), unit), economics.cost / scale),
        capacity=capacity,
        limited=limited,
        scale=scale,
    )


def _amount(label: str, start: float) -> Dial:
    step = _nice(start / STEPS)
    return dial(label, start, step, TIMES * ceil(start / step) * step, step=step)


def _capacity(clinic: Clinic) -> Dial:
    """Return the dial of sales' capacity; without one it stands at what the start takes."""
    economics = clinic.start.economics
    start = economics.capacity or ceil(clinic.curve.work(clinic.start.threshold)) or 1.0
    step = max(_nice(start / STEPS), 1.0)
    return dial(_takes(economics), start, 0.0, TIMES * ceil(start / step) * step, step=step)


def _takes(economics: Economics) -> str:
    hours = {
        "week": _("Sales can take, hours a week"),
        "month": _("Sales can take, hours a month"),
        "table": _("Sales can take, hours in all"),
    }
    leads = {
        "week": _("Sales can take, leads a week"),
        "month": _("Sales can take, leads a month"),
        "table": _("Sales can take, leads in all"),
    }
    return (leads if economics.hours is None else hours)[economics.per]


def _nice(step: float) -> float:
    """Return the 1, 2 or 5 times a power of ten at or below a step."""
    power = 10.0 ** floor(log10(step))
    return float(next(nice for nice in (5, 2, 1) if nice * power <= step * 1.0001) * power)


def _enable(dial: Dial, *, enabled: bool) -> None:
    dial.number.disabled = dial.slider.disabled = not enabled
