from __future__ import annotations

from io import StringIO

import pandas as pd
import pytest

import leadkit as lk
from leadkit.base.errors import BadInput, TooLittleData
from leadkit.book import Book, Settings
from leadkit.journey import extract_date, quarter_of

ROAD = """lead_id,created_at,handed_off_at,closed_at,outcome,deal_value
A,2026-01-01,2026-01-01,2026-02-01,won,10
B,2026-01-01,2026-01-01,2026-04-20,won,10
C,2026-01-01,2026-01-01,2026-01-20,lost,
D,2026-01-01,2026-01-01,,open,
E,2026-03-01,2026-03-01,2026-03-02,won,10
F,2026-03-01,,,open,
G,2026-01-01,2026-01-01,2026-04-25,won,10
"""


def book(events=None, **settings):
    times = ["created_at", "handed_off_at", "closed_at"]
    leads = pd.read_csv(StringIO(ROAD), dtype={"outcome": "str"})
    leads[times] = leads[times].apply(pd.to_datetime, utc=True)
    leads["outcome"] = leads["outcome"].astype("str")
    tables = {"leads": leads}
    if events is not None:
        table = pd.DataFrame(events, columns=["lead_id", "at", "kind"])
        tables["events"] = table.assign(at=pd.to_datetime(table["at"], utc=True))
    return Book(tables, Settings(**settings))


def test_only_turns_older_than_the_window_count_whatever_their_status():
    table = lk.turns(book(), "2026-05-01").set_index("lead_id")
    assert table["mature"].to_dict() == {
        "A": True, "B": True, "C": True, "D": True, "E": False, "F": False, "G": True,
    }  # fmt: skip
    assert table["won"].dropna().to_dict() == {"A": 1.0, "B": 0.0, "C": 0.0, "D": 0.0, "G": 0.0}


def test_what_was_known_on_an_earlier_date():
    table = lk.turns(book(window_days=30), "2026-02-15").set_index("lead_id")
    assert table["outcome"].to_dict() == {
        "A": "won", "B": "open", "C": "lost", "D": "open", "G": "open",
    }  # fmt: skip
    assert table.loc["B", "closed_at"] is pd.NaT


def test_a_recycled_lead_has_two_turns_and_wins_in_its_last():
    events = [
        ("G", "2026-02-01", "recycled"),
        ("G", "2026-04-01", "handed_off"),
        ("G", "2026-04-03", "call"),
    ]
    table = lk.turns(book(events), "2026-09-30").query("lead_id == 'G'")
    assert table["turn_id"].tolist() == ["G", "G#2"]
    assert table["won"].tolist() == [0.0, 1.0]
    assert table["first_response_at"].tolist()[1] == pd.Timestamp("2026-04-03", tz="UTC")


def test_maturity_toy_of_resolved_only_rates():
    """100 leads: 20 win on day 60, 40 lose on day 10, 40 lose on day 80."""
    start = pd.Timestamp("2026-01-01", tz="UTC")
    days = [60] * 20 + [10] * 40 + [80] * 40
    leads = pd.DataFrame(
        {
            "lead_id": [str(i) for i in range(100)],
            "created_at": start,
            "handed_off_at": start,
            "closed_at": [start + pd.Timedelta(days=d) for d in days],
            "outcome": ["won"] * 20 + ["lost"] * 80,
        }
    )
    young = lk.turns(Book({"leads": leads}), "2026-03-12")
    old = lk.turns(Book({"leads": leads}), "2026-04-02")
    resolved = young["outcome"].isin(("won", "lost"))
    assert (young["outcome"] == "won")[resolved].mean() == pytest.approx(1 / 3)
    assert young["won"].isna().all()
    assert old["won"].mean() == pytest.approx(0.2)


def test_without_dates_open_leads_are_unlabelled_not_lost():
    leads = pd.DataFrame({"lead_id": ["a", "b", "c"], "outcome": ["won", "lost", "open"]})
    assert lk.turns(Book({"leads": leads}))["won"].fillna(-1).tolist() == [1.0, 0.0, -1.0]


def test_fiscal_quarters():
    moments = pd.Series(pd.to_datetime(["2026-01-15 00:00", "2026-03-31 20:00", None], utc=True))
    vietnam = Settings(timezone="Asia/Ho_Chi_Minh")
    assert quarter_of(moments, vietnam).tolist()[:2] == ["2026Q1", "2026Q2"]
    april = Settings(fiscal_year_starts=4)
    assert quarter_of(moments, april).tolist()[:2] == ["2025Q4", "2025Q4"]
    assert quarter_of(moments, april).isna().tolist() == [False, False, True]


def test_a_date_means_the_end_of_that_day_where_the_firm_is():
    moment = extract_date(book(timezone="Asia/Ho_Chi_Minh"), "2026-09-30")
    assert moment == pd.Timestamp("2026-09-30 16:59", tz="UTC")
    with pytest.raises(BadInput, match="not a date"):
        extract_date(book(), "last week")


def test_funnel_counts_stages_the_book_records_and_waits_for_the_window():
    table = lk.funnel(book(), "2026-05-20").table
    assert set(table["stage"]) == {"won"}
    first = table.iloc[0]
    assert (first["quarter"], first["n"], first["mature"]) == ("2026Q1", 6, False)
    judged = lk.funnel(book(), "2026-06-01").table.iloc[0]
    assert (judged["events"], judged["n"]) == (2, 6)


def test_funnel_without_dates_is_refused():
    leads = pd.DataFrame({"lead_id": ["a"], "outcome": ["won"]})
    with pytest.raises(TooLittleData, match="no cohorts"):
        lk.funnel(Book({"leads": leads}))


def test_the_funnel_picture_says_its_finding_and_hatches_the_open_quarter(sample_book):
    found = lk.funnel(sample_book)
    ax = found.plot()
    quarters = found.stage("won")
    assert len(ax.get_xticks()) == len(quarters)
    assert [text.get_text() for text in ax.texts].count("not over") == (~quarters["mature"]).sum()
    assert quarters["mature"].iloc[-2]
    assert not quarters["mature"].iloc[-1]


def test_a_recycled_lead_nobody_called_again_has_no_attempt_in_its_second_turn():
    table = lk.turns(book([("G", "2026-04-01", "handed_off")]), "2026-09-30")
    assert table.query("turn_id == 'G#2'")["first_response_at"].isna().all()


def told(rows):
    """The book with events of one lead, G, that say more than that they happened."""
    table = pd.DataFrame(rows, columns=["lead_id", "at", "kind", "detail"])
    table["at"] = pd.to_datetime(table["at"], utc=True)
    one = book()
    return Book({**one.tables, "events": table.astype({"detail": "str"})}, one.settings)


def test_events_tell_what_became_of_later_turns():
    events = [
        ("G", "2026-01-05", "accepted", None),
        ("G", "2026-02-01", "handed_off", None),
        ("G", "2026-02-02", "accepted", None),
        ("G", "2026-02-09", "rejected", "NO_NEED"),
        ("G", "2026-04-01", "handed_off", None),
        ("G", "2026-04-02", "accepted", None),
    ]
    table = lk.turns(told(events), "2026-09-30").query("lead_id == 'G'")
    accepted = table["accepted_at"].dt.strftime("%m-%d").fillna("").tolist()
    rejected = table["rejected_at"].dt.strftime("%m-%d").fillna("").tolist()
    assert (accepted, rejected) == (["", "02-02", "04-02"], ["", "02-09", ""])
    assert table["rejection_reason"].fillna("").tolist() == ["", "NO_NEED", ""]
    assert table["outcome"].tolist() == ["lost", "lost", "won"]


def test_a_turn_that_events_call_won_is_not_lost_by_the_next():
    events = [("G", "2026-01-20", "won", "12.5"), ("G", "2026-04-01", "handed_off", None)]
    table = lk.turns(told(events), "2026-09-30").query("lead_id == 'G'")
    assert table["won"].tolist() == [1.0, 1.0]
    assert table["deal_value"].tolist() == [12.5, 10.0]
    assert table["closed_at"].dt.strftime("%m-%d").tolist() == ["01-20", "04-25"]


def test_the_event_of_a_first_handoff_is_no_second_turn():
    events = [("G", "2026-01-01", "handed_off", None)]
    assert lk.turns(told(events), "2026-09-30")["turn_id"].is_unique
    assert set(lk.turns(told(events), "2026-09-30")["turn"]) == {1}


def test_an_earlier_date_shows_the_end_that_later_events_have_undone():
    events = [
        ("G", "2026-02-10", "lost", "LOST_PRICE"),
        ("G", "2026-03-01", "recycled", "outcome: lost -> open"),
        ("G", "2026-04-25", "won", None),
    ]
    days = ("2026-02-01", "2026-02-20", "2026-03-20", "2026-09-30")
    tables = [lk.turns(told(events), day).set_index("lead_id").loc["G"] for day in days]
    assert [lead["outcome"] for lead in tables] == ["open", "lost", "open", "won"]
    closed = [lead["closed_at"] for lead in tables]
    assert [None if pd.isna(at) else f"{at:%m-%d}" for at in closed] == [
        None, "02-10", None, "04-25",
    ]  # fmt: skip


def test_an_end_without_a_date_is_unknown_before_the_event_that_tells_of_it():
    one = told([("D", "2026-03-01", "lost", None)])
    leads = one.leads.assign(outcome=one.leads["outcome"].mask(one.leads["lead_id"] == "D", "lost"))
    later = Book({**one.tables, "leads": leads}, one.settings)
    outcomes = [
        lk.turns(later, day).set_index("lead_id").loc["D", "outcome"]
        for day in ("2026-02-01", "2026-09-30")
    ]
    assert outcomes == ["open", "lost"]


def test_a_reason_is_not_known_before_the_lead_was_returned():
    leads = book().leads.assign(
        rejected_at=pd.Timestamp("2026-03-01", tz="UTC"), rejection_reason="NO_NEED"
    )
    tables = [lk.turns(Book({"leads": leads}), day) for day in ("2026-02-01", "2026-04-01")]
    assert [table["rejection_reason"].notna().all() for table in tables] == [False, True]


def test_a_book_without_as_of_is_judged_at_its_latest_step():
    events = [("D", "2026-06-01", "changed", "owner: a -> b"), ("D", "2026-12-01", "call", None)]
    assert extract_date(told(events)) == pd.Timestamp("2026-06-01", tz="UTC")
