"""Inputs that once changed the numbers in silence, or ended in a traceback."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.cli.main import leadkit

HOW = ("--outcome", "Status", "--won", "Converted", "--id", "ref", "--created", "Entry Date")


def run(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words])


def refused(result, *words):
    assert result.exit_code == 2, result.output
    assert "fault in leadkit" not in result.output
    for word in words:
        assert word in result.output


def frame(n=600):
    rng = np.random.default_rng(3)
    score = rng.normal(size=n)
    won = rng.random(n) < 1 / (1 + np.exp(1.2 - score))
    dates = pd.date_range("2024-01-01", "2024-12-15", periods=n)
    return pd.DataFrame(
        {
            "ref": [f"R{i:05d}" for i in range(n)],
            "Entry Date": dates.strftime("%Y-%m-%d"),
            "Status": np.where(won, "Converted", "Lost"),
            "Score": (score + rng.normal(size=n)).round(2),
            "Score2": (score + rng.normal(size=n)).round(2),
            "city": rng.choice(["Huế", "Vinh"], n),
        }
    )


@pytest.fixture
def train(tmp_path):
    def go(table, *options, name="t.csv"):
        path = tmp_path / name
        if isinstance(table, str):
            path.write_text(table, encoding="utf-8")
        else:
            table.to_csv(path, index=False)
        result = run("train", path, *HOW, *options, "-o", tmp_path / "m", "--json", "--force")
        return result, json.loads(result.stdout) if result.exit_code < 2 else {}

    return go


def test_a_quotation_mark_that_never_closes_swallows_no_rows(train):
    lines = frame().to_csv(index=False).splitlines()
    lines[399] = lines[399].replace("Huế", '"Huế').replace("Vinh", '"Vinh')
    result, _found = train("\n".join(lines))
    refused(result, "never closes", ":400")


def test_hoped_for_closing_dates_do_not_move_the_extract(train):
    table = frame()
    plain, _before = train(table)
    table["Close Date"] = np.where(table["Status"] == "Lost", "2024-12-20", "2024-12-20")
    table.loc[500:, "Status"] = "Open"
    table.loc[500:, "Close Date"] = "2026-06-30"
    result, found = train(table)
    assert plain.exit_code < 2
    assert result.exit_code < 2
    assert found["as_of"] < "2025-01-01"
    assert found["n"]["immature"] > 0


def test_a_date_in_2099_is_set_aside_and_does_not_age_the_others(train):
    table = frame(120)
    _plain, before = train(table)
    table.loc[5, "Entry Date"] = "2099-01-01"
    table.loc[6, "Entry Date"] = "1800-01-01"
    _result, found = train(table)
    assert found["n"]["set_aside"] == 2
    assert found["n"]["immature"] == before["n"]["immature"]


def test_codes_stay_as_they_were_written(tmp_path):
    table = frame(50).assign(zip="00700", fbid="120210000000000123")
    table.to_csv(tmp_path / "t.csv", index=False)
    assert run("screen", tmp_path / "t.csv", *HOW, "-o", tmp_path / "s").exit_code == 0
    kept = pd.read_csv(tmp_path / "s" / "accepted.csv", dtype="str")
    assert set(kept["zip"]) == {"00700"}
    assert set(kept["fbid"]) == {"120210000000000123"}


def test_one_cell_that_is_no_number_does_not_cost_the_column(train):
    table = frame().astype({"Score": "str"})
    table.loc[7, "Score"] = "1,000"
    _result, found = train(table)
    assert found["columns"]["Score"]["verdict"] == "safe"


def test_contact_columns_and_outcomes_cannot_be_named_as_features(train):
    table = frame().assign(**{"Full Name": "An"})
    refused(train(table, "--known-at-handoff", "Full Name")[0], "contact data")
    refused(train(table, "--id", "Full Name")[0], "contact data")
    refused(train(table, "--known-at-handoff", "Status")[0], "two parts")
    refused(train(table, "--drop", "Status")[0], "two parts")
    refused(train(table, "--closed", "Entry Date")[0], "two parts")
    refused(train(table, "--open", "converted")[0], "both won and still open")


@pytest.mark.parametrize("date", ["06/05/2025", "2025Q2", "now", "", "nan", "2023-13-01"])
def test_the_date_of_judgement_is_written_one_way_only(train, date):
    refused(train(frame(), "--as-of", date)[0], "is not a date")


def test_a_damaged_byte_is_named_and_the_rest_not_read_in_another_alphabet(tmp_path):
    raw = frame().to_csv(index=False).encode() + b"R9,2024-01-01,Lost,1,1,Hu\xff\n"
    (tmp_path / "t.csv").write_bytes(raw)
    result = run("train", tmp_path / "t.csv", *HOW, "-o", tmp_path / "m")
    refused(result, "not utf-8 throughout", ":602")


def test_line_ends_titles_and_separator_lines(train):
    text = frame(60).to_csv(index=False)
    whole = train(text)[1]["n"]["rows"]
    assert whole == 60
    assert train("sep=,\n" + text)[1]["n"]["rows"] == whole
    assert train(text.replace("\n", "\r"))[1]["n"]["rows"] == whole
    assert train(text.replace("\n", "\n\n", 5))[1]["n"]["rows"] == whole
    assert train("Quarterly export,\n" + text)[1]["n"]["rows"] == whole


@pytest.mark.parametrize("rows", [2, 3, 5])
def test_a_handful_of_leads_is_too_little_and_no_fault(train, rows):
    table = frame(rows)
    table["Status"] = ["Converted", *["Lost"] * (rows - 1)]
    table["Entry Date"] = pd.date_range("2023-01-01", periods=rows, freq="200D").astype("str")
    result, _found = train(table)
    assert result.exit_code in (1, 2)
    assert "fault in leadkit" not in result.output


@pytest.mark.parametrize("accounts", [1, 3])
def test_few_accounts_are_no_fault(tmp_path, accounts):
    table = frame().drop(columns="Entry Date")
    table["firm"] = [f"F{i % accounts}" for i in range(600)]
    table.sample(frac=1, random_state=0).to_csv(tmp_path / "t.csv", index=False)
    how = (*HOW[:6], "--account", "firm", "-o", tmp_path / "m")
    result = run("train", tmp_path / "t.csv", *how)
    assert result.exit_code in (0, 1), result.output


def test_a_field_that_exists_only_since_last_month_is_no_fault(train):
    table = frame()
    table.loc[:500, "Score"] = None
    assert train(table)[0].exit_code < 2


def test_canonical_names_in_a_bare_table_are_read_or_give_way(train):
    table = frame().assign(
        handed_off_at="2024-03-01", mql_at="soon", email_valid="x", deal_value="much"
    )
    result, found = train(table)
    assert result.exit_code < 2, result.output
    assert "email_valid (as exported)" in found["columns"]
    assert any("mql_at" in said for said in found["warnings"])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2026Q2,small,10,9.76,1000,1000", ["TOO_LARGE", "win_rate", "plan.csv:34"]),
        ("2026Q2,small,10,.1,\"22,700\",1000", ["NOT_A_NUMBER", "deal_value"]),
        ("2026-Q2,small,10,.1,1000,1000", ["WRONG_FORM", "quarter"]),
        ("2026Q2,small,10,.1,1000,1000", ["second time"]),
    ],
)  # fmt: skip
def test_a_bad_row_of_the_plan_is_refused_since_it_would_change_every_sum(tmp_path, row, words):
    shutil.copytree(lk.sample(), tmp_path / "book")
    plan = tmp_path / "book" / "plan.csv"
    plan.write_text(plan.read_text() + row + "\n")
    refused(run("review", tmp_path / "book", "-o", tmp_path / "r.html"), *words)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('["08:00", "12:00"]', '["12:00", "08:00"]', "spans"),
        ('["08:00", "12:00"]', '["8am", "12:00"]', "spans"),
        ('country = "VN"', 'country = "ZZ"', "country"),
        ("window_days = 90", "window_days = 999999999", "window_days"),
        ('column = "points"', 'column = "pints"', "pints"),
    ],
)
def test_settings_that_make_no_sense_are_refused(tmp_path, old, new, words):
    shutil.copytree(lk.sample(), tmp_path / "book")
    settings = tmp_path / "book" / "book.toml"
    text = settings.read_text()
    assert old in text
    settings.write_text(text.replace(old, new))
    refused(run("screen", tmp_path / "book", "-o", tmp_path / "o"), words)


def test_any_other_fault_is_one_line_and_exit_code_2(train, monkeypatch):
    monkeypatch.setattr("leadkit.cli.train.training_set", lambda *_a, **_k: 1 / 0)
    result, _found = train(frame())
    assert result.exit_code == 2
    assert "fault in leadkit" in result.output
    assert "ZeroDivisionError" in result.output
