"""What one written amount of money says, before a column tells what its marks mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

SIGNS = {
    "₫": "VND", "đ": "VND", "đồng": "VND", "dong": "VND", "vnd": "VND", "vnđ": "VND",
    "$": "USD", "us$": "USD", "usd": "USD", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP",
    "¥": "JPY", "jpy": "JPY", "cny": "CNY", "₩": "KRW", "krw": "KRW", "฿": "THB", "thb": "THB",
    "s$": "SGD", "sgd": "SGD", "a$": "AUD", "aud": "AUD", "₹": "INR", "inr": "INR", "chf": "CHF",
}  # fmt: skip
POWERS = {
    "": 0, "nghìn": 3, "nghin": 3, "ngàn": 3, "ngan": 3, "k": 3, "thousand": 3,
    "triệu": 6, "trieu": 6, "tr": 6, "m": 6, "mn": 6, "mio": 6, "million": 6,
    "tỷ": 9, "tỉ": 9, "ty": 9, "bn": 9, "b": 9, "billion": 9,
}  # fmt: skip


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(filter(None, words), key=len)[::-1])) + ")"


DIGITS = r"\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
PART = re.compile(rf"(?P<digits>{DIGITS}) ?(?P<unit>{_any(POWERS)}?)")
AMOUNT = re.compile(
    rf"(?P<minus>[-−(]?) ?(?P<before>{_any(SIGNS)}?) ?(?P<inner>[-−]?) ?"
    rf"(?P<body>(?:{DIGITS})(?: ?{_any(POWERS)} ?(?:{DIGITS}))*(?: ?{_any(POWERS)})?) ?"
    rf"(?P<after>{_any(SIGNS)}?)\)?"
)
LONGEST = 60
DOUBTFUL = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[.,])\d{3})(?:(?P=mark)\d{3})*(?P<rest>[.,]\d+)?")


class Amount(NamedTuple):
    """An amount as it is written: digits with their marks, times ten to the `power`, and `more`.

    `decimal` is the decimal mark that the cell proves; "?" where the cell does not tell it, ""
    where it has no marks at all.
    """

    written: str
    digits: str
    power: int
    more: Decimal
    sign: int
    currency: str
    decimal: str


def read_amount(text: str) -> Amount | None:
    """Read one amount as far as it can be read alone, or return None.

    Examples
    --------
    >>> amount = read_amount("$ 1.200,50")
    >>> amount.digits, amount.currency, amount.decimal
    ('1.200,50', 'USD', ',')
    >>> read_amount("a lot") is None
    True
    """
    text = " ".join(unicodedata.normalize("NFC", text).split()).lower()
    found = AMOUNT.fullmatch(text) if len(text) <= LONGEST else None
    if found is None or text.startswith("(") != text.endswith(")"):
        return None
    named = {SIGNS[found[place]] for place in ("before", "after") if found[place]}
    parts = _parts(found["body"])
    if parts is None or len(named) > 1:
        return None
    digits, power, more = parts
    currency = next(iter(named), "")
    decimal = _proven(digits, may_have_three=power > 0 or not currency)
    sign = -1 if found["minus"] or found["inner"] else 1
    if decimal is None:
        return None
    return Amount(text, digits, power, more, sign, currency, decimal)


def _parts(body: str) -> tuple[str, int, Decimal] | None:
    """Return the first number, its power of ten, and what the words after it add.

    15tr500 and 15 triệu 500 nghìn are fifteen and a half million; so is 15tr5.
    """
    parts = [(re.sub("[ '’]", "", part["digits"]), part["unit"]) for part in PART.finditer(body)]
    (digits, unit), *others = parts
    power, more = POWERS[unit], Decimal(0)
    last = power
    for added, unit in others:
        if not (digits.isdecimal() and added.isdecimal()):
            return None
        if unit == "" and len(added) in (1, 3) and last >= len(added):
            exponent, last = last - len(added), 0
        elif 0 < POWERS[unit] < last:
            exponent = last = POWERS[unit]
        else:
            return None
        more += Decimal(added).scaleb(exponent)
    return digits, power, more


def _proven(digits: str, *, may_have_three: bool) -> str | None:
    """Return the decimal mark that a number proves, "" or "?", or None where it is malformed.

    What names its currency has at most two decimals, so that $200,000 is no two hundred dollars.
    """
    marks = [sign for sign in digits if sign in ".,"]
    if not marks:
        return ""
    if len(marks) == 1 and DOUBTFUL.fullmatch(digits):
        return "?" if may_have_three else other_mark(marks[0])
    if len(marks) == 1:
        return marks[0]
    grouped = GROUPED.fullmatch(digits)
    if grouped is None or (grouped["rest"] or "").startswith(grouped["mark"]):
        return None
    return other_mark(grouped["mark"])


def other_mark(mark: str) -> str:
    """Return the comma for the point, and the point for anything else."""
    return "," if mark == "." else "."
