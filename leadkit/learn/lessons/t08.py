"""The written agreement: one who answers, a clock, pay that cannot be gamed, and signatures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from leadkit.base.language import N_
from leadkit.learn.answers.grids import Grid
from leadkit.learn.answers.kinds import Number
from leadkit.learn.answers.moments import Moment
from leadkit.learn.exercise import Exercise, Mistake
from leadkit.learn.lab import Lab, Slider, Switch, Tick
from leadkit.learn.lessons import raci
from leadkit.learn.lessons.bonus_sheet import FULL_BONUS, MARKETING, SALES, bonus
from leadkit.learn.lessons.filling import FILLING
from leadkit.learn.lessons.pay_designs import NAMES, draw_game, say_game
from leadkit.learn.lessons.working_clock import (
    AT_WORK,
    HANDED_OFF,
    PROMISED,
    draw_clock,
    due,
    say_clock,
)

DONG = Number(tolerance=1_000, unit=N_("₫"))


def _is_paid(paid: Callable[[], float]) -> Callable[[float], bool]:
    return lambda value: DONG.matches(value, paid())


def _is_due(*others: Callable[[], datetime]) -> Callable[[datetime], bool]:
    return lambda value: value in {other() for other in others}


def _due(**changed: Any) -> Callable[[], datetime]:
    return lambda: due(HANDED_OFF, PROMISED, AT_WORK.model_copy(update=changed))


EVERY_DAY = tuple(range(7))

EXERCISES = (
    Exercise(
        key="t08.1",
        question=N_("This page of duties will not hold. Mend it."),
        kind=Grid(raci.DUTIES, raci.ROLES, raci.LETTERS, raci.BROKEN, raci.keeps_the_rules),
        right=lambda: raci.MENDED,
        why=N_(
            "One A a row, and somebody who does the work. The definition and the line bind both "
            "sides, so both have a say in them."
        ),
        hints=(
            N_("Count the A's of every row."),
            N_("Who must be asked before the definition or the line changes?"),
        ),
        solution=N_(
            "Definition: one head keeps the A, the other gets a C. Screening: the A goes to "
            "marketing. Reasons: the head of sales gets the A. Line: the head of sales moves from "
            "I to C."
        ),
        mistakes=(
            Mistake(
                "M37",
                N_("A row has two A's. Each of the two can wait for the other."),
                raci.first_fault_is("two answer"),
            ),
            Mistake(
                "M38",
                N_("A row has no A. What nobody answers for grows old, and nobody notices."),
                raci.first_fault_is("none answers"),
            ),
            Mistake(
                "M38",
                N_("A row has no R. Somebody must do the work, too."),
                raci.first_fault_is("none does it"),
            ),
            Mistake(
                "M01",
                N_("One side is only told. A rule it did not help to write will not be kept."),
                raci.first_fault_is("only told"),
            ),
            Mistake(
                "M09",
                N_("Sales answers for the screening: then it happens after the handoff."),
                raci.first_fault_is("after the handoff"),
            ),
        ),
    ),
    Exercise(
        key="t08.2",
        question=N_(
            "A lead is handed off on Wednesday 29/04/2026 at 15:30. Sales works Monday to Friday, "
            "08:00 to 17:00; 30/04 and 01/05 are public holidays. The first call is promised "
            "within 4 working hours. When is it due?"
        ),
        kind=Moment(),
        right=lambda: due(HANDED_OFF, PROMISED),
        why=N_(
            "An hour and a half on Wednesday; then two holidays and a weekend, in which the clock "
            "stands still; the other two and a half hours on Monday."
        ),
        hints=(
            N_("How much of the promised time is used up on Wednesday?"),
            N_("2.5 hours are left. On which day does the clock run again?"),
        ),
        solution=N_(
            "Wednesday 15:30 to 17:00 is 1.5 hours. Monday 04/05 from 08:00: 2.5 hours more, that "
            "is 10:30."
        ),
        mistakes=(
            Mistake(
                "M41",
                N_("That counts the evening, when nobody is at work."),
                _is_due(_due(days=EVERY_DAY, country="", spans=(("00:00", "23:59"),))),
            ),
            Mistake(
                "M51",
                N_("That day is a holiday or a weekend. The clock stands still on it."),
                _is_due(
                    _due(country=""),
                    _due(days=EVERY_DAY),
                    _due(country="", extra_holidays=(date(2026, 4, 30),)),
                ),
            ),
            Mistake(
                "M52",
                N_("The clock was started anew on Monday. Wednesday's time is used up already."),
                _is_due(lambda: due(datetime(2026, 5, 4, 8), PROMISED)),
            ),
        ),
    ),
    Exercise(
        key="t08.3",
        question=N_(
            "The bonus of sales at the target is 20,000,000 ₫. Each result scores in a straight "
            "line, 0 where payment starts, 1 at the target, at most 1.2. Margin 0.94 (starts at "
            "0.70, target 1.00, weight 50 %); wins shrunk, (78 + 20) / (96 + 20) (0.70, 1.00, "
            "20 %); first calls in time 0.82 (0.60, 0.90, 20 %); feedback 0.75 (0.50, 0.90, "
            "10 %). What is paid?"
        ),
        kind=DONG,
        right=lambda: bonus(SALES),
        why=N_(
            "Each result earns from where payment starts, not from zero. That pays a little more "
            "than 70 % of the bonus, and one good lead more always pays a little more, too."
        ),
        hints=(
            N_("There are four parts. What does each score, from where its payment starts?"),
            N_("The scores are 0.800, 0.4828, 0.7333 and 0.625. Now their weights."),
        ),
        solution=N_(
            "0.5 × 0.800 + 0.2 × 0.4828 + 0.2 × 0.7333 + 0.1 × 0.625 = 0.7057; times 20,000,000 ₫ "
            "is 14,114,368 ₫."
        ),
        mistakes=(
            Mistake(
                "M61",
                N_("Where payment starts was forgotten: 0.60 on time earns nothing, not 0.60."),
                _is_paid(lambda: FULL_BONUS * sum(one.weight * one.value for one in SALES)),
            ),
            Mistake(
                "M18",
                N_("That takes 78 of 96 as it is. A few wins must weigh less: shrink them first."),
                _is_paid(lambda: bonus([one.unshrunk() for one in SALES])),
            ),
            Mistake(
                "M43",
                N_("That is what marketing is paid."),
                _is_paid(lambda: bonus(MARKETING)),
            ),
            Mistake(
                "M39",
                N_("There is no jump here: below the target a part is still paid."),
                lambda value: value == 0,
            ),
        ),
    ),
    FILLING,
)

LABS = (
    Lab(
        key="t08.clock",
        controls=(
            Switch(
                name="day",
                label=N_("Handed off on"),
                options=(
                    (date(2026, 4, 23), N_("Thursday 23/04")),
                    (date(2026, 4, 24), N_("Friday 24/04")),
                    (date(2026, 4, 29), N_("Wednesday 29/04, before two holidays")),
                    (date(2026, 5, 2), N_("Saturday 02/05")),
                ),
                start=date(2026, 4, 23),
            ),
            Slider(name="hour", label=N_("at which hour of the day"), low=0, high=23, start=9),
            Slider(
                name="hours", label=N_("Promised within, working hours"), low=1, high=16, start=6
            ),
            Tick(name="lunch", label=N_("Nobody works from 12:00 to 13:00")),
        ),
        draw=draw_clock,
        say=say_clock,
    ),
    Lab(
        key="t08.game",
        controls=(
            Switch(
                name="move",
                label=N_("The move"),
                options=tuple(NAMES.items()),
                start="flood",
            ),
        ),
        draw=draw_game,
        say=say_game,
    ),
)
