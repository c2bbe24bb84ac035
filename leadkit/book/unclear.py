"""What is said where nothing tells which row names the columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book.cells import SHOWN

Row = Sequence[str]


def in_short(row: Row) -> str:
    """Return the filled cells of a row, cut to what a message can hold."""
    text = ", ".join(cell for cell in row if cell)
    return text[:SHOWN] + "…" * (len(text) > SHOWN)


def two_headers(rows: Sequence[Row], place: int, lines: Sequence[int], path: Path) -> BadInput:
    """Return the error for two rows of which either could name the columns."""
    return BadInput(
        _("rows {one} and {other} both look like the header: {first!r} and {second!r}").format(
            one=place + 1,
            other=place + 2,
            first=in_short(rows[place]),
            second=in_short(rows[place + 1]),
        ),
        where=f"{path}:{lines[place]}",
        fix=_(
            "Delete one of the two, so that a single row names every column; if row {other} is a "
            "lead, move it further down."
        ).format(other=place + 2),
    )


def no_header(
    rows: Sequence[Row], first: int, place: int, lines: Sequence[int], path: Path
) -> BadInput:
    """Return the error for a table whose rows of names and of values cannot be told apart."""
    return BadInput(
        _(
            "no row names the columns: row {one} fills few of them ({first!r}), and row {other} "
            "holds values"
        ).format(one=first + 1, other=place + 1, first=in_short(rows[first])),
        where=f"{path}:{lines[first]}",
        fix=_("Put the names of the columns in one row; delete the lines above it."),
    )
