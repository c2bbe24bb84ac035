"""Amounts as people write them: currency signs, marks between thousands, tỷ, triệu, tr and k."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, listed, number
from leadkit.book.amount import Amount, other_mark
from leadkit.book.amount import read_amount as read_amount
from leadkit.book.parsing import MOSTLY, to_numbers
from leadkit.book.shapes import Ints, Shape, shapes_of

Floats = npt.NDArray[np.float64]

PLAIN_DOUBTFUL = r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}"
EXACT = 15  # digits that a float holds


@dataclass(frozen=True, eq=False)
class Group:
    """Distinct cells that are read alike: the first as it was read, and the digits of all.

    Attributes
    ----------
    amount : Amount or None
        None where the cells are no amounts.
    places : ndarray of int
        Which of the distinct cells they are, in order.
    whole : ndarray of int, optional
        The digits of each, without marks; else the amount says all.
    """

    amount: Amount | None
    places: Ints
    whole: Ints | None = None

    def values(self, decimal: str) -> Floats | float:
        """Return the amounts, with this decimal mark where the cells do not tell their own."""
        if self.amount is None or self.whole is None:
            return _value(self.amount, decimal)
        mark = self.amount.decimal.replace("?", decimal)
        if self.amount.decimal and not mark:
            return np.nan
        decimals = len(self.amount.digits.partition(mark)[2]) if mark else 0
        power = self.amount.power - decimals
        signed = float(self.amount.sign) * self.whole
        return np.asarray(signed * 10.0**power if power >= 0 else signed / 10.0**-power)


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
    odd = bad | (values.notna() & cells.str.fullmatch(PLAIN_DOUBTFUL, na=False))
    if not odd.any():
        return values, bad
    codes, texts = pd.factorize(cells[odd])
    groups = list(_groups(texts))
    _refuse_several_currencies(cells[odd], codes, groups)
    decimal = _decide(cells, odd, codes, groups)
    read = np.empty(len(texts))
    for group in groups:
        read[group.places] = group.values(decimal)
    values = values.mask(odd, pd.Series(read[codes], index=cells.index[odd]))
    return values, cells.notna() & values.isna()


def currency_of(cells: pd.Series[str]) -> str:
    """Return the code of the one currency that the cells name, or "".

    Examples
    --------
    >>> currency_of(pd.Series(["$1,200", "300"])), currency_of(pd.Series(["1200"]))
    ('USD', '')
    """
    groups = _groups(cells.dropna().drop_duplicates())
    named = {group.amount.currency for group in groups if group.amount} - {""}
    return named.pop() if len(named) == 1 else ""


def _groups(texts: pd.Index[str] | pd.Series[str]) -> Iterator[Group]:
    """Read distinct cells, those of one shape by the first of them."""
    cells = pd.Series(texts.to_numpy(), dtype="str")
    for shape in shapes_of(cells):
        is_led = shape.digits[:, :1].sum(axis=1) > 0  # a leading zero may change what a mark means
        places, others = shape.places[is_led], shape.places[~is_led]
        amount = read_amount(cells[places[0]]) if len(places) else None
        if amount is None or _is_one_number(amount, shape):
            yield Group(amount, places, shape.whole()[is_led])
        else:
            others = shape.places
        for place in others:
            yield Group(read_amount(cells[place]), np.array([place]))


def _is_one_number(amount: Amount, shape: Shape) -> bool:
    """Return whether the digits of a shape are those of one number, which a float holds exactly."""
    n_digits = shape.digits.shape[1]
    return not amount.more and len(re.sub("[.,]", "", amount.digits)) == n_digits <= EXACT


def _decide(cells: pd.Series[str], odd: pd.Series[bool], codes: Ints, groups: list[Group]) -> str:
    """Return the decimal mark of the cells that do not tell it, or "" where these few are bad."""
    counts = np.bincount(codes)
    votes = dict.fromkeys(("?", ".", ",", ""), 0)
    for group in groups:
        if group.amount:
            votes[group.amount.decimal] += int(counts[group.places].sum())
    doubtful = votes.pop("?")
    votes.pop("")
    votes["."] += int(cells[~odd].str.contains(".", regex=False).sum())
    likely = max(votes, key=lambda mark: votes[mark])
    if 0 < votes[likely] >= MOSTLY * sum(votes.values()):
        return likely
    if doubtful > (1 - MOSTLY) * cells.notna().sum():
        first = min(g.places[0] for g in groups if g.amount and g.amount.decimal == "?")
        amount = read_amount(cells[odd].iloc[int(np.argmax(codes == first))])
        assert amount is not None
        raise _undecided(cells, amount)
    return ""


def _value(amount: Amount | None, decimal: str) -> float:
    """Return an amount, with this decimal mark where the cell does not tell its own."""
    if amount is None or (amount.decimal == "?" and not decimal):
        return np.nan
    decimal = decimal if amount.decimal == "?" else amount.decimal
    plain = amount.digits.replace(other_mark(decimal), "").replace(",", ".")
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
            whole=_shown(_value(amount._replace(decimal=other_mark(mark)), mark)),
        ),
        fix=_("Write numbers as 22700000, or name the currency, as in 22.700.000 ₫."),
    )


def _shown(value: float) -> str:
    digits = next(n for n in range(4) if n == 3 or round(value, n) == value)
    return number(value, digits)


def _refuse_several_currencies(cells: pd.Series[str], codes: Ints, groups: list[Group]) -> None:
    first: dict[str, int] = {}
    for group in groups:
        if group.amount and group.amount.currency:
            earlier = first.get(group.amount.currency, len(cells))
            first[group.amount.currency] = min(earlier, int(group.places[0]))
    if len(first) > 1:
        rows = cells.iloc[[int(np.argmax(codes == place)) for place in sorted(first.values())]]
        examples = [_("row {row}: {value!r}").format(row=n, value=one) for n, one in rows.items()]
        raise BadInput(
            _("column {column!r} holds several currencies: {examples}").format(
                column=cells.name, examples=listed(examples)
            ),
            fix=_("Convert them to one currency, or export each currency into a file of its own."),
        )
