"""The tables of a page as one workbook, a sheet each, to paste from."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.files import neutral, write_bytes
from leadkit.base.language import MINUS, _, current
from leadkit.base.page import Page, Section, Table

if TYPE_CHECKING:
    import pandas as pd

EPOCH = datetime(1980, 1, 1)
LONGEST_NAME, WIDEST = 31, 60
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def write_sheets(page: Page, path: Path, numbers: dict[str, pd.DataFrame] | None = None) -> None:
    """Write every table of a page as a sheet, its finding above; no cell becomes a formula.

    Parameters
    ----------
    page : Page
        A cell that is a plain number on the page is a number in its sheet.
    path : Path
        The workbook; one that is there is replaced.
    numbers : dict of str to DataFrame
        Further tables as computed, not rounded, by the name of their sheet.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    used: set[str] = set()
    packed = io.BytesIO()
    with Workbook(packed, options | {"in_memory": True}) as book:
        book.set_properties({"created": EPOCH})
        for name, table in _tables(page):
            _write(book, _unused(name, used), table)
        for name, rows in (numbers or {}).items():
            _write(book, _unused(name, used), Table(finding=name, rows=rows))
    write_bytes(path, packed.getvalue())


def _tables(page: Page) -> list[tuple[str, Table]]:
    """Return the tables in the order of the page, folded ones too, named by their heading."""
    found = [(_("Summary"), page.facts)] if page.facts else []
    for section in page.sections:
        found += [(section.heading, table) for table in _of(section)]
    return found


def _of(section: Section) -> list[Table]:
    return [*section.tables, *(table for fold in section.folds for table in fold.tables)]


def _unused(name: str, used: set[str]) -> str:
    """Return a name that a workbook takes, and that no sheet before has."""
    plain = FORBIDDEN.sub(" ", name).strip()
    place, chosen = 1, plain[:LONGEST_NAME].strip()
    while chosen.casefold() in used:
        place += 1
        end = f" {place}"
        chosen = plain[: LONGEST_NAME - len(end)].strip() + end
    used.add(chosen.casefold())
    return chosen


def _write(book: Any, name: str, table: Table) -> None:
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, str(neutral(table.finding)), bold)
    sheet.freeze_panes(3, 0)
    for column, head in enumerate(table.rows.columns):
        cells = [_cell(cell) for cell in table.rows.iloc[:, column]]
        widest = max(len(str(cell)) for cell in (head, *cells, ""))
        sheet.set_column(column, column, min(widest + 2, WIDEST))
        sheet.write_string(2, column, str(neutral(str(head))), bold)
        for row, cell in enumerate(cells, start=3):
            if cell is not None and cell != "":
                sheet.write(row, column, cell)


def _cell(cell: Any) -> Any:
    """Return a number where the whole cell is one, as the reader writes it."""
    if cell is None or isinstance(cell, (int, float)):
        return cell
    text = str(cell)
    if not re.fullmatch(r"[+\-−]?\d[\d.,]*", text):
        return neutral(text)
    from babel.numbers import NumberFormatError, parse_decimal

    try:
        return float(parse_decimal(text.lstrip("+").replace(MINUS, "-"), current(), strict=True))
    except NumberFormatError:
        return neutral(text)
