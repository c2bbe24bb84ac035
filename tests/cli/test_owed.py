from __future__ import annotations

import json

import pandas as pd
import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.cli.owed import owed


@pytest.fixture(scope="module")
def run():
    def run(*words):
        book = str(lk.sample("small"))
        return CliRunner().invoke(owed, [book, "--as-of", "2026-06-30", *map(str, words)])

    return run


def test_the_plan_is_turned_into_leads_a_week(run, tmp_path):
    out = tmp_path / "owed"
    result = run("--quarter", "2026Q3", "-o", out)
    assert result.exit_code == 0, result.output
    assert "marketing owes sales" in result.stdout
    assert "not known" in result.stdout
    said = json.loads((out / "owed.json").read_text(encoding="utf-8"))
    table = pd.read_csv(out / "owed.csv")
    assert table["leads"].sum() == pytest.approx(said["leads"]["value"])
    assert "Leads owed" in (out / "owed.html").read_text(encoding="utf-8")
    again = run("--quarter", "2026Q3", "-o", out)
    assert "--force" in str(again.exception or again.output)


def test_what_sales_cannot_carry_ends_with_1(run):
    result = run("--revenue", "5e9", "--hours-per-lead", 5, "--capacity", 20, "--json")
    assert result.exit_code == 1, result.output
    assert json.loads(result.stdout)["capacity"]["fits"] is False


def test_no_target_is_named_with_its_remedy(run):
    result = run("--quarter", "2031Q1")
    assert "no plan for 2031Q1" in str(result.exception)
