"""`leadkit thresholds` with amounts as people have them: ranges, columns, segments; refusals."""

from __future__ import annotations

import json
import tomllib

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from leadkit.cli.main import leadkit
from leadkit.handoff import Policy, write_policy
from leadkit.handoff.change.record import ChangeRecord

HOW = ("--outcome", "status", "--won", "won", "--id", "id", "--created", "created")


def run(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words])


def table(n=1500, *, signal=1.6):
    rng = np.random.default_rng(1)
    score = rng.normal(size=n)
    won = rng.random(n) < 1 / (1 + np.exp(1.8 - signal * score))
    size = rng.choice(["SME", "Mid"], n)
    return pd.DataFrame(
        {
            "id": [f"L{i:05d}" for i in range(n)],
            "created": pd.date_range("2024-01-01", periods=n, freq="9h").strftime("%Y-%m-%d"),
            "status": np.where(won, "won", "lost"),
            "pages": (score + rng.normal(size=n)).round(2),
            "visits": (score + rng.normal(size=n)).round(2),
            "age_of_firm": (score + rng.normal(size=n)).round(2),
            "size": size,
            "offer": np.where(size == "SME", "$ 900", "$ 1,800"),
            "mixed": np.where(size == "SME", "$ 900", "1.800.000 ₫"),
        }
    )


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("thresholds")
    table().to_csv(folder / "t.csv", index=False)
    result = run("train", folder / "t.csv", *HOW, "-o", folder / "m")
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def draw(trained, tmp_path):
    def go(*words):
        where = ("--model", trained / "m", "-o", tmp_path / "line")
        return run("thresholds", trained / "t.csv", *where, "--json", *words)

    return go


def test_ranges_leave_a_tornado_tables_and_figures(draw, tmp_path):
    result = draw(
        *("--value", "800:1000:1200", "--cost", "80:100:130", "--hours", 2, "--capacity", 60),
        *("--tables", tmp_path / "t.xlsx", "--figures", tmp_path / "f"),
    )
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["economics"]["doubt"] == {"value": [800.0, 1200.0], "cost": [80.0, 130.0]}
    assert {row["input"] for row in found["doubt"]} == {"value", "cost"}
    assert found["capacity"]["binding"] is True
    assert found["capacity"]["price"]["n"] > 0
    sheets = pd.read_excel(tmp_path / "t.xlsx", sheet_name=None, engine="openpyxl")
    assert {"curve", "policies", "doubt", "cost and value", "regret"} <= set(sheets)
    assert sheets["policies"]["policy"].tolist()[:2] == ["best", "all"]
    made = {path.name for path in (tmp_path / "f").glob("*.png")}
    assert made >= {"handoff-curve.png", "best-line.png", "doubt.png", "regret.png"}
    html = (tmp_path / "line" / "handoff.html").read_text()
    for heading in ("The money behind it", "How sure is the line?", "not what we agreed"):
        assert heading in html
    assert "One more rep-day (8 hours)" in html


def test_columns_give_each_lead_its_own_amounts(draw):
    result = draw("--value", "offer", "--cost", 100, "--margin", 0.5)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["economics"]["currency"] == "USD"
    assert 450 < found["economics"]["value"] < 900
    assert "own_value" in found["compared"]


def test_segments_get_lines_of_their_own_money_and_score_keeps_to_them(draw, trained, tmp_path):
    (tmp_path / "s.csv").write_text("size,value,cost\nSME,400,80\nMid,3000,60\n")
    result = draw("--value", 1000, "--cost", 100, "--segments", tmp_path / "s.csv")
    assert result.exit_code == 0, result.output
    lines = json.loads(result.stdout)["segments"]["lines"]
    assert lines == pytest.approx({"SME": 0.2, "Mid": 0.02})
    where = ("--model", trained / "m", "-o", tmp_path / "again", "--value", 1000, "--cost", 100)
    said = run("thresholds", trained / "t.csv", *where, "--segments", tmp_path / "s.csv").output
    assert "Lines by size, each from its own money: SME 20 % and Mid 2 %." in said
    policy = tmp_path / "line" / "policy.toml"
    written = tomllib.loads(policy.read_text())["segments"]
    assert {one["value"]: one["line"] for one in written} == pytest.approx(lines)
    scored = tmp_path / "scored.csv"
    told = run("score", trained / "t.csv", "--model", trained / "m", "--policy", policy, "-o",
               scored, "--id", "id")  # fmt: skip
    assert told.exit_code == 0, told.output
    leads = pd.read_csv(scored)
    line = leads["size"].map(lines)
    handed_off = leads["decision"] == "hand_off"
    clear = (leads["probability"] - line).abs() > 1e-6
    assert (handed_off == (leads["probability"] >= line))[clear].all()


def test_nurturing_makes_three_tiers(draw):
    result = draw("--value", 1000, "--cost", 100, "--nurture", 10, "--keeps", 0.3)
    assert result.exit_code == 0, result.output
    tiers = json.loads(result.stdout)["tiers"]
    assert tiers == pytest.approx({"hand_off": 90 / 700, "drop_below": 10 / 300})


def test_without_a_signal_everybody_nobody_and_the_points_card_are_compared(tmp_path):
    table(signal=0.0).drop(columns=["offer", "mixed"]).to_csv(tmp_path / "t.csv", index=False)
    trained = run("train", tmp_path / "t.csv", *HOW, "-o", tmp_path / "m")
    assert trained.exit_code == 1, trained.output
    result = run(
        "thresholds", tmp_path / "t.csv", "--model", tmp_path / "m", "--value", 1000, "--cost", 50,
        "-o", tmp_path / "line", "--json",
    )  # fmt: skip
    assert result.exit_code == 1, result.output
    found = json.loads(result.stdout)
    assert found["best"] is None
    assert "no usable signal" in found["reason"]
    assert set(found["compared"]) <= {"all", "points_card", "none"}
    assert found["compared"]["all"]["value"] < 0
    html = (tmp_path / "line" / "handoff.html").read_text()
    assert "Handing off every lead would have earned" in html
    assert "best observed" not in html
    assert not (tmp_path / "line" / "policy.toml").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--value", "12.500", "--cost", "50"), "two ways"),
        (("--value", "1200:1000:800", "--cost", "50"), "must rise"),
        (("--value", "-5", "--cost", "50"), "above 0"),
        (("--value", "no_such", "--cost", "50"), "no column 'no_such'"),
        (("--value", "mixed", "--cost", "50"), "several currencies"),
        (("--value", "size", "--cost", "50"), "size"),
        (("--value", "1000", "--cost", "50", "--capacity", "0"), "no capacity"),
        (("--value", "1000", "--cost", "50", "--tables", "t.csv"), ".xlsx"),
        (("--value", "1000", "--cost", "50", "--keeps", "1.2"), "below 1"),
        (("--value", "1000", "--cost", "50", "--nurture", "size"), "nurture"),
    ],
)
def test_amounts_that_cannot_be_are_refused_and_nothing_is_written(draw, tmp_path, words, said):
    result = draw(*words)
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert "fault in leadkit" not in result.output
    assert not (tmp_path / "line").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("size,value\nSME,400\n", "'value'"),
        ("size,region,value,cost\nSME,N,400,40\n", "'region'"),
        ("gender,value,cost\nf,400,40\n", "gender"),
        ("size,value,cost\nSME,400,500\n", "row 1"),
        ("size,value,cost\nSME,x,40\n", "must be a number"),
    ],
)
def test_amounts_by_segment_that_cannot_be_are_refused(draw, tmp_path, content, said):
    (tmp_path / "s.csv").write_text(content)
    result = draw("--value", 1000, "--cost", 100, "--segments", tmp_path / "s.csv")
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert not (tmp_path / "line").exists()


@pytest.fixture(scope="module")
def old(trained):
    where = ("--model", trained / "m", "-o", trained / "old")
    result = run("thresholds", trained / "t.csv", *where, "--value", 1000, "--cost", 150)
    assert result.exit_code == 0, result.output
    return trained / "old" / "policy.toml"


def test_other_amounts_against_a_policy(trained, old, tmp_path):
    out, where = tmp_path / "new", ("--model", trained / "m", "-o", tmp_path / "new")
    terms = ("--value", 1000, "--cost", 80, "--explore", 0.1, "--against", old)
    result = run("thresholds", trained / "t.csv", *where, *terms)
    assert result.exit_code == 0, result.output
    for words in ("Against policy", "Marketing    hands off", "Sales        calls", "Way back"):
        assert words in result.output
    assert max(map(len, result.output.splitlines())) <= 80
    found = json.loads((out / "handoff.json").read_text())["change"]
    record, policy = ChangeRecord.load(out / "change.toml"), Policy.load(out / "policy.toml")
    before = Policy.load(old)
    assert record.old.sha256 == found["old"]["sha256"] == before.sha256
    assert record.new.sha256 == found["new"]["sha256"] == policy.sha256
    assert policy.line < before.line
    assert (policy.explore.share, policy.explore.holdout) == (0.1, 0)
    assert policy.explore.start == pytest.approx(policy.line / 2)
    leads = pd.read_csv(out / "changed-leads.csv")
    assert len(leads) == found["sides"][0]["leads"] > 0
    assert leads["probability"].between(policy.line, before.line, inclusive="left").all()
    assert (leads["won"] == 1).sum() == record.evidence.won
    assert "What changes against policy" in (out / "handoff.html").read_text()


def test_the_same_amounts_change_nothing_and_leave_no_record(draw, old, tmp_path):
    result = draw("--value", 1000, "--cost", 150, "--against", old)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["change"]["advice"] == "keep"
    assert not (tmp_path / "line" / "change.toml").exists()
    assert "Nothing changes" in (tmp_path / "line" / "handoff.html").read_text()


def test_what_is_no_policy_of_this_book_is_refused(draw, old, tmp_path):
    policy = Policy.load(old)
    named = policy.model.model_copy(update={"sha256": "cd" * 32})
    write_policy(policy.model_copy(update={"model": named}), tmp_path / "other.toml")
    (tmp_path / "none.toml").write_text('[book]\nname = "x"\n', encoding="utf-8")
    (tmp_path / "words.toml").write_text("not toml at all", encoding="utf-8")
    said = {
        "other.toml": "of another book, or its model is gone",
        "none.toml": "none.toml:1: version: this line is missing",
        "words.toml": "not a TOML file",
        "nowhere.toml": "does not exist",
    }
    for name, problem in said.items():
        result = draw("--value", 1000, "--cost", 80, "--against", tmp_path / name)
        assert result.exit_code == 2, name
        assert problem in " ".join(result.output.split())
        assert not (tmp_path / "line").exists()


def test_leads_are_held_back_only_where_others_are_explored(draw):
    result = draw("--value", 1000, "--cost", 80, "--holdout", 0.05)
    assert result.exit_code == 2
    assert "Give --explore SHARE as well" in result.output
