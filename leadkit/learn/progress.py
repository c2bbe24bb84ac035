"""What a learner has done so far, from the file beside their notebooks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from leadkit.base.language import _, ngettext, number
from leadkit.learn.learner import PROGRESS, home
from leadkit.learn.quiz import bank
from leadkit.learn.steps import Steps, read_steps


@dataclass(frozen=True, eq=False, repr=False)
class Progress:
    """A learner's own progress.

    Attributes
    ----------
    table : DataFrame
        lesson, exercises, tried, right, cases; a row per lesson.
    notes : tuple of str
        Where it is kept, and what of it could not be read.
    """

    table: pd.DataFrame
    notes: tuple[str, ...]

    def sentence(self) -> str:
        """Say it in a sentence."""
        if not int(self.table[["tried", "cases"]].to_numpy().sum()):
            return _("Nothing is answered yet.")
        return _("{right} of {all} exercises are right so far, {tried} were tried.").format(
            right=number(self.table["right"].sum()),
            all=number(self.table["exercises"].sum()),
            tried=number(self.table["tried"].sum()),
        )

    def __repr__(self) -> str:
        return "\n".join([self.sentence(), *self.notes])

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        heads = [_("lesson"), _("exercises"), _("tried"), _("right"), _("cases judged")]
        return inline(
            caption=self.sentence(),
            columns=heads,
            rows=list(self.table.itertuples(index=False, name=None)),
            note=" ".join(self.notes),
        )


def progress(*, delete: bool = False) -> Progress:
    """Show what you have answered so far, lesson by lesson.

    It is kept on your own disk, in the folder that `leadkit lab` made, in the file
    progress.jsonl; nowhere else. Outside such a folder nothing is kept.

    Parameters
    ----------
    delete : bool
        Delete the file, and begin anew.

    Returns
    -------
    Progress

    Examples
    --------
    >>> from leadkit.learn.progress import progress
    >>> progress().sentence()
    'Nothing is answered yet.'
    """
    place = home()
    if place is None:
        note = _("Nothing is kept here: open the lessons with leadkit lab to keep your answers.")
        return Progress(_by_lesson(Steps()), (note,))
    path = place / PROGRESS
    if delete:
        path.unlink(missing_ok=True)
        return Progress(_by_lesson(Steps()), (_("Deleted: {path}").format(path=path),))
    steps = read_steps(path)
    kept = _("Your answers are kept in {path}; delete it whenever you like.").format(path=path)
    return Progress(_by_lesson(steps), (*_odd(steps, path), kept))


def _odd(steps: Steps, path: Path) -> list[str]:
    if not steps.unreadable and not steps.older:
        return []
    n = len(steps.every)
    text = ngettext("{n} line could be read.", "{n} lines could be read.", n)
    return [*steps.notes(), text.format(n=number(n))]


def _by_lesson(steps: Steps) -> pd.DataFrame:
    from leadkit.learn.lessons import LESSONS, exercises

    latest: dict[tuple[str, str], str] = {
        (one.kind, one.key): one.status for one in steps.every if one.status
    }
    rows: list[dict[str, Any]] = []
    for lesson in LESSONS:
        mine = [key for key in exercises() if key.startswith(f"{lesson}.")]
        told = [latest[("exercise", key)] for key in mine if ("exercise", key) in latest]
        cases = [
            key
            for kind, key in latest
            if kind == "quiz" and key in bank() and f"t{key[1:3]}" == lesson
        ]
        rows.append(
            {
                "lesson": lesson,
                "exercises": len(mine),
                "tried": len(told),
                "right": told.count("right"),
                "cases": len(cases),
            }
        )
    return pd.DataFrame(rows)
