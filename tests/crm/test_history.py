from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leadkit as lk
from leadkit.book import Settings, no_rows, read_book
from leadkit.crm.imported import Imported
from leadkit.crm.taking.snapshots import write_snapshot
from leadkit.crm.taking.taking import take_in
from leadkit.journey import extract_date
from leadkit.market import simulate

TIMES = [
    "created_at", "mql_at", "latest_mql_at", "handed_off_at", "first_response_at", "accepted_at",
    "rejected_at", "closed_at",
]  # fmt: skip
ROAD = [
    "turn_id", "handed_off_at", "first_response_at", "accepted_at", "rejected_at",
    "rejection_reason", "closed_at", "outcome",
]  # fmt: skip
START = pd.Timestamp("2026-01-01", tz="UTC")
DAY = pd.Timedelta(days=1)


def extract(as_of, rows, events=None, **others):
    """An extract of a few leads, times given as texts."""
    leads = pd.DataFrame(rows).assign(row=range(2, len(rows) + 2)).set_index("row")
    for name in leads.columns.intersection(TIMES):
        leads[name] = pd.to_datetime(leads[name], utc=True, format="ISO8601")
    if "outcome" not in leads:
        leads["outcome"] = "open"
    tables = {"leads": leads}
    if events is not None:
        table = pd.DataFrame(events, columns=["lead_id", "at", "kind", "by", "detail"])
        tables["events"] = table.assign(at=pd.to_datetime(table["at"], utc=True))
    told = {
        "tables": tables,
        "settings": Settings(window_days=30),
        "known": {},
        "set_aside": no_rows(),
        "notes": (),
        "as_of": pd.Timestamp(as_of, tz="UTC"),
        "sha256": f"{as_of}".replace("-", "").ljust(64, "0"),
        "map_text": "",
    }
    return Imported(**{**told, **others})


def taken(folder, *extracts):
    for one in extracts:
        take_in(folder, one)
    return read_book(folder)


def told(book):
    """The events of a book, one text each."""
    events = book.table("events")
    return [
        " ".join(
            [row.lead_id, f"{row.at:%m-%d}", row.kind, *(x for x in row[4:] if isinstance(x, str))]
        )
        for row in (events.itertuples() if events is not None else [])
    ]


def days(book, column):
    return [None if pd.isna(at) else f"{at:%m-%d}" for at in book.leads[column]]


def test_the_first_extract_brings_no_history(tmp_path):
    book = taken(
        tmp_path,
        extract("2026-02-01", [{"lead_id": "A", "created_at": "2026-01-01", "outcome": "lost",
                                "closed_at": "2026-01-20", "owner": "rep_01"}]),
    )  # fmt: skip
    assert told(book) == []


def test_each_step_that_a_later_extract_shows_becomes_an_event_with_its_own_date(tmp_path):
    lead = {"lead_id": "A", "created_at": "2026-01-01"}
    worked = {**lead, "mql_at": "2026-02-02", "handed_off_at": "2026-02-03",
              "first_response_at": "2026-02-04", "accepted_at": "2026-02-05"}  # fmt: skip
    won = {**worked, "outcome": "won", "closed_at": "2026-03-20", "deal_value": 1500}
    names = dict.fromkeys(TIMES[1:])
    book = taken(
        tmp_path,
        extract("2026-02-01", [{**names, **lead}]),
        extract("2026-03-01", [{**names, **worked}]),
        extract("2026-04-01", [{**names, **won}]),
    )
    assert told(book) == [
        "A 02-02 mql marketing",
        "A 02-03 handed_off marketing",
        "A 02-04 call sales first attempt",
        "A 02-05 accepted sales",
        "A 03-20 won sales 1500",
    ]
    table = lk.turns(book)
    assert table[["turn_id", "won"]].to_numpy().tolist() == [["A", 0.0]]


def test_a_change_without_a_date_of_its_own_has_that_of_the_extract(tmp_path):
    lead = {"lead_id": "A", "owner": "rep_01", "segment": "small", "source": "zalo",
            "status": "New", "phone": "0912345678", "email": None}  # fmt: skip
    later = {"lead_id": "A", "owner": "rep_02", "segment": None, "source": "zalo",
             "status": "Working", "phone": "0987654321", "email": "a@example.com",
             "outcome": "lost"}  # fmt: skip
    book = taken(
        tmp_path,
        extract("2026-02-01", [{**lead, "created_at": "2026-01-01"}]),
        extract("2026-03-01", [{**later, "created_at": "2026-01-01"}]),
    )
    assert told(book) == [
        "A 03-01 changed email changed",
        "A 03-01 changed owner: rep_01 -> rep_02",
        "A 03-01 changed phone changed",
        "A 03-01 changed segment: small -> (blank)",
        "A 03-01 changed status: New -> Working",
        "A 03-01 lost sales",
    ]
    assert book.leads["segment"].isna().all()
    assert lk.turns(book, "2026-02-15")["outcome"].tolist() == ["open"]


def test_a_recycled_lead_keeps_its_first_turn_and_gains_a_second(tmp_path):
    first = {"lead_id": "A", "created_at": "2026-01-01", "mql_at": "2026-01-02",
             "handed_off_at": "2026-01-03", "first_response_at": "2026-01-04",
             "accepted_at": None, "rejected_at": "2026-01-10", "rejection_reason": "BAD_TIMING",
             "outcome": "lost", "closed_at": "2026-01-10"}  # fmt: skip
    second = {**first, "mql_at": "2026-04-01", "handed_off_at": "2026-04-02",
              "first_response_at": "2026-04-03", "accepted_at": "2026-04-04",
              "rejected_at": None, "rejection_reason": None, "outcome": "open",
              "closed_at": None}  # fmt: skip
    third = {**second, "rejected_at": "2026-05-06", "rejection_reason": "NO_NEED",
             "outcome": "lost", "closed_at": "2026-05-06"}  # fmt: skip
    extracts = [extract("2026-02-01", [first]), extract("2026-05-01", [second]),
                extract("2026-06-01", [third])]  # fmt: skip
    book = taken(tmp_path, *extracts)
    lead = book.leads.iloc[0]
    assert [f"{lead[name]:%m-%d}" for name in TIMES if name != "accepted_at"] == [
        "01-01", "01-02", "04-01", "01-03", "01-04", "01-10", "05-06",
    ]  # fmt: skip
    assert (lead["rejection_reason"], lead["mql_count"], lead["previous_reason"]) == (
        "BAD_TIMING", 2, "BAD_TIMING",
    )  # fmt: skip
    assert told(book) == [
        "A 01-10 lost sales",
        "A 04-01 mql marketing",
        "A 04-02 handed_off marketing",
        "A 04-03 call sales first attempt",
        "A 04-04 accepted sales",
        "A 05-06 lost sales",
        "A 05-06 rejected sales NO_NEED",
    ]
    table = lk.turns(book)
    assert table["turn_id"].tolist() == ["A", "A#2"]
    assert table["rejection_reason"].tolist() == ["BAD_TIMING", "NO_NEED"]
    assert table["accepted_at"].dt.strftime("%m-%d").fillna("").tolist() == ["", "04-04"]
    assert table["closed_at"].dt.strftime("%m-%d").tolist() == ["01-10", "05-06"]


def test_a_turn_that_was_won_before_the_lead_came_back_stays_won(tmp_path):
    first = {"lead_id": "A", "created_at": "2026-01-01", "handed_off_at": "2026-01-03",
             "outcome": "won", "closed_at": "2026-01-10", "deal_value": 70.5}  # fmt: skip
    again = {**first, "handed_off_at": "2026-03-03", "outcome": "open", "closed_at": None,
             "deal_value": None}  # fmt: skip
    book = taken(tmp_path, extract("2026-02-01", [first]), extract("2026-04-01", [again]))
    table = lk.turns(book, "2026-06-01")
    assert table[["turn_id", "outcome", "won"]].to_numpy().tolist() == [
        ["A", "won", 1.0],
        ["A#2", "open", 0.0],
    ]
    assert table["deal_value"].fillna(0).tolist() == [70.5, 0]


def test_a_lead_opened_again_without_a_handoff_is_recycled(tmp_path):
    lead = {"lead_id": "A", "created_at": "2026-01-01", "outcome": "lost",
            "closed_at": "2026-01-10"}  # fmt: skip
    opened = {**lead, "outcome": "open", "closed_at": None}
    book = taken(tmp_path, extract("2026-02-01", [lead]), extract("2026-03-01", [opened]))
    assert told(book) == [
        "A 01-10 lost sales",
        "A 03-01 recycled marketing outcome: lost -> open",
    ]


def test_an_extract_that_tells_of_the_return_itself_is_not_told_twice(tmp_path):
    lead = {"lead_id": "A", "created_at": "2026-01-01", "outcome": "lost",
            "closed_at": "2026-01-10"}  # fmt: skip
    opened = {**lead, "outcome": "open", "closed_at": None}
    events = [("A", "2026-02-15", "recycled", "marketing", "back to nurturing")]
    book = taken(tmp_path, extract("2026-02-01", [lead]), extract("2026-03-01", [opened], events))
    assert told(book) == [
        "A 01-10 lost sales",
        "A 02-15 recycled marketing back to nurturing",
        "A 03-01 changed outcome: lost -> open",
    ]


def test_a_time_that_the_earlier_extract_should_have_known_is_a_correction(tmp_path):
    lead = {"lead_id": "A", "created_at": "2026-01-01", "handed_off_at": "2026-01-03",
            "first_response_at": "2026-01-09", "outcome": "lost",
            "closed_at": "2026-01-20"}  # fmt: skip
    mended = {**lead, "first_response_at": "2026-01-04", "closed_at": "2026-01-22",
              "lost_reason": "LOST_PRICE"}  # fmt: skip
    book = taken(tmp_path, extract("2026-02-01", [lead]), extract("2026-03-01", [mended]))
    assert (days(book, "first_response_at"), days(book, "closed_at")) == (["01-04"], ["01-22"])
    assert told(book) == [
        "A 01-04 call sales first attempt",
        "A 01-22 lost sales LOST_PRICE",
    ]


def test_a_handoff_date_that_moves_with_the_owner_of_an_open_lead_is_no_second_turn(tmp_path):
    lead = {"lead_id": "A", "created_at": "2026-01-01", "handed_off_at": "2026-01-03",
            "owner": "rep_01"}  # fmt: skip
    passed = {**lead, "handed_off_at": "2026-02-20", "owner": "rep_02"}
    book = taken(tmp_path, extract("2026-02-01", [lead]), extract("2026-03-01", [passed]))
    assert days(book, "handed_off_at") == ["01-03"]
    assert told(book) == ["A 02-20 changed owner: rep_01 -> rep_02"]


@pytest.mark.parametrize(
    "sign",
    [
        {"owner": "rep_01"},
        {"owner": "rep_02", "rejected_at": "2026-02-10"},
        {"owner": "rep_02", "mql_at": "2026-02-19"},
    ],
)
def test_a_handoff_date_that_moves_otherwise_is_a_second_turn(tmp_path, sign):
    lead = {"lead_id": "A", "created_at": "2026-01-01", "handed_off_at": "2026-01-03",
            "owner": "rep_01", "rejected_at": None, "mql_at": "2026-01-02"}  # fmt: skip
    again = {**lead, "handed_off_at": "2026-02-20", **sign}
    book = taken(tmp_path, extract("2026-02-01", [lead]), extract("2026-03-01", [again]))
    assert lk.turns(book)["turn_id"].tolist() == ["A", "A#2"]


def test_a_crm_that_shows_first_and_latest_qualification_itself_is_believed(tmp_path):
    lead = {"lead_id": "A", "created_at": "2026-01-01", "mql_at": "2026-01-02",
            "latest_mql_at": "2026-03-05", "mql_count": 4}  # fmt: skip
    book = taken(tmp_path, extract("2026-04-01", [lead]))
    shown = book.leads.iloc[0]
    assert (f"{shown['mql_at']:%m-%d}", f"{shown['latest_mql_at']:%m-%d}") == ("01-02", "03-05")
    assert shown["mql_count"] == 4
    assert told(book) == ["A 03-05 mql marketing"]


def test_facts_that_happened_outlive_a_blank_and_attributes_follow_it(tmp_path):
    lead = {"lead_id": "A", "created_at": "2026-01-01", "accepted_at": "2026-01-05",
            "consent_at": "2026-01-01", "outcome": "lost", "closed_at": "2026-01-09",
            "campaign": "spring"}  # fmt: skip
    blank = {"lead_id": "A", "created_at": None, "accepted_at": None, "consent_at": None,
             "outcome": "lost", "closed_at": None}  # fmt: skip
    book = taken(tmp_path, extract("2026-02-01", [lead]), extract("2026-03-01", [blank]))
    kept = [days(book, name) for name in ("created_at", "accepted_at", "closed_at")]
    assert kept == [["01-01"], ["01-05"], ["01-09"]]
    assert book.leads["consent_at"].isna().all()
    assert book.leads["campaign"].tolist() == ["spring"], "a column left out is not blank"


def test_an_activity_that_both_extracts_tell_stands_once_as_the_later_words_it(tmp_path):
    lead = {"lead_id": "A", "created_at": "2026-01-01"}
    one, two = (("A", "2026-01-05 10:00", "call", "sales", word) for word in ("tried", "reached"))
    other = ("A", "2026-02-05 10:00", "meeting", "sales", None)
    stranger = ("X", "2026-02-05 10:00", "meeting", "sales", None)
    book = taken(
        tmp_path,
        extract("2026-02-01", [lead], [one]),
        extract("2026-03-01", [lead], [two, other, stranger]),
    )
    assert told(book) == ["A 01-05 call sales reached", "A 02-05 meeting sales"]


def test_a_stage_history_of_the_crm_gives_the_turns_that_its_columns_have_lost(tmp_path):
    lead = {"lead_id": "A", "created_at": "2026-01-01", "handed_off_at": "2026-04-02",
            "accepted_at": "2026-04-04"}  # fmt: skip
    events = [("A", "2026-01-03", "handed_off", "marketing", None),
              ("A", "2026-01-08", "rejected", "sales", "NO_BUDGET"),
              ("A", "2026-04-02", "handed_off", "marketing", None)]  # fmt: skip
    book = taken(tmp_path, extract("2026-05-01", [lead], events))
    table = lk.turns(book)
    assert table["handed_off_at"].dt.strftime("%m-%d").tolist() == ["01-03", "04-02"]
    assert table["accepted_at"].dt.strftime("%m-%d").fillna("").tolist() == ["", "04-04"]
    assert table["rejected_at"].dt.strftime("%m-%d").fillna("").tolist() == ["01-08", ""]
    assert table["rejection_reason"].fillna("").tolist() == ["NO_BUDGET", ""]
    assert book.leads["previous_reason"].tolist() == ["NO_BUDGET"]


def a_road(rng, lead_id):
    """What truly happens to a lead: up to three turns, each to its end, days apart."""
    day, turns = float(rng.integers(0, 40)), []
    for _turn in range(rng.integers(1, 4)):
        steps = np.cumsum(rng.integers(1, 12, size=5)) + day
        turn = {"mql_at": steps[0], "handed_off_at": steps[1], "first_response_at": steps[2]}
        is_rejected = rng.random() < 0.4
        turn["rejected_at" if is_rejected else "accepted_at"] = steps[3]
        turn["closed_at"] = steps[3] if is_rejected else steps[4]
        reason = str(rng.choice(["NO_NEED", "NO_BUDGET", "BAD_TIMING"]))
        turn["rejection_reason"] = reason if is_rejected else None
        turn["outcome"] = "won" if not is_rejected and rng.random() < 0.3 else "lost"
        turn["reopens"] = steps[4] + 1 if rng.random() < 0.5 else None
        turns.append(turn)
        day = steps[4] + float(rng.integers(3, 40))
    return {"lead_id": lead_id, "created": turns[0]["mql_at"] - 1, "turns": turns}


def as_shown(road, day):
    """What a CRM that knows a lead's latest turn alone shows of it on a day."""
    if road["created"] > day:
        return None
    shown = {"lead_id": road["lead_id"], "outcome": "open", "rejection_reason": None,
             "created_at": START + road["created"] * DAY}  # fmt: skip
    shown |= dict.fromkeys(name for name in TIMES if name not in ("created_at", "latest_mql_at"))
    for turn in road["turns"]:
        if turn["mql_at"] <= day:
            shown["mql_at"] = turn["mql_at"]
        if turn["handed_off_at"] <= day:
            shown |= {name: turn.get(name) for name in TIMES[3:]} | {"outcome": "open"}
            shown["rejection_reason"] = None
            if (turn.get("rejected_at") or day + 1) <= day:
                shown["rejection_reason"] = turn["rejection_reason"]
            if turn["closed_at"] <= day:
                shown["outcome"] = turn["outcome"]
                if turn["reopens"] is not None and turn["reopens"] <= day:
                    shown |= {"outcome": "open", "closed_at": None}
    for name in TIMES[1:]:
        at = shown.get(name)
        shown[name] = START + at * DAY if at is not None and at <= day else None
    return {name: cell for name, cell in shown.items() if name != "latest_mql_at"}


def extract_of(roads, day):
    """An extract of such a CRM."""
    rows = [shown for road in roads if (shown := as_shown(road, day))]
    leads = pd.DataFrame(rows)
    for name in leads.columns.intersection(TIMES):
        leads[name] = pd.to_datetime(leads[name], utc=True)
    one = extract((START + day * DAY).strftime("%Y-%m-%d"), [{"lead_id": "A"}])
    texts = ["lead_id", "outcome", "rejection_reason"]
    return Imported(**{**vars(one), "tables": {"leads": leads.astype(dict.fromkeys(texts, "str"))}})


def seen(book, as_of=None):
    table = lk.turns(book, as_of).sort_values(["lead_id", "turn"])
    return table[ROAD].astype("str").reset_index(drop=True)


def test_extracts_between_all_steps_give_every_turn_back(tmp_path):
    rng = np.random.default_rng(7)
    roads = [a_road(rng, f"L{n:02d}") for n in range(12)]
    roads[0]["created"] = 0.0
    last = max(turn["closed_at"] for road in roads for turn in road["turns"])
    days = [float(day) for day in range(2, int(last) + 3)]
    shown = [[as_shown(road, day) for road in roads] for day in days]
    changed = [
        day
        for day, now, before in zip(days, shown, [None, *shown[:-1]], strict=True)
        if now != before
    ]
    first, *middle, final = (extract_of(roads, day) for day in sorted({*changed, days[-1]}))
    taken(tmp_path / "book", first)
    for one in middle:
        write_snapshot(one, tmp_path / "book")
    book = taken(tmp_path / "book", final)
    truth = pd.DataFrame(
        [
            {"turn_id": road["lead_id"] + (f"#{place}" if place > 1 else ""),
             "outcome": turn["outcome"], "rejection_reason": turn["rejection_reason"]}
            | {name: START + turn[name] * DAY if name in turn else None for name in TIMES[3:]}
            for road in roads
            for place, turn in enumerate(road["turns"], start=1)
        ]
    )  # fmt: skip
    found = lk.turns(book, "2027-12-31").sort_values(["lead_id", "turn"])
    for name in ("handed_off_at", "first_response_at", "accepted_at", "rejected_at"):
        pd.testing.assert_series_equal(
            found[name].reset_index(drop=True), pd.to_datetime(truth[name], utc=True),
            check_dtype=False,
        )  # fmt: skip
    assert found["turn_id"].tolist() == truth["turn_id"].tolist()
    assert (
        found["rejection_reason"].fillna("").tolist()
        == truth["rejection_reason"].fillna("").tolist()
    )
    reopened = [turn["reopens"] is not None for road in roads for turn in road["turns"]]
    is_last = ~found["lead_id"].duplicated(keep="last").to_numpy()
    expected = truth["outcome"].mask(is_last & np.array(reopened), "open")
    assert found["outcome"].tolist() == expected.tolist()


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(5, 160), min_size=2, max_size=4, unique=True))
def test_a_book_judged_at_an_extract_is_the_book_made_up_to_it(tmp_path_factory, seed, on):
    rng = np.random.default_rng(seed)
    roads = [a_road(rng, f"L{n}") for n in range(6)]
    roads[0]["created"] = 0.0
    extracts = [extract_of(roads, float(day)) for day in sorted(on)]
    folder = tmp_path_factory.mktemp("made") / "book"
    books = [taken(folder, one) for one in extracts]
    for one, book in zip(extracts, books, strict=True):
        pd.testing.assert_frame_equal(seen(books[-1], one.as_of), seen(book, one.as_of))


@pytest.fixture(scope="module")
def two_quarters():
    return [simulate("mixed", n_leads=2_000, quarters=n, seed=10)[0] for n in (7, 8)]


def whole(book, digit):
    tables = {name: book.tables[name] for name in ("leads", "events", "plan")}
    return Imported(
        tables=tables, settings=book.settings, known=book.known, set_aside=no_rows(), notes=(),
        as_of=extract_date(book), sha256=digit * 64, map_text="",
    )  # fmt: skip


def test_two_extracts_of_a_market_give_its_own_book(tmp_path, two_quarters):
    short, long = two_quarters
    one = taken(tmp_path / "one", whole(short, "7"), whole(long, "8"))
    taken(tmp_path / "two", whole(long, "8"), whole(short, "7"))
    for name in ("leads", "events", "plan"):
        first, second = ((tmp_path / n / f"{name}.csv").read_bytes() for n in ("one", "two"))
        assert first == second
    assert one.set_aside.empty
    pd.testing.assert_frame_equal(one.leads[long.leads.columns], long.leads, check_index_type=False)
    assert one.settings == long.settings
    assert {name: one.known[name] for name in long.known} == long.known
    found, truth = seen(one), seen(long)
    columns = [name for name in ROAD if name != "closed_at"]
    pd.testing.assert_frame_equal(found[columns], truth[columns])
    assert found["turn_id"].str.endswith("#2").sum() > 30


def test_what_a_market_said_at_the_earlier_extract_is_kept(tmp_path, two_quarters):
    short, long = two_quarters
    both = taken(tmp_path / "both", whole(short, "7"), whole(long, "8"))
    moment = extract_date(short)
    pd.testing.assert_frame_equal(seen(both, moment), seen(short, moment))
    ours = set(map(tuple, both.tables["events"][["lead_id", "at", "kind"]].to_numpy()))
    theirs = set(map(tuple, long.tables["events"][["lead_id", "at", "kind"]].to_numpy()))
    assert theirs <= ours
    assert {kind for *_rest, kind in ours - theirs} <= {
        "accepted", "rejected", "won", "lost", "mql", "handed_off", "changed",
    }  # fmt: skip


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_crm_that_overwrites_each_turn_gives_the_market_back(tmp_path, two_quarters, order):
    """Each extract shows a lead's latest turn alone, and no events."""
    extracts = [latest_turns(book, digit) for book, digit in zip(two_quarters, "78", strict=True)]
    book = taken(tmp_path / "book", *(extracts[place] for place in order))
    short, long = (lk.turns(one) for one in two_quarters)
    again = long[(long["turn"] == 2) & long["lead_id"].isin(short["lead_id"])]
    handed = set(short.loc[short["handed_off_at"].notna(), "lead_id"])
    followed = again[again["lead_id"].isin(handed)]
    found = lk.turns(book)
    kept = found[found["turn"] == 2].set_index("lead_id")["handed_off_at"]
    fresh = followed[~followed["turn_id"].isin(short["turn_id"])]
    truth = fresh.set_index("lead_id")["handed_off_at"]
    assert len(truth) > 5
    pd.testing.assert_series_equal(
        kept.sort_index(), truth.sort_index(), check_names=False, check_dtype=False
    )
    first = found[found["turn"] == 1].set_index("lead_id")["handed_off_at"]
    wanted = short[short["turn"] == 1].set_index("lead_id")["handed_off_at"]
    lost = again.loc[again["turn_id"].isin(short["turn_id"]), "lead_id"]
    asked = wanted.dropna().index.difference(lost)
    assert (first[asked] == wanted[asked]).all()


def latest_turns(book, digit):
    table = lk.turns(book).drop_duplicates("lead_id", keep="last").set_index("lead_id")
    leads = book.leads.copy()
    for name in ("handed_off_at", "first_response_at", "accepted_at", "rejected_at"):
        leads[name] = leads["lead_id"].map(table[name])
    tables = {"leads": leads}
    return Imported(**{**vars(whole(book, digit)), "tables": tables})
