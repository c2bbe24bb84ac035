"""Amounts as people write them: currency signs, marks between thousands, tỷ, triệu, tr and k."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, listed, number
from leadkit.book.parsing import MOSTLY, to_numbers

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
PLAIN_DOUBTFUL = r"^[+-]?[1-9]\d{0,2}\.\d{3}$"
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


def to_amounts(cells: pd.Series[str]) -> tuple[pd.Series[float], pd.Series[bool]]:
    """Read amounts of money, or numbers, with their marks, signs and words.

    Whether "22.700" is 22.7 or 22,700 is decided on all values of the column.

    Parameters
    ----------
    cells : Series of str
        Cells as written; missing stays missing.

    Returns
    -------
    values : Series of float
        Amounts in whole units of their currency.
    bad : Series of bool
        Which filled cells are none.

    Raises
    ------
    BadInput
        If the column names several currencies, or its marks can be read in two ways.

    Examples
    --------
    >>> to_amounts(pd.Series(["22.700.000 ₫", "1,2 tỷ", "15tr", "500k"]))[0].tolist()
    [22700000.0, 1200000000.0, 15000000.0, 500000.0]
    """
    values, bad = to_numbers(cells)
    odd = bad | _plain_but_doubtful(cells)
    if not odd.any():
        return values, bad
    codes, amounts = _distinct(cells[odd])
    _refuse_several_currencies(cells[odd], codes, amounts)
    decimal = _decide(cells, odd, [amounts[code] for code in codes])
    read = [_value(amount, decimal) for amount in amounts]
    values = values.mask(odd, pd.Series(np.array(read)[codes], index=cells.index[odd]))
    return values, cells.notna() & values.isna()


def currency_of(cells: pd.Series[str]) -> str:
    """Return the code of the one currency that the cells name, or "".

    Examples
    --------
    >>> currency_of(pd.Series(["$1,200", "300"])), currency_of(pd.Series(["1200"]))
    ('USD', '')
    """
    _codes, amounts = _distinct(cells.dropna())
    named = {amount.currency for amount in amounts if amount} - {""}
    return named.pop() if len(named) == 1 else ""


def _plain_but_doubtful(cells: pd.Series[str]) -> pd.Series[bool]:
    pointed = cells.str.contains(".", regex=False, na=False)
    return pointed & cells.str.match(PLAIN_DOUBTFUL, na=False) if pointed.any() else pointed


def _distinct(cells: pd.Series[str]) -> tuple[list[int], list[Amount | None]]:
    codes, texts = pd.factorize(cells)
    return codes.tolist(), [read_amount(text) for text in texts.tolist()]


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
        return "?" if may_have_three else _other(marks[0])
    if len(marks) == 1:
        return marks[0]
    grouped = GROUPED.fullmatch(digits)
    if grouped is None or (grouped["rest"] or "").startswith(grouped["mark"]):
        return None
    return _other(grouped["mark"])


def _other(mark: str) -> str:
    return "," if mark == "." else "."


def _decide(cells: pd.Series[str], odd: pd.Series[bool], amounts: list[Amount | None]) -> str:
    """Return the decimal mark of the cells that do not tell it, or "" where these few are bad."""
    found = [amount for amount in amounts if amount is not None]
    votes = {mark: sum(amount.decimal == mark for amount in found) for mark in (".", ",")}
    votes["."] += int(cells[~odd].str.contains(".", regex=False).sum())
    likely = max(votes, key=lambda mark: votes[mark])
    if 0 < votes[likely] >= MOSTLY * sum(votes.values()):
        return likely
    doubtful = [amount for amount in found if amount.decimal == "?"]
    if len(doubtful) > (1 - MOSTLY) * cells.notna().sum():
        raise _undecided(cells, doubtful[0])
    return ""


def _value(amount: Amount | None, decimal: str) -> float:
    """Return an amount, with this decimal mark where the cell does not tell its own."""
    if amount is None or (amount.decimal == "?" and not decimal):
        return np.nan
    decimal = decimal if amount.decimal == "?" else amount.decimal
    plain = amount.digits.replace(_other(decimal), "").replace(",", ".")
    return float(amount.sign * (Decimal(plain).scaleb(amount.power) + amount.more))


def _undecided(cells: pd.Series[str], amount: Amount) -> BadInput:
    mark = "." if "." in amount.digits else ","
    return BadInput(
        _(
            "column {column!r}: {example} is {part} if the “{mark}” is a decimal mark, and {whole} "
            "if it stands between thousands"
        ).format(
            column=cells.name,
            example=amount.written,
            mark=mark,
            part=_shown(_value(amount._replace(decimal=mark), mark)),
            whole=_shown(_value(amount._replace(decimal=_other(mark)), mark)),
        ),
        fix=_("Write numbers as 22700000, or name the currency, as in 22.700.000 ₫."),
    )


def _shown(value: float) -> str:
    digits = next(n for n in range(4) if n == 3 or round(value, n) == value)
    return number(value, digits)


def _refuse_several_currencies(
    cells: pd.Series[str], codes: list[int], amounts: list[Amount | None]
) -> None:
    first: dict[str, str] = {}
    for row, text, code in zip(cells.index, cells, codes, strict=True):
        amount = amounts[code]
        if amount is not None and amount.currency and amount.currency not in first:
            first[amount.currency] = _("row {row}: {value!r}").format(row=row, value=text)
    if len(first) > 1:
        raise BadInput(
            _("column {column!r} holds several currencies: {examples}").format(
                column=cells.name, examples=listed(list(first.values()))
            ),
            fix=_("Convert them to one currency, or export each currency into a file of its own."),
        )
