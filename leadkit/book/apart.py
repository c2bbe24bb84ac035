"""What a file holds beside the rows of its table: found, taken out, counted and said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from leadkit.base.language import _, ngettext, number
from leadkit.book.cells import SET_ASIDE, SHOWN, no_rows
from leadkit.book.decoding import records
from leadkit.book.footer import TAIL
from leadkit.book.header import Header

HIDDEN = "(Do Not Modify)"

Rows = tuple[pd.DataFrame, dict[int, str]]


def last_rows(parts: Iterable[Rows], separator: str = ",") -> list[tuple[int, list[str]]]:
    """Return the last filled rows of a file by their number.

    Parameters
    ----------
    parts : iterable of (DataFrame, dict of int to str)
        Cells by row, and the text of the rows too long or too short.
    separator : str
        What stands between the cells of that text.
    """
    rows: dict[int, list[str]] = {}
    for frame, ragged in parts:
        tail = frame.tail(TAIL).fillna("")
        rows |= dict(zip(map(int, tail.index), tail.to_numpy().tolist(), strict=True))
        for row in sorted(ragged)[-TAIL:]:
            rows[row] = next(records([ragged[row]], separator, Path()))[0]
    return sorted(rows.items())[-TAIL:]


def set_apart(
    frame: pd.DataFrame, ragged: dict[int, str], reasons: dict[int, str], header: Header
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take out of a table the rows that are none of it; return both.

    Parameters
    ----------
    frame : DataFrame of str
        Cells by row.
    ragged : dict of int to str
        The text of the rows too long or too short.
    reasons : dict of int to str
        Why rows under the table are none of it.
    header : Header
        The names, which some rows may repeat.
    """
    why = dict.fromkeys(ragged, "RAGGED_ROW")
    why |= dict.fromkeys([*header.seconds, *_repeated(frame, header)], "SECOND_HEADER") | reasons
    if not why:
        return frame, no_rows()
    is_none = frame.index.isin(list(why))
    parts = frame[is_none].fillna("")
    texts = {
        int(row): ", ".join(filter(None, cells))
        for row, cells in zip(parts.index, parts.to_numpy().tolist(), strict=True)
    } | {row: text.replace('"', "") for row, text in ragged.items()}
    rows = [
        ("leads", row, "", "" if why[row] == "RAGGED_ROW" else texts[row][:SHOWN], why[row])
        for row in sorted(set(why) & set(texts))
    ]
    return frame[~is_none], pd.DataFrame(rows, columns=list(SET_ASIDE)) if rows else no_rows()


def _repeated(frame: pd.DataFrame, header: Header) -> list[int]:
    """Return the rows that say the names of the columns once more."""
    named = [place for place, name in enumerate(header.names) if name]
    names = [header.names[place] for place in named]
    same = frame.iloc[:, named[0]] == names[0]
    if same.any():
        same &= (frame.iloc[:, named] == names).all(axis="columns")
    return list(frame.index[same])


def without_hidden(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Leave out the columns that Dynamics hides in its exports, and say so."""
    hidden = [name for name in frame.columns if name.startswith(HIDDEN)]
    if not hidden:
        return frame, ()
    note = _("columns that Dynamics hides in its exports were left out: {names}")
    return frame.drop(columns=hidden), (note.format(names=", ".join(map(repr, hidden))),)


def count_notes(reasons: Iterable[str]) -> tuple[str, ...]:
    """Say how many rows were set aside, and why."""
    n = Counter(reasons)
    notes = {
        "RAGGED_ROW": ngettext(
            "{n} row has too many or too few cells and was set aside",
            "{n} rows have too many or too few cells and were set aside",
            n["RAGGED_ROW"],
        ),
        "SECOND_HEADER": ngettext(
            "{n} row repeats the names of the columns and was set aside",
            "{n} rows repeat the names of the columns and were set aside",
            n["SECOND_HEADER"],
        ),
        "TOTAL_ROW": ngettext(
            "{n} row of totals under the table was set aside",
            "{n} rows of totals under the table were set aside",
            n["TOTAL_ROW"],
        ),
        "FOOTER": ngettext(
            "{n} line of text under the table was set aside",
            "{n} lines of text under the table were set aside",
            n["FOOTER"],
        ),
    }
    return tuple(note.format(n=number(n[why])) for why, note in notes.items() if n[why])
