"""Seal the log of decisions anew where leadkit itself had to rewrite a word in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tomlkit

from leadkit.base.errors import BadInput
from leadkit.base.files import locked, write_text
from leadkit.base.toml import read_toml_text
from leadkit.review.decisions.log import FILE, DecisionLog, fingerprint, read_log


@contextmanager
def resealed(folder: Path) -> Iterator[None]:
    """Let a person be erased from the decisions inside, and seal them anew afterwards.

    A log that was broken before, is not chained, or cannot be read, is left as it is.
    """
    try:
        before = read_log(folder)
    except BadInput:
        before = DecisionLog()
    yield
    if before.last and not before.breaks:
        with locked(folder):
            _seal(folder, before)


def _seal(folder: Path, before: DecisionLog) -> None:
    path, now = folder / FILE, read_log(folder)
    if now.fingerprints == before.fingerprints or len(now.entries) != len(before.entries):
        return
    document = tomlkit.parse(read_toml_text(path))
    sealed, end = {"": ""}, ""
    tables: Any = document["decisions"]
    for table, one, old in zip(tables, now.entries, before.fingerprints, strict=True):
        links = {"after": end if one.after else "", "withdraws": sealed.get(one.withdraws, "")}
        given = {name: link for name, link in links.items() if link}
        table.update(given)
        end = sealed[old] = fingerprint(one.model_copy(update=given), end)
    document["last"] = sealed[before.last]
    write_text(path, tomlkit.dumps(document))
