"""A lesson opened again: the form shows what was answered before, and what it was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leadkit.base.language import _
from leadkit.learn.answers.kinds import Choice, Number, Order, Several, Table, Unreadable
from leadkit.learn.checking import Note, judge
from leadkit.learn.exercise import Exercise
from leadkit.learn.learner import steps_so_far

if TYPE_CHECKING:
    from ipywidgets import HTML


def resume(exercise: Exercise, inputs: tuple[Any, ...], reply: HTML) -> None:
    """Fill in the latest answer and show its reply; nothing where there is none."""
    before = steps_so_far().latest(exercise.key)
    if before is None:
        return
    if before.withheld:
        told = _("The answer was not kept.")
    else:
        _fill(exercise, inputs, before.answer)
        told = str(judge(exercise, before.answer))
    remind(reply, exercise.key, told)


def remind(reply: HTML, key: str, told: str) -> None:
    """Show what an earlier answer was told, without a screen reader calling it out."""
    from leadkit.learn import forms

    note = Note(key, _("You answered this before."), told)
    reply.value = forms.READABLE.format(note._repr_html_())


def _fill(exercise: Exercise, inputs: tuple[Any, ...], answer: Any) -> None:
    """Fill in an answer; one that the inputs cannot show leaves them empty."""
    kind = exercise.kind
    try:
        value: Any = kind.read(answer)
    except Unreadable:
        return
    match kind:
        case Number():
            inputs[0].value = str(answer)
        case Choice():
            inputs[0].value = value
        case Several(options=options):
            for (key, _label), one in zip(options, inputs, strict=True):
                one.value = key in value
        case Table(rows, _options):
            for (row, _label), one in zip(rows, inputs, strict=True):
                one.value = value[row]
        case Order():
            for item, one in zip(value, inputs, strict=True):
                one.value = item
        case _ if isinstance(getattr(inputs[0], "value", None), str):
            inputs[0].value = str(answer)
