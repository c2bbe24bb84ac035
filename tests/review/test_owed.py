from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.book import Book, Settings
from leadkit.review.owed import owed as module
from leadkit.review.owed.owed import leads

WINS = {"small": (40, 400, 10_000.0), "large": (30, 100, 50_000.0)}


def leads_owed(book, quarter="2026Q2", **given):
    """Judge as on the last day before the quarter."""
    return module.leads_owed(book, quarter, as_of="2026-03-31", **given)


PLAN = pd.DataFrame(
    {
        "quarter": "2026Q2",
        "segment": ["small", "large"],
        "handoffs": [100.0, 10.0],
        "win_rate": [0.1, 0.3],
        "deal_value": [10_000.0, 50_000.0],
    }
)


def made(groups=WINS, plan=None):
    """Return two years of leads in which each segment wins its share at its own deal value."""
    frames = []
    start = pd.Timestamp("2025-01-06T03:00Z")
    for segment, (wins, n, value) in groups.items():
        at = start + pd.to_timedelta(np.linspace(0, 350, n), unit="D")
        won = np.zeros(n, dtype=bool)
        won[np.linspace(0, n - 1, wins).astype(int)] = True
        frames.append(
            pd.DataFrame(
                {
                    "lead_id": [f"{segment}{place}" for place in range(n)],
                    "created_at": at,
                    "handed_off_at": at,
                    "closed_at": at + pd.Timedelta(days=20),
                    "outcome": np.where(won, "won", "lost"),
                    "deal_value": np.where(won, value, np.nan),
                    "segment": segment,
                }
            )
        )
    table = pd.concat(frames, ignore_index=True)
    tables = {"leads": table.astype({"segment": "str", "outcome": "str", "lead_id": "str"})}
    if plan is not None:
        tables["plan"] = plan
    return Book(tables, Settings(name="Firm", currency="USD"))


def test_leads_owed_are_revenue_by_deal_value_by_win_rate():
    assert leads(1_000_000 * 0.5, 10_000, 0.05) == 1_000
    found = leads_owed(made({"": (50, 1_000, 10_000.0)}), revenue=1_000_000, share=0.5)
    assert found.total.value == pytest.approx(1_000)
    assert found.total.low < 1_000 < found.total.high


def test_a_plan_is_split_by_segment_and_a_target_as_the_plan_is():
    book = made(plan=PLAN)
    table = leads_owed(book).table.set_index("segment")
    assert table.loc["small", "leads"] == pytest.approx(100)
    assert table.loc["large", "leads"] == pytest.approx(10)
    doubled = leads_owed(book, revenue=500_000)
    assert doubled.origin == "given"
    assert doubled.total.value == pytest.approx(220)


def test_the_interval_is_that_of_the_win_rate_where_deals_are_alike():
    found = leads_owed(made({"": (50, 1_000, 10_000.0)}), revenue=1_000_000)
    low, high = np.quantile(
        2_000 * 0.05 / np.random.default_rng(1).beta(50.5, 950.5, 20_000), (0.025, 0.975)
    )
    assert found.total.low == pytest.approx(low, rel=0.02)
    assert found.total.high == pytest.approx(high, rel=0.02)


def test_few_wins_lean_on_the_whole_and_fewer_are_refused():
    book = made({**WINS, "medium": (8, 20, 20_000.0), "huge": (3, 90, 900_000.0)})
    found = leads_owed(book, revenue=1_000_000)
    table = found.table.set_index("segment")
    whole = (40 + 30 + 8 + 3) / (400 + 100 + 20 + 90)
    assert table.loc["medium", "pooled"]
    assert whole < table.loc["medium", "win_rate"].value < 8 / 20
    assert not table.loc["large", "pooled"]
    assert "3 wins" in table.loc["huge", "refusal"]
    assert np.isnan(table.loc["huge", "leads"])
    assert "Not counted" in found.sentence()
    assert "huge" in found.sentence()


@pytest.mark.parametrize(
    ("capacity", "fits", "words"),
    [(500, True, "Sales can carry"), (20, False, "Sales cannot carry"), (None, None, "not known")],
)
def test_whether_sales_has_the_hours(capacity, fits, words):
    found = leads_owed(made(), revenue=500_000, hours_per_lead=3, capacity=capacity)
    assert found.carried.fits is fits
    assert words in found.sentence()
    if capacity:
        needed = found.total.value * 3 / found.weeks
        assert found.carried.needed.value == pytest.approx(needed)
        assert found.carried.chance == pytest.approx(1 if fits else 0, abs=0.001)


def test_a_month_of_capacity_is_more_than_four_weeks():
    by = {"hours_per_lead": 1, "capacity": 100}
    month = leads_owed(made(), revenue=500_000, per="month", **by).carried.limit
    assert month.per_week == pytest.approx(100 * 12 / 365.25 * 7)


def test_what_cannot_be_answered_is_refused():
    book = made()
    with pytest.raises(BadInput, match="no plan for 2026Q2"):
        leads_owed(book)
    with pytest.raises(BadInput, match="no plan for 2026Q2"):
        leads_owed(made(plan=PLAN.assign(deal_value=np.nan)))
    with pytest.raises(BadInput, match="share"):
        leads_owed(book, revenue=1, share=0)
    with pytest.raises(BadInput, match="revenue"):
        leads_owed(book, revenue=-1)
    with pytest.raises(BadInput, match="capacity"):
        leads_owed(book, revenue=1, capacity=0)
    with pytest.raises(TooLittleData, match="no quarter is over"):
        leads_owed(book, "2025Q1", revenue=1)
    with pytest.raises(TooLittleData, match="no segment"):
        leads_owed(made({"": (4, 400, 9.0)}), revenue=1)
    without = Book(
        {"leads": book.leads.drop(columns="deal_value")}, Settings(name="Firm", currency="USD")
    )
    with pytest.raises(TooLittleData, match="deal values"):
        leads_owed(without, revenue=1)


def test_the_answer_can_be_kept_and_shown():
    found = leads_owed(made(plan=PLAN))
    assert (found.since, found.until, found.origin) == ("2025Q1", "2025Q4", "plan")
    assert found.table["leads"].sum() == pytest.approx(found.total.value)
    content = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert content["leads"]["low"] < content["leads"]["value"] < content["leads"]["high"]
    html = found.page().html()
    assert "Leads owed" in html
    assert "large" in html
    assert found.plot().get_xlabel() == "leads a week"
    assert "leads owed" in found._repr_html_()


def test_a_book_without_segments_owes_the_plan_as_a_whole():
    book = made(plan=PLAN)
    leads_alone = book.leads.drop(columns="segment")
    whole = Book({**book.tables, "leads": leads_alone}, book.settings)
    table = leads_owed(whole).table
    assert table["segment"].tolist() == [""]
    assert table["revenue"].sum() == pytest.approx(250_000)
