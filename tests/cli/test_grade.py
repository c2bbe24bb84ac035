"""`leadkit grade`: a gradebook for the trainer, a page for the group."""

import json
import re

import pandas as pd
import pytest
from classes import a_class, places, rewritten, sitting_in
from click.testing import CliRunner

from leadkit.cli.grade import command as grade
from leadkit.learn import check

SHEETS = ["Thought by thought", "Item by item", "answers", "does not fit"]


@pytest.fixture(scope="module")
def klass(tmp_path_factory):
    root = a_class(tmp_path_factory.mktemp("graded"), ["=1+1", "Minh", "Hà"])
    for folder in places(root):
        with sitting_in(folder):
            check("t01.2", 32)
    rewritten(places(root)[0], lambda text: text.replace('"M02"', '"M03"'))
    return root


def graded(*arguments):
    return CliRunner().invoke(grade, list(map(str, arguments)))


def test_a_gradebook_a_page_and_what_does_not_fit(klass, tmp_path):
    told = graded(klass, "-o", tmp_path / "gradebook.csv")
    assert told.exit_code == 0, told.output
    table = pd.read_csv(tmp_path / "gradebook.csv")
    assert table["learner"].tolist() == [1, 2, 3]
    assert table["first_code"].tolist() == ["M02"] * 3
    beside = pd.read_csv(tmp_path / "gradebook-does-not-fit.csv")
    assert beside["learner"].tolist() == [1, 1]
    assert "3 of 3 expected an effect at once." in told.output
    assert "judged anew: t01.2" in told.output
    page = (tmp_path / "gradebook.html").read_text()
    assert "expected an effect at once" in page
    assert not re.search(r"Minh|1\+1|judged anew", page)


def test_a_workbook_holds_both(klass, tmp_path):
    told = graded(klass, "-o", tmp_path / "gradebook.xlsx")
    assert told.exit_code == 0, told.output
    sheets = pd.read_excel(tmp_path / "gradebook.xlsx", sheet_name=None, engine="calamine")
    assert list(sheets) == SHEETS
    assert sorted(one.name for one in tmp_path.iterdir()) == ["gradebook.html", "gradebook.xlsx"]


def test_for_machines(klass, tmp_path):
    content = json.loads(graded(klass, "-o", tmp_path / "g.csv", "--json").output)
    assert (content["n"], content["thoughts"][0]["code"]) == (3, "M02")
    assert content["items"][0]["right_first"]["value"] is None


def test_what_stands_there_is_not_replaced_unasked(klass, tmp_path):
    assert graded(klass, "-o", tmp_path / "g.csv").exit_code == 0
    again = graded(klass, "-o", tmp_path / "g.csv")
    assert "the file is there already" in str(again.exception)
    assert graded(klass, "-o", tmp_path / "g.csv", "--force").exit_code == 0


def test_another_kind_of_file_is_refused(klass, tmp_path):
    told = graded(klass, "-o", tmp_path / "g.pdf")
    assert "a gradebook is a CSV or an Excel file" in str(told.exception)
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_fit_is_neither_replaced_nor_left_behind(klass, tmp_path):
    beside = tmp_path / "g-does-not-fit.csv"
    beside.write_text("mine")
    assert graded(klass, "-o", tmp_path / "g.csv").exit_code != 0
    assert [one.name for one in tmp_path.iterdir()] == [beside.name]
    assert graded(klass, "-o", tmp_path / "g.csv", "--force").exit_code == 0
    assert beside.read_text().startswith("learner")
