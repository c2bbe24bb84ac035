"""The turns of a book, remembered for as long as the book is there and stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from weakref import finalize

import pandas as pd

from leadkit.book import Book, Settings

MOST_MOMENTS = 8
Moment = pd.Timestamp | None


@dataclass(frozen=True)
class _Memory:
    """What was found at some moments, and copies of the tables that it was found in."""

    leads: pd.DataFrame
    events: pd.DataFrame | None
    settings: Settings
    found: dict[Moment, pd.DataFrame] = field(default_factory=dict)

    def is_of(self, book: Book) -> bool:
        """Whether the book still holds what it held; a cell changed in place is a change."""
        return (
            self.leads.equals(book.leads)
            and _same(self.events, book.table("events"))
            and self.settings == book.settings
        )


def _same(one: pd.DataFrame | None, other: pd.DataFrame | None) -> bool:
    return one is other if one is None or other is None else one.equals(other)


_MEMORIES: dict[int, _Memory] = {}


def remembered(
    book: Book, now: Moment, compute: Callable[[Book, Moment], pd.DataFrame]
) -> pd.DataFrame:
    """Return what is computed of a book at a moment, computed once; the caller may change it."""
    memory = _MEMORIES.get(id(book))
    if memory is None:
        finalize(book, _MEMORIES.pop, id(book), None)
    if memory is None or not memory.is_of(book):
        events = book.table("events")
        copied = None if events is None else events.copy()
        memory = _MEMORIES[id(book)] = _Memory(book.leads.copy(), copied, book.settings)
    table = memory.found.get(now)
    if table is None:
        table = compute(book, now)
        if len(memory.found) >= MOST_MOMENTS:
            memory.found.pop(next(iter(memory.found)), None)
        memory.found[now] = table
    return table.copy()
