"""A lead's journey: the order of stages, and rates that say out of how many and how old."""

from __future__ import annotations

from leadkit.base.language import N_
from leadkit.learn.answers.fitting import before, either
from leadkit.learn.answers.kinds import Choice, Number, Order
from leadkit.learn.exercise import Exercise, Mistake
from leadkit.learn.lab import Lab, Slider, Switch
from leadkit.learn.lessons.cohort import (
    LAST_DAY,
    WINDOW,
    draw_day,
    say_day,
)
from leadkit.learn.lessons.waiting import (
    ACCEPTED,
    HANDED_OFF,
    LEADS,
    MQL,
    REJECTED,
    acceptance,
    draw_waiting,
    say_waiting,
)

IN_TIME, LATE, NEVER = 11, 3, 6
REPORT_DAYS = {"A": 45, "B": 70, "C": 90}
ROAD = (
    "new",
    "inquiry",
    "mql",
    "handed_off",
    "accepted",
    "working",
    "sql",
    "opportunity",
    "won",
)
SHARE = Number(tolerance=0.5, share=True)


def attainment() -> float:
    """Return how many of a hundred promised calls came in time."""
    return 100 * IN_TIME / (IN_TIME + LATE + NEVER)


def _acceptance_rate(way: str = "apart") -> float:
    accepted, of = acceptance(way)
    return 100 * accepted / of


def _first_ripe() -> str:
    return next(letter for letter, day in REPORT_DAYS.items() if day >= WINDOW)


EXERCISES = (
    Exercise(
        key="t02.1",
        question=N_("Put the nine stages of a lead's road in order, from first to last."),
        kind=Order(
            items=(
                ("sql", N_("SQL: sales has found the need to be real")),
                ("accepted", N_("SAL: accepted by sales")),
                ("new", N_("new: a contact nobody knows anything about yet")),
                ("won", N_("won: the contract is signed")),
                ("mql", N_("MQL: meets marketing's part of the standard")),
                ("working", N_("working: sales calls and meets")),
                ("inquiry", N_("inquiry: the contact has asked for something")),
                ("opportunity", N_("opportunity: a deal is opened")),
                ("handed_off", N_("handed off by marketing")),
            )
        ),
        right=lambda: list(ROAD),
        why=N_(
            "Marketing screens, then hands off. The lead changes hands when sales accepts it, "
            "and a deal is opened once the need is found real."
        ),
        hints=(
            N_("Who holds the lead at each step: marketing, sales, or nobody yet?"),
            N_("Find the step where the lead changes hands. What must come just before it?"),
        ),
        solution=N_(
            "New, inquiry, MQL, handed off, accepted, working, SQL, opportunity, won: "
            "screening before the handoff, an answer after it, the need before the deal."
        ),
        mistakes=(
            Mistake(
                "M54",
                N_("Sending is not accepting: sales must look at the lead and say yes."),
                before("accepted", "handed_off"),
            ),
            Mistake(
                "M09",
                N_("Screening comes before the handoff, so that sales is not the filter."),
                before("handed_off", "mql"),
            ),
            Mistake(
                "M43",
                N_("First sales finds the need real, then a deal is opened."),
                before("opportunity", "sql"),
            ),
        ),
    ),
    Exercise(
        key="t02.2",
        question=N_(
            "Of 200 leads, 80 became MQL and 60 were handed off. Sales accepted 36, rejected 14, "
            "and has not looked at 10 yet. What is the acceptance rate among leads that have "
            "an answer, in percent?"
        ),
        kind=SHARE,
        right=_acceptance_rate,
        why=N_("36 of the 50 leads with an answer. Report the ten that wait next to it."),
        hints=(
            N_("Which leads have an answer?"),
            N_("36 of how many? Add up both kinds of answer."),
        ),
        solution=N_("36 / (36 + 14) = 36 / 50 = 72 %. Ten more are waiting; say so."),
        mistakes=(
            Mistake(
                "M07",
                N_("36 of 60 counts the ten that wait as refused."),
                SHARE.near(100 * ACCEPTED / HANDED_OFF),
            ),
            Mistake(
                "M54",
                N_("46 of 60 counts the ten that wait as accepted. Nobody has looked at them."),
                SHARE.near(_acceptance_rate("accepted")),
            ),
            Mistake(
                "M06",
                N_("36 of 80, or of 200: many of these leads never reached sales."),
                either(SHARE.near(100 * ACCEPTED / MQL), SHARE.near(100 * ACCEPTED / LEADS)),
            ),
            Mistake(
                "M43",
                N_("That is the rejected share. The question is about the accepted one."),
                SHARE.near(100 * REJECTED / (ACCEPTED + REJECTED)),
            ),
        ),
    ),
    Exercise(
        key="t02.3",
        question=N_(
            "The outcome window is 90 days. Which win rate of this group of leads goes "
            "into the report?"
        ),
        kind=Choice(
            options=(
                ("A", N_("0 %, read on day 45")),
                ("B", N_("33.3 %, read on day 70")),
                ("C", N_("20 %, read on day 90")),
                ("D", N_("17.8 %, the mean of the three")),
            )
        ),
        right=_first_ripe,
        why=N_(
            "Only after the window has every lead had its time. Until then the line in the "
            "report reads: not ripe."
        ),
        hints=(
            N_("How long may a lead take?"),
            N_("Move the slider. From which day on can no figure change any more?"),
        ),
        solution=N_(
            "20 %, read on day 90: 20 of 100 leads won, and every one of them has had its 90 days."
        ),
        mistakes=(
            Mistake(
                "M08",
                N_("Only the fast losers have closed by then."),
                lambda letter: letter == "A",
            ),
            Mistake(
                "M18",
                N_("That picks the best moment after looking; 40 leads are still open then."),
                lambda letter: letter == "B",
            ),
            Mistake(
                "M56",
                N_("The mean of two unripe figures and a ripe one is unripe."),
                lambda letter: letter == "D",
            ),
        ),
    ),
    Exercise(
        key="t02.4",
        question=N_(
            "Twenty leads were due a first call. 11 got it in time, 3 got it late, 6 never. "
            "What is the SLA attainment, in percent?"
        ),
        kind=SHARE,
        right=attainment,
        why=N_("11 of the 20 who were promised a call. Untouched leads count as missed."),
        hints=(
            N_("Who was promised a call?"),
            N_("Divide the calls in time by all that were promised."),
        ),
        solution=N_("11 / (11 + 3 + 6) = 11 / 20 = 55 %."),
        mistakes=(
            Mistake(
                "M08",
                N_("11 of 14: the forgotten leads are left out."),
                SHARE.near(100 * IN_TIME / (IN_TIME + LATE)),
            ),
            Mistake(
                "M06",
                N_("14 of 20 tells who was called at all. The promise was about time."),
                SHARE.near(100 * (IN_TIME + LATE) / (IN_TIME + LATE + NEVER)),
            ),
            Mistake(
                "M43",
                N_("That is the share never called: what was missed, not what was met."),
                SHARE.near(100 * NEVER / (IN_TIME + LATE + NEVER)),
            ),
        ),
    ),
)

LABS = (
    Lab(
        key="t02.waiting",
        controls=(
            Switch(
                name="counted",
                label=N_("Count the waiting leads"),
                options=(
                    ("refused", N_("as refused")),
                    ("accepted", N_("as accepted")),
                    ("apart", N_("apart")),
                ),
                start="refused",
            ),
        ),
        draw=draw_waiting,
        say=say_waiting,
    ),
    Lab(
        key="t02.day",
        controls=(
            Slider(
                name="day", label=N_("Today is day"), low=1, high=LAST_DAY, start=REPORT_DAYS["A"]
            ),
        ),
        draw=draw_day,
        say=say_day,
    ),
)
