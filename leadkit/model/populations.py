"""Where every row and every turn of a book goes: it trains, or it is counted with its reason."""

from __future__ import annotations

import pandas as pd

from leadkit.book import Book

POPULATIONS = ("labelled", "immature", "unlabelled", "not_handed_off", "self_generated")


def populations(table: pd.DataFrame, book: Book) -> pd.Series[str]:
    """Say of every turn where it goes.

    Parameters
    ----------
    table : DataFrame
        Rows of `leadkit.turns`.
    book : Book
        Its settings and columns decide what counts.

    Returns
    -------
    Series of str
        labelled, unlabelled, immature, not_handed_off or self_generated.
    """
    population = pd.Series("labelled", index=table.index)
    population = population.mask(table["won"].isna(), "unlabelled")
    population = population.mask(~table["mature"] & table["start"].notna(), "immature")
    if book.has("handed_off_at"):
        population = population.mask(table["start"].isna(), "not_handed_off")
    return population.mask(table["self_generated"], "self_generated")


def tally(book: Book, table: pd.DataFrame, population: pd.Series[str]) -> dict[str, int]:
    """Count where every row and every turn of a book goes.

    Parameters
    ----------
    book : Book
        With its rows set aside.
    table : DataFrame
        Rows of `leadkit.turns`.
    population : Series of str
        Where each turn goes.

    Returns
    -------
    dict of str to int
        rows = set_aside + leads; leads + later_turns - after_as_of = the populations together.
    """
    aside = book.set_aside.query("table == 'leads'")["row"].nunique()
    first = int((table["turn"] == 1).sum())
    counts = population.value_counts()
    return {
        "rows": len(book.leads) + aside,
        "set_aside": aside,
        "leads": len(book.leads),
        "later_turns": len(table) - first,
        "after_as_of": len(book.leads) - first,
        **{name: int(counts.get(name, 0)) for name in POPULATIONS},
    }


def still_open(table: pd.DataFrame, population: pd.Series[str]) -> dict[str, int]:
    """Count the open leads, and those past their window."""
    is_open = table["outcome"] == "open"
    late = is_open & (population == "labelled")
    return {"open": int(is_open.sum()), "open_past_window": int(late.sum())}
