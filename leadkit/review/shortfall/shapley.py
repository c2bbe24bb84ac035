"""A fair split of a change in a product of factors, and the part that stands out."""

from __future__ import annotations

from math import comb

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
ENDS = (0.025, 0.975)


def shapley(before: npt.ArrayLike, after: npt.ArrayLike) -> Floats:
    """Split the change of a product among its factors (Shapley, 1953).

    Parameters
    ----------
    before, after : array of shape (..., n_factors)
        The factors in the two periods; leading axes are separate splits (bootstrap draws).

    Returns
    -------
    array of shape (..., n_factors)
        One part a factor, summing to the product after minus the product before. A part is the
        factor's marginal contribution, averaged over all orders in which the factors can change.

    Examples
    --------
    >>> shapley([1000, 0.10], [1100, 0.08]).round(6).tolist()
    [9.0, -21.0]
    """
    old, new = np.broadcast_arrays(np.asarray(before, float), np.asarray(after, float))
    n = old.shape[-1]
    has_changed = (np.arange(2**n)[:, None] >> np.arange(n)) & 1 == 1
    products = np.where(has_changed, new[..., None, :], old[..., None, :]).prod(axis=-1)
    parts = np.empty(old.shape)
    for place in range(n):
        others = np.flatnonzero(~has_changed[:, place])
        gained = products[..., others + 2**place] - products[..., others]
        size = has_changed[others].sum(axis=1)
        parts[..., place] = gained @ np.array([1 / (n * comb(n - 1, k)) for k in size])
    return parts


def main_cause(parts: Floats, drawn: Floats) -> int | None:
    """Return the place of the part that made the gap, where it stands apart from the next one.

    The leading part in the gap's direction counts only if its own interval excludes zero and so
    does the interval of its paired difference to the runner-up.

    Examples
    --------
    >>> parts = np.array([0.0, -9.0, -2.0, 0.0, 0.0])
    >>> main_cause(parts, np.vstack([parts - 0.1, parts + 0.1]))
    1
    """
    direction = np.sign(parts.sum())
    order = np.argsort(-direction * parts, kind="stable")
    leader, next_one = (direction * drawn[:, place] for place in order[:2])
    lowest = np.quantile([leader, leader - next_one], ENDS[0], axis=1)
    return int(order[0]) if (lowest > 0).all() else None
