"""Labs: something to play with, named controls and one drawing with its sentence."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from leadkit.base import figure
from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.learn import forms
from leadkit.learn.alive import live_view

if TYPE_CHECKING:
    from ipywidgets import HTML, Widget
    from markupsafe import Markup
    from matplotlib.figure import Figure

SCREEN_DPI = 96


@dataclass(frozen=True)
class Slider:
    """A whole number to slide or to type, between two ends."""

    name: str
    label: str
    low: int
    high: int
    start: int


@dataclass(frozen=True)
class Switch:
    """One of a few values to choose, each with its text."""

    name: str
    label: str
    options: tuple[tuple[Any, str], ...]
    start: Any


@dataclass(frozen=True)
class Tick:
    """A box to tick."""

    name: str
    label: str
    start: bool = False


Control = Slider | Switch | Tick


@dataclass(frozen=True, eq=False)
class Live:
    """The widgets of a lab: a control for every name, and the drawing with its sentence."""

    controls: dict[str, Any]
    picture: HTML
    box: Widget


@dataclass(frozen=True, eq=False, repr=False)
class Lab:
    """Something to play with.

    Parameters
    ----------
    key : str
        Lesson and name, such as "t01.market".
    controls : tuple of Slider, Switch or Tick
        What can be moved.
    draw : callable
        Given a value for every control by name, returns a figure in the house style.
    say : callable
        Given the same, returns one plain sentence: the words for those who do not see the figure.
    """

    key: str
    controls: tuple[Control, ...]
    draw: Callable[..., Figure]
    say: Callable[..., str]

    @property
    def start(self) -> dict[str, Any]:
        """The value of every control at the start."""
        return {control.name: control.start for control in self.controls}

    @cached_property
    def live(self) -> Live:
        """The widgets, made when they are first shown."""
        from ipywidgets import HTML, VBox

        controls = {one.name: _control(one) for one in self.controls}
        picture = HTML(str(self._picture(self.start)))

        def redraw(_change: Any) -> None:
            values = {name: control.value for name, control in controls.items()}
            picture.value = str(self._picture(values))

        for control in controls.values():
            control.observe(redraw, names="value")
        style = HTML(forms.wrapping(), layout={"display": "none"})
        return Live(controls, picture, VBox([*controls.values(), picture, style]))

    def _picture(self, values: dict[str, Any]) -> Markup:
        sentence = self.say(**values)
        return forms.picture(sentence, self.draw(**values)) + "\n" + forms.paragraph(sentence)

    def __repr__(self) -> str:
        return self.say(**self.start)

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        drawn = self.draw(**self.start)
        width, height = (drawn.get_size_inches() * SCREEN_DPI).round().astype(int).tolist()
        still = {"text/plain": repr(self), "image/png": _png(drawn)}
        shown = {"image/png": {"width": width, "height": height, "alt": repr(self)}}
        return still | live_view(lambda: self.live.box), shown


def play(key: str) -> Lab:
    """Open something to play with: move a control, and the drawing follows.

    Parameters
    ----------
    key : str
        The lab, such as "t01.market".

    Returns
    -------
    Lab
        Where nothing runs, the drawing and its sentence for the values at the start.

    Raises
    ------
    BadInput
        If there is no such lab.

    Examples
    --------
    >>> play("t01.market").key
    't01.market'
    """
    from leadkit.learn.lessons import labs

    known = labs()
    if key not in known:
        raise BadInput(
            _("there is no lab {key!r}").format(key=key),
            fix=_("Labs are {names}.").format(names=", ".join(known)),
        )
    return known[key]


def _control(control: Control) -> Any:
    from ipywidgets import IntSlider, RadioButtons

    if isinstance(control, Tick):
        return forms.tick(_(control.label), ticked=control.start)
    shared: dict[str, Any] = {
        "description": _(control.label),
        "value": control.start,
        "style": forms.AS_WIDE_AS_ITS_TEXT,
        "layout": {"width": "auto"},
    }
    if isinstance(control, Switch):
        options = [(_(label), value) for value, label in control.options]
        return RadioButtons(options=options, **shared)
    return IntSlider(min=control.low, max=control.high, continuous_update=False, **shared)


def _png(drawn: Figure) -> str:
    stream = io.BytesIO()
    figure.setup()
    drawn.savefig(stream, format="png")
    return base64.b64encode(stream.getvalue()).decode()
