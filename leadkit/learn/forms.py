"""An exercise as a form: live with buttons, or as still text with folded hints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, Protocol

from leadkit.base import figure
from leadkit.base.language import _
from leadkit.base.page import packaged
from leadkit.learn.alive import Alive
from leadkit.learn.answers.kinds import Choice, Number, Options, Order, Several, Table
from leadkit.learn.checking import attempt, give_hint, hint_of, solution_of
from leadkit.learn.exercise import Exercise, Kind, exercise
from leadkit.learn.resuming import resume

if TYPE_CHECKING:
    from ipywidgets import HTML, Button, Widget
    from markupsafe import Markup
    from matplotlib.figure import Figure

LETTER, WIDEST, FIELD = 0.65, 40, "22em"
READABLE = '<div style="font-size:14px;line-height:1.6">{}</div>'
AS_WIDE_AS_ITS_TEXT = {"description_width": "initial"}
NOTHING: tuple[str, None] = ("", None)


class Word(Protocol):
    """A word to the learner: a reply, a note, the reasons of a form."""

    def _repr_html_(self) -> str: ...


@dataclass(frozen=True, eq=False)
class Live:
    """The widgets of a form: its inputs, three buttons, and the reply below."""

    inputs: tuple[Any, ...]
    check: Button
    hint: Button
    solution: Button
    reply: HTML
    box: Widget


@dataclass(frozen=True, eq=False, repr=False)
class Form(Alive):
    """An exercise to answer on the page."""

    exercise: Exercise

    @cached_property
    def live(self) -> Live:
        """The widgets, made when they are first shown."""
        from ipywidgets import HTML, VBox

        inputs = _inputs(self.exercise.kind)
        check, hint, solution = map(button, (_("Check"), _("Hint"), _("Solution")))
        reply = HTML()
        box = VBox([text(_question(self.exercise)), *inputs, row(check, hint, solution), reply])
        steps = chain((1,), repeat(2))
        check.on_click(
            lambda _pressed: say(reply, attempt(self.exercise, _answer(self.exercise.kind, inputs)))
        )
        hint.on_click(lambda _pressed: say(reply, give_hint(self.exercise, next(steps))))
        solution.on_click(lambda _pressed: say(reply, solution_of(self.exercise)))
        resume(self.exercise, inputs, reply)
        return Live(inputs, check, hint, solution, reply, box)

    def html(self) -> str:
        """Return the form as still text: what is asked, and the hints folded away."""
        from markupsafe import Markup

        hints = [hint_of(self.exercise, step) for step in (1, 2)]
        folded = [fold(note.head, note.text) for note in hints]
        parts = [_question(self.exercise), *_listing(self.exercise.kind), *folded]
        return str(Markup("<div>\n{}\n</div>").format(Markup("\n").join(parts)))

    def __repr__(self) -> str:
        return f"{self.exercise.key} {_(self.exercise.question)} {self.exercise.kind.asked()}"


def ask(key: str) -> Form:
    """Ask a question: a small form with an answer to fill in and the buttons to check it.

    Parameters
    ----------
    key : str
        The exercise, such as "t01.2".

    Returns
    -------
    Form
        Where nothing runs, the question and its folded hints; never the answer.

    Raises
    ------
    BadInput
        If there is no such exercise.

    Examples
    --------
    >>> form = ask("t01.2")
    >>> form.live.check.click()
    >>> "Not done yet." in form.live.reply.value
    True
    """
    return Form(exercise(key))


def say(place: HTML, word: Word) -> None:
    """Show a word to the learner, so that a screen reader speaks it as it comes."""
    place.value = READABLE.format(f'<div role="alert">{word._repr_html_()}</div>')


def text(content: Markup) -> HTML:
    """Return text among the widgets; with it options and boxes take as many lines as they need."""
    from ipywidgets import HTML

    return HTML(wrapping() + READABLE.format(content))


@cache
def wrapping() -> str:
    """Return the style by which labels and options wrap; ipywidgets gives each one line."""
    return f"<style>{packaged('leadkit.learn', 'forms.css')}</style>"


def button(label: str) -> Button:
    """Return a button as wide as its label."""
    from ipywidgets import Button

    return Button(description=label, layout={"width": "auto"})


def row(*widgets: Widget) -> Widget:
    """Return widgets side by side; where the page is too narrow they go to the next line."""
    from ipywidgets import HBox

    return HBox(widgets, layout={"flex_flow": "row wrap"})


def choice(options: Iterable[tuple[str, str]]) -> Any:
    """Return lettered options to choose one from; none is chosen at first."""
    from ipywidgets import RadioButtons

    lettered = [(f"{letter}. {option}", letter) for letter, option in options]
    return RadioButtons(options=lettered, value=None, layout={"width": "auto"})


def field(name: str) -> Any:
    """Return a line to type in; its text is sent whole, so that no half of it is ever checked."""
    from ipywidgets import Text

    wide = {"width": "auto", "max_width": "32em"}
    return Text(description=name, style=AS_WIDE_AS_ITS_TEXT, layout=wide, continuous_update=False)


def tick(label: str, *, ticked: bool = False) -> Any:
    """Return a box to tick, beside its label."""
    from ipywidgets import Checkbox

    return Checkbox(value=ticked, description=label, indent=False, layout={"width": "auto"})


def paragraph(sentence: str) -> Markup:
    """Return a sentence as a paragraph."""
    from markupsafe import Markup

    return Markup("<p>{}</p>").format(sentence)


def picture(said: str, drawn: Figure) -> Markup:
    """Return a figure as wide as the page at most, with its words for the blind."""
    from markupsafe import Markup

    uri = figure.data_uri(drawn)
    return Markup('<img alt="{}" src="{}" style="max-width:100%">').format(said, uri)


def fold(head: str, body: str) -> Markup:
    """Return text that is folded away under a heading."""
    from markupsafe import Markup

    return Markup("<details><summary>{}</summary>{}</details>").format(head, body)


def _question(exercise: Exercise) -> Markup:
    from markupsafe import Markup

    question, asked = _(exercise.question), exercise.kind.asked()
    return Markup("<p><b>{}</b> {} <em>{}</em></p>").format(exercise.key, question, asked)


def _listing(kind: Kind) -> list[Markup]:
    """List what there is to choose from, as far as the question needs it."""
    from markupsafe import Markup

    match kind:
        case Choice(options):
            lines = [f"{letter}. {label}" for letter, label in _translated(options)]
        case Several(options=options):
            lines = [label for _key, label in _translated(options)]
        case Table(rows, _options):
            lines = [label for _row, label in _translated(rows)]
        case Order(items):
            lines = [label for _item, label in _shuffled(items)]
        case Number():
            return []
        case _:
            return kind.listing()
    entries = Markup("\n").join(Markup("<li>{}</li>").format(line) for line in lines)
    return [Markup("<ul>\n{}\n</ul>").format(entries)]


def _inputs(kind: Kind) -> tuple[Any, ...]:
    match kind:
        case Choice(options):
            return (choice(_translated(options)),)
        case Several(options=options):
            return tuple(tick(label) for _key, label in _translated(options))
        case Table(rows, options):
            labels, offered = [label for _row, label in _translated(rows)], _translated(options)
            width = f"{min(max(map(len, labels)) * LETTER, WIDEST):.0f}em"
            return tuple(_dropdown(label, offered, width) for label in labels)
        case Order(items):
            places = range(1, len(items) + 1)
            return tuple(_dropdown(f"{place}.", _shuffled(items), "2em") for place in places)
        case Number(unit=unit):
            mark = _(unit) if unit else "%" if kind.share else ""
            name = _("Your answer ({unit}):").format(unit=mark) if mark else _("Your answer:")
            return (field(name),)
        case _:
            return kind.inputs()


def _dropdown(name: str, options: list[tuple[str, str]], width: str) -> Any:
    from ipywidgets import Dropdown

    shown = [NOTHING, *((label, key) for key, label in options)]
    return Dropdown(
        options=shown,
        value=None,
        description=name,
        style={"description_width": width},
        layout={"width": "auto", "max_width": f"calc({width} + {FIELD})"},
    )


def _answer(kind: Kind, inputs: tuple[Any, ...]) -> Any:
    match kind:
        case Several(options=options):
            return [key for (key, _label), one in zip(options, inputs, strict=True) if one.value]
        case Table(rows, _options):
            return {row: one.value for (row, _label), one in zip(rows, inputs, strict=True)}
        case Order():
            return [one.value for one in inputs]
        case Number() | Choice():
            return inputs[0].value
        case _:
            return kind.answer(inputs)


def _translated(options: Options) -> list[tuple[str, str]]:
    return [(key, _(label)) for key, label in options]


def _shuffled(items: Options) -> list[tuple[str, str]]:
    """Return items by the alphabet, an order that tells nothing."""
    return sorted(_translated(items), key=lambda item: item[1].casefold())
