"""The speed queue: one day's calls made in five orders, what each wins and how soon it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush
from math import inf
from random import Random

import numpy as np

from leadkit.base.estimate import Estimate
from leadkit.base.language import _
from leadkit.learn.lessons.luck import Floats

SEED, DAYS = 1, 400
DAY, HOUR, PROMISE = 480.0, 60.0, 30.0
LEADS_A_DAY, TALK = 88, 18.0
CHANCE_LOG, CHANCE_SPREAD, CHANCE_MOST, MISJUDGED = -2.6, 0.9, 0.8, 0.6
COOLING, FADING = 3.0, 0.45
ORDERS = ("first", "lot", "last", "score", "fresh")
SIDE, SURE = 1.96, 2.5  # one comparison at 95 %; four of them together
HARDLY, POINT = 0.02, 0.01


@dataclass(frozen=True, eq=False, repr=False)
class Day:
    """One day's leads as they come: minute, chance of buying, score, and minutes of the talk."""

    arrivals: list[float]
    chances: list[float]
    scores: list[float]
    talks: list[float]


@dataclass(frozen=True, eq=False, repr=False)
class Played:
    """Days played with one order of calls; every array has one value a day.

    Parameters
    ----------
    wins : array of float
        Wins to be expected of the calls made: the luck of the single call is left out.
    in_time, leads : array of float
        Leads called within 30 minutes, and all leads that came.
    """

    wins: Floats
    in_time: Floats
    leads: Floats

    @property
    def wins_a_day(self) -> Estimate:
        """Wins a day."""
        return _average(self.wins)

    @property
    def promise(self) -> Estimate:
        """The share of all leads that is called within 30 minutes."""
        return _average(self.kept, unit="rate")

    @property
    def kept(self) -> Floats:
        """What each day says of that share: the values of the linearised ratio."""
        share = self.in_time.sum() / self.leads.sum()
        return np.asarray(share + (self.in_time - share * self.leads) / self.leads.mean())


def freshness(minutes: float) -> float:
    """Return what is left of a lead's chance after it has waited.

    Examples
    --------
    >>> [round(freshness(minutes), 2) for minutes in (0, 30, 60, 240)]
    [1.0, 0.66, 0.54, 0.32]
    """
    return float((1 + COOLING * minutes / HOUR) ** -FADING)


def draw_days(n: int, seed: int = SEED) -> list[Day]:
    """Draw days of 480 minutes, each with about 88 leads, every one with its chance and score."""
    rng = np.random.default_rng(seed)
    drawn = []
    for leads in rng.poisson(LEADS_A_DAY, n).tolist():
        chances = np.minimum(np.exp(rng.normal(CHANCE_LOG, CHANCE_SPREAD, leads)), CHANCE_MOST)
        scores = chances * np.exp(rng.normal(0, MISJUDGED, leads))
        arrivals, talks = np.sort(rng.uniform(0, DAY, leads)), rng.exponential(TALK, leads)
        drawn.append(Day(*(one.tolist() for one in (arrivals, chances, scores, talks))))
    return drawn


def waits(day: Day, order: str, reps: int, lots: Random) -> list[float]:
    """Return how many minutes each lead waits for its call; infinite if the day is over first.

    Examples
    --------
    >>> day = Day([0, 1, 2], [0.1, 0.1, 0.3], [0.1, 0.2, 0.1], [10, 10, 10])
    >>> waits(day, "first", 1, Random(0)), waits(day, "last", 1, Random(0))
    ([0.0, 9.0, 18.0], [0.0, 19.0, 8.0])
    """
    choose = _chooser(day, order, lots)
    waited, waiting, coming = [inf] * len(day.arrivals), list[int](), 0
    free = [0.0] * reps
    while waiting or coming < len(day.arrivals):
        now = max(heappop(free), day.arrivals[waiting[0] if waiting else coming])
        if now >= DAY:
            break
        while coming < len(day.arrivals) and day.arrivals[coming] <= now:
            waiting.append(coming)
            coming += 1
        lead = choose(waiting, now)
        waiting.remove(lead)
        waited[lead] = now - day.arrivals[lead]
        heappush(free, now + day.talks[lead])
    return waited


def _chooser(day: Day, order: str, lots: Random) -> Callable[[list[int], float], int]:
    """Return what picks the next lead out of those waiting, who stand as they came."""

    def worth_now(lead: int, now: float) -> float:
        return day.scores[lead] * freshness(now - day.arrivals[lead])

    return {
        "first": lambda waiting, _now: waiting[0],
        "lot": lambda waiting, _now: lots.choice(waiting),
        "last": lambda waiting, _now: waiting[-1],
        "score": lambda waiting, _now: max(waiting, key=day.scores.__getitem__),
        "fresh": lambda waiting, now: max(waiting, key=lambda lead: worth_now(lead, now)),
    }[order]


def play_days(days: list[Day], order: str, reps: int) -> Played:
    """Play days with one order of calls and so many sales people."""
    lots = Random(SEED)
    rows = []
    for day in days:
        waited = waits(day, order, reps, lots)
        wins = sum(
            chance * freshness(wait) for chance, wait in zip(day.chances, waited, strict=True)
        )
        rows.append((wins, sum(wait <= PROMISE for wait in waited), len(waited)))
    return Played(*np.array(rows, dtype=float).T)


@cache
def _days() -> list[Day]:
    return draw_days(DAYS)


@cache
def played(order: str, reps: int) -> Played:
    """Return the game's days, the same for every order, played with this one."""
    return play_days(_days(), order, reps)


def more_wins(order: str, than: str, reps: int) -> Estimate:
    """Return how many wins a day an order brings more than another, day by day.

    Examples
    --------
    >>> more_wins("fresh", "first", 3).low > 1.5
    True
    """
    return _average(played(order, reps).wins - played(than, reps).wins)


def wins_most(order: str, reps: int) -> bool:
    """Return whether no other order surely wins over 2 % more.

    Examples
    --------
    >>> [order for order in ORDERS if wins_most(order, 3)]
    ['score', 'fresh']
    """
    margin = HARDLY * played(order, reps).wins.mean()
    return not _beaten(order, reps, lambda one: one.wins, margin)


def keeps_most(order: str, reps: int) -> bool:
    """Return whether no other order surely calls over 1 % of the leads more within 30 minutes.

    Examples
    --------
    >>> [order for order in ORDERS if keeps_most(order, 3)]
    ['last']
    """
    return not _beaten(order, reps, lambda one: one.kept, POINT)


def _beaten(order: str, reps: int, of: Callable[[Played], Floats], margin: float) -> bool:
    own = of(played(order, reps))
    ahead = (of(played(other, reps)) - own for other in ORDERS if other != order)
    return any(days.mean() - SURE * _standard_error(days) > margin for days in ahead)


def _average(days: Floats, *, unit: str = "number") -> Estimate:
    mean, side, method = float(days.mean()), SIDE * _standard_error(days), _("mean over days")
    return Estimate(
        value=mean, low=mean - side, high=mean + side, n=len(days), method=method, unit=unit
    )


def _standard_error(days: Floats) -> float:
    return float(days.std(ddof=1) / len(days) ** 0.5)
