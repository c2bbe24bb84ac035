"""Talking both ways: reasons that somebody can act on, and one line instead of a log."""

from __future__ import annotations

from collections.abc import Callable

from leadkit.base.language import N_
from leadkit.learn.answers.fitting import faulty
from leadkit.learn.answers.free_text import FreeText
from leadkit.learn.answers.kinds import Number, Several
from leadkit.learn.exercise import Exercise, Mistake
from leadkit.learn.lab import Lab
from leadkit.learn.lessons import coding, own_line
from leadkit.learn.lessons.digest_lines import LINES, Line, Way, useful, worst

NAMED, OTHER, BLANK = 84, 18, 18
CLOSED = NAMED + OTHER + BLANK
SHARE = Number(tolerance=0.5, share=True)


def completeness() -> float:
    """Return the share of closed or returned leads with a reason to act on, in percent.

    Examples
    --------
    >>> completeness()
    70.0
    """
    return 100 * NAMED / CLOSED


def _page(way: Way) -> Several:
    return Several(options=tuple((line.key, line.text) for line in LINES[way]))


def _slips(way: Way) -> tuple[Mistake, ...]:
    """Name the line that helps least among those ticked."""

    def is_worst(line: Line) -> Callable[[frozenset[str]], bool]:
        return lambda ticked: worst(way, ticked) == line

    poor = [line for line in LINES[way] if line.code]
    return tuple(Mistake(line.code, line.say, is_worst(line)) for line in poor)


EXERCISES = (
    Exercise(
        key="t07.1",
        question=N_("Eight notes of a sales week. Which code does each of them get?"),
        kind=coding.Coding(coding.NOTES, coding.CODES),
        right=lambda: coding.RIGHT,
        why=N_(
            "A wrong number, a customer we have already, somebody who never agreed: marketing "
            "mends the data. A student, or somebody without a say: marketing aims elsewhere. "
            "Bound until next year: call again then. All calls made and never reached: both look "
            "into it. Two meetings and a cheaper rival: lost after work, to the rival or to the "
            "price."
        ),
        hints=(
            N_("Did it end before anybody worked the lead, or after?"),
            N_("Who could do something about it? Choose the code that calls this person."),
        ),
        solution=N_(
            "In order: DATA_INVALID, DUPLICATE, NO_CONSENT, NOT_ICP, NO_AUTHORITY, BAD_TIMING, "
            "UNREACHABLE, LOST_COMPETITOR. For the last one LOST_PRICE fits as well, with a note "
            "that names the rival."
        ),
        mistakes=(
            Mistake(
                "M32",
                N_(
                    "OTHER calls nobody. Where more than one in ten are OTHER, the report is blind."
                ),
                faulty(coding.fault_of, coding.OTHER),
            ),
            Mistake(
                "M49",
                N_("It rings, so the number is real. The data are not what is wrong."),
                faulty(coding.fault_of, "silent"),
            ),
            Mistake(
                "M31",
                N_("A customer who takes two meetings did fit. This lead was lost after work."),
                faulty(coding.fault_of, "rival"),
            ),
            Mistake(
                "M30",
                N_("Somebody answered, and it was a stranger: the number is wrong."),
                faulty(coding.fault_of, "barber"),
            ),
        ),
    ),
    Exercise(
        key="t07.2",
        question=N_(
            "120 leads were closed or returned in a month. 84 have a code that names a reason, 18 "
            "have OTHER, 18 have none. What share of all has a reason that somebody can act on, in "
            "percent?"
        ),
        kind=SHARE,
        right=completeness,
        why=N_(
            "84 of 120, and from 61 % to 77 % would fit. OTHER stands at 15 %, above the alarm at "
            "10 %: a code is missing from the list, or the patience to choose one."
        ),
        hints=(
            N_("With which of these three can somebody begin?"),
            N_("Divide those with a named reason by all that were closed or returned."),
        ),
        solution=N_("84 / (84 + 18 + 18) = 84 / 120 = 70 %."),
        mistakes=(
            Mistake(
                "M32",
                N_("OTHER was counted as a reason. What would you do about it?"),
                SHARE.near(100 * (NAMED + OTHER) / CLOSED),
            ),
            Mistake(
                "M08",
                N_("The blanks have left the base. They were closed like the others."),
                SHARE.near(100 * NAMED / (NAMED + OTHER)),
            ),
            Mistake(
                "M43",
                N_("That is the part without a reason. The question is about the other part."),
                SHARE.near(100 * (OTHER + BLANK) / CLOSED),
            ),
        ),
    ),
    Exercise(
        key="t07.3a",
        question=N_("Sales tells marketing: which three lines go into the weekly page?"),
        kind=_page("to_marketing"),
        right=lambda: useful("to_marketing"),
        why=N_(
            "Each says how many out of how many, from where, what they want, and who is asked for "
            "what by when. Hà can begin tomorrow morning."
        ),
        hints=(
            N_("Put yourself at the other desk: with which lines could you begin tomorrow?"),
            N_("Three lines name a number, a source and a day, and nobody's telephone."),
        ),
        solution=N_(
            "The trial after the trade fair, the repair shop on the website, the price sheet after "
            "the webinar. The others complain, unload, keep silent, ask everybody, or show a "
            "customer's telephone number."
        ),
        mistakes=_slips("to_marketing"),
    ),
    Exercise(
        key="t07.3b",
        question=N_("Marketing tells sales: which three lines go into the weekly page?"),
        kind=_page("to_sales"),
        right=lambda: useful("to_sales"),
        why=N_(
            "A campaign with the promise that was made, a sign of the market with its evidence, a "
            "fault in the data with the day by which it is mended. Minh knows what to say on the "
            "telephone."
        ),
        hints=(
            N_("What must Minh know before he calls the next customer?"),
            N_("A promise made, a sign with its evidence, a known fault with a date."),
        ),
        solution=N_(
            "The free visit, the wish to rent, the wrong provinces. The others complain, "
            "unload, keep silent, ask everybody, or show a customer's address."
        ),
        mistakes=_slips("to_sales"),
    ),
    Exercise(
        key="t07.4",
        question=N_("About leads of your own: what should the other side know?"),
        kind=FreeText(
            passes=lambda line: not own_line.fault_of(line),
            rubric=own_line.RUBRIC,
            enough=own_line.ENOUGH,
            shown=(*(line.text for way in LINES.values() for line in way), own_line.WORKED),
        ),
        right=lambda: own_line.SPECIMEN,
        why=N_(
            "The machine sees no contact data, numbers with their base, no verdict and nobody "
            "hidden behind a “we should”. It cannot see more: now your partner marks the line."
        ),
        hints=(
            N_("Begin with “x of y”."),
            N_("End with “please ... by ...”, and with a name before it."),
        ),
        solution=own_line.WORKED,
        mistakes=(
            Mistake(
                "M59",
                N_("Somebody's telephone number or address stands in it. Use the lead number."),
                faulty(own_line.fault_of, "contact"),
            ),
            Mistake(
                "M34",
                N_("“Bad leads” is a verdict. What did the customers say?"),
                faulty(own_line.fault_of, "verdict"),
            ),
            Mistake(
                "M06",
                N_("Out of how many? Write both numbers in digits, also where it is all of them."),
                faulty(own_line.fault_of, "base"),
            ),
            Mistake(
                "M37",
                N_("“We should” asks nobody. Who does what, and by when?"),
                faulty(own_line.fault_of, "nobody"),
            ),
        ),
    ),
)

LABS: tuple[Lab, ...] = ()
