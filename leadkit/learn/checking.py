"""Checking an answer: not done yet, not right and why, or right and why; hints; solutions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from leadkit.base.errors import BadInput
from leadkit.base.language import N_, _, number
from leadkit.learn.answers.kinds import NotDone, Unreadable
from leadkit.learn.exercise import Exercise, exercise

Status = Literal["not done", "not right", "right"]

WORDS: dict[Status, tuple[str, str]] = {
    "not done": ("○", N_("Not done yet.")),
    "not right": ("✗", N_("Not right yet:")),
    "right": ("✓", N_("Right.")),
}

_tried: set[str] = set()


@dataclass(frozen=True, repr=False)
class Note:
    """A word to the learner: how it begins, and what it says."""

    key: str
    head: str
    text: str

    def __repr__(self) -> str:
        return f"{self.head} {self.text}"

    def _repr_html_(self) -> str:
        from markupsafe import Markup

        return str(Markup("<p><b>{}</b> {}</p>").format(self.head, self.text))


@dataclass(frozen=True, repr=False)
class Reply:
    """What an answer is told.

    Attributes
    ----------
    key : str
        The exercise.
    status : str
        "not done", "not right" or "right".
    code : str
        The misconception that was recognised; empty where there is none.
    text : str
        The reason, or what to look at next.
    """

    key: str
    status: Status
    code: str
    text: str

    @property
    def head(self) -> str:
        """The sign and the word a reply begins with."""
        sign, word = WORDS[self.status]
        return f"{sign} {_(word)}"

    def __repr__(self) -> str:
        return f"{self.head} {self.text}"

    def _repr_html_(self) -> str:
        return Note(self.key, self.head, self.text)._repr_html_()


def judge(exercise: Exercise, answer: Any) -> Reply:
    """Hold an answer against an exercise; the right value is computed here and told to nobody.

    Examples
    --------
    >>> judge(exercise("t01.2"), ...).status
    'not done'
    """
    try:
        value: Any = exercise.kind.read(answer)
    except NotDone as unfinished:
        return Reply(exercise.key, "not done", "", str(unfinished))
    except Unreadable as fault:
        return Reply(exercise.key, "not right", "", str(fault))
    if exercise.kind.matches(value, exercise.right()):
        return Reply(exercise.key, "right", "", _(exercise.why))
    for mistake in exercise.mistakes:
        if mistake.fits(value):
            return Reply(exercise.key, "not right", mistake.code, _(mistake.say))
    return Reply(exercise.key, "not right", "", _("None of the usual slips. Try a hint."))


def attempt(exercise: Exercise, answer: Any) -> Reply:
    """Judge an answer, and keep it with the learner's progress where there is a learner."""
    from leadkit.learn.learner import keep

    reply = judge(exercise, answer)
    if reply.status == "not done":
        return reply
    _tried.add(exercise.key)
    fault = keep("exercise", exercise.key, answer, status=reply.status, code=reply.code)
    return replace(reply, text=f"{reply.text} {fault}") if fault else reply


def hint_of(exercise: Exercise, step: int) -> Note:
    """Return the first or the second hint of an exercise."""
    steps = len(exercise.hints)
    if step not in range(1, steps + 1):
        raise BadInput(_("there is no hint {step}").format(step=step), fix=_("Ask for 1 or 2."))
    head = _("Hint {step} of {steps}:").format(step=number(step), steps=number(steps))
    return Note(exercise.key, head, _(exercise.hints[step - 1]))


def give_hint(exercise: Exercise, step: int) -> Note:
    """Return a hint that was asked for, and keep that it was."""
    from leadkit.learn.learner import keep

    note = hint_of(exercise, step)
    keep("hint", exercise.key, step)
    return note


def solution_of(exercise: Exercise) -> Note:
    """Return the worked solution of an exercise, once it was tried, and keep that it was seen."""
    from leadkit.learn.learner import keep, steps_so_far

    if exercise.key not in _tried and not steps_so_far().latest(exercise.key):
        return Note(exercise.key, _("Not yet."), _("Try an answer first, then look here."))
    keep("solution", exercise.key)
    return Note(exercise.key, _("Solution:"), _(exercise.solution))


def check(key: str, answer: Any) -> Reply:
    """Check an answer.

    Parameters
    ----------
    key : str
        The exercise, such as "t01.2".
    answer : number, str, dict or list
        Whatever the exercise asks for; `...` where there is no answer yet.

    Returns
    -------
    Reply

    Raises
    ------
    BadInput
        If there is no such exercise.

    Examples
    --------
    >>> check("t01.2", "fifteen")
    ✗ Not right yet: A number is asked: write it in digits.
    """
    return attempt(exercise(key), answer)


def hint(key: str, step: int = 1) -> Note:
    """Show a hint: the first points to the place, the second to the step.

    Raises
    ------
    BadInput
        If there is no such exercise, or no such hint.

    Examples
    --------
    >>> hint("t01.2").head
    'Hint 1 of 2:'
    """
    return give_hint(exercise(key), step)


def solution(key: str) -> Note:
    """Show the worked solution, after a first try.

    Raises
    ------
    BadInput
        If there is no such exercise.

    Examples
    --------
    >>> solution("t01.3").head in ("Not yet.", "Solution:")
    True
    """
    return solution_of(exercise(key))
