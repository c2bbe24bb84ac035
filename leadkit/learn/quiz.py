"""Quizzes: cases to judge, with a reason behind every option."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator

from leadkit.base.errors import BadInput
from leadkit.base.frozen import Frozen
from leadkit.base.language import _, current
from leadkit.base.toml import read_toml
from leadkit.learn import forms
from leadkit.learn.alive import Alive
from leadkit.learn.answers.kinds import Choice, NotDone
from leadkit.learn.checking import Reply
from leadkit.learn.learner import keep, learner, steps_so_far
from leadkit.learn.resuming import remind

if TYPE_CHECKING:
    from ipywidgets import HTML, Button, Widget
    from markupsafe import Markup

Letter = Literal["A", "B", "C", "D"]
LETTERS: tuple[Letter, ...] = ("A", "B", "C", "D")
REVIEWS = ("day 1", "week 1")
OF_A_LESSON, OF_A_CLASS = (".1", ".2"), (".3",)
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Part(Frozen):
    """A part of a file of items: never changed once read, and without keys it does not know."""

    def said(self, field: str = "") -> str:
        """Return a text in the reader's language."""
        return str(getattr(self, f"{field}{current()}"))


class Option(Part):
    """An option, the misconception behind it, and what it is told."""

    code: str = Field(pattern=r"^(M[0-9]{2})?$")
    en: Words
    vi: Words
    why_en: Words
    why_vi: Words


class Item(Part):
    """A case to judge: a question with four options, one of them right."""

    key: str = Field(pattern=r"^q[0-9]{2}\.[0-9]$")
    use: Words
    bloom: Literal["Understand", "Apply", "Analyse", "Evaluate"]
    source: Words
    en: Words
    vi: Words
    options: dict[Letter, Option]
    right: Letter

    @field_validator("options")
    @classmethod
    def _four(cls, options: dict[Letter, Option]) -> dict[Letter, Option]:
        if tuple(sorted(options)) != LETTERS:
            raise ValueError(_("an item has the options A, B, C and D"))
        return {letter: options[letter] for letter in LETTERS}

    @field_validator("right")
    @classmethod
    def _alone_without_code(cls, right: Letter, info: Any) -> Letter:
        options = info.data.get("options", {})
        if options and [one for one in LETTERS if not options[one].code] != [right]:
            raise ValueError(_("the right option, and no other, is without a code"))
        return right

    @property
    def choice(self) -> Choice:
        """The options as they are read."""
        return Choice(tuple((letter, one.said()) for letter, one in self.options.items()))

    def reason(self, letter: Letter) -> Reply:
        """Return what an option is told."""
        option = self.options[letter]
        status: Literal["right", "not right"] = "right" if letter == self.right else "not right"
        return Reply(self.key, status, option.code, option.said("why_"))


class Items(Part):
    """A file of items."""

    items: tuple[Item, ...]

    @field_validator("items")
    @classmethod
    def _each_once(cls, items: tuple[Item, ...]) -> tuple[Item, ...]:
        keys = [item.key for item in items]
        doubled = sorted({key for key in keys if keys.count(key) > 1})
        if doubled:
            raise ValueError(_("standing twice: {keys}").format(keys=", ".join(doubled)))
        return items


@dataclass(frozen=True, eq=False)
class Card:
    """The widgets of one item: its options, the tick, the button, and the reply below."""

    options: Any
    unsure: Any
    answer: Button
    reply: HTML
    box: Widget


@dataclass(frozen=True, eq=False, repr=False)
class Quiz(Alive):
    """Items to answer on the page, one below the other."""

    items: tuple[Item, ...]

    @cached_property
    def live(self) -> tuple[Card, ...]:
        """The widgets of every item, made when they are first shown."""
        return tuple(map(_card, self.items))

    @cached_property
    def box(self) -> Widget:
        """All items as one widget."""
        from ipywidgets import VBox

        return VBox([card.box for card in self.live])

    def html(self) -> str:
        """Return the items as still text, each option's reason folded away under it."""
        from markupsafe import Markup

        return str(Markup("\n").join(map(_still, self.items)))

    def __repr__(self) -> str:
        return "\n\n".join(map(_plain, self.items))


def quiz(key: str) -> Quiz:
    """Ask the cases of a lesson, or one case.

    A lesson has two of them; in the folder of a trainee it has one other, since the two are kept
    for the forms that are taken before and after.

    Parameters
    ----------
    key : str
        A lesson, such as "t01"; an item, such as "q01.3"; or "day 1" and "week 1", the eight items
        that are asked a day and a week after the lessons.

    Returns
    -------
    Quiz
        Where nothing runs, every option opens to its reason.

    Raises
    ------
    BadInput
        If there is no such lesson or item, a trainee asks for an item that is kept for a form, or
        a file of items does not fit.

    Examples
    --------
    >>> [item.key for item in quiz("t01").items]
    ['q01.1', 'q01.2']
    """
    items, is_in_class = bank(), learner() is not None
    endings = OF_A_CLASS if is_in_class else OF_A_LESSON
    wanted = [f"q{key[1:]}{ending}" for ending in endings] if key[:1] == "t" else [key]
    if key in REVIEWS:
        wanted = [item.key for item in items.values() if item.use == key]
    if not all(one in items for one in wanted):
        raise BadInput(
            _("there is no quiz {key!r}").format(key=key),
            fix=_("Name a lesson, such as t01, or one of {items}.").format(items=", ".join(items)),
        )
    if is_in_class and key.endswith(OF_A_LESSON):
        raise BadInput(
            _("{item} is kept for the forms that are taken before and after").format(item=key),
            fix=_("Ask for another, such as {item}.").format(item=f"{key[:-1]}3"),
        )
    return Quiz(tuple(items[one] for one in wanted))


def read_items(path: Path) -> tuple[Item, ...]:
    """Read and check a file of items.

    Raises
    ------
    BadInput
        If it is missing or does not fit; every fault with its line.
    """
    return read_toml(path, Items).items


def judge_item(item: Item, answer: Any) -> Reply:
    """Return the reason of the option chosen."""
    try:
        letter = item.choice.read(answer)
    except NotDone as unfinished:
        return Reply(item.key, "not done", "", str(unfinished))
    return item.reason(next(one for one in LETTERS if one == letter))


@cache
def bank() -> dict[str, Item]:
    """Return every item by its key, in the order of the lessons."""
    with as_file(files("leadkit.learn") / "items") as folder:
        found = [item for path in sorted(folder.glob("*.toml")) for item in read_items(path)]
    return {item.key: item for item in found}


def _card(item: Item) -> Card:
    from ipywidgets import HTML, VBox

    options, unsure = forms.choice(item.choice.options), forms.tick(_("I am not sure"))
    answer, reply = forms.button(_("Answer")), HTML()
    answer.on_click(
        lambda _pressed: forms.say(reply, _answered(item, options.value, sure=not unsure.value))
    )
    before = steps_so_far().latest(item.key)
    if before is not None and before.kind == "quiz" and before.answer in LETTERS:
        options.value, unsure.value = before.answer, not before.sure
        remind(reply, item.key, str(judge_item(item, before.answer)))
    box = VBox([forms.text(_question(item)), options, unsure, forms.row(answer), reply])
    return Card(options, unsure, answer, reply, box)


def _answered(item: Item, answer: Any, *, sure: bool) -> Reply:
    """Judge an answer, and keep it with the learner's progress where there is a learner."""
    reply = judge_item(item, answer)
    if reply.status == "not done":
        return reply
    kept = {"status": reply.status, "code": reply.code, "sure": sure}
    fault = keep("quiz", item.key, item.choice.read(answer), **kept)
    return replace(reply, text=f"{reply.text} {fault}") if fault else reply


def _question(item: Item) -> Markup:
    from markupsafe import Markup

    return Markup("<p><b>{}</b> {}</p>").format(item.key, item.said())


def _still(item: Item) -> Markup:
    from markupsafe import Markup

    folded = [
        forms.fold(f"{letter}. {option.said()}", str(item.reason(letter)))
        for letter, option in item.options.items()
    ]
    return Markup("<div>\n{}\n</div>").format(Markup("\n").join([_question(item), *folded]))


def _plain(item: Item) -> str:
    options = [f"{letter}. {label}" for letter, label in item.choice.options]
    return "\n".join([f"{item.key} {item.said()}", *options])
