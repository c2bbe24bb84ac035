"""The systems we know, one data file each, and which of them an export came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import Field, PrivateAttr

from leadkit.base.frozen import Frozen
from leadkit.base.language import _, current, number
from leadkit.base.toml import read_toml
from leadkit.book.tables import Known
from leadkit.crm.mapping import Targets

SYSTEMS = Path(str(files("leadkit"))) / "crm" / "systems"
CUSTOM = re.compile(r"__c$", re.IGNORECASE)
UNIT = re.compile(r"(\w)\s*\([^()]*\)$")
SIGNS = re.compile(r"[\W_]+")
ENOUGH, CLEARLY, MOSTLY, DISTINCTIVE = 2.0, 1.2, 0.5, 3
Part = Literal["leads", "details", "activities", "plan"]


class Names(Frozen):
    """What a system calls one column of the book, in files that hold leads, details and so on.

    `to` names a column of the book, or one of the system's own that is kept; "" leaves it out.
    `known` says when an own column is known; `why` says it where the name alone does not.
    """

    to: Targets
    headers: tuple[str, ...] = Field(min_length=1)
    of: Part = "leads"
    known: Known = Known.ASSUMED
    why: dict[Literal["en", "vi"], str] = Field(default_factory=dict)

    @property
    def said(self) -> str:
        """Why, in the reader's language."""
        return self.why.get("vi" if current() == "vi" else "en", "")


class System(Frozen):
    """A CRM as its exports speak; `general` ones are the words of no system in particular.

    `marks` are patterns of column names that nobody else uses. `values` say what its values mean:
    a status is won, lost, open, "converted" (as far as a lead goes: won, unless the export tells
    what became of it) or "" (says nothing, the next column is asked). `words` are parts of reasons.
    """

    format: Literal[1]
    name: str
    verified: bool
    general: bool = False
    marks: tuple[str, ...] = ()
    columns: tuple[Names, ...]
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    _key: str = PrivateAttr("")

    @property
    def key(self) -> str:
        """The name of its data file."""
        return self._key

    @cached_property
    def _places(self) -> dict[tuple[Part, str], list[tuple[Names, int]]]:
        places: dict[tuple[Part, str], list[tuple[Names, int]]] = {}
        for names in self.columns:
            for rank, header in enumerate(names.headers):
                places.setdefault((names.of, key_of(header)), []).append((names, rank))
        return places

    def named(self, header: str, part: Part) -> list[tuple[Names, int]]:
        """Return what a column name stands for, with its place among the names of that column."""
        return self._places.get((part, key_of(header)), [])

    def knows(self, header: str) -> bool:
        """Return whether the system's lead exports have such a column."""
        return bool(self.named(header, "leads")) or self.marked(header)

    def marked(self, header: str) -> bool:
        """Return whether only this system makes up such names."""
        return any(fnmatch(header.casefold(), mark.casefold()) for mark in self.marks)


@dataclass(frozen=True)
class Recognised:
    """The system an export came from, None where none is clear, and why."""

    system: System | None
    why: str


@cache
def key_of(header: str) -> str:
    """Return a column name without case, spaces, signs, units, and without Salesforce's ending.

    Examples
    --------
    >>> key_of("Lead ID"), key_of("LEADID"), key_of("Lost_Reason__c"), key_of("Doanh thu (VNĐ)")
    ('leadid', 'leadid', 'lostreason', 'doanhthu')
    """
    return folded(UNIT.sub(r"\1", CUSTOM.sub("", header.strip())))


def folded(text: str) -> str:
    """Return text without case, spaces and signs.

    Examples
    --------
    >>> folded("GTX Pro"), folded("GTX-Pro (2)")
    ('gtxpro', 'gtxpro2')
    """
    return SIGNS.sub("", unicodedata.normalize("NFC", text).casefold())


@cache
def systems() -> tuple[System, ...]:
    """Return every system that has a data file, by the name of its file."""
    found = []
    for path in sorted(SYSTEMS.glob("*.toml")):
        system = read_toml(path, System)
        system._key = path.stem
        found.append(system)
    return tuple(found)


def general_names() -> tuple[System, ...]:
    """Return the words of no system in particular."""
    return tuple(system for system in systems() if system.general)


@cache
def _used_by(key: str) -> int:
    return sum(bool(system.named(key, "leads")) for system in systems())


def recognise(headers: Iterable[str]) -> Recognised:
    """Say which system a table of leads was exported from.

    A column counts the more, the fewer systems have one of its name.

    Examples
    --------
    >>> recognise(["Record ID", "Lifecycle Stage", "Contact owner", "hs_v2_x"]).system.name
    'HubSpot contacts'
    >>> recognise(["Created", "Source", "Status"]).system is None
    True
    """
    every = list(headers)
    ranked = sorted(
        ((_score(system, every), system) for system in systems() if system.key != "general"),
        key=lambda pair: -pair[0],
    )
    (best, system), (second, other) = ranked[:2]
    if not _is_clear(system, every, best):
        return Recognised(None, _("no system's columns are recognised; read by their names"))
    if best < CLEARLY * second and other.general:
        system = other
    elif best < CLEARLY * second and not system.general:
        return Recognised(
            None, _("could be {a} or {b}; read by their names").format(a=system.name, b=other.name)
        )
    known = [header for header in every if system.knows(header)]
    rare = sorted(known, key=lambda header: (not system.marked(header), _used_by(key_of(header))))
    return Recognised(
        system,
        _("{n} of {total} columns are named as in {system}: {names} …").format(
            n=number(len(known)),
            total=number(len(every)),
            system=system.name,
            names=", ".join(rare[:4]),
        ),
    )


def _score(system: System, headers: Sequence[str]) -> float:
    keys = {key_of(header) for header in headers}
    named = sum(1 / _used_by(key) for key in keys if system.named(key, "leads"))
    return named + sum(system.marked(header) for header in headers)


def _is_clear(system: System, every: list[str], score: float) -> bool:
    known = [header for header in every if system.knows(header)]
    own = sum(system.marked(header) or _used_by(key_of(header)) == 1 for header in known)
    return own >= DISTINCTIVE or (score >= ENOUGH and len(known) >= MOSTLY * len(every))
