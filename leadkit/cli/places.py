"""Where a command given a book leaves its results, and where one given a table has to be told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from leadkit.base.errors import BadInput
from leadkit.base.files import locked, run_folder
from leadkit.base.language import _
from leadkit.base.plain_file import resolved
from leadkit.book import Book
from leadkit.cli.options import FOLDER, Command, Data, book_folder
from leadkit.journey import extract_date
from leadkit.model import own_model


def output_or_book(command: Command) -> Command:
    """Add -o: the folder for the results, which a book has a place for."""
    words = "Folder for the results; a book keeps them itself."
    return click.option("-o", "--out", type=FOLDER, help=words)(command)


def model_option(command: Command) -> Command:
    """Add --model, which a book answers by itself."""
    words = "Model folder; else the one in use, as a rule the newest of the book."
    return click.option("--model", type=FOLDER, help=words)(command)


def found_model(data: Data, given: Path | None) -> Path:
    """Return the model given, else the one in use of the book."""
    return given or own_model(_book_folder(data, "--model"))


def place(data: Data, book: Book, out: Path | None, name: str, as_of: str | None) -> Path:
    """Return the folder for results: the one given, else BOOK/name/day judged at."""
    if out is not None:
        return out
    folder = _book_folder(data, "-o")
    moment = extract_date(book, as_of)
    if moment is None:
        raise BadInput(
            _("the book has no dates to name the results by"),
            where=str(data),
            fix=_("Give a folder with -o."),
        )
    return folder / name / moment.tz_convert(book.settings.timezone).date().isoformat()


@contextmanager
def results(data: Data, target: Path, *, force: bool) -> Iterator[Path]:
    """Build a run folder; where it stands in a book, it is put in place under the book's lock."""
    with ExitStack() as held, run_folder(target, force=force) as folder:
        yield folder
        home = book_folder(data)
        if home is not None and resolved(target).is_relative_to(resolved(home)):
            held.enter_context(locked(home))


def _book_folder(data: Data, option: str) -> Path:
    home = book_folder(data)
    if home is None:
        problem = _("a single table has no place of its own: {option} is missing")
        if not isinstance(data, Path):
            problem = _("a database has no place for files: {option} is missing")
        raise BadInput(
            problem.format(option=option),
            where=str(data),
            fix=_("Give a folder with {option}.").format(option=option),
        )
    return home
