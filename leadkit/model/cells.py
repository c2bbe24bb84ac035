"""The features of new leads, read from text cells as a training table is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from leadkit.book import role_of, to_numbers
from leadkit.model.registry import FLAGS, RECYCLED, contact_flag


@dataclass(frozen=True)
class CellFeatures:
    """What a model reads of new leads.

    Attributes
    ----------
    table : DataFrame
        The features, one row a lead, in the order asked for.
    missing : dict of str to str
        Features whose column the data lacks, blank for every lead, with the column's name.
    unread : dict of str to int
        Cells that should be numbers and are none, by column; they count as blank.
    """

    table: pd.DataFrame
    missing: dict[str, str]
    unread: dict[str, int]


def cell_features(
    cells: pd.DataFrame, columns: Collection[str], *, numeric: Collection[str], also: Iterable[str]
) -> CellFeatures:
    """Return the named features of new leads, read from text cells as a training table is.

    Parameters
    ----------
    cells : DataFrame of str
        One row a lead nobody has handed off yet.
    columns : collection of str
        As in `feature_table`.
    numeric : collection of str
        Those that are numbers; a cell that is none counts as blank.
    also : iterable of str
        Names under which contact columns are looked for, in this order.

    Returns
    -------
    CellFeatures
        A column that the data lacks is blank for every lead, and named.
    """
    asked = not FLAGS.keys().isdisjoint(columns)
    contacts = {role_of(name): name for name in reversed(list(also)) if asked and name in cells}
    table: dict[str, pd.Series[Any]] = {}
    missing, unread = dict[str, str](), dict[str, int]()
    for name in columns:
        own = contacts.get(FLAGS[name], FLAGS[name]) if name in FLAGS else name
        if name == RECYCLED:
            table[name] = pd.Series(0.0, index=cells.index)
        elif own not in cells:
            missing[name] = own
            kind = "float64" if name in numeric else "str"
            table[name] = pd.Series(None, index=cells.index, dtype=kind)
        elif name in FLAGS:
            table[name] = contact_flag(name, cells[[own]].set_axis([FLAGS[name]], axis=1))
        elif name in numeric:
            table[name], is_unread = to_numbers(cells[own])
            unread[name] = int(is_unread.sum())
        else:
            table[name] = _coded(cells[own])
    return CellFeatures(pd.DataFrame(table, index=cells.index), missing, unread)


def _coded(cells: pd.Series[str]) -> pd.Series[Any]:
    """Return text with each distinct cell kept once, so that whatever looks at it next is quick."""
    codes, texts = pd.factorize(cells)
    return pd.Series(pd.Categorical.from_codes(codes, texts), index=cells.index)
