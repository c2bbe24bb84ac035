"""What files hold after a process was stopped between two of them, or a disk was full."""

from __future__ import annotations

import errno
import shutil
import stat

import pytest

import leadkit as lk
from leadkit.base.errors import BadInput
from leadkit.base.files import files_together, naming, write_text
from leadkit.base.placing import READY
from leadkit.base.plain_file import read_json
from leadkit.book import read_book


def test_who_reads_next_finishes_what_a_killed_process_had_made_ready(tmp_path):
    book = shutil.copytree(lk.sample("small"), tmp_path / "book")
    with (book / "leads.csv").open(encoding="utf-8") as leads:
        few = "".join(next(leads) for _line in range(11))
    (book / READY / "snapshots" / "one").mkdir(parents=True)
    (book / READY / "leads.csv").write_text(few, encoding="utf-8")
    (book / READY / "snapshots" / "one" / "leads.csv").write_text(few, encoding="utf-8")
    assert len(read_book(book).leads) == 10
    assert (book / "snapshots" / "one" / "leads.csv").read_text(encoding="utf-8") == few
    assert not (book / READY).exists()


def test_files_are_put_in_place_together_or_not_at_all(tmp_path):
    page, beside = tmp_path / "page.html", tmp_path / "page.json"
    page.write_text("old")

    def half():
        with files_together(page, beside) as (first, _second):
            write_text(first, "new")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match=r"page\.html"):
        half()
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]
    with files_together(page, beside) as made:
        for path in made:
            write_text(path, path.suffix)
    assert (page.read_text(), beside.read_text()) == (".html", ".json")


def test_who_may_read_a_file_stays_as_it_was(tmp_path):
    path = tmp_path / "leads.csv"
    path.write_text("old")
    path.chmod(0o600)
    write_text(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_error_without_a_place_gets_one(tmp_path):
    with pytest.raises(OSError, match="disk is gone") as caught, naming(tmp_path):
        raise OSError("disk is gone")
    assert caught.value.filename == str(tmp_path)


def test_json_of_any_depth_and_what_never_ends_are_refused(tmp_path):
    path = tmp_path / "deep.json"
    path.write_text("[" * 100_000)
    with pytest.raises(ValueError, match="too deep"):
        read_json(path)
    path.unlink()
    path.symlink_to("/dev/zero")
    with pytest.raises(BadInput, match="a pipe or a device"):
        read_json(path)
