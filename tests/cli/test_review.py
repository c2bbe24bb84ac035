"""`leadkit review`: the page, its slides and its workbook hold the same numbers."""

import json
import re
from xml.etree import ElementTree as ET

import nbformat
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.base.language import use
from leadkit.base.page import Page, Section, Table
from leadkit.base.sheets import write_sheets
from leadkit.cli.main import leadkit
from leadkit.review.quarterly.executed import NAME, _fill

BANK = "age,y\n" + "30,yes\n" * 20 + "40,no\n" * 180


def run(*words):
    return CliRunner().invoke(leadkit, ["review", *map(str, words)])


def refused(result, *words):
    assert result.exit_code == 2, result.output
    for word in words:
        assert word in result.output


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("review")
    page = ("-o", folder / "r.html", "--against", "2025Q3")
    more = ("--figures", folder / "slides", "--tables", folder / "r.xlsx")
    result = run(lk.sample("small"), *page, *more)
    assert result.exit_code == 0, result.output
    return folder


def test_the_quarter_is_held_against_the_one_named(made):
    said = json.loads((made / "r.json").read_text())
    assert said["shortfall"]["against"] == said["against"] == said["before"] == "2025Q3"
    html = (made / "r.html").read_text()
    assert "against 2025Q3" in html
    assert not re.search(r'(src|href)="(?!data:|#)', html)


def test_a_slide_for_every_part(made):
    slides = sorted((made / "slides").glob("*.svg"))
    assert slides[0].name == "01-quarterly-review.svg"
    assert any("funnel-by-quarter" in slide.name for slide in slides)
    headings = re.findall(r"<h2>(.*?)</h2>", (made / "r.html").read_text())
    assert len(slides) >= len(headings) - 4
    for slide in slides:
        root = ET.fromstring(slide.read_text())
        assert (root.get("width"), root.get("height")) == ("959.976pt", "540pt")
        assert not re.search(r'href="(?!#|data:)', slide.read_text())


def test_the_workbook_holds_every_table_and_the_split_unrounded(made):
    said = json.loads((made / "r.json").read_text())
    book = openpyxl.load_workbook(made / "r.xlsx")
    html = (made / "r.html").read_text()
    signed = 1
    exact = 1 + bool(said["shortfall_against_plan"])
    assert len(book.worksheets) == html.count("<caption>") - signed + exact
    rows = list(book["The split, not rounded"].iter_rows(min_row=3, values_only=True))
    value = rows[0].index("value")
    assert [row[value] for row in rows[1:]] == pytest.approx(
        [part["value"] for part in said["shortfall"]["parts"].values()]
    )
    handed = [row for row in book["Summary"].iter_rows(values_only=True) if row[0] == "Handed off"]
    assert handed[0][1:] == (
        said["summary"]["2025Q3"]["handed_off"],
        said["summary"][said["quarter"]]["handed_off"],
    )


def test_cells_are_numbers_as_the_reader_writes_them_and_never_formulas(tmp_path):
    rows = pd.DataFrame({"what": ["=1+1", "x"], "n": ["1.234,5", "−12"]})
    table = Table(finding="found", rows=rows)
    page = Page(kind="k", title="t", sections=[Section(heading="a/b " * 12, tables=[table] * 2)])
    use("vi")
    try:
        write_sheets(page, tmp_path / "t.xlsx")
    finally:
        use("en")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert len({sheet.title for sheet in book}) == 2
    cells = list(book.worksheets[0].iter_rows(min_row=4, values_only=True))
    assert cells == [("'=1+1", 1234.5), ("x", -12)]


def test_the_notebook_takes_every_parameter_of_the_command():
    notebook = nbformat.read(lk.notebooks() / "en" / NAME, as_version=4)
    cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    names = re.findall(r"^(\w+) =", cell.source, re.M)
    assert names == ["book", "quarter", "against", "as_of", "language"]
    _fill(notebook.cells, dict.fromkeys(names, "it's"))
    assert cell.source.splitlines()[0] == 'book = "it\'s"'
    assert not any(cell.get("outputs") for cell in notebook.cells)


def test_what_is_refused(made, tmp_path):
    sample = lk.sample("small")
    refused(run(sample, "-o", tmp_path / "r.txt"), ".html, .pdf or .ipynb")
    refused(run(sample, "-o", tmp_path / "r.html", "--tables", tmp_path / "t.csv"), ".xlsx")
    refused(run(sample, "-o", tmp_path / "r.html", "--tables", made / "r.xlsx"), "there already")
    refused(run(sample, "-o", tmp_path / "r.html", "--figures", made / "slides"), "--force")
    refused(run(sample, "-o", tmp_path / "r.html", "--quarter", "2026-Q2"), "write it as 2026Q3")
    table = tmp_path / "bank.csv"
    table.write_text(BANK)
    refused(run(table, "-o", tmp_path / "r.ipynb"), "a book that is a folder")
    how = ("--outcome", "y", "--won", "yes")
    refused(run(table, *how, "-o", tmp_path / "r.html"), "a review needs dates", "20 of 200 leads")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bank.csv"]
