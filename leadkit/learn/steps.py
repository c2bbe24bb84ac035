"""A learner's steps on their own disk: a line each, chained to the line before."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from leadkit.base.files import locked
from leadkit.base.language import _, current, ngettext, number

FORMAT = 1
DIGITS = 16
LONGEST_ANSWER = 4000
Kind = Literal["begin", "exercise", "quiz", "form", "hint", "solution"]


class Step(BaseModel):
    """One thing a learner did: an answer, a hint, a solution, or the first line of a file.

    Attributes
    ----------
    answer : object
        As it was given; null where it is not kept, as `withheld` says.
    sure : bool
        False where the learner ticked that they were not.
    id, first, version : str
        On the first line alone: the learner, the form they begin with, and leadkit's version.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Kind
    key: str = Field(default="", max_length=40)
    at: AwareDatetime | None = None
    lang: Literal["en", "vi"] = "en"
    answer: Any = None
    withheld: bool = False
    status: Literal["", "right", "not right"] = ""
    code: str = Field(default="", pattern=r"^(M[0-9]{2})?$")
    sure: bool = True
    id: str = Field(default="", max_length=40)
    first: Literal["", "A", "B"] = ""
    version: str = Field(default="", max_length=40)


@dataclass(frozen=True)
class Steps:
    """The steps of one file, and what is odd about it.

    Attributes
    ----------
    every : tuple of Step
        The steps that can be read, in their order.
    unreadable, broken : tuple of int
        Numbers of the lines that cannot be read, and of those that do not follow from the line
        before them.
    older, newer : int
        Lines that another version of leadkit has written.
    """

    every: tuple[Step, ...] = ()
    unreadable: tuple[int, ...] = ()
    broken: tuple[int, ...] = ()
    older: int = 0
    newer: int = 0
    chain: str = field(default="", repr=False)

    @property
    def begin(self) -> Step | None:
        """The first line, which says whose file it is."""
        return self.every[0] if self.every and self.every[0].kind == "begin" else None

    def latest(self, key: str) -> Step | None:
        """Return the last answer to an exercise or item."""
        found = [one for one in self.every if one.key == key and one.status]
        return found[-1] if found else None

    def notes(self) -> list[str]:
        """Say what could not be read or does not fit, a line each."""
        said = []
        if self.unreadable:
            lines = ", ".join(map(number, self.unreadable))
            said.append(_("Not readable, perhaps cut in half: line {lines}.").format(lines=lines))
        if self.broken:
            lines = ", ".join(map(number, self.broken))
            said.append(
                _("Changed by hand: line {lines} does not follow from the one before it.").format(
                    lines=lines
                )
            )
        if self.older:
            text = ngettext(
                "{n} line is from an older version: counted, but changes to it cannot be seen.",
                "{n} lines are from an older version: counted, but changes to them cannot be seen.",
                self.older,
            )
            said.append(text.format(n=number(self.older)))
        if self.newer:
            text = ngettext(
                "{n} line is from a newer version: what this one knows of it was read.",
                "{n} lines are from a newer version: what this one knows of them was read.",
                self.newer,
            )
            said.append(text.format(n=number(self.newer)))
        return said


def read_steps(path: Path) -> Steps:
    """Read what can be read of a file of steps; nothing in it is trusted, nothing is run.

    Examples
    --------
    >>> read_steps(Path("nowhere.jsonl")).every
    ()
    """
    if not path.is_file():
        return Steps()
    every: list[Step] = []
    unreadable, broken, older, newer, chain = [], [], 0, 0, ""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    for place, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            body = json.loads(line)
            step = Step.model_validate(body)
        except (ValueError, RecursionError):
            unreadable.append(place)
            continue
        written, version = body.pop("chain", None), body.get("format")
        is_old = written is None and not chain
        older += is_old
        newer += isinstance(version, int) and version > FORMAT
        if not is_old and written != _link(chain or _start(step.id), body):
            broken.append(place)
        chain = written if isinstance(written, str) else chain
        every.append(step)
    return Steps(tuple(every), tuple(unreadable), tuple(broken), older, newer, chain)


def add_steps(path: Path, begin: Step, steps: Iterable[Step]) -> None:
    """Add steps to the end of a file; the first ever is preceded by `begin`.

    A step that only repeats the latest one of its key, as a cell that is run again does, is not
    another try.
    """
    with locked(path.parent):
        known = read_steps(path)
        new = [one for one in steps if not _is_repeated(one, known)]
        if new and not known.every:
            new = [begin, *new]
        chain, lines = known.chain or _start(begin.id), []
        for one in new:
            body = {"format": FORMAT} | json.loads(one.model_dump_json(exclude_defaults=True))
            chain = _link(chain, body)
            lines.append(json.dumps(body | {"chain": chain}, ensure_ascii=False))
        if lines:
            _append(path, lines)


def a_step(kind: Kind, key: str, **more: Any) -> Step:
    """Return a step that is done now, in the language now spoken."""
    now = datetime.now(UTC).replace(microsecond=0)
    return Step(kind=kind, key=key, at=now, lang="vi" if current() == "vi" else "en", **more)


def plain(answer: Any) -> tuple[Any, bool]:
    """Return an answer as JSON holds it, and whether it is too large or strange to be kept.

    Examples
    --------
    >>> plain({"b", "a"}), plain(12.5), plain(float("nan"))
    ((['a', 'b'], False), (12.5, False), (None, True))
    """
    try:
        text = json.dumps(answer, default=_plainer, allow_nan=False, ensure_ascii=False)
        text.encode()
    except (TypeError, ValueError, RecursionError):
        return None, True
    return (json.loads(text), False) if len(text) <= LONGEST_ANSWER else (None, True)


def _plainer(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.item() if hasattr(value, "item") else str(value)


def _is_repeated(step: Step, known: Steps) -> bool:
    latest = known.latest(step.key)
    return (
        bool(step.status)
        and latest is not None
        and (latest.kind, latest.answer, latest.status, latest.sure)
        == (step.kind, step.answer, step.status, step.sure)
    )


def _append(path: Path, lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines).encode()
    with path.open("a+b") as stream:
        if stream.tell():
            stream.seek(-1, 2)
            text = text if stream.read(1) == b"\n" else b"\n" + text
        stream.write(text)


def _start(learner: str) -> str:
    return sha256(f"leadkit:{learner}".encode()).hexdigest()[:DIGITS]


def _link(before: str, body: dict[str, Any]) -> str:
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(f"{before}{text}".encode(errors="replace")).hexdigest()[:DIGITS]
