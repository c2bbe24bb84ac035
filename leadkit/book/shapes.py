"""Texts of one shape, which differ in nothing but their digits: read once, then counted with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]
ZERO, NINE = ord("0"), ord("9")
IN_SHAPE = bytes(ZERO if ZERO <= byte <= NINE else byte for byte in range(256))


@dataclass(frozen=True, eq=False)
class Shape:
    """Texts that are alike but for their digits.

    Attributes
    ----------
    text : str
        One of them, each digit a zero.
    places : ndarray of int
        Where they stand.
    digits : ndarray of uint8, shape (n_texts, n_digits)
        The digits of each, in order.
    """

    text: str
    places: Ints
    digits: npt.NDArray[np.uint8]

    def whole(self, start: int = 0, end: int | None = None) -> Ints:
        """Return the whole number that the digits from one character to another make."""
        first = _digits_in(self.text[:start])
        n = _digits_in(self.text[start:end])
        total = np.zeros(len(self.places), dtype=np.int64)
        for place in range(first, first + n):
            total = total * 10 + self.digits[:, place]
        return total


def shapes_of(texts: pd.Series[str]) -> Iterator[Shape]:
    """Yield each shape of the texts, none of which is missing, with the texts that have it.

    Examples
    --------
    >>> for shape in shapes_of(pd.Series(["05/06", "7 kg", "12/31"], dtype="str")):
    ...     print(shape.text, shape.places.tolist(), shape.whole(0, 2).tolist())
    00/00 [0, 2] [5, 12]
    0 kg [1] [7]
    """
    ends, letters = _bytes_of(texts)
    codes, shapes = _in_shape(ends, letters)
    order = np.argsort(codes, kind="stable")
    begins = np.searchsorted(codes[order], np.arange(len(shapes) + 1))
    for text, first, last in zip(shapes, begins, begins[1:], strict=False):
        places = order[first:last]
        at = np.flatnonzero(np.frombuffer(text.encode(), dtype=np.uint8) == ZERO)
        yield Shape(text, places, letters[ends[places][:, None] + at] - ZERO)


def in_shape(texts: pd.Series[str]) -> tuple[Ints, list[str]]:
    """Return the shape of each text, none of which is missing: its place among the distinct."""
    return _in_shape(*_bytes_of(texts))


def _bytes_of(texts: pd.Series[str]) -> tuple[Ints, npt.NDArray[np.uint8]]:
    """Return where each text begins, and at last where all end, among the bytes of all."""
    import pyarrow as pa

    column = pa.table({"texts": texts}).column(0).cast(pa.large_string()).combine_chunks()
    _valid, ends, letters = column.buffers()
    offsets = np.frombuffer(ends, dtype=np.int64)[column.offset :][: len(column) + 1]
    return offsets, np.frombuffer(letters or b"", dtype=np.uint8)


def _in_shape(ends: Ints, letters: npt.NDArray[np.uint8]) -> tuple[Ints, list[str]]:
    import pyarrow as pa

    zeros = pa.py_buffer(letters.tobytes().translate(IN_SHAPE))
    texts = pa.LargeStringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends), zeros)
    found = texts.dictionary_encode()
    return found.indices.to_numpy().astype(np.int64), found.dictionary.to_pylist()


def _digits_in(text: str) -> int:
    return sum("0" <= letter <= "9" for letter in text)
