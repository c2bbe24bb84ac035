"""Any single CSV, XLSX or Parquet table, as text cells with their row numbers."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.files import fingerprint
from leadkit.base.language import _, ngettext, number

SEPARATORS = ",;\t|"
BLANKS = ("", "#VALUE!", "#N/A", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
BLANK_WORDS = ("null", "NULL", "nan", "NaN", "n/a", "N/A", "None")
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".parquet")
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
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


def read_table(path: Path) -> RawTable:
    """Read one table; every cell stays text, blanks become missing.

    Raises
    ------
    BadInput
        If the file is missing, empty, no table, or has no rows or repeated column names.
    """
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
    read = {".xlsx": _read_xlsx, ".parquet": _read_parquet}.get(path.suffix.lower(), _read_csv)
    table = read(path)
    if table.frame.empty:
        raise BadInput(
            _("the table has a header but no rows"), where=str(path), fix=_("Export it again.")
        )
    return table


def _missing(path: Path) -> str:
    return _("this is a folder, not a file") if path.is_dir() else _("the file does not exist")


def _read_csv(path: Path) -> RawTable:
    text, encoding = _decode(path)
    separator = _separator(text, path)
    header = [name.strip() for name in next(csv.reader(io.StringIO(text), delimiter=separator))]
    _refuse_bad_header(header, path)
    frame, ragged = _parse(text, separator, header)
    notes: tuple[str, ...] = () if encoding.startswith("utf") else (_encoding_note(encoding),)
    if len(ragged):
        notes += (
            ngettext(
                "{n} row has too many or too few cells and was set aside",
                "{n} rows have too many or too few cells and were set aside",
                len(ragged),
            ).format(n=number(len(ragged))),
        )
    return RawTable(frame, path, fingerprint(path), ragged, notes)


def _encoding_note(encoding: str) -> str:
    return _("the text was read as {encoding}; check names with accents").format(encoding=encoding)


def _decode(path: Path) -> tuple[str, str]:
    raw = path.read_bytes()
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _decode_as(raw, encoding, path), encoding
    if b"\0" in raw:
        raise _not_a_table(path)
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(raw[:200_000]).best()
        if best is None:
            raise _not_a_table(path) from None
        return _decode_as(raw, best.encoding, path), best.encoding


def _decode_as(raw: bytes, encoding: str, path: Path) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInput(
            _("the text is broken: it is not {encoding} throughout").format(encoding=encoding),
            where=f"{path}:{line}",
            fix=_("Export again as CSV (UTF-8)."),
        ) from None


def _not_a_table(path: Path) -> BadInput:
    return BadInput(
        _("the file is not a text table, though its name says so"),
        where=str(path),
        fix=_("Export as CSV (UTF-8), or give it its true ending (.xlsx, .parquet)."),
    )


def _separator(text: str, path: Path) -> str:
    """Return the separator under which most rows have one width above one."""
    head = "\n".join(text.splitlines()[:200])
    scores = {}
    for separator in SEPARATORS:
        try:
            widths = Counter(
                len(row) for row in csv.reader(io.StringIO(head), delimiter=separator) if row
            )
        except csv.Error:
            continue
        width, alike = widths.most_common(1)[0] if widths else (0, 0)
        scores[separator] = (alike if width > 1 else 0, width)
    best = max(scores, key=lambda separator: scores[separator], default=",")
    if not scores or scores[best][0] == 0:
        raise BadInput(
            _("only one column was found: no comma, semicolon, tab or | separates the cells"),
            where=f"{path}:1",
            fix=_("Export as CSV with commas or semicolons between the columns."),
        )
    return best


def _refuse_bad_header(header: Sequence[str], path: Path) -> None:
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


def _parse(text: str, separator: str, header: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    import pyarrow as pa
    from pyarrow import csv as arrow

    ragged: list[tuple[int, str]] = []

    def skip(row: Any) -> str:
        ragged.append((row.number, row.text))
        return "skip"

    names = [name or f"column {place}" for place, name in enumerate(header, start=1)]
    table = arrow.read_csv(
        io.BytesIO(text.encode()),
        read_options=arrow.ReadOptions(column_names=names, skip_rows=1, use_threads=False),
        parse_options=arrow.ParseOptions(
            delimiter=separator, newlines_in_values=True, invalid_row_handler=skip
        ),
        convert_options=arrow.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[*BLANKS, *BLANK_WORDS],
            strings_can_be_null=True,
        ),
    )
    frame = _trim(table.to_pandas())
    rows = set(range(2, len(frame) + len(ragged) + 2)) - {row for row, _text in ragged}
    frame.index = pd.Index(sorted(rows), name="row")
    aside = [("leads", row, "", "", "RAGGED_ROW") for row, _text in ragged]
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
        raise _not_a_table(path) from error
    grid = grid.dropna(how="all")
    if grid.empty:
        raise BadInput(_("the first sheet is empty"), where=str(path), fix=_("Fill or move it."))
    header = ["" if pd.isna(name) else str(name).strip() for name in grid.iloc[0]]
    _refuse_bad_header(header, path)
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
        raise _not_a_table(path) from error
    _refuse_bad_header([str(name) for name in frame.columns], path)
    frame = frame.reset_index(drop=True).map(_cell_text)
    frame.columns = frame.columns.astype("str")
    frame.index = pd.Index(frame.index + 2, name="row")
    return RawTable(_blank(frame), path, fingerprint(path))


def _cell_text(cell: Any) -> Any:
    if pd.isna(cell):
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


def _blank(frame: pd.DataFrame) -> pd.DataFrame:
    trimmed = _trim(frame.astype("str"))
    return trimmed.mask(trimmed.isin([*BLANKS, *BLANK_WORDS]))
