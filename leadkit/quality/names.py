"""Names of people and firms in a form that can be compared, whatever their tone marks and order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pandas as pd

LEGAL_FORMS = frozenset({
    "cong", "ty", "cty", "ct", "tnhh", "mtv", "co", "phan", "cp", "ctcp", "dntn", "ho", "kinh",
    "doanh", "hkd", "cua", "hang", "ch", "company", "limited", "ltd", "llc", "inc", "jsc", "corp",
    "plc", "gmbh", "group", "the",
})  # fmt: skip


def fold(text: pd.Series[str]) -> pd.Series[str]:
    """Return text in lower case without tone marks, d for đ; for comparing only.

    Examples
    --------
    >>> fold(pd.Series(["Nguyễn Đặng Ưu", None])).tolist()
    ['nguyen dang uu', nan]
    """
    filled = text.dropna().astype("str")
    joined = "\n".join(filled.str.replace("\n", " ", regex=False))
    plain = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", joined.casefold()))
    folded = plain.replace("đ", "d").split("\n") if len(filled) else []
    return pd.Series(folded, index=filled.index, dtype="str").reindex(text.index)


def name_key(names: pd.Series[str]) -> pd.Series[str]:
    """Return names folded, their words in alphabetical order.

    Examples
    --------
    >>> name_key(pd.Series(["Lê Thị Ánh", "anh le thi"])).tolist()
    ['anh le thi', 'anh le thi']
    """
    return _words(names, lambda words: sorted(words))


def company_core(companies: pd.Series[str]) -> pd.Series[str]:
    """Return firms' names folded and without their legal form.

    Examples
    --------
    >>> company_core(pd.Series(["Công ty TNHH Hoa Sen 12", "Cty Hoa Sen 12"])).tolist()
    ['hoa sen 12', 'hoa sen 12']
    """
    return _words(companies, lambda words: [word for word in words if word not in LEGAL_FORMS])


def _words(text: pd.Series[str], choose: Callable[[list[str]], list[str]]) -> pd.Series[str]:
    folded = fold(text)
    spellings = {
        cell: " ".join(choose(re.findall(r"\w+", cell))) for cell in folded.dropna().unique()
    }
    chosen = folded.map(spellings).astype("str")
    return chosen.mask(chosen == "")
