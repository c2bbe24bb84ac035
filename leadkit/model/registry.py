"""Which columns of a book could be features, and the feature table of its turns."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

import pandas as pd

from leadkit.book import Book, Known
from leadkit.quality import emails, phones

STRUCTURE = frozenset(
    {
        "lead_id", "account_id", "created_at", "mql_at", "handed_off_at", "first_response_at",
        "accepted_at", "rejected_at", "closed_at", "outcome", "owner",
    }
)  # fmt: skip
FLAGS = {
    "email_filled": "email",
    "email_valid": "email",
    "phone_filled": "phone",
    "phone_valid": "phone",
}
RECYCLED = "recycled"
MOSTLY = 0.9
DERIVED = frozenset({*FLAGS, RECYCLED})


def candidates(book: Book) -> list[str]:
    """Return the columns of `leads` that the audit has to judge."""
    return [name for name in book.leads.columns if name not in STRUCTURE]


def feature_table(book: Book, turns: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Return the named features of each turn, in the order of `turns`.

    Parameters
    ----------
    book : Book
        Where the leads' own columns come from.
    turns : DataFrame
        Rows of `leadkit.turns`; its index points at the rows of `leads`.
    columns : iterable of str
        Columns of `leads`, and the derived `email_filled`, `email_valid`, `phone_filled`,
        `phone_valid` and `recycled` (0 or 1).

    Returns
    -------
    DataFrame
        Indexed by turn_id. Contact data itself never enters it.
    """
    leads = book.leads.loc[turns.index]
    table = {}
    for name in columns:
        if name in FLAGS:
            table[name] = contact_flag(name, leads)
        elif name == RECYCLED:
            table[name] = turns["turn"].gt(1).astype(float)
        else:
            table[name] = _as_feature(leads[name])
    return pd.DataFrame(table, index=turns.index).set_axis(pd.Index(turns["turn_id"]), axis=0)


def derived(book: Book, turns: pd.DataFrame) -> list[str]:
    """Return the derived features that carry information in this book."""
    flags = [flag for flag, column in FLAGS.items() if column in book.leads]
    table = feature_table(book, turns, [*flags, RECYCLED])
    told = [str(name) for name in table if table[name].nunique() > 1]
    twins = {late for early, late in combinations(told, 2) if table[early].equals(table[late])}
    return [name for name in told if name not in twins]


def provenance(book: Book, column: str) -> Known:
    """Return when a column is known; derived features are known at handoff."""
    if column in FLAGS:
        is_assumed = book.is_bare and FLAGS[column] not in book.settings.known
        return Known.ASSUMED if is_assumed else Known.HANDOFF
    return Known.HANDOFF if column == RECYCLED else book.known[column]


def _as_feature(cells: pd.Series[Any]) -> pd.Series[Any]:
    """Return a text column as numbers where nearly all of its cells are; the others are blank."""
    if cells.dtype.kind in "fiub":
        return cells
    numbers = pd.to_numeric(cells, errors="coerce")
    return numbers if numbers.notna().sum() >= MOSTLY * cells.notna().sum() > 0 else cells


def contact_flag(flag: str, leads: pd.DataFrame) -> pd.Series[float]:
    """Return 1 where the contact that a flag is about is filled, or valid, else 0."""
    check = emails if FLAGS[flag] == "email" else phones
    contacts = check(leads[FLAGS[flag]])
    return (contacts.valid if flag.endswith("_valid") else contacts.filled).astype(float)
