"""Snapshots: every extract of a CRM that a book has taken in, kept under the book's names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd
import tomlkit
from pydantic import AwareDatetime

from leadkit.base.errors import BadInput
from leadkit.base.files import write_table, write_text
from leadkit.base.frozen import Frozen
from leadkit.base.language import _, ngettext, number
from leadkit.base.toml import read_toml, read_toml_text
from leadkit.book import LEADS, Known, as_text, read_table
from leadkit.crm.imported import Imported

SNAPSHOTS = "snapshots"
STAMP = "snapshot.toml"
TABLES_KEPT = ("leads", "events", "plan")
CONTACTS = tuple(column.name for column in LEADS.columns if column.known == Known.CONTACT)
MINUTE = "%Y-%m-%dT%H:%MZ"


class Stamp(Frozen):
    """What a snapshot says of itself: when it was taken, of which CRM, and its rows by table."""

    format: Literal[1] = 1
    as_of: AwareDatetime
    sha256: str
    system: str = ""
    files: tuple[str, ...]
    rows: dict[str, int]


@dataclass(frozen=True)
class Snapshot:
    """One extract, as text cells under the book's names."""

    stamp: Stamp
    tables: Mapping[str, pd.DataFrame]
    map_text: str

    @property
    def leads(self) -> pd.DataFrame:
        """One row a lead."""
        return self.tables["leads"]

    @property
    def as_of(self) -> str:
        """When the extract was taken, as times are written in the book."""
        return minute(pd.Timestamp(self.stamp.as_of))

    @property
    def place(self) -> tuple[str, str]:
        """What snapshots are sorted by; two of the same minute by their fingerprints."""
        return self.as_of, self.stamp.sha256


def write_snapshot(imported: Imported, folder: Path) -> None:
    """Write an extract as a snapshot below a folder, named by its local day and fingerprint."""
    local = imported.as_of.tz_convert(imported.settings.timezone)
    place = folder / SNAPSHOTS / f"{local:%Y-%m-%d}-{imported.sha256[:8]}"
    tables = {name: imported.tables[name] for name in TABLES_KEPT if name in imported.tables}
    tables = {name: table for name, table in tables.items() if len(table) or name == "leads"}
    place.mkdir(parents=True)
    for name, table in tables.items():
        write_table(place / f"{name}.csv", _one_kind_of_break(as_text(table, name)))
    if len(imported.set_aside):
        write_table(place / "set-aside.csv", _without_contacts(imported.set_aside))
    if imported.map_text:
        write_text(place / "map.toml", imported.map_text)
    stamp = Stamp(
        as_of=imported.as_of.to_pydatetime(),
        sha256=imported.sha256,
        system=system_of(imported.map_text),
        files=tuple(f"{name}.csv" for name in tables),
        rows={name: len(table) for name, table in tables.items()},
    )
    write_text(place / STAMP, tomlkit.dumps(stamp.model_dump()))


def read_snapshots(folder: Path) -> list[Snapshot]:
    """Read the snapshots of a book, the earliest first.

    Raises
    ------
    BadInput
        If one of them cannot be read.
    """
    places = [path.parent for path in sorted((folder / SNAPSHOTS).glob(f"*/{STAMP}"))]
    return sorted((_read(place) for place in places), key=lambda one: one.place)


def system_of(map_text: str) -> str:
    """Return the CRM that a map was made for; empty where it names none."""
    return str(tomllib.loads(map_text).get("system", ""))


def minute(moment: pd.Timestamp) -> str:
    """Return a moment as times are written in the book."""
    return moment.tz_convert("UTC").strftime(MINUTE)


def cells_of(path: Path) -> pd.DataFrame:
    """Return the rows of a table as text cells; none where there is no such file.

    Raises
    ------
    BadInput
        If a row has too many or too few cells: written anew, the table would lose it.
    """
    if not path.is_file():
        return pd.DataFrame({"lead_id": pd.Series(dtype="str")})
    raw = read_table(path, may_be_empty=True)
    refuse_lost(raw.set_aside, path)
    return raw.frame.reset_index(drop=True)


def refuse_lost(set_aside: pd.DataFrame, path: Path) -> None:
    """Refuse a table of which rows could not be read, since they would be lost."""
    if len(set_aside):
        raise BadInput(
            ngettext(
                "{n} row of the table cannot be read and would be lost",
                "{n} rows of the table cannot be read and would be lost",
                len(set_aside),
            ).format(n=number(len(set_aside))),
            where=f"{path}:{set_aside['row'].iloc[0]}",
            fix=_("Mend or remove such rows, or import into a new folder."),
        )


def _read(place: Path) -> Snapshot:
    tables = {name: cells_of(place / f"{name}.csv") for name in TABLES_KEPT}
    maps = place / "map.toml"
    return Snapshot(
        stamp=read_toml(place / STAMP, Stamp),
        tables={name: table for name, table in tables.items() if len(table) or name == "leads"},
        map_text=read_toml_text(maps) if maps.is_file() else "",
    )


def _one_kind_of_break(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose cells break their lines in one way, so that no break ends a row."""
    for name, cells in table.select_dtypes(include=["str", "object"]).items():
        if cells.str.contains("\r", regex=False, na=False).any():
            table[name] = cells.str.replace(r"\r\n?", "\n", regex=True)
    return table


def _without_contacts(set_aside: pd.DataFrame) -> pd.DataFrame:
    """Return the rows set aside without the contact data that nobody could find again by lead."""
    return set_aside.assign(value=set_aside["value"].mask(set_aside["column"].isin(CONTACTS)))
