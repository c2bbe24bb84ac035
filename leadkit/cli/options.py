"""What several commands share: options, opening the data, progress, the last lines."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Generator, Iterable
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from leadkit.base.engines import ENGINES, LOCAL
from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.base.plain_file import resolved
from leadkit.base.signs import visible
from leadkit.book import (
    Book,
    Database,
    Reading,
    holds_book,
    is_sql,
    read_book,
    read_export,
    read_sql,
)
from leadkit.book.parts import is_parts
from leadkit.cli.speaking import language_option

Command = Callable[..., Any]
Data = Path | Database

FOLDER = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, dir_okay=False)


class DataType(click.Path):
    """A path, or the URL of a database, which keeps its slashes."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return a path or a database."""
        if isinstance(value, str) and is_sql(value):
            return Database.of(value)
        return super().convert(value, param, ctx)


def data_argument(command: Command) -> Command:
    """Add the argument DATA: a book or a single table, as files or in a database."""
    return click.argument("data", type=DataType(path_type=Path))(command)


def output(command: Command) -> Command:
    """Add -o: the folder for the results."""
    return click.option("-o", "--out", required=True, type=FOLDER, help="Folder for the results.")(
        command
    )


def common(command: Command) -> Command:
    """Add --json, --lang and --force."""
    for option in (
        click.option("--force", is_flag=True, help="Replace an earlier run."),
        language_option,
        click.option("--json", "as_json", is_flag=True, help="Print JSON for machines."),
    ):
        command = option(command)
    return command


def reading_options(command: Command) -> Command:
    """Add the options that say how a bare table is to be read, as one `reading`."""

    @functools.wraps(command)
    def reading(*args: Any, **kwargs: Any) -> Any:
        names = {field.name for field in fields(Reading)}
        given = {name: kwargs.pop(name) for name in names & set(kwargs)}
        chosen = {name: value for name, value in given.items() if value not in (None, ())}
        return command(*args, reading=chosen, **kwargs)

    for option in (
        click.option("--outcome", metavar="COLUMN", help="Column that says how a lead ended."),
        click.option("--won", multiple=True, metavar="VALUE", help="Value that means won."),
        click.option("--open", multiple=True, metavar="VALUE", help="Value that means undecided."),
        click.option("--id", metavar="COLUMN", help="Column that names a lead."),
        click.option("--created", metavar="COLUMN", help="Column of creation times."),
        click.option("--closed", metavar="COLUMN", help="Column of closing times."),
        click.option("--account", metavar="COLUMN", help="Column that names the buyer's firm."),
        click.option("--window", type=click.IntRange(1, 3650), help="Outcome window in days (90)."),
        click.option("--drop", multiple=True, metavar="COLUMN", help="Column never to use."),
        click.option(
            "--known-at-handoff",
            multiple=True,
            metavar="COLUMN",
            help="Column declared known when the lead is handed off.",
        ),
        click.option(
            "--dates",
            type=click.Choice(["day-first", "month-first"]),
            help="How to read 05/06/2026 where the values do not decide it.",
        ),
        click.option("--sheet", metavar="NAME", help="Sheet of a workbook; else the first."),
    ):
        reading = option(reading)
    return reading


def book_folder(data: Data) -> Path | None:
    """Return the folder of a book, or None for a single table, also in parts, and a database."""
    return data if isinstance(data, Path) and data.is_dir() and not is_parts(data) else None


def engine_option(command: Command) -> Command:
    """Add --engine: where the work on a folder of Parquet parts is done."""
    return click.option(
        "--engine",
        type=click.Choice([LOCAL, *ENGINES]),
        default=LOCAL,
        help="For a folder of Parquet parts: a cluster that shares the work.",
    )(command)


def is_shared_out(data: Data, engine: str) -> bool:
    """Return whether the work is for a cluster.

    Raises
    ------
    BadInput
        If it is, and the data is no folder of Parquet parts.
    """
    if engine != LOCAL and not (isinstance(data, Path) and is_parts(data)):
        raise BadInput(
            _("--engine {engine} is for a folder of Parquet parts").format(engine=engine),
            where=str(data),
            fix=_("Leave --engine out, or write the table as parts, such as part-0.parquet."),
        )
    return engine != LOCAL


def open_data(data: Data, given: dict[str, Any], *, saved: Reading | None = None) -> Book:
    """Read a book, or a bare table as the options or an earlier training say.

    Raises
    ------
    BadInput
        If options for a bare table are given with a book.
    """
    if isinstance(data, Database):
        book = read_sql(data, saved or Reading(), **given)
        if not book.is_bare:
            _refuse_misplaced(data, given)
        return book
    if book_folder(data) is None:
        return read_export(data, saved or Reading(), **given)
    _refuse_misplaced(data, given)
    return read_book(data)


def open_book(data: Data) -> Book:
    """Read a book; a single table is refused.

    Raises
    ------
    BadInput
        If it is none.
    """
    if isinstance(data, Path):
        return read_book(data)
    if not holds_book(data):
        raise BadInput(
            _("this is a single table, and a lead book is needed: a schema with a table leads"),
            where=str(data),
            fix=_("Name the schema of a book after the #."),
        )
    return read_sql(data)


def own_folder(data: Data) -> Path:
    """Return the place of a book that is to be written into, which a database is not.

    Raises
    ------
    BadInput
        If it is a database.
    """
    if isinstance(data, Path):
        return data
    raise BadInput(
        _("a database keeps the tables of a book alone; this is written into the book's folder"),
        where=str(data),
        fix=_("Give a book that is a folder; lk.write_book(lk.read_sql(URL), FOLDER) makes one."),
    )


def _refuse_misplaced(data: Data, given: dict[str, Any]) -> None:
    misplaced = [f"--{name.replace('_', '-')}" for name in given if name != "known_at_handoff"]
    if misplaced:
        raise BadInput(
            _("{options} says how to read a single table, but this is a book").format(
                options=", ".join(misplaced)
            ),
            where=str(data),
            fix=_("Leave it out; a book says so itself, in book.toml."),
        )


def refuse_place(out: Path, *, force: bool, inputs: Iterable[Data | None] = ()) -> None:
    """Refuse a file that stands there, one that is read by the same command, one among a book's.

    Raises
    ------
    BadInput
        If results must not go there.
    """
    place = resolved(out)
    if any(isinstance(path, Path) and resolved(path) == place for path in inputs):
        raise BadInput(
            _("the results would replace what they are made from"),
            where=str(out),
            fix=_("Choose another name with -o."),
        )
    folders = [path for path in inputs if isinstance(path, Path) and is_parts(path)]
    if any(place.is_relative_to(resolved(folder)) for folder in folders):
        raise BadInput(
            _("the results would stand among the parts they are made from, and be read as one"),
            where=str(out),
            fix=_("Choose a place outside this folder with -o."),
        )
    if any((place.parent / f"leads{suffix}").is_file() for suffix in (".csv", ".xlsx", ".parquet")):
        raise BadInput(
            _("this folder is a lead book, which holds its own tables alone"),
            where=str(out),
            fix=_("Choose another folder with -o."),
        )
    if out.exists() and not force:
        raise BadInput(
            _("the file is there already"),
            where=str(out),
            fix=_("Choose another name with -o, or replace it with --force."),
        )


def a_day(text: str) -> date:
    """Read a day as people write it for a computer.

    Raises
    ------
    BadInput
        If it is none.
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if not 1990 <= found.year <= 2200:
        raise BadInput(
            _("{date!r} is not a date of our time").format(date=text),
            fix=_("Write it as 2026-09-27."),
        )
    return found


def steps(names: Iterable[str]) -> Generator[str]:
    """Walk through named steps with a progress bar on a terminal, in silence in a pipe."""
    every = list(names)
    bar = tqdm(every, disable=None, leave=False, bar_format="{desc} {bar} {n_fmt}/{total_fmt}")
    for name in bar:
        bar.set_description_str(name)
        yield name


def plain(sentences: Iterable[Any]) -> list[str]:
    """Return a page's sentences without their marks, for a terminal."""
    from markupsafe import Markup

    return [
        Markup(str(sentence).replace("</span>", ":</span>")).striptags() for sentence in sentences
    ]


def noted(book: Book) -> list[str]:
    """Return what was read differently or set aside, a line each."""
    return [_("  Note: {note}").format(note=note) for note in book.notes]


def say(content: dict[str, Any], lines: Iterable[str], *, as_json: bool) -> None:
    """Print the answer: JSON for machines, a few lines for people."""
    if as_json:
        click.echo(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        click.echo(visible("\n".join(lines)))
