"""`leadkit decide`: written down, listed, withdrawn, checked."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner
from made_talk import make_talk

from leadkit.book import write_book
from leadkit.cli.main import leadkit
from leadkit.review.decisions.log import read_log

DECIDE = ("--side", "sales", "--owner", "Head of sales")
CALLS = ("--measure", "called_in_time", "--hours", "4", "--at-least", "0.5")
HOPED = ("--expects-low", "0.5", "--expects-high", "0.75")


def run(*words):
    return CliRunner().invoke(leadkit, ["decide", *map(str, words)])


def done(*words, code=0):
    result = run(*words)
    assert result.exit_code == code, result.output
    return result.output.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A book without decisions."""
    home = tmp_path_factory.mktemp("firm") / "book"
    write_book(make_talk(), home)
    return home


@pytest.fixture(scope="module")
def decided(bare, tmp_path_factory):
    """The same with two decisions; not to be written into."""
    home = shutil.copytree(bare, tmp_path_factory.mktemp("decided") / "book")
    done(home, "--what", "Ring the same day", *DECIDE, *CALLS, *HOPED)
    done(home, "--what", "Talk more", *DECIDE, "--expects", "Fewer returned leads")
    return home


@pytest.fixture
def book(decided, tmp_path):
    return shutil.copytree(decided, tmp_path / "book")


@pytest.fixture
def path(book):
    return book / "decisions.toml"


def test_without_anything_to_write_the_decisions_are_listed(decided):
    said = done(decided)
    assert "1. 2026-06-07, Head of sales: Ring the same day" in said
    assert "at least 50 %; expected 50–75 %" in said
    assert "not yet (2026Q3)" in said
    assert "2. 2026-06-07, Head of sales: Talk more" in said
    assert "The log holds 2 entries" in said
    found = json.loads(done(decided, "--check", "--json"))
    assert [one["number"] for one in found["decisions"]] == [1, 2]
    assert found["log"]["state"] == "whole"


def test_a_book_without_decisions_says_so(bare):
    assert done(bare, "--check") == "No decision is on record.\n"
    assert not (bare / "decisions.toml").exists()


def test_a_withdrawn_decision_stays_listed_with_the_reason(book, path):
    before = path.read_text().split("[[decisions]]")
    assert "no. 1" in done(book, "--withdraw", 1, "--because", "We ring by score now")
    after = path.read_text().split("[[decisions]]")
    assert [part.strip() for part in after[1:3]] == [part.strip() for part in before[1:3]]
    said = done(book, "--check")
    assert "withdrawn on 2026-06-07: We ring by score now" in said
    assert "3. 2026-06-07, Head of sales: We ring by score now – withdraws no. 1" in said


@pytest.mark.parametrize("spoil", ["remove", "change", "cut"])
def test_a_log_changed_by_hand_ends_the_check_in_one(book, path, spoil):
    head, first, second = path.read_text().split("[[decisions]]")
    path.write_text({
        "remove": f"{head}[[decisions]]{second}",
        "change": f"{head}[[decisions]]{first.replace('0.5', '0.4')}[[decisions]]{second}",
        "cut": f"{head}[[decisions]]{first}",
    }[spoil])  # fmt: skip
    assert "other than by leadkit decide" in done(book, "--check", code=1)


def test_what_a_review_counted_is_missed_even_when_the_head_was_adapted(book, path, tmp_path):
    review = tmp_path / "review.json"
    log = json.loads(done(book, "--json"))["log"]
    review.write_text(json.dumps({"decision_log": log}))
    text, last = path.read_text(), log["last"]
    kept = text.rpartition("[[decisions]]")[0]
    path.write_text(kept.replace(last, text.split('after = "')[1][:64]))
    assert read_log(book).state == "whole"
    assert f"no. 2, fingerprint {last[:12]}" in done(book, "--since", review, code=1)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--what", "x"], "--side, --owner"),
        (["--side", "sales"], "--what, --owner"),
        (["--withdraw", "1"], "--because"),
        (["--because", "x"], "--withdraw"),
        (["--withdraw", "1", "--because", " "], "--because"),
        (["--withdraw", "9", "--because", "x"], "no decision no. 9"),
        (["--withdraw", "1", "--because", "x", "--check"], "one at a time"),
        (["--what", "x", *DECIDE, "--check"], "one at a time"),
        (["--what", "x", *DECIDE, *CALLS, "--expects-low", "0.9"], "go together"),
        (["--what", "x", *DECIDE, *HOPED], "need a measure"),
        (["--since", "none.json"], "none.json"),
        (["--what", "x", *DECIDE, *CALLS, "--judge-in", "9999Q4"], "'9999Q4' is not a quarter"),
        (["--what", "x", *DECIDE, *CALLS, "--judge-in", "٢٠٢٦Q4"], "is not a quarter"),
        (["--what", "x", *DECIDE, "--on", "2099-01-01"], "is over before 2099-01-01"),
        (["--what", "x", *DECIDE, "--hours", "0"], "hours: a number above 0"),
        (["--what", "bad\udcff", *DECIDE], "not in UTF-8"),
        (["--withdraw", "1", "--because", "bad\udcff"], "not in UTF-8"),
    ],
)
def test_what_makes_no_decision_is_refused_and_nothing_is_written(decided, options, words):
    path = decided / "decisions.toml"
    before = path.read_bytes()
    said = done(decided, *options, code=2)
    assert words in said
    assert "Traceback" not in said
    assert path.read_bytes() == before


def test_faults_are_said_in_the_readers_language(decided):
    said = done(decided, "--what", "x", *DECIDE, *CALLS, "--at-least", "nan", "--lang=vi", code=2)
    assert "ở đây cần một số hữu hạn" in said
    done(decided, "--lang=en")


@pytest.mark.parametrize(
    "log",
    ['{"count": -9, "last": ""}', '{"count": 1e400, "last": ""}', '{"count": "x"}', "[" * 99_999],
)
def test_a_review_that_counts_nonsense_is_refused_or_missed(decided, tmp_path, log):
    review = tmp_path / "review.json"
    review.write_text(f'{{"decision_log": {log}}}')
    assert run(decided, "--since", review).exit_code in (1, 2)
    assert "a fault in leadkit" not in run(decided, "--since", review).output


def test_a_decision_of_an_earlier_day_is_compared_with_its_own_quarter(book):
    done(book, "--what", "Call back", *DECIDE, *CALLS, "--on", "2026-03-31")
    entry = read_log(book).entries[-1]
    assert (entry.before, entry.judge_in) == ("2026Q1", "2026Q2")


def test_no_decision_can_pass_for_another_in_the_listing(book):
    done(book, "--what", "Wait\n9. 2026-01-01, Board: paid \x1b[8m", *DECIDE)
    lines = done(book).splitlines()
    assert [line[:2] for line in lines if line[:1].isdigit()] == ["1.", "2.", "3."]
    assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize("is_folder", [True, False])
def test_a_log_that_is_no_file_is_not_taken_for_none(bare, tmp_path, is_folder):
    home = shutil.copytree(bare, tmp_path / "book")
    path = home / "decisions.toml"
    path.mkdir() if is_folder else path.symlink_to("nowhere.toml")
    assert "decisions.toml" in done(home, "--check", code=2)
