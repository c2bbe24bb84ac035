"""A page of duties with holes in it: who does a task, who answers, who is asked, who is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from leadkit.base.language import N_

Cells = Mapping[str, Mapping[str, str]]

DUTIES = (
    ("definition", N_("Definition of a good lead")),
    ("screening", N_("Screening before handoff")),
    ("first_call", N_("First call within the promised hours")),
    ("reasons", N_("Reason for every returned or lost lead")),
    ("line", N_("Change of the handoff line")),
    ("weekly_report", N_("Weekly report to sales")),
)
ROLES = (
    ("head_of_marketing", N_("Head of marketing")),
    ("head_of_sales", N_("Head of sales")),
    ("marketing", N_("Marketing staff")),
    ("sales", N_("Sales staff")),
    ("data", N_("Data analyst")),
)
LETTERS = (
    ("R", N_("does it")),
    ("A", N_("answers for it")),
    ("C", N_("is asked")),
    ("I", N_("is told")),
)
SIDES = {"marketing": {"head_of_marketing", "marketing"}, "sales": {"head_of_sales", "sales"}}
WRITTEN_BY_BOTH = ("definition", "line")

BROKEN: Cells = {
    "definition": {"head_of_marketing": "A", "head_of_sales": "A", "sales": "I", "data": "R"},
    "screening": {"head_of_marketing": "C", "head_of_sales": "A", "marketing": "R"},
    "first_call": {"head_of_sales": "A", "marketing": "I", "sales": "R"},
    "reasons": {"head_of_marketing": "I", "sales": "R"},
    "line": {"head_of_marketing": "A", "head_of_sales": "I", "sales": "I", "data": "R"},
    "weekly_report": {"head_of_marketing": "A", "marketing": "R", "head_of_sales": "I"},
}
MENDED: Cells = {
    **BROKEN,
    "definition": {"head_of_marketing": "A", "head_of_sales": "C", "sales": "I", "data": "R"},
    "screening": {"head_of_marketing": "A", "head_of_sales": "C", "marketing": "R", "sales": "I"},
    "reasons": {"head_of_marketing": "I", "head_of_sales": "A", "sales": "R"},
    "line": {"head_of_marketing": "A", "head_of_sales": "C", "sales": "I", "data": "R"},
}


def keeps_the_rules(cells: Cells) -> bool:
    """Return whether each duty has one who answers, somebody who does it, and both sides heard.

    Examples
    --------
    >>> keeps_the_rules(BROKEN), keeps_the_rules(MENDED)
    (False, True)
    """
    return not any(_fault(duty, cells.get(duty, {})) for duty, _name in DUTIES)


def first_fault_is(fault: str) -> Callable[[Cells], bool]:
    """Return whether a grid's first fault, read from the top, is of this kind."""

    def is_first(cells: Cells) -> bool:
        faults = (_fault(duty, cells.get(duty, {})) for duty, _name in DUTIES)
        return next((one for one in faults if one), "") == fault

    return is_first


def _fault(duty: str, row: Mapping[str, str]) -> str:
    """Return what is at fault with a duty: the first of what can be, or nothing."""
    answering = {role for role, letter in row.items() if letter == "A"}
    heard = {role for role, letter in row.items() if letter in ("R", "A", "C")}
    if duty == "screening" and answering & SIDES["sales"]:
        return "after the handoff"
    if len(answering) > 1:
        return "two answer"
    if not answering:
        return "none answers"
    if "R" not in row.values():
        return "none does it"
    if duty in WRITTEN_BY_BOTH and not all(heard & side for side in SIDES.values()):
        return "only told"
    return ""
