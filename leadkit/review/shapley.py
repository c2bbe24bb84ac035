"""Shapley's fair split of a change in a product of factors (Shapley, 1953)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def shapley(before: npt.ArrayLike, after: npt.ArrayLike) -> Floats:
    """Split the change of a product among its factors, whatever the order of the changes.

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
    coalitions = (np.arange(2**n)[:, None] >> np.arange(n)) & 1 == 1
    products = np.where(coalitions, new[..., None, :], old[..., None, :]).prod(axis=-1)
    return np.asarray(products @ _weights(coalitions))


def _weights(coalitions: npt.NDArray[np.bool_]) -> Floats:
    """Return what each coalition's product counts for each factor's part.

    A coalition T counts (|T|-1)!(n-|T|)!/n! for its members and, with a minus sign,
    |T|!(n-|T|-1)!/n! for the others; the arguments are clipped where a case does not occur.
    """
    n = coalitions.shape[1]
    size = coalitions.sum(axis=1)
    factorial = np.concatenate([[1.0], np.cumprod(np.arange(1.0, n + 1))])
    joined = factorial[np.maximum(size - 1, 0)] * factorial[n - size]
    missing = factorial[size] * factorial[np.maximum(n - size - 1, 0)]
    return np.asarray(np.where(coalitions, joined[:, None], -missing[:, None]) / factorial[n])
