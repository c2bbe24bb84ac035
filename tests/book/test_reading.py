from __future__ import annotations

import re
import unicodedata

import pandas as pd
import pytest

from leadkit.base.errors import BadInput
from leadkit.book import read_blocks, read_table


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


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_without_its_mark_is_recognised(tmp_path, encoding):
    path = write(tmp_path, "lead,tên\nL1,Nguyễn\n", encoding=encoding)
    assert read_table(path).frame.to_dict("list") == {"lead": ["L1"], "tên": ["Nguyễn"]}


def as_cp1258(text):
    """Write tone marks apart from their letters, the way Windows-1258 does."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = unicodedata.normalize("NFD", text)
    for tone in tones:  # the tone last, the letter composed with what is left
        parts = re.sub(f"{tone}([\u0302\u0306\u031b])", rf"\1{tone}", parts)
    letters = re.sub(
        "(.)([\u0302\u0306\u031b])", lambda pair: unicodedata.normalize("NFC", pair[0]), parts
    )
    return letters.encode("cp1258")


@pytest.mark.parametrize("n", [1, 3, 500])
def test_windows_1258_comes_out_composed(tmp_path, n):
    path, names = tmp_path / "t.csv", ["Nguyễn Thị Ấn", "Đỗ Quốc Hưng", "Lê Đức Tuệ"]
    rows = [names[place % 3] for place in range(n)]
    path.write_bytes(as_cp1258("Họ tên,số\n" + "".join(f"{name},1\n" for name in rows)))
    for table in (read_table(path), *read_blocks(path)):
        assert table.frame["Họ tên"].tolist() == rows
        assert table.notes == ("the text was read as cp1258; check names with accents",)


@pytest.mark.parametrize("names", [["José Müller"], ["Così", "però"], ["“a” – 5 €"], ["São João"]])
def test_windows_1252_is_recognised_however_short(tmp_path, names):
    text = "name,n\n" + "".join(f"{name},1\n" for name in names)
    table = read_table(write(tmp_path, text, encoding="cp1252"))
    assert table.frame["name"].tolist() == names
    assert table.notes == ("the text was read as cp1252; check names with accents",)


def test_an_encoding_is_found_where_the_first_accent_stands_far_down(tmp_path):
    text = "name,n\n" + "An,1\n" * 60_000 + "José,2\n"
    assert read_table(write(tmp_path, text, encoding="cp1252")).frame["name"].iloc[-1] == "José"


def test_letters_written_in_two_characters_become_one(tmp_path):
    text = unicodedata.normalize("NFD", "tên,giá\nẤn,1 ₫\nBình,2\nThừa,3,thừa\n")
    for table in (read_table(write(tmp_path, text)), *read_blocks(tmp_path / "leads.csv")):
        assert table.frame.to_dict("list") == {"tên": ["Ấn", "Bình"], "giá": ["1 ₫", "2"]}


def test_a_note_on_the_separator_is_no_row(tmp_path):
    table = read_table(write(tmp_path, "sep=;\na;b\n1,5;2\n"))
    assert (table.frame.to_dict("index"), table.header) == ({2: {"a": "1,5", "b": "2"}}, 1)


def test_a_short_table_among_lines_of_text_is_found(tmp_path):
    above, below = "Leads of May\nAll regions\n\n", "\nMade by An\nFor sales only\nThe end.\n"
    table = read_table(write(tmp_path, f"{above}a;b;c\nx;1;2\n{below}"))
    assert table.frame.to_dict("index") == {5: {"a": "x", "b": "1", "c": "2"}}
    assert table.set_aside["reason"].tolist() == ["FOOTER"] * 3


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
        (b"PK\x03\x04 broken", "a.xlsx", "damaged"),
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
