"""One sheet of a workbook as rows of text; macros never run, and a bomb is never opened."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.errors import BadInput
from leadkit.base.language import _, ngettext, number
from leadkit.book.bombs import BROKEN, refuse_bombs
from leadkit.book.cells import cell_text
from leadkit.book.encoding import MEGABYTE, not_a_table

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Grid:
    """A sheet's cells as text, row 1 first, and what was read differently."""

    rows: list[list[str]]
    notes: tuple[str, ...]


def read_grid(path: Path, sheet: str = "") -> Grid:
    """Read one sheet of a workbook, the first that is shown unless another is named.

    Raises
    ------
    BadInput
        If the file is no workbook, is protected by a password, unpacks beyond measure, or has no
        such sheet.
    """
    refuse_other_kinds(path)
    try:
        refuse_bombs(path)
    except BROKEN as error:
        raise _damaged(path) from error
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with path.open("rb") as stream:
            book = CalamineWorkbook.from_filelike(stream)
            name = _chosen(book, sheet, path)
            page = book.get_sheet_by_name(name)
            rows = [[_text(cell) for cell in row] for row in page.to_python(skip_empty_area=False)]
            merged = page.merged_cell_ranges or []
    except (CalamineError, ValueError, OSError) as error:
        if isinstance(error, BadInput):
            raise
        raise _damaged(path) from error
    if not any(any(row) for row in rows):
        raise _empty(book, name, path)
    notes = _sheet_note(book, name, sheet) + _macro_note(path)
    filled = _fill_merged(rows, merged)
    if filled:
        note = ngettext(
            "{n} cell was merged with the one above it and got its value",
            "{n} cells were merged with the one above and got its value",
            filled,
        )
        notes += (note.format(n=number(filled)),)
    return Grid(rows, notes)


def _text(cell: Any) -> str:
    if isinstance(cell, str) and not cell:
        return ""
    return str(cell_text(cell) or "").strip()


def _shown(book: CalamineWorkbook) -> list[str]:
    """Return the names of the sheets that a person sees, else of all."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    pages = [page for page in book.sheets_metadata if page.typ == SheetTypeEnum.WorkSheet]
    shown = [page.name for page in pages if page.visible == SheetVisibleEnum.Visible]
    return shown or [page.name for page in pages] or list(book.sheet_names)


def _chosen(book: CalamineWorkbook, sheet: str, path: Path) -> str:
    shown = _shown(book)
    if not shown:
        raise _damaged(path)
    if not sheet:
        return shown[0]
    if sheet in book.sheet_names:
        return sheet
    raise BadInput(
        _("the workbook has no sheet {name!r}").format(name=sheet),
        where=str(path),
        fix=_("Its sheets are: {names}.").format(names=", ".join(map(repr, shown))),
    )


def _empty(book: CalamineWorkbook, name: str, path: Path) -> BadInput:
    others = [other for other in _shown(book) if other != name]
    fix = _("Fill it.")
    if others:
        fix = _("Choose another sheet: {names}.").format(names=", ".join(map(repr, others)))
    return BadInput(_("the sheet {name!r} is empty").format(name=name), where=str(path), fix=fix)


def _sheet_note(book: CalamineWorkbook, name: str, sheet: str) -> tuple[str, ...]:
    shown = _shown(book)
    if sheet or len(shown) < 2:
        return ()
    return (_("{n} sheets; the first, {name!r}, was read").format(n=len(shown), name=name),)


def _macro_note(path: Path) -> tuple[str, ...]:
    with zipfile.ZipFile(path) as packed:
        has_macros = any(name.endswith("vbaProject.bin") for name in packed.namelist())
    return (_("the workbook holds macros, which were not run"),) if has_macros else ()


def _fill_merged(rows: list[list[str]], merged: list[tuple[Any, Any]]) -> int:
    """Give cells that are merged with one above them its value; return how many."""
    filled, left_to_see = 0, sum(map(len, rows))
    for (top, left), (bottom, _right) in merged:
        left_to_see -= min(bottom, len(rows)) - top
        if left_to_see < 0:
            break  # no honest sheet merges a cell twice
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and not row[left] and rows[top][left]:
                row[left] = rows[top][left]
                filled += 1
    return filled


def refuse_other_kinds(path: Path) -> None:
    """Refuse what is no workbook of today, and say what it is.

    Raises
    ------
    BadInput
        If the file is protected, of the old kind, a web page, or plain text.
    """
    with path.open("rb") as stream:
        head = stream.read(2_000)
        if head.startswith(OLE):
            rest = stream.read(8 * MEGABYTE)
            raise _protected(path) if _is_encrypted(head + rest) else _old(path)
    if head.startswith(ZIP):
        return
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").replace(b"\0", b"").lower()
    if re.match(rb"<(?:!doctype|html|head|meta|table|\?xml|style)", start):
        raise _page(path)
    if b"\0" not in head and re.search(rb"[,;\t|]", head):
        raise BadInput(
            _("the file is plain text (CSV), though its name says it is a workbook"),
            where=str(path),
            fix=_("Rename it to {name}.").format(name=repr(path.with_suffix(".csv").name)),
        )
    raise not_a_table(path)


def _is_encrypted(content: bytes) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in content


def _protected(path: Path) -> BadInput:
    return BadInput(
        _("the workbook is protected by a password"),
        where=str(path),
        fix=_("Open it in the spreadsheet, remove the password (File, Info), and save a copy."),
    )


def _old(path: Path) -> BadInput:
    return BadInput(
        _("the workbook is of the old kind (.xls, before 2007)"),
        where=str(path),
        fix=_("Open it in a spreadsheet and save it as XLSX or CSV (UTF-8)."),
    )


def _page(path: Path) -> BadInput:
    return BadInput(
        _("the file is a web page or XML, as some systems write it, and no workbook"),
        where=str(path),
        fix=_("Export as CSV (UTF-8), or open it in a spreadsheet and save it as XLSX."),
    )


def _damaged(path: Path) -> BadInput:
    return BadInput(
        _("the workbook is damaged or was cut off"),
        where=str(path),
        fix=_("Download or export it again; or open it in a spreadsheet and save it anew."),
    )


def refuse_xls(path: Path) -> None:
    """Refuse a file that ends in .xls, and say what it really is."""
    refuse_other_kinds(path)
    raise BadInput(
        _("the file is a workbook of today (XLSX), though its name says .xls"),
        where=str(path),
        fix=_("Rename it to {name}.").format(name=repr(path.with_suffix(".xlsx").name)),
    )
