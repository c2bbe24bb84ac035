"""The way back: results under the CRM's own headers, its id first."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from leadkit.book import read_book, read_table
from leadkit.cli.main import leadkit
from leadkit.crm.back import own_map, screened_for_crm, to_crm
from leadkit.crm.mapping import ImportMap
from leadkit.quality import screen

COLUMNS = {
    "First Name": "first_name",
    "Last Name": "last_name",
    "Lifecycle Stage": ["outcome", "stage"],
    "Record ID": "lead_id",
    "Email": "email",
    "Mobile Phone": "phone",
    "Phone": "phone",
    "Create Date": "created_at",
    "Original Source": "source",
    "Amount": "deal_value",
    "Pages": "pages",
    "=Notes": "notes",
    "Unused": "",
}
VALUES = {"outcome": {"Customer": "won", "Lead": "open"}, "source": {"OFFLINE": "fair"}}
FILE = {"name": "contacts*.csv", "holds": "leads", "columns": COLUMNS, "values": VALUES}
MAP = ImportMap(system="hubspot", files=[FILE])
RESULTS = [
    "leadkit_probability", "leadkit_log_odds", "leadkit_tier", "leadkit_decision",
    "leadkit_reason_1", "leadkit_reason_2", "leadkit_reason_3", "leadkit_reason_rest",
    "leadkit_model", "leadkit_policy", "leadkit_agreement",
]  # fmt: skip


def run(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words])


def done(*words):
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result


def test_columns_go_back_under_the_first_header_that_feeds_them():
    table = pd.DataFrame(
        {
            "full_name": ["An Trần"], "email": ["=a@x.vn"], "lead_id": ["17"], "phone": ["+8491"],
            "created_at": ["2026-01-02T03:04Z"], "source": ["fair"], "outcome": ["open"],
            "stage": ["Lead"], "deal_value": [1.0], "pages": [3.0], "latest_mql_at": [None],
            "notes": ["-ok"], "probability": [0.5], "tier": ["A"], "reasons": ["X"],
        }
    )  # fmt: skip
    assert to_crm(table, MAP).to_dict("records") == [
        {
            "Record ID": "17", "Email": "'=a@x.vn", "Mobile Phone": "+8491",
            "Lifecycle Stage": "Lead", "Pages": 3.0, "'=Notes": "'-ok",
            "leadkit_probability": 0.5, "leadkit_tier": "A", "leadkit_reasons": "X",
        }
    ]  # fmt: skip


def test_a_result_of_an_earlier_run_gives_way_to_the_new_one():
    file = {**FILE, "columns": {**COLUMNS, "leadkit_tier": "old_tier", "Tier": "tier"}}
    table = pd.DataFrame({"lead_id": ["1"], "old_tier": ["B"], "tier (as exported)": ["C"]})
    found = to_crm(table.assign(tier="A"), ImportMap(files=[file]))
    assert found.to_dict("records") == [{"Record ID": "1", "leadkit_tier": "A"}]


def test_leads_without_an_id_of_the_crm_are_not_taken_for_such():
    file = {**FILE, "columns": {"Email": "email", "Stage": "outcome"}}
    table = pd.DataFrame({"lead_id": ["row 2"], "email": ["a@example.com"]})
    found = to_crm(table, ImportMap(files=[file]))
    assert found.columns.tolist() == ["leadkit_lead_id", "Email"]


@pytest.fixture
def home(tmp_path):
    """A book with the map of its CRM."""
    home = tmp_path / "book"
    home.mkdir()
    (home / "leads.csv").write_text(
        "lead_id,created_at,full_name,email,phone,outcome\n"
        "11,2026-01-02,An Trần,AN@example.com,0912 345 678,open\n"
        "12,2026-01-03,Bình Lê,binh@@x,01234 567 899,open\n"
        "13,2026-01-04,Cúc Vũ,,999,open\n"
        "14,2026-01-05,Dũng Hồ,dung@example.com,0912345670,open\n",
        encoding="utf-8",
    )
    write_map(home)
    return home


def write_map(home):
    lines = ['system = "hubspot"', "[[files]]", 'name = "c.csv"', 'holds = "leads"']
    lines += ["[files.columns]", *(f'"{header}" = {COLUMNS[header]!r}' for header in COLUMNS)]
    lines += [f"[files.values.outcome]\n{'Lead'!r} = 'open'"]
    (home / "map.toml").write_text("\n".join(lines), encoding="utf-8")


def test_a_screening_goes_back_with_verdict_reasons_and_what_was_mended(home):
    book = read_book(home)
    report = screen(book)
    found = screened_for_crm(book, report, own_map(home))
    assert found.columns.tolist() == [
        "Record ID", "Mobile Phone", "leadkit_verdict", "leadkit_reasons"
    ]  # fmt: skip
    rows = found.astype("str").fillna("").values.tolist()
    assert [row[:3] for row in rows] == [
        ["11", "0912 345 678", "accepted"],
        ["12", "+84834567899", "repaired"],
        ["13", "999", "set_aside"],
        ["14", "0912345670", "accepted"],
    ]
    assert [bool(row[3]) for row in rows] == [False, False, True, False]


def test_screen_writes_it_beside_the_page_where_the_book_has_a_map(home, tmp_path):
    result = done("screen", home, "-o", tmp_path / "out")
    assert "for-crm.csv" in result.output
    with (tmp_path / "out" / "for-crm.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0][0] == "Record ID"
    assert [row[0] for row in rows[1:]] == ["11", "12", "13", "14"]
    (home / "map.toml").unlink()
    result = done("screen", home, "-o", tmp_path / "plain")
    assert "for-crm" not in result.output
    assert not (tmp_path / "plain" / "for-crm.csv").exists()


def leads(n, first=0):
    """An export as a CRM writes it, with headers that hold spaces, signs and accents."""
    rng = np.random.default_rng(first)
    pages = rng.poisson(3, n)
    won = rng.random(n) < 1 / (1 + np.exp(3 - 0.6 * pages))
    return pd.DataFrame(
        {
            "Record ID": np.arange(first + 50_000_000_001, first + 50_000_000_001 + n),
            "First Name": "An",
            "Email": [f"p{i}@example.com" for i in range(n)],
            "Mobile Phone Number": "0912345678",
            "Create Date": pd.date_range("2025-01-01", periods=n, freq="6h").strftime("%Y-%m-%d"),
            "Số trang (đã xem)": pages,
            "Original Source": rng.choice(["web", "fair"], n),
            "Lifecycle Stage": np.where(won, "Customer", "Lead"),
        }
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A model trained on a CRM's export, and new leads of it."""
    place = tmp_path_factory.mktemp("hubspot")
    leads(1200).to_csv(place / "old.csv", index=False)
    leads(40, 7000).drop(columns="Lifecycle Stage").to_excel(place / "new.xlsx", index=False)
    stage = ("--outcome", "Lifecycle Stage", "--won", "Customer")
    stage += ("--known-at-handoff", "Số trang (đã xem)")
    done("train", place / "old.csv", *stage, "-o", place / "m")
    return place


@pytest.mark.parametrize("out", ["scored.csv", "scored.xlsx"])
def test_a_bare_export_is_scored_under_its_own_headers(place, tmp_path, out):
    done("score", place / "new.xlsx", "--model", place / "m", "-o", tmp_path / out)
    before = read_table(place / "new.xlsx").frame
    after = read_table(tmp_path / out).frame
    assert after.columns[: before.shape[1]].tolist() == before.columns.tolist()
    pd.testing.assert_frame_equal(after[before.columns], before, check_dtype=False)
    if out.endswith("xlsx"):
        sheet = openpyxl.load_workbook(tmp_path / out).active
        assert [sheet["A1"].value, sheet["A2"].value] == ["Record ID", "50000007001"]


@pytest.mark.parametrize("out", ["scored.csv", "scored.xlsx"])
def test_a_book_is_scored_under_the_headers_of_its_crm(place, tmp_path, out):
    home = tmp_path / "book"
    home.mkdir()
    names = {
        "Record ID": "lead_id", "First Name": "first_name", "Email": "email",
        "Mobile Phone Number": "phone", "Create Date": "created_at", "Original Source": "source",
        "Số trang (đã xem)": "pages", "Lifecycle Stage": "outcome",
    }  # fmt: skip
    old = leads(1200).rename(columns=names)
    new = leads(40, 7000).rename(columns=names)
    new["outcome"] = "open"
    old["outcome"] = old["outcome"].map({"Customer": "won", "Lead": "lost"})
    both = pd.concat([old, new])
    both["email"] = "=" + both["email"]
    both.to_csv(home / "leads.csv", index=False)
    (home / "book.toml").write_text('[known]\npages = "handoff"\nfirst_name = "contact"\n')
    done("train", home, "-o", tmp_path / "m")
    plain = done("score", home, "--model", tmp_path / "m", "-o", tmp_path / "plain.csv")
    assert "For the CRM" not in plain.output
    lines = ["[[files]]", 'name = "c.csv"', 'holds = "leads"', "[files.columns]"]
    lines += [f"{header!r} = {name!r}" for header, name in names.items()]
    (home / "map.toml").write_text("\n".join(lines), encoding="utf-8")
    result = done("score", home, "--model", tmp_path / "m", "-o", tmp_path / out)
    assert "For the CRM" in result.output
    found = read_table(tmp_path / out).frame
    own = ["Record ID", "Email", "Mobile Phone Number", "Số trang (đã xem)", "Original Source"]
    assert found.columns.tolist() == own + RESULTS
    assert found["Record ID"].tolist() == [str(50_000_007_001 + i) for i in range(40)]
    assert found["Email"].str.startswith("'=p").all()
    written = read_table(tmp_path / "plain.csv").frame
    assert found["leadkit_probability"].tolist() == written["probability"].tolist()


def test_without_a_map_nothing_is_assumed(tmp_path):
    assert own_map(Path(tmp_path)) is None
