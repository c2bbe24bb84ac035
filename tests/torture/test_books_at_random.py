"""Books with odd but legal cells: what was read, written and read again is the same."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import pandas as pd
from hypothesis import HealthCheck, given, settings
from pandas.testing import assert_frame_equal

from leadkit.base.files import FORMULA_STARTS
from leadkit.book import read_book, write_book

N = 300 if os.environ.get("LEADKIT_TORTURE") else 5
LETTERS = st.characters(exclude_categories=["Cc", "Cs"])
ODD = st.sampled_from(
    ["NULL", "N/A", "nan", "0", "007", "1e5", "1,5", '"', '""', "a,b", "a;b", "a\nb", "Lê  Bình",
     "Nguyễn", "\u202egnp", "ﷺ", "👩🏽\u200d💻", "'", "TRUE", "2026-09-30", "x" * 5_000]
)  # fmt: skip
CELLS = (st.text(LETTERS, max_size=20) | ODD | st.none()).filter(
    lambda cell: cell is None or not cell.startswith(FORMULA_STARTS)
)
DAYS = st.datetimes(pd.Timestamp("2025-01-01"), pd.Timestamp("2026-06-30"))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "created_at": DAYS.map(lambda moment: f"{moment:%Y-%m-%dT%H:%MZ}"),
            "source": st.sampled_from(["webinar", "Hội thảo", "a, b"]),
            "full_name": CELLS,
            "company": CELLS,
            "phone": CELLS,
            "note": CELLS,
            "outcome": st.sampled_from(["open", "won", "lost"]),
            "deal_value": st.none() | st.floats(0, 1e12).map(lambda value: f"{value:.2f}"),
        }
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=N, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(ROWS)
def test_a_book_read_written_and_read_again_is_the_same(rows):
    leads = pd.DataFrame(rows).assign(lead_id=[f"L{place}" for place in range(len(rows))])
    with TemporaryDirectory() as home:
        first, second = Path(home) / "first", Path(home) / "second"
        first.mkdir()
        leads.to_csv(first / "leads.csv", index=False)
        once = read_book(first)
        write_book(once, second)
        twice = read_book(second)
    assert_frame_equal(once.leads.reset_index(drop=True), twice.leads.reset_index(drop=True))
    assert once.settings == twice.settings
