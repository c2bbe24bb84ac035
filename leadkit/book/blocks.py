"""A table of any length, a block of rows at a time, each read as the whole table would be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pandas as pd

from leadkit.base.blocks import ROWS, in_blocks
from leadkit.book.apart import count_notes, last_rows, set_apart, without_hidden
from leadkit.book.cells import names_of, parse_cells
from leadkit.book.decoding import HEAD, SEPARATOR_NOTE, records, refuse_web_page, separator_of
from leadkit.book.encoding import MEGABYTE, encoding_of
from leadkit.book.footer import TAIL, reasons_below
from leadkit.book.parquet import batches_of, flat_columns, frame_of, opened, typed_cells
from leadkit.book.parts import part_cells, parts_of
from leadkit.book.reading import (
    WORKBOOKS,
    RawTable,
    csv_header,
    encoding_notes,
    read_table,
    refuse_no_table,
)


def read_blocks(path: Path, rows: int = ROWS) -> Iterator[RawTable]:
    """Read a table a block at a time; only an XLSX file is held in memory whole.

    Parameters
    ----------
    path : Path
        A CSV, XLSX or Parquet file, or a folder of Parquet parts.
    rows : int
        Rows of a block.

    Yields
    ------
    RawTable
        Text cells by their row in the file, and the rows that could not be read; the notes of the
        last block are those of the whole table.

    Raises
    ------
    BadInput
        As `read_table`.

    Examples
    --------
    >>> import leadkit as lk
    >>> blocks = read_blocks(lk.sample() / "leads.csv", 5_000)
    >>> [len(block.frame) for block in blocks]
    [5000, 5000, 2289]
    """
    refuse_no_table(path)
    if path.is_file() and path.suffix.lower() in WORKBOOKS:
        yield read_table(path)
        return
    is_empty = True
    for block in _flat_blocks(path, rows):
        is_empty &= block.frame.empty
        yield block
    if is_empty:
        read_table(path)  # says why there is no row


def _flat_blocks(path: Path, rows: int) -> Iterator[RawTable]:
    if path.is_dir():
        return _blocks_of_parts(path, rows)
    is_parquet = path.suffix.lower() == ".parquet"
    return _parquet_blocks(path, rows) if is_parquet else _csv_blocks(path, rows)


@dataclass(frozen=True)
class _Part:
    """Some rows of a CSV, and the text of those too long or too short."""

    frame: pd.DataFrame
    ragged: dict[int, str]

    @property
    def n(self) -> int:
        return len(self.frame) + len(self.ragged)


def _csv_blocks(path: Path, rows: int) -> Iterator[RawTable]:
    encoding = encoding_of(path)
    if _is_faulty(path, encoding):
        read_table(path)  # names the line
    with path.open(encoding=encoding) as stream:
        lines = _without_note(stream)
        head = list(islice(lines, HEAD))
        refuse_web_page("".join(head), path)
        separator = separator_of("".join(head), path)
        header = csv_header("".join(head), separator, path)
        names = names_of(header.names)
        parts = _parts(chain(head, lines), path, separator, names, header.row, rows)
        reasons: list[str] = []
        for part, below, is_last in _with_those_below(parts, separator, len(names)):
            frame, aside = set_apart(part.frame, part.ragged, below, header)
            frame, dropped = without_hidden(frame)
            reasons += aside["reason"].tolist()
            notes = header.notes + encoding_notes(encoding) + dropped
            notes += count_notes(reasons) if is_last else ()
            yield RawTable(frame, path, "", aside, notes, header.row)


def _parts(
    lines: Iterator[str], path: Path, separator: str, names: list[str], above: int, rows: int
) -> Iterator[_Part]:
    """Read the rows of a CSV below its header, some at a time."""
    taken: list[str] = []
    found = records(_kept(lines, taken), separator, path)
    for _record in islice(found, above):
        taken.clear()
    while count := sum(1 for _record in islice(found, rows)):
        text = "".join(taken).removesuffix("\n") + "\n"
        taken.clear()
        yield _Part(*parse_cells(text, separator, names, before=above))
        above += count


def _with_those_below(
    parts: Iterator[_Part], separator: str, width: int
) -> Iterator[tuple[_Part, dict[int, str], bool]]:
    """Hold back as many rows as may stand under the table, and tell them once all are read."""
    held: list[_Part] = []
    for part in parts:
        held.append(part)
        while sum(later.n for later in held[1:]) >= TAIL:
            yield held.pop(0), {}, False
    below = reasons_below(last_rows([(part.frame, part.ragged) for part in held], separator), width)
    for place, part in enumerate(held, start=1):
        yield part, below, place == len(held)


def _is_faulty(path: Path, encoding: str) -> bool:
    """Return whether the text is broken, holds a NUL byte, or a quotation mark never closes."""
    marks = 0
    try:
        with path.open(encoding=encoding) as stream:
            for part in iter(lambda: stream.read(MEGABYTE), ""):
                marks += part.count('"')
                if "\0" in part:
                    return True
    except UnicodeDecodeError:
        return True
    return marks % 2 == 1


def _without_note(stream: Iterator[str]) -> Iterator[str]:
    """Return the lines without the one that tells a spreadsheet the separator."""
    first = next(stream, "")
    is_note = re.match(SEPARATOR_NOTE, first, re.IGNORECASE)
    return stream if is_note else chain([first], stream)


def _kept(lines: Iterator[str], taken: list[str]) -> Iterator[str]:
    for line in lines:
        taken.append(line)
        yield line


def _parquet_blocks(path: Path, rows: int) -> Iterator[RawTable]:
    with opened(path) as file:
        names, notes = flat_columns(file.schema_arrow, path)
        for cells in in_blocks(_parquet_cells(file, names, path, rows), rows):
            seen, dropped = without_hidden(cells)
            yield RawTable(seen, path, "", notes=notes + dropped)


def _parquet_cells(file: Any, names: list[str], path: Path, rows: int) -> Iterator[pd.DataFrame]:
    before = 0
    for batch in batches_of(file, names, rows):
        yield typed_cells(frame_of(batch), path, before)
        before += batch.num_rows


def _blocks_of_parts(folder: Path, rows: int) -> Iterator[RawTable]:
    parts = parts_of(folder)
    for cells in in_blocks((cells for part in parts for cells in part_cells(part)), rows):
        yield RawTable(cells, folder, "", notes=parts[0].notes)
