"""Spaces around the cells of an exported table, which reading takes away."""

from __future__ import annotations

import pandas as pd

from leadkit.book.book import Book
from leadkit.book.cells import names_of, written_cells
from leadkit.book.decoding import decode, head_of, separator_of
from leadkit.book.reading import csv_header

TEXTS = (".csv", ".txt", ".tsv")


def padded_cells(book: Book) -> pd.DataFrame:
    """Return which cells of a bare table were written with spaces around them.

    Parameters
    ----------
    book : Book
        Read from one exported table; its file is read once more.

    Returns
    -------
    DataFrame of bool
        Indexed by row number; only the columns that have such cells, under the book's names. Empty
        for a folder, a workbook, a Parquet file or a database: nothing is known there.
    """
    path = book.path
    if not book.is_bare or path is None or path.suffix.lower() not in TEXTS or not path.is_file():
        return pd.DataFrame(index=book.leads.index)
    text, _encoding = decode(path)
    separator = separator_of(text, path)
    header = csv_header(head_of(text), separator, path)
    names = names_of(header.names)
    cells, _ragged = written_cells(text, separator, names, lines=header.line, before=header.row)
    padded = pd.DataFrame(
        {name: cells[name].notna() & (cells[name] != cells[name].str.strip()) for name in cells}
    )
    parts = {own: role for role, own in book.roles.items()}
    return padded.loc[:, padded.any()].rename(columns=parts)
