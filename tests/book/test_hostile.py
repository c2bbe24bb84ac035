"""Every hostile file before every reader: refused with place and remedy, nothing written."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from click.testing import CliRunner
from pyarrow import parquet

from leadkit.base.errors import BadInput
from leadkit.book import read_blocks, read_book, read_export, read_table
from leadkit.cli.main import leadkit

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LEADS = "lead_id,email,outcome\nL1,a@example.com,won\nL2,b@example.com,lost\n"
WIDE = [f"c{place}" for place in range(10_000)]


def workbook(*rows, cells=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place, value in cells:
        book.active[place] = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(change, name="xl/worksheets/sheet1.xml"):
    """Return a small workbook with one of its parts changed."""
    packed, content = zipfile.ZipFile(io.BytesIO(workbook(["a", "b"], [1, 2]))), io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as out:
        for part in packed.namelist():
            out.writestr(part, change(packed.read(part)) if part == name else packed.read(part))
    return content.getvalue()


def bomb():
    return repacked(lambda part: part + b" " * 40_000_000)


def lying_bomb():
    """Return a bomb whose directory says that its largest part has the size of a small one."""
    small = b" " * 1_000
    content = bytearray(bomb())
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        part = max(packed.infolist(), key=lambda part: part.file_size)
    true = struct.pack("<LLL", part.CRC, part.compress_size, part.file_size)
    said = struct.pack("<LLL", zlib.crc32(small), part.compress_size, len(small))
    assert content.count(true) == 2
    return bytes(content.replace(true, said))


def table(frame):
    content = io.BytesIO()
    parquet.write_table(frame, content)
    return content.getvalue()


PARQUET = table(pa.table({"lead_id": ["L1", "L2"], "outcome": ["won", "lost"]}))
XLSX = workbook(["lead_id", "outcome"], ["L1", "won"], ["L2", "lost"])
TWO = [["name", "tel", "n"], ["Ai", "Liên lạc", "Bao nhiêu"], *([f"A{n}", n, n] for n in range(4))]

FILES = {
    "empty.csv": (b"", "empty"),
    "blank lines.csv": (b"\n\n\n", "only one column"),
    "header alone.csv": (b"a,b\n", "no rows"),
    "totals alone.csv": (b"name,n\nTotal,3\n", "no rows"),
    "one column.csv": (b"a\n1\n2\n", "only one column"),
    "nul.csv": (LEADS.encode() + b"L3,\0,won\n", "NUL byte"),
    "nuls at the end.csv": (LEADS.encode() + bytes(5_000), "NUL byte"),
    "nul in utf-16.csv": ((LEADS + "L3,\0,won\n").encode("utf-16"), "NUL byte"),
    "cut in a quote.csv": (LEADS.encode() + b'L3,"c@exam', "quotation mark"),
    "cut in a letter.csv": ("tên,n\nẤn,1\nBình,2\nỞ".encode()[:-1], "broken"),
    "all ragged.csv": (b"a,b\n1,2,3\n", "no row has as many cells"),
    "names twice.csv": (b"a,a\n1,2\n", "more than once"),
    "no names.csv": (b",,\n1,2,3\n", "no column names"),
    "two headers.csv": ("\n".join(",".join(map(str, row)) for row in TWO).encode(), "rows 1 and 2"),
    "title above values.csv": (b"Leads of May,,\nAn,0912,1\nChi,0913,2\n", "no row names"),
    "wide.csv": (",".join(WIDE).encode() + b"\n" + b"1," * 9_999 + b"1\n", "10,000 columns"),
    "page.csv": (b"<!DOCTYPE html><html><body>Log in, please</body></html>", "web page"),
    "image.csv": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "not a text table"),
    "workbook.csv": (XLSX, "not a text table"),
    "parquet.csv": (PARQUET, "not a text table"),
    "protected.xlsx": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "old.xlsx": (OLE + "Workbook".encode("utf-16-le"), ".xls"),
    "old.xls": (OLE + "Workbook".encode("utf-16-le"), ".xls"),
    "page.xls": (b"<html><table><tr><td>Lead</td></tr></table></html>", "web page"),
    "page.xlsx": (b"\xef\xbb\xbf\n<TABLE><tr><td>Lead</td></tr></TABLE>", "web page"),
    "new.xls": (XLSX, "XLSX"),
    "text.xlsx": (LEADS.encode(), "plain text"),
    "words.xlsx": (b"not a workbook", "not a text table"),
    "cut.xlsx": (XLSX[: len(XLSX) // 2], "damaged"),
    "cut.xlsm": (XLSX[:-30], "damaged"),
    "a zip.xlsx": (repacked(lambda part: b"", "xl/workbook.xml"), "damaged"),
    "no sheets.xlsx": (
        repacked(lambda part: re.sub(b"<sheets>.*</sheets>", b"", part), "xl/workbook.xml"),
        "damaged",
    ),
    "broken sheet.xlsx": (repacked(lambda part: part[: len(part) // 2]), "damaged"),
    "bomb.xlsx": (bomb(), "unpacks to 38 MB"),
    "lying bomb.xlsx": (lying_bomb(), "unpacks to"),
    "far.xlsx": (workbook(["a", "b"], [1, 2], cells=[("XFD1048576", "x")]), "16,384 columns"),
    "deep.xlsx": (workbook(["a", "b"], [1, 2], cells=[("CV1048576", "x")]), "1,048,576 rows"),
    "wide.xlsx": (workbook(WIDE, range(10_000)), "columns"),
    "no cells.xlsx": (workbook(), "empty"),
    "header alone.xlsx": (workbook(["a", "b"]), "no rows"),
    "names twice.xlsx": (workbook(["a", "a"], [1, 2]), "more than once"),
    "two headers.xlsx": (workbook(*TWO), "rows 1 and 2"),
    "words.parquet": (b"not parquet", "not a text table"),
    "cut.parquet": (PARQUET[: len(PARQUET) // 2], "damaged"),
    "changed.parquet": (PARQUET[:40] + bytes(20) + PARQUET[60:], "damaged"),
    "no utf-8.parquet": (PARQUET.replace(b"lost", b"l\xffst"), "damaged"),
    "wide.parquet": (table(pa.table({name: ["1"] for name in WIDE})), "10,000 columns"),
    "no rows.parquet": (table(pa.table({"a": pa.array([], "string")})), "no rows"),
    "names.docx": (LEADS.encode(), "cannot be read"),
}


def book_of(path):
    """Read the file as the leads of a book."""
    folder = path.parent / "book"
    folder.mkdir()
    path.rename(folder / f"leads{path.suffix}")
    return read_book(folder)


READERS = {
    "read_table": read_table,
    "read_blocks": lambda path: list(read_blocks(path)),
    "read_export": lambda path: read_export(path, outcome="outcome"),
    "read_book": book_of,
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", FILES)
def test_it_is_refused_with_place_and_remedy(tmp_path, name, reader):
    content, words = FILES[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput) as error:
        READERS[reader](tmp_path / name)
    assert error.value.where.startswith(str(tmp_path))
    assert error.value.fix
    is_of_a_book = name.endswith((".csv", ".xlsx", ".parquet"))
    if reader != "read_book" or is_of_a_book:
        assert words in error.value.problem


@pytest.mark.parametrize("name", FILES)
def test_the_command_says_it_and_writes_nothing(tmp_path, name):
    content, words = FILES[name]
    (tmp_path / name).write_bytes(content)
    how = ("screen", tmp_path / name, "--outcome", "outcome", "-o", tmp_path / "out")
    result = CliRunner().invoke(leadkit, [str(word) for word in how])
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert "fault in leadkit" not in result.output
    said = " ".join(result.output.split())
    assert words in said
    assert name in said
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("nul.csv", 4),
        ("nuls at the end.csv", 4),
        ("nul in utf-16.csv", 4),
        ("cut in a quote.csv", 4),
        ("cut in a letter.csv", 4),
        ("two headers.xlsx", 1),
        ("deep.xlsx", 1_048_576),
    ],
)
def test_the_line_is_named(tmp_path, name, line):
    (tmp_path / name).write_bytes(FILES[name][0])
    with pytest.raises(BadInput) as error:
        read_table(tmp_path / name)
    assert error.value.where == f"{tmp_path / name}:{line}"


@pytest.mark.parametrize("read", ["read_table", "read_blocks"])
def test_a_cell_beyond_measure_is_refused_with_its_line(tmp_path, read):
    path = tmp_path / "t.csv"
    with path.open("w") as stream:
        stream.write("a,b\n1,2\n")
        for _megabyte in range(17):
            stream.write("x" * 2**20)
        stream.write(",3\n")
    with pytest.raises(BadInput, match="longer than 16 million") as error:
        READERS[read](path)
    assert (error.value.where, bool(error.value.fix)) == (f"{path}:3", True)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_cell_of_five_megabytes_is_read(tmp_path, kind):
    frame = pd.DataFrame({"a": ["1", "2"], "b": ["x" * 5_000_000, "y"]})
    path = tmp_path / f"t.{kind}"
    {"csv": frame.to_csv, "parquet": frame.to_parquet}[kind](path, index=False)
    for found in (read_table(path).frame, *(block.frame for block in read_blocks(path))):
        assert found["b"].str.len().tolist() == [5_000_000, 1]


def test_rows_cut_off_at_the_end_are_set_aside_by_their_number(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(LEADS + "L3,c@exa")
    found = read_table(path).set_aside
    assert found[["row", "reason"]].to_numpy().tolist() == [[4, "RAGGED_ROW"]]


def test_columns_that_hold_lists_are_left_out_of_a_parquet_file(tmp_path):
    path = tmp_path / "t.parquet"
    frame = pa.table({"a": ["1"], "tags": [["x", "y"]], "who": [{"name": "An"}]})
    path.write_bytes(table(frame))
    for found in (read_table(path), *read_blocks(path)):
        assert found.frame.to_dict("list") == {"a": ["1"]}
        assert found.notes == ("columns that hold lists or records were left out: 'tags', 'who'",)
