"""Take an extract of a CRM into a book: the first makes it, every further one adds history."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import tomlkit

from leadkit.base.errors import BadInput
from leadkit.base.files import locked, recover, write_table, write_text
from leadkit.base.language import _
from leadkit.base.placing import aside, made, put_in_place
from leadkit.book import LEADS, read_book
from leadkit.book.settings import write_settings
from leadkit.crm.forgetting.forgetting import without_forgotten
from leadkit.crm.imported import Imported
from leadkit.crm.taking.beginning import (
    first_state,
    refuse_other_systems,
    refuse_strangers,
    settings_of,
)
from leadkit.crm.taking.history import History, history_of
from leadkit.crm.taking.merging import (
    compared,
    with_events_of_others,
    with_leads_of_others,
    with_plan_of_others,
)
from leadkit.crm.taking.snapshots import (
    SNAPSHOTS,
    TABLES_KEPT,
    Snapshot,
    cells_of,
    minute,
    read_snapshots,
    write_snapshot,
)
from leadkit.crm.taking.taken import Taken

DERIVED = f"{SNAPSHOTS}/events.csv"


def take_in(folder: Path | str, imported: Imported) -> Taken:
    """Make a book of an extract of a CRM, or add a further extract to the book that is there.

    The book keeps every extract; its leads and events are derived from all of them, so the order
    in which they come does not matter, and the same extract twice changes nothing. Events,
    columns and leads that others have added stay, as does every other table.

    Parameters
    ----------
    folder : path
        The book, or where it shall stand. A book made by hand becomes its own first extract.
    imported : Imported
        What a map made of the CRM's files.

    Returns
    -------
    Taken

    Raises
    ------
    BadInput
        If the folder holds files and is no book, the book is of another CRM or currency, a table
        of it cannot be read whole, or the outcome could not be read. The book then stays as it was.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import leadkit as lk
    >>> from leadkit.crm.drafting.draft import draft_map
    >>> from leadkit.crm.reading import read_mapped
    >>> export = [lk.sample("small") / "leads.csv"]
    >>> extract = read_mapped(export, draft_map(export).map)
    >>> with TemporaryDirectory() as place:
    ...     take_in(Path(place) / "book", extract)
    ...     take_in(Path(place) / "book", extract)
    589 leads (589 new, 0 changed, 0 as before), 0 events added, 1 extract
    the book has this extract already; nothing was changed
    """
    folder = Path(folder)
    recover(folder)
    refuse_strangers(folder)
    with made(folder), locked(folder):
        earlier = read_snapshots(folder)
        if imported.sha256 in {one.stamp.sha256 for one in earlier}:
            return _known_already(imported, earlier)
        with aside(folder) as building:
            return _take_in(folder, building, imported, earlier)


def _take_in(folder: Path, building: Path, imported: Imported, earlier: list[Snapshot]) -> Taken:
    """Build the new tables aside; put them in place when all of them can be read."""
    before = {name: cells_of(folder / f"{name}.csv") for name in TABLES_KEPT}
    if not earlier and len(before["leads"]):
        write_snapshot(first_state(folder), building)
        earlier = read_snapshots(building)
        before["leads"] = history_of(earlier).leads
    refuse_other_systems(folder, imported, earlier)
    imported, forgotten = _without_forgotten(folder, imported)
    write_snapshot(imported, building)
    every = sorted(
        {one.stamp.sha256: one for one in [*earlier, *read_snapshots(building)]}.values(),
        key=lambda one: one.place,
    )
    history = history_of(every)
    leads = with_leads_of_others(history.leads, before["leads"])
    events = with_events_of_others(history, before["events"], cells_of(folder / DERIVED))
    _write(building, leads, events, history, before["plan"])
    _write_texts(folder, building, imported, leads)
    _refuse_unreadable(building, folder)
    put_in_place(building, folder)
    asked = imported.tables["leads"]["lead_id"]
    is_new, differs = compared(before["leads"], leads, asked)
    return Taken(
        new=int(is_new.sum()),
        changed=int(differs.sum()),
        same=int((~is_new & ~differs).sum()),
        vanished=_vanished(leads, every),
        events=len(events) - len(before["events"]),
        snapshots=len(every),
        is_known=False,
        set_aside=len(imported.set_aside),
        forgotten=forgotten,
        notes=_notes(imported, is_new, every),
    )


def _without_forgotten(folder: Path, imported: Imported) -> tuple[Imported, int]:
    """Leave out the leads that the book was told to forget, and what is told of them."""
    every = imported.tables["leads"]
    leads, n = without_forgotten(folder, every)
    tables = {**imported.tables, "leads": leads}
    if "events" in tables:
        told = tables["events"][["lead_id"]].drop_duplicates()
        known, _n = without_forgotten(folder, told)
        gone = {*every["lead_id"]} - {*leads["lead_id"]} | {*told["lead_id"]} - {*known["lead_id"]}
        tables["events"] = tables["events"][~tables["events"]["lead_id"].isin(gone)]
    return replace(imported, tables=tables), n


def _write(
    building: Path,
    leads: pd.DataFrame,
    events: pd.DataFrame,
    history: History,
    plan: pd.DataFrame,
) -> None:
    write_table(building / "leads.csv", leads)
    if len(events):
        write_table(building / "events.csv", events)
        write_table(building / DERIVED, history.events)
    if history.plan is not None:
        write_table(building / "plan.csv", with_plan_of_others(history.plan, plan))


def _write_texts(folder: Path, building: Path, imported: Imported, leads: pd.DataFrame) -> None:
    """Write book.toml where it does not know a column yet, and the map that was used last."""
    declared = {column.name for column in LEADS.columns}
    settings = settings_of(folder, imported)
    known = {
        name: when
        for name, when in {**imported.known, **settings.known}.items()
        if name in leads and name not in declared
    }
    path = folder / "book.toml"
    if not path.is_file():
        write_settings(settings.model_copy(update={"known": known}), building / "book.toml")
    elif set(known) - set(settings.known):
        document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
        table = document.setdefault("known", tomlkit.table())
        table.update({name: str(known[name]) for name in known if name not in settings.known})
        write_text(building / "book.toml", tomlkit.dumps(document))
    if imported.map_text:
        write_text(building / "map.toml", imported.map_text)


def _refuse_unreadable(building: Path, folder: Path) -> None:
    """Refuse what could not be read again as a book."""
    settings = building / "book.toml"
    if not settings.is_file() and (folder / "book.toml").is_file():
        shutil.copy2(folder / "book.toml", settings)
    try:
        read_book(building)
    except BadInput as error:
        where = error.where.replace(str(building), str(folder))
        raise BadInput(error.problem, where=where, fix=error.fix) from None


def _vanished(leads: pd.DataFrame, every: Sequence[Snapshot]) -> int:
    return int((~leads["lead_id"].isin(every[-1].leads["lead_id"])).sum())


def _known_already(imported: Imported, earlier: list[Snapshot]) -> Taken:
    seen = pd.concat([one.leads[["lead_id"]] for one in earlier]).drop_duplicates()
    return Taken(
        new=0,
        changed=0,
        same=len(imported.tables["leads"]),
        vanished=_vanished(seen, earlier),
        events=0,
        snapshots=len(earlier),
        is_known=True,
        set_aside=len(imported.set_aside),
        forgotten=0,
    )


def _notes(
    imported: Imported, is_new: pd.Series[bool], every: Sequence[Snapshot]
) -> tuple[str, ...]:
    notes = list(imported.notes)
    if len(every) > 1 and len(is_new) and is_new.all():
        notes.append(
            _("Not one lead of this extract was in the book: is it an extract of the same CRM?")
        )
    moments = Counter(one.as_of for one in every)
    if moments[minute(imported.as_of)] > 1:
        notes.append(
            _(
                "Another extract of the book is of the same moment, so nothing says which came "
                "last. Say it with --as-of."
            )
        )
    return tuple(notes)
