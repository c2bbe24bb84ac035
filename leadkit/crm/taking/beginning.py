"""What a book must be before an extract is taken in: one of one CRM, none of whose rows is lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book import Settings, read_book
from leadkit.book.settings import read_settings
from leadkit.crm.imported import Imported
from leadkit.crm.taking.snapshots import TABLES_KEPT, Snapshot, refuse_lost, system_of
from leadkit.journey import extract_date


def refuse_strangers(folder: Path) -> None:
    """Refuse a folder that holds something else than a book of CSV files."""
    if folder.is_file():
        raise BadInput(
            _("a file stands where the book should be"),
            where=str(folder),
            fix=_("Name a folder."),
        )
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in (".parquet", ".xlsx") and path.stem in TABLES_KEPT:
            raise BadInput(
                _("extracts can be taken into a book of CSV files only"),
                where=str(path),
                fix=_("Save the table as {name}.csv and remove this file.").format(name=path.stem),
            )
    others = [p for p in folder.iterdir() if p.suffix != ".toml" and not p.name.startswith(".")]
    if others and not (folder / "leads.csv").is_file():
        raise BadInput(
            _("the folder holds files and is no lead book"),
            where=str(folder),
            fix=_("Choose a new or empty folder with -o."),
        )


def first_state(folder: Path) -> Imported:
    """Return a book made by hand as the extract it once was."""
    book = read_book(folder)
    for name in TABLES_KEPT:
        refuse_lost(book.set_aside[book.set_aside["table"] == name], folder / f"{name}.csv")
    moment = extract_date(book)
    if moment is None:
        raise BadInput(
            _("the book has no dates, so nothing says which extract came first"),
            where=str(folder),
            fix=_("Import into a new folder."),
        )
    return Imported(
        tables=book.tables,
        settings=book.settings,
        known=book.known,
        set_aside=book.set_aside,
        notes=(),
        as_of=moment,
        sha256=book.sha256,
        map_text="",
    )


def refuse_other_systems(folder: Path, imported: Imported, earlier: Sequence[Snapshot]) -> None:
    """Refuse to mix the leads of two CRMs, or two currencies."""
    system = system_of(imported.map_text)
    there = next((one.stamp.system for one in reversed(earlier) if one.stamp.system), system)
    if system and system != there:
        raise BadInput(
            _("the book is made of {there}, and this is an extract of {system}").format(
                there=there, system=system
            ),
            where=str(folder),
            fix=_("Import it into a book of its own: the ids of two systems mean different leads."),
        )
    mine, new = settings_of(folder, imported).currency, imported.settings.currency
    if mine and new and mine != new:
        raise BadInput(
            _("the book counts money in {mine}, the map in {new}").format(mine=mine, new=new),
            where=str(folder / "book.toml"),
            fix=_("Correct the currency in one of them."),
        )


def settings_of(folder: Path, imported: Imported) -> Settings:
    """Return what the book says of itself; where it says nothing, what the map does."""
    path = folder / "book.toml"
    return read_settings(path) if path.is_file() else imported.settings
