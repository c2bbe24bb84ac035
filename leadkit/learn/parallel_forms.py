"""The two parallel forms of eight cases: one before the course, one after it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from leadkit.base.errors import BadInput
from leadkit.base.language import _, number
from leadkit.learn import forms
from leadkit.learn.alive import live_view
from leadkit.learn.checking import Note
from leadkit.learn.learner import Learner, keep_all, learner, steps_so_far
from leadkit.learn.quiz import LETTERS, Item, Letter, bank
from leadkit.learn.steps import Step, Steps, a_step

if TYPE_CHECKING:
    from ipywidgets import HTML, Button, Widget
    from markupsafe import Markup

Which = Literal["first", "second"]
ENDING = {"A": ".1", "B": ".2"}
OTHER = {"A": "B", "B": "A"}
KEY = "form"


@dataclass(frozen=True, eq=False)
class Live:
    """The widgets of a form: options and a tick for every case, the button, the reply."""

    options: dict[str, Any]
    unsure: dict[str, Any]
    hand_in: Button
    reply: HTML
    box: Widget


@dataclass(frozen=True, eq=False, repr=False)
class ParallelForm:
    """Eight cases to answer on one page; what they are told comes after the second form.

    Parameters
    ----------
    who : Learner
        The trainee; their options stand in an order of their own.
    letter : str
        Which of the two forms, "A" or "B".
    which : str
        "first" or "second".
    """

    who: Learner
    letter: Literal["A", "B"]
    which: Which

    @property
    def items(self) -> tuple[Item, ...]:
        """The eight cases, in the order of the lessons."""
        return form_items(self.letter)

    @cached_property
    def live(self) -> Live:
        """The widgets, made when they are first shown."""
        from ipywidgets import HTML, VBox

        options = {item.key: self._options(item) for item in self.items}
        unsure = {item.key: forms.tick(_("I am not sure")) for item in self.items}
        hand_in, reply = forms.button(_("Hand in")), HTML()
        hand_in.on_click(lambda _pressed: self._hand_in())
        asked = [
            part
            for place, item in enumerate(self.items, 1)
            for part in (_question(place, item), options[item.key], unsure[item.key])
        ]
        if is_handed_in(self.letter, steps_so_far()):
            hand_in.disabled = True
            reply.value = forms.READABLE.format(self._told()._repr_html_())
            asked = []
        return Live(options, unsure, hand_in, reply, VBox([*asked, hand_in, reply]))

    def __repr__(self) -> str:
        lines = [_plain(place, self.who, item) for place, item in enumerate(self.items, 1)]
        return "\n\n".join(lines)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Show the form where it can be answered; still, it is not shown: it holds no key."""
        said = _("This form is answered in JupyterLab: choose Run > Run All Cells.")
        still = {"text/plain": said}
        return still | live_view(lambda: self.live.box)

    def _options(self, item: Item) -> Any:
        from ipywidgets import RadioButtons

        labels = [
            (f"{shown}. {item.options[letter].said()}", letter)
            for shown, letter in zip(LETTERS, order(self.who, item), strict=True)
        ]
        return RadioButtons(options=labels, value=None, layout={"width": "auto"})

    def _hand_in(self) -> None:
        """Keep all eight answers at once, or say what is still open."""
        live = self.live
        if is_handed_in(self.letter, steps_so_far()):
            live.hand_in.disabled = True
            forms.say(live.reply, self._told())
            return
        open_cases = [
            number(place)
            for place, item in enumerate(self.items, 1)
            if live.options[item.key].value is None
        ]
        if open_cases:
            text = _("Still open: {cases}. Where you are not sure, choose and tick it.")
            said = text.format(cases=", ".join(open_cases))
            forms.say(live.reply, Note(KEY, _("Not handed in yet."), said))
            return
        fault = keep_all([self._answered(item) for item in self.items])
        if fault:
            forms.say(live.reply, Note(KEY, _("Not handed in yet."), fault))
            return
        live.hand_in.disabled = True
        for widget in (*live.options.values(), *live.unsure.values()):
            widget.disabled = True
        forms.say(live.reply, self._told())

    def _answered(self, item: Item) -> Step:
        letter: Letter = self.live.options[item.key].value
        told = item.reason(letter)
        sure = not self.live.unsure[item.key].value
        return a_step(
            "form", item.key, answer=letter, status=told.status, code=told.code, sure=sure
        )

    def _told(self) -> Note | Told:
        """Return what is said once the form is handed in: the reasons only after both."""
        steps = steps_so_far()
        if not is_handed_in(OTHER[self.letter], steps):
            said = _("You will see what your answers are told after the second form.")
            return Note(KEY, _("Handed in."), said)
        return Told(tuple(_reasons(steps)))


@dataclass(frozen=True, repr=False)
class Told:
    """What every answer of both forms is told."""

    reasons: tuple[tuple[str, str, str], ...]

    def __repr__(self) -> str:
        return "\n\n".join("\n".join(one) for one in self.reasons)

    def _repr_html_(self) -> str:
        from markupsafe import Markup

        rows = [
            Markup("<p><b>{}</b><br>{}<br>{}</p>").format(question, chosen, told)
            for question, chosen, told in self.reasons
        ]
        head = Markup("<p><b>{}</b> {}</p>").format(_("Handed in."), _("Your answers, both forms:"))
        return str(Markup("\n").join([head, *rows]))


def form(which: Which = "first") -> ParallelForm:
    """Ask the eight cases of a trainee's first or second form.

    Half of a class begins with form A, the other half with B, by lot; the second time it is the
    other one. So what is gained is not what one form was easier by. Forms are made for a class:
    `leadkit lab --class` prepares it.

    Parameters
    ----------
    which : str
        "first" or "second".

    Raises
    ------
    BadInput
        If this is not the folder of a trainee, or the first form is not handed in yet.

    Examples
    --------
    >>> form("first")
    Traceback (most recent call last):
    leadkit.base.errors.BadInput: the forms are for a class, and this is not the folder of a trainee
    A trainer makes the folders: leadkit lab --class DIR -n 12.
    """
    who = learner()
    if who is None:
        raise BadInput(
            _("the forms are for a class, and this is not the folder of a trainee"),
            fix=_("A trainer makes the folders: leadkit lab --class DIR -n 12."),
        )
    if which not in ("first", "second"):
        raise BadInput(
            _("there is no form {which!r}").format(which=which),
            fix=_("Write first or second."),
        )
    if which == "second" and not is_handed_in(who.first, steps_so_far()):
        raise BadInput(
            _("the first form is not handed in yet"),
            fix=_("Open the first form, and press Hand in."),
        )
    letter = who.first if which == "first" else OTHER[who.first]
    return ParallelForm(who, "A" if letter == "A" else "B", which)


def form_items(letter: str) -> tuple[Item, ...]:
    """Return the eight cases of form A or B.

    Examples
    --------
    >>> [item.key for item in form_items("B")][:2]
    ['q01.2', 'q02.2']
    """
    return tuple(item for key, item in bank().items() if key.endswith(ENDING[letter]))


def is_handed_in(letter: str, steps: Steps) -> bool:
    """Return whether all cases of a form are answered."""
    answered = {one.key for one in steps.every if one.kind == "form"}
    return {item.key for item in form_items(letter)} <= answered


def order(who: Learner, item: Item) -> list[Letter]:
    """Return the options in a trainee's own order; numbers stay as they rise.

    Examples
    --------
    >>> item = bank()["q02.1"]
    >>> order(Learner(id="a", number=1, first="A"), item)
    ['A', 'B', 'C', 'D']
    """
    shown: list[Letter] = list(LETTERS)
    if not all(one.en.lstrip("+−-")[:1].isdigit() for one in item.options.values()):
        random.Random(f"{who.id}{item.key}").shuffle(shown)
    return shown


def _reasons(steps: Steps) -> list[tuple[str, str, str]]:
    given: dict[str, Any] = {}
    for one in steps.every:
        if one.kind == "form":
            given.setdefault(one.key, one.answer)
    return [
        (item.said(), item.options[given[key]].said(), str(item.reason(given[key])))
        for key, item in bank().items()
        if given.get(key) in LETTERS
    ]


def _question(place: int, item: Item) -> Markup | Any:
    from markupsafe import Markup

    return forms.text(Markup("<p><b>{}.</b> {}</p>").format(place, item.said()))


def _plain(place: int, who: Learner, item: Item) -> str:
    options = [
        f"{shown}. {item.options[letter].said()}"
        for shown, letter in zip(LETTERS, order(who, item), strict=True)
    ]
    return "\n".join([f"{place}. {item.said()}", *options])
