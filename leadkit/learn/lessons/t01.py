"""Pull and push: sorting work, and a market of ten units of effort."""

from __future__ import annotations

from collections.abc import Callable

from leadkit.base.language import N_
from leadkit.learn.answers.kinds import Number, Table
from leadkit.learn.exercise import Exercise, Mistake
from leadkit.learn.lab import Lab, Slider
from leadkit.learn.lessons.market import (
    EFFORT,
    QUARTERS,
    WON,
    best_split,
    draw_market,
    market,
    say_market,
    wins,
)

ACTIVITIES = (
    ("newsletter", N_("a monthly newsletter to everybody who asked for it"), "pull"),
    ("demo", N_("a demo for one firm"), "push"),
    ("guide", N_("a buying guide that people find by search"), "pull"),
    ("callback", N_("a call back, with a quote, to somebody who left a number"), "push"),
    ("survey", N_("a survey of a group that nobody serves yet"), "pull"),
    ("contract", N_("a visit to go through the contract"), "push"),
    ("quote", N_("asking after a quote that was sent last week"), "push"),
    ("story", N_("a customer's story on the website"), "pull"),
)


def _sorted_right() -> dict[str, str]:
    return {row: role for row, _text, role in ACTIVITIES}


def _puts(option: str, *rows: str) -> Callable[[dict[str, str]], bool]:
    return lambda answer: any(answer[row] == option for row in rows)


EXERCISES = (
    Exercise(
        key="t01.1",
        question=N_(
            "Sort these eight activities. Does each draw a market in (pull), "
            "or move one customer on (push)?"
        ),
        kind=Table(
            rows=tuple((row, text) for row, text, _role in ACTIVITIES),
            options=(("pull", N_("pull")), ("push", N_("push"))),
        ),
        right=_sorted_right,
        why=N_(
            "Pull acts on a market, push on one customer. "
            "What is sent, and by which medium, does not decide."
        ),
        hints=(
            N_("Who is each aimed at: a market, or one customer?"),
            N_("First mark those where you could name the customer. Then look at the rest."),
        ),
        solution=N_(
            "Aimed at a market, so pull: the newsletter, the buying guide, the survey, "
            "the customer's story. Aimed at one customer, so push: the demo, the call back, "
            "the visit, asking after the quote."
        ),
        mistakes=(
            Mistake(
                "M44",
                N_(
                    "Look at the newsletter again. It is sent, yet to a market, to raise "
                    "interest. The medium does not decide."
                ),
                _puts("push", "newsletter"),
            ),
            Mistake(
                "M42",
                N_(
                    "Look at the call back again. The person came by pull; "
                    "this call moves one customer on."
                ),
                _puts("pull", "callback"),
            ),
            Mistake(
                "M53",
                N_(
                    "Look at the survey again. Looking for a need that nobody serves is "
                    "marketing's first task in the article."
                ),
                _puts("push", "survey"),
            ),
            Mistake(
                "M42",
                N_(
                    "One of the activities under pull is for a single customer whose name is "
                    "known. A market has no name."
                ),
                _puts("pull", "demo", "contract", "quote"),
            ),
            Mistake(
                "M42",
                N_(
                    "One of the activities under push waits for anybody who may come by. "
                    "Nobody in particular is being moved on."
                ),
                _puts("push", "guide", "story"),
            ),
        ),
    ),
    Exercise(
        key="t01.2",
        question=N_(
            "All ten units go to push, none to pull, for four quarters. "
            "How many wins is that in all? Predict first, then look."
        ),
        kind=Number(unit=N_("wins")),
        right=lambda: wins(0),
        why=N_(
            "The first quarter lives on people drawn in earlier: 8 wins. "
            "Then nobody refills the road: 4, 2 and 1."
        ),
        hints=(
            N_("Move the slider to no pull at all and read the lower row, quarter by quarter."),
            N_("Add the four bars of the lower row."),
        ),
        solution=N_(
            "Leads on offer are 40, 20, 10 and 5. All are called and a fifth is won: "
            "8 + 4 + 2 + 1 = 15."
        ),
        mistakes=(
            Mistake(
                "M02",
                N_("You kept quarter 1 for all four. Look at the leads of quarter 2."),
                lambda value: value == QUARTERS * market(0)[0].wins,
            ),
            Mistake(
                "M03",
                N_("That is 80 calls a quarter; there are only 40, 20, 10 and 5 leads to call."),
                lambda value: value == QUARTERS * WON * market(0)[0].calls,
            ),
            Mistake(
                "M08",
                N_("That is quarter 1 alone, the only one that hides the cut."),
                lambda value: value == market(0)[0].wins,
            ),
        ),
    ),
    Exercise(
        key="t01.3",
        question=N_(
            "One split for all four quarters: how many of the ten units should go to pull, "
            "so that wins are as many as can be?"
        ),
        kind=Number(unit=N_("units of pull")),
        right=best_split,
        why=N_("Here neither leads nor callers wait for long. More of either would stand idle."),
        hints=(
            N_("When are leads waiting for a call? When are callers waiting for leads?"),
            N_("Start where callers wait. Add one unit of pull at a time, until leads wait."),
        ),
        solution=N_(
            "3 units of pull leave 7 of push, that is 56 calls a quarter. Leads are 40, 50, 55 "
            "and 57.5: almost nobody waits, and 40.2 wins are the most there can be."
        ),
        mistakes=(
            Mistake(
                "M27",
                N_(
                    "Half and half is fair, not best: 32 wins. "
                    "In the end over 90 leads stand against 40 calls."
                ),
                lambda value: value == EFFORT / 2,
            ),
            Mistake(
                "M02",
                N_("Callers wait: there is too little pull to replace the leads they use up."),
                lambda value: 0 <= value < best_split(),
            ),
            Mistake(
                "M47",
                N_("Leads wait and nobody calls them: calls are the narrow place."),
                lambda value: best_split() < value <= EFFORT and value != EFFORT / 2,
            ),
        ),
    ),
)


LABS = (
    Lab(
        key="t01.market",
        controls=(
            Slider(
                name="pull",
                label=N_("Units of effort on pull (the rest is push)"),
                low=0,
                high=EFFORT,
                start=EFFORT // 2,
            ),
        ),
        draw=draw_market,
        say=say_market,
    ),
)
