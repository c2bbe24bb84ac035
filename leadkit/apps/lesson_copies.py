"""Lessons as they are shown to a room: their texts, their cells, and nothing that leads out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from leadkit.apps.page import KERNEL, MARKET, notebook, resources
from leadkit.base import language
from leadkit.base.files import write_json
from leadkit.base.language import _

LESSONS, GAME = "t0*.ipynb", "market.ipynb"
TITLE = re.compile(r"\A# (.+)\n*")
RUN_IT = re.compile(r" ?[^.\n]*Run > Run All Cells[^.\n]*\.")
LINK_OUT = re.compile(r"\[([^\]]*)\]\((?!t0)[^)]*\.ipynb\)")


def lay_out(shipped: Path, room: Path) -> dict[str, str]:
    """Write what a room is shown in the language now spoken, and return it: paths and titles.

    Parameters
    ----------
    shipped : Path
        The folder of notebooks that come with leadkit, in this language.
    room : Path
        The folder that is served.
    """
    lang = language.current()
    (room / lang).mkdir(parents=True)
    shown = {}
    for source in sorted(shipped.glob(LESSONS)):
        lesson, title = _lesson(json.loads(source.read_text(encoding="utf-8")))
        write_json(room / lang / source.name, lesson)
        shown[f"{lang}/{source.name}"] = title
    market = notebook(MARKET.format(lang=lang), _around(_("The market lab")))
    write_json(room / lang / GAME, market)
    return shown | {f"{lang}/{GAME}": _("The market lab")}


def _lesson(shipped: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Return a lesson without what it showed before, its title taken out of its first text."""
    first, *others = shipped["cells"]
    text = "".join(first["source"])
    found = TITLE.match(text)
    title = found[1] if found else ""
    cells = [_cell(one) for one in ({**first, "source": TITLE.sub("", text)}, *others)]
    metadata = {"kernelspec": KERNEL, "leadkit": _around(title)}
    return {**shipped, "metadata": metadata, "cells": cells}, title


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    source = "".join(cell["source"])
    if cell["cell_type"] == "code":
        return {**cell, "source": source, "outputs": [], "execution_count": None}
    return {**cell, "source": LINK_OUT.sub(r"\1", RUN_IT.sub("", source))}


def _around(title: str) -> dict[str, Any]:
    about = _("Play and answer for yourself: nothing of it is kept.")
    back = {"path": language.current(), "said": _("All lessons and games")}
    return {**resources(title, about), "back": back}
