"""One person's rows without the person: what is blanked, renamed, or stays."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pandas as pd

from leadkit.book import TABLES, Known, role_of
from leadkit.book.names import is_contact
from leadkit.crm.forgetting.person import Person
from leadkit.crm.forgetting.traces import Traces
from leadkit.crm.mapping import NAME_PARTS
from leadkit.crm.rows import Change, Row, sheets, text
from leadkit.quality import phones

Kind = Literal["id", "account", "email", "phone", "contact", "kept", "free"]

KEYS = ("lead_id", "key")
LAST_DIGITS = 8
PLAIN = re.compile(
    r"-?(?:0|[1-9]\d*)(?:[.,]\d+)*\s?%?|\d{4}-\d{2}-\d{2}(?:[T ][\d:.+\-Z]*)?"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(?:[ T,]+[\d:]+)?"
)


@dataclass(frozen=True)
class Eraser:
    """What takes a person out of any table of a book.

    A row is the person's by its lead or its contact. There ids become labels, contacts are blank,
    and text is blank unless a row of somebody else says the same in that column: what only this
    person's rows say may name them. Numbers, times and declared categories stay. In every other
    row the person's traces alone are taken out.
    """

    person: Person
    traces: Traces
    known: Mapping[str, Known]
    targets: Mapping[str, Sequence[str]]
    common: dict[str, set[str]] = field(default_factory=dict)

    def learn(self, paths: Iterable[Path]) -> None:
        """Find which words of the person's rows other people's rows say, too."""
        files = list(paths)
        said: dict[str, set[str]] = defaultdict(set)
        for path in files:
            for names, rows in sheets(path):
                kinds, is_theirs = self._kinds(names), self.owns(names)
                for row in rows:
                    if is_theirs(row):
                        for name, kind, cell in zip(names, kinds, row, strict=False):
                            if kind == "free" and text(cell):
                                said[name].add(text(cell))
        for path in files:
            for names, rows in sheets(path):
                asked = [(place, name) for place, name in enumerate(names) if said.get(name)]
                is_theirs = self.owns(names)
                for row in rows if asked else ():
                    for place, name in asked:
                        cell = text(row[place]) if place < len(row) else ""
                        if cell in said[name] and not is_theirs(row):
                            self.common.setdefault(name, set()).add(cell)

    def owns(self, names: Sequence[str]) -> _Owns:
        """Return what tells whether a row under these names is the person's."""
        return _Owns(self.person, tuple(self._kinds(names)))

    def changes(self, names: Sequence[str]) -> Change:
        """Return what makes a row under these names anew, or None where it stays."""
        kinds, is_theirs = self._kinds(names), self.owns(names)

        def change(row: Row) -> Row | None:
            new = list(row)
            if is_theirs(row):
                new = [
                    self._without(name, kind, cell)
                    for name, kind, cell in zip(names, kinds, row, strict=False)
                ] + new[len(names) :]
            if self.traces.stand_in("\x1f".join(cell for cell in new if isinstance(cell, str))):
                new = [self.traces.erase(cell) if isinstance(cell, str) else cell for cell in new]
            return new if new != row else None

        return change

    def _without(self, name: str, kind: Kind, cell: object) -> object:
        if not text(cell) or kind == "kept":
            return cell
        if kind == "id":
            return self.person.labels.get(text(cell), self.person.label)
        if kind == "account":
            return self.person.label if text(cell) in self.person.accounts else cell
        if kind == "free":
            is_plain = not isinstance(cell, str) or PLAIN.fullmatch(cell.strip())
            return cell if is_plain or text(cell) in self.common.get(name, ()) else None
        return None

    def _kinds(self, names: Sequence[str]) -> list[Kind]:
        return [self._kind(name) for name in names]

    def _kind(self, name: str) -> Kind:
        """Return what a column is to a person, by its own name or by what the map makes of it."""
        kinds = [self._kind_of(one) for one in (*self.targets.get(name, ()), name)]
        order: tuple[Kind, ...] = ("id", "email", "phone", "contact", "account", "kept")
        return next((kind for kind in order if kind in kinds), "free")

    def _kind_of(self, name: str) -> Kind:
        role = role_of(name)
        if name in KEYS or role == "lead_id":
            return "id"
        if role == "account_id":
            return "account"
        if role in ("email", "phone"):
            return "email" if role == "email" else "phone"
        declared = [found for table in TABLES.values() if (found := table.column(name))]
        knowns = {self.known.get(name), *(column.known for column in declared)}
        if Known.CONTACT in knowns or is_contact(name) or name in NAME_PARTS:
            return "contact"
        return "kept" if declared and all(one.kind != "text" for one in declared) else "free"


@dataclass(frozen=True)
class _Owns:
    """Whether a row is a person's: by an id, an address or a telephone number in its column."""

    person: Person
    kinds: tuple[Kind, ...]

    def __call__(self, row: Row) -> bool:
        return any(
            self._is_theirs(kind, text(cell))
            for kind, cell in zip(self.kinds, row, strict=False)
            if kind in ("id", "email", "phone")
        )

    def _is_theirs(self, kind: Kind, cell: str) -> bool:
        person = self.person
        if kind == "id":
            return cell in person.labels
        if kind == "email":
            return cell.casefold() in person.emails or cell in person.spellings
        if cell in person.spellings:
            return True
        digits = "".join(sign for sign in cell if sign.isdigit())[-LAST_DIGITS:]
        if not digits or not any(number.endswith(digits) for number in person.phones):
            return False
        written = phones(pd.Series([cell], dtype="str"), person.region)
        return written.normalised[0] in person.phones
