"""Filling the blanks of an agreement: which answers hold, and the thought behind the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from leadkit.base.language import N_
from leadkit.learn.answers.blanks import Blanks
from leadkit.learn.exercise import Exercise, Mistake
from leadkit.learn.lessons.agreed_text import BLANKS, RIGHT, agreement_text, faults


def _chose(blank: str, *letters: str) -> Callable[[Mapping[str, str]], bool]:
    """Return whether this blank holds such a letter, and all blanks above it the right one."""
    above = list(RIGHT)[: list(RIGHT).index(blank)]
    return lambda filled: (
        filled[blank] in letters and all(filled[one] == RIGHT[one] for one in above)
    )


FILLING = Exercise(
    key="t08.4",
    question=N_(
        "Fill the blanks of this agreement until nothing is found at fault. Then it can be signed."
    ),
    kind=Blanks(BLANKS, agreement_text, faults),
    right=lambda: RIGHT,
    why=N_(
        "Every blank now holds something that can be counted, and a name that answers for it. "
        "Both sides owe something, and both know when they will look at it again."
    ),
    hints=(
        N_("Read what is found at fault from the top."),
        N_("Each finding names its line. What would a stranger need there to judge it?"),
    ),
    solution=N_(
        "The standard by its number; the line with value, cost and capacity; numbers for both "
        "sides; reasons for nine in ten; one head for the first call; pay by margin and kept "
        "promises; a day to look again."
    ),
    mistakes=(
        Mistake(
            "M12",
            N_("Everybody knows another standard. Which text holds when two disagree?"),
            _chose("standard", "B"),
        ),
        Mistake(
            "M62",
            N_("A line without value and cost cannot be defended."),
            _chose("line", "A"),
        ),
        Mistake(
            "M47",
            N_("And if twice as many leads lie above the line? Say what sales can work."),
            _chose("line", "B"),
        ),
        Mistake(
            "M36",
            N_("What does marketing owe, and by when? An agreement binds both sides."),
            _chose("marketing", "A"),
        ),
        Mistake(
            "M36",
            N_("Leads alone are half of it: sales must also hear what is coming, every week."),
            _chose("marketing", "C"),
        ),
        Mistake(
            "M41",
            N_("“Soon” has no clock. Nobody could ever say that it was broken."),
            _chose("sales", "B"),
        ),
        Mistake(
            "M32",
            N_("Then the report starves, and the bonus that rests on it with it."),
            _chose("reasons", "A"),
        ),
        Mistake(
            "M37",
            N_("Two answer for the first call: each can wait for the other."),
            _chose("owner", "B"),
        ),
        Mistake(
            "M38",
            N_("Nobody answers for the first call. A process does not run by itself."),
            _chose("owner", "C"),
        ),
        Mistake(
            "M03",
            N_("That pays for volume alone: the cheapest way to more of it is worse leads."),
            _chose("pay", "A"),
        ),
        Mistake(
            "M01",
            N_("Each side for itself: less than half is shared, so neither minds the whole."),
            _chose("pay", "B"),
        ),
        Mistake(
            "M38",
            N_("Who will notice that it has aged? Name a day."),
            _chose("review", "B"),
        ),
    ),
)
