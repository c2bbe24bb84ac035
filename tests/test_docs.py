"""What the documents promise is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import leadkit as lk
from leadkit.cli.main import COMMANDS, leadkit

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCES = sorted((ROOT / "leadkit").rglob("*.py"))


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#]+)\)", README))))
def test_every_link_of_the_readme_leads_somewhere(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_has_help(name):
    command = leadkit.get_command(None, name)
    assert f"leadkit {name}" in README
    assert command.help
    assert all(option.help for option in command.params if option.name in ("lang", "out"))


def test_every_public_name_of_the_readme_exists():
    for name in sorted(set(re.findall(r"\blk\.(\w+)", README))):
        assert hasattr(lk, name), name


def test_every_public_name_has_a_doctest():
    bare = [
        name
        for name in lk.__all__
        if name not in ("Book", "Estimate") and ">>>" not in (getattr(lk, name).__doc__ or "")
    ]
    assert bare == []


def test_the_readme_runs_as_written(tmp_path):
    code = README.split("```python\n")[1].split("```")[0]
    names: dict[str, object] = {}
    exec(code, names)
    assert names["choice"].threshold > 0
    assert names["gap"].parts


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_files_stay_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path


def test_no_notebook_is_missing_from_the_readme():
    for path in (ROOT / "notebooks").rglob("*.ipynb"):
        if ".ipynb_checkpoints" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in README


def test_the_vietnamese_readme_has_the_same_commands_pictures_and_notebooks():
    vietnamese = (ROOT / "README.vi.md").read_text(encoding="utf-8")

    def commands(text):
        fenced = "".join(re.findall(r"^```$(.*?)^```$", text, flags=re.M | re.S))
        lines = re.findall(r"^(?:leadkit|make|pip) .*$", fenced, flags=re.M)
        return [line.split("#")[0].split(" --lang vi")[0].strip() for line in lines]

    assert commands(vietnamese) == commands(README)
    assert [level for level, _title in headings(vietnamese)] == [
        level for level, _title in headings(README)
    ]
    linked = re.findall(r"\((docs/en/[^)]+|PROMISES\.md)\)", README)
    assert re.findall(r"\((docs/vi/[^)]+)\)", vietnamese) == [
        path.replace("/en/", "/vi/").replace("PROMISES", "docs/vi/promises") for path in linked
    ]
    for path in re.findall(r"\]\(([^)#]+)\)", vietnamese):
        assert (ROOT / path).exists()
    for name in COMMANDS:
        assert f"leadkit {name}" in vietnamese


def headings(text):
    return re.findall(r"^(#+) (.*)$", text, flags=re.M)
