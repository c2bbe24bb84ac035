from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from classes import a_class, places, sitting_in
from click.testing import CliRunner
from june import MARKET, SEPTEMBER
from made_trial import trial_plan

import leadkit as lk
from leadkit.base.files import write_json
from leadkit.cli.main import leadkit
from leadkit.handoff.change.trial import write_plan
from leadkit.learn import check
from leadkit.review.decisions.log import read_log

SMALL_MARKET = ("market", "mixed", "--leads", "700", "--seed", "3", "--quarters", SEPTEMBER)


def _done(*words: object) -> None:
    result = CliRunner().invoke(leadkit, list(map(str, words)))
    assert result.exit_code in (0, 1), result.output


def _furnish(folder: Path, settled: Path, market: tuple[str, ...]) -> None:
    """Put into a folder one of each file that a command reads."""
    book = Path(shutil.copytree(settled, folder / "book"))
    _done(*market, "-o", book, "--force")
    decide = ("decide", book, "--what", "Call the same day", "--side", "sales", "--owner", "Nam")
    _done(*decide, "--measure", "called_in_time", "--hours", 4, "--at-least", 0.7)
    with (book / "leads.csv").open(encoding="utf-8") as leads:
        (folder / "new.csv").write_text("".join(next(leads) for _line in range(300)), "utf-8")
    _export(folder)
    _done("survey", "new", "-o", folder / "survey")
    _answer(folder / "survey", folder / "survey.csv")
    root = a_class(folder, ["An", "Bình"])
    with sitting_in(places(root)[0]):
        check("t01.2", 32)


def _export(folder: Path) -> None:
    shutil.copy(lk.sample("exports") / "hubspot.csv", folder)
    _done("map", folder / "hubspot.csv", "-o", folder / "map.toml")


def _furnish_more(folder: Path) -> None:
    """Add tables of other kinds, plans, answers and what a command keeps for itself."""
    book, leads = folder / "book", pd.read_csv(folder / "new.csv", dtype="str")
    leads.to_excel(folder / "new.xlsx", index=False, engine="xlsxwriter")
    (folder / "parts").mkdir()
    for place in range(3):
        leads.iloc[place::3].to_parquet(folder / "parts" / f"{place}.parquet")
    leads.to_parquet(folder / "new.parquet")
    _take_in_an_earlier_export(folder)
    _done("screen", book, "--audit-sample", 20, "-o", folder / "screened")
    shutil.copy(folder / "screened" / "call-back.csv", folder / "answers.csv")
    shutil.copytree(book / "models" / "2026-06-30", folder / "model")
    agreed = (book / "agreements" / "2026Q3.toml").read_text(encoding="utf-8")
    (folder / "old.toml").write_text(agreed, encoding="utf-8")
    (folder / "unsigned.toml").write_text(agreed.split("[[signatures]]")[0], encoding="utf-8")
    shutil.copy(book / "policies" / "2026-06-30" / "policy.toml", folder / "policy.toml")
    _done("model", "use", book, "2026-06-30", "--why", "It is the best")
    write_plan(trial_plan(), folder / "trial.toml")
    log = read_log(book)
    write_json(folder / "review.json", {"decision_log": log.to_dict()})
    (folder / "segments.csv").write_text("size,value,cost\nsmall,9e6,1e6\nlarge,3e7,1e6\n")
    (folder / "names.txt").write_text("An\nBình\nChi\n", encoding="utf-8")


def _take_in_an_earlier_export(folder: Path) -> None:
    (folder / "earlier").mkdir()
    with (folder / "hubspot.csv").open(encoding="utf-8") as export:
        lines = "".join(next(export) for _line in range(400))
    (folder / "earlier" / "hubspot.csv").write_text(lines, encoding="utf-8")
    export = folder / "earlier" / "hubspot.csv"
    _done("import", export, "--map", folder / "map.toml", "-o", folder / "taken")


def _answer(form: Path, to: Path) -> None:
    """Fill the survey's blank table for six on each side."""
    [blank] = form.glob("*.csv")
    with blank.open(encoding="utf-8", newline="") as stream:
        head = next(csv.reader(stream))
    with to.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        for place in range(12):
            side = ("marketing", "sales")[place % 2]
            writer.writerow([side, *((place + n) % 5 + 1 for n in range(len(head) - 1))])


@pytest.fixture(scope="session")
def settled(made_once):
    """A book in June, made once for all tests that need one."""
    from june import settle

    return made_once("june", lambda folder: settle(folder / "book")) / "book"


@pytest.fixture(scope="session")
def firm(made_once, settled):
    """A folder with one of each file that a command reads; for copying only."""
    return made_once("firm", lambda folder: _furnish(folder, settled, (*MARKET, SEPTEMBER)))


@pytest.fixture(scope="session")
def small_firm(made_once, settled):
    """The same firm in a small market, so that hundreds of commands can be tried on it."""

    def fill(folder: Path) -> None:
        _furnish(folder, settled, SMALL_MARKET)
        _furnish_more(folder)

    return made_once("small-firm", fill)


def _mounted(*words: str) -> bool:
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path):
    """A disk that a test can fill, which only root can make."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if not _mounted("-t", "tmpfs", "-o", "size=64m", "none", str(disk)):
        pytest.skip("nobody but root can mount a disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.fixture
def read_only():
    """Make a folder that nobody can write to."""
    mounts = []

    def shut(folder: Path) -> Path:
        if os.getuid() == 0:
            if not _mounted("--bind", str(folder), str(folder)):
                pytest.skip("root writes everywhere, and cannot mount here")
            mounts.append(folder)
            assert _mounted("-o", "remount,ro,bind", str(folder))
        for path in [folder, *folder.rglob("*")] if os.getuid() else ():
            path.chmod(0o555 if path.is_dir() else 0o444)
        return folder

    yield shut
    for folder in mounts:
        subprocess.run(["umount", str(folder)], check=True)
