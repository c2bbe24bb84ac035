"""A line of one's own: what a machine can see in it, and what a partner looks for."""

from __future__ import annotations

from leadkit.base.language import N_
from leadkit.learn.answers.free_text import figures, has_contact

ENOUGH = 4
RUBRIC = (
    N_("a number, out of how many"),
    N_("the source or the segment"),
    N_("what was heard, not what you think of it"),
    N_("a request: who, what, by when"),
    N_("no contact data"),
)
WORKED = N_(
    "For example: 8 of 35 leads from the trade fair asked to pay in instalments. Hà, please find "
    "out by Thursday whether we may offer that."
)
SPECIMEN = "5 of 18 referral leads asked who services the machines. Hà, please add it by Tuesday."
VERDICTS = (
    "bad lead", "poor lead", "weak lead", "useless lead", "leads are bad", "leads are poor",
    "leads were bad", "leads were poor", "lead kém", "lead dở", "lead xấu", "lead rác",
    "kém chất lượng",
)  # fmt: skip
NOBODY = (
    "we should", "we must", "we need to", "somebody should", "someone should", "everybody should",
    "everyone should", "chúng ta nên", "chúng ta phải", "chúng ta cần", "ai đó nên",
    "mọi người nên", "mọi người cần",
)  # fmt: skip


def fault_of(line: str) -> str:
    """Return the worst fault that a machine can see in a line, or nothing.

    Examples
    --------
    >>> [fault_of(line) for line in ("Poor leads!", "9 of them", "9 of 31, and we should talk")]
    ['verdict', 'base', 'nobody']
    """
    if has_contact(line):
        return "contact"
    words = " ".join(line.casefold().split())
    if any(verdict in words for verdict in VERDICTS):
        return "verdict"
    if figures(line) < 2:
        return "base"
    return "nobody" if any(phrase in words for phrase in NOBODY) else ""
