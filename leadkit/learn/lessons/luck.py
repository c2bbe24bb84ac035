"""What luck alone can do: the number of buyers in a group whose chances are known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

LEVEL = 0.95

Floats = npt.NDArray[np.float64]


def buyers_by_luck(chances: Sequence[float] | Floats) -> Floats:
    """Return the probability of 0, 1, 2 ... buyers among leads with these chances.

    The exact distribution of the sum (Poisson-binomial), one lead after the other; with equal
    chances it is the binomial one.

    Examples
    --------
    >>> buyers_by_luck([0.5, 0.5]).tolist()
    [0.25, 0.5, 0.25]
    """
    found = np.ones(1)
    for chance in chances:
        found = np.convolve(found, (1 - chance, chance))
    return found


def luck_range(chances: Sequence[float] | Floats) -> tuple[int, int]:
    """Return between which numbers of buyers at least 95 of 100 such groups lie.

    Examples
    --------
    >>> luck_range([0.2] * 50)
    (5, 16)
    """
    up_to = buyers_by_luck(chances).cumsum()
    tail = (1 - LEVEL) / 2
    low, high = np.searchsorted(up_to, (tail, 1 - tail))
    return int(low), int(high)


def share_within(low: int, high: int, chances: Sequence[float] | Floats) -> float:
    """Return the share of such groups with `low` to `high` buyers.

    Examples
    --------
    >>> round(share_within(8, 12, [0.2] * 50), 2)
    0.62
    """
    return float(buyers_by_luck(chances)[low : high + 1].sum())
