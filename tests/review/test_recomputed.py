"""The figures of the page, counted a second time in plain pandas from the CSV files alone."""

import tomllib
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

import leadkit as lk
from leadkit.book import write_book
from leadkit.market import simulate
from leadkit.review import quarterly_review

TIMES = (
    "created_at", "handed_off_at", "first_response_at", "accepted_at", "rejected_at",
    "recycled_at", "closed_at",
)  # fmt: skip


@pytest.fixture(scope="module", params=["sample", "market"])
def both(request, tmp_path_factory):
    """Return the content of review.json, and the same leads read anew."""
    folder = lk.sample("small")
    if request.param == "market":
        folder = tmp_path_factory.mktemp("market")
        write_book(simulate("slow", n_leads=700, quarters=6, seed=4)[0], folder)
    review = quarterly_review(lk.read_book(folder), draws=2)
    return review.to_dict(), Recount(folder, review.quarter, review.before)


class Recount:
    """The turns of marketing's leads, by nothing but pandas."""

    def __init__(self, folder, quarter, before):
        self.folder, self.pair = folder, (before, quarter)
        self.settings = tomllib.loads((folder / "book.toml").read_text(encoding="utf-8"))
        self.zone = self.settings["timezone"]
        self.window = pd.Timedelta(days=self.settings.get("window_days", 90))
        leads = pd.read_csv(folder / "leads.csv", dtype={"lead_id": str}, low_memory=False)
        for name in TIMES:
            if name in leads:
                leads[name] = pd.to_datetime(leads[name], utc=True, format="ISO8601")
        own = leads["source"].isin(self.settings["self_generated"])
        self.turns = self._turns(leads[~own & leads["handed_off_at"].notna()])

    def _turns(self, leads):
        """Return the first turns, and one more for every later handoff among the events."""
        first = leads.assign(turn=1, start=leads["handed_off_at"])
        events = self.table("events")
        events = events[events["lead_id"].isin(events.lead_id[events["kind"] == "handed_off"])]
        events["at"] = pd.to_datetime(events["at"], utc=True, format="ISO8601")
        later = []
        for _row, lead in leads[leads["lead_id"].isin(events["lead_id"])].iterrows():
            told = events[events["lead_id"] == lead["lead_id"]].sort_values("at")
            again = told.loc[told["kind"] == "handed_off", "at"]
            again = list(again[again != lead["handed_off_at"]])
            for place, since in enumerate(again):
                until = again[place + 1] if place + 1 < len(again) else pd.NaT
                within = told[(told["at"] >= since) & ~(told["at"] >= until)]
                later.append({**lead, "turn": place + 2, "start": since, **self._steps(within)})
        every = pd.concat([first, pd.DataFrame(later)]) if later else first
        return self._ended(every.reset_index(drop=True))

    def _steps(self, told):
        called = told.loc[told["kind"].isin(["call", "meeting"]), "at"].min()
        accepted = told.loc[told["kind"] == "accepted", "at"].min()
        rejected = told[told["kind"] == "rejected"]
        return {
            "first_response_at": called,
            "accepted_at": accepted,
            "rejected_at": rejected["at"].min(),
            "rejection_reason": rejected["detail"].iloc[0] if len(rejected) else None,
        }

    def _ended(self, turns):
        last = turns.groupby("lead_id")["turn"].transform("max") == turns["turn"]
        in_time = turns["closed_at"] - turns["start"] <= self.window
        local = turns["start"].dt.tz_convert(self.zone)
        quarter = local.dt.year.astype(str) + "Q" + local.dt.quarter.astype(str)
        won = last & (turns["outcome"] == "won") & in_time
        return turns.assign(won=won, quarter=quarter)

    def table(self, name):
        path = self.folder / f"{name}.csv"
        return pd.read_csv(path, dtype={"lead_id": str}) if path.exists() else None

    def of(self, quarter):
        return self.turns[self.turns["quarter"] == quarter]


def test_summary_and_split(both):
    said, anew = both
    for quarter in anew.pair:
        rows, shown = anew.of(quarter), said["summary"][quarter]
        assert shown["handed_off"] == len(rows)
        assert shown["won"] == rows["won"].sum()
        assert shown["win_rate"]["value"] == pytest.approx(rows["won"].mean())
        assert shown["revenue"] == pytest.approx(rows.loc[rows["won"], "deal_value"].sum())
    before, after = (said["summary"][quarter]["revenue"] for quarter in anew.pair)
    split = said["shortfall"]
    assert split["gap"] == pytest.approx(after - before)
    assert sum(part["value"] for part in split["parts"].values()) == pytest.approx(after - before)
    for side, revenue in (("before", before), ("after", after)):
        product = np.prod([factor[side] for factor in split["factors"].values()])
        assert product == pytest.approx(revenue)


def test_wilson(both):
    """The interval as in any textbook: the roots of (p - x/n)^2 = z^2 p (1 - p) / n."""
    said, anew = both
    for quarter in anew.pair:
        shown = said["summary"][quarter]["win_rate"]
        n, p, z2 = shown["n"], shown["value"], 1.959964**2
        roots = np.roots([1 + z2 / n, -(2 * p + z2 / n), p * p])
        assert sorted(roots) == pytest.approx([shown["low"], shown["high"]], abs=1e-6)


def test_funnel(both):
    said, anew = both
    stages = {
        "attempted": lambda rows: rows["first_response_at"].notna(),
        "accepted": lambda rows: rows["accepted_at"].notna(),
        "won": lambda rows: rows["won"],
    }
    mature = [row for row in said["funnel"] if row["mature"] and row["stage"] in stages]
    assert {row["stage"] for row in mature} == set(stages)
    for row in mature:
        flags = stages[row["stage"]](anew.of(row["quarter"]))
        assert (row["n"], row["events"]) == (len(flags), flags.sum())


def working_hours(start, end, settings, holidays):
    """Count them hour by hour: the slow way."""
    if pd.isna(end):
        return np.inf
    zone, total = settings["timezone"], timedelta()
    start, end = (moment.tz_convert(zone).floor("min").tz_localize(None) for moment in (start, end))
    for day in pd.date_range(start.normalize(), end.normalize()):
        extra = str(day.date()) in settings.get("extra_workdays", ())
        is_open = day.weekday() in settings["days"] and day.date() not in holidays
        if not (is_open or extra):
            continue
        for opens, closes in settings["spans"]:
            first = max(start, day + (pd.Timestamp(opens) - pd.Timestamp("00:00")))
            last = min(end, day + (pd.Timestamp(closes) - pd.Timestamp("00:00")))
            total += max(last - first, timedelta())
    return total / timedelta(hours=1)


def test_follow_up(both):
    from holidays import country_holidays

    said, anew = both
    settings = {"days": range(5), "spans": [["08:00", "12:00"], ["13:00", "17:00"]]}
    settings |= anew.settings
    free = country_holidays(settings["country"]) if settings.get("country") else {}
    for shown in said["follow_up"]:
        rows = anew.of(shown["quarter"])
        pairs = zip(rows["start"], rows["first_response_at"], strict=True)
        hours = [working_hours(start, end, settings, free) for start, end in pairs]
        assert shown["in_time"]["n"] == len(rows)
        assert shown["in_time"]["events"] == sum(one <= 4 for one in hours)
        assert shown["never_attempted"]["events"] == rows["first_response_at"].isna().sum()


def test_sources(both):
    said, anew = both
    before, after = map(anew.of, anew.pair)
    assert {row["source"] for row in said["sources"]} == set(anew.turns["source"].dropna())
    for row in said["sources"]:
        now = after[after["source"] == row["source"]]
        assert row["leads"]["before"] == (before["source"] == row["source"]).sum()
        assert row["leads"]["after"] == len(now)
        assert row["won_after"]["events"] == now["won"].sum()


def test_reasons(both):
    said, anew = both
    for quarter in anew.pair:
        rows = anew.of(quarter)
        returned = rows[rows["rejected_at"].notna()]
        reasons = returned["rejection_reason"].fillna("").value_counts()
        counted = {row["reason"]: row["by_quarter"][quarter] for row in said["reasons"]["rejected"]}
        assert sum(one["events"] for one in counted.values()) == len(returned)
        for name, shown in counted.items():
            assert shown["n"] == len(returned)
            if name in reasons:
                assert shown["events"] == reasons[name]


def test_spend(both):
    said, anew = both
    spend = anew.table("spend")
    spend = spend[~spend["source"].isin(anew.settings["self_generated"])]
    month = pd.PeriodIndex(spend["month"], freq="M")
    quarter = month.year.astype(str) + "Q" + month.quarter.astype(str)
    money = spend[["marketing_cost", "sales_cost"]].fillna(0).sum(axis=1).groupby(quarter).sum()
    shown = said["road"]["money"]["rows"]
    assert [row["quarter"] for row in shown] == list(anew.pair)
    for row in shown:
        rows = anew.of(row["quarter"])
        assert row["spent"] == pytest.approx(money[row["quarter"]])
        per_lead = money[row["quarter"]] / len(rows)
        assert row["per_handed_off"]["value"] == pytest.approx(per_lead)
        if rows["won"].any():
            per_won = money[row["quarter"]] / rows["won"].sum()
            assert row["per_won"]["value"] == pytest.approx(per_won)
