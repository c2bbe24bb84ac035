"""Reports both ways: every one that is due, sent in time as often as specified."""

import pandas as pd
import pytest

from leadkit.journey import working_hours
from leadkit.market import simulate

ZONE = "Asia/Ho_Chi_Minh"
EXTRACT = pd.Timestamp("2026-10-01", tz=ZONE)
TET = (pd.Timestamp("2025-01-29"), pd.Timestamp("2026-02-17"))
IN_TIME = {
    ("marketing", "day"): 0.82,
    ("sales", "day"): 0.90,
    ("marketing", "week"): 0.75,
    ("sales", "week"): 0.85,
}


def late_and_due(scenario, seeds=8):
    """Every report of some markets, with what should decide its punctuality."""
    tables = [
        simulate(scenario, n_leads=100, seed=seed)[0].tables["reports"] for seed in range(seeds)
    ]
    table = pd.concat(tables)
    due = table["due_at"].dt.tz_convert(ZONE).dt.tz_localize(None)
    tet = [(due - new_year).abs() < pd.Timedelta(days=11) for new_year in TET]
    return table.assign(
        due=due,
        in_time=table["sent_at"] <= table["due_at"],
        monday=(due.dt.day_of_week == 0) & (table["period"] == "day"),
        tet=tet[0] | tet[1],
        changed=table["ending"].dt.tz_localize(None) >= pd.Timestamp("2026-04-01"),
    )


@pytest.mark.parametrize(("scenario", "slower"), [("calm", 0.0), ("slow", 0.20), ("mixed", 0.20)])
def test_reports_are_in_time_as_specified(scenario, slower, is_near):
    table = late_and_due(scenario)
    for (to, period, monday, tet, changed), part in table.groupby(
        ["to", "period", "monday", "tet", "changed"]
    ):
        chance = IN_TIME[to, period] - 0.10 * monday - 0.30 * tet
        chance -= slower * (changed and to == "marketing")
        assert is_near(part["in_time"].sum(), len(part), chance)
    late = table[~table["in_time"] & (table["due_at"] < EXTRACT - pd.Timedelta(days=30))]
    assert is_near(late["sent_at"].isna().sum(), len(late), 1 / 3)


def test_every_working_day_and_week_has_its_reports(mixed):
    book, _truth = mixed
    table = book.tables["reports"]
    assert not table.duplicated(["to", "period", "ending"]).any()
    assert (table.groupby(["period", "ending"])["to"].nunique() == 2).all()
    due = table["due_at"].dt.tz_convert(ZONE)
    assert set(due.dt.strftime("%H:%M")) == {"09:00"}
    nine = pd.Timedelta(hours=9)
    opening = due.dt.normalize().dt.tz_convert("UTC")
    ends = (table["ending"].dt.tz_localize(None).dt.tz_localize(ZONE) + 2 * nine).dt.tz_convert(
        "UTC"
    )
    clock = book.settings.working_time
    assert (working_hours(ends, opening, clock) == 0).all()
    assert (working_hours(opening, table["due_at"], clock) == 1).all()
    daily = table.loc[table["period"] == "day", "ending"].drop_duplicates()
    weekly = table.loc[table["period"] == "week", "ending"].drop_duplicates()
    every = pd.Series(pd.date_range("2024-10-01", "2026-09-29", tz=ZONE).tz_convert("UTC"))
    hours = working_hours(every, every + pd.Timedelta(days=1), clock)
    assert len(daily) == (hours > 0).sum()
    assert (weekly.dt.day_of_week == 6).all()
    assert len(weekly) == 104
    assert max(table["due_at"].max(), table["sent_at"].max()) < EXTRACT
