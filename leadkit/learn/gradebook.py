"""The gradebook of a class: item by item, thought by thought, and what the group gained."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.learn.course import read_course
from leadkit.learn.gain import FEWEST, Gain, gain
from leadkit.learn.group import by_item, by_thought, said_of
from leadkit.learn.parallel_forms import OTHER, form_items
from leadkit.learn.steps import Step
from leadkit.learn.submission import ANSWERS, Submission, submissions

SECONDS_TO_GUESS = 5
TOLD, A_THIRD = 5, 3
COLUMNS = (
    "learner", "lesson", "kind", "item", "tries", "hints", "solution_seen", "first", "last",
    "first_code", "last_code", "sure", "quick_tries",
)  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class Gradebook:
    """What a class handed in.

    Attributes
    ----------
    table : DataFrame
        A row per trainee and item: tries, hints, whether the solution was seen, first and last
        status and code, whether they were sure, tries within 5 seconds of the step before. By
        number, never by name; the trainer's eyes only.
    items : DataFrame
        A row per item, for the group: kind, item, n, right_first (an Estimate), right_last, code
        and with_code, the thought most had.
    thoughts : DataFrame
        A row per misconception that was shown: code, n who met it, shown, sure, still, items.
    gain : Gain
        Of those who handed in both forms.
    submitted : tuple of Submission
        Everything that was handed in.
    faults : DataFrame
        learner, place, fault: what does not fit.
    """

    table: pd.DataFrame
    items: pd.DataFrame
    thoughts: pd.DataFrame
    gain: Gain
    submitted: tuple[Submission, ...]
    faults: pd.DataFrame

    @property
    def n(self) -> int:
        """How many have answered anything."""
        return int(self.table["learner"].nunique())

    def sentences(self) -> list[str]:
        """Say what the group thinks, for those who plan the next hour; at most five."""
        rows = self._by_number()
        said = [said_of(row) for row in rows[rows["shown"] > 1].head(TOLD).itertuples()]
        return said or [_("No thought is shared by two of the group.")]

    def again(self) -> list[str]:
        """Return the codes that a third of the group showed: taught again together."""
        rows = self._by_number()
        often = rows[(rows["shown"] * A_THIRD >= rows["n"]) & (rows["n"] >= FEWEST)]
        return [str(code) for code in often["code"]]

    def _by_number(self) -> pd.DataFrame:
        return self.thoughts.sort_values("shown", ascending=False, kind="stable")

    def sentence(self) -> str:
        """Say the first of it in a line."""
        return self.sentences()[0]

    def to_dict(self) -> dict[str, Any]:
        """Return the group's part for a JSON file."""
        items = self.items.assign(right_first=[one.to_dict() for one in self.items["right_first"]])
        return {
            "n": self.n,
            "says": self.sentences(),
            "again": self.again(),
            "items": items.to_dict("records"),
            "thoughts": self.thoughts.to_dict("records"),
            "gain": self.gain.to_dict(),
            "faults": self.faults.to_dict("records"),
        }

    def __repr__(self) -> str:
        return "\n".join(self.sentences())

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.learn.group_page import thought_rows

        return inline_rows(thought_rows(self), caption=self.sentence())


def gradebook(root: Path) -> Gradebook:
    """Read what a class handed in, a folder or a progress file per trainee.

    Every answer is judged anew by this leadkit. Nothing of a notebook is executed.

    Parameters
    ----------
    root : Path
        The folder, as `leadkit lab --class` prepared it, or any with submissions in it.

    Raises
    ------
    BadInput
        If it is no folder, or nothing in it can be graded.
    """
    if not root.is_dir():
        raise BadInput(
            _("there is no such folder"), where=str(root), fix=_("Name the folder of the class.")
        )
    course = read_course(root)
    found, other = submissions(root, course)
    if not any(one.steps for one in found):
        raise BadInput(
            _("nobody has handed in an answer here"),
            where=str(root),
            fix=_("Put the folder of every trainee, or their progress.jsonl, into it."),
        )
    named = _named(found)
    rows = [row for who, one in named for row in _rows(who, one.steps)]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    faults = [
        {"learner": who, "place": one.place, "fault": fault}
        for who, one in named
        for fault in one.faults
    ]
    notes = [*other, *(course.notes() if course else [])]
    faults += [{"learner": "", "place": "", "fault": text} for text in notes]
    return Gradebook(
        table=table,
        items=by_item(table),
        thoughts=by_thought([(who, one.steps) for who, one in named]),
        gain=_gained(found),
        submitted=tuple(found),
        faults=pd.DataFrame(faults, columns=["learner", "place", "fault"]),
    )


def _named(found: list[Submission]) -> list[tuple[str, Submission]]:
    """Call every submission by its number, else its id, else by a letter: never by a name."""
    unknown, used = count(1), Counter[str]()
    named = []
    for one in found:
        who = one.who or f"x{next(unknown)}"
        used[who] += 1
        named.append((who if used[who] == 1 else f"{who} ({used[who]})", one))
    return named


def _rows(who: str, steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    """Return a row per item that a trainee answered, in the order they first did."""
    answered = dict.fromkeys((one.kind, one.key) for one in steps if one.kind in ANSWERS)
    quick = _quick(steps)
    return [_row(who, kind, key, steps, quick) for kind, key in answered]


def _row(who: str, kind: str, key: str, steps: tuple[Step, ...], quick: set[int]) -> dict[str, Any]:
    mine = [(place, one) for place, one in enumerate(steps) if (one.kind, one.key) == (kind, key)]
    mine = mine[:1] if kind == "form" else mine
    tries = [one for _place, one in mine]
    hints = {str(one.answer) for one in steps if (one.kind, one.key) == ("hint", key)}
    first, last = tries[0], tries[-1]
    return {
        "learner": who,
        "lesson": f"t{key[1:3]}",
        "kind": kind,
        "item": key,
        "tries": len(tries),
        "hints": len(hints) if kind == "exercise" else 0,
        "solution_seen": any((one.kind, one.key) == ("solution", key) for one in steps),
        "first": first.status,
        "last": last.status,
        "first_code": first.code,
        "last_code": last.code,
        "sure": first.sure,
        "quick_tries": sum(place in quick for place, _one in mine),
    }


def _quick(steps: tuple[Step, ...]) -> set[int]:
    """Return the places of answers that came within seconds of the step before; forms excepted."""
    pairs = enumerate(pairwise(steps), 1)
    return {
        place
        for place, (before, step) in pairs
        if step.kind in ("exercise", "quiz")
        and before.at is not None
        and step.at is not None
        and 0 <= (step.at - before.at).total_seconds() < SECONDS_TO_GUESS
    }


def _gained(found: list[Submission]) -> Gain:
    """Compare the two forms of everybody who handed in both."""
    first, second = [], []
    for one in found:
        points = {letter: _points(letter, one.steps) for letter in "AB"}
        before, after = points.get(one.first), points.get(OTHER.get(one.first, ""))
        if before is not None and after is not None:
            first.append(before)
            second.append(after)
    return gain(first, second)


def _points(letter: str, steps: tuple[Step, ...]) -> int | None:
    """Return the points of a form, of the first answers; None where it is not whole."""
    told: dict[str, str] = {}
    for one in steps:
        if one.kind == "form":
            told.setdefault(one.key, one.status)
    keys = [item.key for item in form_items(letter)]
    if not set(keys) <= set(told):
        return None
    return [told[key] for key in keys].count("right")
