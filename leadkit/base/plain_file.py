"""Files read whole: never a pipe or a device, which has no end, and JSON of any depth."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from leadkit.base.errors import BadInput
from leadkit.base.language import _


def refuse_endless(path: Path) -> None:
    """Refuse what has no end, or may never begin.

    Raises
    ------
    BadInput
        If it is a pipe or a device.

    Examples
    --------
    >>> try:
    ...     refuse_endless(Path("/dev/zero"))
    ... except BadInput as error:
    ...     print(error)
    /dev/zero: this is a pipe or a device, not a file
    Save what it says as a file, and give that.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise BadInput(
            _("this is a pipe or a device, not a file"),
            where=str(path),
            fix=_("Save what it says as a file, and give that."),
        )


def resolved(path: Path) -> Path:
    """Return a path without links and dots; one that is a loop of links stays what it is."""
    return Path(os.path.realpath(path))


def plain_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    BadInput
        If it is a pipe or a device.
    OSError
        If it is missing, a folder, or may not be read.
    """
    refuse_endless(path)
    return path.read_bytes()


def read_json(path: Path) -> Any:
    """Return the content of a JSON file in UTF-8.

    Raises
    ------
    BadInput
        If it is a pipe or a device.
    OSError
        If it is missing, a folder, or may not be read.
    ValueError
        If it is not JSON, or its brackets stand in each other too deep to be read.
    """
    try:
        return json.loads(plain_bytes(path).decode("utf-8"))
    except RecursionError:
        raise ValueError("too deep") from None
