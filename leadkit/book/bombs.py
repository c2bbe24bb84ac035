"""How far a workbook unpacks and how far its sheets reach, known before it is opened."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from leadkit.base.errors import BadInput
from leadkit.base.language import _, number
from leadkit.book.cells import MOST_COLUMNS, too_many_columns
from leadkit.book.encoding import MEGABYTE

MOST_BYTES = 500 * MEGABYTE
HARMLESS_BYTES = 20 * MEGABYTE
MOST_TIMES = 100
MOST_CELLS = 20_000_000
USUAL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
UNUSUAL = tuple(
    start + end for start in (b"<c", b":c") for end in (b">", b"/", b"\t", b"\n", b"\r")
)
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError,
    UnicodeError, expat.ExpatError,
)  # fmt: skip


def refuse_bombs(path: Path) -> None:
    """Refuse a workbook that unpacks, or a sheet that reaches, further than memory may.

    What the zip directory says is looked at first; then every part is unpacked, a piece at a time,
    as the directory may lie.

    Raises
    ------
    BadInput
        If it is too large; any of `BROKEN` if it is damaged.
    """
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
        _refuse_size(sum(part.file_size for part in parts), path)
        unpacked = 0
        for part in parts:
            part.file_size = 2 * MOST_BYTES
            reach = _Reach()
            with packed.open(part) as stream:
                for piece in _pieces(stream):
                    unpacked += len(piece)
                    _refuse_size(unpacked, path)
                    reach.add(piece)
            if not (reach.is_usual and reach.fits):
                with packed.open(part) as stream:
                    _refuse_far(stream, path)


def _refuse_size(size: int, path: Path) -> None:
    packed = path.stat().st_size
    if size > MOST_BYTES or size > max(HARMLESS_BYTES, MOST_TIMES * packed):
        raise BadInput(
            _("the workbook has {packed} KB and unpacks to {n} MB or more").format(
                packed=number(packed // 1024 + 1), n=number(size // MEGABYTE)
            ),
            where=str(path),
            fix=_(
                "A workbook of leads stays under {n} MB unpacked. Delete pictures and other "
                "sheets, or save the table as CSV (UTF-8)."
            ).format(n=number(MOST_BYTES // MEGABYTE)),
        )


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(MEGABYTE), b"")


class _Reach:
    """How far the cells of a sheet reach at most, found fast where it is written as usual."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.is_usual = True
        self.rest = b""

    @property
    def fits(self) -> bool:
        return self.columns <= MOST_COLUMNS and self.rows * self.columns <= MOST_CELLS

    def add(self, piece: bytes) -> None:
        piece = self.rest + piece
        cut = max(piece.rfind(b"<"), len(piece) - MEGABYTE)
        piece, self.rest = piece[:cut], piece[cut:]
        cells = USUAL.findall(piece)
        if len(cells) != piece.count(b"<c ") + piece.count(b":c ") or any(
            start in piece for start in UNUSUAL
        ):
            self.is_usual = False
        if cells:
            self.rows = max(self.rows, max(map(int, {row for _column, row in cells})))
            self.columns = max(self.columns, max(map(_place, {column for column, _row in cells})))


def _place(letters: bytes) -> int:
    """Return the number of a column that a sheet names by letters."""
    place = 0
    for letter in letters.upper()[:4]:
        place = place * 26 + letter - 64
    return place


def _counted(digits: str) -> int:
    """Return the number of a row; one of ten digits and more is far enough in its first nine."""
    return int(digits.lstrip("0")[:9] or 0)


def _refuse_far(stream: IO[bytes], path: Path) -> None:
    """Refuse a sheet whose filled cells reach too far; a part that is no sheet is passed over."""
    root, row, column, rows, columns = "", 0, 0, 0, 0

    def start(name: str, said: dict[str, str]) -> None:
        nonlocal root, row, column, rows, columns
        tag = name.rpartition(":")[2]
        root = root or tag
        if tag == "row":
            digits = said.get("r", "")
            row, column = _counted(digits) if re.fullmatch("[0-9]+", digits) else row + 1, 0
        elif tag == "c":
            column += 1
            place = re.fullmatch("([A-Za-z]+)([0-9]+)", said.get("r", ""))
            if place:
                row, column = _counted(place[2]), _place(place[1].encode())
        elif tag in ("v", "is", "f"):
            rows, columns = max(rows, row), max(columns, column)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    for piece in _pieces(stream):
        try:
            parser.Parse(piece)
        except LookupError as error:  # of an encoding that does not exist
            raise expat.ExpatError(str(error)) from error
        except expat.ExpatError:
            if root == "worksheet":
                raise
        if root != "worksheet":
            return
        _refuse_reach(rows, columns, f"{path}:{row}")


def _refuse_reach(rows: int, columns: int, where: str) -> None:
    if columns > MOST_COLUMNS:
        raise too_many_columns(columns, where)
    if rows * columns > MOST_CELLS:
        raise BadInput(
            _("a sheet reaches over {rows} rows and {columns} columns").format(
                rows=number(rows), columns=number(columns)
            ),
            where=where,
            fix=_("Delete what stands far from the table, or save the table as CSV (UTF-8)."),
        )
