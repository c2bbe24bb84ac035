"""Sample values as a map may show them: enough to know a column, too little to reach anyone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from leadkit.base.lines import on_one_line
from leadkit.quality.masking import masked as but_for_its_ends

ELLIPSIS = "…"
EMAIL = re.compile(r"[^@\s]+@+[^@\s]+")
PHONE = re.compile(r"(?<![\d.,])(?:\+|0)\d[\d\s.()\-]{7,14}")
LONGEST = 28


def masked(text: str) -> str:
    """Return contact data with all but its ends hidden, the domain of an address as well.

    Examples
    --------
    >>> masked("an.hoang@example.com"), masked("0912 345 678"), masked("Nguyễn Văn An")
    ('a…@….com', '0912…78', 'N…')
    """
    text = on_one_line(text)
    if EMAIL.fullmatch(text):
        ending = text.rpartition(".")[2] if "." in text.partition("@")[2] else ""
        return f"{text[0]}{ELLIPSIS}@{ELLIPSIS}" + (f".{ending}" if ending else "")
    return but_for_its_ends(text)


def shown(values: Iterable[str], *, is_contact: bool) -> str:
    """Return sample values for a comment: short, on one line, contact data masked.

    Examples
    --------
    >>> shown(["New", "ring 0912345678"], is_contact=False), shown(["An", "Bình"], is_contact=True)
    ('New · ring 0912…78', 'A… · B…')
    """
    return " · ".join(masked(value) if is_contact else _short(value) for value in values)


def _short(value: str) -> str:
    text = on_one_line(value)
    for pattern in (EMAIL, PHONE):
        text = pattern.sub(lambda found: masked(found[0]), text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + ELLIPSIS
