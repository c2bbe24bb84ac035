from datetime import date

import numpy as np
import pandas as pd
import pytest

from leadkit.book import WorkingTime
from leadkit.dialogue import Span
from leadkit.dialogue.forecast import Forecast, expected_next, forecast
from leadkit.journey import turns
from leadkit.market import simulate

ZONE = "Asia/Ho_Chi_Minh"
VIETNAM = WorkingTime(timezone=ZONE, country="VN")


def at_noon(days):
    return pd.Series(pd.to_datetime([f"{day} 05:00" for day in days], utc=True))


def test_a_short_week_expects_its_share():
    counts, days = np.full(8, 20.0), np.full(8, 5.0)
    whole, short = forecast(counts, days, 5), forecast(counts, days, 2)
    assert short.mean == pytest.approx(whole.mean * 2 / 5)
    assert whole.mean == pytest.approx(160.5 / 8)


def test_counts_that_jump_widen_the_range():
    calm = forecast(np.array([20.0, 19, 21, 20, 18, 22, 20, 20]), np.full(8, 5.0), 5)
    wild = forecast(np.array([2.0, 40, 5, 35, 20, 1, 38, 19]), np.full(8, 5.0), 5)
    assert wild.ends(0.975) - wild.ends(0.025) > 2 * (calm.ends(0.975) - calm.ends(0.025))


def test_poisson_counts_lie_in_the_range_as_often_as_it_says():
    rng = np.random.default_rng(0)
    held = 0
    for counts in rng.poisson(12, (300, 9)).astype(float):
        found = forecast(counts[:8], np.full(8, 5.0), 5)
        held += found.ends(0.025) <= counts[8] <= found.ends(0.975)
    assert held / 300 >= 0.94


def test_wins_are_the_thinned_handoffs():
    found = Forecast(mean=50.0, variance=80.0, spans=8, total=400).thinned(1_000, 10_000)
    assert found.mean == pytest.approx(5.0, rel=0.01)
    assert found.variance == pytest.approx(50 * 0.1 * 0.9 + 0.01 * 80, rel=0.03)


def test_weeks_before_the_data_are_unknown_and_not_empty():
    week = Span("week", date(2026, 6, 14), ZONE)
    moments = at_noon(["2026-06-02", "2026-06-03", "2026-06-09", "2026-06-10"])
    begin = pd.Timestamp("2026-06-01 01:00", tz="UTC")
    found, checked = expected_next(moments, week, begin, VIETNAM)
    assert (found.spans, found.total, checked.n) == (2, 4, 0)
    nothing, _checked = expected_next(moments, week.earlier(4), begin, VIETNAM)
    assert nothing is None


def test_ranges_hold_on_a_simulated_market():
    book = simulate("calm", n_leads=2_000, seed=5)[0]
    table = turns(book)
    table = table[~table["self_generated"]]
    held = []
    for step in range(40):
        span = Span("week", date(2026, 9, 20), ZONE).earlier(step)
        known = table["handed_off_at"][table["handed_off_at"] < span.end]
        found, _checked = expected_next(known, span, table["created_at"].min(), book.settings)
        came = span.earlier(-1).covers(table["handed_off_at"]).sum()
        held.append(found.ends(0.025) <= came <= found.ends(0.975))
    assert np.mean(held) >= 0.88
