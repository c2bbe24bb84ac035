"""Several files of a book replaced together: all of them, or none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ASIDE = ".taking-in."


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
    files = [path.relative_to(building) for path in building.rglob("*") if path.is_file()]
    done: list[Path] = []
    with TemporaryDirectory(dir=folder, prefix=ASIDE) as kept:
        try:
            for name in sorted(files, key=lambda name: (len(name.parts), name)):
                _keep(folder / name, Path(kept) / name)
                done.append(name)
                (building / name).replace(folder / name)
        except BaseException:
            for name in reversed(done):
                _put_back(Path(kept) / name, folder / name)
            raise


def _keep(path: Path, copy: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    copy.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        shutil.copy2(path, copy)


def _put_back(copy: Path, path: Path) -> None:
    if copy.exists():
        copy.replace(path)
    else:
        path.unlink(missing_ok=True)
