"""The audit's rates against what the simulated market really did."""

from __future__ import annotations

import pandas as pd
import pytest
from made_agreement import make_agreement, promise
from made_measures import shared_kpi

from leadkit.market import simulate
from leadkit.review import audit
from leadkit.review.audit.ledger import days_of

PERIODS = ["2025Q4", "2026Q2"]


@pytest.fixture(scope="module", params=["mixed", "slow"])
def market(request):
    return simulate(request.param, n_leads=6_000, seed=3)


def found(book, quarter, **terms):
    first, last = days_of(quarter, book)
    agreed = make_agreement(
        period={"from": first, "to": last},
        hours=book.settings.working_time.model_dump(),
        promises=[
            promise("M1", "leads_handed_off", 1, "x"),
            promise("M5", "weekly_report", 0.9, "x"),
            promise("M6", "daily_report", 0.9, "x"),
            promise("S1", "called_in_time", 0.7, "x", hours=4),
            promise("S5", "weekly_report", 0.9, "x"),
        ],
        bonus={"paid": "x", "kpis": [shared_kpi(1.0)]},
        **terms,
    )
    return {one.promise.id: one for one in audit(book, agreed).judged}


def handed_off(book, truth, quarter):
    """Return the truth of marketing's first rounds of a quarter, by the market's own record."""
    first, last = (pd.Timestamp(day, tz="Asia/Ho_Chi_Minh") for day in days_of(quarter, book))
    leads = book.leads.set_index("lead_id")
    inside = (leads["handed_off_at"] >= first) & (
        leads["handed_off_at"] < last + pd.Timedelta(days=1)
    )
    return truth.leads[inside & (leads["source"] != "self_generated")]


@pytest.mark.parametrize("quarter", PERIODS)
def test_calls_in_time_are_those_the_market_made(market, quarter):
    book, truth = market
    called = found(book, quarter)["S1"].kept
    of_first = called.done[~called.done.index.duplicated()]
    true = handed_off(book, truth, quarter)
    rows = book.leads.set_index("lead_id").index.get_indexer(true.index) + book.leads.index[0]
    of_first = of_first[of_first.index.isin(rows)]
    assert len(of_first) == len(true)
    assert of_first.sum() == pytest.approx((true["waited"] <= 4).sum(), abs=1)
    assert called.not_due == 0


@pytest.mark.parametrize("quarter", PERIODS)
def test_handoffs_count_second_rounds_too(market, quarter):
    book, truth = market
    own = book.leads.loc[book.leads["source"] == "self_generated", "lead_id"]
    events = book.tables["events"].query("kind == 'handed_off'")
    again = events.loc[~events["lead_id"].isin(own), "at"]
    again = again.dt.tz_convert("Asia/Ho_Chi_Minh").dt.date
    first, last = days_of(quarter, book)
    wanted = len(handed_off(book, truth, quarter)) + ((again >= first) & (again <= last)).sum()
    assert found(book, quarter)["M1"].kept.estimate.value == wanted


@pytest.mark.parametrize(
    ("name", "to", "period"),
    [
        ("M5", "sales", "week"),
        ("M6", "sales", "day"),
        ("S5", "marketing", "week"),
    ],
)
@pytest.mark.parametrize("quarter", PERIODS)
def test_reports_on_time_are_those_in_the_table(market, quarter, name, to, period):
    """The market writes a row for every report that is due, so counting its rows is the truth."""
    book, _truth = market
    first, last = days_of(quarter, book)
    rows = book.tables["reports"].query("to == @to and period == @period")
    ending = rows["ending"].dt.date
    rows = rows[(ending >= first) & (ending <= last)]
    kept = found(book, quarter)[name].kept.estimate
    assert kept.n == len(rows)
    assert kept.events == (rows["sent_at"] <= rows["due_at"]).sum()


def test_a_slow_market_breaks_its_promise_and_a_calm_one_does_not():
    slow, _truth = simulate("slow", n_leads=6_000, seed=3)
    calm, _truth = simulate("calm", n_leads=6_000, seed=3)
    assert found(slow, "2026Q2")["S1"].verdict == "broken"
    assert found(calm, "2026Q2")["S1"].verdict == "kept"
    assert not found(slow, "2026Q2")["S1"].by_luck


def test_the_young_are_left_out_and_counted_at_the_extract(market):
    book, _truth = market
    called = found(book, "2026Q3")["S1"].kept
    assert called.estimate.n + called.not_due == found(book, "2026Q3")["M1"].kept.estimate.value
