"""Errors that say what is wrong, where, and how to mend it."""

from __future__ import annotations


class LeadkitError(Exception):
    """An error a person can act on.

    Parameters
    ----------
    problem : str
        What is wrong, in one sentence.
    where : str
        The file, row or column it was seen in; empty where there is no place.
    fix : str
        How to mend it; empty where nothing can be advised.
    """

    def __init__(self, problem: str, *, where: str = "", fix: str = "") -> None:
        self.problem, self.where, self.fix = problem, where, fix
        super().__init__(problem, where, fix)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return "\n".join(filter(None, [f"{place}{self.problem}", self.fix]))


class BadInput(LeadkitError, ValueError):
    """A file, table or argument that cannot be used as it stands."""


class TooLittleData(LeadkitError, ValueError):
    """The sample is too small for an honest answer."""
