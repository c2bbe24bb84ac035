"""What a contributor is told is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_rooms_stand_in_the_order_that_import_linter_holds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = project["tool"]["importlinter"]["contracts"]
    rooms = re.findall(r"^\| `(\w+)/` \|", TEXT, flags=re.M)
    assert [f"leadkit.{room}" for room in rooms] == contract["layers"][::-1]


def test_every_file_and_make_target_it_names_is_there():
    paths = re.findall(r"\b((?:leadkit|tests|notebooks|docs)/[\w/.]+\w)", TEXT)
    exact = [path for path in paths if not re.search("NAME|t0N|ROOM", path)]
    assert len(exact) > 12
    assert [path for path in exact if not (ROOT / path).exists()] == []
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make (\w+)`", TEXT):
        assert f"\n{target}:" in makefile, target
