"""A SQL database by its URL: opened with a clear refusal, shown without its password."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.errors import BadInput
from leadkit.base.language import _

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

POSTGRES = ("postgres", "postgresql")
PATIENCE_SECONDS = 10
INSTALL = "pip install 'leadkit[sql]'"


@dataclass(frozen=True, repr=False)
class Database:
    """Where a book or a table stands in a database; written, it never shows user or password.

    Parameters
    ----------
    url : str
        The URL as SQLAlchemy takes it.
    part : str
        What stood after the #: a schema, a table, or schema.table; empty where nothing did.

    Examples
    --------
    >>> Database.of("postgresql://an:secret@db.example.com/crm?sslmode=require#sales.leads")
    postgresql://db.example.com/crm#sales.leads
    """

    url: str
    part: str = ""

    @classmethod
    def of(cls, url: str | Database) -> Database:
        """Take a URL apart."""
        if isinstance(url, Database):
            return url
        before, at, after = url.rpartition("@")
        place, _mark, part = after.partition("#")
        return cls(f"{before}{at}{place}", part)

    @property
    def name(self) -> str:
        """The table's or the schema's name, else the database's."""
        return self.part or Path(str(self).rpartition("/")[2]).stem

    def __str__(self) -> str:
        scheme, _mark, rest = self.url.partition("://")
        before, _at, after = rest.rpartition("@")
        # an @ after a ? may be part of a password, in the query or before the host: show neither
        place = "…" if "?" in before else after.partition("?")[0]
        host, slash, database = place.partition("/")
        server = re.match(r"[^:]*(?::\d+)?", host)
        shown = f"{scheme}://{server[0] if server else ''}{slash}{database}"
        return f"{shown}#{self.part}" if self.part else shown

    __repr__ = __str__


def is_sql(text: str) -> bool:
    """Return whether a text is the URL of a database rather than a path."""
    return "://" in text


@contextmanager
def opened(database: Database, *, to_write: bool = False) -> Iterator[Connection]:
    """Open a database for one transaction; what the driver says becomes a message.

    Raises
    ------
    BadInput
        If a package is missing, the database cannot be opened, or refuses what is asked of it.
    """
    engine = _engine(database, to_write)
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with _first(engine, database) as connection, connection.begin():
            yield connection
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        raise BadInput(
            _("the database refused: {said}").format(said=_said(error, engine.url)),
            where=str(database),
            fix=_("Nothing was written.") if to_write else _("Ask whoever runs the database."),
        ) from None
    finally:
        engine.dispose()


def _first(engine: Engine, database: Database) -> Connection:
    from sqlalchemy.exc import SQLAlchemyError

    try:
        return engine.connect()
    except SQLAlchemyError as error:
        raise BadInput(
            _("the database cannot be opened: {said}").format(said=_said(error, engine.url)),
            where=str(database),
            fix=_(
                "Check host, port, database, user and password; PostgreSQL also takes the password "
                "from PGPASSWORD or a password file."
            ),
        ) from None


def _said(error: Exception, url: URL) -> str:
    """Return the driver's first line: no statement, no rows, no password."""
    line = str(getattr(error, "orig", None) or error).partition("\n")[0]
    return line.replace(str(url.password), "***") if url.password else line


def _engine(database: Database, to_write: bool) -> Engine:
    try:
        import sqlalchemy as sa
    except ImportError:
        raise _missing("SQLAlchemy", INSTALL, database) from None
    url = _url(database)
    if url.get_backend_name() == "sqlite":
        _refuse_no_file(url, database, to_write)
    patience: dict[str, Any] = {}
    if url.drivername == "postgresql+psycopg" and "connect_timeout" not in url.query:
        patience = {"connect_timeout": PATIENCE_SECONDS}
    try:
        engine = sa.create_engine(url, poolclass=sa.NullPool, connect_args=patience)
    except sa.exc.NoSuchModuleError:
        raise BadInput(
            _("no kind of database is called {name!r}").format(name=url.drivername),
            where=str(database),
            fix=_("Begin the URL with postgresql://, sqlite:/// or mysql+pymysql://, for example."),
        ) from None
    except ImportError as error:
        name = error.name or url.drivername
        fix = INSTALL if name.startswith("psycopg") else f"pip install {name}"
        raise _missing(name, fix, database) from None
    if engine.dialect.name == "sqlite":
        _let_transactions_hold(engine)
    return engine


def _url(database: Database) -> URL:
    import sqlalchemy as sa

    try:
        url = sa.make_url(database.url)
    except (sa.exc.ArgumentError, ValueError):
        raise BadInput(
            _("this is not the URL of a database"),
            where=str(database),
            fix=_(
                "Write it as postgresql://user@host/database#schema; a password's @ : / # and % "
                "are written %40 %3A %2F %23 and %25."
            ),
        ) from None
    return url.set(drivername="postgresql+psycopg") if url.drivername in POSTGRES else url


def _missing(name: str, fix: str, database: Database) -> BadInput:
    return BadInput(
        _("to open this database the package {name} is needed").format(name=name),
        where=str(database),
        fix=fix,
    )


def _refuse_no_file(url: URL, database: Database, to_write: bool) -> None:
    """Refuse to read a file that is not there: SQLite would make an empty one."""
    if not to_write and not (url.database and Path(url.database).is_file()):
        raise BadInput(
            _("the file does not exist"),
            where=str(database),
            fix=_("Check the path: sqlite:///file.db beside you, sqlite:////folder/file.db."),
        )


def _let_transactions_hold(engine: Engine) -> None:
    """Make SQLite take back new tables, too, where writing fails: its driver commits them."""
    from sqlalchemy import event

    @event.listens_for(engine, "connect")
    def _leave_it_to_us(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")
