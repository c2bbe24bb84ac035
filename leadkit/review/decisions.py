"""What both sides decided, what it was to do, and what became of it: decisions.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
import tomlkit
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from leadkit.agreement import MEASURES, MOST_DAYS, MOST_HOURS
from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.estimate import Estimate, rate
from leadkit.base.files import locked, write_text
from leadkit.base.language import _, percent
from leadkit.base.toml import read_toml
from leadkit.book import Book
from leadkit.journey import extract_date
from leadkit.review.ledger import Ledger, days_of, ledger
from leadkit.review.measures import Kept, measure

FILE = "decisions.toml"
BY_HAND, SOURCE_SHARE = "", "source_share"
PARAMETERS, SOURCE = ("hours", "days", "attempts", "columns"), "source"
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Quarter = Field(pattern=r"^\d{4}Q[1-4]$")


class Decision(BaseModel):
    """One decision: what, by whom, what it should do, and how it will be judged.

    `measure` is one of the measures of an agreement, or `source_share` (the share of handed-off
    leads from `source`); without one the decision is judged by talking. `target` is reached by at
    least that share (or count), with `at_most` by at most that.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: date
    what: Words
    owner: Words
    side: Literal["marketing", "sales"]
    expects: str = ""
    judge_in: str = Quarter
    before: str = Quarter
    measure: str = BY_HAND
    hours: float | None = Field(default=None, gt=0, le=MOST_HOURS, allow_inf_nan=False)
    days: float | None = Field(default=None, gt=0, le=MOST_DAYS, allow_inf_nan=False)
    attempts: int | None = Field(default=None, gt=0)
    columns: tuple[str, ...] = ()
    source: str = ""
    target: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    at_most: bool = False

    @field_validator("measure")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name not in (BY_HAND, SOURCE_SHARE, *MEASURES):
            known = ", ".join((SOURCE_SHARE, *MEASURES))
            raise ValueError(
                _("no measure is called {name!r}; there are {known}").format(name=name, known=known)
            )
        return name

    @model_validator(mode="after")
    def _states_what_its_measure_takes(self) -> Decision:
        takes: tuple[str, ...] = (SOURCE,) if self.measure == SOURCE_SHARE else ()
        if self.measure in MEASURES:
            takes = MEASURES[self.measure].parameters
            if MEASURES[self.measure].kind == "count" and not self.target.is_integer():
                raise ValueError(
                    _("the target of {measure} is a whole number").format(measure=self.measure)
                )
            if MEASURES[self.measure].kind == "share" and self.target > 1:
                raise ValueError(_("a share is at most 1, as in 0.8"))
        if self.measure == SOURCE_SHARE and self.target > 1:
            raise ValueError(_("a share is at most 1, as in 0.1"))
        if self.judge_in < self.before:
            raise ValueError(
                _("{quarter} lies before {before}, when it was decided").format(
                    quarter=self.judge_in, before=self.before
                )
            )
        given = [name for name in (*PARAMETERS, SOURCE) if getattr(self, name)]
        if sorted(given) != sorted(takes):
            wanted = (
                _("the measure {measure!r} takes {wanted}")
                if takes
                else _("the measure {measure!r} takes nothing more")
            )
            raise ValueError(wanted.format(measure=self.measure, wanted=", ".join(takes)))
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
        text = text.rstrip("\n") + "\n\n" + tomlkit.dumps({"decisions": table})
        _refuse_unreadable(text, path)
        write_text(path, text)


def refuse_unknown(book: Book, decision: Decision) -> None:
    """Refuse a decision about columns or a source that the book does not know."""
    absent = [name for name in decision.columns if name not in book.leads]
    sources = book.leads.reindex(columns=["source"])["source"].dropna().unique()
    if decision.source and decision.source not in sources:
        absent.append(decision.source)
    if absent:
        raise BadInput(
            _("the book knows no {names}").format(names=", ".join(map(repr, absent))),
            where=str(book.path),
            fix=_("Its sources are {sources}.").format(sources=", ".join(sorted(sources))),
        )


def _refuse_unreadable(text: str, path: Path) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(
            _("no decision can be added below what stands there ({fault})").format(fault=error),
            where=str(path),
            fix=_("Write each decision as a [[decisions]] block, and no decisions = [...]."),
        ) from None


HEAD = "# What was decided, by whom, what it should do, and how it will be judged.\nformat = 1\n"


def judge(book: Book, decision: Decision, *, as_of: str | pd.Timestamp | None = None) -> Outcome:
    """Judge one decision by its measure, in its quarter and in the one before it was taken."""
    if decision.measure == BY_HAND:
        return Outcome(decision=decision, before=None, after=None, verdict="by talking")
    was = _measured_in(book, decision.before, decision, as_of)
    begins, _last = days_of(decision.judge_in, book)
    now = extract_date(book, as_of)
    if now is not None and now.tz_convert(book.settings.timezone).date() < begins:
        return Outcome(decision=decision, before=was.estimate, after=None, verdict="not yet")
    found = _measured_in(book, decision.judge_in, decision, as_of)
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


def _measured_in(
    book: Book, quarter: str, decision: Decision, as_of: str | pd.Timestamp | None
) -> Kept:
    """Measure a decision in a quarter; one before the first handoff is not on record."""
    try:
        return _measured(ledger(book, *days_of(quarter, book), as_of=as_of), decision)
    except TooLittleData as error:
        return Kept(missing=error.problem)


def _measured(one: Ledger, decision: Decision) -> Kept:
    if decision.measure != SOURCE_SHARE:
        return measure(one, decision)
    of_source = one.handed["source"] == decision.source
    return Kept(estimate=rate(int(of_source.sum()), len(of_source)))
