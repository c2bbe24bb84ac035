"""A book as the tables of one schema, written whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.blocks import ROWS
from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book.book import Book
from leadkit.book.database import Database, opened
from leadkit.book.settings import settings_text
from leadkit.book.sql import ROW, SETTINGS
from leadkit.book.tables import TABLES, Column

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData, Table
    from sqlalchemy.types import TypeEngine

POSTGRES = "postgresql"
SECOND, FRACTION = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.%fZ"
DAY = "%Y-%m-%d"


def write_sql(book: Book, url: str | Database, *, force: bool = False) -> None:
    """Write a book into a schema of a SQL database, so that `read_sql` gives it back.

    All tables are written in one transaction (which takes back new tables, too, in PostgreSQL and
    SQLite): into PostgreSQL by COPY, with times, days and numbers as such; elsewhere in chunks,
    with times as text. The settings are the text of book.toml in the table `book`.

    Parameters
    ----------
    book : Book
        A lead book; what its folder holds beside the tables is not written.
    url : str
        A URL as SQLAlchemy takes it, and after a # the schema, which is made where it is missing;
        without one, the database's own.
    force : bool
        Replace a book that stands there; tables of others are never replaced.

    Raises
    ------
    BadInput
        If the database cannot be opened, the schema holds such tables already, or a table is
        refused.

    Examples
    --------
    >>> import leadkit as lk, tempfile
    >>> book = lk.read_book(lk.sample("small"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_sql(book, f"sqlite:///{folder}/book.db")
    """
    database = Database.of(url)
    with opened(database, to_write=True) as connection:
        schema = _schema(connection, database)
        _make_room(connection, schema, database, force)
        metadata, is_native = _metadata(schema), connection.dialect.name == POSTGRES
        settings = _settings_table(metadata)
        declared = {
            name: _declare(name, table, metadata, is_native) for name, table in book.tables.items()
        }
        metadata.create_all(connection)
        connection.execute(settings.insert(), {"toml": settings_text(book.settings)})
        fill = _copy if is_native else _insert
        for name, table in book.tables.items():
            fill(connection, declared[name], _cells(table, name))


def _metadata(schema: str | None) -> MetaData:
    import sqlalchemy as sa

    return sa.MetaData(schema=schema)


def _schema(connection: Connection, database: Database) -> str | None:
    """Return the schema to write into, made where it is missing."""
    import sqlalchemy as sa

    name = database.part or None
    if name is None or name in sa.inspect(connection).get_schema_names():
        return name
    if connection.dialect.name == "sqlite":
        raise BadInput(
            _("a file of SQLite has no schemas"),
            where=str(database),
            fix=_("Leave out the # and what follows; give each book a file of its own."),
        )
    connection.execute(sa.schema.CreateSchema(name))
    return name


def _make_room(connection: Connection, schema: str | None, database: Database, force: bool) -> None:
    """Refuse tables of the same names, or drop those of an earlier book."""
    import sqlalchemy as sa

    inspector = sa.inspect(connection)
    views, tables = inspector.get_view_names(schema), inspector.get_table_names(schema)
    there = sorted({*views, *tables} & {*TABLES, SETTINGS})
    if not there:
        return
    columns = inspector.get_columns(SETTINGS, schema) if SETTINGS in tables else []
    if [column["name"] for column in columns] != ["toml"]:
        raise BadInput(
            _("tables stand there that are no lead book's: {names}").format(names=", ".join(there)),
            where=str(database),
            fix=_("Name another schema after the #; such tables are never replaced."),
        )
    if not force:
        raise BadInput(
            _("a lead book stands there already"),
            where=str(database),
            fix=_("Name another schema after the #, or replace the book with force=True."),
        )
    for name in there:
        connection.execute(sa.schema.DropTable(sa.Table(name, sa.MetaData(), schema=schema)))


def _settings_table(metadata: MetaData) -> Table:
    import sqlalchemy as sa

    return sa.Table(SETTINGS, metadata, sa.Column("toml", sa.Text, nullable=False))


def _declare(name: str, table: pd.DataFrame, metadata: MetaData, is_native: bool) -> Table:
    import sqlalchemy as sa

    columns: list[sa.Column[Any]] = [
        sa.Column(ROW, sa.Integer, primary_key=True, autoincrement=False)
    ]
    for label in table.columns.drop(ROW, errors="ignore"):
        kind = _kind(table[label], TABLES[name].column(str(label)), is_native)
        columns.append(sa.Column(str(label), kind))
    return sa.Table(name, metadata, *columns)


def _kind(cells: pd.Series[Any], declared: Column | None, is_native: bool) -> TypeEngine[Any]:
    import sqlalchemy as sa

    if isinstance(cells.dtype, pd.DatetimeTZDtype) and is_native:
        is_day = declared is not None and declared.kind == "day"
        return sa.Date() if is_day else sa.DateTime(timezone=True)
    return sa.Double() if cells.dtype.kind in "iuf" else sa.Text()


def _cells(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table as it is sent: its row numbers first, times as text."""
    cells = table.drop(columns=ROW, errors="ignore").copy()
    for label in cells.columns:
        if isinstance(cells[label].dtype, pd.DatetimeTZDtype):
            declared = TABLES[name].column(str(label))
            is_day = declared is not None and declared.kind == "day"
            cells[label] = _moments(cells[label].dt.tz_convert("UTC"), is_day)
    is_numbered = table.index.is_unique and table.index.dtype.kind in "iu"
    rows = table.index if is_numbered else range(2, len(table) + 2)
    cells.insert(0, ROW, rows)
    return cells


def _moments(times: pd.Series[pd.Timestamp], is_day: bool) -> pd.Series[str]:
    if is_day:
        return times.dt.strftime(DAY)
    is_whole = (times.dropna() == times.dropna().dt.floor("s")).all()
    return times.dt.strftime(SECOND if is_whole else FRACTION)


def _chunks(cells: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for start in range(0, len(cells), ROWS):
        yield cells.iloc[start : start + ROWS]


def _copy(connection: Connection, table: Table, cells: pd.DataFrame) -> None:
    """Fill a table of PostgreSQL by COPY, which is made for many rows."""
    target = connection.dialect.identifier_preparer.format_table(table)
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection was closed")
    with driver.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN (FORMAT csv)") as copy:
        for chunk in _chunks(cells):
            text = io.StringIO()
            chunk.to_csv(text, index=False, header=False)
            copy.write(text.getvalue())


def _insert(connection: Connection, table: Table, cells: pd.DataFrame) -> None:
    for chunk in _chunks(cells):
        filled = chunk.astype(object).where(chunk.notna(), None)
        rows = [dict(zip(table.c.keys(), row, strict=True)) for row in filled.to_numpy()]
        connection.execute(table.insert(), rows)
