"""Contact data masked, so that a person can be looked up but not read off a screen."""

from __future__ import annotations

import re

MANY_DIGITS = 6
DIGITS = re.compile(r"\d")
RANGE = re.compile(r"[1-9]\d{0,5} ?[-–] ?[1-9]\d{0,4}(00|99)")  # 10,001-50,000 is no telephone


def masked(text: str) -> str:
    """Return an address, a number or a name that only its owner recognises.

    Examples
    --------
    >>> masked("0912 345 678"), masked("an.nguyen@gmail.com"), masked("Nguyễn Văn An")
    ('0912…78', 'a…@gmail.com', 'N…')
    """
    text = text.strip()
    local, at, domain = text.rpartition("@")
    if at and local:
        return f"{local[0]}…@{domain}"
    digits = "".join(DIGITS.findall(text))
    if len(digits) >= MANY_DIGITS:
        return f"{digits[:4]}…{digits[-2:]}"
    return f"{text[:1]}…" if len(text) > 1 else text


def looks_like_contact(text: str) -> bool:
    """Return whether text may be an address or a telephone number, wherever it stands."""
    return "@" in text or len(DIGITS.findall(text)) > MANY_DIGITS


def names_somebody(text: str) -> bool:
    """Return whether text could be an address or a telephone number; ranges are neither.

    Examples
    --------
    >>> names_somebody("0912 345 678"), names_somebody("10,001-50,000")
    (True, False)
    """
    return looks_like_contact(text) and not RANGE.fullmatch(re.sub(r"[.,]", "", text.strip()))
