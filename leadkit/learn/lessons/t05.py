"""Where to draw the line: break-even, places filled from the top, a best line that is a zone."""

from __future__ import annotations

from collections.abc import Callable

from leadkit.base.language import N_
from leadkit.learn.answers.fitting import before, chosen, either
from leadkit.learn.answers.kinds import Choice, Number, Order
from leadkit.learn.exercise import Exercise, Mistake
from leadkit.learn.lab import Lab, Slider, Switch
from leadkit.learn.lessons.line_picture import draw_line, say_line
from leadkit.learn.lessons.lines import COST, CROWD, LAST_LINE, MILLION, VALUE, Plan, Quarter
from leadkit.learn.lessons.queue_picture import FIRST, NAMES, draw_queue, say_queue

PLACES = 600
OFFERED = {"A": (0.40, 1, 2), "B": (0.25, 3, 2), "C": (0.30, 1, 1), "D": (0.02, 8, 1)}
SHARE, MILLIONS = Number(tolerance=0.05, share=True), Number(tolerance=0.5, unit=N_("million ₫"))


def by_the_hour() -> list[str]:
    """Return the four leads by what an hour spent on each earns, the most first."""

    def earned(lead: str) -> float:
        chance, millions, hours = OFFERED[lead]
        return (chance * millions * MILLION - COST * hours) / hours

    return sorted(OFFERED, key=earned, reverse=True)


def average_score() -> float:
    """Return the score of the crowd on average, in percent."""
    return sum(band.leads * band.score for band in CROWD) / sum(band.leads for band in CROWD)


def _earned(places: int, line: int, *, best_first: bool = True) -> Callable[[float], bool]:
    profit = Plan(Quarter(places), line, best_first).profit / MILLION
    return MILLIONS.near(profit)


EXERCISES = (
    Exercise(
        key="t05.1",
        question=N_(
            "Working a lead costs 50,000 ₫, and a win is worth 1,000,000 ₫. From which chance of "
            "buying on does a lead pay for its call, in percent?"
        ),
        kind=SHARE,
        right=lambda: Quarter(PLACES).break_even,
        why=N_(
            "One win in twenty calls: twenty times 50,000 ₫ is 1,000,000 ₫. Above that chance a "
            "lead earns, below it every call costs more than it brings."
        ),
        hints=(
            N_("When does the average win just pay for the call?"),
            N_("Divide the cost of a call by what a win is worth."),
        ),
        solution=N_("50,000 / 1,000,000 = 5 %. This chance is called break-even."),
        mistakes=(
            Mistake(
                "M16",
                N_("“More likely than not” is not the question. Money is."),
                SHARE.near(50),
            ),
            Mistake(
                "M43",
                N_("That is value over cost: how many leads one win can carry."),
                SHARE.near(VALUE / COST),
            ),
            Mistake(
                "M20",
                N_("That is the average of the whole crowd. Cost and value decide, not the crowd."),
                either(SHARE.near(average_score()), SHARE.near(round(average_score(), 1))),
            ),
        ),
    ),
    Exercise(
        key="t05.2",
        question=N_(
            "Sales can work 600 leads. On offer are 150 leads at 28 %, 250 at 14 %, 400 at 7 % "
            "and 1,200 at 2 %. A lead costs 50,000 ₫, a win is worth 1,000,000 ₫. What is the "
            "best profit, in million ₫?"
        ),
        kind=MILLIONS,
        right=lambda: Quarter(PLACES).best / MILLION,
        why=N_(
            "All of the two best bands, and 200 of the 400 leads at 7 %. These still earn "
            "20,000 ₫ each."
        ),
        hints=(
            N_("Fill the places from the top. Which bands come first?"),
            N_("The first 400 places go to the two best bands. Who gets the other 200?"),
        ),
        solution=N_(
            "150 leads at 28 % earn 34.5 million ₫, 250 at 14 % earn 22.5, 200 at 7 % earn 4: "
            "34.5 + 22.5 + 4 = 61 million ₫."
        ),
        mistakes=(
            Mistake("M47", N_("That takes 800 places, and there are 600."), _earned(800, 7)),
            Mistake(
                "M33",
                N_("A clean list, and places that are paid for stay empty."),
                either(_earned(PLACES, 14), _earned(PLACES, 28)),
            ),
            Mistake(
                "M03",
                N_("That is what comes of sending everything and calling blindly."),
                _earned(PLACES, 0, best_first=False),
            ),
        ),
    ),
    Exercise(
        key="t05.3",
        question=N_(
            "Three hours are left this week, and an hour costs 50,000 ₫. In which order do you "
            "call these four leads?"
        ),
        kind=Order(
            items=(
                ("A", N_("A: chance 40 %, worth 1 million ₫, takes 2 hours")),
                ("B", N_("B: chance 25 %, worth 3 million ₫, takes 2 hours")),
                ("C", N_("C: chance 30 %, worth 1 million ₫, takes 1 hour")),
                ("D", N_("D: chance 2 %, worth 8 million ₫, takes 1 hour")),
            )
        ),
        right=by_the_hour,
        why=N_(
            "Hours are scarce, so what counts is money per hour: 325, 250, 150 and 110 thousand "
            "₫. The first two fill the three hours and earn 900,000 ₫."
        ),
        hints=(
            N_("What is scarce here: leads, or something else?"),
            N_("For each lead: chance times value, less the cost, and then divided by its hours."),
        ),
        solution=N_(
            "B: (750,000 − 100,000) / 2 = 325,000 ₫ an hour. C: 300,000 − 50,000 = 250,000. "
            "A: (400,000 − 100,000) / 2 = 150,000. D: 160,000 − 50,000 = 110,000."
        ),
        mistakes=(
            Mistake(
                "M58",
                N_("The biggest deal is also the least likely one."),
                before("D", "A"),
            ),
            Mistake(
                "M60",
                N_("That goes by chance alone. A win with B is worth three times as much."),
                before("C", "B"),
            ),
            Mistake(
                "M47",
                N_("That goes by profit per lead. But A takes two hours, and hours are short."),
                before("A", "C"),
            ),
        ),
    ),
    Exercise(
        key="t05.4",
        question=N_(
            "Between two lines the profit curve loses less than 2 %. A colleague wants the exact "
            "peak. What do you propose?"
        ),
        kind=Choice(
            options=(
                ("A", N_("Take the exact peak, since no other line earns as much")),
                ("B", N_("Take the easiest line to explain in the zone; note the zone")),
                ("C", N_("Take any line at all, since where it lies hardly matters")),
                ("D", N_("Take the upper end of the zone, to be on the safe side")),
            )
        ),
        right=lambda: "B",
        why=N_(
            "Inside the zone no line loses anything worth a quarrel. A line that both sides can "
            "explain is kept; the zone, written down, says how far it may move."
        ),
        hints=(
            N_("How wide is the shaded part of the picture?"),
            N_("Would next quarter's leads put the peak at the very same place?"),
        ),
        solution=N_(
            "Any line in the zone is as good within 2 %. Pick the one that both sides can explain, "
            "and write the zone beside it."
        ),
        mistakes=(
            Mistake(
                "M22",
                N_("The peak moves with luck, and it promises more than it keeps."),
                chosen("A"),
            ),
            Mistake(
                "M29",
                N_("Inside the zone it hardly matters. Outside it costs."),
                chosen("C"),
            ),
            Mistake(
                "M33",
                N_("Safe for whom? Nothing is gained by the edge."),
                chosen("D"),
            ),
        ),
    ),
)

LABS = (
    Lab(
        key="t05.line",
        controls=(
            Slider(
                name="line",
                label=N_("The line: the lowest score that is sent, in %"),
                low=0,
                high=LAST_LINE,
                start=10,
            ),
            Slider(
                name="places",
                label=N_("Places: leads that sales can work"),
                low=200,
                high=1_200,
                start=1_000,
            ),
            Switch(
                name="best_first",
                label=N_("Sales calls"),
                options=(
                    (True, N_("the highest scores first")),
                    (False, N_("the leads as they come")),
                ),
                start=True,
            ),
        ),
        draw=draw_line,
        say=say_line,
    ),
    Lab(
        key="t05.queue",
        controls=(
            Switch(
                name="order",
                label=N_("Who is called next"),
                options=tuple(NAMES.items()),
                start=FIRST,
            ),
            Slider(name="reps", label=N_("Sales people who call"), low=2, high=5, start=3),
        ),
        draw=draw_queue,
        say=say_queue,
    ),
)
