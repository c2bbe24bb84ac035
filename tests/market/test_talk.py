"""What the two sides tell each other: feedback, signals, and the log of decisions."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from leadkit.journey import turns, working_hours
from leadkit.market import SCENARIOS, simulate
from leadkit.market.feedback import TOLD, TOLD_BY_REP
from leadkit.market.phrases import ENGLISH, NEED_SHARES, NEEDS, VIETNAMESE

ZONE = "Asia/Ho_Chi_Minh"
EXTRACT = pd.Timestamp("2026-10-01", tz=ZONE)
CHANGE = pd.Timestamp("2026-04-01", tz=ZONE)
TALK = ("feedback", "signals", "reports", "scores")
MOMENT = {"feedback": "at", "signals": "at", "reports": "due_at", "scores": "at", "events": "at"}
PLANTED = {
    "calm": [],
    "slow": [],
    "hidden": [],
    "bad_leads": ["2026-03-12"],
    "bad_selling": ["2026-03-11"],
    "price": ["2026-03-02"],
    "market": ["2026-03-04"],
    "mixed": ["2026-03-11", "2026-03-12", "2026-05-27", "2026-06-17"],
}


@pytest.fixture(scope="module")
def attempted(large_calm):
    """Leads attempted three weeks before the extract or earlier, with what was told of them."""
    book, truth = large_calm
    leads = book.leads.set_index("lead_id").drop(columns="segment")
    told = book.tables["feedback"].set_index("lead_id")
    hidden = truth.leads[["state", "reason"]].rename(columns={"reason": "fate"})
    every = leads.join(hidden).join(told, validate="1:1")
    return every[every["first_response_at"] < EXTRACT - pd.Timedelta(days=21)]


def test_feedback_comes_as_often_as_specified(attempted, is_near):
    given, won = attempted["at"].notna(), attempted["state"] == 4
    assert is_near(given.sum(), len(given), 0.62)
    assert is_near(given[won].sum(), won.sum(), 0.85)
    for rep, offset in enumerate(TOLD_BY_REP, start=1):
        rows = ~won & (attempted["owner"] == f"rep_{rep:02d}")
        assert is_near(given[rows].sum(), rows.sum(), TOLD + offset)
    assert (min(TOLD_BY_REP), max(TOLD_BY_REP)) == (-0.20, 0.20)


def test_feedback_comes_at_work_one_to_six_days_after_the_first_attempt(large_calm, attempted):
    told = attempted.dropna(subset="at")
    clock = large_calm[0].settings.working_time
    minute, day = pd.Timedelta(minutes=1), pd.Timedelta(days=1)
    assert (told["at"] - told["first_response_at"] >= day).all()
    assert working_hours(told["first_response_at"] + 6 * day, told["at"], clock).max() <= 4
    assert (working_hours(told["at"] - minute, told["at"], clock) > 0).all()
    assert (told["by"] == told["owner"]).all()
    assert large_calm[0].tables["feedback"]["at"].max() < EXTRACT


def test_grades_rank_leads_as_specified():
    book, _truth = simulate("calm", n_leads=12_000)
    won = turns(book).query("turn == 1 and mature").set_index("lead_id")["won"]
    told = book.tables["feedback"].join(won, on="lead_id", how="inner").dropna(subset="won")
    score = told["lead_grade"].map({"D": 0, "C": 1, "B": 2, "A": 3})
    assert roc_auc_score(told["won"], score) == pytest.approx(0.72, abs=0.03)
    assert told.groupby(score)["won"].mean().is_monotonic_increasing


def test_grades_are_cut_at_their_shares(attempted):
    share = attempted.loc[attempted["state"] != 4, "lead_grade"].value_counts(normalize=True)
    every = attempted["lead_grade"].value_counts(normalize=True)
    assert share["D"] > every["D"]
    assert every[list("DCBA")].to_numpy() == pytest.approx([0.25, 0.30, 0.27, 0.18], abs=0.03)


def test_a_reason_is_one_that_sales_had_written_by_then(attempted):
    told = attempted.dropna(subset="at")
    ended = told["rejected_at"].fillna(told["closed_at"])
    written = told["rejection_reason"].fillna(told["lost_reason"])
    by_then = (ended <= told["at"]) & (told["state"] != 4)
    assert by_then.mean() > 0.2
    assert (told.loc[by_then, "reason"].fillna("") == written[by_then].fillna("")).all()
    assert told.loc[~by_then, "reason"].isna().all()


def test_ratings_follow_acceptance_and_the_product(attempted):
    told = attempted.dropna(subset="at")
    assert set(told["product_rating"]) == {1, 2, 3, 4, 5}
    mean = told["product_rating"].groupby(told["state"]).mean()
    assert mean[4] - mean[1] == pytest.approx(0.45, abs=0.08)
    product = told.loc[told["fate"] == "LOST_PRODUCT", "product_rating"].mean()
    assert told.loc[told["fate"] == "LOST_PRICE", "product_rating"].mean() - product > 0.4


def test_needs_follow_the_industry(attempted, is_near):
    told = attempted.dropna(subset="at")
    for industry, shares in NEED_SHARES.items():
        needs = told.loc[told["industry"] == industry, "need"].value_counts()
        assert sum(shares) == pytest.approx(1)
        for need, share in zip(NEEDS, shares, strict=True):
            assert is_near(needs.get(need, 0), needs.sum(), share, sds=5)


def test_comments_are_many_short_phrases_in_two_languages(attempted):
    said = set(attempted["comment"].dropna())
    for needs, endings in (ENGLISH, VIETNAMESE):
        phrases = {f"{need}; {ending}" for need in needs.values() for ending in endings.values()}
        assert len(phrases & said) >= 40
        said -= phrases
    assert said == set()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_what_a_scenario_has_in_store_is_announced(scenario):
    book, truth = simulate(scenario, n_leads=200)
    calm = simulate("calm", n_leads=200)[0].tables["signals"]
    both = book.tables["signals"].merge(calm, how="left", indicator=True)
    planted = both.loc[both["_merge"] == "left_only", "at"].dt.tz_convert(ZONE)
    assert list(planted.dt.strftime("%Y-%m-%d")) == PLANTED[scenario]
    linked = " ".join(truth.events["announced"].dropna()).split()
    assert set(linked) == {"2025-09-01", *PLANTED[scenario]}
    prices = calm[calm["text"].str.contains("price list comes")]
    assert list(prices["at"].dt.strftime("%Y-%m-%d")) == ["2025-09-01"]


def test_everyday_signals_come_at_their_rate(is_near):
    tables = [simulate("hidden", n_leads=100, seed=seed)[0].tables["signals"] for seed in range(15)]
    every = pd.concat(tables)
    every = every[~every["text"].str.contains("price list comes")]
    expected = 15 * 1.2 * (EXTRACT - pd.Timestamp("2024-10-01", tz=ZONE)).days / 7
    assert abs(len(every) - expected) < 4 * np.sqrt(expected)
    for kind, share in {"campaign": 0.5, "market": 0.2, "competitor": 0.2, "problem": 0.1}.items():
        assert is_near((every["kind"] == kind).sum(), len(every), share)


def test_signals_are_open_until_their_day(mixed):
    signals = mixed[0].tables["signals"]
    assert not signals["text"].str.contains("[{}]").any()
    given = signals["at"].dt.tz_convert(ZONE).dt.tz_localize(None).dt.normalize()
    days = (signals["due"].dt.tz_localize(None) - given).dt.days
    assert days.dropna().between(5, 14).all()
    asking = signals[signals["due"].notna()]
    later = asking["due"].dt.tz_localize(None) >= EXTRACT.tz_localize(None)
    assert ((asking["status"] == "open") == later).all()
    counts = asking.loc[~later, "status"].value_counts(normalize=True)
    assert counts["done"] > 0.7 > 0.3 > counts["dropped"] > 0
    assert set(signals["owner"]) == {"marketing", "sales"}


def test_the_log_holds_every_decision_of_the_rule(large_calm):
    book, truth = large_calm
    log = book.tables["scores"].set_index("lead_id")
    leads = book.leads.set_index("lead_id")
    marketing = leads["source"] != "self_generated"
    start = pd.Timestamp("2025-07-01", tz=ZONE)
    assert set(log.index) == set(leads.index[marketing & (leads["created_at"] >= start)])
    leads, known = leads.loc[log.index], truth.leads.loc[log.index]
    assert (log["at"] == leads["created_at"]).all()
    assert (log["reason"] == known["decision"]).all()
    pd.testing.assert_series_equal(log["propensity"], known["propensity"])
    settled = leads["created_at"] < EXTRACT - pd.Timedelta(days=30)
    handed_off = leads["handed_off_at"].notna()
    assert ((log["decision"] == "hand_off") == handed_off)[settled].all()
    assert log[["probability", "tier"]].isna().all(axis=None)
    assert set(log["model"] + " " + log["policy"]) == {"points points-45"}


def test_the_book_shows_the_waits_that_were_drawn(mixed):
    book, truth = mixed
    leads = book.leads.set_index("lead_id")
    counted = working_hours(
        leads["handed_off_at"], leads["first_response_at"], book.settings.working_time
    )
    waited = truth.leads["waited"]
    assert waited[counted.notna()].notna().all()
    assert (counted - waited).abs().max() < 0.03
    assert waited[truth.leads["state"] == 0].isna().all()


def test_leads_are_recycled_and_won_again_at_their_rates(large_calm, is_near):
    book, truth = large_calm
    events = book.tables["events"]
    leads = book.leads.set_index("lead_id")
    back, again = (
        leads.index.isin(events.loc[events["kind"] == kind, "lead_id"])
        for kind in ("recycled", "handed_off")
    )
    returned = leads["rejection_reason"].isin(["NO_NEED", "NO_BUDGET", "BAD_TIMING"])
    old = returned & (leads["rejected_at"] < EXTRACT - pd.Timedelta(days=240))
    assert is_near((back & old).sum(), old.sum(), 0.8)
    assert is_near((again & old).sum(), (back & old).sum(), 0.25)
    second = turns(book).query("turn == 2").set_index("lead_id")
    settled = second[second["handed_off_at"] < EXTRACT - pd.Timedelta(days=200)]
    chance = 0.6 * truth.leads.loc[settled.index, "p1"]
    won = (settled["outcome"] == "won").sum()
    assert abs(won - chance.sum()) < 4 * np.sqrt((chance * (1 - chance)).sum())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_longer_market_keeps_what_was_known(seed):
    """All that a book of seven quarters says stands in the book of eight."""
    end = pd.Timestamp("2026-07-01", tz=ZONE)
    short, long = (simulate("mixed", n_leads=2_000, quarters=q, seed=seed)[0] for q in (7, 8))
    for name in (*TALK, "events"):
        one, two = short.tables[name], long.tables[name]
        two = two[two[MOMENT[name]] < end]
        if name == "reports":
            two = two.assign(sent_at=two["sent_at"].where(two["sent_at"] < end))
        one, two = (part.drop(columns="status", errors="ignore") for part in (one, two))
        pd.testing.assert_frame_equal(one.reset_index(drop=True), two.reset_index(drop=True))
    settled = short.tables["signals"]["status"] != "open"
    pd.testing.assert_series_equal(
        short.tables["signals"].loc[settled, "status"],
        long.tables["signals"]["status"].iloc[: len(settled)][settled.to_numpy()],
        check_index=False,
    )
    events = long.tables["events"]
    later = events.loc[(events["kind"] == "handed_off") & (events["at"] >= end), "lead_id"]
    leads = long.leads[long.leads["created_at"] < end]
    one, two = (known_at(table, end, later) for table in (short.leads, leads))
    pd.testing.assert_frame_equal(one, two)


def known_at(leads, end, later):
    """Leads as they stood at a moment; a later second round hides how the first one ended."""
    leads = leads.set_index("lead_id").copy()
    for name in ("handed_off_at", "first_response_at", "accepted_at", "rejected_at"):
        leads[name] = leads[name].where(leads[name] < end)
    leads["mql_at"] = leads["mql_at"].where(leads["handed_off_at"].notna())
    leads["rejection_reason"] = leads["rejection_reason"].where(leads["rejected_at"].notna())
    leads["owner"] = leads["owner"].where(leads["handed_off_at"].notna())
    closed = (leads["closed_at"] < end) & ~leads.index.isin(later)
    for name in ("closed_at", "lost_reason", "deal_value"):
        leads[name] = leads[name].where(closed)
    leads["outcome"] = leads["outcome"].where(closed, "open")
    return leads


@pytest.mark.parametrize("scenario", [name for name in SCENARIOS if name != "calm"])
def test_no_knob_is_heard_before_its_day_but_by_signals(scenario):
    calm, changed = (simulate(name, n_leads=2_000)[0].tables for name in ("calm", scenario))
    for name in TALK:
        before, after = (
            tables[name][tables[name][MOMENT[name]] < CHANGE].reset_index(drop=True)
            for tables in (calm, changed)
        )
        if name == "signals":
            after = after.merge(before, how="inner")
        pd.testing.assert_frame_equal(before, after)
    if not PLANTED[scenario]:
        pd.testing.assert_frame_equal(calm["signals"], changed["signals"])


def test_a_young_market_has_no_empty_table():
    book, _truth = simulate("calm", n_leads=100, quarters=1)
    assert "scores" not in book.tables
    assert all(len(table) for table in book.tables.values())
