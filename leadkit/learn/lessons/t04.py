"""Reading a score: counts of people, rare buyers, and judging a score on a group with luck."""

from __future__ import annotations

from collections.abc import Callable

from leadkit.base.language import N_
from leadkit.learn.answers.fitting import chosen
from leadkit.learn.answers.kinds import Choice, Number
from leadkit.learn.exercise import Exercise, Mistake
from leadkit.learn.lab import Lab, Slider
from leadkit.learn.lessons.crowds import draw_crowds, say_crowds
from leadkit.learn.lessons.luck import luck_range

Groups = tuple[tuple[int, int], ...]

OFFERED: Groups = ((40, 10), (30, 20), (10, 50))
LEADS, BUYERS, HOT_BUYERS, HOT_OTHERS = 500, 40, 30, 120
DRAWN, SAID, WON = 50, 20, 8
JUDGED: Groups = ((200, 5), (100, 20), (50, 40))
JUDGED_WON = 38
COUNT, SHARE, RATIO = Number(), Number(tolerance=0.5, share=True), Number(tolerance=0.01)


def expected(groups: Groups) -> float:
    """Return how many leads should buy: in each group its leads times its score in percent.

    Examples
    --------
    >>> expected(((20, 10), (10, 30)))
    5.0
    """
    return sum(leads * score for leads, score in groups) / 100


def by_plain_mean(groups: Groups) -> float:
    """Return what comes of the mean score when group sizes are forgotten.

    Examples
    --------
    >>> by_plain_mean(((20, 10), (10, 30)))
    6.0
    """
    scores = [score for _leads, score in groups]
    return sum(scores) / len(scores) * sum(leads for leads, _score in groups) / 100


def _verdict() -> str:
    low, high = luck_range([SAID / 100] * DRAWN)
    return "B" if low <= WON <= high else "A"


def _near(wanted: float) -> Callable[[float], bool]:
    """Accept a number that was rounded, or cut, to a whole one."""
    return lambda value: int(wanted) <= value <= round(wanted, 1)


EXERCISES = (
    Exercise(
        key="t04.1",
        question=N_(
            "40 leads have a score of 10 %, 30 leads one of 20 %, and 10 leads one of 50 %. "
            "How many of these leads will buy, as far as the score is right?"
        ),
        kind=COUNT,
        right=lambda: expected(OFFERED),
        why=N_("4 + 6 + 5. Most buyers come from the two groups with the lower scores."),
        hints=(
            N_("Take each group by itself."),
            N_("Of the first group 4 will buy, since 10 % of 40 is 4. Go on like that, then add."),
        ),
        solution=N_("10 % of 40 is 4, 20 % of 30 is 6, 50 % of 10 is 5: 4 + 6 + 5 = 15."),
        mistakes=(
            Mistake(
                "M16",
                N_("Only the group at 50 % was counted. 10 % of 40 leads are people, too."),
                lambda value: value == expected(OFFERED[-1:]),
            ),
            Mistake(
                "M16",
                N_("No single lead is a sure buyer, and yet a group holds buyers."),
                lambda value: value == 0,
            ),
            Mistake(
                "M56",
                N_("The plain mean of the three scores forgets how large each group is."),
                _near(by_plain_mean(OFFERED)),
            ),
        ),
    ),
    Exercise(
        key="t04.2",
        question=N_(
            "Of 500 leads, 40 will buy. Hot are 30 of these 40, and 120 of the 460 others. "
            "What share of the hot leads will buy, in percent?"
        ),
        kind=SHARE,
        right=lambda: 100 * HOT_BUYERS / (HOT_BUYERS + HOT_OTHERS),
        why=N_(
            "30 of the 150 hot leads. That is better than the 8 % before the score, and no more."
        ),
        hints=(
            N_("Draw the hot crowd. Who stands in it?"),
            N_("30 out of how many? 30 + 120."),
        ),
        solution=N_("30 / (30 + 120) = 30 / 150 = 20 %."),
        mistakes=(
            Mistake(
                "M14",
                N_("Three quarters of the buyers are hot. The question goes the other way round."),
                SHARE.near(100 * HOT_BUYERS / BUYERS),
            ),
            Mistake(
                "M06",
                N_("30 to 120 compares two parts. Divide by the whole hot crowd."),
                SHARE.near(100 * HOT_BUYERS / HOT_OTHERS),
            ),
            Mistake(
                "M46",
                N_("That is the share before anybody looked at the score."),
                SHARE.near(100 * BUYERS / LEADS),
            ),
            Mistake(
                "M06",
                N_("30 of all 500. The question is about the hot ones alone."),
                SHARE.near(100 * HOT_BUYERS / LEADS),
            ),
        ),
    ),
    Exercise(
        key="t04.3",
        question=N_("50 leads had a score of 20 %. Of these, 8 bought. What does that say?"),
        kind=Choice(
            options=(
                ("A", N_("The score is too high: 8 is less than 10")),
                ("B", N_("The score fits: luck alone gives anything from 5 to 16")),
                ("C", N_("The score is proven right: 8 is close to 10")),
                ("D", N_("The score is faulty: it would have to be 10")),
            )
        ),
        right=_verdict,
        why=N_("At least 95 of 100 such groups lie between 5 and 16, and 8 is one of these."),
        hints=(
            N_("Press the button for ten draws and look at the dots."),
            N_("In how many of these draws do 8 leads buy, or fewer?"),
        ),
        solution=N_(
            "Groups of fifty at 20 % lie between 5 and 16 in at least 95 of 100 cases. 8 or fewer "
            "come in about 31 of 100: nothing out of the ordinary."
        ),
        mistakes=(
            Mistake("M18", N_("Two buyers fewer is well within luck."), chosen("A")),
            Mistake(
                "M57",
                N_("It fits. But 8 would fit scores of 12 % and of 25 % just as well."),
                chosen("C"),
            ),
            Mistake(
                "M16",
                N_("10 is the mean of many groups, not a promise for each of them."),
                chosen("D"),
            ),
        ),
    ),
    Exercise(
        key="t04.4",
        question=N_(
            "200 leads had a score of 5 %, 100 leads one of 20 %, and 50 leads one of 40 %. "
            "38 of them bought. How many bought for each one that should have?"
        ),
        kind=RATIO,
        right=lambda: JUDGED_WON / expected(JUDGED),
        why=N_(
            "38 of 50. That is at the very edge of what luck allows: keep an eye on it, and judge "
            "again with the next leads."
        ),
        hints=(
            N_("First the number of leads that should have bought, group by group."),
            N_("Then divide the 38 by it."),
        ),
        solution=N_(
            "10 + 20 + 20 = 50 should have bought; 38 / 50 = 0.76. By luck alone the three groups "
            "together give 38 to 62."
        ),
        mistakes=(
            Mistake(
                "M43",
                N_("Upside down. Bought stands above, expected below."),
                RATIO.near(expected(JUDGED) / JUDGED_WON),
            ),
            Mistake(
                "M06",
                N_("38 of 350 leads is the win rate. What did the score expect?"),
                RATIO.near(JUDGED_WON / sum(leads for leads, _score in JUDGED)),
            ),
            Mistake(
                "M56",
                N_("The plain mean of the three scores expects about 76: it forgets the sizes."),
                RATIO.near(JUDGED_WON / by_plain_mean(JUDGED)),
            ),
        ),
    ),
)

LABS = (
    Lab(
        key="t04.crowds",
        controls=(
            Slider(
                name="buying",
                label=N_("Of 100 leads in the new channel, so many will buy:"),
                low=2,
                high=10,
                start=2,
            ),
        ),
        draw=draw_crowds,
        say=say_crowds,
    ),
)
