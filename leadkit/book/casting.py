"""From text cells to the declared types; bad rows are set aside with their reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book.cells import SET_ASIDE, SHOWN, no_rows
from leadkit.book.money import to_amounts
from leadkit.book.parsing import ISO, MOSTLY, Order, all_numbers, to_times, unread
from leadkit.book.reading import RawTable
from leadkit.book.tables import Column, Known, Table

LONGEST_NUMBER = 1e15
BESIDE_THE_TABLE = ("SECOND_HEADER", "TOTAL_ROW", "FOOTER")


def typed(
    raw: RawTable,
    declared: Table,
    timezone: str,
    *,
    order: Order | None = None,
    called: Mapping[str, str] | None = None,
    notes: list[str] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give every column its type.

    Parameters
    ----------
    raw : RawTable
        Text cells.
    declared : Table
        What its columns are.
    timezone : str
        Zone of times that name none.
    order : {"day-first", "month-first"}, optional
        How to read 05/06/2026.
    called : mapping of str to str, optional
        What the file calls a column, for messages.
    notes : list of str, optional
        Takes up how dates were read that are not written as ISO times.

    Returns
    -------
    table : DataFrame
        The rows that could be read.
    set_aside : DataFrame
        The others: table, row, column, value, reason.

    Raises
    ------
    BadInput
        If a needed column is missing, a declared one cannot be read at all or in two ways, or a row
        is bad in a table whose rows add up.
    """
    _refuse_missing(raw, declared)
    frame, aside = raw.frame.copy(), [no_rows()]
    for name in raw.frame.columns:
        column = declared.column(name)
        if column is None:
            continue
        cells = raw.frame[name].rename((called or {}).get(name, name))
        with _placed(f"{raw.path}: {cells.name}"):
            frame[name], reasons, how = _declared(cells, column, timezone, order)
        if notes is not None and how not in ("", ISO):
            notes.append(
                _("dates in column {column!r} were read as {how}").format(
                    column=cells.name, how=how
                )
            )
        aside.append(_rows(declared.name, name, raw.frame[name], reasons))
    aside.append(_crossed(frame, declared))
    bad = pd.concat([part for part in aside if len(part)] or aside[:1], ignore_index=True)
    bad = bad.drop_duplicates("row").sort_values("row", ignore_index=True)
    if declared.adds_up:
        _refuse_bad_sums(frame, bad, declared, raw)
    kept = frame[~frame.index.isin(bad["row"])].copy() if len(bad) else frame
    for name in kept.columns:
        if declared.column(name) is None:
            kept[name] = _undeclared(kept[name])
    return kept, bad


def _refuse_missing(raw: RawTable, declared: Table) -> None:
    needed = [column.name for column in declared.columns if column.needed]
    missing = [name for name in needed if name not in raw.frame]
    if missing:
        raise BadInput(
            _("the table has no column {names}").format(names=", ".join(map(repr, missing))),
            where=f"{raw.path}:{raw.header}",
            fix=_("Its columns are: {names}.").format(names=", ".join(raw.frame.columns)),
        )


def _refuse_bad_sums(
    frame: pd.DataFrame, bad: pd.DataFrame, declared: Table, raw: RawTable
) -> None:
    read = raw.set_aside[~raw.set_aside["reason"].isin(BESIDE_THE_TABLE)]
    for row in [*read.to_dict("records"), *bad.to_dict("records")]:
        raise BadInput(
            _("{reason} in column {column!r}: {value!r}").format(
                reason=row["reason"], column=row["column"], value=row["value"]
            ),
            where=f"{raw.path}:{row['row']}",
            fix=_("Mend the cell: leaving the row out would change every sum."),
        )
    key = [name for name in declared.key if name in frame]
    twice = frame[frame.duplicated(key)]
    if len(twice):
        raise BadInput(
            _("{key} stands there a second time").format(
                key=" ".join(map(str, twice[key].iloc[0]))
            ),
            where=f"{raw.path}:{twice.index[0]}",
            fix=_("Keep one row."),
        )


def _undeclared(cells: pd.Series[str]) -> pd.Series[Any]:
    """Return numbers where nothing is lost by it: 00700 and long ids stay text."""
    values = all_numbers(cells)
    if values is None or values.isna().all() or (values.abs() >= LONGEST_NUMBER).any():
        return cells
    return cells if cells.str.match(r"^[+-]?0\d", na=False).any() else values


@contextmanager
def _placed(place: str) -> Iterator[None]:
    """Tell the file and column in an error that knows only the cells."""
    try:
        yield
    except BadInput as error:
        raise BadInput(error.problem, where=place, fix=error.fix) from None


def _declared(
    cells: pd.Series[str], column: Column, timezone: str, order: Order | None
) -> tuple[pd.Series[Any], pd.Series[str], str]:
    """Return the values of a column, why each bad one is none, and how its dates are written."""
    reasons = pd.Series("", index=cells.index)
    if column.needed:
        reasons = reasons.mask(cells.isna(), "MISSING_VALUE")
    if column.kind in ("time", "day"):
        times = to_times(cells, "UTC" if column.kind == "day" else timezone, order=order)
        if times is None:
            raise _unreadable(unread(cells, order=order), column, _("dates"))
        bad = times.bad | _far_off(times.values)
        return times.values, reasons.mask(bad, "IMPOSSIBLE_DATE"), times.how
    if column.kind in ("number", "money"):
        return *_amounts(cells, column, reasons), ""
    return *_words(cells, column, reasons), ""


def _amounts(
    cells: pd.Series[str], column: Column, reasons: pd.Series[str]
) -> tuple[pd.Series[float], pd.Series[str]]:
    values, bad = to_amounts(cells)
    if bad.sum() > (1 - MOSTLY) * cells.notna().sum():
        raise _unreadable(cells[bad], column, _("numbers"))
    reasons = reasons.mask(bad, "NOT_A_NUMBER").mask(values < column.least, "NEGATIVE_VALUE")
    if column.most is None:
        return values, reasons
    return values, reasons.mask(values > column.most, "TOO_LARGE")


def _far_off(times: pd.Series[pd.Timestamp]) -> pd.Series[bool]:
    """Return times no CRM recorded: before 1990, or a year after nearly all the others."""
    usual = times.dropna().sort_values()
    if usual.empty:
        return times.notna() & False
    late = usual.iloc[int((len(usual) - 1) * 0.99)] + pd.Timedelta(days=366)
    return (times > late) | (times < pd.Timestamp("1990-01-01", tz="UTC"))


def _words(
    cells: pd.Series[str], column: Column, reasons: pd.Series[str]
) -> tuple[pd.Series[str], pd.Series[str]]:
    if column.values:
        spelled = {value.casefold(): value for value in column.values}
        cells = cells.str.casefold().map(spelled).fillna(cells)
        reasons = reasons.mask(cells.notna() & ~cells.isin(column.values), "UNKNOWN_VALUE")
    if column.pattern:
        reasons = reasons.mask(~cells.str.fullmatch(column.pattern, na=True), "WRONG_FORM")
    if column.unique:
        reasons = reasons.mask(cells.notna() & cells.duplicated(), "REPEATED_ID")
    return cells, reasons


def _unreadable(cells: pd.Series[str], column: Column, wanted: str) -> BadInput:
    """Name the first cells that are no such thing, contact data apart."""
    examples = ", ".join(repr(value) for value in cells.head(3))
    return BadInput(
        _("row {row}: the column does not hold {wanted}: {examples}").format(
            row=cells.index[0],
            wanted=wanted,
            examples=examples if column.known != Known.CONTACT else "…",
        ),
        fix=_("Write times as 2026-06-05T03:15Z and numbers as 22700000."),
    )


def _rows(table: str, column: str, cells: pd.Series[str], reasons: pd.Series[str]) -> pd.DataFrame:
    bad = reasons[reasons != ""]
    shown = cells[bad.index].fillna("").str.slice(0, SHOWN)
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
    needed = ("created_at", "closed_at")
    if declared.name != "leads" or any(declared.column(name) is None for name in needed):
        return no_rows()
    if not set(needed) <= set(frame.columns):
        return no_rows()
    early = frame.loc[frame["closed_at"] < frame["created_at"], "closed_at"]
    reasons = pd.Series("CLOSED_BEFORE_CREATED", index=early.index)
    return _rows("leads", "closed_at", early.dt.strftime("%Y-%m-%d").astype("str"), reasons)
