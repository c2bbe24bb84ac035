"""The thoughts behind wrong answers: a code each, what it is, and what those did who had it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pandas as pd

from leadkit.base.language import current
from leadkit.learn.quiz import bank

Question = tuple[str, str]


@dataclass(frozen=True)
class Misconception:
    """A thought, never a person.

    Attributes
    ----------
    code : str
        Such as "M16".
    thought : str
        What it is, in the reader's language.
    did : str
        What those did who had it, to stand behind "7 of 12".
    """

    code: str
    thought: str
    did: str


def misconception(code: str) -> Misconception:
    """Return a misconception in the reader's language.

    Examples
    --------
    >>> misconception("M16").did
    'read the score as a promise'
    """
    row, spoken = _table().loc[code], current()
    return Misconception(code, str(row[spoken]), str(row[f"did_{spoken}"]))


@cache
def reachable() -> dict[Question, frozenset[str]]:
    """Return the codes that the answers to every question can show.

    A question is ("exercise" or "case", key): a case is the same in a quiz and in a form.

    Examples
    --------
    >>> sorted(reachable()["case", "q04.3"])
    ['M16', 'M17', 'M18']
    """
    from leadkit.learn.lessons import exercises

    asked = {
        ("exercise", key): frozenset(slip.code for slip in one.mistakes)
        for key, one in exercises().items()
    }
    cases = {
        ("case", key): frozenset(option.code for option in item.options.values() if option.code)
        for key, item in bank().items()
    }
    return asked | cases


@cache
def _table() -> pd.DataFrame:
    with (files("leadkit.learn") / "misconceptions.csv").open(encoding="utf-8") as stream:
        return pd.read_csv(stream, keep_default_na=False).set_index("code")
