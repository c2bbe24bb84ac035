"""What a map makes of a CRM's files: the book's tables, and what could not be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from leadkit.book import Book, Known, Settings


@dataclass(frozen=True, kw_only=True, repr=False)
class Imported:
    """One extract of a CRM, read by a map.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Typed tables under the book's names, times in UTC; `leads` is always there, one row a lead,
        indexed by its row in the file; `events` and `plan` where the files hold such.
    settings : Settings
        What the map says of money, clock and window, for a book that begins with this extract.
    known : mapping of str to Known
        When each column of `leads` is known.
    set_aside : DataFrame
        Rows that could not be used: table, row, column, value, reason.
    notes : tuple of str
        What was read differently from how it was written.
    as_of : Timestamp
        When the extract was taken, UTC.
    sha256 : str
        Fingerprint of the files' bytes and of what the map says.
    map_text : str
        The map as it was written, comments and all.
    """

    tables: Mapping[str, pd.DataFrame]
    settings: Settings
    known: Mapping[str, Known]
    set_aside: pd.DataFrame
    notes: tuple[str, ...]
    as_of: pd.Timestamp
    sha256: str
    map_text: str

    @property
    def book(self) -> Book:
        """The extract as a book of its own."""
        return Book(
            tables=self.tables,
            settings=self.settings,
            known=self.known,
            set_aside=self.set_aside,
            notes=self.notes,
            sha256=self.sha256,
        )
