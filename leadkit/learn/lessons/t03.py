"""What is a good lead: gates and a score, screening by hand and by rule, and what a rule costs."""

from __future__ import annotations

from collections.abc import Callable

from leadkit.base.language import N_
from leadkit.learn.answers.fitting import either, faulty
from leadkit.learn.answers.kinds import Number, Several
from leadkit.learn.exercise import Exercise, Mistake
from leadkit.learn.lab import Lab, Tick
from leadkit.learn.lessons.boxes import draw_boxes, say_boxes
from leadkit.learn.lessons.cards import SIX
from leadkit.learn.lessons.judging import BOXES, clean_boxes, passing_six, sort_by

COST, VALUE = 50_000, 1_000_000
FLAGGED, WON = {"R1": 50, "R2": 30, "both": 70}, {"R1": 1, "R2": 0, "both": 1}
SHARE = Number(tolerance=0.5, share=True)
DONG = Number(unit="₫")
Ticked = frozenset[str]


def worth(flagged: int, won: int) -> int:
    """Return what a rule is worth: the work it saves, less the wins it blocks.

    Examples
    --------
    >>> worth(flagged=40, won=1)
    1000000
    """
    return flagged * COST - won * VALUE


def _fault_of_six(passed: Ticked) -> str:
    """Return the worst fault: a lead let through that must not pass, or a good one left out."""
    for lead in ("L6", "L4", "L5"):
        if lead in passed:
            return lead
    return "L1" if "L1" not in passed else "strict" if passing_six() - passed else ""


def _fault_of_boxes(boxes: Ticked) -> str:
    """Return the worst fault of a set of rules: no rule, one that is missing, or one too many."""
    if not boxes:
        return "none"
    missing = clean_boxes() - boxes
    if missing:
        return next(box for box in ("duplicate", "consent", "phone") if box in missing)
    return "too strict" if sort_by(boxes).blocked else ""


def _amount(*amounts: int) -> Callable[[float], bool]:
    return lambda value: value in amounts


EXERCISES = (
    Exercise(
        key="t03.1",
        question=N_("Which of the six leads may go to sales?"),
        kind=Several(options=tuple((card.key, card.name) for card in SIX)),
        right=passing_six,
        why=N_(
            "L1 is clean. L2 and L3 have one blemish each and stay above the line. The others "
            "each fail a gate, and no score makes up for that."
        ),
        hints=(
            N_("Gates first. Only then look at the score."),
            N_("Two leads above the line fail a gate all the same."),
        ),
        solution=N_(
            "L1, L2 and L3. L4 is L1 once more: +84 and 0 begin the same number. Nobody can reach "
            "L5, and L6 has never agreed to be called."
        ),
        mistakes=(
            Mistake(
                "M10",
                N_("Look at L6 again. Its score is fine, but nobody agreed to be called."),
                faulty(_fault_of_six, "L6"),
            ),
            Mistake(
                "M11",
                N_("Look at L4 again. It is valid and complete, and already ours as L1."),
                faulty(_fault_of_six, "L4"),
            ),
            Mistake(
                "M09",
                N_("Look at L5 again. Passed on like this, sales does the screening."),
                faulty(_fault_of_six, "L5"),
            ),
            Mistake(
                "M33",
                N_("L1 is not among them. What should be wrong with it?"),
                faulty(_fault_of_six, "L1"),
            ),
            Mistake(
                "M33",
                N_(
                    "L2 and L3 have one blemish each. The line that was agreed lets them pass, "
                    "and there is a way to reach them."
                ),
                faulty(_fault_of_six, "strict"),
            ),
        ),
    ),
    Exercise(
        key="t03.2",
        question=N_("What is the pass rate of these six leads, in percent?"),
        kind=SHARE,
        right=lambda: 100 * len(passing_six()) / len(SIX),
        why=N_(
            "3 of 6. With so few leads anything from 19 % to 81 % would fit: six leads say little "
            "about where they come from."
        ),
        hints=(
            N_("Count the leads that passed in the question above."),
            N_("The duplicate was handed in like the others: it stays in the count."),
        ),
        solution=N_("L1, L2 and L3 pass: 3 of the 6 leads handed in, 50 %."),
        mistakes=(
            Mistake(
                "M10",
                N_("A lead slipped through on its score. Which gate did it fail?"),
                either(SHARE.near(100 * 4 / 6), SHARE.near(100 * 5 / 6)),
            ),
            Mistake(
                "M33",
                N_("That is stricter than what was signed."),
                SHARE.near(100 * 2 / 6),
            ),
            Mistake(
                "M06",
                N_("3 of 5: the duplicate has left the count, but it was handed in."),
                SHARE.near(100 * 3 / 5),
            ),
        ),
    ),
    Exercise(
        key="t03.3",
        question=N_(
            "Which boxes together catch every lead that sales cannot work, and block no good one?"
        ),
        kind=Several(options=BOXES, may_be_none=True),
        right=clean_boxes,
        why=N_(
            "Each of these rules catches what nobody can work and touches nothing else. The other "
            "three only block good leads here."
        ),
        hints=(
            N_("Tick one box at a time, and read both counters."),
            N_("A box that blocks a good lead is too dear here."),
        ),
        solution=N_(
            "The telephone number, consent and the duplicate. Two dead numbers, two leads without "
            "consent and one duplicate: that is all five, and every good lead passes."
        ),
        mistakes=(
            Mistake(
                "M09",
                N_("Nothing is asked: sales gets five leads that it cannot work."),
                faulty(_fault_of_boxes, "none"),
            ),
            Mistake(
                "M11",
                N_("One customer would be called twice. Her data are complete both times."),
                faulty(_fault_of_boxes, "duplicate"),
            ),
            Mistake(
                "M11",
                N_("Two people would be called who never agreed to it. Their data are complete."),
                faulty(_fault_of_boxes, "consent"),
            ),
            Mistake(
                "M09",
                N_("Two numbers are dead, and sales would find it out by dialling them."),
                faulty(_fault_of_boxes, "phone"),
            ),
            Mistake(
                "M33",
                N_("Nothing bad passes, and good leads are blocked too: read the second counter."),
                faulty(_fault_of_boxes, "too strict"),
            ),
        ),
    ),
    Exercise(
        key="t03.4",
        question=N_(
            "Rule R1 would have flagged 50 of last quarter's leads, 1 of them won; rule R2 flagged "
            "30, none won. Together they flag 70 different leads. Working a lead costs 50,000 ₫, "
            "a win is worth 1,000,000 ₫. What are both rules worth together?"
        ),
        kind=DONG,
        right=lambda: worth(FLAGGED["both"], WON["both"]),
        why=N_("70 leads that need no work, less the one win that is blocked."),
        hints=(
            N_("Count leads, not flags."),
            N_("Work saved, less the win that is blocked."),
        ),
        solution=N_("70 × 50,000 ₫ − 1 × 1,000,000 ₫ = 2,500,000 ₫."),
        mistakes=(
            Mistake(
                "M55",
                N_("Ten leads carry both flags, and their work is saved only once."),
                _amount(worth(FLAGGED["R1"], WON["R1"]) + worth(FLAGGED["R2"], WON["R2"])),
            ),
            Mistake(
                "M45",
                N_("That is the work saved. The win that is blocked is missing."),
                _amount(FLAGGED["both"] * COST, (FLAGGED["R1"] + FLAGGED["R2"]) * COST),
            ),
            Mistake(
                "M13",
                N_("That is one rule alone. The other one saves work, too."),
                _amount(worth(FLAGGED["R1"], WON["R1"])),
            ),
        ),
    ),
)

LABS = (
    Lab(
        key="t03.boxes",
        controls=tuple(Tick(name=name, label=label) for name, label in BOXES),
        draw=draw_boxes,
        say=say_boxes,
    ),
)
