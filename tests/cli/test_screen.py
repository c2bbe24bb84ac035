from __future__ import annotations

import json

import pandas as pd
import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.cli.main import leadkit
from leadkit.quality import FILES


def run(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words])


def test_a_screening_leaves_its_files_and_says_the_sum(tmp_path):
    result = run("screen", lk.sample("small"), "-o", tmp_path / "s")
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "s").iterdir()} == {*FILES, ".leadkit-run"}
    content = json.loads((tmp_path / "s" / "screening.json").read_text(encoding="utf-8"))
    assert content["rows"] == content["accepted"] + content["set_aside"] == 589
    assert f"{content['accepted']} leads accepted + {content['set_aside']} set" in result.output
    assert len(result.output.splitlines()) <= 20


def test_a_rule_is_explained_without_a_folder_for_results(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("screen", lk.sample("small"), "--explain", "DUPLICATE")
    assert result.exit_code == 0, result.output
    for words in ("Dimension", "uniqueness", "Who repairs", "marketing", "Leads that fail it"):
        assert words in result.output
    assert max(map(len, result.output.split("Examples")[0].splitlines())) <= 80
    assert list(tmp_path.iterdir()) == []


def test_an_explanation_for_machines():
    result = run("screen", lk.sample("small"), "--explain", "NO_CONSENT", "--json")
    content = json.loads(result.stdout)
    assert (content["kind"], content["severity"], content["n"]) == ("consent", "gate", 54)
    assert content["rate"]["n"] == 589
    assert [set(row) for row in content["examples"]] == [{"row", "lead_id", "consent_at"}] * 5


def test_an_explanation_speaks_the_standard_that_is_given(tmp_path):
    standard = (lk.sample("small") / "standard.toml").read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(standard.replace("NO_CONSENT", "NOT_AGREED"), encoding="utf-8")
    how = ("screen", lk.sample("small"), "--standard", path, "--explain")
    assert run(*how, "NO_CONSENT").exit_code == 2
    path.write_text(
        standard.replace('code = "NO_CONSENT"', 'code = "NOT_AGREED"'), encoding="utf-8"
    )
    assert "NOT_AGREED" in run(*how, "NOT_AGREED").output


@pytest.mark.parametrize("words", [[], ["--explain", "DUPLICATE", "-o", "x"]])
def test_one_of_the_two_is_asked_for(words):
    result = run("screen", lk.sample("small"), *words)
    assert result.exit_code == 2
    assert "--explain RULE" in result.output


def test_an_unknown_rule_is_refused_with_a_list(tmp_path):
    table = tmp_path / "t.csv"
    pd.DataFrame({"mail": ["a@example.com", "b"], "end": ["won", "lost"]}).to_csv(table)
    result = run("screen", table, "--outcome", "end", "--explain", "duplicates")
    assert result.exit_code == 2
    assert "no rule 'duplicates'" in result.output
    assert "UNREACHABLE_BOTH" in result.output
    assert "Traceback" not in result.output


def test_a_faulty_standard_is_refused_with_its_line(tmp_path):
    text = (lk.sample("small") / "standard.toml").read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(text.replace('kind = "consent"', 'kind = "regex"', 1), encoding="utf-8")
    result = run("screen", lk.sample("small"), "--standard", path, "-o", tmp_path / "out")
    assert result.exit_code == 2
    line = text[: text.index('kind = "consent"')].count("\n") + 1
    assert f"mine.toml:{line}: rules.4.kind: write one of" in result.output
    assert not (tmp_path / "out").exists()
