"""What stands under a table and is no row of it: totals, and lines of text."""

from __future__ import annotations

import re
from collections.abc import Sequence

TAIL = 50
LONGEST = 200
TOTAL = re.compile(
    r"(?:(?:grand |sub)?totals?|tổng(?: cộng| số)?|tong cong|tong so|cộng|sum|count|average"
    r"|trung bình|(?:record|row|lead)s? count)"
    r"(?: (?:records?|rows?|leads?|bản ghi|khách hàng|dòng))?"
    r"[\s:=]*(?:\(?[\d.,\s]+(?:records?|rows?|leads?|bản ghi|khách hàng|dòng)?\)?)?",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"[-(]?\s*[$€£¥₫]?\s*(?:0|[1-9][\d.,\s]*|0?[.,]\d+)\s*[^\W\d]{0,5}[)%₫$€]?")


def reasons_below(rows: Sequence[tuple[int, Sequence[str]]], width: int) -> dict[int, str]:
    """Tell the last rows that are no rows of the table, and why.

    Parameters
    ----------
    rows : sequence of (int, sequence of str)
        The last filled rows of a file by their number, in order; blank rows are left out.
    width : int
        Columns of the table.

    Examples
    --------
    >>> reasons_below([(7, ["An", "12"]), (8, ["Total", "12"]), (10, ["Made by An"])], 2)
    {10: 'FOOTER', 8: 'TOTAL_ROW'}
    """
    found: dict[int, str] = {}
    left = list(rows)
    while left:
        if _is_total(left[-1][1]):
            found[left.pop()[0]] = "TOTAL_ROW"
            continue
        lines = _lines_below_a_gap(left, width)
        if not lines:
            break
        found |= dict.fromkeys(lines, "FOOTER")
        left = left[: -len(lines)]
    return found


def _is_total(cells: Sequence[str]) -> bool:
    filled = _filled(cells)
    if not filled or not TOTAL.fullmatch(filled[0]):
        return False
    return all(AMOUNT.fullmatch(cell) for cell in filled[1:])


def _lines_below_a_gap(rows: Sequence[tuple[int, Sequence[str]]], width: int) -> list[int]:
    """Return the last rows as far as they are text, if a blank row stands above them."""
    lines: list[int] = []
    for place in range(len(rows) - 1, 0, -1):
        row, cells = rows[place]
        if not _is_text(cells, width):
            return []
        lines.append(row)
        if rows[place - 1][0] < row - 1:
            return lines
    return []


def _is_text(cells: Sequence[str], width: int) -> bool:
    """Return whether a row is a sentence in its first cell rather than a row with blanks."""
    filled = _filled(cells)
    return (
        0 < len(filled) < min(3, width)
        and bool(cells[0].strip())
        and " " in filled[0]
        and any(map(str.isalpha, filled[0]))
        and "@" not in filled[0]
    )


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell[:LONGEST].strip() for cell in cells if cell.strip()]
