"""Inputs that once destroyed something, or changed a number in silence."""

from __future__ import annotations

import json
import re
import shutil

import pandas as pd
import pytest
from click.testing import CliRunner
from june import MARKET, SEPTEMBER

from leadkit.book import read_book
from leadkit.cli.main import leadkit

DECIDE = ("--what", "x", "--side", "sales", "--owner", "x")


def run(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words])


def refused(result, *words):
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert "fault in leadkit" not in result.output
    for word in words:
        assert word in result.output


@pytest.fixture(scope="module")
def firm(june):
    """A book in September with the model, the policy and the signed agreement of June."""
    result = run(*MARKET, SEPTEMBER, "-o", june, "--force")
    assert result.exit_code == 0, result.output
    return june


@pytest.fixture
def book(firm, tmp_path):
    """The same book, for a test to spoil; models stay behind."""
    for path in firm.rglob("*"):
        if path.is_file() and "models" not in path.parts:
            copy = tmp_path / "book" / path.relative_to(firm)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    return tmp_path / "book"


def everything(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["leads.csv", "scores.csv", "s.csv"])
def test_results_never_go_among_the_tables_of_a_book(firm, name):
    before = everything(firm)
    refused(run("score", firm, "-o", firm / name, "--force"), "lead book", "another folder")
    refused(run("review", firm, "-o", firm / "review.html"), "lead book")
    assert everything(firm) == before


def test_results_never_replace_what_they_are_made_from(firm, tmp_path):
    agreed = firm / "agreements" / "2026Q3.toml"
    before = agreed.read_bytes()
    refused(run("agreement", "render", agreed, "-o", agreed, "--force"), "made from")
    new = tmp_path / "new.csv"
    new.write_bytes((firm / "leads.csv").read_bytes())
    model = firm / "models" / "2026-06-30"
    refused(run("score", new, "--model", model, "-o", new, "--force"), "made from")
    assert agreed.read_bytes() == before


def test_rows_set_aside_are_said_wherever_they_are_missing(small_demo, tmp_path):
    book = shutil.copytree(small_demo / "book", tmp_path / "book")
    with (book / "feedback.csv").open("a") as stream:
        stream.write("X999999,2026-09-01T00:00Z,rep_01,A,tax,4,,\n")
    said = "feedback: 1 row set aside (UNKNOWN_LEAD 1)"
    for words, page in (
        (("audit", book, "-o", tmp_path / "a"), "a/audit.html"),
        (
            ("digest", book, "--to", "sales", "--ending", "2026-09-27", "-o", tmp_path / "d"),
            "d/digest.html",
        ),
        (("review", book, "-o", tmp_path / "r.html"), "r.html"),
    ):
        result = run(*words)
        assert result.exit_code < 2, result.output
        assert said in result.output
        assert said in (tmp_path / page).read_text()
        assert said in json.loads((tmp_path / page).with_suffix(".json").read_text())["notes"]


@pytest.mark.parametrize("spoil", ["semicolons", "utf-16", "no sent_at"])
def test_a_report_that_could_not_be_read_back_is_not_noted_as_sent(book, tmp_path, spoil):
    path = book / "reports.csv"
    text = path.read_text()
    if spoil == "semicolons":
        text = text.replace(",", ";")
    if spoil == "no sent_at":
        text = "\n".join(line.rsplit(",", 1)[0] for line in text.splitlines())
    path.write_text(text, encoding="utf-16" if spoil == "utf-16" else "utf-8")
    before = path.read_bytes()
    words = ("digest", book, "--to", "sales", "--ending", "2026-09-27", "-o", tmp_path / "d")
    refused(run(*words, "--sent"), "reports.csv")
    assert path.read_bytes() == before
    assert not (tmp_path / "d").exists()


def test_one_that_was_sent_is_noted_once_it_can_be_read(book, tmp_path):
    words = ("digest", book, "--to", "sales", "--ending", "2026-10-04", "-o", tmp_path / "d")
    assert run(*words, "--sent").exit_code == 0
    row = read_book(book).tables["reports"].iloc[-1]
    assert (str(row["ending"].date()), row["to"]) == ("2026-10-04", "sales")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--measure", "feedback_given", "--days", "inf", "--at-least", "0.5"], "days"),
        (["--measure", "called_in_time", "--hours", "4", "--at-least", "70"], "at most 1"),
        (["--judge-in", "2020Q1"], "2020Q1 lies before"),
        (["--measure", "dossier_complete", "--column", "nose", "--at-least", "0.5"], "'nose'"),
        (["--measure", "source_share", "--source", "moon", "--at-most", "0.5"], "'moon'"),
        (["--judge-in", "2026Q9"], "judge_in"),
        (["--on", "9999-12-31"], "9999-12-31"),
    ],
)
def test_decisions_that_once_broke_the_review(book, options, words):
    refused(run("decide", book, *DECIDE, *options), words)
    assert not (book / "decisions.toml").exists()


def test_a_blank_decision_and_one_below_an_inline_list(book):
    refused(run("decide", book, "--what", "  ", "--side", "sales", "--owner", "x"), "what")
    path = book / "decisions.toml"
    path.write_text("format = 1\ndecisions = []\n")
    refused(run("decide", book, *DECIDE), "decisions.toml", "[[decisions]]")
    assert path.read_text() == "format = 1\ndecisions = []\n"


def changed(book, *pairs):
    """Return the agreement without its signatures, with some text replaced."""
    text = (book / "agreements" / "2026Q3.toml").read_text().split("# Who signed")[0]
    text = text.split("[[signatures]]")[0]
    for old, new in pairs:
        assert re.search(old, text), old
        text = re.sub(old, new, text, count=1)
    path = book.parent / "changed.toml"
    path.write_text(text)
    return path


def audited(book, agreed, out):
    result = run("audit", book, "--agreement", agreed, "-o", out, "--json")
    assert result.exit_code < 2, result.output
    return {one["id"]: one for one in json.loads(result.stdout)["promises"]}


def test_a_line_that_is_not_that_of_the_policy_is_not_audited(firm, tmp_path):
    agreed = tmp_path / "changed.toml"
    agreed.write_bytes(changed(firm, (r"line = [\d.]+", "line = 0.01")).read_bytes())
    found = audited(firm, agreed, tmp_path / "a")["M3"]
    assert (found["verdict"], found["kept"]) == ("not recorded", None)
    assert "not that of the policy" in found["missing"]


def test_a_draft_never_stands_before_a_signed_agreement(book, tmp_path):
    draft = changed(book, (r"target = \d+\n", "target = 500000\n"))
    (book / "agreements" / "z.toml").write_text(draft.read_text())
    result = run("audit", book, "-o", tmp_path / "a", "--json")
    found = json.loads(result.stdout)
    assert found["signed"]
    assert found["promises"][0]["target"] < 10_000


@pytest.mark.parametrize("quarter", ["2026Q9", "2026-Q2", "../../x", "soon"])
def test_quarters_that_are_none(book, quarter):
    before = everything(book)
    refused(run("agreement", "new", book, "--quarter", quarter), "is not a quarter")
    assert everything(book) == before


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ((r"days = 7", "days = 1e9"), "days"),
        ((r"to = 2026-09-30", "to = 9999-12-31"), "no firm plans for that year"),
        ((r"from = 2026-07-01", "from = 0001-01-01"), "longer than five years"),
    ],
)
def test_agreements_beyond_measure(book, pair, words):
    refused(run("agreement", "check", changed(book, pair)), words, "changed.toml:")


@pytest.mark.parametrize("ending", ["9999-12-31", "0001-01-01"])
def test_days_beyond_measure(book, tmp_path, ending):
    words = ("digest", book, "--to", "sales", "--ending", ending, "-o", tmp_path / "d")
    refused(run(*words), ending)


def test_an_agreement_on_a_time_before_the_data_is_not_called_broken(book, tmp_path):
    agreed = changed(
        book, (r"from = 2026-07-01", "from = 2020-07-01"), (r"to = 2026-09-30", "to = 2020-09-30")
    )
    refused(
        run("audit", book, "--agreement", agreed, "-o", tmp_path / "a"), "before the book's first"
    )


def test_an_agreement_on_a_time_to_come_is_not_begun(book, tmp_path):
    agreed = changed(
        book, (r"from = 2026-07-01", "from = 2027-07-01"), (r"to = 2026-09-30", "to = 2027-09-30")
    )
    result = run("audit", book, "--agreement", agreed, "-o", tmp_path / "a")
    assert result.exit_code == 0
    assert "Not begun." in result.output


def test_a_book_without_sources_still_has_its_week(book, tmp_path):
    leads = pd.read_csv(book / "leads.csv", dtype="str").drop(columns="source")
    leads.to_csv(book / "leads.csv", index=False)
    settings = (book / "book.toml").read_text()
    (book / "book.toml").write_text(re.sub(r"self_generated = .*\n", "", settings))
    words = ("digest", book, "--to", "sales", "--ending", "2026-09-27", "-o", tmp_path / "d")
    assert "Nothing was handed off" not in run(*words).output
    assert json.loads((tmp_path / "d" / "digest.json").read_text())["sources"]


def test_the_same_lead_twice_in_a_table_is_not_logged_twice(firm, tmp_path):
    leads = pd.read_csv(firm / "leads.csv", dtype="str").head(20)
    pd.concat([leads, leads.head(1)]).to_csv(tmp_path / "new.csv", index=False)
    before = (firm / "scores.csv").read_bytes()
    words = ("score", tmp_path / "new.csv", "--book", firm, "-o", tmp_path / "s.csv")
    refused(run(*words), "more than once", "row 22")
    assert (firm / "scores.csv").read_bytes() == before
    assert not (tmp_path / "s.csv").exists()


def test_an_unknown_lead_is_named_with_its_row(firm, tmp_path):
    leads = pd.read_csv(firm / "leads.csv", dtype="str").head(20)
    leads.loc[4, "lead_id"] = None
    leads.loc[7, "lead_id"] = "X1"
    leads.to_csv(tmp_path / "new.csv", index=False)
    words = ("score", tmp_path / "new.csv", "--book", firm, "-o", tmp_path / "s.csv")
    refused(run(*words), "does not know 2 of the leads: '(blank)', 'X1'", "row 6")


def test_a_few_bad_dates_are_named_and_not_the_good_ones(book, tmp_path):
    text = (book / "signals.csv").read_text()
    lines = text.splitlines()
    for place in range(5, len(lines), 3):
        lines[place] = re.sub(r"^[^,]+", "soon", lines[place])
    (book / "signals.csv").write_text("\n".join(lines))
    refused(run("audit", book, "-o", tmp_path / "a"), "signals.csv", "row 6", "'soon'")


def test_a_folder_where_a_file_is_needed_and_a_file_where_a_book_is(book, tmp_path):
    refused(run("agreement", "check", book), "this is a folder")
    refused(run("audit", book / "leads.csv", "-o", tmp_path / "a"), "a lead book is needed")


def test_a_guessed_encoding_is_said(firm, tmp_path):
    leads = pd.read_csv(firm / "leads.csv", dtype="str").head(400)
    leads.assign(company="café très brûlé").to_csv(
        tmp_path / "new.csv", index=False, encoding="cp1252", errors="replace"
    )
    words = ("score", tmp_path / "new.csv", "--model", firm / "models" / "2026-06-30")
    result = run(*words, "-o", tmp_path / "s.csv")
    assert result.exit_code == 0, result.output
    assert "the text was read as" in result.output
