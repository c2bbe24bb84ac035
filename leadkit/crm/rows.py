"""Tables of any kind, row by row, and written back with the changed rows alone changed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from leadkit.base.errors import BadInput
from leadkit.book.cells import cell_text, column_name
from leadkit.book.decoding import SEPARATOR_NOTE, separator_of
from leadkit.book.encoding import encoding_of

Row = list[Any]
Change = Callable[[Row], "Row | None"]
Changes = Callable[[Sequence[str]], Change]

TEXT_TABLES, WORKBOOKS = (".csv", ".tsv"), (".xlsx", ".xlsm")
TABLE_FILES = (*TEXT_TABLES, *WORKBOOKS, ".parquet")
EPOCH = datetime(1980, 1, 1)


def sheets(path: Path) -> Iterator[tuple[list[str], Iterator[Row]]]:
    """Read the sheets of a table file, each as its header and its rows."""
    if path.suffix.lower() in TEXT_TABLES:
        rows = (fields for _raw, fields in _records(path))
        yield _header(next(rows, [])), rows
    elif path.suffix.lower() in WORKBOOKS:
        for _name, grid in _workbook(path):
            yield _header(grid[0] if grid else []), iter(grid[1:])
    else:
        table = _parquet(path)
        yield _header(table.column_names), (list(row.values()) for row in table.to_pylist())


def rewritten(path: Path, target: Path, changes: Changes) -> int:
    """Write a table file anew where a row changes, and return how many do.

    A row that does not change keeps its very bytes in a CSV; a workbook loses its layout.

    Parameters
    ----------
    path, target : Path
        The file, and where the new one goes if a row changes.
    changes : callable
        Given the header of a sheet, returns what makes a row anew, or None where it stays.
    """
    if path.suffix.lower() in TEXT_TABLES:
        return _rewritten_text(path, target, changes)
    if path.suffix.lower() in WORKBOOKS:
        return _rewritten_workbook(path, target, changes)
    return _rewritten_parquet(path, target, changes)


def unreadable() -> tuple[type[Exception], ...]:
    """Return what a table or an archive that is none, or is damaged, raises."""
    import pyarrow as pa
    from python_calamine import CalamineError

    library = (pa.ArrowException, CalamineError)
    return (OSError, ValueError, RuntimeError, csv.Error, BadZipFile, *library)


def _header(cells: Sequence[Any]) -> list[str]:
    return [column_name(text(cell)) for cell in cells]


def text(cell: Any) -> str:
    """Return a cell as readers know it, blank where it is missing."""
    found = cell_text(cell)
    return "" if found is None else str(found).strip()


def _records(path: Path) -> Iterator[tuple[str, Row]]:
    """Read a CSV as its records, each as it is written and as its cells; never a note on top."""
    for raw, fields in _all_records(path):
        if not _is_note(raw):
            yield raw, fields


def _is_note(raw: str) -> bool:
    return bool(re.match(SEPARATOR_NOTE, raw.replace("\r", ""), re.IGNORECASE))


def _all_records(path: Path) -> Iterator[tuple[str, Row]]:
    content = _content(path)
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(content, newline=""):
            taken.append(line)
            yield line

    for fields in csv.reader(lines(), delimiter=_separator(content, path)):
        yield "".join(taken), fields
        taken.clear()


def _content(path: Path) -> str:
    """Return a file's text; bytes that are damaged pass through."""
    return path.read_bytes().decode(encoding_of(path), "surrogateescape")


def _separator(content: str, path: Path) -> str:
    """Return what separates the cells; a table of one column needs nothing."""
    try:
        return separator_of(content, path)
    except BadInput:
        return ","


def _rewritten_text(path: Path, target: Path, changes: Changes) -> int:
    separator = _separator(_content(path), path)
    parts: list[str] = []
    change, n = None, 0
    for raw, fields in _all_records(path):
        new = change(fields) if change and fields else None
        if change is None and not _is_note(raw):
            change = changes(_header(fields))
        parts.append(raw if new is None else _line(new, separator, raw))
        n += new is not None
    if n:
        _written_bytes(target, "".join(parts).encode(encoding_of(path), "surrogateescape"))
    return n


def _line(row: Row, separator: str, raw: str) -> str:
    ending = raw[len(raw.rstrip("\r\n")) :]
    line = io.StringIO()
    csv.writer(line, delimiter=separator, lineterminator=ending).writerow(
        ["" if cell is None else cell for cell in row]
    )
    return line.getvalue()


def _written_bytes(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _workbook(path: Path) -> list[tuple[str, list[Row]]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    return [
        (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for name in book.sheet_names
    ]


def _rewritten_workbook(path: Path, target: Path, changes: Changes) -> int:
    grids, n = _workbook(path), 0
    for _name, grid in grids:
        change = changes(_header(grid[0] if grid else []))
        for place, row in enumerate(grid[1:], start=1):
            new = change(row)
            n += new is not None
            grid[place] = row if new is None else new
    if n:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_workbook(grids, target)
    return n


def _write_workbook(grids: list[tuple[str, list[Row]]], target: Path) -> None:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(target, {**options, "remove_timezone": True}) as book:
        book.set_properties({"created": EPOCH})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, grid in grids:
            sheet = book.add_worksheet(name)
            for place, row in enumerate(grid):
                for column, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(place, column, cell, moment)
                    elif isinstance(cell, date):
                        sheet.write_datetime(place, column, cell, day)
                    elif cell is not None and cell != "":
                        sheet.write(place, column, cell)


def _parquet(path: Path) -> Any:
    from pyarrow import parquet

    return parquet.read_table(path)


def _rewritten_parquet(path: Path, target: Path, changes: Changes) -> int:
    import pyarrow as pa
    from pyarrow import parquet

    table, n = _parquet(path), 0
    change = changes(_header(table.column_names))
    columns: list[list[Any]] = [column.to_pylist() for column in table.columns]
    touched = set[int]()
    for place, row in enumerate(zip(*columns, strict=True)):
        new = change(list(row))
        n += new is not None
        for at, cell in enumerate(new or ()):
            if cell != row[at]:
                columns[at][place] = cell
                touched.add(at)
    for at in sorted(touched):
        try:
            cells = pa.array(columns[at], table.schema.field(at).type)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            cells = pa.array([cell_text(cell) for cell in columns[at]], pa.string())
        table = table.set_column(at, table.column_names[at], cells)
    if n:
        target.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(table, target)
    return n
