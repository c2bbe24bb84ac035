"""Which column of a bare table plays which part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book.money import to_amounts
from leadkit.book.names import is_contact, plain, role_of
from leadkit.book.parsing import to_times
from leadkit.book.reading import RawTable
from leadkit.book.tables import LEADS

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
    window : int, optional
        Outcome window in days; else 90.
    drop, known_at_handoff : sequence of str
        Columns never to use; columns declared known when the lead is handed off.
    dates : {"", "day-first", "month-first"}
        How to read 05/06/2026 where the values do not decide it.
    sheet : str
        Sheet of a workbook; without one, the first.
    """

    outcome: str = ""
    won: Sequence[str] = ()
    open: Sequence[str] = ()
    id: str = ""
    created: str = ""
    closed: str = ""
    account: str = ""
    window: int | None = None
    drop: Sequence[str] = ()
    known_at_handoff: Sequence[str] = ()
    dates: str = ""
    sheet: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the reading for a JSON file."""
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in asdict(self).items()
        }


@dataclass
class Draft:
    """A bare table on its way to a book: its frame so far, the parts found, what was noted."""

    raw: RawTable
    frame: pd.DataFrame
    roles: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def refuse_two_parts(reading: Reading, raw: RawTable) -> None:
    """Refuse a column that is asked to play two parts, or a part after being dropped."""
    parts = [reading.outcome, reading.id, reading.created, reading.closed, reading.account]
    asked = [name for name in [*parts, *reading.drop] if name]
    twice = sorted({name for name in asked if asked.count(name) > 1})
    twice += [name for name in reading.known_at_handoff if name in asked]
    if twice:
        raise BadInput(
            _("column {name!r} is asked to play two parts").format(name=twice[0]),
            where=f"{raw.path}:{raw.header}",
            fix=_("Name it once among --outcome, --id, --created, --closed, --account and --drop."),
        )
    contact = [name for name in (*reading.known_at_handoff, reading.id) if is_contact(name)]
    if contact:
        raise BadInput(
            _(
                "column {name!r} holds contact data, which enters no model and no list of ids"
            ).format(name=contact[0]),
            where=f"{raw.path}:{raw.header}",
            fix=_("Leave it out; whether a contact is valid is used by itself."),
        )


def refuse_absent(name: str, raw: RawTable) -> None:
    """Refuse a column that the table does not have, and offer the nearest names."""
    if name not in raw.frame.columns:
        near = get_close_matches(name, raw.frame.columns, n=3, cutoff=0.4)
        near = near or [column for column in raw.frame.columns if plain(column) == plain(name)]
        raise BadInput(
            _("the table has no column {name!r}").format(name=name),
            where=f"{raw.path}:{raw.header}",
            fix=_("Nearest names: {names}.").format(names=", ".join(near))
            if near
            else _("Its columns are: {names}.").format(names=", ".join(raw.frame.columns)),
        )


def assign_roles(draft: Draft, reading: Reading) -> None:
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
            refuse_absent(name, draft.raw)
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


def _rename(draft: Draft) -> None:
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


def _recognised_role(draft: Draft, name: str) -> str | None:
    """Return the part a column's name speaks of; in a table of ours every declared name counts."""
    declared = LEADS.column(name)
    is_ours = {"lead_id", "outcome"} <= set(draft.raw.frame.columns)
    if declared is not None and (is_ours or declared.kind in STRICT_KINDS):
        return name
    return role_of(name)


def _fits(draft: Draft, name: str, role: str) -> bool:
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
        try:
            values, bad = to_amounts(cells)
        except BadInput:
            return True  # amounts, which the reading of the column will ask about
        return bool(values.notna().sum() > bad.sum() * 9)
    return True


def _refuse_no_outcome(draft: Draft) -> None:
    if "outcome" not in draft.roles:
        raise BadInput(
            _("nothing says how the leads ended"),
            where=f"{draft.raw.path}:{draft.raw.header}",
            fix=_("Name the column with --outcome. The columns are: {names}.").format(
                names=", ".join(draft.frame.columns)
            ),
        )
