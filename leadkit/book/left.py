"""What is shared out among workers, and the files they leave for who puts the result together."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from leadkit.book.parts import Part, parts_of
from leadkit.book.reading import read_table


def shared_out(data: Path) -> list[Part]:
    """Return the parts of a table that hold rows, under paths that every worker finds.

    Raises
    ------
    BadInput
        As `parts_of`, or if no part holds a row.
    """
    parts = [replace(part, path=part.path.absolute()) for part in parts_of(data) if part.rows]
    if not parts:
        read_table(data)  # says why there is no row
    return parts


def leave(tables: Iterable[Sequence[Any]], path: Path, numbers: Sequence[bool]) -> None:
    """Write columns, some rows at a time; the file is whole or absent, however often it is tried.

    Parameters
    ----------
    tables : iterable of sequence of Series
        The columns of some rows.
    path : Path
        Where the file shall stand.
    numbers : sequence of bool
        Whether a column holds numbers; else it holds text.
    """
    import pyarrow as pa

    kinds = [pa.float64() if is_number else pa.large_string() for is_number in numbers]
    schema = pa.schema([(str(place), kind) for place, kind in enumerate(kinds)])
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    handle, attempt = tempfile.mkstemp(dir=path.parent, prefix=".attempt.")
    with (
        os.fdopen(handle, "wb") as stream,
        pa.ipc.new_stream(stream, schema, options=options) as writer,
    ):
        for columns in tables:
            arrays = [
                pa.array(cells, kind, from_pandas=True)
                for cells, kind in zip(columns, kinds, strict=True)
            ]
            writer.write_table(pa.table(arrays, schema=schema))
    Path(attempt).replace(path)


def taken(path: Path) -> Iterator[pd.DataFrame]:
    """Read what was left, some rows at a time; the columns are named by their place."""
    import pyarrow as pa

    with pa.memory_map(str(path)) as source, pa.ipc.open_stream(source) as reader:
        for batch in reader:
            yield pa.Table.from_batches([batch]).to_pandas()
