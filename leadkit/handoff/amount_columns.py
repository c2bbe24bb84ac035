"""Columns of amounts, read and refused: text, mixed currencies, missing, 0 or negative."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, first_few, listed, number
from leadkit.book.money import currency_of, to_amounts
from leadkit.handoff.leads import Bools, Floats


class Column(NamedTuple):
    """A column of amounts: its name, the number of each lead by key, and the currency it names."""

    name: str
    amounts: pd.Series[float]
    currency: str


def read_column(judged: pd.DataFrame, name: str) -> Column:
    """Read a column that holds amounts as numbers or as people write them.

    Raises
    ------
    BadInput
        If it is absent, or holds text, several currencies or negative amounts.
    """
    if name not in judged:
        near = get_close_matches(name, map(str, judged.columns), n=3, cutoff=0.4)
        raise BadInput(
            _("the scored leads have no column {names}").format(names=repr(name)),
            fix=_("Nearest names: {names}.").format(names=", ".join(near))
            if near
            else _("Its columns are: {names}.").format(names=", ".join(map(str, judged.columns))),
        )
    cells = judged[name].set_axis(_labels(judged))
    if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
        column = Column(name, cells.astype("float64"), "")
    else:
        text = cells.map(str, na_action="ignore").astype("str").str.strip()
        text = text.mask(text == "")
        amounts, bad = to_amounts(text)
        refuse(name, cells, bad.to_numpy(dtype=bool), _("not an amount"))
        column = Column(name, amounts, currency_of(text))
    refuse(name, cells, np.isinf(column.amounts.to_numpy()), _("an amount is finite"))
    refuse(name, cells, (column.amounts < 0).to_numpy(), _("an amount is not negative"))
    return column


def _labels(judged: pd.DataFrame) -> pd.Index[str]:
    """Return what to call each lead in a message: its key, or its row."""
    if "key" in judged:
        return pd.Index(judged["key"].astype(str))
    return pd.RangeIndex(1, len(judged) + 1).astype(str)


def of_every_lead(column: Column, won: Bools) -> Floats:
    """Return the amounts of a column that decides about handoff, so that every lead needs one.

    Raises
    ------
    BadInput
        If some are missing or 0; a column that mostly won leads fill is known only afterwards.
    """
    amounts = column.amounts
    absent = (amounts.isna() | (amounts == 0)).to_numpy()
    if absent[~won].mean() > 1 / 2 > absent[won].mean():
        raise BadInput(
            _(
                "{column} is known for won leads only: {n} of {of} others have none, so that it "
                "cannot say at handoff what a lead is worth"
            ).format(
                column=column.name, n=number(int(absent[~won].sum())), of=number(int((~won).sum()))
            ),
            fix=_(
                "Take it for what won leads earned, beside one number or a column with the "
                "expected value of every lead."
            ),
        )
    refuse(column.name, amounts, amounts.isna().to_numpy(), _("every lead needs an amount"))
    refuse(column.name, amounts, absent, _("an amount is above 0"))
    return np.asarray(amounts, dtype=np.float64)


def refuse(name: str, cells: pd.Series[Any], wrong: Bools, rule: str) -> None:
    """Refuse a column with wrong cells: how many, and what stands at the first leads."""
    if not wrong.any():
        return
    raise BadInput(
        _("{n} values of {column} cannot be used: {rule} ({first})").format(
            n=number(int(wrong.sum())), column=name, rule=rule, first=_with_cells(cells[wrong])
        ),
        where=_("scored leads"),
        fix=_("Mend or leave out these rows."),
    )


def _with_cells(cells: pd.Series[Any]) -> str:
    """Name the first leads with what stands there."""
    named = (str(key) if pd.isna(cell) else f"{key}: {cell}" for key, cell in cells.items())
    return first_few(named)


def one_currency(columns: Mapping[str, Column], currency: str) -> str:
    """Return the currency that the columns name, or the one given where they name none.

    Raises
    ------
    BadInput
        If they name several, or another than the one given.
    """
    named = {column.name: column.currency for column in columns.values() if column.currency}
    found = {*named.values(), *([currency] if currency else [])}
    if len(found) > 1:
        said = [f"{name}: {code}" for name, code in named.items()]
        if currency:
            said.append(_("the currency given: {code}").format(code=currency))
        raise BadInput(
            _("the amounts are in several currencies: {said}").format(said=listed(said)),
            fix=_("Convert them to one currency."),
        )
    return found.pop() if found else ""
