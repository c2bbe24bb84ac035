from __future__ import annotations

import json
import os

import pandas as pd
import pytest

from leadkit.base import files
from leadkit.base.errors import BadInput
from leadkit.base.files import (
    RUN_MARK,
    locked,
    neutral,
    run_folder,
    write_json,
    write_table,
    write_text,
)


def test_a_failing_run_leaves_nothing_behind(tmp_path):
    def half(folder):
        (folder / "half.csv").write_text("a")
        raise RuntimeError("midway")

    with pytest.raises(RuntimeError, match="midway"), run_folder(tmp_path / "out") as folder:
        half(folder)
    assert list(tmp_path.iterdir()) == []


def test_another_run_is_refused_without_force_and_replaced_whole_with_it(tmp_path):
    for name in ("first.csv", "second.csv"):
        with run_folder(tmp_path / "out", force=True) as folder:
            (folder / name).write_text("a")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [RUN_MARK, "second.csv"]
    with pytest.raises(BadInput, match="another run"), run_folder(tmp_path / "out"):
        pass


def test_of_two_runs_at_the_same_time_the_later_one_replaces_nothing(tmp_path):
    def overtake():
        with run_folder(tmp_path / "out") as folder:
            write_text(folder / "a.txt", "early")

    with pytest.raises(BadInput, match="another run"), run_folder(tmp_path / "out"):
        overtake()
    assert (tmp_path / "out" / "a.txt").read_text() == "early"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_somebody_elses_files_is_never_replaced(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with (
        pytest.raises(BadInput, match="not from an earlier run"),
        run_folder(tmp_path, force=True),
    ):
        pass
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_failed_write_keeps_the_old_file(tmp_path):
    path = tmp_path / "a.json"
    write_json(path, {"a": 1})
    with pytest.raises(ValueError, match="JSON"):
        write_json(path, {"a": float("nan")})
    assert json.loads(path.read_text()) == {"a": 1}
    assert [one.name for one in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+84 912 345 678", "+84 912 345 678"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-12.5", "-12.5"),
        ("\tx", "'\tx"),
        (12, 12),
    ],
)
def test_formulas_from_data_become_text_and_numbers_stay(cell, safe):
    assert neutral(cell) == safe


def test_written_tables_carry_neutral_cells_and_headers(tmp_path):
    write_table(tmp_path / "t.csv", pd.DataFrame({"=a": ["=1+1", None, "x"], "n": [1, 2, 3]}))
    assert (tmp_path / "t.csv").read_text() == "'=a,n\n'=1+1,1\n,2\nx,3\n"


def test_text_is_written_with_line_feeds_only(tmp_path):
    write_text(tmp_path / "a.txt", "a\nb\n")
    assert (tmp_path / "a.txt").read_bytes() == b"a\nb\n"


def test_who_waits_is_told_who_writes(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "PATIENCE_SECONDS", 0.05)
    with locked(tmp_path):
        with pytest.raises(BadInput, match=rf"process {os.getpid()} of \w+ on ") as error:
            locked(tmp_path).__enter__()
        assert "Nothing was written" in str(error.value)
        (tmp_path / files.HOLDER).write_text("cut sho")
        with pytest.raises(BadInput, match="does not say who"):
            locked(tmp_path).__enter__()
    assert not (tmp_path / files.HOLDER).exists()


def test_a_run_that_a_killed_process_took_aside_is_put_back(tmp_path):
    out = tmp_path / "out"
    with run_folder(out) as building:
        (building / "one").write_text("1")
    aside = tmp_path / f".out{files.ASIDE}x" / "run"
    aside.parent.mkdir()
    out.rename(aside)
    with pytest.raises(BadInput, match="already holds another run"), run_folder(out):
        pass
    assert (out / "one").read_text() == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
