"""`leadkit roleplay`: a file, a PDF or a folder; what it refuses."""

from __future__ import annotations

import json
import re
import zlib
from html import unescape

import pytest
from click.testing import CliRunner

from leadkit.base.errors import BadInput
from leadkit.cli.roleplay import MORE, command
from leadkit.learn.roleplays import NAMES


def run(*words):
    return CliRunner().invoke(command, [str(word) for word in words])


def pages(content):
    """Return how many pages a PDF has: each sheet fills one and no more."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    plain = content + b"".join(zlib.decompressobj().decompress(s) for s in streams if s[:1] == b"x")
    return len(re.findall(rb"/Type /Page\b", plain))


def test_a_folder_gets_all_three_and_a_second_run_needs_force(tmp_path):
    out = tmp_path / "plays"
    done = run("-o", out, "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.output)
    assert [play["key"] for play in said["role_plays"]] == list(NAMES)
    assert {path.stem for path in out.glob("*.html")} == {*NAMES, *MORE}
    assert isinstance(run("-o", out).exception, BadInput)
    assert run("-o", out, "--force").exit_code == 0


def test_one_role_play_is_written_as_html_or_pdf(tmp_path):
    page = tmp_path / "play.html"
    done = run("signed-by-five", "-o", page)
    assert done.exit_code == 0, done.output
    assert "8 sheets" in done.output
    assert "Signed by five o'clock" in unescape(page.read_text(encoding="utf-8"))
    pytest.importorskip("weasyprint")
    assert run("signed-by-five", "-o", tmp_path / "play.PDF").exit_code == 0
    assert pages((tmp_path / "play.PDF").read_bytes()) == 8


def test_a_file_that_stands_there_is_kept(tmp_path):
    page = tmp_path / "play.html"
    page.write_text("mine")
    assert isinstance(run("missing-18", "-o", page).exception, BadInput)
    assert page.read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [(["-o", "all.html"], "none was named"), (["missing-18", "-o", "play.docx"], "or as .pdf")],
)
def test_what_cannot_be_written_is_refused_and_nothing_is_left(tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    refused = run(*words).exception
    assert isinstance(refused, BadInput)
    assert said in str(refused)
    assert not any(tmp_path.iterdir())


def test_an_unknown_name_is_refused_with_those_there_are(tmp_path):
    done = run("missing", "-o", tmp_path / "x.html")
    assert done.exit_code == 2
    assert "signed-by-five" in done.output
