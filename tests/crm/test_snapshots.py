from __future__ import annotations

import shutil
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.base.placing import put_in_place
from leadkit.book import Known, Settings, append_rows, no_rows, read_book
from leadkit.crm.forgetting.forgetting import forget
from leadkit.crm.imported import Imported
from leadkit.crm.taking.snapshots import read_snapshots
from leadkit.crm.taking.taking import take_in

MAP = """system = "hubspot"
[[files]]
name = "hubspot.csv"
holds = "leads"
[files.columns]
"Record ID" = "lead_id"
"Stage" = "outcome"
"""
DAYS = [f"2026-0{month}-01" for month in (2, 3, 4)]


def extract(as_of, rows, **others):
    """An extract of a few leads; times are days of 2026."""
    leads = pd.DataFrame(rows).assign(row=range(2, len(rows) + 2)).set_index("row")
    for name in [name for name in leads if name.endswith("_at")]:
        leads[name] = pd.to_datetime("2026-" + leads[name].astype("str"), utc=True)
    texts = [name for name in leads if leads[name].dtype == object]
    leads = leads.astype(dict.fromkeys(texts, "str"))
    told = {
        "tables": {"leads": leads},
        "settings": Settings(currency="VND"),
        "known": {},
        "set_aside": no_rows(),
        "notes": (),
        "as_of": pd.Timestamp(as_of, tz="UTC"),
        "sha256": as_of.replace("-", "").ljust(64, "0"),
        "map_text": MAP,
    }
    return Imported(**{**told, **others})


def lead(name, **cells):
    return {"lead_id": name, "created_at": "01-02", "closed_at": None, "outcome": "open",
            "owner": "rep_01", "phone": "0912345678", **cells}  # fmt: skip


FIRST = extract(DAYS[0], [lead("A"), lead("B"), lead("C")])
SECOND = extract(
    DAYS[1],
    [lead("A"), lead("B", outcome="won", closed_at="02-20", owner="rep_02"), lead("D")],
)


def bytes_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def test_the_first_extract_is_the_book(tmp_path):
    leads = FIRST.tables["leads"].assign(industry="retail")
    plan = pd.DataFrame(
        {"quarter": ["2026Q1"], "handoffs": [3], "win_rate": [0.5], "deal_value": [10]}
    )
    one = replace(FIRST, tables={"leads": leads, "plan": plan}, known={"industry": Known.CREATION})
    taken = take_in(tmp_path / "book", one)
    book = read_book(tmp_path / "book")
    pd.testing.assert_frame_equal(book.leads, leads, check_dtype=False)
    assert book.settings == Settings(currency="VND", known={"industry": Known.CREATION})
    assert book.table("plan")["handoffs"].tolist() == [3]
    assert repr(taken) == "3 leads (3 new, 0 changed, 0 as before), 0 events added, 1 extract"
    assert sorted(bytes_of(tmp_path / "book")) == [
        "book.toml", "leads.csv", "map.toml", "plan.csv",
        "snapshots/2026-02-01-20260201/leads.csv", "snapshots/2026-02-01-20260201/map.toml",
        "snapshots/2026-02-01-20260201/plan.csv", "snapshots/2026-02-01-20260201/snapshot.toml",
    ]  # fmt: skip
    [snapshot] = read_snapshots(tmp_path / "book")
    assert (snapshot.as_of, snapshot.stamp.system) == ("2026-02-01T00:00Z", "hubspot")
    assert snapshot.stamp.rows == {"leads": 3, "plan": 1}


def test_a_further_extract_is_counted(tmp_path):
    take_in(tmp_path, FIRST)
    taken = take_in(tmp_path, SECOND)
    assert taken.to_dict() == {
        "format": 1, "new": 1, "changed": 1, "same": 1, "vanished": 1, "events": 2,
        "snapshots": 2, "is_known": False, "set_aside": 0, "forgotten": 0, "notes": [],
    }  # fmt: skip
    assert taken.table["n"].tolist() == [1, 1, 1, 1, 0, 0, 2, 2]
    assert read_book(tmp_path).leads["lead_id"].tolist() == ["A", "B", "C", "D"]


def test_the_same_extract_again_changes_nothing(tmp_path):
    take_in(tmp_path, FIRST)
    take_in(tmp_path, SECOND)
    before = bytes_of(tmp_path)
    taken = take_in(tmp_path, FIRST)
    assert bytes_of(tmp_path) == before
    assert (taken.is_known, taken.new, taken.same, taken.events) == (True, 0, 3, 0)
    assert repr(taken) == "the book has this extract already; nothing was changed"


CELLS = st.fixed_dictionaries(
    {
        "created_at": st.sampled_from(["01-01", "01-02"]),
        "mql_at": st.sampled_from([None, "01-05", "02-05", "03-05"]),
        "handed_off_at": st.sampled_from([None, "01-06", "02-06", "03-06"]),
        "first_response_at": st.sampled_from([None, "01-07", "02-07"]),
        "accepted_at": st.sampled_from([None, "01-08", "03-08"]),
        "rejected_at": st.sampled_from([None, "01-08", "02-08"]),
        "rejection_reason": st.sampled_from([None, "NO_NEED", "NO_BUDGET"]),
        "closed_at": st.sampled_from([None, "01-09", "02-09"]),
        "outcome": st.sampled_from(["won", "lost", "open"]),
        "deal_value": st.sampled_from([None, 5.0, 7.5]),
        "owner": st.sampled_from([None, "rep_01", "rep_02"]),
        "note": st.sampled_from([None, "x, y", "=1+1", "two\r\nlines", "one\rtwo", "n/a", " z "]),
    }
)
LEADS = st.dictionaries(st.sampled_from("ABCD"), CELLS, min_size=1)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from("ABCDX"),
        st.sampled_from(["2026-01-06", "2026-01-20", "2026-02-20"]),
        st.sampled_from(["call", "handed_off", "recycled", "rejected", "mql", "lost"]),
        st.sampled_from([None, "NO_NEED", "x"]),
    ),
    max_size=6,
)


def drawn(as_of, leads, events, columns):
    rows = [{"lead_id": name, **cells} for name, cells in leads.items()]
    one = extract(as_of, rows)
    tables = {"leads": one.tables["leads"][[c for c in one.tables["leads"] if c not in columns]]}
    if events:
        table = pd.DataFrame(events, columns=["lead_id", "at", "kind", "detail"]).astype("str")
        tables["events"] = table.assign(at=pd.to_datetime(table["at"], utc=True), by="sales")
    return replace(one, tables=tables)


@settings(max_examples=3, deadline=None)
@given(
    st.lists(
        st.tuples(LEADS, EVENTS, st.sets(st.sampled_from(["owner", "closed_at", "note"]))),
        min_size=3,
        max_size=3,
    ),
    st.permutations(range(3)),
)
def test_in_whatever_order_extracts_come_they_give_the_same_book(tmp_path_factory, three, order):
    extracts = [drawn(day, *one) for day, one in zip(DAYS, three, strict=True)]
    found = []
    for places in (range(3), order):
        folder = tmp_path_factory.mktemp("book")
        for place in places:
            take_in(folder, extracts[place])
        read = bytes_of(folder)
        read.pop("book.toml")
        found.append(read)
    assert found[0] == found[1]
    assert take_in(folder, extracts[1]).is_known
    book = read_book(folder)
    assert set(book.leads["lead_id"]) == {name for leads, *_rest in three for name in leads}
    assert lk.turns(book)["turn_id"].is_unique


def test_what_others_added_stays(tmp_path):
    take_in(tmp_path, FIRST)
    append_rows(
        tmp_path,
        "events",
        pd.DataFrame({"lead_id": ["A"], "at": [pd.Timestamp("2026-02-10", tz="UTC")],
                      "kind": ["call"], "by": ["sales"], "detail": ["by hand"]}),
    )  # fmt: skip
    append_rows(
        tmp_path,
        "feedback",
        pd.DataFrame({"lead_id": ["A"], "at": [pd.Timestamp("2026-02-10", tz="UTC")],
                      "lead_grade": ["B"]}),
    )  # fmt: skip
    lines = (tmp_path / "leads.csv").read_text(encoding="utf-8").splitlines()
    words = ["region", "north", "south", "west"]
    lines = [f"{line},{word}" for line, word in zip(lines, words, strict=True)]
    lines.append("Z,2026-01-02T00:00Z,,open,rep_09,,east")
    (tmp_path / "leads.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    feedback = (tmp_path / "feedback.csv").read_bytes()
    settings = (tmp_path / "book.toml").read_text(encoding="utf-8")
    (tmp_path / "book.toml").write_text("# mine\n" + settings, encoding="utf-8")
    for one in (SECOND, replace(SECOND, sha256="9" * 64, as_of=pd.Timestamp(DAYS[2], tz="UTC"))):
        take_in(tmp_path, one)
        book = read_book(tmp_path)
        assert book.leads.set_index("lead_id")["region"].fillna("").to_dict() == {
            "A": "north", "B": "south", "C": "west", "D": "", "Z": "east",
        }  # fmt: skip
        assert book.table("events")["detail"].fillna("").tolist() == [
            "by hand", "", "owner: rep_01 -> rep_02",
        ]  # fmt: skip
    assert (tmp_path / "feedback.csv").read_bytes() == feedback
    assert (tmp_path / "book.toml").read_text(encoding="utf-8").startswith("# mine\n")


def test_an_extract_that_comes_late_takes_its_place_and_false_history_goes(tmp_path):
    """Between two extracts an owner seems to change once; a third between them shows when."""
    one, three = (extract(DAYS[n], [lead("A", owner=f"rep_0{n}")]) for n in (0, 2))
    take_in(tmp_path, one)
    take_in(tmp_path, three)
    assert read_book(tmp_path).table("events")["at"].dt.month.tolist() == [4]
    take_in(tmp_path, extract(DAYS[1], [lead("A", owner="rep_02")]))
    assert read_book(tmp_path).table("events")["at"].dt.month.tolist() == [3]


def test_a_book_made_by_hand_becomes_its_own_first_extract(tmp_path):
    book = tmp_path / "book"
    shutil.copytree(lk.sample("small"), book)
    before = read_book(book)
    leads = before.leads.copy()
    leads["owner"] = leads["owner"].mask(leads["lead_id"] == "L000001", "rep_99")
    later = Imported(
        tables={"leads": leads}, settings=before.settings, known=before.known,
        set_aside=no_rows(), notes=(), as_of=pd.Timestamp("2026-10-15", tz="UTC"),
        sha256="5" * 64, map_text="",
    )  # fmt: skip
    taken = take_in(book, later)
    assert (taken.changed, taken.new, taken.events, taken.snapshots) == (1, 0, 1, 2)
    after = read_book(book)
    pd.testing.assert_frame_equal(after.leads[list(leads)], leads, check_index_type=False)
    added = after.tables["events"].merge(before.tables["events"], how="left", indicator=True)
    added = added[added["_merge"] == "left_only"]
    assert added["detail"].tolist() == ["owner: rep_06 -> rep_99"]
    assert len(after.tables["events"]) == len(before.tables["events"]) + 1
    for name in ("feedback", "scores", "plan", "signals"):
        pd.testing.assert_frame_equal(
            after.tables[name].reset_index(drop=True), before.tables[name].reset_index(drop=True)
        )


def test_a_forgotten_lead_does_not_come_back(tmp_path):
    take_in(tmp_path, extract(DAYS[0], [lead("LEAD-0001", full_name="Ngô Thị Hạnh"),
                                        lead("LEAD-0002", phone="0987654321")]))  # fmt: skip
    forget(tmp_path, "LEAD-0001")
    again = extract(DAYS[1], [lead("LEAD-0001", full_name="Ngô Thị Hạnh", outcome="won"),
                              lead("LEAD-0002", phone="0987654321"),
                              lead("LEAD-0003", full_name="Ngô Thị Hạnh")])  # fmt: skip
    events = pd.DataFrame(
        {"lead_id": ["LEAD-0001", "LEAD-0002"], "at": pd.Timestamp("2026-02-10", tz="UTC"),
         "kind": "call", "by": "sales", "detail": ["rang Hạnh", "rang"]}
    )  # fmt: skip
    taken = take_in(tmp_path, replace(again, tables={**again.tables, "events": events}))
    book = read_book(tmp_path)
    assert book.leads["lead_id"].tolist() == ["LEAD-0002", "forgotten-0001"]
    assert book.table("events")["detail"].tolist() == ["rang"]
    assert (taken.forgotten, taken.same, taken.vanished) == (2, 1, 1)
    assert not [name for name, text in bytes_of(tmp_path).items() if "Hạnh".encode() in text]


def test_of_each_quarter_the_last_plan_holds(tmp_path):
    def planned(one, rows):
        table = pd.DataFrame(
            rows, columns=["quarter", "segment", "handoffs", "win_rate", "deal_value"]
        )
        return replace(one, tables={**one.tables, "plan": table})

    first = [("2026Q1", None, 10, 0.1, 5), ("2026Q2", None, 20, 0.1, 5)]
    second = [("2026Q2", "small", 12, 0.2, 5), ("2026Q2", "large", 13, 0.2, 5)]
    for one in (planned(SECOND, second), planned(FIRST, first)):
        take_in(tmp_path, one)
    plan = read_book(tmp_path).table("plan")
    assert plan[["quarter", "handoffs"]].to_numpy().tolist() == [
        ["2026Q1", 10], ["2026Q2", 12], ["2026Q2", 13],
    ]  # fmt: skip


def test_rows_set_aside_are_kept_without_contact_data(tmp_path):
    rows = [("leads", 7, "phone", "0912345678", "BAD"), ("leads", 8, "closed_at", "32/13", "BAD")]
    aside = pd.DataFrame(rows, columns=list(no_rows()))
    taken = take_in(tmp_path, replace(FIRST, set_aside=aside))
    kept = (tmp_path / "snapshots" / "2026-02-01-20260201" / "set-aside.csv").read_text()
    assert taken.set_aside == 2
    assert kept.splitlines()[1:] == ["leads,7,phone,,BAD", "leads,8,closed_at,32/13,BAD"]


def test_two_extracts_of_one_moment_are_told_of(tmp_path):
    take_in(tmp_path, FIRST)
    taken = take_in(tmp_path, replace(FIRST, sha256="7" * 64))
    assert [note[:31] for note in taken.notes] == ["Another extract of the book is "]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"map_text": MAP.replace("hubspot", "odoo")}, "is made of hubspot.*an extract of odoo"),
        ({"settings": Settings(currency="USD")}, "counts money in VND, the map in USD"),
    ],
)
def test_another_crm_and_another_currency_are_refused_and_the_book_stays(tmp_path, change, words):
    take_in(tmp_path, FIRST)
    before = bytes_of(tmp_path)
    with pytest.raises(BadInput, match=words):
        take_in(tmp_path, replace(SECOND, **change))
    assert bytes_of(tmp_path) == before


def test_what_could_not_be_read_again_is_refused_and_the_book_stays(tmp_path):
    take_in(tmp_path, FIRST)
    before = bytes_of(tmp_path)
    bad = SECOND.tables["leads"].assign(accepted_at="soon")
    with pytest.raises(BadInput, match="does not hold dates") as refused:
        take_in(tmp_path, replace(SECOND, tables={"leads": bad}))
    assert refused.value.where == f"{tmp_path / 'leads.csv'}: accepted_at"
    assert bytes_of(tmp_path) == before
    with pytest.raises(BadInput, match="does not hold dates"):
        take_in(tmp_path / "new", replace(SECOND, tables={"leads": bad}))
    assert not (tmp_path / "new").exists()


def test_rows_that_would_be_lost_are_refused(tmp_path):
    take_in(tmp_path, FIRST)
    events = tmp_path / "events.csv"
    events.write_text("lead_id,at,kind\nA,2026-02-10,call\nB,2026-02-10\n", encoding="utf-8")
    with pytest.raises(BadInput, match="1 row of the table cannot be read and would be lost"):
        take_in(tmp_path, SECOND)


@pytest.mark.parametrize(
    ("name", "words"),
    [("export.csv", "is no lead book"), ("leads.xlsx", "a book of CSV files only")],
)
def test_a_folder_that_is_no_book_is_left_alone(tmp_path, name, words):
    (tmp_path / name).write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadInput, match=words):
        take_in(tmp_path, FIRST)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_map_may_wait_in_the_folder_of_the_book(tmp_path):
    (tmp_path / "map.toml").write_text("# mine\n", encoding="utf-8")
    take_in(tmp_path, FIRST)
    assert (tmp_path / "map.toml").read_text(encoding="utf-8") == FIRST.map_text


def test_where_one_file_cannot_be_put_in_place_none_is(tmp_path):
    building, book = tmp_path / "building", tmp_path / "book"
    for folder, word in ((building, "new"), (book, "old")):
        folder.mkdir()
        (folder / "a.csv").write_text(word)
    (building / "b.csv").write_text("new")
    (building / "c").mkdir()
    (building / "c" / "d.csv").write_text("new")
    (book / "c").write_text("a file where a folder should be")
    before = bytes_of(book)
    with pytest.raises(OSError, match="c"):
        put_in_place(building, book)
    assert bytes_of(book) == before
