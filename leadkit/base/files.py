"""Files that are whole or absent: atomic writes, run folders, hashes."""

from __future__ import annotations

import errno
import getpass
import glob
import hashlib
import json
import os
import platform
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.base.placing import finish, is_unfinished
from leadkit.base.plain_file import refuse_endless

if TYPE_CHECKING:
    import pandas as pd

RUN_MARK = ".leadkit-run"
LOCK, HOLDER = ".lock", ".lock-holder"
PATIENCE_SECONDS = 30
ASIDE = ".old."
UMASK = os.umask(0o077)
os.umask(UMASK)  # it can be read only by setting it
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    refuse_endless(path)
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8 in one step, as `write_bytes`."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file in one step: a reader sees the old or the new file, never a half.

    Who may read a file that is replaced stays as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~UMASK
    with naming(path):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Name a path in an error of the system that names none, such as that of a full disk."""
    try:
        yield
    except OSError as error:
        if error.filename:
            raise
        said = error.strerror or str(error)
        raise OSError(error.errno or errno.EIO, said, str(path)) from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let no other process of leadkit write into a folder meanwhile; one that does is waited for.

    What one that was killed had made ready is put in place first.

    Raises
    ------
    BadInput
        If the other process is not done within 30 seconds.
    """
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / LOCK, timeout=PATIENCE_SECONDS):
            try:
                with naming(folder):
                    (folder / HOLDER).write_text(_this_process(), encoding="utf-8")
                if is_unfinished(folder):
                    finish(folder)
                yield
            finally:
                (folder / HOLDER).unlink(missing_ok=True)
    except Timeout:
        raise BadInput(
            _("another process is writing here and does not end: {who}").format(
                who=_holder(folder)
            ),
            where=str(folder),
            fix=_("Wait until it is done, then run again. Nothing was written."),
        ) from None
    except OSError as error:
        if error.errno not in FORBIDDEN:
            raise
        raise BadInput(
            _("the folder cannot be written to ({reason})").format(reason=error.strerror),
            where=str(folder),
            fix=_("Ask for the right to write there, or copy the folder and work on the copy."),
        ) from None


def recover(folder: Path) -> None:
    """Put in place what a process that was killed had made ready for a book, if anything."""
    if is_unfinished(folder):
        with locked(folder):
            pass


def _this_process() -> str:
    """Say who is writing, for those who wait."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "?"
    return f"{os.getpid()}, {user}, {platform.node()}"


def _holder(folder: Path) -> str:
    try:
        pid, user, machine = (folder / HOLDER).read_text(encoding="utf-8").split(", ")
    except (OSError, ValueError):
        return _("it does not say who it is")
    return _("process {pid} of {user} on {machine}").format(pid=pid, user=user, machine=machine)


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a JSON file, keys in the order given, without NaN."""
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def write_table(path: Path, table: pd.DataFrame) -> None:
    """Write a CSV that a spreadsheet cannot take for formulas.

    A text cell that starts with a formula sign gets a leading apostrophe, the way spreadsheets
    mark text; telephone numbers such as +84912345678 are left as they are.
    """
    write_text(path, table_text(table))


def table_text(table: pd.DataFrame) -> str:
    """Return a table as `write_table` writes it."""
    return neutral_table(table).to_csv(index=False, lineterminator="\n")


def neutral_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which no cell and no column name is a formula."""
    safe = table.copy()
    for name in safe.columns[[_holds_text(safe[column]) for column in safe.columns]]:
        safe[name] = _neutral_cells(safe[name])
    safe.columns = [neutral(str(name)) for name in safe.columns]
    return safe


def _neutral_cells(cells: pd.Series[Any]) -> pd.Series[Any]:
    if cells.dtype != "str":
        return cells.map(neutral, na_action="ignore")
    is_risky = cells.str.startswith(FORMULA_STARTS, na=False)
    return cells.mask(is_risky, cells[is_risky].map(neutral)) if is_risky.any() else cells


def neutral(text: Any) -> Any:
    """Return text that no spreadsheet runs as a formula.

    Examples
    --------
    >>> neutral("=1+1"), neutral("+84912345678"), neutral("-5"), neutral("plain")
    ("'=1+1", '+84912345678', '-5', 'plain')
    """
    if not isinstance(text, str) or not text.startswith(FORMULA_STARTS):
        return text
    is_plain_number = text[1:].replace(" ", "").replace(".", "").isdecimal()
    return text if text[0] in "+-" and is_plain_number else f"'{text}"


def _holds_text(column: pd.Series[Any]) -> bool:
    return bool(column.dtype == object or column.dtype.kind not in "biufMm")


@contextmanager
def folder_beside(target: Path) -> Iterator[Path]:
    """Make a hidden folder beside a result that is being made, and take it away, done or not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    hidden = f".{target.name}."
    with naming(target), tempfile.TemporaryDirectory(dir=target.parent, prefix=hidden) as folder:
        yield Path(folder)


@contextmanager
def files_together(*targets: Path) -> Iterator[list[Path]]:
    """Build files of one folder beside it, and put them in place when all are written."""
    with folder_beside(targets[0]) as building:
        made = [building / target.name for target in targets]
        yield made
        for path, target in zip(made, targets, strict=True):
            path.replace(target)


@contextmanager
def run_folder(target: Path, *, force: bool = False) -> Iterator[Path]:
    """Build a folder aside and put it in place only when it is complete.

    Parameters
    ----------
    target : Path
        Where the finished folder shall stand.
    force : bool
        Replace an earlier run; anything that is not a leadkit run is never replaced.

    Yields
    ------
    Path
        A temporary folder beside the target.

    Raises
    ------
    BadInput
        If the target holds something already, or its parent cannot be written to.
    """
    target = target.absolute()
    _put_back(target)
    _refuse_occupied(target, force)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    except OSError as error:
        raise BadInput(
            _("the folder cannot be written to ({reason})").format(reason=error.strerror),
            where=str(target),
            fix=_("Choose another place with -o, or change the folder's permissions."),
        ) from error
    building.chmod(0o777 & ~UMASK)
    try:
        with naming(target):
            yield building
            (building / RUN_MARK).write_text("format = 1\n", encoding="utf-8")
        _refuse_occupied(target, force)
        _swap(building, target)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _put_back(target: Path) -> None:
    """Put an earlier run back that was taken aside by a process killed before the new one stood."""
    for old in target.parent.glob(f".{glob.escape(target.name)}{ASIDE}*/run"):
        if not target.exists():
            old.replace(target)
        shutil.rmtree(old.parent, ignore_errors=True)


def _refuse_occupied(target: Path, force: bool) -> None:
    if target.is_file():
        raise BadInput(
            _("a file stands where the results should go"),
            where=str(target),
            fix=_("Give a folder with -o."),
        )
    if not target.is_dir() or not any(target.iterdir()):
        return
    if not (target / RUN_MARK).is_file():
        raise BadInput(
            _("the folder holds files that are not from an earlier run"),
            where=str(target),
            fix=_("Choose a new or empty folder with -o; such a folder is never overwritten."),
        )
    if not force:
        raise BadInput(
            _("the folder already holds another run"),
            where=str(target),
            fix=_("Choose another folder with -o, or replace the run with --force."),
        )


def _swap(building: Path, target: Path) -> None:
    if not target.exists():
        building.replace(target)
        return
    old = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}{ASIDE}"))
    target.replace(old / "run")
    building.replace(target)
    shutil.rmtree(old, ignore_errors=True)
