"""How one column becomes what a learner sees: learned from its cells alone, never from outcomes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.interpolate import BSpline
from scipy.sparse import csr_array, hstack

from leadkit.model.raw import BLANK, Keys, moments, numbers, words_of

GRID = 200
DEGREE, STEPS = 3, 4
BEND = 0.5  # spread of the smoothest bend beside that of the line: ridge prefers straight lines
MOST_LEVELS, MOST_WORDS = 400, 100
MOST_CODES = 255  # that trees take

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]


def _bends() -> tuple[Floats, Floats]:
    """Return knots over ranks and B-spline coefficients of bends, smoothest first.

    Bends are the eigenvectors of the second-difference penalty of Eilers and Marx (1996), each as
    large as that penalty allows, so that one ridge penalty smooths curves and shrinks lines.
    """
    knots = np.arange(-DEGREE, STEPS + DEGREE + 1) / STEPS
    rough = np.diff(np.eye(STEPS + DEGREE), 2, axis=0)
    strength, shape = np.linalg.eigh(rough.T @ rough)
    bends = shape[:, 2:] / np.sqrt(strength[2:])
    bends *= np.sign(bends[np.abs(bends).argmax(axis=0), np.arange(bends.shape[1])])
    smoothest = BSpline(knots, bends[:, 0], DEGREE)(np.linspace(0, 1, 101))
    return knots, bends * BEND / smoothest.std()


KNOTS, BENDS = _bends()


@dataclass(frozen=True, eq=False)
class Number:
    """A number as its rank among the training leads, a line and bends, and a flag where blank.

    `values` and `ranks` (0 to 1, ties in the middle) are joined by straight lines.
    """

    values: Floats
    ranks: Floats
    has_blank: bool

    @classmethod
    def learned(cls, cells: Floats) -> Number:
        """Learn the ranks of the filled cells."""
        known = cells[~np.isnan(cells)]
        values, counts = np.unique(known, return_counts=True)
        ranks = (np.cumsum(counts) - counts / 2) / max(len(known), 1)
        if len(values) > GRID:
            picked = np.searchsorted(ranks, np.linspace(ranks[0], ranks[-1], GRID))
            picked = np.unique(picked.clip(0, len(values) - 1))
            values, ranks = values[picked], ranks[picked]
        return cls(values, ranks, bool(np.isnan(cells).any()))

    def read(self, cells: pd.Series[Any]) -> Floats:
        """Return the cells as the other methods want them."""
        return numbers(cells)

    def bends(self, splines: bool) -> int:
        """Return how many bends it has; two values can only lie on a line."""
        return BENDS.shape[1] if splines and len(self.values) > 2 else 0

    def width(self, splines: bool) -> int:
        """Return how many encoded columns it takes."""
        return 1 + self.bends(splines) + self.has_blank

    def groups(self, splines: bool) -> list[int]:
        """Return which encoded columns are shrunk together: line, bends, flag of blanks."""
        return [0] + [1] * self.bends(splines) + [2] * self.has_blank

    def rank(self, cells: Floats) -> Floats:
        """Return ranks; a half where blank."""
        if not len(self.values):
            return np.full(len(cells), 0.5)
        ranks = np.interp(cells, self.values, self.ranks)
        return np.where(np.isnan(cells), 0.5, ranks)

    def matrix(self, cells: Floats, splines: bool) -> csr_array:
        """Return the encoded columns; of a blank all are zero but its flag."""
        rank, blank = self.rank(cells), np.isnan(cells)
        block = np.sqrt(12) * (rank - 0.5)[:, None]
        if self.bends(splines):
            block = np.hstack([block, BSpline(KNOTS, BENDS, DEGREE)(rank)])
        block = np.where(blank[:, None], 0.0, block)
        return csr_array(np.column_stack([block, blank]) if self.has_blank else block)

    def part(self, cells: Floats, coef: Floats, splines: bool) -> Floats:
        """Return what the column adds to the log-odds: one curve, looked up."""
        rank, blank = self.rank(cells), np.isnan(cells)
        part = coef[0] * np.sqrt(12) * (rank - 0.5)
        if self.bends(splines):
            shape = (BENDS * coef[1 : 1 + self.bends(splines)]).sum(axis=1)
            part = part + BSpline(KNOTS, shape, DEGREE)(rank)
        return np.where(blank, coef[-1] if self.has_blank else 0.0, part)

    def grown(self, cells: Floats) -> Floats:
        """Return the column as trees take it."""
        return cells[:, None]

    @property
    def coded(self) -> list[bool]:
        """Which of the trees' columns hold codes and not sizes."""
        return [False]


@dataclass(frozen=True, eq=False)
class Levels:
    """A category as one flag a level; levels of few leads, and new ones, share the last flag.

    `levels` are in the order of their leads, most first.
    """

    levels: list[str]

    @classmethod
    def learned(cls, keys: Keys, rare: int, most: int = MOST_LEVELS) -> Levels:
        """Learn the levels that at least `rare` leads have, at most so many."""
        often = [(-n, key) for key, n in keys.counts().items() if n >= rare]
        return cls([key for _n, key in sorted(often)[:most]])

    def read(self, cells: pd.Series[Any]) -> Codes:
        """Return the place of each cell's level."""
        keys = Keys.of(cells)
        place = {level: code for code, level in enumerate(self.levels)}
        each = np.array([place.get(key, len(place)) for key in keys.distinct], dtype=np.intp)
        return each[keys.codes]

    def width(self, splines: bool) -> int:
        """Return how many encoded columns it takes."""
        return len(self.levels) + 1

    def groups(self, splines: bool) -> list[int]:
        """Return which encoded columns are shrunk together: all."""
        return [0] * self.width(splines)

    def matrix(self, codes: Codes, splines: bool) -> csr_array:
        """Return one flag a level."""
        shape = (len(codes), self.width(splines))
        return csr_array((np.ones(len(codes)), codes, np.arange(len(codes) + 1)), shape=shape)

    def part(self, codes: Codes, coef: Floats, splines: bool) -> Floats:
        """Return what the column adds to the log-odds."""
        return coef[codes]

    def grown(self, codes: Codes) -> Floats:
        """Return the column as trees take it."""
        return codes[:, None].clip(max=MOST_CODES - 1).astype(np.float64)

    @property
    def coded(self) -> list[bool]:
        """Which of the trees' columns hold codes and not sizes."""
        return [True]


@dataclass(frozen=True, eq=False)
class Words:
    """Short free text as one flag a frequent word, without accents and case; blank is a word."""

    words: list[str]

    @classmethod
    def learned(cls, keys: Keys, rare: int, most: int = MOST_WORDS) -> Words:
        """Learn the words that at least `rare` leads use, at most so many."""
        counts: Counter[str] = Counter()
        for key, n in keys.counts().items():
            counts.update(dict.fromkeys(_said(key), n))
        often = [(-n, word) for word, n in counts.items() if n >= rare]
        return cls(sorted(word for _n, word in sorted(often)[:most]))

    def read(self, cells: pd.Series[Any]) -> csr_array:
        """Return one flag a word, for each cell."""
        keys = Keys.of(cells)
        place = {word: code for code, word in enumerate(self.words)}
        held = [
            sorted(place[word] for word in _said(key) if word in place) for key in keys.distinct
        ]
        ends = np.cumsum([0, *map(len, held)])
        flat = np.array([code for codes in held for code in codes], dtype=np.intp)
        shape = (len(held), self.width(splines=False))
        return csr_array((np.ones(len(flat)), flat, ends), shape=shape)[keys.codes]

    def width(self, splines: bool) -> int:
        """Return how many encoded columns it takes."""
        return max(len(self.words), 1)

    def groups(self, splines: bool) -> list[int]:
        """Return which encoded columns are shrunk together: all."""
        return [0] * self.width(splines)

    def matrix(self, flags: csr_array, splines: bool) -> csr_array:
        """Return one flag a word."""
        return flags

    def part(self, flags: csr_array, coef: Floats, splines: bool) -> Floats:
        """Return what the column adds to the log-odds."""
        part: Floats = flags @ coef
        return part

    def grown(self, flags: csr_array) -> Floats:
        """Return the column as trees take it."""
        dense: Floats = flags.toarray()
        return dense

    @property
    def coded(self) -> list[bool]:
        """Which of the trees' columns hold codes and not sizes."""
        return [False] * self.width(splines=False)


def _said(key: str) -> set[str]:
    return {BLANK} if key == BLANK else set(words_of(key))


@dataclass(frozen=True, eq=False)
class Moment:
    """A date as its weekday and hour, the same for all bare dates; the date is only a clock."""

    weekday: Levels
    hour: Number

    @classmethod
    def learned(cls, at: pd.Series[pd.Timestamp], rare: int) -> Moment:
        """Learn from the moments of the training leads."""
        weekday = Levels.learned(Keys.of(_weekdays(at)), rare)
        return cls(weekday, Number.learned(_hours(at)))

    def read(self, cells: pd.Series[Any]) -> tuple[Codes, Floats]:
        """Return weekdays and hours."""
        at = moments(cells)
        return self.weekday.read(_weekdays(at)), _hours(at)

    def width(self, splines: bool) -> int:
        """Return how many encoded columns it takes."""
        return self.weekday.width(splines) + self.hour.width(splines)

    def groups(self, splines: bool) -> list[int]:
        """Return which encoded columns are shrunk together: weekdays, and those of the hour."""
        hour = [1 + group for group in self.hour.groups(splines)]
        return [*self.weekday.groups(splines), *hour]

    def matrix(self, cells: tuple[Codes, Floats], splines: bool) -> csr_array:
        """Return the encoded columns, weekdays first."""
        codes, hours = cells
        return csr_array(
            hstack([self.weekday.matrix(codes, splines), self.hour.matrix(hours, splines)])
        )

    def part(self, cells: tuple[Codes, Floats], coef: Floats, splines: bool) -> Floats:
        """Return what the column adds to the log-odds."""
        codes, hours = cells
        days = self.weekday.width(splines)
        early, late = coef[:days], coef[days:]
        return self.weekday.part(codes, early, splines) + self.hour.part(hours, late, splines)

    def grown(self, cells: tuple[Codes, Floats]) -> Floats:
        """Return the column as trees take it."""
        return np.column_stack([cells[0], cells[1]])

    @property
    def coded(self) -> list[bool]:
        """Which of the trees' columns hold codes and not sizes."""
        return [True, False]


def _weekdays(at: pd.Series[pd.Timestamp]) -> pd.Series[Any]:
    return at.dt.day_of_week


def _hours(at: pd.Series[pd.Timestamp]) -> Floats:
    return np.asarray(at.dt.hour.to_numpy(np.float64, na_value=np.nan), dtype=np.float64)


Encoder = Number | Levels | Words | Moment
