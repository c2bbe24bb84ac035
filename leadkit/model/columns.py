"""The columns of a lead table made ready once, without outcomes, for every fold and learner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array, hstack

from leadkit.model.encoding import (
    MOST_LEVELS,
    MOST_WORDS,
    Encoder,
    Floats,
    Levels,
    Moment,
    Number,
    Words,
)
from leadkit.model.raw import Keys, kind_of, moments, numbers

RARE = 20
FLAGS, LEAST_FLAGS = 2000, 10  # of all categories and texts together, and of each
Read = list[Any]


@dataclass(frozen=True, eq=False)
class Columns:
    """Columns as learned from the training leads.

    Attributes
    ----------
    names, kinds : list of str
        Of each column; a kind is number, date, levels or text.
    encoders : list of Encoder
        How each becomes numbers.
    """

    names: list[str]
    kinds: list[str]
    encoders: list[Encoder]

    @classmethod
    def learned(cls, table: pd.DataFrame) -> Columns:
        """Learn ranks, frequent levels and words; outcomes are never looked at."""
        rare = min(RARE, max(len(table) // 20, 1))
        series = [table.iloc[:, place] for place in range(table.shape[1])]
        kinds = [kind_of(cells, rare) for cells in series]
        flagged = sum(kind in ("levels", "text") for kind in kinds)
        most = max(LEAST_FLAGS, FLAGS // max(flagged, 1))
        encoders = [
            _encoder(kind, cells, rare, most) for kind, cells in zip(kinds, series, strict=True)
        ]
        return cls([str(name) for name in table.columns], list(kinds), encoders)

    def of_kind(self, kind: str) -> list[str]:
        """Return the names of the columns of one kind."""
        return [name for name, own in zip(self.names, self.kinds, strict=True) if own == kind]

    def read(self, table: pd.DataFrame) -> Read:
        """Read every cell once, for `matrix`, `parts` and `grown`."""
        return [one.read(table.iloc[:, place]) for place, one in enumerate(self.encoders)]

    def matrix(self, read: Read, splines: bool) -> csr_array:
        """Return leads as the ridge sees them, one row a lead."""
        blocks = [
            one.matrix(cells, splines) for one, cells in zip(self.encoders, read, strict=True)
        ]
        return csr_array(hstack(blocks, format="csr"))

    def parts(self, read: Read, coef: Floats, splines: bool) -> Floats:
        """Return what each column adds to the log-odds; the same bits in any batch of leads."""
        ends = np.cumsum([one.width(splines) for one in self.encoders])[:-1]
        each = zip(self.encoders, read, np.split(coef, ends), strict=True)
        return np.column_stack([one.part(cells, own, splines) for one, cells, own in each])

    def groups(self, splines: bool) -> npt.NDArray[np.intp]:
        """Return which columns of `matrix` are shrunk together, counted from 0."""
        own = [(place, group) for place, one in enumerate(self.encoders)
               for group in one.groups(splines)]  # fmt: skip
        return pd.factorize(pd.MultiIndex.from_tuples(own))[0]

    def owned(self, encoded: Floats, splines: bool) -> Floats:
        """Return the sum of encoded columns by the column they stand for."""
        owners = self.owners(splines)
        sums = np.bincount(owners, weights=encoded, minlength=len(self.names))
        return sums.astype(np.float64)

    def grown(self, read: Read) -> Floats:
        """Return leads as trees see them."""
        return np.hstack([one.grown(cells) for one, cells in zip(self.encoders, read, strict=True)])

    @property
    def coded(self) -> list[bool]:
        """Which columns of `grown` hold codes and not sizes."""
        return [code for one in self.encoders for code in one.coded]

    def owners(self, splines: bool) -> npt.NDArray[np.intp]:
        """Return the column that each one of `matrix` stands for."""
        return _repeated(one.width(splines) for one in self.encoders)

    @property
    def grown_owners(self) -> npt.NDArray[np.intp]:
        """Return the column that each one of `grown` stands for."""
        return _repeated(len(one.coded) for one in self.encoders)


def _encoder(kind: str, cells: pd.Series[Any], rare: int, most: int) -> Encoder:
    if kind == "number":
        return Number.learned(numbers(cells))
    if kind == "date":
        return Moment.learned(moments(cells), rare)
    keys = Keys.of(cells)
    if kind == "text":
        return Words.learned(keys, rare, min(most, MOST_WORDS))
    return Levels.learned(keys, rare, min(most, MOST_LEVELS))


def _repeated(widths: Iterable[int]) -> npt.NDArray[np.intp]:
    each = list(widths)
    return np.repeat(np.arange(len(each)), each)
