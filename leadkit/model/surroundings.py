"""What stands beside the features of a turn: its buyer, its kind, its course, the CRM's score."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from leadkit.book import Book, plain, to_numbers
from leadkit.journey.win_curve import in_days
from leadkit.quality import emails, phones

NAMES = {
    "source": (
        "source", "lead source", "leadsource", "lead origin", "original source", "channel",
        "utm source", "nguồn", "nguồn khách hàng", "nguồn lead", "kênh",
    ),
    "segment": ("segment", "customer segment", "company size", "phân khúc", "quy mô"),
}  # fmt: skip
SCORE = re.compile(r"\blead ?score\b|\b\w*score\b|\bprobability\b|\bđiểm\b|\bxác suất\b")
MOST_LEADS_OF_A_CONTACT = 20
MOSTLY = 0.9
LEAST_LEVELS = 3


def buyers(book: Book, turns: pd.DataFrame) -> pd.Series[str]:
    """Return one label a buyer: turns of one account, telephone number or e-mail address.

    Parameters
    ----------
    book : Book
        With contacts or without.
    turns : DataFrame
        Rows of `leadkit.turns`; its index points at the rows of `leads`.

    Returns
    -------
    Series of str
        On the index of `turns`, the account of the buyer's first turn. A contact of more than
        20 turns is a switchboard or a placeholder, and joins nobody.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    leads, n = book.leads.loc[turns.index], len(turns)
    nodes = [pd.factorize(turns["account_id"])[0]]
    for name, check in (("phone", phones), ("email", emails)):
        if name in leads:
            codes = pd.factorize(check(leads[name]).normalised)[0]
            counts = np.bincount(codes[codes >= 0], minlength=1)
            nodes.append(np.where(counts[codes] <= MOST_LEADS_OF_A_CONTACT, codes, -1))
    ends, offset = [], n
    for codes in nodes:
        ends.append(np.where(codes >= 0, codes + offset, -1))
        offset += int(codes.max(initial=-1)) + 1
    turn = np.tile(np.arange(n), len(ends))
    node = np.concatenate(ends)
    edge = node >= 0
    graph = coo_array(
        (np.ones(edge.sum(), dtype=bool), (turn[edge], node[edge])), shape=(offset, offset)
    )
    component = connected_components(graph, directed=False)[1][:n]
    return turns["account_id"].groupby(component).transform("first")


def kinds(book: Book, turns: pd.DataFrame) -> pd.DataFrame:
    """Return source, segment and quarter of each turn, as far as the book knows them."""
    leads = book.leads.loc[turns.index]
    found = {}
    for kind, names in NAMES.items():
        own = next((name for name in map(str, leads) if plain(name) in names), None)
        if own is not None:
            found[kind] = leads[own].astype("str")
    if turns["quarter"].notna().any():
        found["quarter"] = turns["quarter"]
    return pd.DataFrame(found, index=turns.index)


def crm_score(book: Book, turns: pd.DataFrame, denied: set[str]) -> pd.Series[float] | None:
    """Return the score that the CRM gave the leads itself, or None where the book holds none.

    Parameters
    ----------
    book : Book
        Its columns are searched by name.
    turns : DataFrame
        Rows of `leadkit.turns`.
    denied : set of str
        Columns that leak or were filled after the handoff, and the rule of today.
    """
    leads = book.leads.loc[turns.index]
    for name in map(str, leads):
        if name in denied or not SCORE.search(plain(name)):
            continue
        cells = leads[name]
        numbers = cells if cells.dtype.kind in "fiu" else to_numbers(cells.astype("str"))[0]
        enough = MOSTLY * cells.notna().sum()
        if numbers.notna().sum() >= max(enough, 1) and numbers.nunique() >= LEAST_LEVELS:
            return numbers.astype(float).rename(name)
    return None


def course(turns: pd.DataFrame) -> pd.DataFrame:
    """Return how each turn went on: `ended_days` since its start, and `end`: won, lost or open."""
    days = in_days(turns["closed_at"] - turns["start"])
    has_ended = turns["outcome"].isin(("won", "lost"))
    is_known = has_ended & (days.notna() | (turns["outcome"] == "won"))
    return pd.DataFrame(
        {
            "ended_days": days.where(has_ended).clip(lower=0),
            "end": turns["outcome"].where(is_known, "open").astype("str"),
        },
        index=turns.index,
    )
