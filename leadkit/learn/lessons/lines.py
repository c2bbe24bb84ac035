"""Leads in four bands: what a line, the places and the order of the calls earn in a quarter."""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np
import numpy.typing as npt

from leadkit.learn.lessons.luck import Floats

Counts = npt.NDArray[np.int64]

HUNDRED, MILLION = 100, 1e6
COST, VALUE = 50_000, 1_000_000
LAST_LINE, FLAT_LOSS = 50, 0.02


@dataclass(frozen=True)
class Band:
    """Leads that all have the same score, in percent."""

    leads: int
    score: int


CROWD = (Band(150, 28), Band(250, 14), Band(400, 7), Band(1_200, 2))
LEADS, SCORES = np.array([astuple(band) for band in CROWD]).T


@dataclass(frozen=True)
class Quarter:
    """What one quarter offers: places for leads, each worked at a cost, and what a win brings.

    Parameters
    ----------
    places : int
        How many leads sales can work.
    value : int
        What a win brings, in ₫.

    Examples
    --------
    >>> Quarter(600).best, Quarter(800).best, Quarter(600).next_place
    (61000000.0, 65000000.0, 20000.0)
    """

    places: int
    value: int = VALUE

    @property
    def break_even(self) -> float:
        """The score, in percent, at which a lead just pays for its call."""
        return HUNDRED * COST / self.value

    @property
    def earned(self) -> Floats:
        """What a lead of each band earns on average, its cost taken off, in ₫."""
        return np.asarray(SCORES * self.value / HUNDRED - COST)

    @property
    def best(self) -> float:
        """The profit of filling the places from the top with leads that pay, in ₫."""
        return self._filled(self.places)

    @property
    def next_place(self) -> float:
        """What one more place would earn, in ₫."""
        return self._filled(self.places + 1) - self.best

    def _filled(self, places: int) -> float:
        paying = np.where(self.earned > 0, LEADS, 0)
        return float(from_the_top(paying, places) @ self.earned)


@dataclass(frozen=True)
class Plan:
    """A line drawn for a quarter, and the order in which sales calls what is sent.

    Parameters
    ----------
    quarter : Quarter
        What the quarter offers.
    line : int
        The lowest score that is sent, in percent.
    best_first : bool
        Whether sales calls the highest scores first, or the leads as they come.

    Examples
    --------
    >>> Plan(Quarter(600), 5).profit, Plan(Quarter(600), 0, best_first=False).profit
    (61000000.0, 8700000.0)
    """

    quarter: Quarter
    line: int
    best_first: bool = True

    @property
    def sent(self) -> Counts:
        """How many leads of each band are handed off."""
        return np.where(self.line <= SCORES, LEADS, 0)

    @property
    def sends_unequal(self) -> bool:
        """Whether leads of more than one band are handed off."""
        return int(np.count_nonzero(self.sent)) > 1

    @property
    def waiting(self) -> int:
        """How many of the leads sent nobody has a place for."""
        return max(0, int(self.sent.sum()) - self.quarter.places)

    @property
    def empty(self) -> int:
        """How many places stay empty."""
        return max(0, self.quarter.places - int(self.sent.sum()))

    @property
    def called(self) -> Floats:
        """How many leads of each band are called, on average where they come in any order."""
        if self.best_first:
            return from_the_top(self.sent, self.quarter.places).astype(float)
        sent = max(1, int(self.sent.sum()))
        return np.asarray(self.sent * min(1.0, self.quarter.places / sent))

    @property
    def profit(self) -> float:
        """What the plan earns on average, in ₫."""
        return float(self.called @ self.quarter.earned)

    @property
    def share(self) -> float:
        """The profit as a share of the best possible; a loss is nothing."""
        return max(0.0, self.profit / self.quarter.best)

    @property
    def is_best(self) -> bool:
        """Whether no plan earns more, to a đồng."""
        return self.profit > self.quarter.best - 1

    @property
    def losing(self) -> int:
        """How many of the leads called cost more than they bring."""
        return round(float(self.called[self.quarter.earned < 0].sum()))

    @property
    def kept_back(self) -> int:
        """How many leads that would have paid were kept back though places stayed empty."""
        paying = (self.quarter.earned > 0) & (self.sent == 0)
        return min(int(LEADS[paying].sum()), self.empty)

    def played(self, rng: np.random.Generator) -> Played:
        """Return one quarter of the plan: who is called and who buys is drawn by chance."""
        called = self.called.astype(int)
        if self.waiting and not self.best_first:
            called = rng.multivariate_hypergeometric(self.sent, self.quarter.places)
        wins = rng.binomial(called, SCORES / HUNDRED)
        profit = self.quarter.value * wins.sum() - COST * called.sum()
        return Played(self, int(called.sum()), int(wins.sum()), float(profit))


@dataclass(frozen=True)
class Played:
    """One quarter as it came out: leads called, wins, and profit in ₫."""

    plan: Plan
    called: int
    wins: int
    profit: float


def from_the_top(leads: Counts, places: int) -> Counts:
    """Return how many leads of each band find a place, the highest scores first.

    Examples
    --------
    >>> from_the_top(np.array([150, 250, 400]), 200).tolist()
    [150, 50, 0]
    """
    return np.asarray(np.diff(np.minimum(leads.cumsum(), places), prepend=0))


def profits(quarter: Quarter, *, best_first: bool = True) -> Floats:
    """Return the mean profit of every line from 0 to 50 percent, in ₫."""
    lines = range(LAST_LINE + 1)
    return np.array([Plan(quarter, line, best_first).profit for line in lines])


def flat_zone(quarter: Quarter, *, best_first: bool = True) -> tuple[int, int]:
    """Return the lowest and the highest line that lose under 2 % against the best line.

    Examples
    --------
    >>> flat_zone(Quarter(1_200)), flat_zone(Quarter(700), best_first=False)
    ((3, 7), (3, 14))
    """
    earned = profits(quarter, best_first=best_first)
    good = np.flatnonzero(earned >= (1 - FLAT_LOSS) * earned.max())
    return int(good[0]), int(good[-1])
