"""Signs that nobody sees and a terminal or a browser obeys."""

from __future__ import annotations

import re

OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""Return text in which control characters and turned reading directions stand as a mark.

    A name from a data file can hold signs that colour a terminal, rename its window, or show
    `gnp.exe` as `exe.png` (Boucher and Anderson, 2023). Tabs and line ends stay.

    Examples
    --------
    >>> visible("Nguyễn\x1b[31m An\n")
    'Nguyễn�[31m An\n'
    """
    return OBEYED.sub("\N{REPLACEMENT CHARACTER}", text)
