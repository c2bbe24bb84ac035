"""What a quarter can be compared with, and what cannot be reviewed."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from made_book import PLAN, make_book

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.book import Book, Known, Settings
from leadkit.review import quarterly_review, shortfall
from leadkit.review.quarterly.without_split import road_review
from leadkit.review.quarters import NothingToCompare, judged_and_before

MATURE = ["2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2"]


@pytest.fixture(scope="module")
def small():
    return make_book(n=120, last=120, seed=1)


def changed(book, **columns):
    return replace(book, tables={**book.tables, "leads": book.leads.assign(**columns)})


def with_settings(book, **settings):
    return replace(book, settings=book.settings.model_copy(update=settings))


@pytest.mark.parametrize(
    ("quarter", "against", "pair"),
    [
        (None, "previous", ("2026Q2", "2026Q1")),
        ("2026Q1", "year", ("2026Q1", "2025Q1")),
        (None, "2025Q2", ("2026Q2", "2025Q2")),
        (None, "plan", ("2026Q2", "plan")),
    ],
)
def test_the_quarters_compared(quarter, against, pair):
    assert judged_and_before(MATURE, quarter, against) == pair


@pytest.mark.parametrize(
    ("quarter", "against", "words"),
    [
        ("2025Q1", "previous", "it is the first"),
        ("2026Q3", "previous", "it is not over"),
        ("2025Q4", "year", "cannot be compared with 2024Q4"),
        ("2026Q1", "2026Q2", "cannot be compared with '2026Q2'"),
        (None, "last", "cannot be compared with 'last'"),
    ],
)
def test_quarters_that_cannot_be_compared(quarter, against, words):
    with pytest.raises(BadInput, match=words):
        judged_and_before(MATURE, quarter, against)


@pytest.mark.parametrize(
    ("quarter", "words"),
    [
        ("2019Q1", "the book begins later"),
        ("2031Q1", "the book ends before"),
        ("2026-Q2", "write it as 2026Q3"),
    ],
)
def test_a_quarter_without_leads_says_why(small, quarter, words):
    with pytest.raises(BadInput, match=words) as refusal:
        quarterly_review(small, quarter)
    assert "2026Q2" in refusal.value.fix


def test_against_the_plan_a_planned_rate_has_no_interval(small):
    review = quarterly_review(small, against="plan", draws=20)
    page = review.page()
    assert (review.against, review.before, review.against_plan) == ("plan", "2026Q1", None)
    assert page.title == "2026Q2 against the plan"
    facts = page.facts.rows.set_index("")["Plan"]
    assert (facts["Handed off"], facts["Won"], facts["Interval, 95 %"]) == ("400", "60", "–")
    assert review.to_dict()["summary"]["plan"]["win_rate"] == {"value": 60 / 400}
    assert "than planned" in review.sentences()[0]


def test_a_plan_for_other_segments_is_refused_and_the_review_goes_on(small):
    other = replace(small, tables={**small.tables, "plan": PLAN.assign(segment=["SMB", "ENT"])})
    with pytest.raises(BadInput, match="for other segments") as refusal:
        shortfall(other, against="plan", draws=2)
    assert "Planned: ENT, SMB. Leads: large, small." in refusal.value.fix
    review = quarterly_review(other, draws=2)
    assert "for other segments" in dict(review.missing())["Against the plan"]


def test_without_a_plan(small):
    bare = replace(small, tables={"leads": small.leads})
    with pytest.raises(BadInput, match="the book has no plan for 2026Q2"):
        quarterly_review(bare, against="plan", draws=2)
    lacks = dict(quarterly_review(bare, draws=2).missing())
    assert lacks["Against the plan"] == "The book has no plan.csv."


def test_without_a_win_there_is_nothing_to_learn_from(small):
    lost = changed(small, outcome="lost", deal_value=np.nan)
    with pytest.raises(TooLittleData, match="no win"):
        quarterly_review(lost, draws=2)


def test_one_quarter_alone_shows_its_road(small):
    alone = small.keep(small.leads["handed_off_at"] < pd.Timestamp("2025-03-31", tz="UTC"))
    with pytest.raises(NothingToCompare) as refusal:
        quarterly_review(alone)
    page = road_review(alone, refusal.value).page()
    assert page.status[0] == "No split."
    assert "two quarters" in page.status[1]
    assert any(section.heading == "Funnel by quarter" for section in page.sections)
    assert not page.signatures


def test_half_of_the_deal_values_missing_turns_money_into_wins(small):
    won = small.leads["outcome"] == "won"
    last = won & (small.leads["handed_off_at"] >= pd.Timestamp("2026-04-01", tz="Asia/Ho_Chi_Minh"))
    few = small.leads["deal_value"].mask(last & (np.arange(len(won)) % 4 == 0))
    half = small.leads["deal_value"].mask(last & (np.arange(len(won)) % 4 > 0))
    assert shortfall(changed(small, deal_value=few), draws=2).sample.unit == "VND"
    gap = shortfall(changed(small, deal_value=half), draws=2)
    assert gap.sample.unit == "number"
    assert gap.revenue[1] == pytest.approx(gap.wins[1])
    assert any("half or more of those in a period" in text for text in gap.warnings)


def test_negative_values_and_two_currencies_are_refused(small):
    with pytest.raises(BadInput, match="negative value"):
        shortfall(changed(small, deal_value=-small.leads["deal_value"]), draws=2)
    two = np.where(np.arange(len(small.leads)) % 2, "VND", "USD")
    with pytest.raises(BadInput, match="several currencies: USD, VND"):
        shortfall(changed(small, currency=two), draws=2)
    assert shortfall(changed(small, currency="VND"), draws=2).quarter == "2026Q2"


def test_a_fiscal_year_that_starts_in_april(small):
    april = replace(with_settings(small, fiscal_year_starts=4), tables={"leads": small.leads})
    review = quarterly_review(april, draws=2)
    assert (review.quarter, review.before) == ("2026Q1", "2025Q4")
    assert review.shortfall.leads == shortfall(small, draws=2).leads
    assert "2026Q1 is 2026-04-01 to 2026-06-30" in review.page().subtitle
    assert quarterly_review(april, against="year", draws=2).before == "2025Q1"


def test_leads_without_dates_say_what_they_can_show():
    outcome = ["won"] * 30 + ["lost"] * 270
    leads = pd.DataFrame({"lead_id": map(str, range(300)), "outcome": outcome})
    known = dict.fromkeys(leads, Known.AFTER)
    with pytest.raises(BadInput, match="a review needs dates") as refusal:
        quarterly_review(Book({"leads": leads}, Settings(), known))
    assert "30 of 300 leads bought, 10\xa0%" in refusal.value.fix
