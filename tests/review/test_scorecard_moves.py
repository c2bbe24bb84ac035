"""No move that costs true margin raises the score of the side that makes it."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from made_moves import MOVES, Stage
from made_scorecard import FIRST, LAST, paying, planned, quarter, scored, true_margin

from leadkit.agreement import Bonus


@cache
def before_it(attained):
    """Return the quarter, of whose plan so much was attained, and its scorecard."""
    book = planned(quarter().book, attained=attained)
    return book, scored(book)


def played(name, *, attained, share, seed, agreement=None):
    """Return how the true margin and the mover's score change by a move."""
    book, before = before_it(attained)
    side, move = MOVES[name]
    stage = Stage(
        book=book, first=FIRST, last=LAST, chance=quarter().chance, share=share, seed=seed
    )
    moved = move(stage)
    after = scored(moved, agreement)
    if agreement is not None:
        before = scored(book, agreement)
    return (
        true_margin(moved) - true_margin(book),
        after.points(side) - before.points(side),
    )


@pytest.mark.parametrize("name", MOVES)
@settings(max_examples=2, deadline=None, derandomize=True, phases=[Phase.generate])
@given(
    attained=st.sampled_from([0.8, 1.0, 1.1]),
    share=st.floats(0.05, 0.6),
    seed=st.integers(0, 1_000),
)
def test_a_move_that_does_not_raise_the_margin_does_not_raise_the_movers_score(
    name, attained, share, seed
):
    margin, score = played(name, attained=attained, share=share, seed=seed)
    if margin <= 0:
        assert score <= 1e-9


@pytest.mark.parametrize("name", ["flood", "reject_hard", "cherry_pick"])
def test_the_moves_that_cost_most_lower_both_the_margin_and_the_score(name):
    margin, score = played(name, attained=1.0, share=0.4, seed=1)
    assert margin < 0
    assert score < -0.05


def test_a_bonus_for_volume_alone_pays_for_a_flood():
    """The same move under a bonus that counts leads: what the property would catch."""
    agreed = paying()
    counted = agreed.bonus.kpis[1].model_copy(
        update={"measure": "", "promise": "M1", "floor": 60.0, "target": 400.0, "weight": 0.9}
    )
    shared = agreed.bonus.kpis[0].model_copy(update={"weight": 0.1})
    volume = Bonus.model_construct(paid="x", cap=1.2, kpis=(shared, counted))
    margin, score = played(
        "flood", attained=1.0, share=0.4, seed=1,
        agreement=agreed.model_copy(update={"bonus": volume}),
    )  # fmt: skip
    assert margin < 0 < score


def test_a_machine_makes_no_attempt_that_counts():
    found = quarter()
    book = planned(found.book, attained=1.0)
    stage = Stage(book=book, first=FIRST, last=LAST, chance=found.chance, share=1.0)
    moved = MOVES["robot"][1](stage)
    assert len(moved.tables["events"]) > len(book.tables["events"])
    promised = paying().promises[5]
    attempts = promised.model_copy(
        update={"measure": "attempts_made", "hours": None, "days": 10.0, "attempts": 2}
    )
    from leadkit.review.audit.measures import measure

    before, after = (scored(one).ledger for one in (book, moved))
    assert measure(after, attempts).estimate == measure(before, attempts).estimate
