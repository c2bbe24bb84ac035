"""Commands killed at any moment: afterwards the old state or the new one, never a mixture.

Half of the kills strike at a random moment, the other half just before one of the command's own
steps in the file system: a file opened to be written, renamed, made or removed.
"""

from __future__ import annotations

import os
import random
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from forks import FAULTS, ended, killed, run, started
from hostile import copied
from targets import IMPORT, IMPORT_MORE, LAN, MONEY, OUT, PAGE, TABLE
from test_hostile_files import contents

from leadkit.base.files import HOLDER, locked, recover
from leadkit.crm.forgetting.memory import RECORD
from leadkit.review.decisions.log import read_log

IN_FULL = bool(os.environ.get("LEADKIT_TORTURE"))
N, EVERY = (20, 4) if IN_FULL else (1, 1)
MOMENT = re.compile(rb"(at|since) = [\dT:.Z+-]+")
STEPS = re.compile(r"^STEPS (\d+)$", re.MULTILINE)
EARLIER = {
    "screen": ("screen", "book", "-o", OUT),
    "review": ("review", "book", "-o", PAGE, "--lang", "vi"),
    "score": ("score", "book", "-o", TABLE),
}
WORDS = {
    "import": IMPORT,
    "sign": ("agreement", "sign", "unsigned.toml", *LAN),
    "decide": ("decide", "book", "--what", "Wait", "--side", "sales", "--owner", "Lan"),
    "import more": IMPORT_MORE,
    "screen": ("screen", "book", *MONEY, "-o", OUT, "--force"),
    "score": ("score", "new.csv", "--book", "book", "-o", TABLE, "--force"),
    "review": ("review", "book", "-o", PAGE, "--force"),
    "forget": ("forget", "book", "L000003"),
    "draft": ("agreement", "new", "book", "--force"),
    "use": ("model", "use", "book", "--newest"),
    "market": ("market", "calm", "--leads", "300", "--quarters", "8", "-o", "book", "--force"),
    "train": ("train", "book"),
    "thresholds": ("thresholds", "book", *MONEY),
}
NAMES = list(WORDS)[: None if IN_FULL else 3]


@dataclass(frozen=True)
class Undisturbed:
    """A command, the folder before it, and what came of it when nobody disturbed it."""

    name: str
    folder: Path
    old: dict[str, bytes]
    new: dict[str, bytes]
    code: int | None
    steps: int
    seconds: float

    @property
    def words(self) -> list[str]:
        """What is run."""
        return list(WORDS[self.name])


def seen(folder: Path) -> dict[str, bytes]:
    """Return what a reader of the folder sees: hidden files are nobody's results.

    A result that was taken aside for the new one comes back with the next run.
    """
    for book in ("book", "taken", OUT):
        recover(folder / book)
    for aside in folder.glob(f".{OUT}.old.*/run"):
        if not (folder / OUT).exists():
            aside.rename(folder / OUT)
    return {
        name: b"" if Path(name).name == RECORD else MOMENT.sub(b"then", text)
        for name, text in contents(folder).items()
        if not any(part.startswith(".") for part in Path(name).parts)
    }


def part_of(files: dict[str, bytes], part: str) -> dict[str, bytes]:
    """Return the files that stand in one folder, or are one file."""
    return {name: text for name, text in files.items() if Path(name).parts[0] == part}


@pytest.fixture(scope="module", params=NAMES)
def undisturbed(request, small_firm, tmp_path_factory):
    """A command that ended well, for others to be killed."""
    name = request.param
    home = tmp_path_factory.mktemp("undisturbed")
    folder = copied(small_firm, home / "before")
    if name in EARLIER:
        assert run(list(EARLIER[name]), home / "e.txt", folder=folder).code in (0, 1)
    after = copied(folder, home / "after")
    start = time.monotonic()
    found = run(list(WORDS[name]), home / "a.txt", folder=after, dies_at=0)
    seconds = time.monotonic() - start
    assert found.code in (0, 1), found.said
    steps = int(STEPS.findall(found.said)[-1])
    old, new = seen(folder), seen(after)
    assert old != new
    return Undisturbed(name, folder, old, new, found.code, steps, seconds)


@pytest.mark.parametrize("turn", range(N))
def test_a_killed_command_leaves_the_old_or_the_new(undisturbed: Undisturbed, turn, tmp_path):
    folder = copied(undisturbed.folder, tmp_path / "firm")
    rng = random.Random(f"{undisturbed.name}{turn}")
    step = 0 if turn % 2 else rng.randint(1, undisturbed.steps)
    moment = 1.1 * rng.random() * undisturbed.seconds if turn % 2 else 600
    killed(undisturbed.words, tmp_path / "k.txt", moment, folder=folder, dies_at=step)
    left = seen(folder)
    for part in {Path(file).parts[0] for file in undisturbed.old | undisturbed.new}:
        states = [part_of(files, part) for files in (undisturbed.old, undisturbed.new)]
        assert part_of(left, part) in states, (part, step)
    if turn % EVERY == 0:
        again = run(undisturbed.words, tmp_path / "again.txt", folder=folder)
        assert not [word for word in FAULTS if word in again.said], again.said
        if left == undisturbed.old:
            assert (again.code, seen(folder)) == (undisturbed.code, undisturbed.new), again.said


def test_a_full_disk_leaves_what_was_there(undisturbed: Undisturbed, small_disk, tmp_path):
    folder = copied(undisturbed.folder, small_disk / "firm")
    old = seen(folder)
    fill(small_disk)
    found = run(undisturbed.words, tmp_path / "f.txt", folder=folder)
    assert found.code == 2, found
    assert not [word for word in FAULTS if word in found.said], found.said
    assert re.search(r"Error: \S+: No space left on device", found.said), found.said
    assert seen(folder) == old


def test_a_folder_that_may_only_be_read_is_named(undisturbed: Undisturbed, read_only, tmp_path):
    folder = read_only(copied(undisturbed.folder, tmp_path / "firm"))
    found = run(undisturbed.words, tmp_path / "r.txt", folder=folder)
    assert found.code == 2, found
    assert not [word for word in FAULTS if word in found.said], found.said
    assert re.search(r"(?i)read-only|cannot be written|permission", found.said), found.said
    assert contents(folder) == contents(undisturbed.folder)


def fill(disk: Path) -> None:
    """Write until nothing more can be written."""
    with (disk / "filler").open("wb", buffering=0) as filler:
        try:
            while filler.write(b"x" * 4096):
                pass
        except OSError:
            return


def test_what_a_killed_holder_left_holds_nobody_up(small_firm, tmp_path):
    folder = copied(small_firm, tmp_path / "firm")
    (folder / "book" / HOLDER).write_text("12345, lan, office")
    assert run(list(WORDS["decide"]), tmp_path / "d.txt", folder=folder).code == 0
    assert not (folder / "book" / HOLDER).exists()


def test_two_at_once_on_one_book_lose_nothing(small_firm, tmp_path):
    folder = copied(small_firm, tmp_path / "firm")
    decide = ("decide", "book", "--side", "sales", "--owner", "Lan", "--what")
    logs = [tmp_path / f"{n}.txt" for n in range(2)]
    both = [started([*decide, f"Wait {log.stem}"], log, folder=folder) for log in logs]
    ends = [ended(process, log) for process, log in zip(both, logs, strict=True)]
    assert [one.code for one in ends] == [0, 0], ends
    log = read_log(folder / "book")
    assert {one.what for one in log.entries} > {"Wait 0", "Wait 1"}
    assert not log.breaks


@pytest.mark.skipif(not IN_FULL, reason="one that waits does so for half a minute")
def test_a_locked_book_says_who_holds_it(small_firm, tmp_path):
    folder = copied(small_firm, tmp_path / "firm")
    with locked(folder / "book"):
        found = run(list(WORDS["decide"]), tmp_path / "d.txt", folder=folder)
    assert found.code == 2
    assert f"process {os.getpid()} of" in found.said
