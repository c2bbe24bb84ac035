from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leadkit as lk
from leadkit.base.errors import TooLittleData
from leadkit.base.estimate import rate
from leadkit.base.language import NO_BREAK
from leadkit.book import Book, Known, Settings
from leadkit.journey import extract_date
from leadkit.model.labels import clustered_rate, label, with_own_window

START = pd.Timestamp("2026-01-01", tz="UTC")
COUNTS = ("n", "won", "immature", "unlabelled", "late_wins", "undated_wins", "again")


def book(ended, outcome, starts=START, **settings):
    """Leads handed off at their creation that end after some days; NaN never, or undated."""
    starts = pd.Series(starts, index=range(len(outcome)))
    leads = pd.DataFrame(
        {
            "lead_id": [f"L{place}" for place in range(len(outcome))],
            "created_at": starts,
            "handed_off_at": starts,
            "closed_at": starts + pd.to_timedelta(ended, unit="D"),
            "outcome": outcome,
        }
    )
    return Book({"leads": leads}, Settings(**settings))


def labelled(one, day, given=None):
    moment = START + pd.Timedelta(days=day)
    return label(lk.turns(one, moment + pd.Timedelta(seconds=1)), moment, given=given)


def plain(sentences):
    return " ".join(sentences).replace(NO_BREAK, " ")


TOY = book([60] * 20 + [10] * 40 + [80] * 40, ["won"] * 20 + ["lost"] * 80)


@pytest.mark.parametrize(
    ("day", "resolved", "as_lost", "mature"),
    [(45, 0, 0, None), (70, 1 / 3, 0.2, None), (90, 0.2, 0.2, 0.2)],
)
def test_maturity_toy(day, resolved, as_lost, mature):
    found = labelled(TOY, day, given=90)
    assert found.resolved_only.value == pytest.approx(resolved)
    assert found.open_is_lost.value == pytest.approx(as_lost)
    if mature is None:
        assert (found.n, found.immature, found.rate.refused) == (0, 100, True)
        assert "No lead is old enough to judge yet." in found.says
    else:
        assert (found.n, found.won, found.rate.value) == (100, 20, pytest.approx(mature))
        assert "would have told the same here, 20.0 %" in plain(found.says)


@pytest.fixture(scope="module")
def big_cohort():
    """Won with chance .20 after Gamma(2, 18) days; lost after .3 Exp(3) + .7 Gamma(2, 25)."""
    rng, n = np.random.default_rng(11), 20_000
    won = rng.random(n) < 0.2
    lost = np.where(rng.random(n) < 0.3, rng.exponential(3, n), rng.gamma(2, 25, n))
    return book(np.where(won, rng.gamma(2, 18, n), lost), np.where(won, "won", "lost"))


def test_naive_rates_swing_with_age_and_the_label_does_not(big_cohort):
    ages = (7, 14, 30, 45, 60, 90)
    found = [labelled(big_cohort, age, given=90) for age in ages]
    ended = [0.048, 0.109, 0.188, 0.209, 0.212, 0.208]
    as_lost = [0.012, 0.037, 0.099, 0.143, 0.169, 0.192]
    assert [one.resolved_only.value for one in found] == pytest.approx(ended, abs=0.011)
    assert [one.open_is_lost.value for one in found] == pytest.approx(as_lost, abs=0.011)
    assert [one.n for one in found] == [0] * 5 + [20_000]
    assert found[-1].rate.value == pytest.approx(0.1919, abs=0.009)
    assert found[-1].curve.at(90).value == pytest.approx(found[-1].rate.value)


def test_the_window_comes_from_old_cohorts_unless_given(big_cohort):
    found = labelled(big_cohort, 365)
    assert (found.window_days, found.how, found.why) == (90, "from the curve of old cohorts", "")
    assert "90 days were chosen" in plain(found.says)
    assert found.cannot_say == []
    given = labelled(big_cohort, 365, given=30)
    assert (given.window_days, given.how) == (30, "given")
    assert given.late_wins == given.resolved_only.events - given.won > 0
    assert "Within 30 days came" in plain(given.says)
    assert "it counts wins however late" in plain(given.says)


def test_a_table_takes_the_window_of_its_own_curve():
    one = book([20] * 30 + [50] * 50, ["won"] * 30 + ["lost"] * 50, window_days=90)
    assert with_own_window(one, "2026-12-31").settings.window_days == 30


@pytest.mark.parametrize(
    ("one", "day", "why"),
    [
        (TOY, 100, "no lead is 180 days old yet"),
        (book([9] * 19 + [5] * 30, ["won"] * 19 + ["lost"] * 30), 365, "19 were won: too few"),
        (book([np.nan] * 60, ["won"] * 30 + ["lost"] * 30), 365, "no closing date"),
        (book([300] * 60, ["won"] * 30 + ["lost"] * 30), 365, "even 180 days hold only 0"),
    ],
)
def test_where_the_curve_cannot_choose_it_says_why_and_falls_back(one, day, why):
    found = labelled(one, day)
    assert (found.window_days, found.how) == (90, "default")
    assert why in plain([found.why])
    assert "90 days is the usual window: this table cannot choose one." in found.says
    assert any("95 %" in sentence for sentence in found.cannot_say)
    assert labelled(one, day, given=45).how == "given"


def test_a_window_that_nobody_gave_is_not_called_impossible_where_the_curve_could_choose():
    closing = np.r_[np.full(40, 20.0), np.full(80, 50.0)]
    one = book(closing, ["won"] * 40 + ["lost"] * 80)
    one = replace(one, known=dict.fromkeys(one.leads, Known.AFTER))
    says = lk.training_set(one, as_of="2026-12-31").label.says
    assert "90 days is the usual window: nobody has chosen one." in says
    assert "cannot choose one" not in plain(says)


def test_one_win_is_no_plural():
    one = book([9] + [5] * 30, ["won"] + ["lost"] * 30)
    assert "Of 31 leads old enough to judge, 1 was won in time" in plain(labelled(one, 365).says)


def test_every_turn_goes_somewhere_and_open_is_not_lost():
    starts = [START] * 4 + [START + pd.Timedelta(days=80), pd.NaT]
    one = book(
        [90, 95, np.nan, np.nan, 5, np.nan], ["won", "won", "open", "won", "won", "open"], starts
    )
    turns = lk.turns(one, START + pd.Timedelta(days=100))
    found = label(turns, START + pd.Timedelta(days=100), given=90)
    populations = ["labelled"] * 4 + ["immature", "unlabelled"]
    assert found.table["population"].tolist() == populations
    assert found.table["won"].fillna(-1).tolist() == [1, 0, 0, 1, -1, -1]
    counts = (found.n, found.won, found.open_past_window, found.late_wins, found.undated_wins)
    assert counts == (4, 2, 1, 1, 1)
    assert found.resolved_only.n == 4
    said = plain(found.says)
    for part in (
        "1 lead is still open after 90 days",
        "1 lead was won later than 90 days",
        "1 win has no closing date",
        "1 lead is too young",
        "1 lead has no start date",
    ):
        assert part in said


def test_without_dates_open_leads_are_set_aside_and_it_says_what_can_be_said():
    table = pd.DataFrame(
        {"lead_id": map(str, range(100)), "outcome": ["won"] * 20 + ["lost"] * 40 + ["open"] * 40}
    )
    found = label(lk.turns(Book({"leads": table})), None)
    assert (found.n, found.won, found.unlabelled, found.immature) == (60, 20, 40, 0)
    assert (found.rate.value, found.rate.n) == (pytest.approx(1 / 3), 60)
    assert found.table["won"].isna().sum() == 40
    assert "between 20.0 % and 60.0 % of all 100 leads" in plain(found.says)
    assert len(found.cannot_say) == 3
    assert "naive: open leads taken as lost" in found._repr_html_()
    with pytest.raises(TooLittleData, match="no win rate over time"):
        found.plot()


def test_leads_dated_by_creation_alone_say_so():
    table = book([9] * 50, ["won"] * 20 + ["lost"] * 30).leads.drop(columns="handed_off_at")
    found = labelled(Book({"leads": table}), 100)
    assert (found.since, found.n) == ("creation", 50)
    assert "of its creation: no handoff time is known" in found.says[0]


def test_turns_of_one_account_widen_the_interval():
    won = pd.Series([True, False, False, False] * 30)
    alone = clustered_rate(won, pd.Series(range(120)))
    other = rate(30, 120)
    assert (alone.low, alone.high) == pytest.approx((other.low, other.high))
    paired = clustered_rate(pd.concat([won, won]), pd.Series([*range(120)] * 2))
    assert (paired.low, paired.high) == pytest.approx((other.low, other.high))


@pytest.fixture(scope="module")
def market():
    return lk.simulate("calm", n_leads=600, seed=3)[0]


def handed_off(one, as_of):
    turns = lk.turns(one, as_of)
    turns = turns[turns["start"].notna() & ~turns["self_generated"]]
    return turns, extract_date(one, as_of)


def test_it_is_the_label_that_turns_have_for_the_same_window(market):
    turns, now = handed_off(market, None)
    found = label(turns, now, given=market.settings.window_days)
    assert found.table["won"].equals(turns["won"])
    assert (found.table["population"] == "labelled").equals(turns["mature"])
    assert found.again == (turns["turn"] > 1).sum() > 0


def test_a_market_judged_at_a_date_is_the_market_extracted_then(market):
    earlier = lk.simulate("calm", n_leads=600, seed=3, quarters=6)[0]
    now, then = (label(*handed_off(one, "2026-03-31")) for one in (market, earlier))
    columns = ["turn_id", "population", "won", "age_days"]
    pd.testing.assert_frame_equal(
        now.table[columns].reset_index(drop=True), then.table[columns].reset_index(drop=True)
    )
    assert (now.window_days, now.how) == (then.window_days, then.how)
    assert [getattr(now, name) for name in COUNTS] == [getattr(then, name) for name in COUNTS]


TURN = st.tuples(st.integers(0, 40), st.integers(0, 60), st.sampled_from(["won", "lost", "open"]))
ROADS = st.lists(st.lists(TURN, min_size=1, max_size=3), min_size=10, max_size=30)


def extracted(roads, day):
    """The book as a CRM writes it on some day: each lead as it stands, its events so far."""
    leads, events = [], []
    for place, road in enumerate(roads):
        lead, at = {"lead_id": f"L{place}", "outcome": "open"}, 0
        for turn, (wait, taken, end) in enumerate(road):
            starts, at = at + wait, at + wait + taken
            if starts > day:
                break
            lead |= {"outcome": "open", "closed_at": None}
            lead.setdefault("created_at", starts)
            lead.setdefault("handed_off_at", starts)
            if turn:
                events.append((lead["lead_id"], starts, "handed_off"))
            if end == "open" or at > day:
                break
            lead |= {"outcome": end, "closed_at": at}
            events.append((lead["lead_id"], at, end))
            at += 1
        if "created_at" in lead:
            leads.append(lead)
    table = pd.DataFrame(
        leads, columns=["lead_id", "created_at", "handed_off_at", "closed_at", "outcome"]
    )
    told = pd.DataFrame(events, columns=["lead_id", "at", "kind"]).assign(detail=None)
    for frame, names in ((table, ["created_at", "handed_off_at", "closed_at"]), (told, ["at"])):
        for name in names:
            days = pd.to_timedelta(pd.to_numeric(frame[name]), unit="D")
            frame[name] = START + days
    told = told.astype({"kind": "str", "lead_id": "str", "detail": "str"})
    return Book({"leads": table.astype({"outcome": "str"}), "events": told})


@settings(max_examples=5, deadline=None)
@given(ROADS, st.integers(0, 150), st.sampled_from([7, 30]))
def test_any_date_shows_what_was_known_on_it(roads, day, window):
    as_of = START + pd.Timedelta(days=day, hours=1)
    whole, cut = extracted(roads, 10_000), extracted(roads, day)
    if cut.leads.empty:
        return
    found, then = (
        label(lk.turns(one, as_of), extract_date(one, as_of), given=window) for one in (whole, cut)
    )
    pd.testing.assert_frame_equal(
        found.table.reset_index(drop=True), then.table.reset_index(drop=True)
    )
    assert found.says == then.says


def test_the_picture_marks_the_window_and_the_three_rates(big_cohort):
    found = labelled(big_cohort, 120)
    ax = found.plot()
    names = [text.get_text().split(":")[0] for text in ax.get_legend().get_texts()]
    assert names[0].startswith("won within 90 days")
    assert names[1:] == ["naive", "naive"]
    low, high = ax.get_ylim()
    assert low <= found.resolved_only.value * 100 <= high
    assert any(line.get_xdata()[0] == 90 for line in ax.lines)
