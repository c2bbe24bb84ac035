"""Several files of a book replaced together: all of them, or none, even where a process is killed.

The new files are built aside. One rename says that they are ready; from then on, whoever next reads
or writes the book puts in place what is not there yet.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ASIDE = ".taking-in."
READY = ".taking-in.ready"


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """Give a place within a book to build files in; what a run cut off has left there goes."""
    for left in folder.glob(f"{ASIDE}*"):
        shutil.rmtree(left)
    with TemporaryDirectory(dir=folder, prefix=ASIDE) as place:
        yield Path(place)


@contextmanager
def made(folder: Path) -> Iterator[None]:
    """Make a book's folder; where no book comes of it, remove it again."""
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        if is_new and not (folder / "leads.csv").exists():
            shutil.rmtree(folder, ignore_errors=True)
        raise


def put_in_place(building: Path, folder: Path) -> None:
    """Move all files of one folder into another; where one cannot be moved, none is.

    Each is replaced in one step, those that lie deepest last.
    """
    ready = building.rename(folder / READY)
    done: list[Path] = []
    with TemporaryDirectory(dir=folder, prefix=ASIDE) as kept:
        try:
            for name in _in_order(ready):
                _keep(folder / name, Path(kept) / name, ready / name)
                done.append(name)
                (ready / name).replace(folder / name)
        except BaseException:
            for name in reversed(done):
                _put_back(Path(kept) / name, folder / name)
            raise
        finally:
            shutil.rmtree(ready)


def is_unfinished(folder: Path) -> bool:
    """Return whether files stand ready that are not all in place."""
    return (folder / READY).is_dir()


def finish(folder: Path) -> None:
    """Put in place what a killed process had made ready; the book's lock is held."""
    for name in _in_order(folder / READY):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / READY / name).replace(folder / name)
    shutil.rmtree(folder / READY)


def _in_order(building: Path) -> list[Path]:
    files = [path.relative_to(building) for path in building.rglob("*") if path.is_file()]
    return sorted(files, key=lambda name: (len(name.parts), name))


def _keep(path: Path, copy: Path, new: Path) -> None:
    """Copy a file that is to be replaced; who may read it stays as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    copy.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        shutil.copy2(path, copy)
        shutil.copymode(path, new)


def _put_back(copy: Path, path: Path) -> None:
    if copy.exists():
        copy.replace(path)
    else:
        path.unlink(missing_ok=True)
