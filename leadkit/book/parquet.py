"""Parquet files as text cells, which are then read like those of any other table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.base.plain_file import refuse_endless
from leadkit.book.cells import (
    MOST_COLUMNS,
    cell_text,
    column_name,
    refuse_bad_header,
    too_many_columns,
    trimmed,
)
from leadkit.book.database import Database
from leadkit.book.encoding import not_a_table

OF_DASK = "__null_dask_index__"


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a Parquet file.

    Raises
    ------
    BadInput
        If it is none, or is damaged in a place that is read.
    """
    import pyarrow as pa
    from pyarrow import parquet

    refuse_endless(path)
    try:
        with parquet.ParquetFile(path) as file:
            yield file
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise _no_parquet(path) from error


def batches_of(file: Any, names: list[str], rows: int) -> Iterator[Any]:
    """Yield columns of an open Parquet file a few rows at a time.

    Each row group has a reader of its own: one for all keeps what it has read.
    """
    import pyarrow as pa

    for group in range(file.num_row_groups):
        for batch in file.iter_batches(batch_size=rows, row_groups=[group], columns=names):
            yield pa.Table.from_batches([batch])


def frame_of(table: Any) -> pd.DataFrame:
    """Return rows as a frame; a whole number stays whole beside blanks.

    Where what pandas noted in the file is damaged, it is left out.
    """
    try:
        frame: pd.DataFrame = table.to_pandas(integer_object_nulls=True)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        frame = table.replace_schema_metadata().to_pandas(integer_object_nulls=True)
    return frame


def flat_columns(schema: Any, path: Path) -> tuple[list[str], tuple[str, ...]]:
    """Return the columns of a Parquet file that hold plain values, and a note on the others."""
    import pyarrow as pa

    if len(schema) > MOST_COLUMNS:
        raise too_many_columns(len(schema), str(path))
    nested = [
        name
        for name, kind in zip(schema.names, schema.types, strict=True)
        if pa.types.is_nested(kind)
    ]
    note = _("columns that hold lists or records were left out: {names}")
    notes = (note.format(names=", ".join(map(repr, nested))),) if nested else ()
    return [name for name in schema.names if name not in nested], notes


def _no_parquet(path: Path) -> BadInput:
    with path.open("rb") as stream:
        is_parquet = stream.read(4) == b"PAR1"
    if not is_parquet:
        return not_a_table(path)
    return BadInput(
        _("the Parquet file is damaged or was cut off"),
        where=str(path),
        fix=_("Copy, download or write it again."),
    )


def typed_cells(frame: pd.DataFrame, where: Path | Database, first: int = 0) -> pd.DataFrame:
    """Return rows whose cells have types as text cells; `first` rows stand before them."""
    named = [level for level in frame.index.names if level not in (None, OF_DASK)]
    frame = frame.reset_index(named).reset_index(drop=True)
    names = [column_name(name) for name in frame.columns]
    refuse_bad_header(names, f"{where}:1")
    columns = [_written(frame.iloc[:, place]) for place in range(len(names))]
    cells = pd.DataFrame(dict(enumerate(columns)), index=frame.index)
    cells.columns = pd.Index(names)
    cells.index = pd.RangeIndex(first + 2, first + 2 + len(cells), name="row")
    return trimmed(cells)


def _written(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return the cells of a column as `cell_text` writes them."""
    import pyarrow as pa
    from pyarrow import compute

    if column.dtype == "str":
        composed = compute.utf8_normalize(pa.array(column, from_pandas=True), form="NFC")
        return pd.Series(composed, index=column.index, dtype="str")
    if column.dtype.kind in "biu":
        return column.astype("str")
    if column.dtype == "float64":
        return _sizes(column)
    return column.astype(object).map(cell_text)


def _sizes(column: pd.Series[float]) -> pd.Series[str]:
    """Return numbers as `cell_text` writes them; where Arrow writes them alike, all at once."""
    import pyarrow as pa

    sizes = column.abs()
    is_plain = sizes.isna() | (sizes == 0) | sizes.between(1e-4, 1e10, inclusive="left")
    plain = pa.array(column.where(is_plain) + 0.0, from_pandas=True).cast(pa.large_string())
    texts = pd.Series(plain, index=column.index, dtype="str")
    if is_plain.all():
        return texts
    return texts.where(is_plain, column[~is_plain].astype(object).map(cell_text))
