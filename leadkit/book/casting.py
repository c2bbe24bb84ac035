"""From text cells to the declared types; bad rows are set aside with their reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book.parsing import MOSTLY, Order, to_numbers, to_times
from leadkit.book.reading import SET_ASIDE, RawTable, no_rows
from leadkit.book.tables import Column, Table


def typed(
    raw: RawTable, declared: Table, timezone: str, *, order: Order | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give every column its type.

    Returns
    -------
    table : DataFrame
        The rows that could be read.
    set_aside : DataFrame
        The others: table, row, column, value, reason.

    Raises
    ------
    BadInput
        If a needed column is missing, or a declared one cannot be read at all.
    """
    _refuse_missing(raw, declared)
    frame, aside = raw.frame.copy(), [no_rows()]
    for name in raw.frame.columns:
        column = declared.column(name)
        if column is None:
            frame[name] = _undeclared(raw.frame[name])
            continue
        frame[name], reasons = _declared(raw.frame[name], column, timezone, order, raw)
        aside.append(_rows(declared.name, name, raw.frame[name], reasons))
    aside.append(_crossed(frame, declared))
    bad = pd.concat([part for part in aside if len(part)] or aside[:1], ignore_index=True)
    bad = bad.drop_duplicates("row").sort_values("row", ignore_index=True)
    return frame[~frame.index.isin(bad["row"])], bad


def _refuse_missing(raw: RawTable, declared: Table) -> None:
    missing = [
        column.name for column in declared.columns if column.needed and column.name not in raw.frame
    ]
    if missing:
        raise BadInput(
            _("the table has no column {names}").format(names=", ".join(map(repr, missing))),
            where=f"{raw.path}:1",
            fix=_("Its columns are: {names}.").format(names=", ".join(raw.frame.columns)),
        )


def _undeclared(cells: pd.Series[str]) -> pd.Series[Any]:
    values, bad = to_numbers(cells)
    filled = cells.notna().sum()
    return values if filled and bad.sum() == 0 else cells


def _declared(
    cells: pd.Series[str], column: Column, timezone: str, order: Order | None, raw: RawTable
) -> tuple[pd.Series[Any], pd.Series[str]]:
    none = pd.Series("", index=cells.index)
    if column.kind in ("time", "day"):
        times = to_times(cells, "UTC" if column.kind == "day" else timezone, order=order)
        if times is None:
            raise _unreadable(cells, column, _("dates"), raw)
        return times.values, none.mask(times.bad, "IMPOSSIBLE_DATE")
    if column.kind in ("number", "money"):
        values, bad = to_numbers(cells)
        if cells.notna().any() and bad.sum() > (1 - MOSTLY) * cells.notna().sum():
            raise _unreadable(cells[bad], column, _("plain numbers"), raw)
        reasons = none.mask(bad, "NOT_A_NUMBER")
        return values, reasons.mask(values < (column.least or 0), "NEGATIVE_VALUE")
    return cells, _bad_words(cells, column)


def _bad_words(cells: pd.Series[str], column: Column) -> pd.Series[str]:
    reasons = pd.Series("", index=cells.index)
    if column.values:
        reasons = reasons.mask(cells.notna() & ~cells.isin(column.values), "UNKNOWN_VALUE")
    if column.needed:
        reasons = reasons.mask(cells.isna(), "MISSING_VALUE")
    if column.unique:
        reasons = reasons.mask(cells.notna() & cells.duplicated(), "REPEATED_ID")
    return reasons


def _unreadable(cells: pd.Series[str], column: Column, wanted: str, raw: RawTable) -> BadInput:
    examples = ", ".join(repr(value) for value in cells.dropna().head(3))
    row = cells.dropna().index[0]
    return BadInput(
        _("column {name!r} does not hold {wanted}: {examples}").format(
            name=column.name, wanted=wanted, examples=examples if column.known != "contact" else "…"
        ),
        where=f"{raw.path}:{row}",
        fix=_("Write times as 2026-06-05T03:15Z and numbers as 22700000."),
    )


def _rows(table: str, column: str, cells: pd.Series[str], reasons: pd.Series[str]) -> pd.DataFrame:
    bad = reasons[reasons != ""]
    shown = cells[bad.index].fillna("").str.slice(0, 60)
    return pd.DataFrame(
        {
            "table": table,
            "row": bad.index,
            "column": column,
            "value": shown.to_numpy(),
            "reason": bad.to_numpy(),
        },
        columns=list(SET_ASIDE),
    )


def _crossed(frame: pd.DataFrame, declared: Table) -> pd.DataFrame:
    """Return leads that were closed before they were created."""
    needed: Sequence[str] = ("created_at", "closed_at")
    if declared.name != "leads" or not set(needed) <= set(frame.columns):
        return no_rows()
    bad = frame["closed_at"] < frame["created_at"]
    reasons = pd.Series("", index=frame.index).mask(bad, "CLOSED_BEFORE_CREATED")
    cells = frame["closed_at"].dt.strftime("%Y-%m-%d").astype("str")
    return _rows("leads", "closed_at", cells, reasons)
