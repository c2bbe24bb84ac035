"""A class: a folder of notebooks for every trainee, who begins with form A or B by lot."""

from __future__ import annotations

import json
import random
import secrets
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from leadkit.base import language
from leadkit.base.errors import BadInput
from leadkit.base.files import locked, write_json, write_text
from leadkit.base.language import _, listed, ngettext, number
from leadkit.learn.workbook import LEARNER, prepare

CLASS = "class.json"
LARGEST = 200
FORM_CELL = 'from leadkit.learn import form\n\nform("{which}")'
FORM_SETUP = 'import leadkit as lk\n\nlk.setup("{lang}")'


class Place(BaseModel):
    """A place in a class: number, id, first form, folder, and the name where one was given."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    number: int = Field(ge=1)
    id: str = Field(min_length=1, max_length=40)
    first: Literal["A", "B"]
    folder: str = Field(pattern=r"^[\w-]+$")
    name: str = ""


class Course(BaseModel):
    """The list of a class, which stays with the trainer."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    places: tuple[Place, ...] = ()

    def namesakes(self) -> list[list[int]]:
        """Return the numbers of those who share a name."""
        names = [_alike(one.name) for one in self.places]
        doubled = [name for name, times in Counter(names).items() if name and times > 1]
        return [[one.number for one in self.places if _alike(one.name) == name] for name in doubled]

    def notes(self) -> list[str]:
        """Say who can only be told apart by number."""
        text = _("Numbers {numbers} have the same name: tell them apart by the number.")
        return [text.format(numbers=listed(list(map(str, one)))) for one in self.namesakes()]


@dataclass(frozen=True)
class Prepared:
    """A class whose folders stand ready."""

    root: Path
    course: Course
    new: int

    def sentences(self) -> list[str]:
        """Say what was made, and how a trainee begins."""
        firsts = [one.first for one in self.course.places]
        stand = ngettext(
            "{n} folder in {root}, {new} new.", "{n} folders in {root}, {new} new.", len(firsts)
        )
        begins = _("By lot, form A comes first for {a}, form B for {b}.")
        return [
            stand.format(n=number(len(firsts)), root=self.root, new=number(self.new)),
            begins.format(a=number(firsts.count("A")), b=number(firsts.count("B"))),
            _("A trainee begins with: leadkit lab -o {folder}").format(
                folder=self.root / self.course.places[0].folder
            ),
            _("{file} is the key from numbers to names: it stays with you.").format(file=CLASS),
            *self.course.notes(),
        ]


def prepare_class(shipped: Path, root: Path, names: Sequence[str], *, seed: int = 0) -> Prepared:
    """Make a folder for every trainee, in both languages; one that is there keeps its answers.

    Parameters
    ----------
    shipped : Path
        The notebooks that come with leadkit, a folder a language.
    root : Path
        The folder of the class.
    names : sequence of str
        A name for every trainee, or empty strings; those who are there already come first, in
        their order.
    seed : int
        Of the lot that gives every half of the class its first form.

    Raises
    ------
    BadInput
        If there is nobody, somebody was left out or moved, or the list cannot be read.
    """
    _refuse_size(names)
    root.mkdir(parents=True, exist_ok=True)
    with locked(root):
        known = read_course(root) or Course()
        _refuse_other_order(known, names)
        new = names[len(known.places) :]
        course = Course(places=(*known.places, *_places(new, len(known.places), seed)))
        write_json(root / CLASS, {"format": 1, **course.model_dump()})
        for place in course.places:
            _furnish(shipped, root / place.folder, place)
    return Prepared(root, course, len(new))


def read_course(root: Path) -> Course | None:
    """Read the list of a class; None where there is none.

    Raises
    ------
    BadInput
        If it is there and cannot be read.
    """
    path = root / CLASS
    if not path.is_file():
        return None
    try:
        return Course.model_validate_json(path.read_bytes())
    except ValidationError:
        raise BadInput(
            _("the list of the class cannot be read"),
            where=str(path),
            fix=_("Take it from your backup, or prepare a new class in another folder."),
        ) from None


def _refuse_size(names: Sequence[str]) -> None:
    if not 1 <= len(names) <= LARGEST:
        raise BadInput(
            _("a class has 1 to {most} trainees, not {n}").format(
                most=number(LARGEST), n=number(len(names))
            ),
            fix=_("Give -n, or --names with a file of one name a line."),
        )


def _refuse_other_order(known: Course, names: Sequence[str]) -> None:
    held = [_alike(one.name) for one in known.places]
    if len(names) < len(held) or [*map(_alike, names)][: len(held)] != held:
        raise BadInput(
            _("this class has {n} trainees already, and they do not begin your list").format(
                n=number(len(held))
            ),
            fix=_("Keep them first and in their order, and add new ones below."),
        )


def _places(names: Sequence[str], before: int, seed: int) -> Iterator[Place]:
    """Give every new trainee a number, an id, a folder, and a first form by lot."""
    lot = random.Random(seed + before)
    firsts: list[Literal["A", "B"]] = ["A", "B"] * (len(names) // 2)
    firsts += [lot.choice(("A", "B"))] * (len(names) % 2)
    lot.shuffle(firsts)
    for place, (name, first) in enumerate(zip(names, firsts, strict=True), before + 1):
        words = "-".join(_words(name))[:40]
        folder = "-".join(filter(None, [f"{place:02}", words]))
        yield Place(
            number=place, id=secrets.token_hex(5), first=first, folder=folder, name=_tidy(name)
        )


def _words(name: str) -> list[str]:
    """Return the letters and digits of a name; fractions and the like go into no folder."""
    fit = (sign if sign.isalpha() or sign.isdecimal() else " " for sign in _tidy(name))
    return "".join(fit).split()


def _furnish(shipped: Path, folder: Path, place: Place) -> None:
    """Lay a trainee's file, their notebooks and the two forms."""
    of_whom = {"format": 1, "id": place.id, "number": place.number, "first": place.first}
    write_json(folder / LEARNER, of_whom)
    for spoken in language.LANGUAGES:
        prepare(shipped / spoken, folder / spoken)
        with language.speaking(spoken):
            _lay(folder / spoken / "form_1_first.ipynb", "first", _first_words())
            _lay(folder / spoken / "form_2_second.ipynb", "second", _second_words())


def _first_words() -> list[str]:
    return [
        "# " + _("First form"),
        _(
            "Eight cases, about ten minutes, before the course begins. Choose **Run > Run All "
            "Cells** first. It is no examination and feeds no appraisal: it shows what the course "
            "should spend its time on. What your answers are told, you see after the second form."
        ),
    ]


def _second_words() -> list[str]:
    return [
        "# " + _("Second form"),
        _(
            "Eight other cases of the same kind, about ten minutes, once the course is over. "
            "Choose **Run > Run All Cells** first. When you have handed in, you see what the "
            "answers of both forms are told."
        ),
    ]


def _lay(path: Path, which: str, words: list[str]) -> None:
    if path.exists():
        return
    setup = FORM_SETUP.format(lang=language.current())
    cells = [
        {"cell_type": "markdown", "id": "goal", "metadata": {}, "source": "\n\n".join(words)},
        _code("setup", setup),
        _code("form", FORM_CELL.format(which=which)),
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    write_text(path, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


def _code(name: str, source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {"jupyter": {"source_hidden": True}},
        "execution_count": None,
        "outputs": [],
        "source": "\n".join([_("# click ••• to see the code"), source]),
    }


def _tidy(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _alike(name: str) -> str:
    return _tidy(name).casefold()
