"""Spoiled files before every command: an answer in words, in time, and nothing half-written."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from forks import FAULTS, ended, started
from hostile import Case, cases, copied
from targets import TARGETS

from leadkit.cli.main import COMMANDS

N = 500 if os.environ.get("LEADKIT_TORTURE") else 8
LIMITS = {"cpu_seconds": 30, "memory_bytes": 2 * 1024**3}
LONGEST_SECONDS = 120  # where others use the processor, too
READS_NO_FILE = {"demo", "market", "serve", "roleplay"}
ONLY_SERVES = {"app"}
PLACE = re.compile(r"[\w-]+\.\w+|'[^']+'|--[a-z]+|\bbook\b|\bparts\b|\bclass\b|\btaken\b")


def contents(folder: Path) -> dict[str, bytes]:
    """Return every plain file of a folder; locks are no content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.name != ".lock" and stat.S_ISREG(path.lstat().st_mode)
    }


def test_every_command_that_reads_a_file_gets_spoiled_ones():
    assert {target.words[0] for target in TARGETS} | READS_NO_FILE | ONLY_SERVES == set(COMMANDS)


@pytest.mark.parametrize("case", cases(TARGETS, N), ids=lambda case: case.name)
def test_a_spoiled_file_gets_an_answer_and_spoils_nothing(case: Case, small_firm, tmp_path):
    folder = copied(small_firm, tmp_path / "firm")
    case.spoil(folder)
    before = contents(folder)
    log = tmp_path / "said.txt"
    process = started(list(case.target.words), log, folder=folder, **LIMITS)
    found = ended(process, log, LONGEST_SECONDS)
    assert found.code in (0, 1, 2), found
    assert not [word for word in FAULTS if word in found.said], found.said
    assert "\x1b" not in found.said
    after = contents(folder)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert [name for name in changed if not name.startswith(case.target.writes)] == []
    assert not [name for name in after if Path(name).parts[0].startswith(".")]
    if found.code == 2:
        assert changed == set(), "nothing half-written"
        assert PLACE.search(found.said), found.said
