"""A bare exported table read as a book: one row a lead, an outcome, whatever else it has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, number
from leadkit.book.book import Book
from leadkit.book.casting import typed
from leadkit.book.names import is_contact
from leadkit.book.outcomes import fold_outcome
from leadkit.book.parsing import Order
from leadkit.book.reading import RawTable, read_table
from leadkit.book.roles import Draft, Reading, assign_roles, refuse_absent, refuse_two_parts
from leadkit.book.settings import Settings
from leadkit.book.tables import LEADS, Known, Table


def read_export(path: Path | str, reading: Reading | None = None, **how: Any) -> Book:
    """Read one exported table as a book.

    Parameters
    ----------
    path : path
        A CSV, XLSX or Parquet file.
    reading : Reading, optional
        How to read it; keyword arguments make one.

    Returns
    -------
    Book
        `leads` under canonical names; what was recognised and folded stands in `notes`.

    Raises
    ------
    BadInput
        If a named column or value is absent, or only one class of outcome remains.

    Examples
    --------
    >>> import leadkit as lk
    >>> book = lk.read_export(lk.sample() / "leads.csv")
    >>> book.roles["outcome"]
    'outcome'
    """
    reading = replace(reading or Reading(), **how)
    return as_export(read_table(Path(path), sheet=reading.sheet), reading)


def as_export(raw: RawTable, reading: Reading) -> Book:
    """Make a book of one table's text cells, as `read_export` says."""
    draft = Draft(raw, raw.frame.copy())
    for name in (*reading.drop, *reading.known_at_handoff):
        refuse_absent(name, raw)
    refuse_two_parts(reading, raw)
    draft.frame = draft.frame.drop(columns=list(reading.drop))
    assign_roles(draft, reading)
    fold_outcome(draft, reading)
    _identify(draft)
    declared = _declared(draft)
    table, bad = typed(
        replace(raw, frame=draft.frame),
        declared,
        "UTC",
        order=_order(reading),
        called=draft.roles,
        notes=draft.notes,
    )
    aside = pd.concat([raw.set_aside, bad], ignore_index=True) if len(raw.set_aside) else bad
    _refuse_nothing_left(table, aside, raw)
    return Book(
        tables={"leads": table},
        settings=_settings(raw, reading),
        known=_known(table, draft, reading),
        set_aside=aside,
        notes=(*raw.notes, *draft.notes),
        path=raw.path if isinstance(raw.path, Path) else None,
        sha256=raw.sha256,
        roles=MappingProxyType(draft.roles),
    )


def _settings(raw: RawTable, reading: Reading) -> Settings:
    settings = Settings(name=_name(raw))
    if reading.window is None:
        return settings
    return settings.model_copy(update={"window_days": reading.window})


def _name(raw: RawTable) -> str:
    """Return what a table without a file is called."""
    return "" if isinstance(raw.path, Path) else raw.path.name


def _refuse_nothing_left(table: pd.DataFrame, aside: pd.DataFrame, raw: RawTable) -> None:
    if table.empty:
        counts = aside["reason"].value_counts()
        raise BadInput(
            _("no row can be used: {reasons}").format(
                reasons=", ".join(f"{reason} {number(n)}" for reason, n in counts.items())
            ),
            where=str(raw.path),
            fix=_("Check which columns were named for the id and the dates."),
        )


def _order(reading: Reading) -> Order | None:
    return reading.dates if reading.dates in ("day-first", "month-first") else None  # type: ignore[return-value]


def _identify(draft: Draft) -> None:
    if "lead_id" not in draft.roles:
        draft.frame["lead_id"] = draft.frame.index.astype("str")
        draft.notes.append(_("leads are named by their row number: no column identifies them"))


def _declared(draft: Draft) -> Table:
    """Return the declarations of the columns that play a part in this table."""
    named = {*draft.roles, "lead_id"}
    return Table("leads", tuple(column for column in LEADS.columns if column.name in named))


def _known(table: pd.DataFrame, draft: Draft, reading: Reading) -> dict[str, Known]:
    declared, known = _declared(draft), dict[str, Known]()
    for name in map(str, table.columns):
        column = declared.column(name)
        if draft.roles.get(name, name) in reading.known_at_handoff:
            known[name] = Known.HANDOFF
        elif column is not None:
            known[name] = column.known
        elif name.endswith(" (as exported)"):
            known[name] = Known.AFTER
        else:
            known[name] = Known.CONTACT if is_contact(name) else Known.ASSUMED
    return known
