"""An exercise: a question with a right value, named slips, two hints and a worked solution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.learn.answers.kinds import Choice, Number, Order, Several, Table

if TYPE_CHECKING:
    from markupsafe import Markup


class OwnInputs(Protocol):
    """A kind of answer that brings its own inputs; `kinds` has those that every form knows."""

    def asked(self) -> str:
        """Say what is asked."""

    def read(self, answer: object) -> Any:
        """Return the answer that was meant; raise `Unreadable` or `NotDone` where there is none."""

    def matches(self, value: Any, right: Any) -> bool:
        """Return whether an answer that was read is right."""

    def listing(self) -> list[Markup]:
        """Show as still text what there is to fill in, as far as the question needs it."""

    def inputs(self) -> tuple[Any, ...]:
        """Return the widgets that are answered with, from top to bottom."""

    def answer(self, inputs: tuple[Any, ...]) -> Any:
        """Return what `inputs` hold, as `read` takes it."""


Kind = Number | Choice | Several | Table | Order | OwnInputs


@dataclass(frozen=True)
class Mistake:
    """A likely slip: the thought behind it, what to say to it, and the answers it leads to.

    Parameters
    ----------
    code : str
        The misconception, such as "M02".
    say : str
        What the learner is told, as a catalog entry.
    fits : callable
        Whether an answer, as its kind has read it, comes from this slip.
    """

    code: str
    say: str
    fits: Callable[[Any], bool]


@dataclass(frozen=True)
class Exercise:
    """A question that checks itself; every text is a catalog entry.

    Parameters
    ----------
    key : str
        Lesson and number, such as "t01.2".
    question : str
        What is asked.
    kind : Number, Choice, Several, Table, Order or OwnInputs
        How it is answered.
    right : callable
        Computes the right value when an answer is checked, as the kind reads it: a percentage is
        72, not 0.72.
    why : str
        The reason, told with a right answer.
    hints : tuple of str
        The first points to the place, the second to the step; neither holds the answer.
    solution : str
        The worked line.
    mistakes : tuple of Mistake
        The first that fits is named.
    """

    key: str
    question: str
    kind: Kind
    right: Callable[[], Any]
    why: str
    hints: tuple[str, str]
    solution: str
    mistakes: tuple[Mistake, ...]


def exercise(key: str) -> Exercise:
    """Find an exercise among the lessons.

    Raises
    ------
    BadInput
        If no lesson has it.

    Examples
    --------
    >>> exercise("t01.2").key
    't01.2'
    """
    from leadkit.learn.lessons import exercises

    known = exercises()
    if key not in known:
        raise BadInput(
            _("there is no exercise {key!r}").format(key=key),
            fix=_("Exercises are {names}.").format(names=", ".join(known)),
        )
    return known[key]
