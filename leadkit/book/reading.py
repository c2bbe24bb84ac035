"""Any single CSV, XLSX or Parquet table, as text cells with their row numbers."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.files import fingerprint
from leadkit.base.language import _, ngettext, number
from leadkit.book.decoding import decode, not_a_table, refuse_open_quote, separator_of

BLANKS = ("", "#VALUE!", "#N/A", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
BLANK_WORDS = ("null", "NULL", "nan", "NaN", "n/a", "N/A", "None")
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".parquet")
SET_ASIDE = ("table", "row", "column", "value", "reason")


@dataclass(frozen=True)
class RawTable:
    """A table as it was written: text cells, indexed by row number (the header is row 1)."""

    frame: pd.DataFrame
    path: Path
    sha256: str
    set_aside: pd.DataFrame = field(default_factory=lambda: no_rows())
    notes: tuple[str, ...] = ()


def no_rows() -> pd.DataFrame:
    """Return an empty list of rows set aside."""
    return pd.DataFrame(columns=list(SET_ASIDE))


def read_table(path: Path, *, may_be_empty: bool = False) -> RawTable:
    """Read one table; every cell stays text, blanks become missing.

    Raises
    ------
    BadInput
        If the file is missing, empty, no table, or has no rows or repeated column names.
    """
    refuse_no_table(path)
    read = {".xlsx": _read_xlsx, ".parquet": _read_parquet}.get(path.suffix.lower(), _read_csv)
    table = read(path)
    if table.frame.empty and not may_be_empty:
        raise BadInput(
            _("the table has a header but no rows"), where=str(path), fix=_("Export it again.")
        )
    return table


def refuse_no_table(path: Path) -> None:
    """Refuse a file that is missing, empty, or of a kind nobody reads."""
    if not path.is_file():
        raise BadInput(_missing(path), where=str(path), fix=_("Check the path."))
    if path.stat().st_size == 0:
        raise BadInput(_("the file is empty"), where=str(path), fix=_("Export it again."))
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
    records = csv.reader(io.StringIO(text), delimiter=separator)
    header = [column_name(name) for name in next(records)]
    refuse_bad_header(header, path)
    frame, ragged = parse_cells(text, separator, header, records.line_num)
    _refuse_all_ragged(frame, ragged, header, path)
    notes = encoding_notes(encoding)
    if len(ragged):
        notes += (
            ngettext(
                "{n} row has too many or too few cells and was set aside",
                "{n} rows have too many or too few cells and were set aside",
                len(ragged),
            ).format(n=number(len(ragged))),
        )
    return RawTable(frame, path, fingerprint(path), ragged, notes)


def column_name(name: object) -> str:
    """Return a column's name as it is compared: trimmed, accents composed."""
    return unicodedata.normalize("NFC", str(name)).strip()


def encoding_notes(encoding: str) -> tuple[str, ...]:
    """Return a note on an encoding that had to be guessed."""
    if encoding.startswith("utf"):
        return ()
    note = _("the text was read as {encoding}; check names with accents")
    return (note.format(encoding=encoding),)


def refuse_bad_header(header: Sequence[str], path: Path) -> None:
    """Refuse a header without names, or with one twice."""
    twice = [name for name, count in Counter(header).items() if count > 1 and name]
    if twice:
        raise BadInput(
            _("column names appear more than once: {names}").format(
                names=", ".join(map(repr, twice))
            ),
            where=f"{path}:1",
            fix=_("Give each column its own name in the header."),
        )
    if not any(header):
        raise BadInput(
            _("the first row holds no column names"), where=f"{path}:1", fix=_("Add a header row.")
        )


def _refuse_all_ragged(
    frame: pd.DataFrame, ragged: pd.DataFrame, header: list[str], path: Path
) -> None:
    if frame.empty and len(ragged):
        raise BadInput(
            _("no row has as many cells as the first, which has {n}").format(n=len(header)),
            where=f"{path}:1",
            fix=_("Remove titles above the header; the first row must name the columns."),
        )


def parse_cells(
    text: str, separator: str, header: list[str], header_lines: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of a CSV text as cells, and those too long or too short."""
    import pyarrow as pa
    from pyarrow import csv as arrow

    skipped: dict[int, str] = {}

    def skip(row: Any) -> str:
        skipped[row.number - header_lines + 1] = row.text
        return "skip"

    body = text.encode()
    names = [name or f"column {place}" for place, name in enumerate(header, start=1)]
    table = arrow.read_csv(
        io.BytesIO(body),
        read_options=arrow.ReadOptions(
            column_names=names, skip_rows=header_lines, use_threads=False, block_size=len(body) + 1
        ),
        parse_options=arrow.ParseOptions(
            delimiter=separator,
            newlines_in_values=True,
            invalid_row_handler=skip,
            ignore_empty_lines=False,
        ),
        convert_options=arrow.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[*BLANKS, *BLANK_WORDS],
            strings_can_be_null=True,
        ),
    )
    frame = _trim(table.to_pandas())
    rows = set(range(2, len(frame) + len(skipped) + 2)) - set(skipped)
    frame.index = pd.Index(sorted(rows), name="row")
    frame = frame[frame.notna().any(axis="columns")]
    aside = [
        ("leads", row, "", "", "RAGGED_ROW") for row, cells in skipped.items() if cells.strip()
    ]
    return frame, pd.DataFrame(aside, columns=list(SET_ASIDE))


def _trim(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.apply(lambda cells: _blank_to_missing(cells.astype("str").str.strip()))


def _blank_to_missing(cells: pd.Series[str]) -> pd.Series[str]:
    return cells.mask(cells == "")


def _read_xlsx(path: Path) -> RawTable:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheets = CalamineWorkbook.from_path(path).sheet_names
        grid = pd.read_excel(path, header=None, dtype=object, engine="calamine")
    except (CalamineError, ValueError, OSError) as error:
        raise not_a_table(path) from error
    grid = grid.dropna(how="all")
    if grid.empty:
        raise BadInput(_("the first sheet is empty"), where=str(path), fix=_("Fill or move it."))
    header = ["" if pd.isna(name) else column_name(name) for name in grid.iloc[0]]
    refuse_bad_header(header, path)
    frame = grid.iloc[1:].map(_cell_text)
    frame.columns = pd.Index([name or f"column {place}" for place, name in enumerate(header, 1)])
    frame.index = pd.Index(frame.index + 1, name="row")
    notes: tuple[str, ...] = ()
    if len(sheets) > 1:
        notes = (
            _("{n} sheets; the first, {name!r}, was read").format(n=len(sheets), name=sheets[0]),
        )
    return RawTable(_blank(frame), path, fingerprint(path), notes=notes)


def _read_parquet(path: Path) -> RawTable:
    import pyarrow as pa

    try:
        frame = pd.read_parquet(path)
    except (pa.ArrowException, OSError) as error:
        raise not_a_table(path) from error
    return RawTable(parquet_cells(frame, path), path, fingerprint(path))


def parquet_cells(frame: pd.DataFrame, path: Path, first: int = 0) -> pd.DataFrame:
    """Return the rows of a Parquet file as text cells; `first` rows stand before them."""
    named = [level for level in frame.index.names if level is not None]
    frame = frame.reset_index(named).reset_index(drop=True).map(_cell_text)
    frame.columns = pd.Index([column_name(name) for name in frame.columns])
    refuse_bad_header(list(frame.columns), path)
    frame.index = pd.Index(frame.index + first + 2, name="row")
    return _blank(frame)


def _cell_text(cell: Any) -> Any:
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


def _blank(frame: pd.DataFrame) -> pd.DataFrame:
    trimmed = _trim(frame.astype("str"))
    return trimmed.mask(trimmed.isin([*BLANKS, *BLANK_WORDS]))
