"""A verdict for each of three companies, and a number of points whichever way it is signed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from leadkit.base.language import N_
from leadkit.learn.answers.kinds import Number, Options

ROWS: Options = (
    ("A", N_("Company A")),
    ("B", N_("Company B")),
    ("C", N_("Company C")),
)
OPTIONS: Options = (
    ("leads", N_("the leads")),
    ("selling", N_("selling")),
    ("half", N_("half and half")),
    ("cannot tell", N_("cannot tell")),
)
RIGHT = {"A": "leads", "B": "selling", "C": "cannot tell"}


@dataclass(frozen=True)
class Points(Number):
    """A fall in points: "6,4" and "−6,4" mean the same."""

    def read(self, answer: object) -> float:
        """Return the size of the fall."""
        return abs(super().read(answer))


def first_slip(
    companies: Collection[str], verdicts: Collection[str]
) -> Callable[[Mapping[str, str]], bool]:
    """Return whether the first wrong verdict, read from the top, is such a one.

    Examples
    --------
    >>> first_slip("A", ("selling",))({"A": "selling", "B": "leads", "C": "half"})
    True
    """

    def is_first(given: Mapping[str, str]) -> bool:
        wrong = [company for company, verdict in RIGHT.items() if given[company] != verdict]
        return bool(wrong) and wrong[0] in companies and given[wrong[0]] in verdicts

    return is_first
