"""Names folded for comparing: lower case, no tone marks, words in one order, no legal form."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

LEGAL_FORMS = frozenset({
    "cong", "ty", "cty", "ct", "tnhh", "mtv", "co", "phan", "cp", "ctcp", "dntn", "ho", "kinh",
    "doanh", "hkd", "cua", "hang", "ch", "company", "limited", "ltd", "llc", "inc", "jsc", "corp",
    "plc", "gmbh", "group", "the",
})  # fmt: skip
TABLE_ENDS = 0x3000
UNKNOWN, DROPPED = 0xFFFF_FFFF, 0
AT_ONCE = 50_000
LINE_END = ord("\n")

Signs = npt.NDArray[np.uint32]
Integers = npt.NDArray[np.int64]


def fold(text: pd.Series[str]) -> pd.Series[str]:
    """Return text in lower case without tone marks, d for đ; for comparing only.

    Examples
    --------
    >>> fold(pd.Series(["Nguyễn Đặng Ưu", None])).tolist()
    ['nguyen dang uu', nan]
    """
    return _like(text, _fold(arrow(text)))


def name_key(names: pd.Series[str]) -> pd.Series[str]:
    """Return names folded, their words in alphabetical order.

    Examples
    --------
    >>> name_key(pd.Series(["Lê Thị Ánh", "ANH LE THI"])).tolist()
    ['anh le thi', 'anh le thi']
    """
    starts, words = _words(names)
    codes = words.dictionary_encode()
    in_order = pc.sort_indices(codes.dictionary)
    ranks = np.argsort(in_order.to_numpy())[codes.indices.to_numpy()]
    lead = np.repeat(np.arange(len(names)), np.diff(starts))
    sorted_ranks = np.sort(lead * len(in_order) + ranks) - lead * len(in_order)
    return _joined(starts, codes.dictionary.take(in_order).take(sorted_ranks), names)


def company_core(companies: pd.Series[str]) -> pd.Series[str]:
    """Return firms' names folded and without their legal form.

    Examples
    --------
    >>> company_core(pd.Series(["Công ty TNHH Hoa Sen 12", "Cty TNHH"])).tolist()
    ['hoa sen 12', nan]
    """
    starts, words = _words(companies)
    form = pc.is_in(words, value_set=pa.array(sorted(LEGAL_FORMS), pa.string()))
    is_own = ~form.to_numpy(zero_copy_only=False)
    before = np.concatenate([[0], np.cumsum(is_own)])
    return _joined(before[starts], words.filter(pa.array(is_own)), companies)


def arrow(text: pd.Series[str]) -> Any:
    """Return a column of text as one Arrow array."""
    cells = pa.array(text.astype("str"), from_pandas=True)
    whole = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    return whole.cast(pa.large_string())


def _like(column: pd.Series[str], cells: Any) -> pd.Series[str]:
    """Return Arrow cells under the index and the name of the column they came from."""
    text = cells.cast(pa.large_string())
    return pd.Series(text, index=column.index, name=column.name, dtype="str")


def _fold(cells: Any, *, words_only: bool = False) -> Any:
    """Fold some ten thousand cells at once, each sign by a table; missing stays missing."""
    parts = [cells.slice(start, AT_ONCE) for start in range(0, len(cells), AT_ONCE)]
    return pa.concat_arrays([_fold_part(part, words_only) for part in parts]) if parts else cells


def _fold_part(cells: Any, words_only: bool) -> Any:
    filled = pc.fill_null(cells, "").cast(pa.string())
    text = pc.binary_join(pa.ListArray.from_arrays([0, len(filled)], filled), "\n")[0].as_py()
    signs = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    folded = _table(words_only)[np.minimum(signs, TABLE_ENDS)]
    ends = signs == LINE_END
    by_hand = np.zeros(len(filled), dtype=bool)
    if ends.sum() == len(filled) - 1:
        by_hand[np.cumsum(ends)[folded == UNKNOWN]] = True
        plain = folded[(folded != DROPPED) & (folded != UNKNOWN)].tobytes().decode("utf-32-le")
        whole = pc.split_pattern(pa.array([plain], pa.large_string()), "\n").flatten()
    else:
        by_hand[:], whole = True, filled.cast(pa.large_string())
    rest = [_fold_one(cell, words_only) for cell in filled.filter(pa.array(by_hand)).to_pylist()]
    whole = pc.replace_with_mask(whole, by_hand, pa.array(rest, pa.large_string()))
    return pc.if_else(cells.is_null(), pa.scalar(None, pa.large_string()), whole)


def _fold_one(text: str, words_only: bool) -> str:
    parts = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(sign for sign in parts if not "\u0300" <= sign <= "\u036f").replace("đ", "d")
    return re.sub(r"\W", " ", plain) if words_only else plain


@cache
def _table(words_only: bool) -> Signs:
    """Return what each sign folds to; unknown where that depends on its neighbours."""
    table = np.full(TABLE_ENDS + 1, UNKNOWN, dtype=np.uint32)
    for code in range(1, TABLE_ENDS):
        plain = _fold_one(chr(code), words_only)
        moves = any(unicodedata.combining(sign) for sign in plain)
        if len(plain) <= 1 and not moves:
            table[code] = ord(plain) if plain else DROPPED
    table[LINE_END] = LINE_END
    return table


def _words(text: pd.Series[str]) -> tuple[Integers, Any]:
    """Return the words of all cells in one array, and where each cell's words start."""
    folded = pc.fill_null(_fold(arrow(text), words_only=True), "")
    lists = pc.split_pattern(folded.cast(pa.string()), " ")
    starts, words = lists.offsets.to_numpy().astype(np.int64), lists.flatten()
    is_word = pc.not_equal(words, "").to_numpy(zero_copy_only=False)
    before = np.concatenate([[0], np.cumsum(is_word)])
    return before[starts], words.filter(pa.array(is_word))


def _joined(starts: Integers, words: Any, column: pd.Series[str]) -> pd.Series[str]:
    """Return the words of each cell with a space between; missing where there is none."""
    lists = pa.ListArray.from_arrays(pa.array(starts.astype(np.int32)), words)
    text = pc.binary_join(lists, " ")
    return _like(column, pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text))
