"""Writing a book: whole tables, or rows added to one, never half of either."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.files import locked, neutral_table, write_table, write_text
from leadkit.base.language import _
from leadkit.book.book import Book
from leadkit.book.settings import write_settings
from leadkit.book.tables import TABLES

MINUTE = "%Y-%m-%dT%H:%MZ"


def write_book(book: Book, folder: Path) -> None:
    """Write a book as a folder of CSV files; times in UTC to the minute."""
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        write_settings(book.settings, folder / "book.toml")
        for name, table in book.tables.items():
            write_table(folder / f"{name}.csv", as_text(table, name))


def append_rows(folder: Path, name: str, rows: pd.DataFrame) -> None:
    """Add rows to a table of a book; what stands there already is never touched.

    Parameters
    ----------
    folder : Path
        The book's folder.
    name : str
        A table, as in "scores"; where the book has none yet it begins with these rows.
    rows : DataFrame
        Columns as the table declares them; those it lacks stay blank.

    Raises
    ------
    BadInput
        If the table is no CSV, or its header does not hold a column of the rows.
    """
    path = folder / f"{name}.csv"
    with locked(folder):
        _refuse_other_formats(folder, name)
        declared = [column.name for column in TABLES[name].columns]
        before = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
        header = list(pd.read_csv(io.StringIO(before), nrows=0)) if before else declared
        _refuse_missing(set(rows.columns) - set(header), path)
        added = neutral_table(as_text(rows.reindex(columns=header), name)).to_csv(
            index=False, header=not before, lineterminator="\n"
        )
        write_text(path, before + ("" if before.endswith("\n") or not before else "\n") + added)


def _refuse_other_formats(folder: Path, name: str) -> None:
    for suffix in (".parquet", ".xlsx"):
        if (folder / f"{name}{suffix}").is_file():
            raise BadInput(
                _("rows can be added to a CSV only"),
                where=str(folder / f"{name}{suffix}"),
                fix=_("Save the table as {name}.csv and remove this file.").format(name=name),
            )


def _refuse_missing(names: set[str], path: Path) -> None:
    if names:
        raise BadInput(
            _("the table has no column {names}").format(names=", ".join(sorted(names))),
            where=f"{path}:1",
            fix=_("Add the column to its header."),
        )


def as_text(table: pd.DataFrame, name: str = "leads") -> pd.DataFrame:
    """Return a table as it is written to CSV: ISO times, whole money, blanks for missing."""
    text = table.copy()
    for label in text.columns:
        declared = TABLES[name].column(str(label))
        if isinstance(text[label].dtype, pd.DatetimeTZDtype):
            pattern = "%Y-%m-%d" if declared and declared.kind == "day" else MINUTE
            text[label] = text[label].dt.strftime(pattern)
        elif text[label].dtype.kind == "f":
            text[label] = _whole(text[label])
    return text


def _whole(values: pd.Series[float]) -> pd.Series[Any]:
    """Return whole numbers as such, so that a CSV shows 12 and not 12.0."""
    filled = values.dropna()
    is_whole = bool((filled == filled.round()).all() and (filled.abs() < 1e15).all())
    return values.astype("Int64") if is_whole else values
