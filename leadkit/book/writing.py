"""Writing a book: whole tables, or rows added to one, never half of either."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.files import locked, neutral_table, write_table, write_text
from leadkit.base.language import _
from leadkit.base.placing import aside, put_in_place
from leadkit.book.book import Book
from leadkit.book.casting import typed
from leadkit.book.decoding import decode, separator_of
from leadkit.book.reading import read_table
from leadkit.book.settings import write_settings
from leadkit.book.tables import TABLES

MINUTE = "%Y-%m-%dT%H:%MZ"


def write_book(book: Book, folder: Path) -> None:
    """Write a book as a folder of CSV files; times in UTC to the minute."""
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder), aside(folder) as building:
        write_settings(book.settings, building / "book.toml")
        for name, table in book.tables.items():
            write_table(building / f"{name}.csv", as_text(table, name))
        put_in_place(building, folder)


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
        If the table is no CSV in UTF-8 with commas, its header does not hold a column of the rows,
        or the rows could not be read back beside what stands there.
    """
    path = folder / f"{name}.csv"
    with locked(folder):
        _refuse_other_formats(folder, name)
        declared = [column.name for column in TABLES[name].columns]
        before = _plain_text(path) if path.is_file() else ""
        header = list(pd.read_csv(io.StringIO(before), nrows=0)) if before else declared
        _refuse_missing(set(rows.columns) - set(header), path)
        added = neutral_table(as_text(rows.reindex(columns=header), name)).to_csv(
            index=False, header=not before, lineterminator="\n"
        )
        _refuse_unreadable(before + added, before, path)
        write_text(path, before + added)


def _plain_text(path: Path) -> str:
    """Return the text of a CSV that rows can be added to, its last line ended."""
    text, encoding = decode(path)
    separator = separator_of(text, path) if text.count("\n") > 1 else ","
    if separator != "," or not encoding.startswith("utf-8"):
        raise BadInput(
            _("rows can be added to a CSV in UTF-8 with commas only; this one is {how}").format(
                how=f"{encoding}, {separator!r}"
            ),
            where=str(path),
            fix=_("Save it anew as “CSV UTF-8 (comma delimited)”."),
        )
    return text


def _refuse_unreadable(text: str, before: str, path: Path) -> None:
    """Refuse rows that would be set aside where the table is read again."""
    with TemporaryDirectory() as folder:
        bad = []
        for part in (before, text):
            copy = Path(folder) / path.name
            copy.write_text(part, encoding="utf-8")
            raw = read_table(copy, may_be_empty=True) if part else None
            bad.append(0 if raw is None else len(typed(raw, TABLES[path.stem], "UTC")[1]))
    if bad[1] > bad[0]:
        raise BadInput(
            _("the new rows could not be read beside the rows that stand there"),
            where=str(path),
            fix=_("Write its times as 2026-06-05T03:15Z and its days as 2026-06-05 throughout."),
        )


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
