from __future__ import annotations

import json

from click.testing import CliRunner

from leadkit.agreement import Agreement
from leadkit.cli.main import leadkit


def run(*words):
    return CliRunner().invoke(leadkit, ["agreement", *map(str, words)])


def test_check_says_in_one_line_that_it_fits_with_the_fingerprint(path):
    result = run("check", path)
    assert result.exit_code == 0
    assert result.output.count("\n") == 1
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
