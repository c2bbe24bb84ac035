from __future__ import annotations

import datetime as dt
import zipfile

import openpyxl
import pytest

from leadkit.base.errors import BadInput
from leadkit.book import read_blocks, read_table


def written(folder, rows, name="t.xlsx", **sheets):
    """Write rows to the first sheet, and others to sheets of their own."""
    book = openpyxl.Workbook()
    book.active.title = "Leads"
    for title, content in {"Leads": rows, **sheets}.items():
        sheet = book[title] if title == "Leads" else book.create_sheet(title)
        for row in content:
            sheet.append(row)
    path = folder / name
    book.save(path)
    return path


def changed(path, change):
    """Write a workbook again with its sheet and merged cells changed."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def test_cells_come_out_as_a_person_reads_them(tmp_path):
    path = written(
        tmp_path,
        [
            ["phone", "text", "day", "time", "n", "flag", "error"],
            [912345678, "0912", dt.date(2026, 1, 2), dt.datetime(2026, 1, 2, 3, 4), 0.5, True, 1],
            [
                84912345678,
                " 007 ",
                dt.date(2026, 1, 3),
                dt.datetime(2026, 1, 3),
                2.0,
                False,
                "#N/A",
            ],
        ],
    )
    table = read_table(path)
    assert table.frame.fillna("").to_numpy().tolist() == [
        ["912345678", "0912", "2026-01-02", "2026-01-02T03:04:00", "0.5", "True", "1"],
        ["84912345678", "007", "2026-01-03", "2026-01-03", "2", "False", ""],
    ]
    assert table.frame.index.tolist() == [2, 3]
    assert table.notes == ()


def test_the_sheet_is_the_first_shown_or_the_one_that_is_named(tmp_path):
    path = written(tmp_path, [["a", "b"], [1, 2]], Other=[["c", "d"], [3, 4]])
    first = read_table(path)
    assert list(first.frame.columns) == ["a", "b"]
    assert first.notes == ("2 sheets; the first, 'Leads', was read",)
    other = read_table(path, sheet="Other")
    assert (other.frame.to_numpy().tolist(), other.notes) == ([["3", "4"]], ())
    with pytest.raises(BadInput, match="no sheet 'Leeds'") as error:
        read_table(path, sheet="Leeds")
    assert error.value.fix == "Its sheets are: 'Leads', 'Other'."


def test_a_hidden_sheet_is_passed_over_unless_named(tmp_path):
    path = written(tmp_path, [["a", "b"], [1, 2]], hiddenSheet=[["x", "y"], [3, 4]])
    changed(path, lambda book: setattr(book["Leads"], "sheet_state", "hidden"))
    table = read_table(path)
    assert (list(table.frame.columns), table.notes) == (["x", "y"], ())
    assert list(read_table(path, sheet="Leads").frame.columns) == ["a", "b"]


def test_an_empty_first_sheet_is_refused_with_the_names_of_the_others(tmp_path):
    path = written(tmp_path, [], Data=[["a", "b"], [1, 2]])
    with pytest.raises(BadInput, match="'Leads' is empty") as error:
        read_table(path)
    assert "'Data'" in error.value.fix


def test_a_sheet_is_asked_of_a_workbook_only(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    with pytest.raises(BadInput, match="only a workbook has sheets") as error:
        read_table(tmp_path / "t.csv", sheet="Leads")
    assert error.value.fix


def test_the_columns_that_dynamics_hides_are_left_out(tmp_path):
    hidden = ["(Do Not Modify) Lead", "(Do Not Modify) Row Checksum"]
    rows = [[*hidden, "Topic", "Mobile"], ["1-2", "abc=", "Flat", "0912"]]
    path = written(tmp_path, rows)
    (tmp_path / "t.csv").write_text("\n".join(",".join(row) for row in rows))
    for table in (read_table(path), read_table(tmp_path / "t.csv")):
        assert table.frame.to_dict("list") == {"Topic": ["Flat"], "Mobile": ["0912"]}
        assert all(name in table.notes[0] for name in hidden)


def test_a_table_that_stands_away_from_the_corner_keeps_its_row_numbers(tmp_path):
    path = written(tmp_path, [[], [], [None, None, "a", "b"], [None, None, 1, 2]])
    table = read_table(path)
    assert table.frame.to_dict("index") == {4: {"a": "1", "b": "2"}}
    assert (table.header, table.notes) == (3, ())


def test_cells_merged_downward_share_their_value(tmp_path):
    path = written(
        tmp_path,
        [
            ["ID", "Contact", None, "Owner"],
            [None, "Name", "Phone", None],
            [1, "An", "0912", "Lan"],
            [2, "Chi", "0913", None],
            [3, "Tú", "0914", "Hà"],
        ],
    )
    areas = ("A1:A2", "B1:C1", "D1:D2", "D3:D4")
    changed(path, lambda book: [book["Leads"].merge_cells(area) for area in areas])
    table = read_table(path)
    assert list(table.frame.columns) == ["ID", "Name", "Phone", "Owner"]
    assert table.frame["Owner"].tolist() == ["Lan", "Lan", "Hà"]
    assert table.notes == (
        "1 line above the header was skipped: 'ID, Contact, Owner'",
        "3 cells were merged with the one above and got its value",
    )


def test_macros_do_not_run_and_are_mentioned(tmp_path):
    path = written(tmp_path, [["a", "b"], [1, 2]], name="t.xlsm")
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"macros")
    table = read_table(path)
    assert table.frame.to_numpy().tolist() == [["1", "2"]]
    assert table.notes == ("the workbook holds macros, which were not run",)


def test_composed_letters_come_out_of_decomposed_ones(tmp_path):
    path = written(tmp_path, [["te\u0302n", "n"], ["A\u0302\u0301n", 1]])
    assert read_table(path).frame.to_dict("list") == {"tên": ["Ấn"], "n": ["1"]}


def test_a_style_far_away_is_no_cell(tmp_path):
    path = written(tmp_path, [["a", "b"], [1, 2]])
    bold = openpyxl.styles.Font(bold=True)
    changed(path, lambda book: setattr(book["Leads"]["XFD1048576"], "font", bold))
    assert read_table(path).frame.to_numpy().tolist() == [["1", "2"]]


def test_blocks_of_a_workbook_are_the_whole_of_it(tmp_path):
    path = written(tmp_path, [["Title"], ["a", "b"], [1, 2], ["Total", 2]])
    whole, (block,) = read_table(path), list(read_blocks(path, 1))
    assert block.frame.equals(whole.frame)
    assert block.notes == whole.notes
    assert whole.set_aside[["row", "reason"]].to_numpy().tolist() == [[4, "TOTAL_ROW"]]
