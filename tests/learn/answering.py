"""Answers given on a lesson's page by keyboard: a right one and a wrong one for every exercise."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from leadkit.learn.answers.blanks import Blanks
from leadkit.learn.answers.free_text import FreeText
from leadkit.learn.answers.grids import Grid
from leadkit.learn.answers.kinds import Choice, Number, Order, Several, Table
from leadkit.learn.answers.moments import Moment
from leadkit.learn.exercise import Exercise

SHORT = {"en": "Please send better leads.", "vi": "Xin gửi lead tốt hơn."}


def wrong_of(asked: Exercise, lang: str) -> Any:
    """Return an answer that can be read and is not right."""
    right = asked.right()
    match asked.kind:
        case FreeText():
            return SHORT[lang]
        case Moment():
            return right + timedelta(days=1)
        case Number():
            return right * 3 + 7
        case Choice(options):
            return next(letter for letter, _label in options if letter != right)
        case Several(options=options):
            return frozenset(key for key, _label in options) - right
        case Order():
            return right[::-1]
        case Grid():
            return {row: dict.fromkeys(held, "A") for row, held in right.items()}
        case _:
            return dict.fromkeys(right, next(iter(right.values())))


def answer(card: Any, asked: Exercise, value: Any, said: Any) -> None:
    """Fill an answer in; `said` is the catalog in the learner's language."""
    match asked.kind:
        case Number() | Moment() | FreeText():
            field = card.get_by_role("textbox").first
            field.focus()
            card.page.keyboard.press("ControlOrMeta+a")
            card.page.keyboard.type(_typed(value))
        case Choice(options):
            _mark(card.get_by_role("radio").nth([key for key, _ in options].index(value)))
        case Several(options=options):
            for nr, (key, _label) in enumerate(options):
                _mark(card.get_by_role("checkbox").nth(nr), on=key in value)
        case Table(rows, options):
            for nr, (row, _label) in enumerate(rows):
                card.locator("select").nth(nr).select_option(label=said(dict(options)[value[row]]))
        case Order(items):
            for nr, item in enumerate(value):
                card.locator("select").nth(nr).select_option(label=said(dict(items)[item]))
        case Grid(rows=rows, columns=columns):
            cells = [value[row].get(column, "") for row, _ in rows for column, _ in columns]
            for nr, cell in enumerate(cells):
                card.locator("select").nth(nr).select_option(cell)
        case Blanks(blanks=blanks):
            radios = 0
            for blank in blanks:
                letters = [letter for letter, _label in blank.options]
                _mark(card.get_by_role("radio").nth(radios + letters.index(value[blank.key])))
                radios += len(letters)


def _mark(box: Any, *, on: bool = True) -> None:
    """Press Space on a box or a circle that does not stand as it should."""
    box.focus()
    if box.is_checked() != on:
        box.press("Space")


def _typed(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    return value if isinstance(value, str) else f"{value:.10g}"
