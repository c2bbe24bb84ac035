from __future__ import annotations

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from leadkit.cli.scorecard import command


@pytest.fixture(scope="module")
def run(small_demo, tmp_path_factory):
    """Return a run on the small demo's book, whose agreement states no pay."""
    out = tmp_path_factory.mktemp("scorecard")

    def command_line(*more, name="run"):
        book = next(path.parent for path in sorted(small_demo.rglob("book.toml")))
        place = out / name
        words = [str(book), "-o", str(place), "--json", *more]
        return CliRunner().invoke(command, words), place

    return command_line


def test_pay_for_a_quarter_and_the_back_test_are_left_as_three_files(run):
    pay = ("--marketing-pay", "20000000", "--sales-pay", "10000000")
    result, out = run("--quarter", "2026Q2", "--back-test", "2", *pay)
    assert result.exit_code in (0, 1), result.output
    said = json.loads(result.stdout)
    assert json.loads((out / "scorecard.json").read_text("utf-8")) == said
    sales = said["sides"]["sales"]
    assert sales["pay"] == pytest.approx(10_000_000 * sales["points"])
    assert len(said["back_test"]["quarters"]) == 4
    assert result.exit_code == (1 if said["not_measured"] else 0)
    table = pd.read_csv(out / "scorecard.csv")
    assert table["result"].tolist() == [one["result"] for one in said["results"]]
    assert "Moves that cost margin" in (out / "scorecard.html").read_text("utf-8")


def test_a_period_that_has_not_begun_gives_way_to_the_last_quarter_that_is_over(run):
    result, _out = run("--back-test", "0", name="default")
    assert result.exit_code in (0, 1), result.output
    said = json.loads(result.stdout)
    assert said["period"]["to"] <= said["as_of"]
    assert said["back_test"] is None


def test_a_quarter_that_is_none_is_refused_and_leaves_nothing(run):
    result, out = run("--quarter", "2026-2", name="bad")
    assert result.exception is not None
    assert "is not a quarter" in str(result.exception)
    assert not out.exists()
