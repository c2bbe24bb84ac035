"""What the parts of the road have in common: rows for files, rows to read, two rates compared."""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import hypot
from typing import Any

import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.page import Section, inline_rows


class Result(ABC):
    """A table with the sentence that may be said of it; `refusal` says why there is none."""

    table: pd.DataFrame
    refusal: str

    @abstractmethod
    def sentence(self) -> str:
        """Say what was found."""

    def rows(self) -> pd.DataFrame:
        """Return the table in words, as the page prints it."""
        from leadkit.review.road.tables import ROWS

        return ROWS[type(self).__name__](self)

    def section(self) -> Section:
        """Return the part of the review page, or what it lacks."""
        from leadkit.review.road.page import SECTIONS, heading

        if self.refusal:
            return Section(heading=heading(self), text=[self.refusal])
        return SECTIONS[type(self).__name__](self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content for review.json."""
        if self.refusal:
            return {"refusal": self.refusal}
        return {"sentence": self.sentence(), "rows": records(self.table)}

    def __repr__(self) -> str:
        return self.refusal or self.sentence()

    def _repr_html_(self) -> str:
        rows = pd.DataFrame() if self.refusal else self.rows()
        return inline_rows(rows, caption=repr(self))


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows for a JSON file: estimates as dicts, None for what is missing."""
    return [
        {str(name): _plain(cell) for name, cell in row.items()} for row in table.to_dict("records")
    ]


def _plain(cell: Any) -> Any:
    if isinstance(cell, Estimate):
        return cell.to_dict()
    return None if pd.isna(cell) else cell


def share(flags: pd.Series[Any]) -> Estimate:
    """Return the rate of some flags."""
    return rate(int(flags.sum()), len(flags))


def difference(one: Estimate, other: Estimate) -> tuple[float, float, float]:
    """Return `other` less `one` with the ends of its 95 % interval.

    The two intervals are joined by the square-and-add rule of Newcombe (1998), which of two Wilson
    intervals makes his hybrid score interval; the two samples are taken as independent.

    Examples
    --------
    >>> [round(end, 4) for end in difference(rate(48, 80), rate(56, 70))]
    [0.2, 0.0524, 0.3339]
    """
    gap = other.value - one.value
    low = gap - hypot(one.high - one.value, other.value - other.low)
    high = gap + hypot(one.value - one.low, other.high - other.value)
    return gap, low, high
