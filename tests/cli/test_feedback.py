import json
import shutil

import pandas as pd
import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.base.errors import LeadkitError
from leadkit.cli.feedback import command


def run(*words):
    return CliRunner().invoke(command, [str(word) for word in words])


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The report of a small book of which one word is on a lead that does not exist."""
    base = tmp_path_factory.mktemp("feedback")
    book = shutil.copytree(lk.sample("small"), base / "book")
    with next(book.glob("feedback.csv")).open("a", encoding="utf-8") as stream:
        stream.write("NOBODY,2026-09-01T02:00:00Z,rep_01,A,stock,5,,0912345678\n")
    how = ("--comments", "--call-back", 5, "--from", "2026-01-01", "--to", "2026-09-30")
    result = run(book, *how, "--json", "-o", base / "out")
    assert result.exit_code == 0, result.output
    return base, json.loads(result.stdout)


def test_it_leaves_its_files(report):
    base, _content = report
    names = {path.name for path in (base / "out").iterdir() if not path.name.startswith(".")}
    assert names == {"feedback.html", "feedback.json", "feedback.csv", "comments.csv",
                     "call-back-reasons.csv", "set-aside.csv"}  # fmt: skip


def test_a_word_on_nobody_is_saved_with_its_reason(report):
    base, content = report
    assert [row["reason"] for row in content["set_aside"]] == ["UNKNOWN_LEAD"]
    aside = pd.read_csv(base / "out" / "set-aside.csv")
    assert aside["value"].tolist() == ["NOBODY"]


def test_comments_are_in_their_file_alone(report):
    base, content = report
    table = pd.read_csv(base / "out" / "comments.csv")
    assert "INTERNAL" in table.columns[-1]
    page = (base / "out" / "feedback.html").read_text(encoding="utf-8")
    for comment in table.iloc[:, -1]:
        assert comment not in page
        assert comment not in json.dumps(content, ensure_ascii=False)


def test_buyers_answers_are_read_and_never_lost(report, tmp_path):
    base, _content = report
    calls = base / "out" / "call-back-reasons.csv"
    how = ("--from", "2026-01-01", "--to", "2026-09-30")
    answers = pd.read_csv(calls, dtype=str).assign(buyer_code="LOST_PRICE")
    path = tmp_path / "answers.csv"
    answers.to_csv(path, index=False)
    result = run(base / "book", *how, "--call-back-answers", path, "--json", "-o", tmp_path / "a")
    assert json.loads(result.stdout)["call_back"]["listed"] == 5
    answers.to_csv(calls, index=False)
    lost = run(base / "book", *how, "--force", "-o", base / "out")
    assert isinstance(lost.exception, LeadkitError)
    assert "would replace it" in str(lost.exception)


def test_a_quarter_and_days_are_too_much(report, tmp_path):
    how = ("--quarter", "2026Q2", "--from", "2026-01-01")
    result = run(report[0] / "book", *how, "-o", tmp_path / "x")
    assert "given twice" in str(result.exception)
    assert not (tmp_path / "x").exists()
