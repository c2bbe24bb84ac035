"""The twenty statements of the survey, in five facets; our own, and no validated scale."""

from __future__ import annotations

from dataclasses import dataclass

from leadkit.base.language import N_

LOWEST, HIGHEST = 1, 5
FACETS = {
    "goal": N_("the shared goal"),
    "quality": N_("lead quality"),
    "information": N_("information"),
    "process": N_("process"),
    "fairness": N_("fairness"),
}


@dataclass(frozen=True)
class Item:
    """A statement: its number, facet and text; a reversed one says the opposite of alignment."""

    number: int
    facet: str
    text: str
    reversed: bool = False


_STATEMENTS = (
    ("goal", N_("I can state the revenue goal that sales and marketing share this quarter.")),
    ("goal", N_("When our targets pull apart, we settle it before the quarter starts.")),
    ("goal", N_("Each department looks after its own figures first.")),
    ("goal", N_("Colleagues across the aisle know how their work helps mine.")),
    ("quality", N_("A written page says what a lead ready for handoff looks like.")),
    (
        "quality",
        N_("Two people from the two departments would mostly judge a lead alike."),
    ),
    (
        "quality",
        N_("Much selling time goes into contacts that screening should have stopped."),
    ),
    ("quality", N_("When a weak lead slips through, the standard gets improved.")),
    ("information", N_("Within a week I learn why leads were returned or lost.")),
    (
        "information",
        N_("What customers tell sales reaches the people who plan campaigns."),
    ),
    (
        "information",
        N_("I hear of campaigns and promises before customers mention them."),
    ),
    ("information", N_("Important news between the departments travels by chance.")),
    ("process", N_("For each step from lead to customer I know who answers for it.")),
    ("process", N_("The time limits for the first contact are known and can be kept.")),
    ("process", N_("A dispute about a lead is settled by an agreed path within days.")),
    ("process", N_("The handoff rules depend on whom you ask.")),
    ("fairness", N_("I am rewarded for results that I can influence.")),
    ("fairness", N_("Both departments gain when the shared goal is reached.")),
    ("fairness", N_("Credit for a won customer is shared in a way I find fair.")),
    (
        "fairness",
        N_("The way we are paid makes honest reporting the best choice."),
    ),
)
REVERSED = (3, 7, 12, 16)
ITEMS = tuple(
    Item(number, facet, text, number in REVERSED)
    for number, (facet, text) in enumerate(_STATEMENTS, start=1)
)
