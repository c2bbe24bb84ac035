from __future__ import annotations

import gc

import pandas as pd

from leadkit.book import Book, Settings
from leadkit.journey import turns
from leadkit.journey.memory import _MEMORIES


def make(*, outcome="open", **tables):
    day = pd.Timestamp("2026-06-01", tz="UTC")
    leads = pd.DataFrame(
        {
            "lead_id": ["A", "B"],
            "handed_off_at": day,
            "outcome": pd.Series([outcome] * 2, dtype="str"),
        }
    )
    return Book({"leads": leads, **tables}, Settings())


def test_the_same_is_found_again_and_the_caller_may_change_it():
    book = make()
    first = turns(book)
    first["outcome"] = "won"
    assert turns(book)["outcome"].tolist() == ["open", "open"]
    assert turns(book, "2026-05-01").empty


def test_a_book_that_was_changed_is_looked_at_anew():
    book = make()
    assert turns(book)["won"].isna().all()
    book.leads.loc[0, "outcome"] = "lost"
    assert turns(book)["outcome"].tolist() == ["lost", "open"]
    later = pd.Timestamp("2026-06-20", tz="UTC")
    book.tables["events"] = pd.DataFrame(
        {"lead_id": ["B"], "at": [later], "kind": ["handed_off"], "detail": [""]}
    )
    assert turns(book)["turn_id"].tolist() == ["A", "B", "B#2"]
    book.tables["leads"] = book.leads.iloc[:1]
    assert turns(book)["turn_id"].tolist() == ["A"]


def test_a_book_that_is_gone_is_forgotten():
    before = len(_MEMORIES)
    book = make()
    turns(book)
    assert len(_MEMORIES) == before + 1
    del book
    gc.collect()
    assert len(_MEMORIES) <= before
