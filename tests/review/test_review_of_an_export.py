"""An export that ends at sales' decision, names no currency, or knows no handoff."""

from dataclasses import replace

import pandas as pd
import pytest
from made_book import make_book

from leadkit.book import Book
from leadkit.review import quarterly_review
from leadkit.review.quarterly.without_split import road_review
from leadkit.review.quarters import NothingToCompare
from leadkit.review.road.road import road


def as_exported(book):
    """Return the book with sales' decision as its only end, and no plan."""
    leads = book.leads.drop(columns=["rejected_at", "rejection_reason"])
    accepted = leads["outcome"] == "won"
    leads["accepted_at"] = leads["closed_at"].where(accepted)
    leads["outcome"] = leads["outcome"].where(accepted, "lost")
    leads["deal_value"] = leads["deal_value"] / 10_000
    settings = book.settings.model_copy(update={"currency": ""})
    known = {name: book.known[name] for name in leads}
    return Book({"leads": leads}, settings, known)


@pytest.fixture(scope="module")
def exported():
    return as_exported(make_book(n=150, last=150, seed=3))


@pytest.fixture(scope="module")
def review(exported):
    return quarterly_review(exported, draws=20)


def test_wins_that_are_no_more_than_acceptance_are_called_so_first(review):
    assert "won” here means accepted by sales" in review.sentences()[0]
    assert review.shortfall.sample.lacks[0] == "won"


def test_one_win_closed_after_its_acceptance_is_a_win(exported):
    leads = exported.leads.copy()
    last = leads.index[leads["outcome"] == "won"][5]
    leads.loc[last, "accepted_at"] -= pd.Timedelta(hours=1)
    found = quarterly_review(replace(exported, tables={"leads": leads}), draws=5)
    assert "accepted by sales" not in " ".join(found.sentences())


def test_an_unnamed_currency_leaves_no_head_without_a_unit(review):
    assert "The book names no currency: amounts stand as they were exported." in (
        review.shortfall.warnings
    )
    page = review.page()
    words = [review.shortfall.words()[1], review.shortfall.scale.head]
    for section in page.sections:
        words += [table.finding for table in section.tables]
        words += [str(name) for table in section.tables for name in table.rows]
    assert "Revenue, money units" in list(page.facts.rows.iloc[:, 0])
    assert not [text for text in words if text.rstrip().endswith(",") or ",  " in text]


def test_what_no_open_lead_and_no_plan_would_show_is_not_drawn(exported, review):
    lacks = dict(review.missing())
    assert "have no plan" in lacks["Open leads against the plan"]
    assert lacks["Against the plan"] == "The book has no plan.csv."
    plan = pd.DataFrame(
        {"quarter": ["2026Q3"], "segment": ["small"], "handoffs": [9.0], "win_rate": [0.1],
         "deal_value": [2e3]}
    )  # fmt: skip
    planned = replace(exported, tables={**exported.tables, "plan": plan})
    assert road(planned).coverage.refusal == ""


def test_without_handoff_times_a_road_says_what_counts_as_handed_off(exported):
    leads = exported.leads.drop(columns="handed_off_at")
    leads = leads[leads["created_at"] >= pd.Timestamp("2026-03-31T17:00Z")]
    found = road_review(
        replace(exported, tables={"leads": leads}), NothingToCompare("one quarter alone")
    )
    assert found.page().title == "2026Q2"
    assert "every lead counts as handed off when created" in found.page().say[-1]
    young = leads[leads["created_at"] >= pd.Timestamp("2026-06-30T17:00Z")]
    found = road_review(replace(exported, tables={"leads": young}), NothingToCompare("too young"))
    assert found.page().title == "2026Q3 so far"
