"""A table of any length, a block of rows at a time, each read as the whole table would be."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from leadkit.book.decoding import (
    MEGABYTE,
    SEPARATOR_NOTE,
    encoding_of,
    not_a_table,
    separator_of,
)
from leadkit.book.reading import (
    RawTable,
    column_name,
    encoding_notes,
    no_rows,
    parquet_cells,
    parse_cells,
    read_table,
    refuse_bad_header,
    refuse_no_table,
)

ROWS = 20_000
HEAD = 200


def read_blocks(path: Path, rows: int = ROWS) -> Iterator[RawTable]:
    """Read a table a block at a time; only an XLSX file is held in memory whole.

    Parameters
    ----------
    path : Path
        A CSV, XLSX or Parquet file.
    rows : int
        Rows of a block.

    Yields
    ------
    RawTable
        Text cells by their row in the file, and the rows that could not be read.

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
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        yield read_table(path)
        return
    is_empty = True
    for block in _parquet_blocks(path, rows) if suffix == ".parquet" else _csv_blocks(path, rows):
        is_empty &= block.frame.empty
        yield block
    if is_empty:
        read_table(path)  # says why there is no row


def _csv_blocks(path: Path, rows: int) -> Iterator[RawTable]:
    encoding = encoding_of(path)
    if _is_faulty(path, encoding):
        read_table(path)  # names the line
    with path.open(encoding=encoding) as stream:
        lines = _without_note(stream)
        head = list(islice(lines, HEAD))
        separator = separator_of("".join(head), path)
        taken: list[str] = []
        records = csv.reader(_kept(chain(head, lines), taken), delimiter=separator)
        header = [column_name(name) for name in next(records)]
        refuse_bad_header(header, path)
        taken.clear()
        before = 0
        while count := sum(1 for _record in islice(records, rows)):
            text = "".join(taken).removesuffix("\n") + "\n"
            taken.clear()
            frame, ragged = parse_cells(text, separator, header, 0)
            frame.index += before
            aside = ragged.assign(row=ragged["row"] + before)
            yield RawTable(frame, path, "", aside, encoding_notes(encoding))
            before += count


def _is_faulty(path: Path, encoding: str) -> bool:
    """Return whether the text is broken, or a quotation mark never closes."""
    try:
        with path.open(encoding=encoding) as stream:
            marks = sum(part.count('"') for part in iter(lambda: stream.read(MEGABYTE), ""))
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
    import pyarrow as pa
    from pyarrow import parquet

    before = 0
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=rows):
                frame = pa.Table.from_batches([batch]).to_pandas()
                yield RawTable(parquet_cells(frame, path, before), path, "", no_rows())
                before += len(frame)
    except (pa.ArrowException, OSError) as error:
        raise not_a_table(path) from error
