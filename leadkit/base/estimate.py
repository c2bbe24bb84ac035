"""A number that never travels without its n, its interval and its method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isfinite, nan, sqrt
from typing import Any

from leadkit.base.language import EN_DASH, NO_BREAK, _, money, number, percent

MINIMUM_N = 20
LEVEL, Z = 0.95, 1.959963984540054


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A value with its interval, sample size and method.

    Parameters
    ----------
    value, low, high : float
        The value and the ends of its two-sided interval.
    n : int
        How many independent observations stand behind it.
    method : str
        How value and interval were computed.
    events : int or None
        How many of the n were events (wins, breaches); None where that has no meaning.
    level : float
        Coverage of the interval.
    unit : str
        "rate", "number" or a currency code; it decides how the estimate prints itself.
    minimum_n : int
        Below this n the estimate refuses: it prints counts and leaves its numbers out of files.

    Examples
    --------
    >>> print(str(rate(12, 100)).replace(NO_BREAK, " "))
    12 % (7–20), n = 100
    >>> print(rate(3, 14))
    3 of 14: too few for a rate (at least 20 needed)
    """

    value: float
    low: float
    high: float
    n: int
    method: str
    events: int | None = None
    level: float = LEVEL
    unit: str = "number"
    minimum_n: int = 0

    @property
    def refused(self) -> bool:
        """Whether the sample is too small, or the value could not be computed."""
        return self.n < self.minimum_n or not isfinite(self.value)

    def write(self, digits: int | None = None) -> str:
        """Write value and interval in the reader's language, or the refusal."""
        if self.refused:
            return self._refusal()
        if self.unit == "rate":
            places = (1 if self.n >= 500 else 0) if digits is None else digits
            low, high = number(self.low * 100, places), number(self.high * 100, places)
            return f"{percent(self.value, places)} ({low}{EN_DASH}{high})"
        show = self._writer(2 if digits is None else digits)
        separator = EN_DASH
        if self.low < 0 or self.unit != "number":
            separator = " " + _("to") + " "
        return f"{show(self.value)} ({show(self.low)}{separator}{show(self.high)})"

    def _writer(self, digits: int) -> Callable[[float], str]:
        if self.unit == "number":
            return lambda value: number(value, digits)
        return lambda value: money(value, self.unit)

    def _refusal(self) -> str:
        if self.n >= self.minimum_n:
            return _("cannot be computed")
        if self.events is None:
            return _("n = {n}: too few (at least {minimum} needed)").format(
                n=number(self.n), minimum=self.minimum_n
            )
        return _("{events} of {n}: too few for a rate (at least {minimum} needed)").format(
            events=number(self.events), n=number(self.n), minimum=self.minimum_n
        )

    def __neg__(self) -> Estimate:
        return replace(self, value=-self.value, low=-self.high, high=-self.low)

    def __str__(self) -> str:
        text = self.write()
        return text if self.refused else f"{text}, n{NO_BREAK}={NO_BREAK}{number(self.n)}"

    def to_dict(self) -> dict[str, Any]:
        """Return the estimate for a JSON file; a refused one has null numbers."""
        finite = [None if self.refused or not isfinite(x) else float(x) for x in self._numbers()]
        return {
            **dict(zip(("value", "low", "high"), finite, strict=True)),
            "level": self.level,
            "n": self.n,
            "events": self.events,
            "method": self.method,
        }

    def _numbers(self) -> tuple[float, float, float]:
        return self.value, self.low, self.high


def times_as_much(n: int, *, minimum_n: int = MINIMUM_N) -> int:
    """Return how many times as much data would be enough for a rate; 1 where it is.

    Examples
    --------
    >>> times_as_much(13), times_as_much(20), times_as_much(3)
    (2, 1, 7)
    """
    return max(-(-minimum_n // max(n, 1)), 1)


def wilson(share: float, n: float, z: float = Z) -> tuple[float, float]:
    """Return the ends of Wilson's score interval (1927), for an n that need not be whole.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(0.7, 120)], wilson(0, 4)[0], wilson(1, 4.5)[1]
    ([0.613, 0.775], 0.0, 1.0)
    """
    centre = (2 * n * share + z**2) / (2 * (n + z**2))
    half = z / (2 * (n + z**2)) * sqrt(4 * n * share * (1 - share) + z**2)
    return (0.0 if share == 0 else centre - half), (1.0 if share == 1 else centre + half)


def count_ends(n: float) -> tuple[float, float]:
    """Return the ends of the exact 95 % interval of a Poisson count (Garwood, 1936).

    Examples
    --------
    >>> [round(end, 2) for end in count_ends(10)], [round(end, 2) for end in count_ends(0)]
    ([4.8, 18.39], [0.0, 3.69])
    """
    from scipy.special import gammaincinv

    low = float(gammaincinv(n, (1 - LEVEL) / 2)) if n else 0.0
    return low, float(gammaincinv(n + 1, (1 + LEVEL) / 2))


def over_expected(events: int, expected: float) -> tuple[float, float, float]:
    """Return events over expected ones, and the ends of its exact 95 % interval (Garwood, 1936).

    Examples
    --------
    >>> [round(part, 3) for part in over_expected(78, 96)]
    [0.812, 0.642, 1.014]
    """
    if expected <= 0:
        return nan, nan, nan
    low, high = count_ends(events)
    return events / expected, low / expected, high / expected


def rate(events: int, n: int, *, level: float = LEVEL, minimum_n: int = MINIMUM_N) -> Estimate:
    """Estimate a rate from counts, with Wilson's score interval (Wilson, 1927).

    Parameters
    ----------
    events, n : int
        Events among n observations.
    level : float
        Coverage of the interval.
    minimum_n : int
        Below this n the estimate refuses to state a rate.

    Returns
    -------
    Estimate

    Examples
    --------
    >>> estimate = rate(84, 120)
    >>> round(estimate.low, 3), round(estimate.high, 3)
    (0.613, 0.775)
    """
    from scipy.special import ndtri

    value = low = high = nan
    if n:
        value = events / n
        low, high = wilson(value, n, float(ndtri(0.5 + level / 2)))
    return Estimate(
        value=value,
        low=low,
        high=high,
        n=n,
        events=events,
        level=level,
        unit="rate",
        minimum_n=max(minimum_n, 1),
        method="Wilson score interval",
    )
