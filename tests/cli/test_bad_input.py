"""Each fault: exit code 2, one message with place and remedy, nothing written."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import leadkit as lk
from leadkit.cli.main import leadkit


def run(*words):
    return CliRunner().invoke(leadkit, [str(word) for word in words])


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """An export with enough wins to train on."""
    rng = np.random.default_rng(0)
    n = 600
    pages = rng.poisson(3, n)
    won = rng.random(n) < 1 / (1 + np.exp(2 - 0.5 * pages))
    columns = {
        "lead id": [f"L{i}" for i in range(n)],
        "pages": pages,
        "visits": pages + rng.poisson(2, n),
        "status": np.where(won, "won", "lost"),
    }
    path = tmp_path_factory.mktemp("cli") / "export.csv"
    pd.DataFrame(columns).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def model(table):
    folder = table.parent / "model"
    run("train", table, "--outcome", "status", "-o", folder)
    assert (folder / "model.skops").is_file()
    return folder


def refused(result, *words):
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    for word in words:
        assert word in result.output


FILES = {
    "missing.csv": (None, "does not exist"),
    "empty.csv": (b"", "empty"),
    "header.csv": (b"a,b\n", "no rows"),
    "image.csv": (b"\x89PNG\r\n\x1a\n\x00\x01", "not a text table"),
    "caret.csv": (b"a^b\n1^2\n", "only one column"),
    "twice.csv": (b"a,a\n1,2\n", "more than once"),
    "workbook.xlsx": (b"PK\x03\x04 broken", "damaged"),
}


@pytest.mark.parametrize("command", ["screen", "train"])
@pytest.mark.parametrize("name", FILES)
def test_files_that_are_no_tables(tmp_path, command, name):
    content, words = FILES[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = run(command, tmp_path / name, "--outcome", "status", "-o", tmp_path / "out")
    refused(result, words, name)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--outcome", "staus"], ["no column 'staus'", "Nearest names: status"]),
        (["--outcome", "status", "--won", "sold"], ["'sold'", "'lost'", "'won'"]),
        (["--outcome", "status", "--won", "won", "--won", "lost"], ["ended the same way"]),
        (["--outcome", "status", "--id", "nr"], ["no column 'nr'"]),
        (["--outcome", "status", "--created", "pages"], ["pages", "dates"]),
        (["--outcome", "status", "--window", "0"], ["--window"]),
        ([], ["--outcome"]),
    ],
)
def test_options_that_do_not_fit_the_table(table, tmp_path, options, words):
    refused(run("train", table, *options, "-o", tmp_path / "out"), *words)
    assert list(tmp_path.iterdir()) == []


def test_an_output_folder_that_is_taken(table, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    how = ("train", table, "--outcome", "status", "-o", tmp_path / "out")
    refused(run(*how), "not from an earlier run")
    refused(run(*how, "--force"), "not from an earlier run")
    (tmp_path / "file").write_text("x")
    refused(run(*how[:-1], tmp_path / "file"), "a file stands")


def test_another_run_is_kept_unless_forced(table, model):
    how = ("train", table, "--outcome", "status", "-o", model)
    before = (model / "metrics.json").read_bytes()
    refused(run(*how), "another run", "--force")
    assert run(*how, "--force").exit_code < 2
    assert (model / "metrics.json").read_bytes() == before


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (["--value", "0", "--cost", "1"], "value must be a number above 0"),
        (["--value", "100", "--cost", "200"], "only 100"),
        (["--value", "100", "--cost", "x"], "no column 'x'"),
        (["--value", "100", "--cost", "1", "--capacity", "-3"], "capacity"),
        (["--cost", "1"], "--value"),
    ],
)
def test_impossible_economics(table, model, tmp_path, terms, words):
    result = run("thresholds", table, "--model", model, *terms, "-o", tmp_path / "out")
    refused(result, words)
    assert list(tmp_path.iterdir()) == []


def test_models_that_do_not_fit_or_were_tampered_with(table, model, tmp_path):
    terms = ("--value", 100, "--cost", 10, "-o", tmp_path / "out")
    (tmp_path / "other.csv").write_text("lead id,status,n\na,won,1\nb,lost,2\n")
    refused(
        run("thresholds", tmp_path / "other.csv", "--model", model, *terms),
        "columns that the data lacks",
    )
    refused(run("thresholds", table, "--model", tmp_path, *terms), "no trained model")
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in model.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    (copy / "model.skops").write_bytes(b"x")
    refused(run("thresholds", table, "--model", copy, *terms), "changed after training")
    assert not (tmp_path / "out").exists()


def test_a_book_with_an_unknown_table_or_misplaced_options(tmp_path):
    book = tmp_path / "book"
    book.mkdir()
    (book / "leads.csv").write_bytes((lk.sample() / "leads.csv").read_bytes())
    refused(run("train", book, "--outcome", "x", "-o", tmp_path / "o"), "--outcome", "book")
    (book / "leeds.csv").write_text("a,b\n1,2\n")
    refused(run("screen", book, "-o", tmp_path / "o"), "no table 'leeds'")


def test_reviews_that_cannot_be_made(table, tmp_path):
    page = tmp_path / "review.html"
    refused(run("review", lk.sample(), "--quarter", "2031Q1", "-o", page), "2031Q1")
    page.write_text("mine")
    refused(run("review", lk.sample(), "-o", page), "there already")
    assert page.read_text() == "mine"


def test_bad_rows_are_set_aside_and_counted_not_refused(table, tmp_path):
    rows = table.read_text().splitlines()
    rows[3] += ",one,too,many"
    (tmp_path / "ragged.csv").write_text("\n".join(rows))
    how = (tmp_path / "ragged.csv", "--outcome", "status", "-o", tmp_path / "out", "--json")
    found = json.loads(run("screen", *how).stdout)
    assert (found["rows"], found["set_aside"]) == (600, 1)
    kept = pd.read_csv(tmp_path / "out" / "set-aside.csv")
    assert kept["reasons"].tolist() == ["RAGGED_ROW"]


def test_an_unknown_command_or_language(table):
    refused(run("sreen", table), "No such command")
    refused(run("screen", table, "--lang", "fr", "-o", "x"), "--lang")
