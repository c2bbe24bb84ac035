"""What both sides decided, what it was to do, and what became of it: decisions.toml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import tomlkit
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from leadkit.agreement import MEASURES
from leadkit.base.estimate import Estimate, rate
from leadkit.base.files import locked, write_text
from leadkit.base.language import _, percent
from leadkit.base.toml import read_toml
from leadkit.book import Book
from leadkit.review.ledger import Ledger, days_of, ledger
from leadkit.review.measures import Kept, measure

FILE = "decisions.toml"
BY_HAND, SOURCE_SHARE = "", "source_share"
PARAMETERS, SOURCE = ("hours", "days", "columns"), "source"
Quarter = Field(pattern=r"^\d{4}Q[1-4]$")


class Decision(BaseModel):
    """One decision: what, by whom, what it should do, and how it will be judged.

    `measure` is one of the measures of an agreement, or `source_share` (the share of handed-off
    leads from `source`); without one the decision is judged by talking. `target` is reached by at
    least that share (or count), with `at_most` by at most that.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: date
    what: str = Field(min_length=1)
    owner: str = Field(min_length=1)
    side: Literal["marketing", "sales"]
    expects: str = ""
    judge_in: str = Quarter
    before: str = Quarter
    measure: str = BY_HAND
    hours: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    days: float | None = Field(default=None, gt=0)
    columns: tuple[str, ...] = ()
    source: str = ""
    target: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    at_most: bool = False

    @field_validator("measure")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name not in (BY_HAND, SOURCE_SHARE, *MEASURES):
            known = ", ".join((SOURCE_SHARE, *MEASURES))
            raise ValueError(f"no measure is called {name!r}; there are {known}")
        return name

    @model_validator(mode="after")
    def _states_what_its_measure_takes(self) -> Decision:
        takes: tuple[str, ...] = (SOURCE,) if self.measure == SOURCE_SHARE else ()
        if self.measure in MEASURES:
            takes = MEASURES[self.measure].parameters
            if MEASURES[self.measure].kind == "count" and not self.target.is_integer():
                raise ValueError(f"the target of {self.measure} is a whole number")
        given = [name for name in (*PARAMETERS, SOURCE) if getattr(self, name)]
        if sorted(given) != sorted(takes):
            wanted = ", ".join(takes) or "nothing more"
            raise ValueError(f"the measure {self.measure!r} takes {wanted}")
        return self


class Decisions(BaseModel):
    """The content of decisions.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a decision.

    Attributes
    ----------
    decision : Decision
        What was decided.
    before, after : Estimate or None
        The measure in the quarter before the decision and in the one it is judged in.
    verdict : str
        "reached", "not reached", "not yet", "too few to judge", "not recorded" or "by talking".
    """

    decision: Decision
    before: Estimate | None
    after: Estimate | None
    verdict: str

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome for a JSON file."""
        return {
            **self.decision.model_dump(mode="json"),
            "measured_before": self.before and self.before.to_dict(),
            "measured": self.after and self.after.to_dict(),
            "verdict": self.verdict,
        }

    def wanted(self) -> str:
        """Write the target."""
        one = self.decision
        if one.measure == BY_HAND:
            return one.expects
        amount = percent(one.target) if one.target <= 1 else f"{one.target:g}"
        words = _("at most {target}") if one.at_most else _("at least {target}")
        return words.format(target=amount)


def read_decisions(folder: Path) -> tuple[Decision, ...]:
    """Return the decisions of a book, in order; none where it has no decisions.toml.

    Raises
    ------
    BadInput
        If the file is faulty; every fault with its line.
    """
    path = folder / FILE
    return read_toml(path, Decisions).decisions if path.is_file() else ()


def add_decision(folder: Path, decision: Decision) -> None:
    """Write a decision below the others of a book; what stands there is not touched."""
    with locked(folder):
        read_decisions(folder)
        path = folder / FILE
        text = path.read_text(encoding="utf-8") if path.is_file() else HEAD
        given = decision.model_dump(exclude_defaults=True)
        table = tomlkit.aot()
        table.append(tomlkit.item(given))
        write_text(path, text.rstrip("\n") + "\n\n" + tomlkit.dumps({"decisions": table}))


HEAD = "# What was decided, by whom, what it should do, and how it will be judged.\nformat = 1\n"


def judge(book: Book, decision: Decision, *, as_of: str | pd.Timestamp | None = None) -> Outcome:
    """Judge one decision by its measure, in its quarter and in the one before it was taken."""
    if decision.measure == BY_HAND:
        return Outcome(decision=decision, before=None, after=None, verdict="by talking")
    after = ledger(book, *days_of(decision.judge_in, book), as_of=as_of)
    before = ledger(after.book, *days_of(decision.before, book), as_of=as_of)
    was, found = _measured(before, decision), _measured(after, decision)
    if not after.has_begun:
        return Outcome(decision=decision, before=was.estimate, after=None, verdict="not yet")
    verdict = VERDICTS[found.verdict(decision.target, at_most=decision.at_most)]
    return Outcome(decision=decision, before=was.estimate, after=found.estimate, verdict=verdict)


VERDICTS = {
    "kept": "reached",
    "broken": "not reached",
    "nothing due": "not yet",
    "not over": "not yet",
    "too few to judge": "too few to judge",
    "not recorded": "not recorded",
}


def _measured(one: Ledger, decision: Decision) -> Kept:
    if decision.measure != SOURCE_SHARE:
        return measure(one, decision)
    of_source = one.handed["source"] == decision.source
    return Kept(estimate=rate(int(of_source.sum()), len(of_source)))
