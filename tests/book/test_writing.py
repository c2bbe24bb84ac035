"""Rows added to a book: nothing that stands there is touched, nothing is lost."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pytest

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.base.files import LOCK, locked
from leadkit.book import append_rows, read_book

LEADS = "lead_id,created_at,outcome\nA,2026-01-01T00:00Z,won\nB,2026-01-02T00:00Z,open\n"
ADDING = """
import sys
from pathlib import Path
import pandas as pd
from leadkit.book import append_rows
for n in range(20):
    row = {"lead_id": "A", "at": pd.Timestamp("2026-01-05", tz="UTC"), "decision": "nurture"}
    append_rows(Path(sys.argv[1]), "scores", pd.DataFrame([row | {"reason": sys.argv[2] + str(n)}]))
"""


@pytest.fixture
def book(tmp_path):
    (tmp_path / "leads.csv").write_text(LEADS)
    return tmp_path


def score(lead="A", **more):
    row = {"lead_id": lead, "at": pd.Timestamp("2026-01-05", tz="UTC"), "decision": "nurture"}
    return pd.DataFrame([row | more])


def test_rows_are_added_below_what_stands_there(book):
    append_rows(book, "scores", score(probability=0.25))
    before = (book / "scores.csv").read_text()
    append_rows(book, "scores", score("B"))
    text = (book / "scores.csv").read_text()
    assert text.startswith(before)
    scores = read_book(book).tables["scores"]
    assert scores["lead_id"].tolist() == ["A", "B"]
    assert scores["probability"].iloc[0] == 0.25


def test_a_file_without_its_last_line_break_and_with_fewer_columns_is_kept(book):
    (book / "scores.csv").write_text("lead_id,at,decision\nB,2026-01-03T00:00Z,nurture")
    append_rows(book, "scores", score())
    assert read_book(book).tables["scores"]["lead_id"].tolist() == ["B", "A"]
    with pytest.raises(BadInput, match="no column probability"):
        append_rows(book, "scores", score(probability=0.5))


def test_a_formula_is_neutralised(book):
    append_rows(book, "scores", score(reason="=1+1"))
    assert ",'=1+1," in (book / "scores.csv").read_text()


def test_rows_cannot_be_added_to_a_parquet_table(book):
    score().to_parquet(book / "scores.parquet")
    with pytest.raises(BadInput, match="rows can be added to a CSV only"):
        append_rows(book, "scores", score())


@pytest.mark.parametrize("name", ["scores", "feedback", "events"])
def test_words_about_an_unknown_lead_are_set_aside_and_counted(book, name):
    needed = {"scores": "decision", "feedback": "need", "events": "kind"}[name]
    value = {"scores": "nurture"}.get(name, "call")
    rows = f"lead_id,at,{needed}\nA,2026-01-03T00:00Z,{value}\nX,2026-01-03T00:00Z,{value}\n"
    (book / f"{name}.csv").write_text(rows)
    found = read_book(book)
    assert found.tables[name]["lead_id"].tolist() == ["A"]
    aside = found.set_aside.iloc[0]
    assert (aside["table"], aside["row"], aside["value"]) == (name, 3, "X")
    assert aside["reason"] == "UNKNOWN_LEAD"
    assert f"{name}: 1 row set aside (UNKNOWN_LEAD 1)" in found.notes


def test_words_about_a_lead_whose_own_row_is_bad_are_kept(tmp_path):
    others = "".join(f"L{n},2026-01-02T00:00Z,open\n" for n in range(20))
    (tmp_path / "leads.csv").write_text(LEADS + others + "C,2026-13-77,open\n")
    (tmp_path / "feedback.csv").write_text("lead_id,at\nC,2026-01-03T00:00Z\nA,2026-01-03T00:00Z\n")
    found = read_book(tmp_path)
    assert found.set_aside["table"].tolist() == ["leads"]
    assert len(found.tables["feedback"]) == 2


def test_two_processes_that_write_at_once_lose_nothing(book):
    runs = [
        subprocess.Popen([sys.executable, "-c", ADDING, str(book), name]) for name in ("x", "y")
    ]
    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    reasons = read_book(book).tables["scores"]["reason"].tolist()
    assert sorted(reasons) == sorted(f"{name}{n}" for name in "xy" for n in range(20))


def test_one_that_waits_too_long_refuses_and_writes_nothing(book, monkeypatch):
    from filelock import FileLock

    monkeypatch.setattr("leadkit.base.files.PATIENCE_SECONDS", 0.05)
    with FileLock(book / LOCK), pytest.raises(BadInput, match="another process is writing"):
        append_rows(book, "scores", score())
    assert not (book / "scores.csv").exists()
    with locked(book):
        assert lk.read_book(book).name


def test_a_table_with_a_header_alone_is_as_good_as_none(book):
    (book / "feedback.csv").write_text("lead_id,at\n")
    assert "feedback" not in read_book(book).tables
    append_rows(book, "feedback", score()[["lead_id", "at"]])
    assert len(read_book(book).tables["feedback"]) == 1
