"""The audit of a book's labelled turns: everything the book knows that evidence can rest on."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from leadkit.book import Book, Known
from leadkit.book.padding import padded_cells
from leadkit.model.leakage.audit import Audit, audit
from leadkit.model.registry import provenance
from leadkit.model.surroundings import course


def audit_turns(
    book: Book,
    turns: pd.DataFrame,
    labelled: pd.DataFrame,
    everyone: pd.DataFrame,
    groups: pd.Series[str],
    *,
    named: Collection[str] = (),
) -> Audit:
    """Judge every column of a book's feature table.

    Parameters
    ----------
    book : Book
        Its registry says when each column is known.
    turns, labelled : DataFrame
        Rows of `leadkit.turns`: all, and those that train, earliest first.
    everyone : DataFrame
        `feature_table` of all turns, rows as in `turns`.
    groups : Series of str
        Buyer of each turn, indexed by turn_id.
    named : collection of str
        Columns the analyst declares known at handoff.

    Returns
    -------
    Audit
    """
    X = everyone.loc[labelled["turn_id"]]
    known = {name: provenance(book, name) for name in map(str, everyone)}
    known.update({name: Known.HANDOFF for name in named if name in known})
    padded = padded_cells(book).reindex(labelled.index, fill_value=False)
    return audit(
        X,
        labelled["won"].astype(int).set_axis(X.index),
        known=known,
        status=turns["outcome"].fillna("open"),
        blanks=everyone.isna(),
        named=named,
        times=labelled["start"].set_axis(X.index),
        groups=groups[X.index],
        everyone=everyone,
        starts=turns["start"],
        elapsed=course(labelled)["ended_days"].set_axis(X.index),
        padded=padded.set_axis(X.index),
        ids=labelled["lead_id"].set_axis(X.index),
        rows=pd.Series(labelled.index, X.index),
    )
