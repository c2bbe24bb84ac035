"""The order of rows by a score, several times as fast as sorting rows by it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

BELOW_SIGN = np.int64(2**63 - 1)


def rising(score: npt.NDArray[np.float64], *keys: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Return the rows by rising score, those of one score by the keys, then as they stand.

    As `np.lexsort((*keys, score))`. The leading bits of each score, which rise with it, and its row
    number make one integer, and sorting integers is what numpy does best; only rows that these bits
    do not tell apart are compared by the keys.

    Parameters
    ----------
    score : array of float, (n,)
        Missing ones come last.
    *keys : arrays, (n,)
        What decides between equal scores, the last key first.

    Examples
    --------
    >>> import numpy as np
    >>> rising(np.array([0.5, 0.2, 0.5, -1.0]), np.array([1, 0, 0, 0])).tolist()
    [3, 1, 2, 0]
    """
    row = (1 << len(score).bit_length()) - 1
    packed = (score + 0.0).view(np.int64)
    packed ^= (packed >> 63) & BELOW_SIGN
    packed &= ~row
    packed |= np.arange(len(score))
    packed.sort()
    order, leading = packed & row, packed & ~row
    alike = leading[1:] == leading[:-1]
    if alike.any():
        unclear = np.r_[False, alike] | np.r_[alike, False]
        rows = order[unclear]
        order[unclear] = rows[np.lexsort([key[rows] for key in (*keys, score)])]
    return order
