"""A bare exported table read as a book: one row a lead, an outcome, whatever else it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, number
from leadkit.book.book import Book
from leadkit.book.casting import typed
from leadkit.book.names import OPEN_VALUES, WON_VALUES, is_contact, plain, role_of
from leadkit.book.parsing import Order, to_numbers, to_times
from leadkit.book.reading import RawTable, read_table
from leadkit.book.settings import Settings
from leadkit.book.tables import LEADS, Known, Table

STRICT_KINDS = ("time", "day", "money")
RESERVED = (
    "email_filled", "email_valid", "phone_filled", "phone_valid", "recycled", "fails_standard",
    "reasons", "lead_id", "outcome",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a bare table is to be read; what is not said is recognised by name.

    Parameters
    ----------
    outcome : str
        Column that says how a lead ended.
    won, open : sequence of str
        Its values for won and for undecided leads; case and spaces do not matter.
    id, created, closed, account : str
        Columns that play these parts.
    window : int
        Outcome window in days.
    drop, known_at_handoff : sequence of str
        Columns never to use; columns declared known when the lead is handed off.
    dates : {"", "day-first", "month-first"}
        How to read 05/06/2026 where the values do not decide it.
    """

    outcome: str = ""
    won: Sequence[str] = ()
    open: Sequence[str] = ()
    id: str = ""
    created: str = ""
    closed: str = ""
    account: str = ""
    window: int = 90
    drop: Sequence[str] = ()
    known_at_handoff: Sequence[str] = ()
    dates: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the reading for a JSON file."""
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in asdict(self).items()
        }


@dataclass
class _Draft:
    raw: RawTable
    frame: pd.DataFrame
    roles: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


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
    raw = read_table(Path(path))
    draft = _Draft(raw, raw.frame.copy())
    for name in (*reading.drop, *reading.known_at_handoff):
        _refuse_absent(name, raw)
    _refuse_two_parts(reading, raw)
    draft.frame = draft.frame.drop(columns=list(reading.drop))
    _assign_roles(draft, reading)
    _fold_outcome(draft, reading)
    _identify(draft)
    declared = _declared(draft)
    table, bad = typed(
        replace(raw, frame=draft.frame),
        declared,
        "UTC",
        order=_order(reading),
        called=draft.roles,
    )
    aside = pd.concat([raw.set_aside, bad], ignore_index=True) if len(raw.set_aside) else bad
    _refuse_nothing_left(table, aside, raw)
    return Book(
        tables={"leads": table},
        settings=Settings(window_days=reading.window),
        known=_known(table, draft, reading),
        set_aside=aside,
        notes=(*raw.notes, *draft.notes),
        path=raw.path,
        sha256=raw.sha256,
        roles=MappingProxyType(draft.roles),
    )


def _refuse_two_parts(reading: Reading, raw: RawTable) -> None:
    """Refuse a column that is asked to play two parts, or a part after being dropped."""
    parts = [reading.outcome, reading.id, reading.created, reading.closed, reading.account]
    asked = [name for name in [*parts, *reading.drop] if name]
    twice = sorted({name for name in asked if asked.count(name) > 1})
    twice += [name for name in reading.known_at_handoff if name in asked]
    if twice:
        raise BadInput(
            _("column {name!r} is asked to play two parts").format(name=twice[0]),
            where=f"{raw.path}:1",
            fix=_("Name it once among --outcome, --id, --created, --closed, --account and --drop."),
        )
    contact = [name for name in reading.known_at_handoff if is_contact(name)]
    if contact:
        raise BadInput(
            _("column {name!r} holds contact data, which never enters a model").format(
                name=contact[0]
            ),
            where=f"{raw.path}:1",
            fix=_("Leave it out of --known-at-handoff; whether it is valid is used by itself."),
        )


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


def _refuse_absent(name: str, raw: RawTable) -> None:
    if name not in raw.frame.columns:
        near = get_close_matches(name, raw.frame.columns, n=3, cutoff=0.4)
        near = near or [column for column in raw.frame.columns if plain(column) == plain(name)]
        raise BadInput(
            _("the table has no column {name!r}").format(name=name),
            where=f"{raw.path}:1",
            fix=_("Nearest names: {names}.").format(names=", ".join(near))
            if near
            else _("Its columns are: {names}.").format(names=", ".join(raw.frame.columns)),
        )


def _assign_roles(draft: _Draft, reading: Reading) -> None:
    """Rename the columns that play a part; named ones first, then those recognised by name."""
    named = {
        "outcome": reading.outcome,
        "lead_id": reading.id,
        "created_at": reading.created,
        "closed_at": reading.closed,
        "account_id": reading.account,
    }
    for role, name in named.items():
        if name:
            _refuse_absent(name, draft.raw)
            draft.roles[role] = name
    for name in draft.frame.columns:
        recognised = _recognised_role(draft, name)
        if not recognised or recognised in draft.roles or name in draft.roles.values():
            continue
        if not _fits(draft, name, recognised):
            draft.notes.append(
                _("column {name!r} is called like {role} but cannot be read as such").format(
                    name=name, role=recognised
                )
            )
            continue
        draft.roles[recognised] = name
        if name != recognised:
            draft.notes.append(
                _("column {name!r} was taken for {role}").format(name=name, role=recognised)
            )
    _refuse_no_outcome(draft)
    _rename(draft)


def _rename(draft: _Draft) -> None:
    """Give each part its name; a column that bears such a name without the part gives way."""
    parts = {name: role for role, name in draft.roles.items()}
    reserved = {column.name for column in LEADS.columns if column.kind in STRICT_KINDS}
    reserved |= {*draft.roles, *RESERVED}
    names: dict[str, str] = {}
    for name in draft.frame.columns:
        free = parts.get(name, name)
        while name not in parts and (free in reserved or free in names.values()):
            free = f"{free} (as exported)"
        names[name] = free
    draft.frame = draft.frame.rename(columns=names)


def _recognised_role(draft: _Draft, name: str) -> str | None:
    """Return the part a column's name speaks of; in a table of ours every declared name counts."""
    declared = LEADS.column(name)
    is_ours = {"lead_id", "outcome"} <= set(draft.raw.frame.columns)
    if declared is not None and (is_ours or declared.kind in STRICT_KINDS):
        return name
    return role_of(name)


def _fits(draft: _Draft, name: str, role: str) -> bool:
    cells = draft.frame[name]
    if role == "lead_id":
        return name == role or bool(cells.notna().all() and cells.is_unique)
    if role == "outcome":
        return bool(cells.dropna().isin(("won", "lost", "open")).all())
    if role.endswith("_at"):
        try:
            return to_times(cells, "UTC", order="day-first") is not None
        except BadInput:
            return False
    if role == "deal_value":
        values, bad = to_numbers(cells)
        return bool(values.notna().sum() > bad.sum() * 9)
    return True


def _refuse_no_outcome(draft: _Draft) -> None:
    if "outcome" not in draft.roles:
        raise BadInput(
            _("nothing says how the leads ended"),
            where=f"{draft.raw.path}:1",
            fix=_("Name the column with --outcome. The columns are: {names}.").format(
                names=", ".join(draft.frame.columns)
            ),
        )


def _fold_outcome(draft: _Draft, reading: Reading) -> None:
    cells = draft.frame["outcome"]
    folded = cells.map(plain, na_action="ignore")
    counts = cells.value_counts()
    won = _wanted(reading.won, folded, counts, draft) or _recognised(
        WON_VALUES, folded, counts, draft
    )
    still_open = _wanted(reading.open, folded, counts, draft) or [
        value for value in map(plain, OPEN_VALUES) if value in set(folded) and value not in won
    ]
    both = sorted(set(won) & set(still_open))
    if both:
        raise BadInput(
            _("{values} cannot be both won and still open").format(values=", ".join(both)),
            where=str(draft.raw.path),
            fix=_("Name each value once, with --won or with --open."),
        )
    outcome = pd.Series("lost", index=cells.index).mask(folded.isin(still_open), "open")
    outcome = outcome.mask(cells.isna(), "open").mask(folded.isin(won), "won")
    _refuse_one_class(outcome, counts, draft)
    _note_folding(cells, folded, draft)
    if still_open and "outcome" not in still_open:
        draft.notes.append(
            _("counted as still open: {values}").format(values=", ".join(sorted(set(still_open))))
        )
    if cells.isna().any():
        draft.notes.append(
            _("{n} leads have no outcome and count as still open").format(
                n=number(cells.isna().sum())
            )
        )
    draft.frame["outcome"] = outcome


def _wanted(
    values: Sequence[str], folded: pd.Series[str], counts: pd.Series[int], draft: _Draft
) -> list[str]:
    wanted = [plain(value) for value in values]
    absent = [value for value, key in zip(values, wanted, strict=True) if key not in set(folded)]
    if absent:
        raise BadInput(
            _("no lead has {column} = {values}").format(
                column=draft.roles["outcome"], values=", ".join(map(repr, absent))
            ),
            where=str(draft.raw.path),
            fix=_present(counts),
        )
    return wanted


def _recognised(
    names: Sequence[str], folded: pd.Series[str], counts: pd.Series[int], draft: _Draft
) -> list[str]:
    found = [value for value in map(plain, names) if value in set(folded)]
    if not found:
        raise BadInput(
            _("no value of {column} is recognised as won").format(column=draft.roles["outcome"]),
            where=str(draft.raw.path),
            fix=_("Name it with --won. {present}").format(present=_present(counts)),
        )
    return found


def _present(counts: pd.Series[int]) -> str:
    listed = ", ".join(f"{value!r} ({number(n)})" for value, n in counts.head(12).items())
    return _("The values present are: {values}.").format(values=listed)


def _refuse_one_class(outcome: pd.Series[str], counts: pd.Series[int], draft: _Draft) -> None:
    decided = set(outcome) - {"open"}
    if decided != {"won", "lost"} and set(outcome) != {"won", "open"}:
        raise BadInput(
            _("every lead ended the same way: nothing can be learned from {column}").format(
                column=draft.roles["outcome"]
            ),
            where=str(draft.raw.path),
            fix=_present(counts),
        )


def _note_folding(cells: pd.Series[str], folded: pd.Series[str], draft: _Draft) -> None:
    spellings = cells.groupby(folded).unique()
    for several in spellings[spellings.map(len) > 1]:
        draft.notes.append(
            _("read as one value: {values}").format(values=", ".join(map(repr, sorted(several))))
        )


def _identify(draft: _Draft) -> None:
    if "lead_id" not in draft.roles:
        draft.frame["lead_id"] = draft.frame.index.astype("str")
        draft.notes.append(_("leads are named by their row number: no column identifies them"))


def _declared(draft: _Draft) -> Table:
    """Return the declarations of the columns that play a part in this table."""
    named = {*draft.roles, "lead_id"}
    return Table("leads", tuple(column for column in LEADS.columns if column.name in named))


def _known(table: pd.DataFrame, draft: _Draft, reading: Reading) -> dict[str, Known]:
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
