"""Twice round the loop from the command line alone, and what it refuses on the way."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from june import MARKET, MONEY, SEPTEMBER

from leadkit.agreement import Agreement
from leadkit.book import read_book
from leadkit.cli.main import leadkit
from leadkit.handoff import Policy

WEEK = "2026-09-27"


def run(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words])


def done(*words, code=0):
    result = run(*words)
    assert result.exit_code == code, result.output
    return result


def refused(result, *words):
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert "fault in leadkit" not in result.output
    for word in words:
        assert word in result.output


@pytest.fixture(scope="module")
def loop(june):
    """A market in June with model, line, scores, agreement and decisions; then in September."""
    home, book = june.parent, june
    done("score", book, "-o", home / "scored.csv")
    decide = ("decide", book, "--what", "Call the same day", "--side", "sales", "--owner", "Lê Nam")
    done(*decide, "--measure", "called_in_time", "--hours", 4, "--at-least", 0.7)
    before = {
        path.relative_to(book): path.read_bytes() for path in book.rglob("*") if path.is_file()
    }
    done(*MARKET, SEPTEMBER, "-o", book, "--force")
    return home, book, before


@pytest.fixture(scope="module")
def audit(loop):
    home, book, _before = loop
    done("audit", book, "-o", home / "audit", code=1)
    return json.loads((home / "audit" / "audit.json").read_text())


def test_a_line_is_drawn_by_last_quarters_model_without_its_points_card(loop):
    home, book, _before = loop
    model = book / "models" / "2026-06-30"
    done("thresholds", book, *MONEY, "--model", model, "-o", home / "same-model")
    told = json.loads((home / "same-model" / "handoff.json").read_text())
    assert re.search(r"points card is not among .* [\d,]+ of [\d,]+ leads", str(told["notes"]))


def test_a_model_that_cannot_be_read_stops_no_audit(loop, tmp_path):
    book = shutil.copytree(loop[1], tmp_path / "book")
    manifest = book / "models" / "2026-06-30" / "model.json"
    older = manifest.read_text().replace('"scikit-learn": "', '"scikit-learn": "0.')
    manifest.write_text(older)
    refused(run("score", book, "-o", tmp_path / "scored.csv"), "another version of scikit-learn")
    owed = ("agreement", "owed", book, "--revenue", 10**9)
    out = tmp_path / "audit", tmp_path / "scorecard"
    for words in (owed, ("audit", book, "-o", out[0]), ("scorecard", book, "-o", out[1])):
        assert run(*words).exit_code in (0, 1)
    told = (tmp_path / "audit" / "audit.json").read_text()
    assert "the model was written by another version of scikit-learn" in told


def test_a_later_extract_keeps_what_people_and_leadkit_wrote(loop):
    _home, book, before = loop
    for path, content in before.items():
        if path.parts[0] in ("models", "policies", "agreements", "decisions.toml"):
            assert (book / path).read_bytes() == content, path
    scores = read_book(book).tables["scores"]
    assert scores["model"].str.startswith("2026-06-30").sum() > 700
    assert (scores["model"] == "points").sum() > 3_500


def test_the_scores_went_into_the_book_and_beside_the_leads_own_columns(loop):
    home, book, _before = loop
    scored = pd.read_csv(home / "scored.csv", dtype="str")
    logged = read_book(book).tables["scores"].query("model.str.startswith('2026-06-30')")
    assert logged["lead_id"].tolist() == scored["lead_id"].tolist()
    policy = Policy.load(book / "policies" / "2026-06-30" / "policy.toml")
    p = scored["probability"].astype(float)
    assert ((p >= policy.line) == (scored["decision"] == "hand_off"))[p.notna()].all()
    assert (scored.loc[p.isna(), "decision"] == "repair").all()


def test_the_agreement_names_the_policy_and_the_standard_in_force(loop):
    _home, book, _before = loop
    agreed = Agreement.load(book / "agreements" / "2026Q3.toml")
    policy = Policy.load(book / "policies" / "2026-06-30" / "policy.toml")
    assert agreed.is_signed
    assert agreed.policy.sha256 == policy.sha256
    assert agreed.policy.line == pytest.approx(policy.line, abs=1e-4)


def test_every_promise_is_judged_and_the_broken_ones_end_in_one(audit):
    verdicts = {one["id"]: one["verdict"] for one in audit["promises"]}
    promised = {"M": range(1, 8), "S": range(1, 10)}
    assert set(verdicts) == {f"{side}{n}" for side, ns in promised.items() for n in ns}
    assert audit["broken"] == [name for name, verdict in verdicts.items() if verdict == "broken"]
    assert "S1" in audit["broken"]
    for one in audit["promises"]:
        kept = one["kept"]
        assert kept["low"] is None or kept["low"] <= kept["value"] <= kept["high"]


def test_the_review_finds_decisions_promises_and_policy_by_itself(loop, audit):
    home, book, _before = loop
    done("review", book, "--quarter", "2026Q3", "-o", home / "review.html")
    found = json.loads((home / "review.json").read_text())
    assert found["audit"]["broken"] == audit["broken"]
    assert found["policy"]["version"] == "2026-06-30"
    decision = found["decisions"][0]
    in_time = next(one for one in audit["promises"] if one["id"] == "S1")["kept"]
    assert decision["measured"]["value"] == in_time["value"]
    assert decision["verdict"] == "not reached"
    html = (home / "review.html").read_text()
    sections = re.findall(r"<h2>(.*?)</h2>", html)
    assert sections[0].startswith("What we decided before") or sections[1].startswith("What we d")
    assert "Read and agreed" in sections[-1]
    assert "What both sides promised" in html
    assert "It was to be looked at again on 2026-09-28: that day has come." in html


@pytest.mark.parametrize("to", ["marketing", "sales"])
@pytest.mark.parametrize("period", ["day", "week"])
def test_digests_go_both_ways(loop, to, period):
    home, book, _before = loop
    out = home / f"{to}-{period}"
    done("digest", book, "--to", to, "--period", period, "--ending", WEEK, "-o", out)
    found = json.loads((out / "digest.json").read_text())
    assert (found["to"], found["period"], found["empty"]) == (to, period, False)


def test_an_empty_week_is_no_fault(loop, tmp_path):
    _home, book, _before = loop
    result = done("digest", book, "--to", "sales", "--ending", "2024-01-07", "-o", tmp_path / "d")
    assert "Nothing was handed off, decided or said" in result.output


def test_the_next_agreement_is_drafted_and_compared(loop):
    _home, book, _before = loop
    result = done("agreement", "new", book)
    assert "The line was to be looked at again on 2026-09-28" in result.output
    old, new = (book / "agreements" / f"2026Q{n}.toml" for n in (3, 4))
    said = done("agreement", "diff", old, new).output
    assert "Version changes from “2026Q3” to “2026Q4”" in said


def test_json_parses_in_vietnamese_too(small_demo, tmp_path):
    book = shutil.copytree(small_demo / "book", tmp_path / "book")
    file = book / "agreements" / "2026Q3.toml"
    for words in (
        ("screen", book, "-o", tmp_path / "s"),
        ("train", book, "-o", tmp_path / "m"),
        ("audit", book, "-o", tmp_path / "a"),
        ("digest", book, "--to", "sales", "--ending", WEEK, "-o", tmp_path / "d"),
        ("review", book, "-o", tmp_path / "r.html"),
        ("agreement", "check", file),
        ("agreement", "render", file, "-o", tmp_path / "a.html"),
    ):
        result = run(*words, "--json", "--lang", "vi")
        assert result.exit_code < 2, result.output
        assert json.loads(result.stdout)["format"] == 1


# what is refused


def test_a_signature_under_another_text(loop, tmp_path):
    _home, book, _before = loop
    text = (book / "agreements" / "2026Q3.toml").read_text()
    changed = tmp_path / "changed.toml"
    changed.write_text(re.sub(r"target = 0\.\d+", "target = 0.5", text, count=1))
    checked = run("agreement", "check", changed)
    assert checked.exit_code == 1
    assert re.search(r"changed\.toml:\d+: the signature of .* is void", checked.output)
    run("audit", book, "--agreement", changed, "-o", tmp_path / "a")
    assert "not signed by both" in (tmp_path / "a" / "audit.html").read_text(encoding="utf-8")


def test_a_book_without_an_agreement_or_handoff_times(tmp_path):
    done("market", "calm", "--leads", 600, "--quarters", 3, "-o", tmp_path / "b")
    refused(run("audit", tmp_path / "b", "-o", tmp_path / "a"), "no agreement", "agreement new")
    leads = pd.read_csv(tmp_path / "b" / "leads.csv", dtype="str").drop(columns="handed_off_at")
    leads.to_csv(tmp_path / "b" / "leads.csv", index=False)
    refused(run("agreement", "new", tmp_path / "b"), "handed_off_at")


def test_a_single_table_where_a_book_is_needed(loop, tmp_path):
    _home, book, _before = loop
    table = book / "leads.csv"
    for words in (
        ("audit", table, "-o", tmp_path / "a"),
        ("digest", table, "--to", "sales", "--ending", WEEK, "-o", tmp_path / "d"),
        ("agreement", "new", table),
        ("decide", table, "--what", "x", "--side", "sales", "--owner", "x"),
    ):
        refused(run(*words), "leads.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_market_into_a_folder_of_other_files(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    refused(run("market", "calm", "-o", tmp_path, "--force"), "no lead book")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--measure", "called_in_time", "--at-least", "0.7"], "takes hours"),
        (["--measure", "nonsense", "--at-least", "0.7"], "nonsense"),
        (["--measure", "called_in_time", "--hours", "4"], "--at-least"),
        (["--at-most", "0.1"], "--at-least and --at-most"),
        (["--on", "soon"], "soon"),
        (["--judge-in", "next"], "judge_in"),
    ],
)
def test_decisions_nobody_could_judge(loop, options, words):
    _home, book, _before = loop
    before = (book / "decisions.toml").read_bytes()
    refused(run("decide", book, "--what", "x", "--side", "sales", "--owner", "x", *options), words)
    assert (book / "decisions.toml").read_bytes() == before


@pytest.mark.parametrize("ending", ["27/09/2026", "soon", "2026-02-30"])
def test_days_that_are_none(loop, tmp_path, ending):
    _home, book, _before = loop
    words = ("digest", book, "--to", "sales", "--ending", ending, "-o", tmp_path / "d")
    refused(run(*words), ending, "is not a date")


def test_two_decisions_at_once_are_both_written(loop, tmp_path):
    _home, book, _before = loop
    for name in ("leads.csv", "book.toml"):
        (tmp_path / name).write_bytes((book / name).read_bytes())
    code = "from leadkit.cli.main import main; main()"
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, "decide", str(tmp_path), "--what", what, "--side", "sales",
             "--owner", "x"]
        )
        for what in ("one", "two")
    ]  # fmt: skip
    assert [one.wait(timeout=120) for one in runs] == [0, 0]
    text = (Path(tmp_path) / "decisions.toml").read_text()
    assert text.count("[[decisions]]") == 2
    assert text.count("format = 1") == 1
