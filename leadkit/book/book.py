"""The lead book: one data model for every analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.files import recover
from leadkit.base.language import N_, _, ngettext, number
from leadkit.book.casting import typed
from leadkit.book.reading import RawTable, no_rows, read_table
from leadkit.book.settings import Settings, read_settings
from leadkit.book.tables import OF_LEADS, TABLES, Known


@dataclass(frozen=True, repr=False)
class Book:
    """A lead book in memory.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Typed tables by name; `leads` is always there, indexed by its row in the file. Times are
        UTC, money is in the book's currency.
    settings : Settings
        The content of book.toml.
    known : mapping of str to Known
        When each column of `leads` is known.
    set_aside : DataFrame
        Rows that could not be used: table, row, column, value, reason.
    notes : tuple of str
        What was read differently from how it was written, for every page that follows.
    path : Path or None
        The folder or file it came from.
    sha256 : str
        Fingerprint of the leads as read.
    roles : mapping of str to str
        For a bare table: which of its columns plays which part.
    """

    tables: Mapping[str, pd.DataFrame]
    settings: Settings = field(default_factory=Settings)
    known: Mapping[str, Known] = field(default_factory=dict)
    set_aside: pd.DataFrame = field(default_factory=no_rows)
    notes: tuple[str, ...] = ()
    path: Path | None = None
    sha256: str = ""
    roles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def leads(self) -> pd.DataFrame:
        """One row a lead."""
        return self.tables["leads"]

    def table(self, name: str) -> pd.DataFrame | None:
        """Return an optional table, or None where the book has none."""
        return self.tables.get(name)

    @property
    def is_bare(self) -> bool:
        """Whether this is a single exported table rather than a folder."""
        return bool(self.roles)

    @property
    def name(self) -> str:
        """The firm's name, or the file's."""
        return self.settings.name or (self.path.name if self.path else _("book"))

    def has(self, *columns: str) -> bool:
        """Return whether `leads` has every one of the columns, with at least one value."""
        return all(name in self.leads and self.leads[name].notna().any() for name in columns)

    def keep(self, rows: pd.Series[bool]) -> Book:
        """Return the same book with only the leads where `rows` is true."""
        leads = self.leads[rows]
        return replace(self, tables={**self.tables, "leads": leads})

    def describe(self) -> pd.DataFrame:
        """Say which analyses the book allows, and which column would open the next.

        Returns
        -------
        DataFrame
            analysis, open (bool), missing (columns or tables still needed).
        """
        rows = []
        for analysis, columns, tables in ANALYSES:
            missing = [name for name in columns if not self.has(name)]
            missing += [
                _("table {name}").format(name=name) for name in tables if name not in self.tables
            ]
            rows.append((_(analysis), not missing, ", ".join(missing)))
        return pd.DataFrame(rows, columns=["analysis", "open", "missing"])

    def __repr__(self) -> str:
        return _("{name}: {n} leads").format(name=self.name, n=number(len(self.leads)))

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        table = self.describe()
        return inline(
            caption=repr(self),
            columns=[_("analysis"), _("possible"), _("missing")],
            rows=[
                (row.analysis, _("yes") if row.open else _("no"), row.missing)
                for row in table.itertuples()
            ],
            note=" ".join(self.notes),
        )


ANALYSES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (N_("screening before handoff"), ("email", "phone"), ()),
    (N_("lead-quality model"), ("outcome",), ()),
    (N_("evaluation on later leads"), ("created_at",), ()),
    (N_("handoff threshold"), ("outcome", "handed_off_at"), ()),
    (N_("shortfall by quarter"), ("handed_off_at", "closed_at", "deal_value"), ()),
    (N_("follow-up as a part of the shortfall"), ("handed_off_at", "first_response_at"), ()),
    (N_("shortfall against plan"), ("handed_off_at", "closed_at", "deal_value"), ("plan",)),
)


def read_book(folder: Path | str) -> Book:
    """Read a lead book from its folder.

    Parameters
    ----------
    folder : path
        A folder with book.toml and one CSV, XLSX or Parquet file a table.

    Returns
    -------
    Book

    Raises
    ------
    BadInput
        If the folder is no book, holds an unknown table, or a table cannot be read.

    Examples
    --------
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample())
    >>> book.settings.currency
    'VND'
    """
    folder = Path(folder)
    recover(folder)
    _refuse_strangers(folder)
    settings = read_settings(folder / "book.toml")
    files = {name: _table_file(folder, name) for name in TABLES}
    raws = {
        name: read_table(path, may_be_empty=name != "leads") for name, path in files.items() if path
    }
    return replace(as_book(raws, settings, str(folder / "book.toml")), path=folder)


def as_book(raws: Mapping[str, RawTable], settings: Settings, where: str) -> Book:
    """Make a book of its tables' text cells, as `read_book` says.

    Parameters
    ----------
    raws : mapping of str to RawTable
        `leads`, and what other tables there are.
    settings : Settings
        The content of book.toml.
    where : str
        Where those settings stand, for messages.
    """
    tables: dict[str, pd.DataFrame] = {}
    aside: list[pd.DataFrame] = []
    notes: list[str] = []
    leads_read = frozenset(raws["leads"].frame.get("lead_id", pd.Series()).dropna())
    for name, declared in TABLES.items():
        raw = raws.get(name)
        if raw is None or (raw.frame.empty and raw.set_aside.empty):
            continue
        table, bad = typed(raw, declared, settings.timezone, notes=notes)
        tables[name], bad = _of_known_leads(table, bad, name, leads_read)
        aside += [raw.set_aside.assign(table=name), bad]
        notes += [*raw.notes, *_bad_rows(name, bad)]
    _refuse_missing_parts(tables["leads"], settings, where)
    aside = [part for part in aside if len(part)]
    return Book(
        tables=tables,
        settings=settings,
        known=_known(tables["leads"], settings),
        set_aside=pd.concat(aside, ignore_index=True) if aside else no_rows(),
        notes=tuple(notes),
        sha256=raws["leads"].sha256,
    )


def _of_known_leads(
    table: pd.DataFrame, bad: pd.DataFrame, name: str, leads: frozenset[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Set aside what is told of leads that the book does not have."""
    if name not in OF_LEADS:
        return table, bad
    stranger = ~table["lead_id"].isin(leads)
    if not stranger.any():
        return table, bad
    rows = pd.DataFrame(
        {
            "table": name,
            "row": table.index[stranger],
            "column": "lead_id",
            "value": table.loc[stranger, "lead_id"],
            "reason": "UNKNOWN_LEAD",
        }
    )
    return table[~stranger], pd.concat([part for part in (bad, rows) if len(part)])


def _bad_rows(name: str, bad: pd.DataFrame) -> list[str]:
    if bad.empty:
        return []
    counts = bad["reason"].value_counts()
    return [
        ngettext(
            "{table}: {n} row set aside ({reasons})",
            "{table}: {n} rows set aside ({reasons})",
            len(bad),
        ).format(
            table=name,
            n=number(len(bad)),
            reasons=", ".join(f"{reason} {number(n)}" for reason, n in counts.items()),
        )
    ]


def _refuse_missing_parts(leads: pd.DataFrame, settings: Settings, where: str) -> None:
    """Refuse settings that speak of columns the leads do not have."""
    wanted = {"rule": settings.rule.column} if settings.rule else {}
    if settings.self_generated:
        wanted["self_generated"] = "source"
    for setting, column in wanted.items():
        if column not in leads:
            raise BadInput(
                _("{setting} needs the column {column!r}, which leads does not have").format(
                    setting=setting, column=column
                ),
                where=where,
                fix=_("Add the column, or remove the setting."),
            )


def _known(leads: pd.DataFrame, settings: Settings) -> dict[str, Known]:
    declared = {column.name: column.known for column in TABLES["leads"].columns}
    absent = sorted(set(settings.known) - set(leads.columns))
    if absent:
        raise BadInput(
            _("columns declared in book.toml are not in leads: {names}").format(
                names=", ".join(absent)
            ),
            fix=_("Remove them from [known], or add the columns."),
        )
    every = {**dict.fromkeys(leads.columns, Known.ASSUMED), **settings.known}
    return {name: declared.get(name, every[name]) for name in leads.columns}


def _refuse_strangers(folder: Path) -> None:
    if folder.is_file():
        raise BadInput(
            _("this is a single table, and a lead book is needed: a folder with leads.csv"),
            where=str(folder),
            fix=_("Put the table into a folder of its own, as leads.csv."),
        )
    if not folder.is_dir():
        raise BadInput(_("the folder does not exist"), where=str(folder), fix=_("Check the path."))
    if _table_file(folder, "leads") is None:
        raise BadInput(
            _("this folder is no lead book: it has no leads.csv, leads.xlsx or leads.parquet"),
            where=str(folder),
            fix=_("Give a book, or a single table."),
        )
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in (".csv", ".xlsx", ".parquet") and path.stem not in TABLES:
            raise BadInput(
                _("a book has no table {name!r}").format(name=path.stem),
                where=str(path),
                fix=_("Tables are {names}. Move other files elsewhere.").format(
                    names=", ".join(sorted(TABLES))
                ),
            )


def _table_file(folder: Path, name: str) -> Path | None:
    found = [folder / f"{name}{suffix}" for suffix in (".csv", ".parquet", ".xlsx")]
    return next((path for path in found if path.is_file()), None)
