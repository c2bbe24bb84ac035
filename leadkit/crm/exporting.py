"""One exported table as a book, by a map where there is one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from leadkit.book import Book, Reading
from leadkit.book import read_export as read_by_names
from leadkit.crm.mapping import ImportMap
from leadkit.crm.reading import read_mapped


def read_export(
    path: Path | str,
    reading: Reading | None = None,
    *,
    map: Path | str | ImportMap | None = None,
    **how: Any,
) -> Book:
    """Read one exported table as a book, without writing anything.

    Parameters
    ----------
    path : path
        A CSV, XLSX or Parquet file.
    reading : Reading, optional
        How to read it where there is no map; keyword arguments make one.
    map : path or ImportMap, optional
        The map of its columns, as `leadkit map` drafts it; it says all that `reading` would.

    Returns
    -------
    Book
        `leads` under the book's names; what was recognised and folded stands in `notes`.

    Raises
    ------
    BadInput
        If a named column or value is absent, only one class of outcome remains, or the map does
        not fit the file.

    Examples
    --------
    >>> import leadkit as lk
    >>> lk.read_export(lk.sample() / "leads.csv").roles["outcome"]
    'outcome'
    >>> export = lk.sample("exports") / "hubspot.csv"
    >>> len(lk.read_export(export, map=lk.draft_map([export]).map).leads)
    600
    """
    if map is None:
        return read_by_names(path, reading, **how)
    if reading is not None or how:
        raise TypeError("a map says how the table is read; leave out the rest")
    rules = map if isinstance(map, ImportMap) else ImportMap.load(Path(map))
    return read_mapped([Path(path)], rules).book
