"""The blank table that answers are typed into."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex

import pandas as pd

from leadkit.agreement import Side
from leadkit.base.files import locked, write_table
from leadkit.base.language import _
from leadkit.book import read_table
from leadkit.dialogue.survey.answers import PERSON, SIDE, columns_of
from leadkit.dialogue.survey.items import ITEMS


def blank_table() -> pd.DataFrame:
    """Return the table without a row: person, side, and a column for each statement.

    Examples
    --------
    >>> len(list(blank_table())), list(blank_table())[:2]
    (22, ['person', 'side'])
    """
    return pd.DataFrame(columns=[PERSON, SIDE, *(statement_column(item.number) for item in ITEMS)])


def statement_column(number: int) -> str:
    """Return a statement as the head of its column: number first, then the reader's words."""
    return f"{number} {_(ITEMS[number - 1].text)}"


def keep(path: Path, side: Side, given: Mapping[int, int]) -> int:
    """Add one person's answers to a file under a code that tells nothing, and return how many.

    Parameters
    ----------
    path : Path
        The table of answers; made where it is absent.
    side : {"marketing", "sales"}
        Where the person works.
    given : mapping of int to int
        Statement to 1 to 5; those left out could not be judged.

    Returns
    -------
    int
        People whose answers the file now holds. They stand in the order of their codes, so that
        nobody's row tells when it was added.
    """
    with locked(path.parent):
        kept = read_table(path).frame if path.exists() else blank_table()
        columns = columns_of([str(name) for name in kept], path)
        row = {columns[PERSON]: token_hex(4), columns[SIDE]: side}
        row |= {columns[str(item.number)]: str(given.get(item.number, "")) for item in ITEMS}
        table = pd.concat([kept, pd.DataFrame([row])], ignore_index=True)
        write_table(path, table.sort_values(columns[PERSON]))
        return len(table)
