"""Addresses and telephone numbers in what people wrote: masked before anything shows it."""

from __future__ import annotations

import re

from leadkit.quality.masking import masked

ADDRESS = r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[^\s@<>(),;:]*\w"
TELEPHONE = (
    r"(?<![\d.,])(?:(?:\+|00)\d|84|0)(?:[ .()-]{0,2}\d){7,12}(?!\d)|(?<![\d.,])\d{9,13}(?!\d)"
)
CONTACT = re.compile(f"{ADDRESS}|{TELEPHONE}")
THOUSANDS = re.compile(r"\d{1,3}([., ]\d{3})+")


def without_contacts(text: str) -> str:
    """Return what somebody wrote, addresses and telephone numbers in it masked.

    Examples
    --------
    >>> without_contacts("Ring 0912 345 678 or an@shop.vn: 84.000.000.000 for 2026-09-27.")
    'Ring 0912…78 or a…@shop.vn: 84.000.000.000 for 2026-09-27.'
    """

    def mask(found: re.Match[str]) -> str:
        is_amount = THOUSANDS.fullmatch(found[0]) and not found[0].startswith("0")
        return found[0] if is_amount else masked(found[0])

    return CONTACT.sub(mask, text)
