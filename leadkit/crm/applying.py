"""One file of an export under the book's names, as its map says; cells stay text."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import reduce

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, listed, ngettext, number
from leadkit.book.accents import mended
from leadkit.book.names import is_contact, plain
from leadkit.book.order import Order
from leadkit.book.parsing import ISO, to_times, unread
from leadkit.book.reading import RawTable
from leadkit.book.tables import LEADS
from leadkit.crm.mapping import MEANINGS, NAME_PARTS, ImportMap, MappedFile
from leadkit.crm.masking import shown

DAYS = {column.name for column in LEADS.columns if column.kind == "day"}
TIMES = {column.name for column in LEADS.columns if column.kind == "time"} | {"decided_at", "at"}
SECOND = "%Y-%m-%dT%H:%M:%SZ"
EXAMPLES = 8


@dataclass(frozen=True)
class Applied:
    """A file under the book's names: text cells by their row, as it was written beside them."""

    file: MappedFile
    raw: RawTable
    frame: pd.DataFrame
    notes: tuple[str, ...]

    def cells(self, header: str) -> pd.Series[str]:
        """Return a column as the file has it."""
        return self.raw.frame[header]


def apply(raw: RawTable, file: MappedFile, map: ImportMap) -> Applied:
    """Bring the cells of a file under the book's names.

    Raises
    ------
    BadInput
        If a column that the map names is gone, a value has no line in the map, or a column of
        times cannot be read or only in two ways.
    """
    _refuse_gone(raw, file, map)
    notes = [*raw.notes, *_not_mapped(raw, file)]
    if map.repair_accents:
        raw, repaired = _repaired(raw)
        notes += repaired
    columns: dict[str, pd.Series[str]] = {}
    for target in file.targets:
        told = [_cells(raw, file, map, header, target, notes) for header in file.sources(target)]
        columns[target] = _first_filled(told)
    frame = pd.DataFrame(columns, index=raw.frame.index)
    return Applied(file, raw, _with_full_name(frame, file), tuple(dict.fromkeys(notes)))


def _cells(
    raw: RawTable,
    file: MappedFile,
    map: ImportMap,
    header: str,
    target: str,
    notes: list[str],
) -> pd.Series[str]:
    cells = raw.frame[header]
    if target in MEANINGS or target in file.values:
        return _meant(cells, file, map, target)
    if target in TIMES | DAYS:
        zone = "UTC" if target in DAYS else file.timezone or map.timezone
        return _times(cells.rename(header), zone, map, f"{raw.path}: {header}", notes)
    return cells


def _first_filled(told: list[pd.Series[str]]) -> pd.Series[str]:
    first, *others = told
    for other in others:
        first = first.fillna(other)
    return first


def _meant(cells: pd.Series[str], file: MappedFile, map: ImportMap, target: str) -> pd.Series[str]:
    """Translate values; one that a closed list of meanings does not cover is an error."""
    own = {plain(value): meant for value, meant in file.values.get(target, {}).items()}
    closed = {plain(value): value for value in MEANINGS.get(target, ())}
    table = closed | own
    folded = cells.map(plain, na_action="ignore")
    if target in MEANINGS:
        _refuse_new_values(cells[folded.notna() & ~folded.isin(list(table))], file, map, target)
    meant = folded.map(table).astype("str")
    meant = meant if target in MEANINGS else meant.fillna(cells)
    return meant.mask(meant == "")


def _refuse_new_values(
    cells: pd.Series[str], file: MappedFile, map: ImportMap, target: str
) -> None:
    if cells.empty:
        return
    counts = cells.value_counts()
    named = [f"{value!r} ({number(n)})" for value, n in counts.head(EXAMPLES).items()]
    place = map.files.index(file)
    example = str(counts.index[0]).replace('"', '\\"')
    raise BadInput(
        ngettext(
            "{n} value of {column!r} has no line in the map: {values}",
            "{n} values of {column!r} have no line in the map: {values}",
            len(counts),
        ).format(n=number(len(counts)), column=cells.name, values=listed(named)),
        where=map.place("files", place, "values", target),
        fix=_(
            'Say what each means under [files.values.{target}], as in: "{value}" = "{meant}"'
        ).format(target=target, value=example, meant=" | ".join(MEANINGS[target])),
    )


def _times(
    cells: pd.Series[str], zone: str, map: ImportMap, place: str, notes: list[str]
) -> pd.Series[str]:
    """Write times as ISO in UTC; single cells that are none stay, to be set aside."""
    order: Order | None = map.dates or None
    try:
        times = to_times(cells, zone, order=order)
    except BadInput as error:
        raise BadInput(error.problem, where=place, fix=error.fix) from None
    if times is None:
        bad = unread(cells, order=order)
        raise BadInput(
            _("the column does not hold dates: {values}").format(
                values=shown(bad.head(3), is_contact=is_contact(str(cells.name)))
            ),
            where=place,
            fix=_('Map it to another name, or leave it out with "".'),
        )
    if times.how not in ("", ISO):
        notes.append(
            _("dates in column {column!r} were read as {how}").format(
                column=cells.name, how=times.how
            )
        )
    return times.values.dt.strftime(SECOND).astype("str").fillna(cells)


def _with_full_name(frame: pd.DataFrame, file: MappedFile) -> pd.DataFrame:
    """Join given and family name in the order in which the file has them."""
    parts = [name for name in file.targets if name in NAME_PARTS]
    if not parts:
        return frame
    first, *more = (frame[name].fillna("") for name in parts)
    joined = reduce(lambda said, part: said + " " + part, more, first).str.strip()
    joined = joined.mask(joined == "")
    whole = frame["full_name"].fillna(joined) if "full_name" in frame else joined
    return frame.drop(columns=parts).assign(full_name=whole)


def _repaired(raw: RawTable) -> tuple[RawTable, list[str]]:
    frame, count = raw.frame.copy(), 0
    for name in frame.columns:
        better = mended(frame[name])
        count += int(better.notna().sum())
        frame[name] = better.fillna(frame[name])
    table = RawTable(frame, raw.path, raw.sha256, raw.set_aside, raw.notes)
    said = ngettext(
        "{n} cell with garbled accents was mended",
        "{n} cells with garbled accents were mended",
        count,
    )
    return table, [said.format(n=number(count))] if count else []


def _not_mapped(raw: RawTable, file: MappedFile) -> list[str]:
    """Name the columns that the map does not know: they came after it was written."""
    known = {*file.columns, *file.join}
    new = [str(name) for name in raw.frame.columns if name not in known]
    if not new:
        return []
    return [
        _("not in the map and left out: {names}").format(
            names=listed(new[:EXAMPLES]) + (" …" if len(new) > EXAMPLES else "")
        )
    ]


def _refuse_gone(raw: RawTable, file: MappedFile, map: ImportMap) -> None:
    present = [str(name) for name in raw.frame.columns]
    joined = () if file.by_contact or file.holds == "leads" else file.join[1:]
    place = map.files.index(file)
    for header in (*file.columns, *joined):
        if header in present:
            continue
        near = get_close_matches(header, present, n=3, cutoff=0.4)
        keys = ("columns", header) if header in file.columns else ("join",)
        raise BadInput(
            _("{file} has no column {name!r}").format(file=raw.path, name=header),
            where=map.place("files", place, *keys),
            fix=_("Nearest names: {names}.").format(names=listed(near))
            if near
            else _("Its columns are: {names}.").format(names=listed(present)),
        )
