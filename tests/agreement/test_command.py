from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_agreement import content, duties, make_agreement

import leadkit as lk
from leadkit.agreement import Agreement, write_agreement
from leadkit.cli.main import leadkit


@pytest.fixture
def path(tmp_path):
    """The made agreement as a file in which nothing is found that will not hold."""
    kinds = {"Define what an MQL is": "definition", "Change the line": "line"}
    marked = [{**row, "kind": kinds.get(row["task"])} for row in duties()]
    capacity = {"amount": 40, "unit": "leads", "per": "week"}
    policy = {**content()["policy"], "capacity": capacity}
    write_agreement(make_agreement(duties=marked, policy=policy), tmp_path / "agreement.toml")
    return tmp_path / "agreement.toml"


@pytest.fixture(scope="module")
def small_book():
    return Path(lk.sample("small"))


def run(*words):
    return CliRunner().invoke(leadkit, ["agreement", *map(str, words)])


def test_check_says_that_nothing_is_found_with_the_fingerprint(path):
    result = run("check", path)
    assert result.exit_code == 0
    assert "Nothing is found that will not hold." in result.output
    assert Agreement.load(path).sha256 in result.output
    assert "Draft." in result.output


def test_check_names_a_fault_with_its_line_and_ends_with_2(path):
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("cost = 1000000", "cost = 0"), encoding="utf-8")
    result = run("check", path)
    line = text[: text.index("cost = 1000000")].count("\n") + 1
    assert result.exit_code == 2
    assert f"agreement.toml:{line}: policy.cost" in result.output


def test_check_prints_json_for_machines(path):
    found = json.loads(run("check", path, "--json").output)
    assert found["sha256"] == Agreement.load(path).sha256
    assert found["signed"] == []
    assert found["promises"][0]["id"] == "M1"


def test_render_writes_the_page_and_never_over_another_unless_forced(path, tmp_path):
    page = tmp_path / "page.html"
    assert run("render", path, "-o", page).exit_code == 0
    assert Agreement.load(path).sha256 in page.read_text(encoding="utf-8")
    refused = run("render", path, "-o", page)
    assert refused.exit_code == 2
    assert "there already" in refused.output
    assert run("render", path, "-o", page, "--force").exit_code == 0


def test_both_sign_and_neither_twice(path):
    assert run("sign", path, "--as", "marketing", "--name", "Hoa").exit_code == 0
    assert "Signed by marketing only." in run("check", path).output
    result = run("sign", path, "--as", "sales", "--name", "An", "--json")
    assert json.loads(result.output)["signed"] == ["marketing", "sales"]
    again = run("sign", path, "--as", "sales", "--name", "An")
    assert again.exit_code == 2
    assert "has signed already" in again.output


def test_diff_tells_what_changed_and_ends_with_0(path, tmp_path):
    new = tmp_path / "new.toml"
    text = path.read_text(encoding="utf-8")
    new.write_text(text.replace("line = 0.083", "line = 0.09"), encoding="utf-8")
    changed = run("diff", path, new)
    assert changed.exit_code == 0
    assert "The line moves from" in changed.output
    assert json.loads(run("diff", path, path, "--json").output)["changes"] == []
    assert "say the same" in run("diff", path, path).output


def test_check_names_what_will_not_hold_with_line_and_remedy_and_ends_with_1(path):
    text = path.read_text(encoding="utf-8")
    text = text.replace("look_again = 2026-10-05", "look_again = 2029-10-05")
    path.write_text(text, encoding="utf-8")
    result = run("check", path)
    line = text[: text.index("look_again = 2029")].count("\n") + 1
    assert result.exit_code == 1
    assert f"agreement.toml:{line}: both look at it again on 2029-10-05" in result.output
    assert "Choose a day in the period" in result.output
    found = json.loads(run("check", path, "--json").output)
    (finding,) = found["findings"]
    assert (finding["line"], finding["place"]) == (line, ["change", "look_again"])
    assert found["measurable"] is None


def test_check_against_a_book_says_what_it_can_measure(path, tmp_path, small_book):
    (tmp_path / "agreements").mkdir()
    inside = path.rename(tmp_path / "agreements" / "a.toml")
    shutil.copytree(small_book, tmp_path, dirs_exist_ok=True)
    result = run("check", inside, "--json")
    found = json.loads(result.output)
    assert result.exit_code == 1
    assert found["measurable"]["M1"] is True
    assert ["policy", "sha256"] in [finding["place"] for finding in found["findings"]]


def test_a_changed_text_voids_the_signatures_and_is_signed_anew(signed):
    text = signed.read_text(encoding="utf-8")
    signed.write_text(text.replace("target = 0.7\n", "target = 0.75\n"), encoding="utf-8")
    result = run("check", signed)
    assert result.exit_code == 1
    assert result.output.count("is void") == 2
    assert json.loads(run("check", signed, "--json").output)["void"] == ["marketing", "sales"]
    again = run("sign", signed, "--as", "sales", "--name", "Lê Văn An")
    assert again.exit_code == 0
    assert "The void signature of Lê Văn An of 2026-06-26 has given way" in again.output
    assert run("sign", signed, "--as", "marketing", "--name", "Hoa").exit_code == 0
    assert run("check", signed).exit_code == 0


def test_render_writes_a_pdf_and_two_languages_when_asked(path, tmp_path):
    assert run("render", path, "-o", tmp_path / "a.pdf").exit_code == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert run("render", path, "-o", tmp_path / "a.html", "--side-by-side").exit_code == 0
    assert '<td lang="vi">' in (tmp_path / "a.html").read_text(encoding="utf-8")
    refused = run("render", path, "-o", tmp_path / "a.docx")
    assert refused.exit_code == 2
    assert ".html or as .pdf" in refused.output
