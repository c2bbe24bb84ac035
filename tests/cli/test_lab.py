"""The learner's copy of the notebooks, and JupyterLab on it."""

import json
import os
import re

import pytest
from click.testing import CliRunner
from running_lab import running_lab

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.cli.main import leadkit
from leadkit.learn.workbook import prepare


def notebook(*sources, outputs=()):
    cells = [
        {"cell_type": "code", "source": [text], "outputs": list(outputs), "metadata": {}}
        for text in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def shipped(tmp_path):
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "a.ipynb").write_text(notebook("1 + 1"))
    (folder / "b.ipynb").write_text(notebook("ask()"))
    return folder


@pytest.fixture
def mine(shipped, tmp_path):
    prepare(shipped, tmp_path / "mine")
    return tmp_path / "mine"


def test_a_first_copy_is_whole(shipped, tmp_path):
    found = prepare(shipped, tmp_path / "mine")
    assert found.added == ("a.ipynb", "b.ipynb")
    assert (tmp_path / "mine" / "a.ipynb").read_text() == (shipped / "a.ipynb").read_text()


def test_a_second_time_leaves_answers_alone_and_says_nothing(shipped, mine):
    (mine / "a.ipynb").write_text(notebook("my answer"))
    found = prepare(shipped, mine)
    assert found.kept == ("a.ipynb", "b.ipynb")
    assert found.sentences() == []
    assert (mine / "a.ipynb").read_text() == notebook("my answer")


def test_a_deleted_notebook_comes_back_afresh(shipped, mine):
    (mine / "a.ipynb").unlink()
    assert prepare(shipped, mine).added == ("a.ipynb",)


def test_an_upgrade_says_what_is_new_and_keeps_what_was_changed(shipped, mine):
    (mine / "a.ipynb").write_text(notebook("my answer"))
    (mine / "b.ipynb").write_text(notebook("ask()", outputs=[{"output_type": "stream"}]))
    for name, text in {"a": "1 + 2", "b": "ask(2)", "c": "new"}.items():
        (shipped / f"{name}.ipynb").write_text(notebook(text))
    found = prepare(shipped, mine)
    assert (found.added, found.updated) == (("c.ipynb",), ("b.ipynb",))
    (beside,) = found.beside
    assert (mine / beside).read_text() == notebook("1 + 2")
    assert (mine / "a.ipynb").read_text() == notebook("my answer")
    assert len(found.sentences()) == 3
    assert prepare(shipped, mine).sentences() == []


def test_a_notebook_that_was_there_before_is_never_written_over(shipped, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.ipynb").write_text("not even a notebook")
    found = prepare(shipped, folder)
    assert (folder / "a.ipynb").read_text() == "not even a notebook"
    assert len(found.beside) == 1


def test_a_record_that_cannot_be_read_is_named(shipped, mine):
    (mine / ".leadkit-lab.json").write_text("{")
    with pytest.raises(BadInput, match="Delete this one file") as caught:
        prepare(shipped, mine)
    assert caught.value.where.endswith(".leadkit-lab.json")


def test_a_file_in_the_place_of_the_folder_is_refused(shipped, tmp_path):
    (tmp_path / "mine").write_text("a file")
    with pytest.raises(BadInput, match="cannot be made"):
        prepare(shipped, tmp_path / "mine")
    answer = CliRunner().invoke(leadkit, ["lab", "-o", str(tmp_path / "mine")])
    assert answer.exit_code == 2


def test_every_notebook_that_is_shipped_exists_in_both_languages():
    names = [
        sorted(p.name for p in (lk.notebooks() / lang).glob("*.ipynb")) for lang in ("en", "vi")
    ]
    assert names[0] == names[1]
    assert "00_start_here.ipynb" in names[0]


def test_a_class_is_prepared_in_both_languages_without_the_cases_of_its_forms(tmp_path):
    names = tmp_path / "names.txt"
    names.write_text("Lan\n\n  Tuấn Anh \n", encoding="utf-8-sig")
    told = CliRunner().invoke(
        leadkit, ["lab", "--class", str(tmp_path / "class"), "--names", str(names)]
    )
    assert told.exit_code == 0, told.output
    folders = sorted(one.name for one in (tmp_path / "class").iterdir() if one.is_dir())
    assert folders == ["01-Lan", "02-Tuấn-Anh"]
    for lang in ("en", "vi"):
        mine = tmp_path / "class" / "01-Lan" / lang
        shipped = {one.name for one in (lk.notebooks() / lang).glob("*.ipynb")}
        forms = {"form_1_first.ipynb", "form_2_second.ipynb"}
        assert {one.name for one in mine.glob("*.ipynb")} == shipped | forms
        shown = "".join(one.read_text() for one in mine.glob("*.ipynb"))
        assert not re.search(r"q0[1-8]\.[12]", shown)
    assert "leadkit lab -o" in told.output


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (["--class", "c"], "either the names of the trainees or how many"),
        (["-n", "3"], "are for a class"),
        (["--class", "c", "-n", "3", "--names", "names.txt"], "either the names"),
        (["--class", "c", "--names", "names.txt"], "a class has 1 to 200"),
        (["--class", "c", "-n", "3", "--sed", "1"], "no option --sed"),
        (["--class", "c", "--names", "latin.txt"], "not a text file in UTF-8"),
    ],
)
def test_a_class_of_nobody_is_refused(tmp_path, monkeypatch, given, problem):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "names.txt").write_text("\n \n")
    (tmp_path / "latin.txt").write_bytes("Hà".encode("latin-1"))
    told = CliRunner().invoke(leadkit, ["lab", *given])
    assert (told.exit_code, problem in told.output) == (2, True), told.output
    assert not (tmp_path / "c").exists()


def test_the_lab_answers_on_loopback_to_its_token_only(tmp_path):
    alone = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}
    with running_lab("--lang", "vi", "-o", tmp_path / "lab", env=alone) as lab:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", lab.root)
        assert lab.page == "/lab/tree/vi/00_start_here.ipynb"
        assert lab.contents("wrong") == (403, [])
        assert lab.contents(lab.token) == (200, ["vi"])
