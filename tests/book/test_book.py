from __future__ import annotations

import pandas as pd
import pytest

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.book import Known, Settings, write_book

LEADS = """lead_id,created_at,outcome,closed_at,deal_value,role
L1,2026-01-02T03:00Z,won,2026-02-01T00:00Z,100,boss
L2,2026-01-03T03:00Z,lost,,,staff
L3,2026-13-03T03:00Z,open,,,
L4,2026-01-04T03:00Z,won,2026-02-01T00:00Z,-5,
L5,2026-01-04T03:00Z,maybe,,,
L2,2026-01-04T03:00Z,open,,,
L7,2026-03-04T03:00Z,lost,2026-02-01T00:00Z,,
,2026-03-04T03:00Z,open,,,
""" + "".join(f"M{i},2026-01-05T03:00Z,open,,,\n" for i in range(20))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "leads.csv").write_text(LEADS)
    (tmp_path / "book.toml").write_text('currency = "VND"\n[known]\nrole = "creation"\n')
    return tmp_path


def test_bad_rows_are_set_aside_with_their_reason_and_the_rest_is_kept(folder):
    book = lk.read_book(folder)
    assert book.leads["lead_id"].tolist()[:2] == ["L1", "L2"]
    assert book.set_aside.set_index("row")["reason"].to_dict() == {
        4: "IMPOSSIBLE_DATE",
        5: "NEGATIVE_VALUE",
        6: "UNKNOWN_VALUE",
        7: "REPEATED_ID",
        8: "CLOSED_BEFORE_CREATED",
        9: "MISSING_VALUE",
    }
    assert len(book.leads) + len(book.set_aside) == 28


def test_columns_carry_when_they_are_known(folder):
    known = lk.read_book(folder).known
    assert (known["role"], known["deal_value"], known["lead_id"]) == (
        Known.CREATION,
        Known.OUTCOME,
        Known.IDENTIFIER,
    )


def test_an_unknown_table_is_refused_by_name(folder):
    (folder / "ledes.csv").write_text("a,b\n1,2\n")
    with pytest.raises(BadInput, match="no table 'ledes'"):
        lk.read_book(folder)


def test_a_declared_column_that_is_absent_is_refused(folder):
    (folder / "book.toml").write_text('[known]\nrolle = "creation"\n')
    with pytest.raises(BadInput, match="rolle"):
        lk.read_book(folder)


def test_faulty_settings_name_their_line(folder):
    (folder / "book.toml").write_text('currency = "VND"\nwindow_days = 0\n')
    with pytest.raises(BadInput, match=r"book.toml:2: window_days"):
        lk.read_book(folder)


@pytest.mark.parametrize("text", ["", "hello"])
def test_a_folder_without_leads_is_no_book(tmp_path, text):
    (tmp_path / "notes.txt").write_text(text)
    with pytest.raises(BadInput, match="no lead book"):
        lk.read_book(tmp_path)


def test_a_needed_column_that_is_missing_is_an_error(tmp_path):
    (tmp_path / "leads.csv").write_text("lead_id,source\nL1,web\n")
    with pytest.raises(BadInput, match="'outcome'"):
        lk.read_book(tmp_path)


def test_a_written_book_reads_back_equal(folder, tmp_path):
    book = lk.read_book(folder)
    write_book(book, tmp_path / "again")
    again = lk.read_book(tmp_path / "again")
    pd.testing.assert_frame_equal(
        again.leads.reset_index(drop=True), book.leads.reset_index(drop=True)
    )
    assert again.settings == book.settings


def test_a_row_set_aside_says_nothing_of_what_the_others_are(tmp_path):
    rows = "L1,2026-01-05T00:00Z,open,7\nL2,2026-01-06T00:00Z,won,\nL3,2026-01-06T00:00Z,?,seven\n"
    (tmp_path / "leads.csv").write_text("lead_id,created_at,outcome,note\n" + rows)
    book = lk.read_book(tmp_path)
    assert book.set_aside["row"].tolist() == [4]
    assert book.leads["note"].tolist()[0] == 7


def test_describe_names_what_would_open_the_next_analysis(folder):
    table = lk.read_book(folder).describe().set_index("analysis")
    assert bool(table.loc["lead-quality model", "open"])
    assert table.loc["handoff threshold", "missing"] == "handed_off_at"


def test_the_sample_opens_every_analysis(sample_book):
    assert sample_book.describe()["open"].all()


def test_an_unknown_timezone_is_refused():
    with pytest.raises(ValueError, match="no timezone"):
        Settings(timezone="Hanoi")


def test_importing_the_package_loads_nothing_heavy():
    import subprocess
    import sys

    code = "import leadkit, sys; print('pandas' in sys.modules, 'sklearn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
