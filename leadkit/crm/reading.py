"""Reading an export by its map: the book's tables, and what could not be used."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, listed, number
from leadkit.book import Book, Known, Settings, read_table
from leadkit.book.casting import typed
from leadkit.book.tables import EVENTS, LEADS, PLAN
from leadkit.crm.applying import Applied, apply
from leadkit.crm.imported import Imported
from leadkit.crm.joining import add_details, events_of
from leadkit.crm.mapping import ImportMap
from leadkit.crm.settling import decided, identified, leave_facts
from leadkit.journey import extract_date


def read_mapped(
    paths: Sequence[Path | str], map: ImportMap, *, as_of: str | None = None
) -> Imported:
    """Read the files of an export as their map says.

    Parameters
    ----------
    paths : sequence of path
        Every file that the map names, in any order.
    map : ImportMap
        What their columns and values mean.
    as_of : date, optional
        When the export was taken; else the latest time in the leads.

    Returns
    -------
    Imported

    Raises
    ------
    BadInput
        If files and map do not fit, a value has no line in the map, a column can be read in two
        ways, or nothing says when the export was taken.

    Examples
    --------
    >>> import leadkit as lk
    >>> from leadkit.crm.drafting.draft import draft_map
    >>> export = [lk.sample("small") / "leads.csv"]
    >>> read_mapped(export, draft_map(export).map).book.has("outcome", "handed_off_at")
    True
    """
    applied = _applied([Path(path) for path in paths], map)
    source = next(one for one in applied if one.file.holds == "leads")
    leads, notes = source.frame.copy(), list(source.notes)
    aside = [source.raw.set_aside.assign(table="leads")]
    for one in _holding("details", applied):
        leads, said, lost = add_details(leads, source, one, map)
        notes += said
        aside += [_named(one), lost]
    leads = decided(leads)
    notes += leave_facts(leads)
    leads, said = identified(leads)
    notes += said
    tables, more = _typed(leads, source, _events(leads, source, applied, map, notes, aside))
    aside += more
    _plan_into(tables, applied, notes)
    return _imported(tables, map, applied, aside, notes, as_of)


def _applied(paths: Sequence[Path], map: ImportMap) -> list[Applied]:
    wanted = [file for file in map.files if file.holds]
    named = map.named(paths)
    for path, files in named.items():
        if not files:
            raise BadInput(
                _("the map does not know this file"),
                where=str(path),
                fix=_(
                    "It names {names}; a * stands for what changes from export to export."
                ).format(names=listed([file.name for file in map.files])),
            )
    found = [
        apply(read_table(path, sheet=file.sheet), file, map)
        for path, files in named.items()
        for file in files
        if file.holds
    ]
    missing = [file for file in wanted if not any(one.file is file for one in found)]
    if missing:
        raise BadInput(
            _("the map names {name!r}, which was not given").format(name=missing[0].name),
            where=map.place("files", map.files.index(missing[0]), "name"),
            fix=_('Give the file too, or keep it out of the map with holds = "".'),
        )
    return _once_each(found, map)


def _once_each(found: list[Applied], map: ImportMap) -> list[Applied]:
    """Refuse two files for one entry of the map; the leads stand in the order of the map."""
    for file in map.files:
        fitting = [one for one in found if one.file is file]
        if len(fitting) > 1:
            raise BadInput(
                _("{a} and {b} are both called as the map's {name!r}").format(
                    a=fitting[0].raw.path, b=fitting[1].raw.path, name=file.name
                ),
                where=map.place("files", map.files.index(file), "name"),
                fix=_("Import one extract after the other: each becomes a snapshot."),
            )
    return sorted(found, key=lambda one: map.files.index(one.file))


def _holding(holds: str, applied: Sequence[Applied]) -> list[Applied]:
    return [one for one in applied if one.file.holds == holds]


def _named(one: Applied) -> pd.DataFrame:
    return one.raw.set_aside.assign(table=one.raw.path.name)


def _events(
    leads: pd.DataFrame,
    source: Applied,
    applied: Sequence[Applied],
    map: ImportMap,
    notes: list[str],
    aside: list[pd.DataFrame],
) -> list[Applied]:
    found = []
    for one in _holding("activities", applied):
        frame, said, lost = events_of(leads, source, one, map)
        notes += said
        aside += [_named(one), lost]
        found.append(replace(one, frame=frame))
    return found


def _typed(
    leads: pd.DataFrame, source: Applied, activities: Sequence[Applied]
) -> tuple[dict[str, pd.DataFrame], list[pd.DataFrame]]:
    called = {name: source.file.sources(name)[0] for name in source.file.targets}
    table, bad = typed(replace(source.raw, frame=_ordered(leads)), LEADS, "UTC", called=called)
    if table.empty:
        counts = bad["reason"].value_counts()
        raise BadInput(
            _("no row can be used: {reasons}").format(
                reasons=", ".join(f"{reason} {number(n)}" for reason, n in counts.items())
            ),
            where=str(source.raw.path),
            fix=_("Check what the map says of the id and the dates."),
        )
    tables, aside = {"leads": table}, [bad]
    events = []
    for one in activities:
        rows, lost = typed(replace(one.raw, frame=one.frame), EVENTS, "UTC")
        stranger = ~rows["lead_id"].isin(table["lead_id"])
        events.append(rows[~stranger])
        aside += [lost.assign(table=one.raw.path.name), _strangers(rows[stranger], one)]
    if events:
        every = pd.concat(events).sort_values(["lead_id", "at"], kind="stable")
        tables["events"] = every.reset_index(drop=True)
    return tables, aside


def _strangers(rows: pd.DataFrame, one: Applied) -> pd.DataFrame:
    """Return activities of leads that were themselves set aside."""
    return pd.DataFrame(
        {
            "table": one.raw.path.name,
            "row": rows.index,
            "column": "lead_id",
            "value": rows["lead_id"].to_numpy(),
            "reason": "UNKNOWN_LEAD",
        }
    )


def _ordered(leads: pd.DataFrame) -> pd.DataFrame:
    """Return the columns as the book declares them, the firm's own after those."""
    declared = [column.name for column in LEADS.columns if column.name in leads]
    return leads[[*declared, *(name for name in leads.columns if name not in declared)]]


def _plan_into(
    tables: dict[str, pd.DataFrame], applied: Sequence[Applied], notes: list[str]
) -> None:
    for one in _holding("plan", applied):
        frame = one.frame
        if "year" in frame:
            digit = frame["quarter"].str.extract(r"([1-4])\s*$")[0]
            frame = frame.assign(quarter=frame["year"] + "Q" + digit).drop(columns="year")
        figures = [name for name in frame.columns if name not in PLAN.key]
        empty = frame[figures].isna().all(axis="columns")
        tables["plan"], _bad = typed(replace(one.raw, frame=frame[~empty]), PLAN, "UTC")
        notes += one.notes


def _imported(
    tables: dict[str, pd.DataFrame],
    map: ImportMap,
    applied: Sequence[Applied],
    aside: Sequence[pd.DataFrame],
    notes: Sequence[str],
    as_of: str | None,
) -> Imported:
    known = {str(name): _known(str(name), map) for name in tables["leads"].columns}
    own = {name: when for name, when in known.items() if LEADS.column(name) is None}
    settings = Settings(
        currency=map.currency, timezone=map.timezone, window_days=map.window, known=own
    )
    parts = [part for part in aside if len(part)]
    book = Book(tables=tables, settings=settings, known=known)
    moment = extract_date(book, as_of)
    if moment is None:
        raise BadInput(
            _("no date in the leads says when the export was taken"),
            where=str(applied[0].raw.path),
            fix=_("Say it with --as-of, as in 2026-09-30."),
        )
    return Imported(
        tables=tables,
        settings=settings,
        known=known,
        set_aside=pd.concat(parts, ignore_index=True) if parts else book.set_aside,
        notes=tuple(dict.fromkeys(notes)),
        as_of=moment,
        sha256=_fingerprint(applied, map),
        map_text=map.text,
    )


def _known(name: str, map: ImportMap) -> Known:
    column = LEADS.column(name)
    return column.known if column else map.known.get(name, Known.ASSUMED)


def _fingerprint(applied: Sequence[Applied], map: ImportMap) -> str:
    parts = [*(one.raw.sha256 for one in applied), map.model_dump_json()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
