"""A number to type under its name, and the same number to slide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leadkit.learn import forms

if TYPE_CHECKING:
    from ipywidgets import BoundedFloatText, FloatSlider, Widget

DIGITS = 9
WHOLE = {"width": "100%", "margin": "0"}


@dataclass(frozen=True, eq=False)
class Dial:
    """A number to type under its name, and the same number to slide."""

    number: BoundedFloatText
    slider: FloatSlider

    @property
    def value(self) -> float:
        """Where it stands."""
        return float(self.number.value)

    @property
    def box(self) -> Widget:
        """Both, one above the other."""
        from ipywidgets import VBox

        return VBox([self.number, self.slider], layout={"margin": "0 0 6px 0"})


def _tidy(value: float) -> float:
    """Return a number without the dust that adding steps leaves, as in 6.300000000000001."""
    return round(value, DIGITS)


def dial(label: str, start: float, low: float, high: float, *, step: float) -> Dial:
    """Return a number to type or to slide between two ends."""
    from ipywidgets import BoundedFloatText, FloatSlider
    from traitlets import link

    ends: dict[str, Any] = {"value": start, "min": low, "max": high, "step": step}
    number = BoundedFloatText(
        **ends, description=label, style=forms.AS_WIDE_AS_ITS_TEXT, layout=WHOLE
    )
    slider = FloatSlider(
        **ends, readout=False, continuous_update=False, tooltip=label, layout=WHOLE
    )
    link((slider, "value"), (number, "value"), transform=(_tidy, _tidy))
    return Dial(number, slider)
