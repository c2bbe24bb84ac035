"""The decisions of a book in their order, each sealed by the fingerprint of the one before."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import tomlkit

from leadkit.base.errors import BadInput
from leadkit.base.files import locked, write_text
from leadkit.base.frozen import Frozen
from leadkit.base.language import _
from leadkit.base.page import inline_rows
from leadkit.base.toml import read_toml, read_toml_text
from leadkit.review.decisions.decision import Decision, Fingerprint, checked

if TYPE_CHECKING:
    import pandas as pd

FILE = "decisions.toml"
HEAD = "# What was decided, by whom, what it should do, and how it will be judged.\nformat = 1\n"
OF_NOTHING = "0" * 64
State = Literal["empty", "whole", "not chained", "broken"]
Break = Literal["before", "end", "head"]


class Decisions(Frozen):
    """The content of decisions.toml; `last` is the fingerprint of the last entry."""

    format: Literal[1] = 1
    last: Fingerprint = ""
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DecisionLog:
    """The decisions as they stand, and whether any was removed or changed since it was written.

    Each entry carries the fingerprint of the one before it, and the head of the file that of the
    last (a hash chain: Haber and Stornetta, 1991). Whoever changes the end and the head alike is
    found only by what stands elsewhere: `count` and `last` of an earlier review.

    Attributes
    ----------
    entries : tuple of Decision
        In the order of the file; no. 1 is the first.
    last : str
        The fingerprint kept in the head of the file; "" where there is none.
    """

    entries: tuple[Decision, ...] = ()
    last: str = ""

    @cached_property
    def fingerprints(self) -> tuple[str, ...]:
        """The fingerprint of each entry."""
        return self._ends[1:]

    @cached_property
    def _ends(self) -> tuple[str, ...]:
        return tuple(accumulate(self.entries, lambda end, one: fingerprint(one, end), initial=""))

    @property
    def breaks(self) -> tuple[tuple[int, Break], ...]:
        """Where the chain is broken: the number of an entry, and what does not fit there."""
        found: list[tuple[int, Break]] = [
            (number, "before")
            for number, (one, end) in enumerate(zip(self.entries, self._ends, strict=False), 1)
            if one.after not in ("", end)
        ]
        if self.last and self.last not in self.fingerprints:
            found.append((len(self.entries), "end"))
        if not self.last and any(one.after for one in self.entries):
            found.append((len(self.entries), "head"))
        return tuple(found)

    @property
    def unchained(self) -> int:
        """How many entries at the end nothing vouches for: old ones, or added by hand."""
        if self.last in self.fingerprints:
            return len(self.entries) - self.fingerprints.index(self.last) - 1
        return 0 if self.breaks else len(self.entries)

    @property
    def state(self) -> State:
        """Whether the entries are as they were written."""
        if self.breaks:
            return "broken"
        if not self.entries:
            return "empty"
        return "not chained" if self.unchained else "whole"

    @property
    def withdrawn(self) -> dict[str, Decision]:
        """The entries that withdraw another, by the fingerprint of the other."""
        return {one.withdraws: one for one in self.entries if one.withdraws}

    @property
    def table(self) -> pd.DataFrame:
        """By entry: number, on, what, owner, side, judge_in, withdraws, after, fingerprint."""
        import pandas as pd

        names = ["on", "what", "owner", "side", "judge_in", "withdraws", "after"]
        rows = [one.model_dump(include=set(names)) for one in self.entries]
        table = pd.DataFrame(rows, columns=names).assign(fingerprint=list(self.fingerprints))
        table.insert(0, "number", range(1, len(table) + 1))
        return table

    def holds(self, count: int, last: str) -> bool:
        """Whether `last` is the fingerprint of entry no. `count`; a whole log then lacks none."""
        return 0 <= count <= len(self.entries) and self._ends[count] == last

    def sentence(self) -> str:
        """Say whether anything was changed."""
        from leadkit.review.decisions.words import chain_words

        return chain_words(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the state for a JSON file; `count` and `last` let a later check compare."""
        return {
            "count": len(self.entries),
            "last": self._ends[-1],
            "state": self.state,
            "breaks": [{"number": number, "at": what} for number, what in self.breaks],
            "sentence": self.sentence(),
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        return inline_rows(self.table.drop(columns="after"), caption=self.sentence())


def fingerprint(one: Decision, before: str) -> str:
    """Return the SHA-256 of an entry and of what stood before it.

    An entry without a link of its own is taken to follow the one before, so that a file of an
    earlier version is sealed as a whole once one is added.
    """
    content = one.model_dump(mode="json", exclude_defaults=True) | {"after": one.after or before}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def read_log(folder: Path) -> DecisionLog:
    """Return the decisions of a book with their chain; an empty one without a decisions.toml.

    Raises
    ------
    BadInput
        If the file is faulty; every fault with its line.

    Examples
    --------
    >>> read_log(Path("a-book-without-decisions")).state
    'empty'
    """
    path = folder / FILE
    if not path.exists() and not path.is_symlink():
        return DecisionLog()
    content = read_toml(path, Decisions)
    return DecisionLog(entries=content.decisions, last=content.last)


def read_decisions(folder: Path) -> tuple[Decision, ...]:
    """Return the decisions of a book, in order; none where it has no decisions.toml.

    Raises
    ------
    BadInput
        If the file is faulty; every fault with its line.
    """
    return read_log(folder).entries


def add_decision(folder: Path, decision: Decision) -> None:
    """Write a decision below the others of a book; what stands there is not touched.

    A chain that is broken stays so: the new entry follows what stood there, not what is left.
    """
    with locked(folder):
        _append(folder, read_log(folder), decision)


def withdraw(folder: Path, number: int, *, because: str, on: date) -> Decision:
    """Write an entry that withdraws an earlier one, which stays where it is.

    Parameters
    ----------
    folder : Path
        The book.
    number : int
        Which entry, counted from 1.
    because : str
        Why.
    on : date
        When; a decision withdrawn after the quarter it is judged in is judged all the same.

    Raises
    ------
    BadInput
        If there is no such decision, or it cannot be withdrawn.
    """
    with locked(folder):
        log = read_log(folder)
        taken = _to_withdraw(log, number, on, folder / FILE)
        entry = checked(
            on=on,
            what=because,
            owner=taken.owner,
            side=taken.side,
            before=taken.before,
            judge_in=taken.judge_in,
            withdraws=log.fingerprints[number - 1],
        )
        _append(folder, log, entry)
    return entry


def _to_withdraw(log: DecisionLog, number: int, on: date, path: Path) -> Decision:
    problem = ""
    if not 1 <= number <= len(log.entries):
        problem = _("there is no decision no. {number}")
    elif log.entries[number - 1].withdraws:
        problem = _("no. {number} withdraws another and cannot itself be withdrawn")
    elif log.fingerprints[number - 1] in log.withdrawn:
        problem = _("no. {number} was withdrawn before")
    elif on < log.entries[number - 1].on:
        problem = _("no. {number} was decided later than it would be withdrawn")
    if problem:
        raise BadInput(
            problem.format(number=number),
            where=str(path),
            fix=_("leadkit decide BOOK lists the decisions with their numbers."),
        )
    return log.entries[number - 1]


def _append(folder: Path, log: DecisionLog, decision: Decision) -> None:
    linked = decision.model_copy(update={"after": _link(log)})
    path = folder / FILE
    head = tomlkit.parse(read_toml_text(path) if path.is_file() else HEAD)
    head["last"] = DecisionLog(entries=(*log.entries, linked)).fingerprints[-1]
    table = tomlkit.aot()
    table.append(tomlkit.item(linked.model_dump(exclude_defaults=True)))
    text = tomlkit.dumps(head).rstrip("\n") + "\n\n" + tomlkit.dumps({"decisions": table})
    _refuse_unreadable(text, path)
    write_text(path, text)


def _link(log: DecisionLog) -> str:
    """Return what a new entry follows; where the end of the chain is gone, not what is left."""
    at = {what for _number, what in log.breaks}
    if "end" in at:
        return log.last
    return OF_NOTHING if "head" in at else log._ends[-1]


def _refuse_unreadable(text: str, path: Path) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(
            _("no decision can be added below what stands there ({fault})").format(fault=error),
            where=str(path),
            fix=_("Write each decision as a [[decisions]] block, and no decisions = [...]."),
        ) from None
