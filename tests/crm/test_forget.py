"""Erasing a person: every file of a book, whatever its kind, and what is said of what is left."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from pyarrow import parquet

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.base.files import fingerprint
from leadkit.book import read_book, read_table
from leadkit.cli.main import leadkit
from leadkit.crm.forgetting.forgetting import forget, without_forgotten
from leadkit.crm.forgetting.memory import memory_of
from leadkit.crm.forgetting.person import find_person
from leadkit.crm.imported import Imported
from leadkit.crm.taking.taking import take_in

LEADS = """\
lead_id,account_id,created_at,source,industry,full_name,email,phone,company,outcome,note
L00017,A1,2026-01-02T03:04Z,web,food,Nguyễn Thị Ánh,anh@hoasen.example.com,0912 345 678,Hoa Sen,won,prefers mornings
L00018,A1,2026-01-03T03:04Z,web,food,Ánh Nguyễn,ANH@hoasen.example.com,,Hoa Sen,lost,
L00019,A2,2026-01-04T03:04Z,fair,food,Ánh N.,anh.private@example.com,+84912345678,,open,wants a demo
L00020,A2,2026-01-05T03:04Z,fair,food,Trần Văn Bình,binh@example.com,0987654321,Hoa Sen,open,wants a demo
L00021,A3,2026-01-06T03:04Z,web,law,Lê Minh,info@hoasen.example.com,0283 822 1234,Hoa Sen,lost,call L00017 first: 0912.345.678
L00022,A4,2026-01-07T03:04Z,web,law,Phạm Cúc,info@hoasen.example.com,0283 822 1234,,lost,
"""  # noqa: E501
EVENTS = """\
lead_id,at,kind,by,detail
L00017,2026-01-03T03:04Z,call,sales,first attempt
L00017,2026-01-04T03:04Z,call,sales,her husband Hùng answered
L00020,2026-01-04T05:04Z,call,sales,first attempt
"""
FEEDBACK = """\
lead_id,at,by,lead_grade,need,product_rating,reason,comment
L00019,2026-01-09T03:04Z,rep_01,A,payroll,4,,Chị Ánh rất vui
L00020,2026-01-09T03:04Z,rep_01,B,payroll,4,,"bạn của NGUYEN THI ANH, (+84) 91 234 5678"
"""
PERSON = ("L00017", "L00018", "L00019", "anh@hoasen", "ANH@", "anh.private", "345 678", "345678")
PERSON += ("345.678", "234 5678", "Nguyễn Thị Ánh", "NGUYEN THI", "Ánh", "Hùng", "prefers")


@pytest.fixture
def home(tmp_path):
    """A book that holds a person with three leads in every kind of file."""
    home = tmp_path / "book"
    home.mkdir()
    write(home, "leads.csv", LEADS)
    write(home, "events.csv", EVENTS)
    write(home, "feedback.csv", FEEDBACK)
    write(home, "scores.csv", "lead_id,at,decision\nL00018,2026-01-05,hand_off\n")
    write(home, "plan.csv", "quarter,handoffs,win_rate,deal_value\n2026Q1,17,0.5,912345678\n")
    write(home, "book.toml", 'timezone = "Asia/Ho_Chi_Minh"\n')
    write(home, "models/m/predictions.csv", "key,y,p\nL00017,1,0.5\nL00020,0,0.2\n")
    write(home, "models/m/trained-on.csv", "key\nL00017\nL00020\n")
    hashes = {
        name: fingerprint(home / "models/m" / name)
        for name in ("predictions.csv", "trained-on.csv")
    }
    write(home, "models/m/model.json", json.dumps({"format": 1, "sha256": hashes}))
    with zipfile.ZipFile(home / "models/m/model.skops", "w") as archive:
        archive.writestr("schema.json", "{}")
    (home / "models/m/curve.png").write_bytes(b"\x89PNG\0\0")
    return home


def write(home, name, text):
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def every_text(home):
    return {
        str(path.relative_to(home)): path.read_text(encoding="utf-8")
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.suffix in (".csv", ".toml", ".json", ".html")
    }


def is_kept(path):
    return path.is_file() and path.name != ".lock"


def snapshot(home):
    return {path: path.read_bytes() for path in home.rglob("*") if is_kept(path)}


def test_every_table_loses_the_person_and_keeps_its_rows(home):
    found = forget(home, "L00017")
    assert found.leads == {
        "L00017": "forgotten-0001",
        "L00018": "forgotten-0002",
        "L00019": "forgotten-0003",
    }
    assert found.left == ()
    assert found.rows == {
        "events.csv": 2,
        "feedback.csv": 2,
        "leads.csv": 4,
        "models/m/predictions.csv": 1,
        "models/m/trained-on.csv": 1,
        "scores.csv": 1,
    }
    assert found.pictures == ("models/m/curve.png",)
    for name, text in every_text(home).items():
        assert name == "plan.csv" or [word for word in PERSON if word in text] == [], name
    book = read_book(home)
    assert len(book.leads) == 6
    assert len(book.set_aside) == 0
    assert book.leads["outcome"].tolist() == ["won", "lost", "open", "open", "lost", "lost"]
    assert (home / "leads.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "forgotten-0001,forgotten-0001,2026-01-02T03:04Z,web,food,,,,,won,",
        "forgotten-0002,forgotten-0001,2026-01-03T03:04Z,web,food,,,,,lost,",
        "forgotten-0003,A2,2026-01-04T03:04Z,fair,food,,,,,open,wants a demo",
        *LEADS.splitlines()[4:5],
        LEADS.splitlines()[5].replace("L00017", "forgotten-0001").replace("0912.345.678", "…"),
        LEADS.splitlines()[6],
    ]


def test_free_words_go_and_words_that_others_say_stay(home):
    forget(home, "L00017")
    events = (home / "events.csv").read_text(encoding="utf-8").splitlines()
    assert events[1:3] == [
        "forgotten-0001,2026-01-03T03:04Z,call,sales,first attempt",
        "forgotten-0001,2026-01-04T03:04Z,call,sales,",
    ]
    feedback = (home / "feedback.csv").read_text(encoding="utf-8").splitlines()
    assert feedback[1:] == [
        "forgotten-0003,2026-01-09T03:04Z,rep_01,A,payroll,4,,",
        'L00020,2026-01-09T03:04Z,rep_01,B,payroll,4,,"bạn của …, (…"',
    ]


def test_numbers_that_look_like_a_telephone_number_stay(home):
    before = (home / "plan.csv").read_bytes()
    forget(home, "L00017")
    assert (home / "plan.csv").read_bytes() == before


def test_a_model_can_still_be_checked_against_its_manifest(home):
    (home / "models/m/trained-on.csv").write_text("key\nL00017\nchanged\n", encoding="utf-8")
    forget(home, "L00017")
    said = json.loads((home / "models/m/model.json").read_text())["sha256"]
    assert said["predictions.csv"] == fingerprint(home / "models/m/predictions.csv")
    assert said["trained-on.csv"] != fingerprint(home / "models/m/trained-on.csv")


def test_a_shared_desk_and_a_role_address_are_nobodys(home):
    found = forget(home, "L00021")
    assert list(found.leads) == ["L00021"]
    assert any("2 contacts that other leads have" in note for note in found.notes)
    leads = read_book(home).leads.set_index("lead_id")
    assert leads.loc["L00022", "email"] == "info@hoasen.example.com"
    assert pd.isna(leads.loc["forgotten-0001", "email"])
    assert found.left == ()


def test_files_of_every_kind_lose_the_person(home):
    semicolons = "Record ID;Họ tên;Điện thoại;Điểm\r\nL00017;Nguyễn Thị Ánh;0912345678;1\r\n"
    exported = home / "out" / "cp1258.csv"
    exported.parent.mkdir()
    text = (semicolons + "L00020;Trần Văn Bình;0987654321;2\r\n").encode("utf-16")
    exported.write_bytes(text)
    frame = pd.DataFrame({"id": [17.0, 2.0], "Email": ["anh@hoasen.example.com", "b@example.com"]})
    frame.to_excel(home / "out" / "scored.xlsx", index=False)
    frame.assign(id=["L00017", "L00020"]).to_parquet(home / "out" / "scored.parquet")
    write(home, "out/page.html", "<p>L00017: Nguyễn  Thị Ánh &lt;anh@hoasen.example.com&gt;</p>")
    write(home, "out/a.json", '{"who": "L00017", "n": 12, "like": "L000171"}')
    write(home, "decisions.toml", 'what = "Ring +84-912-345-678"\n')
    found = forget(home, "L00017")
    assert found.left == ()
    assert exported.read_bytes().decode("utf-16") == (
        "Record ID;Họ tên;Điện thoại;Điểm\r\nforgotten-0001;;;1\r\n"
        "L00020;Trần Văn Bình;0987654321;2\r\n"
    )
    sheet = openpyxl.load_workbook(home / "out" / "scored.xlsx").active
    assert list(sheet.values) == [
        ("id", "Email"), ("forgotten-0001", None), (2, "b@example.com")
    ]  # fmt: skip
    assert parquet.read_table(home / "out" / "scored.parquet").to_pylist() == [
        {"id": "forgotten-0001", "Email": None}, {"id": "L00020", "Email": "b@example.com"}
    ]  # fmt: skip
    assert (home / "out/page.html").read_text(encoding="utf-8") == (
        "<p>forgotten-0001: … &lt;…&gt;</p>"
    )
    assert (home / "out/a.json").read_text(encoding="utf-8") == (
        '{"who": "forgotten-0001", "n": 12, "like": "L000171"}'
    )
    assert (home / "decisions.toml").read_text(encoding="utf-8") == 'what = "Ring …"\n'
    assert any("lost their layout" in note for note in found.notes)


def test_what_cannot_be_rewritten_is_named(home):
    write(home, "agreements/2026Q1.toml", 'title = "As L00017 asked"\n')
    write(home, "out/escaped.json", '{"who": "Nguy\\u1ec5n Th\\u1ecb \\u00c1nh", "n": 84912345678}')
    write(home, "out/mail.html", '<a href="mailto:anh%40hoasen.example.com">write</a>')
    (home / "out/L00018.bin").write_bytes(b"\0\1")
    with zipfile.ZipFile(home / "out" / "old.zip", "w") as archive:
        archive.writestr("leads.csv", LEADS)
    (home / "out/broken.parquet").write_bytes(b"no parquet")
    assert forget(home, "L00017").left == (
        "agreements/2026Q1.toml: id",
        "out/L00018.bin: id, cannot be looked into",
        "out/broken.parquet: cannot be looked into",
        "out/escaped.json: telephone number, name",
        "out/mail.html: e-mail address",
        "out/old.zip: id, e-mail address, telephone number, name",
    )


def test_snapshots_lose_the_person_with_what_only_they_still_know(home):
    old = LEADS.replace("anh@hoasen.example.com", "old@hoasen.example.com")
    old += "L00030,A9,2026-01-02T03:04Z,web,food,Ánh,old@hoasen.example.com,,,open,\n"
    write(home, "snapshots/2026-01-01-abcdef01/leads.csv", old)
    found = forget(home, "L00018")
    assert list(found.leads.items())[:2] == [
        ("L00018", "forgotten-0001"), ("L00017", "forgotten-0002")
    ]  # fmt: skip
    assert "L00030" in found.leads
    kept = read_table(home / "snapshots/2026-01-01-abcdef01/leads.csv").frame
    assert kept["lead_id"].tolist()[:3] == ["forgotten-0002", "forgotten-0001", "forgotten-0003"]
    assert "old@" not in (home / "snapshots/2026-01-01-abcdef01/leads.csv").read_text()


def test_ids_that_are_small_numbers_are_replaced_in_their_column_alone(tmp_path):
    write(tmp_path, "leads.csv", "lead_id,outcome,pages\n3,won,7\n7,lost,3\n")
    write(tmp_path, "out/page.html", "<p>7 leads</p>")
    found = forget(tmp_path, "7")
    assert (tmp_path / "leads.csv").read_text() == (
        "lead_id,outcome,pages\n3,won,7\nforgotten-0001,lost,3\n"
    )
    assert (found.left, found.rows) == ((), {"leads.csv": 1})
    assert any("too short" in note for note in found.notes)


def test_a_second_person_gets_the_next_label(home):
    forget(home, "L00017")
    assert list(forget(home, "L00020").leads.values()) == ["forgotten-0004"]
    assert [one.leads for one in memory_of(home).forgotten] == [3, 1]


def test_the_record_holds_no_name_and_a_later_import_leaves_the_person_out(home):
    forget(home, "L00017")
    record = (home / "forgotten.toml").read_text(encoding="utf-8")
    assert [word for word in PERSON if word in record] == []
    again = pd.DataFrame(
        {
            "lead_id": ["L00018", "X1", "X2", "X3", "L00020"],
            "email": [None, "Anh@HoaSen.example.com ", "info@hoasen.example.com", None, None],
            "phone": [None, None, "0283 822 1234", "84 912 345 678", "0987654321"],
        },
        index=[5, 6, 7, 8, 9],
    )
    kept, n = without_forgotten(home, again)
    assert (kept["lead_id"].tolist(), kept.index.tolist(), n) == (["X2", "L00020"], [7, 9], 3)
    kept, n = without_forgotten(home, again[["lead_id"]])
    assert (len(kept), n) == (4, 1)
    (home / "forgotten.toml").unlink()
    assert without_forgotten(home, again)[1] == 0


def test_extracts_taken_in_later_add_nothing_of_the_person(tmp_path):
    home = tmp_path / "book"

    def take(leads, month):
        (tmp_path / f"{month}").mkdir(exist_ok=True)
        write(tmp_path, f"{month}/leads.csv", leads)
        book = read_book(tmp_path / f"{month}")
        extract = Imported(
            tables=book.tables, settings=book.settings, known=book.known, notes=(), map_text="",
            set_aside=book.set_aside, sha256=book.sha256,
            as_of=pd.Timestamp(f"2026-{month}-01", tz="UTC"),
        )  # fmt: skip
        return take_in(home, extract)

    take(LEADS, "02")
    take(LEADS.replace("wants a demo", "saw a demo").replace("fair,food", "web,food"), "03")
    found = forget(home, "L00017")
    assert found.left == ()
    before = read_book(home)
    again = LEADS.replace("lost", "open").replace("call L00017 first: 0912.345.678", "")
    again += "L00099,,2026-03-02T03:04Z,web,law,An,,,,open,\n"
    taken = take(again, "04")
    after = read_book(home)
    assert (taken.new, taken.forgotten) == (1, 3)
    assert found.leads.keys().isdisjoint(after.leads["lead_id"])
    assert after.leads["lead_id"].str.startswith("forgotten-").sum() == 3
    mine = [
        book.leads[book.leads["lead_id"].isin(found.leads.values())].reset_index(drop=True)
        for book in (before, after)
    ]
    pd.testing.assert_frame_equal(*mine, check_dtype=False)
    assert after.table("events")["lead_id"].isin(found.leads.keys()).sum() == 0
    for name, text in every_text(home).items():
        assert [word for word in PERSON if word in text] == [], name


def test_nothing_is_changed_where_it_cannot_be_done(home):
    before = snapshot(home)
    with pytest.raises(BadInput, match="no lead 'L00071'") as error:
        forget(home, "L00071")
    assert "L00021" in str(error.value)
    for table in ("events.parquet", "feedback.xlsx"):
        (home / table).write_bytes(b"no such thing")
        with pytest.raises(BadInput, match="nobody can be erased from it"):
            forget(home, "L00017")
        (home / table).unlink()
    write(home, "models/m/model.json", "{")
    with pytest.raises(BadInput, match="manifest is damaged"):
        forget(home, "L00017")
    write(home, "models/m/model.json", before[home / "models/m/model.json"].decode())
    with pytest.raises(BadInput, match="which is a folder"):
        forget(home / "leads.csv", "L00017")
    assert snapshot(home) == before


def test_what_is_forgotten_is_not_forgotten_twice(home):
    forget(home, "L00017")
    with pytest.raises(BadInput, match="'L00018' was forgotten on"):
        forget(home, "L00018")
    with pytest.raises(BadInput, match="forgotten already"):
        forget(home, "forgotten-0001")


def test_a_failing_rename_puts_everything_back(home, monkeypatch):
    before = snapshot(home)
    replace, moved = Path.replace, []

    def failing(path, target):
        if path.name == "trained-on.csv" and not moved.count(path.name):
            moved.append(path.name)
            raise OSError("no space left")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="no space"):
        forget(home, "L00017")
    assert snapshot(home) == before


def test_the_whole_sample_keeps_its_counts(tmp_path):
    home = Path(shutil.copytree(lk.sample("small"), tmp_path / "small"))
    before = read_book(home)
    again = before.leads.loc[before.leads["phone"].duplicated(), "lead_id"]
    lead = next(lead for lead in again if len(find_person(home, lead).labels) > 1)
    found = forget(home, lead)
    after = read_book(home)
    assert len(found.leads) > 1
    assert found.left == ()
    assert {name: len(table) for name, table in after.tables.items()} == {
        name: len(table) for name, table in before.tables.items()
    }
    others = ~before.leads["lead_id"].isin(found.leads)
    pd.testing.assert_frame_equal(after.leads[others], before.leads[others])
    kept = ["created_at", "source", "outcome", "points", "owner", "deal_value", "industry"]
    pd.testing.assert_frame_equal(after.leads[kept], before.leads[kept])


def run(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words])


def test_the_command_says_what_it_did_and_what_is_left(home):
    result = run("forget", home, "L00017")
    assert result.exit_code == 0, result.output
    assert "3 leads forgotten, 11 rows changed in 6 files" in result.output
    assert "L00017 -> forgotten-0001" in result.output
    write(home, "agreements/2026Q1.toml", 'title = "As L00020 asked"\n')
    result = run("forget", home, "L00020", "--json")
    assert result.exit_code == 1, result.output
    assert json.loads(result.output)["left"] == ["agreements/2026Q1.toml: id"]
    write(home, "agreements/2026Q1.toml", 'title = "As L00022 asked"\n')
    result = run("forget", home, "L00022")
    assert result.exit_code == 1, result.output
    assert "agreements/2026Q1.toml: id" in result.output


def test_the_command_refuses_with_a_remedy(home):
    result = run("forget", home, "L00071")
    assert result.exit_code == 2, result.output
    assert "Nearest ids: L00021" in result.output
    result = run("forget", "postgresql://an:s3cret@h/d", "L00017")
    assert result.exit_code == 2, result.output
    assert "s3cret" not in result.output
    assert "folder" in result.output
