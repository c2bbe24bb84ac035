"""Any single CSV, XLSX or Parquet table, as text cells with their row numbers."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.files import fingerprint
from leadkit.base.language import _
from leadkit.base.plain_file import refuse_endless
from leadkit.book.apart import count_notes, last_rows, set_apart, without_hidden
from leadkit.book.cells import (
    SET_ASIDE,
    names_of,
    no_rows,
    parse_cells,
    refuse_bad_header,
    trimmed,
)
from leadkit.book.database import Database
from leadkit.book.decoding import HEAD, decode, head_of, records, refuse_open_quote, separator_of
from leadkit.book.footer import reasons_below
from leadkit.book.header import Header, find_header
from leadkit.book.parquet import flat_columns, frame_of, opened, typed_cells
from leadkit.book.parts import cells_fingerprint, is_parts, part_cells, parts_of
from leadkit.book.xlsx import read_grid, refuse_xls

SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".parquet")
WORKBOOKS = (".xlsx", ".xlsm")

__all__ = ["SET_ASIDE", "RawTable", "no_rows", "read_table", "refuse_no_table", "typed_cells"]


@dataclass(frozen=True)
class RawTable:
    """A table as it was written: text cells, indexed by row number (the first row is 1).

    Parameters
    ----------
    frame : DataFrame of str
        The cells; blanks are missing.
    path : Path or Database
        Where it stands.
    sha256 : str
        Fingerprint of its bytes.
    set_aside : DataFrame
        Rows that are no rows of the table: table, row, column, value, reason.
    notes : tuple of str
        What was read differently from how it was written.
    header : int
        The row that names the columns.
    """

    frame: pd.DataFrame
    path: Path | Database
    sha256: str
    set_aside: pd.DataFrame = field(default_factory=no_rows)
    notes: tuple[str, ...] = ()
    header: int = 1


def read_table(path: Path, *, may_be_empty: bool = False, sheet: str = "") -> RawTable:
    """Read one table; every cell stays text, blanks become missing.

    Parameters
    ----------
    path : Path
        A CSV, XLSX or Parquet file, or a folder of Parquet parts.
    may_be_empty : bool
        Take a table that has a header and no rows.
    sheet : str
        The sheet of a workbook; else the first that is shown.

    Raises
    ------
    BadInput
        If the file is missing, empty, no table, or has no rows or repeated column names.

    Examples
    --------
    >>> import leadkit as lk
    >>> table = read_table(lk.sample() / "plan.csv")
    >>> table.header, len(table.set_aside)
    (1, 0)
    """
    refuse_no_table(path)
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS and path.is_file():
        table = _read_xlsx(path, sheet)
    else:
        refuse_sheet(path, sheet)
        table = _read_flat(path)
    if table.frame.empty and not may_be_empty:
        raise BadInput(
            _("the table has a header but no rows"), where=str(path), fix=_("Export it again.")
        )
    return table


def refuse_sheet(path: Path, sheet: str) -> None:
    """Refuse to look for a sheet in what is no workbook."""
    if sheet:
        raise BadInput(
            _("only a workbook has sheets; {name!r} was asked for").format(name=sheet),
            where=str(path),
            fix=_("Leave the sheet out, or give the XLSX file."),
        )


def _read_flat(path: Path) -> RawTable:
    if path.is_dir():
        return _read_parts(path)
    return _read_parquet(path) if path.suffix.lower() == ".parquet" else _read_csv(path)


def refuse_no_table(path: Path) -> None:
    """Refuse a file that is missing, empty, or of a kind nobody reads; a folder without parts."""
    if is_parts(path):
        return
    refuse_endless(path)
    if not path.is_file():
        raise BadInput(_missing(path), where=str(path), fix=_("Check the path."))
    if path.stat().st_size == 0:
        raise BadInput(_("the file is empty"), where=str(path), fix=_("Export it again."))
    if path.suffix.lower() == ".xls":
        refuse_xls(path)
    if path.suffix.lower() not in SUFFIXES:
        raise BadInput(
            _("files ending in {suffix!r} cannot be read").format(suffix=path.suffix),
            where=str(path),
            fix=_("Export as CSV (UTF-8), XLSX or Parquet."),
        )


def _missing(path: Path) -> str:
    return _("this is a folder, not a file") if path.is_dir() else _("the file does not exist")


def _read_csv(path: Path) -> RawTable:
    text, encoding = decode(path)
    separator = separator_of(text, path)
    refuse_open_quote(text, path)
    header = csv_header(head_of(text), separator, path)
    names = names_of(header.names)
    frame, ragged = parse_cells(text, separator, names, lines=header.line, before=header.row)
    if frame.empty and ragged:
        refuse_all_ragged(header, path)
    reasons = reasons_below(last_rows([(frame, ragged)], separator), len(names))
    frame, aside = set_apart(frame, ragged, reasons, header)
    frame, dropped = without_hidden(frame)
    notes = header.notes + encoding_notes(encoding) + dropped + count_notes(aside["reason"])
    return RawTable(frame, path, fingerprint(path), aside, notes, header.row)


def csv_header(head: str, separator: str, path: Path) -> Header:
    """Find the header among the first lines of a CSV.

    Raises
    ------
    BadInput
        As `find_header`; or if the names are none, or one stands there twice.
    """
    found = list(records(io.StringIO(head), separator, path))
    if head.count("\n") >= HEAD - 1 and len(found) > 1:
        found.pop()  # it may go on below
    rows, lines = [record for record, _line in found], [line for _record, line in found]
    header = find_header(rows, lines, path)
    refuse_bad_header(header.names, f"{path}:{header.line}")
    return header


def encoding_notes(encoding: str) -> tuple[str, ...]:
    """Return a note on an encoding that had to be guessed."""
    if encoding.startswith("utf"):
        return ()
    note = _("the text was read as {encoding}; check names with accents")
    return (note.format(encoding=encoding),)


def refuse_all_ragged(header: Header, path: Path) -> None:
    """Refuse a table of which no row is as wide as its header."""
    raise BadInput(
        _("no row has as many cells as the first, which has {n}").format(n=len(header.names)),
        where=f"{path}:{header.line}",
        fix=_("Remove titles above the header; the first row must name the columns."),
    )


def _read_xlsx(path: Path, sheet: str) -> RawTable:
    grid = read_grid(path, sheet)
    used = [place for place, column in enumerate(zip(*grid.rows, strict=True)) if any(column)]
    rows = [[row[place] for place in used] for row in grid.rows]
    header = find_header(rows[:HEAD], range(1, HEAD + 1), path)
    refuse_bad_header(header.names, f"{path}:{header.row}")
    names = [name or f"column {place + 1}" for name, place in zip(header.names, used, strict=True)]
    index = pd.RangeIndex(header.row + 1, len(rows) + 1, name="row")
    frame = trimmed(pd.DataFrame(rows[header.row :], columns=names, index=index, dtype="str"))
    frame = frame[frame.notna().any(axis="columns")]
    frame, aside = set_apart(frame, {}, reasons_below(last_rows([(frame, {})]), len(names)), header)
    frame, dropped = without_hidden(frame)
    notes = header.notes + grid.notes + dropped + count_notes(aside["reason"])
    return RawTable(frame, path, fingerprint(path), aside, notes, header.row)


def _read_parquet(path: Path) -> RawTable:
    with opened(path) as file:
        names, notes = flat_columns(file.schema_arrow, path)
        cells = typed_cells(frame_of(file.read(columns=names)), path)
    frame, dropped = without_hidden(cells)
    return RawTable(frame, path, fingerprint(path), notes=notes + dropped)


def _read_parts(path: Path) -> RawTable:
    parts = parts_of(path)
    empty = pd.DataFrame(columns=list(parts[0].columns), dtype="str")
    cells = pd.concat([cells for part in parts for cells in part_cells(part)] or [empty])
    return RawTable(cells, path, cells_fingerprint(cells), notes=parts[0].notes)
