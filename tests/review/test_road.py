from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_book import make_book

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.estimate import rate
from leadkit.book import Book
from leadkit.review.road import road
from leadkit.review.road.cohorts import median
from leadkit.review.road.costs import cost, dearer
from leadkit.review.road.result import difference

COUNTS = st.tuples(st.integers(20, 300), st.floats(0, 1)).map(
    lambda pair: (round(pair[0] * pair[1]), pair[0])
)
SPEND = pd.DataFrame(
    {
        "month": ["2026-01", "2026-02", "2026-04", "2026-05", "2026-05", "2026-05"],
        "source": ["form", "form", "form", "form", "idle", "own"],
        "marketing_cost": [400.0, 800.0, 3000.0, 500.0, 70.0, 9000.0],
        "sales_cost": [0.0, 0.0, 500.0, 0.0, 0.0, 0.0],
    }
)


@pytest.fixture(scope="module")
def made():
    book = make_book(n=300, last=400, bad=0.5, own=40, seed=3)
    leads = book.leads.assign(source=book.leads["source"].where(lambda one: one == "own", "form"))
    return Book({**book.tables, "leads": leads, "spend": SPEND}, book.settings, book.known)


@pytest.fixture(scope="module")
def found(made):
    return road(made)


def without(book, *columns):
    leads = book.leads.drop(columns=list(columns))
    return Book({**book.tables, "leads": leads}, book.settings, book.known)


@settings(max_examples=40, deadline=None)
@given(COUNTS, COUNTS)
def test_two_rates_are_compared_as_statsmodels_does(one, other):
    from statsmodels.stats.proportion import confint_proportions_2indep

    gap, low, high = difference(rate(*one), rate(*other))
    ends = confint_proportions_2indep(*other, *one, method="newcomb", compare="diff")
    assert (low, high) == pytest.approx(ends, abs=1e-9)
    assert low <= gap <= high


@pytest.mark.parametrize("count", [0, 1, 7, 58])
def test_a_cost_has_the_exact_poisson_ends_of_its_count(count):
    from statsmodels.stats.rates import confint_poisson

    least, most = confint_poisson(count, 1, method="exact-c")
    price = cost(1000.0, count, "VND")
    assert price.low == pytest.approx(1000 / most)
    assert price.high == (pytest.approx(1000 / least) if count else np.inf)
    assert price.refused is (count == 0)


def test_a_cost_is_called_dearer_as_an_exact_test_of_two_poisson_rates_says():
    from statsmodels.stats.rates import test_poisson_2indep

    for wins in range(20, 70):
        then = {"quarter": "2026Q1", "n_won": 60, "spent": 900.0}
        now = {"quarter": "2026Q2", "n_won": wins, "spent": 1000.0}
        p = test_poisson_2indep(wins, 1000, 60, 900, method="exact-cond").pvalue
        told = "cannot tell" if p >= 0.05 else "more"
        assert dearer(then, now, "won") == told


def test_the_median_of_days_has_its_order_statistic_interval():
    days = median(np.arange(1.0, 101.0))
    assert (days.value, days.low, days.high) == (50.5, 40, 61)  # ranks 40 and 61 of 100


def test_every_quarter_is_a_cohort_and_the_open_one_has_no_win_rate(made, found):
    table, leads = found.funnel.table.set_index("quarter"), made.leads
    own = leads[leads["source"] != "own"]
    month = own["handed_off_at"].dt.tz_convert("Asia/Ho_Chi_Minh").dt.tz_localize(None)
    quarter = month.dt.to_period("Q").astype(str)
    days = (own["closed_at"] - own["handed_off_at"]).dt.total_seconds() / 86400
    won = (own["outcome"] == "won") & (days <= 90)
    for name, cohort in own.groupby(quarter):
        row = table.loc[name]
        assert row["handed_off"] == len(cohort)
        closed = own["closed_at"].dt.tz_convert("Asia/Ho_Chi_Minh").dt.tz_localize(None)
        is_closed = (own["outcome"] == "won") & (closed.dt.to_period("Q").astype(str) == name)
        assert row["closed_wins"] == is_closed.sum()
        assert row["period_ratio"] == is_closed.sum() / len(cohort)
        if name == "2026Q3":
            assert not row["mature"]
            assert row["won"] is None
        else:
            assert row["won"].events == won[cohort.index].sum()
            assert row["days_to_win"].value == pytest.approx(days[cohort.index][won].median())


def test_velocity_is_revenue_over_mean_days(found):
    for row in found.velocity.table.to_dict("records"):
        factors = row["handed_off"] * row["win_rate"] * row["mean_value"] / row["mean_days"]
        assert row["velocity"].value == pytest.approx(factors)
        assert row["velocity"].low < factors < row["velocity"].high
    then, now = found.velocity.table["velocity"]
    change = found.velocity.change
    assert change.value == pytest.approx(now.value - then.value)
    faster = "by more than luck" in found.velocity.sentence()
    assert faster == (not change.low <= 0 <= change.high)


def test_money_counts_what_it_paid_for(found):
    before, after = found.money.table.to_dict("records")
    assert (before["spent"], after["spent"]) == (1200, 4070)
    assert found.money.unassigned == 70
    for row in (before, after):
        assert row["per_handed_off"].value == row["spent"] / row["n_handed_off"]
        assert row["per_won"].value == row["spent"] / row["n_won"]
    (row,) = found.sources.table[found.sources.table["quarter"] == "2026Q2"].to_dict("records")
    assert (row["source"], row["spent"], row["n_won"]) == ("form", 4000, after["n_won"])
    assert "more than in 2026Q1, by more than luck" in found.money.sentence()


def test_what_the_book_does_not_hold_is_named(made, found):
    tables = {name: table for name, table in made.tables.items() if name not in ("spend", "plan")}
    bare = Book(tables, made.settings, made.known)
    poor = road(bare)
    assert "spend.csv" in poor.money.refusal
    assert "no plan" in poor.coverage.sentence()
    assert "events.csv" in found.recycled.refusal
    silent = road(without(bare, "deal_value", "closed_at", "source"))
    told = {name: part.refusal for name, part in silent.parts.items() if part.refusal}
    columns = {"velocity": "deal_value", "coverage": "deal_value", "sources": "source"}
    columns["provisional"] = "closed_at"
    assert {name: column in told[name] for name, column in columns.items()} == dict.fromkeys(
        columns, True
    )
    assert [section.text[0] for section in silent.sections() if section.text[0] in told.values()]
    assert "days_to_win" not in silent.funnel.table


def test_a_quarter_without_leads_and_a_book_without_dates_are_refused(made):
    with pytest.raises(BadInput, match="no lead was handed off in 2031Q1"):
        road(made, "2031Q1")
    with pytest.raises(TooLittleData, match="no lead has a date"):
        road(without(made, "created_at", "handed_off_at"))


def test_one_quarter_alone_is_compared_with_nothing(made):
    first = road(made, "2025Q1")
    assert first.before == "2025Q1"
    assert first.velocity.change is None
    assert "luck" not in first.funnel.sentence() + first.velocity.sentence()
    assert "there is no earlier quarter to compare" in first.sources.sentence()


def test_fiscal_quarters_are_those_of_leads_and_money_alike(made):
    fiscal = Book(
        made.tables, made.settings.model_copy(update={"fiscal_year_starts": 4}), made.known
    )
    rows = road(fiscal).money.table
    assert rows["quarter"].tolist() == ["2025Q4", "2026Q1"]
    assert rows["spent"].tolist() == [1200, 4070]


def test_the_sentence_claims_what_its_interval_carries(found):
    now, then = (found.funnel.of(name)["won"] for name in (found.quarter, found.before))
    for wins in range(now.n // 20, now.n // 3, 9):
        table = found.funnel.table.copy(deep=True)
        is_now = table["quarter"] == found.quarter
        table.loc[is_now, "won"] = pd.Series([rate(wins, now.n)], index=table.index[is_now])
        said = replace(found.funnel, table=table).sentence()
        _gap, low, high = difference(then, rate(wins, now.n))
        told = {"less than": high < 0, "more than in": low > 0, "may be luck": low <= 0 <= high}
        assert [word for word, holds in told.items() if holds] == [
            word for word in told if word in said
        ]


def test_every_number_of_the_road_goes_into_json(found):
    content = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert set(content) == set(found.parts)
    rows = {row["quarter"]: row for row in content["funnel"]["rows"]}
    assert rows["2026Q2"]["won"]["events"] == found.funnel.of("2026Q2")["won"].events
    assert rows["2026Q3"]["won"] is None
