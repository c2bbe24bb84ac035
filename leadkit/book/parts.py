"""A folder of Parquet parts as one table, whose rows run on in the order of the parts' names."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pandas as pd

from leadkit.base.blocks import ROWS
from leadkit.base.errors import BadInput
from leadkit.base.language import N_, _, number
from leadkit.book.apart import without_hidden
from leadkit.book.parquet import batches_of, flat_columns, frame_of, opened, typed_cells
from leadkit.book.tables import TABLES

OF_A_BOOK = ("book.toml", *(f"{name}.parquet" for name in TABLES))
OTHER_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm")
BLANK = "__HIVE_DEFAULT_PARTITION__"
TEXT, NUMBERS, TIMES = N_("text"), N_("numbers"), N_("times")
RECORDS = N_("lists or records")
CELL_ENDS = "\x1e"


@dataclass(frozen=True)
class Part:
    """One file of a table that was written in several.

    Attributes
    ----------
    path : Path
        A Parquet file.
    before, rows : int
        Rows of the table in the parts before it, and in it.
    columns : tuple of str
        The columns of the table, in its order.
    named : dict of str to str or None
        What the folders it stands in say of its rows, as in year=2026.
    notes : tuple of str
        What of the file is not read.
    kinds : dict of str to str
        What its columns hold; one without any value is absent.
    """

    path: Path
    before: int
    rows: int
    columns: tuple[str, ...]
    named: dict[str, str | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    kinds: dict[str, str] = field(default_factory=dict)


def is_parts(folder: Path) -> bool:
    """Return whether a folder holds Parquet parts of one table, and is no book.

    Examples
    --------
    >>> import leadkit as lk
    >>> is_parts(lk.sample())
    False
    """
    if not folder.is_dir() or any((folder / name).exists() for name in OF_A_BOOK):
        return False
    if any(path.suffix.lower() in OTHER_TABLES for path in folder.iterdir()):
        return False
    return bool(_files(folder))


def parts_of(folder: Path) -> list[Part]:
    """Return the parts of a table, their columns compared before a row is read.

    Parameters
    ----------
    folder : Path
        Where Parquet files stand, also in folders within, as year=2026/part-0.parquet.

    Raises
    ------
    BadInput
        If a part is no Parquet file, has other columns than the first, or holds text in a column
        where another holds numbers.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name, ids in (("part-2", [7, 8]), ("part-10", [9])):
    ...     pd.DataFrame({"id": ids}).to_parquet(folder / f"{name}.parquet")
    >>> [(part.path.stem, part.before, part.rows) for part in parts_of(folder)]
    [('part-2', 0, 2), ('part-10', 2, 1)]
    """
    parts: list[Part] = []
    before, seen = 0, dict[str, tuple[str, Path]]()
    for path in _files(folder):
        part = _part(folder, path, before)
        if parts:
            _refuse_other_columns(parts[0], part)
        for name, kind in part.kinds.items():
            first, where = seen.setdefault(name, (kind, path))
            if kind != first:
                raise _clash(name, (first, where), (kind, path))
        parts.append(part)
        before += part.rows
    return [replace(part, columns=parts[0].columns) for part in parts]


def part_cells(part: Part) -> Iterator[pd.DataFrame]:
    """Return the text cells of a part, some rows at a time, by their row in the table.

    Raises
    ------
    BadInput
        If the file is damaged, or was replaced since its columns were compared.
    """
    before = part.before
    with opened(part.path) as file:
        if file.metadata.num_rows != part.rows:
            raise _replaced(part)
        names, _notes = flat_columns(file.schema_arrow, part.path)
        for batch in batches_of(file, names, ROWS):
            cells = typed_cells(frame_of(batch), part.path, before)
            for name, value in part.named.items():
                cells[name] = pd.Series(value, index=cells.index, dtype="str")
            if not {*part.columns} <= {*cells}:
                raise _replaced(part)
            yield cells[list(part.columns)]
            before += len(cells)


def cells_fingerprint(cells: pd.DataFrame) -> str:
    """Return the SHA-256 of a table's names and text cells, however its rows were cut into parts.

    Examples
    --------
    >>> cells = pd.DataFrame({"id": ["1", None]}, dtype="str")
    >>> both = pd.concat([cells[:1], cells[1:]])
    >>> cells_fingerprint(cells) == cells_fingerprint(both)
    True
    """
    import pyarrow as pa
    from pyarrow import compute

    sha = hashlib.sha256()
    for name in cells:
        sha.update(f"{name}{CELL_ENDS}".encode())
        for start in range(0, len(cells), ROWS):
            some = pa.array(cells[name].iloc[start : start + ROWS].fillna("\0"))
            whole = pa.concat_arrays(getattr(some, "chunks", [some])).cast(pa.string())
            rows = pa.ListArray.from_arrays([0, len(whole)], whole)
            sha.update(compute.binary_join(rows, CELL_ENDS)[0].as_buffer())
            sha.update(CELL_ENDS.encode())
    return sha.hexdigest()


def _files(folder: Path) -> list[Path]:
    """Return the Parquet files within a folder, part 2 before part 10; hidden ones are none."""
    found = [path.relative_to(folder) for path in folder.rglob("*.parquet")]
    shown = [path for path in found if not any(name[0] in "._" for name in path.parts)]
    return [folder / path for path in sorted(shown, key=_by_number)]


def _by_number(path: Path) -> list[tuple[int, str]]:
    """Return what sorts names as people count: digits by their number, all else as it is."""
    pieces = re.split(r"(\d+)", path.as_posix())
    return [(int(piece), piece) if place % 2 else (-1, piece) for place, piece in enumerate(pieces)]


def _part(folder: Path, path: Path, before: int) -> Part:
    with opened(path) as file:
        schema, rows = file.schema_arrow, file.metadata.num_rows
        names, notes = flat_columns(schema, path)
        empty = frame_of(schema.empty_table().select(names))
    cells, dropped = without_hidden(typed_cells(empty, path))
    named = _named(path.relative_to(folder))
    columns = [str(name) for name in cells if name not in named]
    kinds = {name: _kind(kind) for name, kind in zip(schema.names, schema.types, strict=True)}
    return Part(
        path,
        before,
        rows,
        columns=(*columns, *named),
        named=named,
        notes=notes + dropped,
        kinds={name: kind for name, kind in kinds.items() if kind and name not in named},
    )


def _named(path: Path) -> dict[str, str | None]:
    """Return what the folders above a part say of its rows, as in year=2026/part-0.parquet."""
    pairs = [name.partition("=") for name in path.parts[:-1] if "=" in name]
    return {unquote(name): None if value == BLANK else unquote(value) for name, _is, value in pairs}


def _kind(kind: Any) -> str:
    """Return what a column of a type holds, alike for types whose cells are written alike."""
    from pyarrow import types

    if types.is_dictionary(kind):
        return _kind(kind.value_type)
    if types.is_null(kind):
        return ""
    if types.is_nested(kind):
        return RECORDS
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return TEXT
    if types.is_integer(kind) or types.is_float64(kind):
        return NUMBERS
    if types.is_timestamp(kind):
        return f"{TIMES} {kind.tz}" if kind.tz else TIMES
    return str(kind)


def _refuse_other_columns(first: Part, part: Part) -> None:
    for one, other in ((first, part), (part, first)):
        only = [name for name in one.columns if name not in other.columns]
        if only:
            raise BadInput(
                _("the parts of one table have different columns: {names} only in {part}").format(
                    names=", ".join(map(repr, only)), part=one.path
                ),
                where=str(other.path),
                fix=_(
                    "Write all parts with the same columns; take a part of another table out of "
                    "the folder."
                ),
            )


def _clash(name: str, one: tuple[str, Path], other: tuple[str, Path]) -> BadInput:
    return BadInput(
        _("column {name!r} holds {kind} here, and {other} in {part}").format(
            name=name, kind=_(other[0]), other=_(one[0]), part=one[1]
        ),
        where=str(other[1]),
        fix=_("Write all parts with one type a column; text fits every column."),
    )


def _replaced(part: Part) -> BadInput:
    return BadInput(
        _("the part changed while the table was read: it had {n} rows").format(n=number(part.rows)),
        where=str(part.path),
        fix=_("Wait until all parts are written, then run again."),
    )
