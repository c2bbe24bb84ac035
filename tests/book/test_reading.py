from __future__ import annotations

import pandas as pd
import pytest

from leadkit.base.errors import BadInput
from leadkit.book import read_table


def write(tmp_path, text, name="leads.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path, separator):
    text = "\n".join(separator.join(row) for row in [("a", "b"), ("1", "x,y;z"), ("2", "z")])
    path = write(tmp_path, text.replace("x,y;z", '"x,y;z"') + "\n")
    assert read_table(path).frame["b"].tolist() == ["x,y;z", "z"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_files_are_read_alike(tmp_path, encoding):
    path = write(tmp_path, "tên,sđt\nNguyễn,0912345678\n", encoding=encoding)
    assert read_table(path).frame.to_dict("list") == {"tên": ["Nguyễn"], "sđt": ["0912345678"]}


def test_cells_stay_text_and_blanks_and_spreadsheet_errors_are_missing(tmp_path):
    path = write(tmp_path, "phone,n\n0912,#VALUE!\n 0007 ,\n")
    frame = read_table(path).frame
    assert frame["phone"].tolist() == ["0912", "0007"]
    assert frame["n"].isna().all()


def test_rows_are_named_as_in_the_file_and_ragged_ones_are_set_aside(tmp_path):
    path = write(tmp_path, "a,b\n1,2\n1,2,3\n4,5\n6\n7,8\n")
    table = read_table(path)
    assert table.frame.index.tolist() == [2, 4, 6]
    assert table.set_aside[["row", "reason"]].to_numpy().tolist() == [
        [3, "RAGGED_ROW"],
        [5, "RAGGED_ROW"],
    ]
    assert "2 rows" in table.notes[0]


def test_quoted_line_breaks_stay_in_their_cell(tmp_path):
    path = write(tmp_path, 'a,b\n"one\ntwo",x\n')
    assert read_table(path).frame["a"].tolist() == ["one\ntwo"]


def test_parquet_and_xlsx_give_the_same_cells(tmp_path):
    frame = pd.DataFrame({"id": ["0912", "x"], "n": [1.0, None], "when": ["2026-01-02", None]})
    frame.to_parquet(tmp_path / "t.parquet")
    frame.to_excel(tmp_path / "t.xlsx", index=False, engine="xlsxwriter")
    for name in ("t.parquet", "t.xlsx"):
        table = read_table(tmp_path / name).frame
        assert table["id"].tolist() == ["0912", "x"]
        assert table["n"].tolist()[0] == "1"
        assert table["n"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (b"", "a.csv", "empty"),
        (b"a,b\n", "a.csv", "no rows"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "a.csv", "not a text table"),
        (b"a^b\n1^2\n", "a.csv", "only one column"),
        (b"a,b,a\n1,2,3\n", "a.csv", "'a'"),
        (b",,\n1,2,3\n", "a.csv", "no column names"),
        (b"a,b\n1,2\n", "a.docx", "cannot be read"),
        (b"not a workbook", "a.xlsx", "not a text table"),
        (b"not parquet", "a.parquet", "not a text table"),
    ],
)
def test_what_is_no_table_is_refused_with_place_and_remedy(tmp_path, content, name, problem):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput, match=problem) as error:
        read_table(path)
    assert str(path) in error.value.where
    assert error.value.fix


def test_missing_files_and_folders_are_told_apart(tmp_path):
    with pytest.raises(BadInput, match="does not exist"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(BadInput, match="a folder"):
        read_table(tmp_path)
