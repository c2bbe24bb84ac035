"""Whether leads, probabilities or wins have moved since training, against what luck explains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

from leadkit.base.estimate import over_expected

BINS = 10
LEVEL = 0.95
MATERIAL = 0.10
OTHERS, NEW = "(others)", "(new)"


@dataclass(frozen=True)
class Drift:
    """How far a column moved.

    Attributes
    ----------
    psi : float
        Population stability index of `n` leads against `n_reference`.
    limit : float
        What 95 of 100 indices of leads that did not move stay under.
    """

    psi: float
    limit: float
    n_reference: int
    n: int

    @property
    def is_alarm(self) -> bool:
        """Whether it is beyond luck and large enough to matter (above .10)."""
        return self.psi > max(self.limit, MATERIAL)


def psi(reference: Mapping[str, int], now: Mapping[str, int]) -> float:
    """Return the population stability index of two counts by bin.

    Parameters
    ----------
    reference, now : mapping of str to int
        Leads by bin; an empty bin counts as half a lead.

    Examples
    --------
    >>> even = dict.fromkeys("abcdefghij", 100)
    >>> now = dict(zip("abcdefghij", (80, 80, 90, 90, 100, 100, 110, 110, 120, 120), strict=True))
    >>> round(psi(even, now), 6)
    0.020232
    """
    bins = sorted(set(reference) | set(now))
    shares = []
    for counts in (reference, now):
        n = sum(counts.values())
        if not n:
            return nan
        shares.append(np.array([max(counts.get(name, 0), 0.5) / n for name in bins]))
    a, b = shares
    return float(((b - a) * np.log(b / a)).sum())


def noise_limit(n_reference: int, n: int, bins: int = BINS) -> float:
    """Return what 95 % of indices stay under where nothing moved (Yurdakul, 2018).

    Examples
    --------
    >>> round(noise_limit(1000, 200), 4)
    0.1015
    """
    from scipy.stats import chi2

    return float(chi2.ppf(LEVEL, max(bins - 1, 1)) * (1 / n_reference + 1 / n))


def drift(reference: Mapping[str, int], now: Mapping[str, int]) -> Drift:
    """Compare two counts by bin.

    Of many bins, the eight largest of the reference stand alone, then all others of the reference,
    and all that it never held.
    """
    if len(set(reference) | set(now)) > BINS:
        largest = sorted(reference, key=lambda name: (-reference[name], name))
        kept, met = set(largest[: BINS - 2]), set(reference)
        reference, now = (_pooled(counts, kept, met) for counts in (reference, now))
    n_reference, n = sum(reference.values()), sum(now.values())
    if not n_reference or not n:
        return Drift(nan, nan, n_reference, n)
    limit = noise_limit(n_reference, n, len(set(reference) | set(now)))
    return Drift(psi(reference, now), limit, n_reference, n)


def _pooled(counts: Mapping[str, int], kept: set[str], met: set[str]) -> dict[str, int]:
    pooled = {name: n for name, n in counts.items() if name in kept}
    rest = sum(n for name, n in counts.items() if name in met - kept)
    new = sum(n for name, n in counts.items() if name not in met)
    return pooled | {OTHERS: rest} | ({NEW: new} if new else {})


@dataclass(frozen=True)
class Ratio:
    """Wins over expected wins, with the exact 95 % interval of a Poisson count and a p-value."""

    won: int
    expected: float
    value: float
    low: float
    high: float
    p: float

    @property
    def is_off(self) -> bool:
        """Whether luck alone does not explain it."""
        return not self.low <= 1 <= self.high


def observed_expected(won: int, expected: float) -> Ratio:
    """Compare wins with expected wins (exact Poisson interval; Garwood, 1936).

    Examples
    --------
    >>> found = observed_expected(78, 96)
    >>> found.value, round(found.low, 3), round(found.high, 3), round(found.p, 3)
    (0.8125, 0.642, 1.014, 0.068)
    """
    from scipy.stats import poisson

    p = nan
    if expected > 0:
        p = min(2 * min(poisson.cdf(won, expected), poisson.sf(won - 1, expected)), 1.0)
    return Ratio(won, expected, *over_expected(won, expected), float(p))


def by_month(scored: pd.DataFrame) -> pd.DataFrame:
    """Follow wins against expected wins from month to month.

    Parameters
    ----------
    scored : DataFrame
        y, p and at of leads whose outcome is known.

    Returns
    -------
    DataFrame
        month, n, won, expected, ratio, low, high, cusum (wins above expectation so far), band (95 %
        of what luck makes of it so far). Empty where there are no dates.
    """
    dated = scored[scored["at"].notna()]
    month = pd.to_datetime(dated["at"], utc=True).dt.strftime("%Y-%m")
    rows, over, spread = [], 0.0, 0.0
    for name, own in dated.groupby(month):
        p = own["p"].to_numpy(float)
        found = observed_expected(int(own["y"].sum()), float(p.sum()))
        over += found.won - found.expected
        spread += float((p * (1 - p)).sum())
        band = 1.96 * spread**0.5
        ratio = (found.value, found.low, found.high)
        rows.append((name, len(own), found.won, found.expected, *ratio, over, band))
    names = ["month", "n", "won", "expected", "ratio", "low", "high", "cusum", "band"]
    return pd.DataFrame(rows, columns=names)
