"""Erase a person from a book: every table, score, snapshot, prediction and report it holds."""

from __future__ import annotations

import json
import tomllib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.files import fingerprint, locked, write_json
from leadkit.base.language import _, ngettext, number
from leadkit.base.placing import aside, put_in_place
from leadkit.base.plain_file import read_json
from leadkit.book.settings import read_settings
from leadkit.crm.forgetting.erasing import Eraser
from leadkit.crm.forgetting.memory import memory_of, refuse_forgotten, remember, without_forgotten
from leadkit.crm.forgetting.person import Person, find_person
from leadkit.crm.forgetting.searching import files_of, what_is_left
from leadkit.crm.forgetting.traces import Traces, is_distinct, traces_of
from leadkit.crm.mapping import ImportMap
from leadkit.crm.rows import TABLE_FILES, rewritten, sheets, unreadable

__all__ = ["Forgotten", "forget", "without_forgotten"]

TEXTS = (".json", ".ipynb", ".html", ".htm", ".toml", ".md", ".txt", ".svg")
SEALED = ("agreements", "policies")


@dataclass(frozen=True, kw_only=True, repr=False)
class Forgotten:
    """What was erased, and what could not be.

    Attributes
    ----------
    leads : dict of str to str
        The leads of the person, the one asked for first, and what each is called from now on.
    rows : dict of str to int
        Changed rows by file; for a page or a settings file, 1.
    left : tuple of str
        Files that still hold something of the person, and what; they need a hand.
    pictures : tuple of str
        Pictures, which nobody can search; those of leadkit show no leads.
    notes : tuple of str
        What was decided, and what stays.
    """

    leads: dict[str, str]
    rows: dict[str, int]
    left: tuple[str, ...]
    pictures: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def table(self) -> pd.DataFrame:
        """One row a changed file: file, rows."""
        return pd.DataFrame(self.rows.items(), columns=["file", "rows"])

    def to_dict(self) -> dict[str, Any]:
        """Return the result for machines."""
        named = {name: list(getattr(self, name)) for name in ("left", "pictures", "notes")}
        return {"format": 1, "leads": self.leads, "rows": self.rows, **named}

    def __repr__(self) -> str:
        return _("{leads} forgotten, {rows} changed in {files}").format(
            leads=ngettext("{n} lead", "{n} leads", len(self.leads)).format(
                n=number(len(self.leads))
            ),
            rows=ngettext("{n} row", "{n} rows", sum(self.rows.values())).format(
                n=number(sum(self.rows.values()))
            ),
            files=ngettext("{n} file", "{n} files", len(self.rows)).format(
                n=number(len(self.rows))
            ),
        )

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        return inline(
            caption=repr(self),
            columns=[_("file"), _("rows")],
            rows=[(name, number(n)) for name, n in self.rows.items()],
            note=" ".join([*self.left, *self.notes]),
        )


def forget(folder: Path | str, lead_id: str) -> Forgotten:
    """Erase a person from a book: the lead, and every other lead of the same person.

    Rows stay, nameless and counted: contacts and what only these rows say in words are blank, and
    the lead is called forgotten-0001 in every table, score, snapshot and prediction. Pages and
    other texts lose the person's id, addresses, numbers and name. What was done stands in
    forgotten.toml, as salted hashes, so that a later import leaves the person out; whoever holds
    that file can test an id or a number they know already, and learn no other. Copies elsewhere
    (backups, the CRM itself) are not reached.

    Parameters
    ----------
    folder : path
        A lead book.
    lead_id : str
        One of its leads.

    Returns
    -------
    Forgotten
        Among it, what is left: every file is searched afterwards.

    Raises
    ------
    BadInput
        If the book has no such lead, or a file cannot be read or replaced. The book then stays as
        it was.

    Examples
    --------
    >>> import leadkit as lk, shutil, tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     book = shutil.copytree(lk.sample("small"), f"{place}/book")
    ...     forget(book, "L000001")
    ...     lk.read_book(book).leads.loc[2, ["lead_id", "full_name", "outcome"]].tolist()
    1 lead forgotten, 3 rows changed in 3 files
    ['forgotten-0001', nan, 'lost']
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise BadInput(
            _("a person is erased from a book, which is a folder"),
            where=str(folder),
            fix=_("Give the folder of a book."),
        )
    with locked(folder), aside(folder) as building:
        memory = memory_of(folder)
        refuse_forgotten(memory, lead_id, folder)
        person = find_person(folder, lead_id)
        eraser = _eraser(folder, person)
        rows = _erase(folder, building, eraser)
        _seal_models(folder, building)
        left, pictures = what_is_left(folder, building, eraser)
        remember(memory, person, building)
        put_in_place(building, folder)
    return Forgotten(
        leads=person.labels,
        rows=rows,
        left=tuple(left),
        pictures=tuple(pictures),
        notes=tuple(_notes(folder, person, rows)),
    )


def _erase(folder: Path, building: Path, eraser: Eraser) -> dict[str, int]:
    """Write every file that changes below `building`; return how many rows of each do."""
    tables = _readable_tables(folder)
    eraser.learn(tables)
    rows: dict[str, int] = {}
    for path in files_of(folder):
        inside = path.relative_to(folder)
        if path in tables:
            rows[str(inside)] = rewritten(path, building / inside, eraser.changes)
        elif path.suffix.lower() in TEXTS and not _is_sealed(inside) and not path.is_symlink():
            rows[str(inside)] = _rewritten_text(path, building / inside, eraser.traces)
    return {name: n for name, n in rows.items() if n}


def _eraser(folder: Path, person: Person) -> Eraser:
    targets: dict[str, tuple[str, ...]] = {}
    maps = folder / "map.toml"
    for file in ImportMap.load(maps).files if maps.is_file() else ():
        targets |= file.columns
    known = read_settings(folder / "book.toml").known
    return Eraser(person, traces_of(person), known, targets)


def _readable_tables(folder: Path) -> list[Path]:
    """Return the tables that can be read to their end; those of the book itself must be."""
    tables = []
    for path in files_of(folder):
        if path.suffix.lower() not in TABLE_FILES or path.is_symlink():
            continue
        try:
            for _names, rows in sheets(path):
                deque(rows, maxlen=0)
            tables.append(path)
        except unreadable() as error:
            if path.parent == folder:
                raise BadInput(
                    _("the file cannot be read, so nobody can be erased from it"),
                    where=str(path),
                    fix=_("Mend or remove it, then run again. Nothing was changed."),
                ) from error
    return tables


def _is_sealed(inside: Path) -> bool:
    """Return whether a file was signed or fingerprinted as it stands."""
    return inside.parts[0] in SEALED and inside.suffix == ".toml"


def _rewritten_text(path: Path, target: Path, traces: Traces) -> int:
    """Write a text without the person, unless it could not be read again as what it is."""
    before = path.read_bytes().decode("utf-8", "surrogateescape")
    after = traces.erase(before)
    if after == before or not _is_whole(after, path.suffix.lower()):
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(after.encode("utf-8", "surrogateescape"))
    return 1


def _is_whole(content: str, suffix: str) -> bool:
    check = {".json": json.loads, ".ipynb": json.loads, ".toml": tomllib.loads}.get(suffix)
    try:
        if check:
            check(content)
    except (ValueError, RecursionError):
        return False
    return True


def _seal_models(folder: Path, building: Path) -> None:
    """Give each model folder the new fingerprints of the files that lost a person."""
    for path in sorted(folder.glob("models/*/model.json")):
        place = path.parent.relative_to(folder)
        written = building / place / path.name
        content = _manifest(written if written.is_file() else path)
        hashes = content["sha256"]
        new = {
            name: fingerprint(building / place / name)
            for name, before in hashes.items()
            if (building / place / name).is_file() and fingerprint(path.parent / name) == before
        }
        if new:
            write_json(written, {**content, "sha256": {**hashes, **new}})


def _manifest(path: Path) -> dict[str, Any]:
    try:
        content = dict(read_json(path))
        content["sha256"] = dict(content.get("sha256", {}))
    except (TypeError, ValueError):
        raise BadInput(
            _("the manifest is damaged"),
            where=str(path),
            fix=_("Remove the model, or train it again. Nothing was changed."),
        ) from None
    return content


def _notes(folder: Path, person: Person, rows: dict[str, int]) -> Iterator[str]:
    if any(folder.glob("**/*.skops")):
        yield _("Models stay: what they learn from holds no contacts and no ids, by construction.")
    if person.accounts:
        yield _("Accounts of this person alone are named like the lead, so that intervals hold.")
    if person.shared:
        yield ngettext(
            "{n} contact that other leads have, too, stays with them.",
            "{n} contacts that other leads have, too, stay with them.",
            person.shared,
        ).format(n=number(person.shared))
    if person.has_common_name:
        yield _("The name is short or borne by others: it was not looked for in running text.")
    if not all(map(is_distinct, person.labels)):
        yield _("The id is too short to be looked for in running text.")
    if any(name.endswith((".xlsx", ".xlsm")) for name in rows):
        yield _("Workbooks that held the person were written anew and lost their layout.")
