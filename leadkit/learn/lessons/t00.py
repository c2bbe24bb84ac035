"""Before the first lesson: one small question, to learn how questions are answered."""

from __future__ import annotations

from leadkit.base.language import N_
from leadkit.learn.answers.kinds import Number
from leadkit.learn.exercise import Exercise, Mistake
from leadkit.learn.lab import Lab

LEADS, CALLED = 40, 10
SHARE = Number(tolerance=0.5, share=True)

EXERCISES = (
    Exercise(
        key="t00.1",
        question=N_("Of 40 leads, 10 were called today. How many percent is that?"),
        kind=SHARE,
        right=lambda: 100 * CALLED / LEADS,
        why=N_("10 of 40. A percentage is always of something; here it is of all 40 leads."),
        hints=(
            N_("Out of how many leads?"),
            N_("Divide the leads that were called by all leads."),
        ),
        solution=N_("10 / 40 = 25 %."),
        mistakes=(
            Mistake(
                "M06",
                N_("10 to 30 compares two parts. Divide by all 40 leads."),
                SHARE.near(100 * CALLED / (LEADS - CALLED)),
            ),
            Mistake(
                "M43",
                N_("That is the share that was not called."),
                SHARE.near(100 * (LEADS - CALLED) / LEADS),
            ),
            Mistake(
                "M43",
                N_("That is 40 by 10, upside down."),
                SHARE.near(LEADS / CALLED),
            ),
        ),
    ),
)

LABS: tuple[Lab, ...] = ()
