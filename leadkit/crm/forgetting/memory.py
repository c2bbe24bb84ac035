"""Whom a book was told to forget: known again when they come, named to nobody."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import pandas as pd
import tomlkit

from leadkit.base.errors import BadInput
from leadkit.base.files import write_text
from leadkit.base.frozen import Frozen
from leadkit.base.language import _, day
from leadkit.base.toml import read_toml
from leadkit.crm.forgetting.person import Person, contacts_of, home_region

RECORD = "forgotten.toml"


class Erasure(Frozen):
    """One person forgotten: when, in how many leads, and the salted hashes they are known by."""

    on: date
    leads: int
    hashes: tuple[str, ...]


class Memory(Frozen):
    """The content of forgotten.toml: whom a book was told to forget, without a name."""

    format: Literal[1] = 1
    salt: str
    forgotten: tuple[Erasure, ...] = ()

    def hashed(self, kind: str, value: str) -> str:
        """Return what an id or a contact is known by."""
        return hashlib.sha256(f"{self.salt}:{kind}:{value}".encode()).hexdigest()

    def knows(self, kind: str, values: pd.Series[str]) -> pd.Series[bool]:
        """Return which ids or contacts belong to somebody forgotten."""
        hashes = {one for erasure in self.forgotten for one in erasure.hashes}
        return values.map(lambda value: self.hashed(kind, value) in hashes, "ignore").eq(True)


def memory_of(folder: Path) -> Memory:
    """Return whom a book was told to forget."""
    path = folder / RECORD
    return read_toml(path, Memory) if path.is_file() else Memory(salt=secrets.token_hex(16))


def refuse_forgotten(memory: Memory, lead_id: str, folder: Path) -> None:
    """Refuse a lead that was forgotten already."""
    wanted = memory.hashed("lead", lead_id)
    for erasure in memory.forgotten:
        if wanted in erasure.hashes:
            raise BadInput(
                _("{lead!r} was forgotten on {day}").format(lead=lead_id, day=day(erasure.on)),
                where=str(folder / RECORD),
            )


def remember(memory: Memory, person: Person, building: Path) -> None:
    """Write down, below `building`, that a person was forgotten today."""
    named = {
        "lead": person.labels,
        "email": person.emails & person.private,
        "phone": person.phones & person.private,
    }
    hashes = [memory.hashed(kind, value) for kind, values in named.items() for value in values]
    one = Erasure(
        on=datetime.now(UTC).date(), leads=len(person.labels), hashes=tuple(sorted(hashes))
    )
    content = memory.model_copy(update={"forgotten": (*memory.forgotten, one)}).model_dump()
    said = _("Whom this book was told to forget: salted hashes of ids and contacts, no name.")
    write_text(building / RECORD, f"# {said}\n{tomlkit.dumps(content)}")


def without_forgotten(folder: Path, leads: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Leave out leads of people the book was told to forget, and count them.

    Parameters
    ----------
    folder : Path
        The book.
    leads : DataFrame
        Leads about to be taken in: lead_id, and email and phone where there are such.
    """
    memory = memory_of(folder)
    if not memory.forgotten:
        return leads, 0
    is_gone = memory.knows("lead", leads["lead_id"].astype("str"))
    for kind, judged in contacts_of(leads, home_region(folder)).items():
        is_gone |= memory.knows(kind, judged.normalised)
    return leads[~is_gone], int(is_gone.sum())
