"""Text cells: what any reader makes of a table before anything is known of its columns."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, number

BLANKS = ("", "#VALUE!", "#N/A", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
BLANK_WORDS = ("null", "NULL", "nan", "NaN", "n/a", "N/A", "None")
MOST_COLUMNS = 2_000
SET_ASIDE = ("table", "row", "column", "value", "reason")
SHOWN = 60


def no_rows() -> pd.DataFrame:
    """Return an empty list of rows set aside."""
    return pd.DataFrame(columns=list(SET_ASIDE))


def column_name(name: object) -> str:
    """Return a column's name as it is compared: trimmed, accents composed."""
    return unicodedata.normalize("NFC", str(name)).strip(" \t\r\n\xa0\ufeff\u200b")


def names_of(header: Sequence[str]) -> list[str]:
    """Return a name for every column; one without is named by its place."""
    return [name or f"column {place}" for place, name in enumerate(header, start=1)]


def refuse_bad_header(header: Sequence[str], where: str) -> None:
    """Refuse a header without names, with one twice, or with more than a table of leads has."""
    if len(header) > MOST_COLUMNS:
        raise too_many_columns(len(header), where)
    twice = [name for name, count in Counter(header).items() if count > 1 and name]
    if twice:
        raise BadInput(
            _("column names appear more than once: {names}").format(
                names=", ".join(map(repr, twice))
            ),
            where=where,
            fix=_("Give each column its own name in the header."),
        )
    if not any(header):
        raise BadInput(
            _("the first row holds no column names"), where=where, fix=_("Add a header row.")
        )


def too_many_columns(n: int, where: str) -> BadInput:
    """Return the error for a table wider than any CRM's."""
    return BadInput(
        _("the table has {n} columns, and at most {most} can be read").format(
            n=number(n), most=number(MOST_COLUMNS)
        ),
        where=where,
        fix=_("Export only the columns you need; delete what stands far to the right."),
    )


def parse_cells(
    text: str, separator: str, names: list[str], *, lines: int = 0, before: int = 0
) -> tuple[pd.DataFrame, dict[int, str]]:
    """Return the rows of a CSV text as cells, and the text of those too long or too short.

    As `written_cells`; spaces around cells and rows without any cell are gone.
    """
    frame, ragged = written_cells(text, separator, names, lines=lines, before=before)
    frame = _trim(frame)
    filled = frame.notna().any(axis="columns")
    frame = frame if filled.all() else frame[filled]
    return frame, {row: cells for row, cells in ragged.items() if cells.strip()}


def written_cells(
    text: str, separator: str, names: list[str], *, lines: int = 0, before: int = 0
) -> tuple[pd.DataFrame, dict[int, str]]:
    """Return the rows of a CSV text as they are written, and the text of the ragged ones.

    Parameters
    ----------
    text : str
        The CSV.
    separator : str
        What stands between its cells.
    names : list of str
        Its columns.
    lines : int
        Lines of the text above its first row.
    before : int
        Rows of the file above that row.
    """
    import pyarrow as pa
    from pyarrow import csv as arrow

    ragged: dict[int, str] = {}

    def skip(row: Any) -> str:
        ragged[row.number - lines + before] = unicodedata.normalize("NFC", row.text)
        return "skip"

    body = text.encode()
    table = arrow.read_csv(
        io.BytesIO(body),
        read_options=arrow.ReadOptions(
            column_names=names, skip_rows=lines, use_threads=False, block_size=len(body) + 1
        ),
        parse_options=arrow.ParseOptions(
            delimiter=separator,
            newlines_in_values=True,
            invalid_row_handler=skip,
            ignore_empty_lines=False,
        ),
        convert_options=arrow.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()),
            null_values=[*BLANKS, *BLANK_WORDS],
            strings_can_be_null=True,
        ),
    )
    if not unicodedata.is_normalized("NFC", text):
        table = _composed(table)
    frame = table.to_pandas()
    rows = set(range(before + 1, before + 1 + len(frame) + len(ragged))) - set(ragged)
    frame.index = pd.Index(sorted(rows), name="row", dtype="int64")
    return frame, ragged


def _composed(table: Any) -> Any:
    """Return a table whose letters and their accents are one character."""
    import pyarrow as pa
    from pyarrow import compute

    columns = [compute.utf8_normalize(column, form="NFC") for column in table.columns]
    return pa.table(columns, names=table.column_names)


def _trim(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.apply(lambda cells: _blank_to_missing(cells.astype("str").str.strip()))


def _blank_to_missing(cells: pd.Series[str]) -> pd.Series[str]:
    blank = cells == ""
    return cells.mask(blank) if blank.any() else cells


def cell_text(cell: Any) -> Any:
    """Return a typed cell as text; missing stays missing."""
    if isinstance(cell, str):
        return cell if cell.isascii() else unicodedata.normalize("NFC", cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return None
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


def trimmed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return text cells without spaces around them; blanks and spreadsheet errors are missing."""
    cells = _trim(frame.astype("str"))
    return cells.mask(cells.isin([*BLANKS, *BLANK_WORDS]))
