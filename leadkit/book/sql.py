"""A book, or one exported table, in any SQL database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.blocks import ROWS
from leadkit.base.errors import BadInput
from leadkit.base.files import table_text
from leadkit.base.language import _
from leadkit.base.toml import parse_toml
from leadkit.book.book import Book, as_book
from leadkit.book.database import Database, opened
from leadkit.book.export import as_export
from leadkit.book.reading import RawTable, typed_cells
from leadkit.book.roles import Reading
from leadkit.book.settings import Settings
from leadkit.book.tables import TABLES
from leadkit.book.writing import as_text

if TYPE_CHECKING:
    from sqlalchemy import Connection, Inspector

SETTINGS = "book"
ROW = "leadkit_row"
OPTIONAL = {*TABLES} - {"leads"}
SHOWN = 12

Place = tuple[str | None, str | None]


def read_sql(url: str | Database, reading: Reading | None = None, **how: Any) -> Book:
    """Read a book from a schema of a SQL database, or one of its tables or views as an export.

    Parameters
    ----------
    url : str
        A URL as SQLAlchemy takes it, and after a # the schema, the table, or schema.table; without
        one, the book in the database's own schema. A name that is both is the table.
    reading : Reading, optional
        How to read a single table; keyword arguments make one.

    Returns
    -------
    Book
        Its standard, models and agreements are files, and not in the database.

    Raises
    ------
    BadInput
        If the database cannot be opened, what the URL names is not there, or as `read_book` and
        `read_export`.

    Examples
    --------
    >>> read_sql("sqlite:///nowhere.db#leads")
    Traceback (most recent call last):
    leadkit.base.errors.BadInput: sqlite:///nowhere.db#leads: the file does not exist
    Check the path: sqlite:///file.db beside you, sqlite:////folder/file.db.
    """
    database = Database.of(url)
    with opened(database) as connection:
        schema, table = _place(connection, database)
        if table is not None:
            raw = _whole(connection, database, schema, table)
            raw = replace(raw, sha256=_fingerprint(raw.frame))
            return as_export(raw, replace(reading or Reading(), **how))
        settings = _settings(connection, database, schema)
        raws = {
            name: _whole(connection, _inside(database, name), schema, name)
            for name in _names(_inspector(connection), schema)
            if name in TABLES
        }
    book = as_book(raws, settings, str(_inside(database, SETTINGS)))
    return replace(book, sha256=_fingerprint(as_text(book.leads)))


def _fingerprint(cells: pd.DataFrame) -> str:
    """Return the fingerprint of the CSV that these cells make in a folder."""
    return hashlib.sha256(table_text(cells).encode()).hexdigest()


def holds_book(url: str | Database) -> bool:
    """Return whether a URL names a whole book rather than one table.

    Raises
    ------
    BadInput
        As `read_sql`.
    """
    database = Database.of(url)
    with opened(database) as connection:
        return _place(connection, database)[1] is None


def read_sql_blocks(url: str | Database, rows: int = ROWS) -> Iterator[RawTable]:
    """Read a table a block of rows at a time, in the memory of one block.

    Raises
    ------
    BadInput
        As `read_sql`, or if the URL names a whole book.
    """
    database = Database.of(url)
    with opened(database) as connection:
        schema, table = _place(connection, database)
        if table is None:
            raise BadInput(
                _("this is a whole book, and a single table is needed"),
                where=str(database),
                fix=_("Name the table after the #, as in #schema.table."),
            )
        yield from _blocks(connection, database, schema, table, rows)


def _place(connection: Connection, database: Database) -> Place:
    """Return the schema and the table that a URL names; no table where it names a book."""
    inspector = _inspector(connection)
    if not database.part:
        if "leads" in _names(inspector, None):
            return None, None
        raise _absent(_("the database holds no lead book"), inspector, None, database)
    if database.part in _names(inspector, None):
        return None, database.part
    schemas = inspector.get_schema_names()
    schema, _dot, table = database.part.rpartition(".")
    if schema in schemas:
        if table in _names(inspector, schema):
            return schema, table
        raise _absent(
            _("the schema has no table {name!r}").format(name=table), inspector, schema, database
        )
    if database.part in schemas:
        if "leads" in _names(inspector, database.part):
            return database.part, None
        raise _absent(_("the schema holds no lead book"), inspector, database.part, database)
    raise _absent(
        _("the database has no table and no schema of this name"), inspector, None, database
    )


def _inspector(connection: Connection) -> Inspector:
    import sqlalchemy as sa

    return sa.inspect(connection)


def _names(inspector: Inspector, schema: str | None) -> list[str]:
    found = {*inspector.get_table_names(schema), *inspector.get_view_names(schema)}
    if inspector.dialect.name == "postgresql":
        found |= set(inspector.get_materialized_view_names(schema))
    return sorted(found)


def _absent(problem: str, inspector: Inspector, schema: str | None, database: Database) -> BadInput:
    names = [f"{schema}.{name}" if schema else name for name in _names(inspector, schema)]
    schemas = [] if schema else inspector.get_schema_names()
    there = [*names, *(name for name in schemas if name != "information_schema")]
    return BadInput(
        problem,
        where=str(database),
        fix=_("After the # name a table, or the schema of a book. There are: {names}.").format(
            names=", ".join(there[:SHOWN]) + (" …" if len(there) > SHOWN else "")
        ),
    )


def _inside(database: Database, table: str) -> Database:
    """Return a table's place in a book, for messages."""
    return replace(database, part=f"{database.part}.{table}".removeprefix("."))


def _settings(connection: Connection, database: Database, schema: str | None) -> Settings:
    import sqlalchemy as sa

    if SETTINGS not in _names(_inspector(connection), schema):
        return Settings()
    table = sa.table(SETTINGS, sa.column("toml", sa.Text), schema=schema)
    text = connection.scalar(sa.select(table.c.toml))
    return parse_toml(str(text or ""), Settings, str(_inside(database, SETTINGS)))


def _whole(connection: Connection, where: Database, schema: str | None, table: str) -> RawTable:
    blocks = list(_blocks(connection, where, schema, table, ROWS))
    frame = pd.concat([block.frame for block in blocks])
    if frame.empty and table not in OPTIONAL:
        raise BadInput(_("the table has no rows"), where=str(where), fix=_("Fill it first."))
    return RawTable(frame, where, "", notes=blocks[-1].notes)


def _blocks(
    connection: Connection, where: Database, schema: str | None, name: str, rows: int
) -> Iterator[RawTable]:
    """Read a table in blocks, ordered by its key; the first comes even where there is no row."""
    import sqlalchemy as sa

    key = _inspector(connection).get_pk_constraint(name, schema)["constrained_columns"]
    table = sa.table(name, *map(sa.column, key), schema=schema)
    query = sa.select(sa.literal_column("*", sa.Text)).select_from(table).order_by(*table.c)
    note = _("{table} has no key: its rows come in the order in which the database gives them")
    notes = () if key else (note.format(table=name),)
    before = 0
    with connection.execution_options(yield_per=rows).execute(query) as found:
        columns = list(found.keys())
        for part in found.partitions():
            yield replace(_block(part, columns, where, before), notes=notes)
            before += len(part)
    if not before:
        yield replace(_block([], columns, where, 0), notes=notes)


def _block(rows: Any, columns: list[str], where: Database, before: int) -> RawTable:
    frame = pd.DataFrame.from_records(
        [[_plain(cell) for cell in row] for row in rows], columns=columns
    ).astype(object)
    numbers = frame.pop(ROW) if ROW in frame else None
    cells = typed_cells(frame, where, before)
    if numbers is not None:
        cells.index = pd.Index(numbers.astype("int64"), name="row")
    return RawTable(cells, where, "")


def _plain(cell: Any) -> Any:
    """Return a cell as the readers of files know it."""
    if isinstance(cell, Decimal):
        if not cell.is_finite():
            return None
        return str(int(cell)) if cell == cell.to_integral_value() else f"{cell:f}"
    if isinstance(cell, datetime) and cell.tzinfo is not None:
        return cell.astimezone(UTC).isoformat()
    if isinstance(cell, dict | list):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return bytes(cell).hex() if isinstance(cell, bytes | memoryview) else cell
