"""Rows that come in any pieces, cut into blocks of one size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

ROWS = 20_000  # of all that is read, scored and written in blocks: the bytes of results hang on it


def in_blocks(frames: Iterable[pd.DataFrame], rows: int) -> Iterator[pd.DataFrame]:
    """Cut frames whose rows run on into blocks of so many rows; the last may be shorter.

    Where there is no row at all, the block is empty and has the columns.

    Examples
    --------
    >>> pieces = [pd.DataFrame({"n": range(start, start + 3)}) for start in (0, 3, 6)]
    >>> [block["n"].tolist() for block in in_blocks(pieces, 4)]
    [[0, 1, 2, 3], [4, 5, 6, 7], [8]]
    """
    held: list[pd.DataFrame] = []
    n, is_first = 0, True
    for frame in frames:
        held.append(frame)
        n += len(frame)
        if n < rows:
            continue
        whole = pd.concat(held)
        for start in range(0, n - n % rows, rows):
            yield whole.iloc[start : start + rows]
        held, n, is_first = [whole.iloc[n - n % rows :]], n % rows, False
    if n or (is_first and held):
        yield pd.concat(held)
