from __future__ import annotations

import pytest

from leadkit.base import language
from leadkit.learn import checking
from leadkit.learn.answers.kinds import Choice, Number, Order, Table
from leadkit.learn.exercise import Exercise, Mistake

HINTS = ("Look at <both> columns.", "Add the 3 upper rows.")
TEXTS = {"why": "That is the reason.", "hints": HINTS, "solution": "The worked line."}


@pytest.fixture(autouse=True)
def new_session():
    checking._tried.clear()


@pytest.fixture
def vietnamese():
    language.use("vi")
    yield
    language.use("en")


@pytest.fixture
def count():
    """A number: 4321 is right, 17 and everything below 5 are named slips."""
    return Exercise(
        key="x01.1",
        question="How many <leads> & calls?",
        kind=Number(unit="leads"),
        right=lambda: 4000 + 321,
        mistakes=(
            Mistake("M02", "You counted one quarter.", lambda value: value == 17),
            Mistake("M08", "You counted the closed ones.", lambda value: value < 5),
        ),
        **TEXTS,
    )


@pytest.fixture
def share():
    return Exercise(
        key="x01.2",
        question="Which share?",
        kind=Number(tolerance=0.5, share=True),
        right=lambda: 100 * 36 / 50,
        mistakes=(),
        **TEXTS,
    )


@pytest.fixture
def letter():
    return Exercise(
        key="x01.3",
        question="Which one?",
        kind=Choice((("A", "the first"), ("B", "the second"), ("C", "the third"))),
        right=lambda: "B",
        mistakes=(Mistake("M18", "Luck.", lambda value: value == "A"),),
        **TEXTS,
    )


@pytest.fixture
def sides():
    return Exercise(
        key="x01.4",
        question="Pull or push?",
        kind=Table((("guide", "a guide"), ("visit", "a visit")), (("l", "pull"), ("s", "push"))),
        right=lambda: {"guide": "l", "visit": "s"},
        mistakes=(Mistake("M42", "One customer.", lambda value: value["visit"] == "l"),),
        **TEXTS,
    )


@pytest.fixture
def road():
    items = (("new", "new"), ("sent", "handed off"), ("taken", "accepted"))
    return Exercise(
        key="x01.5",
        question="In which order?",
        kind=Order(items),
        right=lambda: ["new", "sent", "taken"],
        mistakes=(Mistake("M54", "Sent first.", lambda value: value[0] == "taken"),),
        **TEXTS,
    )


@pytest.fixture
def every(count, share, letter, sides, road):
    return [count, share, letter, sides, road]
