from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_book import make_book

from leadkit.base import language
from leadkit.base.page import Page
from leadkit.book import Book
from leadkit.review.road import road
from leadkit.review.road.coverage import _donors, _drawn
from leadkit.review.road.provisional import provisional

NOW = pd.Timestamp("2026-09-30", tz="UTC")


def turns(quarter, age, days, outcome, *, window=90):
    """Turns of some ages which ended after so many days; those that end later are open."""
    n = len(outcome)
    start = NOW - pd.to_timedelta(np.broadcast_to(age, n).astype(float), unit="D")
    closed = start + pd.to_timedelta(np.asarray(days, float), unit="D")
    ended = (closed <= NOW) & (np.asarray(outcome) != "open")
    known = np.where(ended, outcome, "open")
    mature = np.broadcast_to(age, n) >= window
    return pd.DataFrame(
        {
            "quarter": quarter,
            "start": start,
            "closed_at": pd.Series(closed).where(ended),
            "rejected_at": pd.Series(pd.NaT, index=range(n)).dt.tz_localize("UTC"),
            "outcome": known,
            "account_id": [f"{quarter}-{place}" for place in range(n)],
            "segment": "small",
            "deal_value": np.where(known == "won", 30.0, np.nan),
            "mature": mature,
            "won": np.where(mature, (known == "won").astype(float), np.nan),
        }
    )


def toy(quarter, age):
    """Of 100 leads 40 are lost on day 10, 20 won on day 60, 40 lost on day 80."""
    days, ends = (
        np.repeat([10, 60, 80], [40, 20, 40]),
        np.repeat(["lost", "won", "lost"], [40, 20, 40]),
    )
    return turns(quarter, age, days, ends)


@pytest.mark.parametrize(("age", "share", "closed_only"), [(45, 0, 0), (70, 0.2, 1 / 3)])
def test_the_maturity_toy_at_every_age(age, share, closed_only):
    handed = pd.concat([toy("2026Q2", 150), toy("2026Q3", age)], ignore_index=True)
    (row,) = provisional(handed, "2026Q2", NOW, 90).table.to_dict("records")
    young = handed[handed["quarter"] == "2026Q3"]
    closed = young[young["outcome"] != "open"]
    assert (closed["outcome"] == "won").mean() == pytest.approx(closed_only)
    assert row["day"] == age
    assert row["share"].value == pytest.approx(share)
    assert row["usual"].value == pytest.approx(share)
    assert row["verdict"] == "cannot tell"


def test_a_fresh_quarter_is_not_judged_by_its_youth():
    rng, n = np.random.default_rng(5), 20_000
    won = rng.random(n) < 0.2
    lost = np.where(rng.random(n) < 0.3, rng.exponential(3, n), rng.gamma(2, 25, n))
    days, ends = np.where(won, rng.gamma(2, 18, n), lost), np.where(won, "won", "lost")
    handed = [turns("2026Q2", 200, days, ends), turns("2026Q3", rng.uniform(0, 92, n), days, ends)]
    found = provisional(pd.concat(handed, ignore_index=True), "2026Q2", NOW, 90)
    (row,) = found.table.to_dict("records")
    truth = (won & (days <= row["day"])).mean()
    assert 80 <= row["day"] <= 85
    assert row["share"].low < truth < row["share"].high
    assert row["won_so_far"] / n < 0.7 * truth
    assert row["verdict"] == "cannot tell"
    assert found.curves["2026Q3"]["day"].iloc[-1] == row["day"]


def test_a_better_open_quarter_is_told_and_a_young_one_is_not():
    better = turns(
        "2026Q3", 70, np.repeat([60, 65], [45, 55]), np.repeat(["won", "lost"], [45, 55])
    )
    (row,) = provisional(
        pd.concat([toy("2026Q2", 150), better], ignore_index=True), "2026Q2", NOW, 90
    ).table.to_dict("records")
    assert row["verdict"] == "more"
    assert row["low"] > 0
    young = provisional(
        pd.concat([toy("2026Q2", 150), toy("2026Q3", 3)], ignore_index=True), "2026Q2", NOW, 90
    )
    assert young.table["verdict"].tolist() == ["too young"]
    assert "too young to judge: 100 leads" in young.sentence()
    assert provisional(toy("2026Q2", 150), "2026Q2", NOW, 90) is None


def test_an_open_lead_may_bring_what_is_left_of_the_curve_at_its_age():
    donors = _donors(toy("2026Q2", 150))
    for age, share in ((5, 0.2), (20, 1 / 3), (70, 0.0)):
        left = turns("2026Q3", np.full(60, age), np.full(60, 99), np.full(60, "open"))
        draws, expected = _drawn(left, np.full(60, float(age)), donors)
        assert expected == pytest.approx(60 * share * 30)
        assert draws.mean() == pytest.approx(expected, rel=0.05)
        spread = 60**0.5 * 30 * (share * (1 - share)) ** 0.5
        assert draws.std() >= spread * 0.95


def test_a_lead_that_sales_returned_is_no_longer_open_among_the_donors_either():
    past = toy("2026Q2", 150)
    returned = past["start"] + pd.Timedelta(days=15)
    past["rejected_at"] = returned.where(past["closed_at"] - past["start"] > pd.Timedelta(days=70))
    left = turns("2026Q3", np.full(9, 20), np.full(9, 99), np.full(9, "open"))
    _draws, expected = _drawn(left, np.full(9, 20.0), _donors(past))
    assert expected == pytest.approx(9 * 30)  # of those neither ended nor returned all were won


def test_the_plan_is_that_of_the_quarter_and_leads_to_come_are_left_out():
    book = make_book(n=300, last=300, seed=1)
    plan = pd.DataFrame(
        {"quarter": ["2026Q3"], "segment": ["small"], "handoffs": [1000.0], "win_rate": [0.1],
         "deal_value": [2e7]}
    )  # fmt: skip
    (row,) = road(
        Book({**book.tables, "plan": plan}, book.settings, book.known)
    ).coverage.table.to_dict("records")
    leads = book.leads[book.leads["handed_off_at"] >= pd.Timestamp("2026-06-30T17:00Z")]
    assert row["plan"] == pytest.approx(2e9)
    assert row["won"] == leads.loc[leads["outcome"] == "won", "deal_value"].sum()
    judged_at = max(book.leads[name].max() for name in ("handed_off_at", "closed_at"))
    young = judged_at - leads["handed_off_at"] < pd.Timedelta(days=90)
    at_sales = (leads["outcome"] == "open") & leads["rejected_at"].isna()
    assert row["open_leads"] == (at_sales & young).sum()
    assert row["covered"].value == pytest.approx((row["won"] + row["expected"].value) / 2e9)
    assert row["ratio"] / row["needed"] == pytest.approx(row["expected"].value / (2e9 - row["won"]))


def test_the_page_of_the_sample_shows_every_part(sample_book):
    language.use("vi")
    found = road(sample_book)
    html = Page(kind="", title="", sections=found.sections()).html()
    assert len(found.sections()) == 7
    assert html.count("<img ") == 4
    assert "{" not in html.split("</style>")[1]
    again = found.recycled.table[found.recycled.table["handoff"] == "again"]
    assert again["handed_off"].tolist() == [34, 25, 166]
    assert again["accepted"].isna().all()  # no event says so: silence is no refusal


def test_costs_of_the_sample_are_those_of_its_files(sample_book):
    spend = pd.read_csv(sample_book.path / "spend.csv")
    spend = spend[spend["month"].isin(["2026-04", "2026-05", "2026-06"])]
    leads = pd.read_csv(sample_book.path / "leads.csv", parse_dates=["handed_off_at", "closed_at"])
    since, until = pd.Timestamp("2026-03-31T17:00Z"), pd.Timestamp("2026-06-30T17:00Z")
    inside = leads["handed_off_at"].between(since, until, inclusive="left")
    soon = leads["closed_at"] - leads["handed_off_at"] <= pd.Timedelta(days=90)
    won = leads[inside & (leads["outcome"] == "won") & soon].groupby("source").size()
    spent = spend.groupby("source")[["marketing_cost", "sales_cost"]].sum().sum(axis=1)
    table = road(sample_book, "2026Q2").sources.table
    rows = table[table["quarter"] == "2026Q2"].set_index("source")
    assert rows["spent"].to_dict() == spent.drop("self_generated").to_dict()
    for source in ("facebook_lead_ads", "google_ads", "website_form"):
        assert rows.loc[source, "per_won"].value == pytest.approx(spent[source] / won[source])
