from datetime import date

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.contingency_tables import Table
from statsmodels.stats.multitest import multipletests

from leadkit.book import Settings
from leadkit.dialogue.feedback_report.endings import Days, months, quarters
from leadkit.dialogue.feedback_report.pareto import holm
from leadkit.dialogue.feedback_report.trend import trend_test, trends

ZONE = "Asia/Ho_Chi_Minh"
YEAR = Days(date(2026, 10, 1), date(2026, 12, 31), ZONE)


def ended(counts, part="lost"):
    """Return endings with so many of each reason in the quarters of 2026."""
    rows = [
        (part, pd.Timestamp(f"2026-{1 + 3 * quarter:02d}-15", tz="UTC"), code)
        for code, ns in counts.items()
        for quarter, n in enumerate(ns)
        for _ in range(n)
    ]
    return pd.DataFrame(rows, columns=["part", "ended_at", "reason"])


def test_the_known_trend():
    z, p = trend_test([20, 24, 30, 36], [100] * 4)
    assert (z, p) == (pytest.approx(2.704, abs=0.0005), pytest.approx(0.0068, abs=0.00005))


def test_a_trend_is_that_of_statsmodels():
    events, totals = np.array([3, 9, 12, 40]), np.array([50, 70, 40, 90])
    table = Table(np.column_stack([totals - events, events]), shift_zeros=False)
    other = table.test_ordinal_association(row_scores=np.arange(4), col_scores=np.arange(2))
    z, _p = trend_test(events, totals)
    # statsmodels conditions on the margins: its variance has N - 1 where ours has N.
    n = totals.sum()
    assert z * np.sqrt((n - 1) / n) == pytest.approx(other.zscore)


def test_nothing_varies_nothing_is_tested():
    assert np.isnan(trend_test([0, 0, 0], [10, 10, 10])).all()
    assert np.isnan(trend_test([], [])).all()


def test_holm_is_that_of_statsmodels():
    p = np.random.default_rng(0).random(12) ** 3
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])


def test_holm_leaves_out_what_was_not_looked_at():
    assert holm([0.01, np.nan, 0.02]).tolist()[::2] == [0.02, 0.02]


def test_a_reason_that_rises_is_said_with_its_counts():
    found = trends(ended({"LOST_PRICE": [20, 30, 45, 60], "OTHER": [80, 70, 55, 40]}), YEAR,
                   Settings())  # fmt: skip
    assert found.periods == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert found.table["verdict"].tolist() == ["fell", "rose"]
    assert "Price (lost) rose from 20 % (20 of 100) to 60 % (60 of 100)" in (
        found.sentence().replace("\N{NO-BREAK SPACE}", " ")
    )


def test_looking_at_many_makes_one_of_twenty_no_finding():
    alone = trends(ended({"A": [20, 24, 28, 34], "B": [80, 76, 72, 66]}), YEAR, Settings())
    assert set(alone.table["verdict"]) == {"rose", "fell"}
    many = {f"C{place}": [25, 25, 25, 25] for place in range(10)}
    among = trends(ended({"A": [20, 24, 28, 34], **many}), YEAR, Settings())
    assert among.moved.empty


def test_few_cases_are_not_looked_at():
    found = trends(ended({"LOST_PRICE": [5, 5, 5, 4], "OTHER": [5, 5, 5, 5]}), YEAR, Settings())
    assert set(found.table["verdict"]) == {"too few"}
    assert found.sentence() == "Too few cases to look for a trend."


def test_months_stand_in_where_quarters_are_few():
    rows = ended({"LOST_PRICE": [0, 0, 0, 9]}).assign(ended_at=pd.Timestamp("2026-09-01", tz="UTC"))
    assert trends(rows, YEAR, Settings()).periods == ["2026-09", "2026-10", "2026-11", "2026-12"]


@pytest.mark.parametrize(
    ("starts", "names"), [(1, ["2026Q1", "2026Q2"]), (4, ["2025Q4", "2026Q1"])]
)
def test_quarters_are_fiscal_and_over(starts, names):
    settings = Settings(fiscal_year_starts=starts)
    found = quarters(date(2026, 8, 1), settings, 2)
    assert [name for name, _days in found] == names
    assert (found[-1][1].first, found[-1][1].last) == (date(2026, 4, 1), date(2026, 6, 30))
    assert [name for name, _days in months(date(2026, 6, 30), settings, 1)] == ["2026-06"]
