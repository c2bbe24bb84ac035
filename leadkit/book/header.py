"""Where a table begins: lines of text above it, the row of names, rows that repeat the names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from leadkit.base.language import ngettext, number
from leadkit.book.cells import BLANK_WORDS, MOST_COLUMNS, column_name, too_many_columns
from leadkit.book.names import plain, role_of
from leadkit.book.unclear import Row, in_short, no_header, two_headers

MOST_LINES = 50
LONGEST_NAME = 200
FEWEST_ROWS = 3
MOSTLY = 0.9
VALUE = re.compile(
    r"[+\-(~]?\s*(?:[$€£¥₫]|vnd|usd)?\s*[+\-]?[.,]?\d[^a-z]*(?:[a-zà-ỹ₫]{1,5}[^a-z]*)?"
    r"|\d{4}-\d\d-\d\dt[\d:.+z\-]*|\d{1,2}[ \-][a-z]{3,4}[, \-]+\d{2,4}.*|[^\s@]+@[^\s@]+",
    re.IGNORECASE,
)
INTERNAL = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
PLAIN_TYPES = frozenset(
    {"text", "date", "time", "category", "email", "phone", "money", "id", "url", "currency"}
)
TYPES = PLAIN_TYPES | {
    "string", "str", "varchar", "char", "number", "numeric", "int", "integer", "bigint", "float",
    "double", "decimal", "datetime", "timestamp", "boolean", "bool", "enumeration", "enum",
    "picklist", "checkbox", "lookup",
}  # fmt: skip


@dataclass(frozen=True)
class Header:
    """The row that names the columns.

    Parameters
    ----------
    names : tuple of str
        The names; "" for a column without.
    row : int
        Its row in the file; the first is 1.
    line : int
        The line it ends in; in a spreadsheet its row.
    skipped : tuple of str
        What the lines above it say.
    seconds : tuple of int
        Rows just below that repeat the names, in another spelling or as types.
    """

    names: tuple[str, ...]
    row: int
    line: int
    skipped: tuple[str, ...] = ()
    seconds: tuple[int, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """A note on lines that were skipped."""
        if not self.skipped:
            return ()
        note = ngettext(
            "{n} line above the header was skipped: {text}",
            "{n} lines above the header were skipped: {text}",
            len(self.skipped),
        )
        text = " / ".join(map(repr, self.skipped[:3])) + (" …" if len(self.skipped) > 3 else "")
        return (note.format(n=number(len(self.skipped)), text=text),)


def find_header(rows: Sequence[Row], lines: Sequence[int], path: Path) -> Header:
    """Find the row that names the columns.

    Parameters
    ----------
    rows : sequence of sequences of str
        The first rows of the file, blank ones too; the more, the surer.
    lines : sequence of int
        The line each ends in.
    path : Path
        The file, for messages.

    Raises
    ------
    BadInput
        If two rows could be the header, or none.

    Examples
    --------
    >>> rows = [["Leads of May", ""], ["name", "phone"], ["An", "0912345678"]]
    >>> find_header(rows, [1, 2, 3], Path("leads.csv")).names
    ('name', 'phone')
    """
    if not rows:
        return Header((), 1, 1)
    _refuse_too_wide(rows, lines, path)
    short = [[column_name(cell[:LONGEST_NAME]) for cell in row] for row in rows]
    place = _names_row(short, lines, path)
    return Header(
        names=tuple(map(column_name, rows[place])),
        row=place + 1,
        line=lines[place],
        skipped=tuple(in_short(row) for row in short[:place] if any(row)),
        seconds=tuple(second + 1 for second in _seconds(short, place, lines, path)),
    )


def _refuse_too_wide(rows: Sequence[Row], lines: Sequence[int], path: Path) -> None:
    widths = sorted(map(len, rows))
    usual = widths[len(widths) // 2]
    if usual > MOST_COLUMNS:
        raise too_many_columns(usual, f"{path}:{lines[0]}")


def _names_row(rows: Sequence[Row], lines: Sequence[int], path: Path) -> int:
    first = next((place for place, row in enumerate(rows) if any(row)), 0)
    width = _width(rows)
    place = first
    while place < min(len(rows) - 1, MOST_LINES) and _is_above(rows[place], width):
        place += 1
    if place > first and not _could_name(rows[place], width):
        if _is_sparse(rows[first], width) and width > 2:
            raise no_header(rows, first, place, lines, path)
        return 0
    if place == first and first > 0 and not _could_name(rows[place], width):
        return 0
    return place + _is_group(rows, place, lines, path)


def _width(rows: Sequence[Row]) -> int:
    """Return how many cells the fullest row of the usual length has filled."""
    lengths = Counter(len(row) for row in rows if len(row) > 1)
    usual = lengths.most_common(1)[0][0] if lengths else 1
    return max((_filled(row) for row in rows if len(row) == usual), default=1)


def _filled(row: Row) -> int:
    return sum(map(bool, row))


def _is_above(row: Row, width: int) -> bool:
    """Return whether a row is a line of text above a table, and does not name its columns."""
    return _is_sparse(row, width) or _is_label_and_value(row, width)


def _is_sparse(row: Row, width: int) -> bool:
    """Return whether at most half the columns are filled; a lone unnamed index column is usual."""
    has_index = width == 2 and len(row) == 2 and not row[0]
    return _filled(row) <= width // 2 and not (has_index and row[1])


def _is_label_and_value(row: Row, width: int) -> bool:
    filled = [cell for cell in row if cell]
    if len(filled) != 2 or _is_value(filled[0]) or not _is_value(filled[1]):
        return False
    return width > 2 or filled[0].endswith(":")


def _is_value(cell: str) -> bool:
    """Return whether a cell is a number, a date, an amount or an address, which name no column."""
    return VALUE.fullmatch(cell) is not None


def _could_name(row: Row, width: int) -> bool:
    cells = [cell for cell in row if cell]
    return (
        len(cells) > width // 2
        and len(set(cells)) == len(cells)
        and not any(_is_value(cell) or cell in BLANK_WORDS for cell in cells)
    )


def _stands_out(row: Row, body: Sequence[Row]) -> int:
    """Return in how many columns a row has a word above values; 0 where it looks like a lead."""
    found = 0
    for place, cell in enumerate(row):
        below = [other[place] for other in body if place < len(other) and other[place]]
        if cell in below:
            return 0
        values = sum(any(sign.isdigit() or sign == "@" for sign in other) for other in below)
        if len(below) < FEWEST_ROWS or values < MOSTLY * len(below):
            continue
        if _is_value(cell) or _shape(cell) in map(_shape, below):
            return 0
        found += bool(cell) and not any(map(str.isdigit, cell))
    return found


def _shape(cell: str) -> str:
    """Return a cell with its numbers alike, so that L001 is of the shape of L002."""
    return re.sub(r"\d+", "0", cell)


def _is_group(rows: Sequence[Row], place: int, lines: Sequence[int], path: Path) -> bool:
    """Return whether a row groups the columns that the next row names.

    Raises
    ------
    BadInput
        If each of the two names columns that the other leaves blank.
    """
    if place + 1 >= len(rows):
        return False
    above, below = rows[place], rows[place + 1]
    names = [cell for cell in above if cell]
    if len(names) == len(set(names)) == len(above) or any(map(_is_value, names)):
        return False
    if not _could_name(below, 2) or not _stands_out(below, rows[place + 2 :]):
        return False
    if _filled(below) == max(map(len, (above, below))):
        return True
    both = sum(bool(one or other) for one, other in zip(above, below, strict=False))
    if len(above) == len(below) and both > max(_filled(above), _filled(below)):
        raise two_headers(rows, place, lines, path)
    return False


def _seconds(rows: Sequence[Row], place: int, lines: Sequence[int], path: Path) -> list[int]:
    """Return the rows just below the header that say its names once more.

    Raises
    ------
    BadInput
        If the next row might be such a row, and might be a lead.
    """
    if place + 1 >= len(rows):
        return []
    header, after = rows[place], rows[place + 1 : place + 3]
    for n in (2, 1):
        if len(after) >= n and _is_import_id(after[n - 1]):
            return [place + 1 + step for step in range(n)]
    row, body = after[0], rows[place + 2 :]
    if _repeats(row, header) or _are_types(row) or _are_internal(row, header, body):
        return [place + 1]
    is_full = _filled(row) >= MOSTLY * _filled(header)
    if is_full and _could_name(row, len(header)) and _stands_out(row, body) > 1:
        raise two_headers(rows, place, lines, path)
    return []


def _is_import_id(row: Row) -> bool:
    return any(row) and all(cell.startswith('{"ImportId"') for cell in row if cell)


def _repeats(row: Row, header: Row) -> bool:
    pairs = [(cell, name) for cell, name in zip(row, header, strict=False) if cell]
    same = sum(_is_same(cell, name) for cell, name in pairs)
    return same > 1 and 2 * same >= len(pairs)


def _is_same(cell: str, name: str) -> bool:
    one, other = plain(cell).replace(" ", ""), plain(name).replace(" ", "")
    return one == other or (role_of(cell) is not None and role_of(cell) == role_of(name))


def _are_types(row: Row) -> bool:
    cells = [re.sub(r"\W.*", "", cell.casefold()) for cell in row if cell]
    is_many = len(cells) > 1 and 2 * len(cells) >= len(row)
    return is_many and set(cells) <= TYPES and not set(cells) <= PLAIN_TYPES


def _are_internal(row: Row, header: Row, body: Sequence[Row]) -> bool:
    """Return whether a row holds names as databases write them, above values."""
    cells = [cell for cell in row if cell]
    return (
        len(cells) >= MOSTLY * _filled(header)
        and len(set(cells)) == len(cells)
        and all(map(INTERNAL.fullmatch, cells))
        and any("_" in cell for cell in cells)
        and _stands_out(row, body) > 0
    )
