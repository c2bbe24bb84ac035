"""Every file of a book, searched for what is left of a person."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from leadkit.base.files import LOCK
from leadkit.base.language import N_, _
from leadkit.base.placing import ASIDE
from leadkit.crm.forgetting.erasing import Eraser
from leadkit.crm.forgetting.memory import RECORD
from leadkit.crm.forgetting.traces import ID
from leadkit.crm.rows import TABLE_FILES, sheets, text, unreadable

HEAD = 4096
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico")
OPAQUE = N_("cannot be looked into")


def files_of(folder: Path) -> Iterator[Path]:
    """Yield every file of a book but its lock and its record of the forgotten."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        is_ours = inside.parts[0].startswith(ASIDE) or inside.name in (LOCK, RECORD)
        if path.is_file() and not is_ours:
            yield path


def what_is_left(folder: Path, building: Path, eraser: Eraser) -> tuple[list[str], list[str]]:
    """Look for the person in every file as it will be; return what is left, and the pictures."""
    left, pictures = list[str](), list[str]()
    for path in files_of(folder):
        inside = path.relative_to(folder)
        new = building / inside if (building / inside).is_file() else path
        content = _content(new)
        found = eraser.traces.found("\n".join([*content, str(inside)]))
        if not content and path.suffix.lower() in PICTURES:
            pictures.append(str(inside))
        elif not content:
            found = [*found, OPAQUE]
        if new.suffix.lower() in TABLE_FILES and content:
            has_rows = any(any(map(eraser.owns(names), rows)) for names, rows in sheets(new))
            found = found or ([ID] if has_rows else [])
        if found:
            left.append(_("{file}: {what}").format(file=inside, what=", ".join(map(_, found))))
    return left, pictures


def _content(path: Path) -> list[str]:
    """Return the texts a file holds; none where nobody can look into it."""
    try:
        if path.suffix.lower() in TABLE_FILES:
            return ["\n"] + [
                "\x1f".join(map(text, row))
                for names, rows in sheets(path)
                for row in chain([names], rows)
            ]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                parts = [archive.read(name) for name in archive.namelist()]
            return [part.decode("utf-8", "replace") for part in parts]
    except unreadable():
        return []
    raw = path.read_bytes()
    return [] if b"\0" in raw[:HEAD] else [raw.decode("utf-8", "replace") or "\n"]
