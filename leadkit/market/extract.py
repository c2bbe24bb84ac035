"""A simulated market extracted into a book's folder, again and again as time goes on."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.files import recover, write_text
from leadkit.base.language import _
from leadkit.book import Book, read_book, write_book

STANDARD = "standard.toml"


def extract(book: Book, folder: Path, *, force: bool = False) -> None:
    """Write a simulated book into a folder; a later extract replaces the tables of an earlier one.

    What people and leadkit have written there stays: models, policies, agreements, decisions, the
    standard, and every row of `scores`.

    Raises
    ------
    BadInput
        If the folder holds files and is no book, or holds a book and `force` is false.
    """
    recover(folder)
    if any(folder.glob("[!.]*")):
        _refuse(folder, force)
        book = _with_scores_of(read_book(folder), book)
    write_book(book, folder)
    if not (folder / STANDARD).is_file():
        own = files("leadkit") / "quality" / STANDARD
        write_text(folder / STANDARD, own.read_text(encoding="utf-8"))


def _refuse(folder: Path, force: bool) -> None:
    if not (folder / "leads.csv").is_file():
        raise BadInput(
            _("the folder holds files and is no lead book"),
            where=str(folder),
            fix=_("Choose a new or empty folder with -o."),
        )
    if not force:
        raise BadInput(
            _("the folder holds a book already"),
            where=str(folder),
            fix=_("Choose another folder, or extract into this book again with --force."),
        )


def _with_scores_of(earlier: Book, book: Book) -> Book:
    kept, new = earlier.table("scores"), book.table("scores")
    if kept is None or new is None:
        return book
    key = ["lead_id", "at", "model", "policy"]
    scores = pd.concat([kept, new]).drop_duplicates(key)
    scores = scores.sort_values(["at", "lead_id", "model"], kind="stable", ignore_index=True)
    return replace(book, tables={**book.tables, "scores": scores})
