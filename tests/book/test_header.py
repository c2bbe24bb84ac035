from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

from leadkit.base.errors import BadInput
from leadkit.book import read_blocks, read_table


def as_csv(folder, rows):
    path = folder / "t.csv"
    path.write_text("".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows))
    return path


def as_xlsx(folder, rows):
    path = folder / "t.xlsx"
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([cell or None for cell in row])
    book.save(path)
    return path


KINDS = pytest.mark.parametrize("written", [as_csv, as_xlsx])
LEADS = [
    ["An", "0912345678", "2026-01-02"],
    ["Bình", "0913345678", "2026-01-03"],
    ["Chi", "0914345678", "2026-01-04"],
]
NAMES = ["Họ tên", "Điện thoại", "Ngày tạo"]


@KINDS
@pytest.mark.parametrize(
    ("above", "note"),
    [
        ([], ""),
        ([["", "", ""]], ""),
        ([["Khách hàng tháng 5", "", ""]], "'Khách hàng tháng 5'"),
        (
            [["Leads of May", "", ""], ["", "", ""], ["Exported:", "05/06/2026", ""]],
            "'Leads of May' / 'Exported:, 05/06/2026'",
        ),
        ([["Contact", "", "Time"]], "'Contact, Time'"),
        ([["Contact", "Contact", "Time"]], "'Contact, Contact, Time'"),
    ],
)
def test_the_names_are_found_below_titles_and_groups(tmp_path, written, above, note):
    table = read_table(written(tmp_path, [*above, NAMES, *LEADS]))
    assert list(table.frame.columns) == NAMES
    assert table.header == len(above) + 1
    assert table.frame.index.tolist() == [table.header + place for place in (1, 2, 3)]
    assert table.frame.to_numpy().tolist() == LEADS
    assert [said.split(": ", 1)[1] for said in table.notes] == ([note] if note else [])
    assert table.set_aside.empty


@KINDS
@pytest.mark.parametrize(
    ("seconds", "names"),
    [
        ([["họ_tên", "điện-thoại", "ngày tạo"]], NAMES),
        ([["string", "varchar(20)", "date"]], NAMES),
        ([["Full name", "Telephone", "Note"]], NAMES),
        ([["full_name", "mobile_phone", "created"]], NAMES),
        ([["Q: who?", "Q: where?", "Q: when?"], ['{""ImportId"":""q1""}'] * 3], NAMES),
    ],
)
def test_a_row_that_repeats_the_names_is_set_aside(tmp_path, written, seconds, names):
    if written is as_xlsx:
        seconds = [[cell.replace('""', '"') for cell in row] for row in seconds]
    table = read_table(written(tmp_path, [names, *seconds, *LEADS]))
    assert table.frame.to_numpy().tolist() == LEADS
    assert table.set_aside[["row", "reason"]].to_numpy().tolist() == [
        [row, "SECOND_HEADER"] for row in range(2, 2 + len(seconds))
    ]
    assert str(len(seconds)) in table.notes[0]


@KINDS
def test_the_header_of_a_file_that_was_added_below_is_set_aside(tmp_path, written):
    table = read_table(written(tmp_path, [NAMES, *LEADS, NAMES, *LEADS]))
    assert table.frame.to_numpy().tolist() == LEADS + LEADS
    assert table.set_aside[["row", "reason"]].to_numpy().tolist() == [[5, "SECOND_HEADER"]]


@KINDS
def test_two_rows_that_could_both_be_the_header_are_asked_about(tmp_path, written):
    path = written(tmp_path, [NAMES, ["Ai", "Liên lạc", "Lúc nào"], *LEADS])
    with pytest.raises(BadInput, match="rows 1 and 2") as error:
        read_table(path)
    assert "'Họ tên, Điện thoại, Ngày tạo' and 'Ai, Liên lạc, Lúc nào'" in error.value.problem
    assert error.value.where == f"{path}:1"
    assert "Delete one of the two" in error.value.fix


def test_names_shared_out_over_two_rows_are_asked_about(tmp_path):
    two = [["ID", "Contact", "", "Time"], ["", "Name", "Phone", "Created"]]
    path = as_csv(tmp_path, [*two, *([str(n), *lead] for n, lead in enumerate(LEADS))])
    with pytest.raises(BadInput, match="rows 1 and 2"):
        read_table(path)


@pytest.mark.parametrize(
    "row",
    [
        ["An", "chưa có", "2026-01-01"],
        ["An", "", ""],
        ["", "", "2026-01-01"],
        ["Bình", "không", "chưa rõ"],
    ],
)
def test_a_first_lead_with_blanks_stays_a_lead(tmp_path, row):
    table = read_table(as_csv(tmp_path, [NAMES, row, *LEADS]))
    assert table.header == 1
    assert table.frame.fillna("").to_numpy().tolist() == [row, *LEADS]


@pytest.mark.parametrize(
    "text",
    [
        ",name\n0,An\n1,Bình\n",
        ",name\na,An\nb,Bình\n",
        "name,note\nAn,\nBình,\n",
        "id,,name\n1,x,An\n2,y,Bình\n",
        "2025,2026\n1,2\n",
    ],
)
def test_narrow_tables_and_unnamed_columns_are_read_from_the_first_row(tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(text)
    table = read_table(path)
    assert (table.header, len(table.frame), table.notes) == (1, 2 if text[0] != "2" else 1, ())


def test_titles_without_names_below_are_refused(tmp_path):
    path = as_csv(tmp_path, [["Leads of May", "", ""], *LEADS])
    with pytest.raises(BadInput, match="no row names the columns") as error:
        read_table(path)
    assert error.value.where == f"{path}:1"


@KINDS
@pytest.mark.parametrize(
    ("below", "reasons"),
    [
        ([["Tổng cộng", "", "22.700.000 ₫"]], {5: "TOTAL_ROW"}),
        ([["", "Total:", "3"]], {5: "TOTAL_ROW"}),
        ([["Subtotal", "3", ""], ["Grand Total", "3", "12%"]], {5: "TOTAL_ROW", 6: "TOTAL_ROW"}),
        ([["", "", ""], ["Tổng số: 3 khách hàng", "", ""]], {6: "TOTAL_ROW"}),
        (
            [
                ["Grand Totals (3 records)", "", ""],
                ["", "", ""],
                ["Leads of May", "", ""],
                ["Generated by An", "05/06/2026", ""],
            ],
            {5: "TOTAL_ROW", 7: "FOOTER", 8: "FOOTER"},
        ),
    ],
)
def test_totals_and_text_under_a_table_are_set_aside_and_said(tmp_path, written, below, reasons):
    table = read_table(written(tmp_path, [NAMES, *LEADS, *below]))
    assert table.frame.to_numpy().tolist() == LEADS
    assert dict(table.set_aside[["row", "reason"]].to_numpy()) == reasons
    assert len(table.notes) == len(set(reasons.values()))


def test_the_footer_of_a_salesforce_report_is_set_aside(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        '"Name","Phone","Email"\n"An","0912","a@x.vn"\n\n\n"Leads report"\n'
        '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n'
        '"Confidential Information - Do Not Distribute"\n'
    )
    table = read_table(path)
    assert table.frame.index.tolist() == [2]
    assert table.set_aside[["row", "value", "reason"]].to_numpy().tolist() == [
        [5, "Leads report", "FOOTER"],
        [6, "Copyright (c) 2000-2026 salesforce.com, inc. All rights rese", "FOOTER"],
        [7, "Confidential Information - Do Not Distribute", "FOOTER"],
    ]
    assert table.notes == ("3 lines of text under the table were set aside",)


@pytest.mark.parametrize(
    "last",
    [
        ["Total Energies", "0915345678", "2026-01-05"],
        ["Tổng công ty Viễn thông", "", "2026-01-05"],
        ["Công", "0915345678", "2026-01-05"],
        ["Total", "0915345678", "2026-01-05"],
        ["Sum", "an@example.com", ""],
    ],
)
def test_firms_and_people_called_like_totals_stay_leads(tmp_path, last):
    table = read_table(as_csv(tmp_path, [NAMES, *LEADS, last]))
    assert table.frame.fillna("").to_numpy().tolist() == [*LEADS, last]


def test_a_total_among_the_rows_and_a_lead_below_a_gap_stay(tmp_path):
    rows = [["Total", "3", ""], *LEADS, ["", "", ""], ["Dung", "", ""]]
    table = read_table(as_csv(tmp_path, [NAMES, *rows]))
    assert table.frame["Họ tên"].tolist() == ["Total", "An", "Bình", "Chi", "Dung"]


ABOVE = [["Leads of May"], [], NAMES, ["họ tên", "điện thoại", "ngày tạo"]]
BELOW = [["Total", "9"], [], ["Made by An"], ["For sales only"]]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 60, 500])
@pytest.mark.parametrize("n", [1, 3, 45, 49, 50, 51, 120])
def test_blocks_of_any_size_find_what_the_whole_table_finds(tmp_path, size, n):
    leads = [[f"Name {i}", f"09{i:08d}", "2026-01-02"][: 2 if i == 40 else 3] for i in range(n)]
    path = as_csv(tmp_path, [*ABOVE, *leads, NAMES, *leads[:1], *BELOW])
    whole, blocks = read_table(path), list(read_blocks(path, size))
    pd.testing.assert_frame_equal(pd.concat(block.frame for block in blocks), whole.frame)
    aside = pd.concat([block.set_aside for block in blocks if len(block.set_aside)])
    assert aside.to_numpy().tolist() == whole.set_aside.to_numpy().tolist()
    assert blocks[-1].notes == whole.notes
    assert {block.header for block in blocks} == {whole.header} == {3}
    counts = whole.set_aside["reason"].value_counts().to_dict()
    assert counts.pop("RAGGED_ROW", 0) == (n > 40)
    assert counts == {"SECOND_HEADER": 2, "TOTAL_ROW": 1, "FOOTER": 2}
