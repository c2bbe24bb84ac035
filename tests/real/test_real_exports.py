"""Real exports, read as an analyst would; skipped where they are not at hand."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.cli.main import leadkit

CASES = {
    "bank": ("bank_marketing/bank-additional-full.csv", "--outcome", "y", "--won", "yes"),
    "ficzon": ("ficzon/ficzon.csv", "--outcome", "Status", "--won", "CONVERTED"),
    "maven": ("maven_crm/sales_pipeline.csv", "--outcome", "deal_stage", "--won", "Won"),
    "zoho": ("zoho_demo/Leads.csv", "--outcome", "CONVERTED", "--won", "Yes"),
    "extraalearn": ("extraalearn/ExtraaLearn.csv", "--outcome", "status", "--won", "1"),
}
CLOCKS = ("emp.var.rate", "cons.price.idx", "cons.conf.idx", "euribor3m", "nr.employed")


def run(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture(scope="module")
def trained(real_data, tmp_path_factory):
    """Train once on each export that a test asks for."""
    done = {}

    def train(name):
        if name not in done:
            path, *how = CASES[name]
            folder = tmp_path_factory.mktemp(name) / "model"
            result = run("train", real_data / path, *how, "-o", folder)
            metrics = json.loads((folder / "metrics.json").read_text())
            done[name] = (result, metrics, folder, real_data / path)
        return done[name]

    return train


def adds_up(n):
    judged = ("train", "test", "embargo", "same_account", "undated")
    parts = (*judged, "immature", "unlabelled", "not_handed_off")
    return n["rows"] == n["set_aside"] + sum(n[part] for part in parts) + n["self_generated"]


def test_bank_finds_the_leak_and_the_clocks(trained):
    result, metrics, _folder, _path = trained("bank")
    columns = metrics["columns"]
    assert result.exit_code == 0
    assert columns["duration"]["verdict"] == "leaks"
    assert "duration" not in metrics["features"]
    for name in CLOCKS:
        assert columns[name]["verdict"] == "doubtful"
        assert any("clock" in said for said in columns[name]["evidence"])
    assert columns["age"]["verdict"] == "safe"
    assert metrics["split"] == "order"
    assert 0.64 <= metrics["auc"]["value"] < 0.85
    assert any("the win rate moved from" in said for said in metrics["warnings"])
    assert adds_up(metrics["n"])


def test_ficzon_recognises_time_and_counts_what_is_open(trained):
    _result, metrics, _folder, _path = trained("ficzon")
    n = metrics["n"]
    assert metrics["split"] == "time"
    assert n["immature"] == 3045
    assert n["open"] == 2705
    assert 0 < n["open_past_window"] < n["open"]
    assert any("'CONVERTED', 'converted'" in said for said in metrics["warnings"])
    for name in ("Product_ID", "Sales_Agent", "Location"):
        assert metrics["columns"][name]["verdict"] in ("doubtful", "leaks")
    assert 0.77 <= metrics["auc"]["value"] < 0.88
    assert adds_up(n)


@pytest.mark.parametrize("name", ["maven", "zoho"])
def test_where_there_is_no_signal_it_says_so(trained, name):
    result, metrics, folder, _path = trained(name)
    assert result.exit_code == 1
    assert metrics["verdict"] == "no usable signal"
    assert "No usable signal" in (folder / "model-card.html").read_text()


def test_extraalearn_is_usable_without_the_snapshot_column(trained):
    _result, metrics, _folder, _path = trained("extraalearn")
    assert metrics["verdict"] == "usable"
    assert not {"last_activity", "profile_completed"} & set(metrics["features"])
    assert metrics["auc"]["value"] >= 0.79


def test_marketstar_makes_opportunities_no_better_than_chance_and_accepts_by_it(real_data):
    path = Path(__file__).parents[2] / "benchmarks" / "exports.py"
    spec = importlib.util.spec_from_file_location("exports", path)
    exports = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(exports)
    made, accepted = (lk.evaluate(lk.training_set(book)) for book in exports.marketstar(real_data))
    auc = made.metrics["auc"]
    assert abs(auc.value - 0.52) < 2 * (auc.high - auc.low) / 3.92  # of default models, by date
    assert accepted.verdict == "no usable signal"


@pytest.mark.parametrize("name", ["bank", "ficzon"])
def test_thresholds_account_for_every_row(trained, tmp_path, name):
    _result, metrics, folder, path = trained(name)
    terms = ("--value", 1000, "--cost", 100)
    result = run("thresholds", path, "--model", folder, *terms, "-o", tmp_path / "h")
    assert result.exit_code in (0, 1)
    found = json.loads((tmp_path / "h" / "handoff.json").read_text())
    n = found["n"]
    assert n["judged"] == metrics["n"]["test"]
    assert n["rows"] == n["set_aside"] + n["judged"] + n["excluded"] + n["unseen"]
    assert found["economics"]["break_even"] == pytest.approx(0.1)
    assert found["flat"][0] <= found["best"]["threshold"] <= found["flat"][1]


@pytest.mark.parametrize("name", ["bank", "ficzon"])
def test_screening_accounts_for_every_row(real_data, tmp_path, name):
    path, *how = CASES[name]
    result = run("screen", real_data / path, *how, "-o", tmp_path / "s", "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert found["rows"] == found["accepted"] + found["set_aside"]
    assert found["rows"] == {"bank": 41188, "ficzon": 7422}[name]
