"""`leadkit import`: a CRM's files into a lead book, by their map."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from leadkit.base.language import _, day, listed, number
from leadkit.book import read_book
from leadkit.book.order import Order
from leadkit.cli.options import FILE, FOLDER, say
from leadkit.cli.speaking import language_option
from leadkit.crm.imported import Imported
from leadkit.crm.mapping import ImportMap
from leadkit.crm.opening import opening
from leadkit.crm.reading import read_mapped
from leadkit.crm.taking.taking import take_in

MOST_NOTES = 12


@click.command("import")
@click.argument("export", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--map", "mapped", required=True, type=FILE, help="The map, from leadkit map.")
@click.option("-o", "--out", required=True, type=FOLDER, help="The book; a further extract adds.")
@click.option("--as-of", metavar="DATE", help="When the export was taken; else its latest date.")
@click.option(
    "--dates",
    type=click.Choice(["day-first", "month-first"]),
    help="How to read 05/06/2026 where the values do not decide it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
@language_option
def command(
    export: tuple[Path, ...],
    mapped: Path,
    out: Path,
    as_of: str | None,
    dates: Order | None,
    as_json: bool,
) -> None:
    """Take an EXPORT (one file or several) into a lead book, by its map.

    The same export twice changes nothing; a later one adds what has happened since.
    """
    rules = ImportMap.load(mapped)
    if dates:
        rules = rules.model_copy(update={"dates": dates})
    imported = read_mapped(export, rules, as_of=as_of)
    taken = take_in(out, imported)
    described = read_book(out).describe()
    content = {
        **taken.to_dict(),
        "as_of": imported.as_of.isoformat(),
        "outcomes": _outcomes(imported),
        "rows": _rows(imported),
        "reasons": _reasons(imported),
        "notes": list(dict.fromkeys([*_untried(rules), *taken.notes, *imported.notes])),
        "analyses": described.to_dict("records"),
        "out": str(out),
    }
    lines = [
        repr(taken),
        *_lines(imported, list(content["notes"])),
        *opening(described),
        _("The book: {folder}").format(folder=out),
    ]
    say(content, lines, as_json=as_json)


def _untried(rules: ImportMap) -> list[str]:
    """Say that nobody has tried the map of a system on a real export; the map may say otherwise."""
    if not rules.system or rules.verified:
        return []
    said = _(
        "the map of {system} was never tried on a real export: once you have checked the book, "
        "write verified = true"
    )
    return [said.format(system=rules.system)]


def _rows(imported: Imported) -> dict[str, int]:
    """Return the rows of every table and those set aside, which together are all that were read."""
    return {
        **{name: len(table) for name, table in imported.tables.items()},
        "set_aside": len(imported.set_aside),
    }


def _outcomes(imported: Imported) -> dict[str, int]:
    counts = imported.tables["leads"]["outcome"].value_counts()
    return {name: int(counts.get(name, 0)) for name in ("won", "lost", "open")}


def _reasons(imported: Imported) -> dict[str, dict[str, int]]:
    aside = imported.set_aside
    return {
        str(table): {str(reason): int(n) for reason, n in part["reason"].value_counts().items()}
        for table, part in aside.groupby("table")
    }


def _lines(imported: Imported, notes: list[Any]) -> Iterator[str]:
    leads, zone = imported.tables["leads"], imported.settings.timezone
    outcomes = {name: number(n) for name, n in _outcomes(imported).items()}
    yield _("{n} leads: {won} won, {lost} lost, {open} open").format(
        n=number(len(leads)), **outcomes
    )
    if "created_at" in leads and leads["created_at"].notna().any():
        first, last = (
            moment.tz_convert(zone).date()
            for moment in (leads["created_at"].min(), leads["created_at"].max())
        )
        yield _("created from {first} to {last}; taken on {taken}").format(
            first=day(first), last=day(last), taken=day(imported.as_of.tz_convert(zone).date())
        )
    for table, reasons in _reasons(imported).items():
        yield _("  Set aside from {table}: {reasons}").format(
            table=table, reasons=listed([f"{reason} {number(n)}" for reason, n in reasons.items()])
        )
    yield from (_("  Note: {note}").format(note=note) for note in notes[:MOST_NOTES])
    if len(notes) > MOST_NOTES:
        yield _("  … and {n} more notes, in --json").format(n=number(len(notes) - MOST_NOTES))
