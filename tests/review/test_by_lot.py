"""Leads that an agreed quota drew are no breach of the line."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from leadkit.base.estimate import rate
from leadkit.review.agreed_line import by_lot
from leadkit.review.audit.measures import Kept
from leadkit.review.audit.page import _of

MINE = SimpleNamespace(name="2 abcdef12", explore=object())


def drawn(policy=MINE):
    day = pd.Timestamp("2026-06-10", tz="UTC")
    first = pd.DataFrame({"lead_id": [*"ABCDE"], "handed_off_at": day}, index=range(5, 10))
    rows = [
        ("A", "2026-06-01", "hand_off", "exploration", MINE.name),
        ("B", "2026-06-01", "hand_off", "exploration", "1 00000000"),
        ("C", "2026-06-01", "nurture", "below_line", MINE.name),
        ("D", "2026-06-20", "hand_off", "exploration", MINE.name),
    ]
    log = pd.DataFrame(rows, columns=["lead_id", "at", "decision", "reason", "policy"])
    log["at"] = pd.to_datetime(log["at"], utc=True)
    book = SimpleNamespace(table=lambda _name: log)
    return first, by_lot(SimpleNamespace(book=book), first, policy)


def test_only_who_this_policy_drew_before_the_handoff_is_left_out():
    first, found = drawn()
    assert found.index.equals(first.index)
    assert found.tolist() == [True, False, False, False, False]


def test_without_a_quota_or_a_log_nobody_was_drawn():
    assert not drawn(SimpleNamespace(name=MINE.name, explore=None))[1].any()
    assert not drawn(SimpleNamespace(name="3 00000000", explore=object()))[1].any()
    first, _found = drawn()
    silent = SimpleNamespace(book=SimpleNamespace(table=lambda _name: None))
    assert not by_lot(silent, first, MINE).any()


def test_the_page_counts_who_was_left_out():
    one = SimpleNamespace(kept=Kept(estimate=rate(30, 40), by_lot=7))
    assert _of(one) == "40, 7 by lot left out"
