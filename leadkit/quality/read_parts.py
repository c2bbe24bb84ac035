"""A folder of Parquet parts read for screening on a cluster, its contacts asked about there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from leadkit.base.engines import mapped
from leadkit.base.files import folder_beside, write_text
from leadkit.book import Book, Reading, role_of
from leadkit.book.export import as_export
from leadkit.book.left import leave, shared_out, taken
from leadkit.book.parts import Part, cells_fingerprint, part_cells
from leadkit.book.reading import RawTable, refuse_sheet
from leadkit.quality.contacts import Told, Verdict, emails
from leadkit.quality.telephones import phones


@dataclass(frozen=True)
class ReadPart:
    """Where a worker left the cells of a part, and what it found out of its contacts."""

    part: Part
    cells: Path
    told: Path


def read_parts(
    data: Path, engine: str, reading: Reading, *, region: str, out: Path
) -> tuple[Book, Told]:
    """Read a folder of Parquet parts on a cluster as `read_export` does here.

    The workers turn the parts into text cells and ask about each e-mail address and telephone
    number that takes thought. What needs every lead at once stays here, in one process that holds
    them all: types, duplicates across parts, what is common, and the report.

    Parameters
    ----------
    data : Path
        The parts, where every worker finds them.
    engine : {"dask", "spark"}
        As `leadkit.base.engines.mapped`.
    reading : Reading
        As `read_export`.
    region : str
        As `phones`.
    out : Path
        Where the results will be written; the workers' files stand beside it meanwhile.

    Returns
    -------
    book : Book
    told : Told
        For `screen`.

    Raises
    ------
    BadInput
        As `read_export` and `mapped`.
    """
    refuse_sheet(data, reading.sheet)
    parts = shared_out(data)
    addresses, numbers, frames = dict[str, bool](), dict[str, Verdict](), list[pd.DataFrame]()
    with folder_beside(out.absolute()) as aside:
        work = partial(read_part, region=region, aside=aside)
        for read in mapped(work, parts, engine):
            frames += taken(read.cells)
            found = json.loads(read.told.read_text(encoding="utf-8"))
            addresses |= found["addresses"]
            numbers |= {cell: Verdict(*verdict) for cell, verdict in found["numbers"].items()}
    cells = pd.concat(frames, ignore_index=True).set_axis(list(parts[0].columns), axis=1)
    cells.index = pd.RangeIndex(2, len(cells) + 2, name="row")
    raw = RawTable(cells, data, cells_fingerprint(cells), notes=parts[0].notes)
    return as_export(raw, reading), Told(addresses, numbers)


def read_part(part: Part, *, region: str, aside: Path) -> ReadPart:
    """Read one part at a worker, and leave its cells and what its contacts are in two files."""
    addresses, numbers = dict[str, bool](), dict[str, Verdict]()

    def tables() -> Iterator[list[pd.Series[Any]]]:
        for cells in part_cells(part):
            for name in map(str, cells):
                if role_of(name) == "email":
                    emails(cells[name], told=addresses)
                elif role_of(name) == "phone":
                    phones(cells[name], region, numbers)
            yield [cells[name] for name in cells]

    read = ReadPart(part, aside / f"{part.before}.arrow", aside / f"{part.before}.json")
    leave(tables(), read.cells, [False] * len(part.columns))
    found = {"addresses": addresses, "numbers": numbers}
    write_text(read.told, json.dumps(found, ensure_ascii=False))
    return read
