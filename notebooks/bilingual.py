"""Read a bilingual notebook source: percent cells, every text twice, the code once.

A text stands in English and, directly below, in Vietnamese, under one id. `of` is the stamp of the
English that the Vietnamese was last checked against:

    # %% [markdown] id="goal" lang="en"
    # # Choose the threshold
    # %% [markdown] id="goal" lang="vi" of="3f2a91bc"
    # # Chọn ngưỡng bàn giao
    # %% id="setup" tags=["setup"]
    import leadkit as lk

    lk.setup("en")
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadkit.base.errors import BadInput

LANGUAGES = ("en", "vi")
SWITCHES = {"setup": 'lk.setup("en")', "parameters": 'language = "en"'}
KEYS = {"markdown": ("id", "lang", "of", "tags"), "code": ("id", "tags")}
HEADER = re.compile(r"# %%(?P<markdown>\s+\[markdown\])?(?P<keys>\s.*|)$")
KEY = re.compile(r'\s+(\w+)=("[^"]*"|\[[^\]]*\]|\S+)')
STAMP = re.compile(r'\s+of="[^"]*"')
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, kw_only=True, eq=False)
class Cell:
    """One cell as written: where its header stands, what the header says, and the lines below."""

    path: Path
    line: int
    kind: str
    keys: dict[str, Any]
    unread: str
    lines: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its name; twins share one."""
        return str(self.keys.get("id", ""))

    @property
    def lang(self) -> str:
        """The language of a text; code has none."""
        return str(self.keys.get("lang", ""))

    @property
    def tags(self) -> list[str]:
        """Its tags."""
        return list(self.keys.get("tags", []))

    @property
    def text(self) -> str:
        """What the cell holds: Markdown without comment marks, or code."""
        lines = self.lines
        if self.kind == "markdown":
            lines = tuple(line.removeprefix("#").removeprefix(" ") for line in lines)
        return "\n".join(lines).strip("\n").rstrip()

    @property
    def stamp(self) -> str:
        """The stamp of its text."""
        return stamp_of(self.text)

    def code(self, lang: str) -> str:
        """Return the code for readers of `lang`: only the literal of the language differs."""
        code = self.text
        for tag, literal in SWITCHES.items():
            if tag in self.tags:
                code = code.replace(literal, literal.replace('"en"', f'"{lang}"'))
        return code

    def fault(self, problem: str, fix: str, *, line: int = 0) -> BadInput:
        """Return a fault at this cell, or at a line of it."""
        name = f'cell "{self.id}"' if self.id else "a cell without a name"
        return BadInput(f"{name}: {problem}", where=place(self.path, line or self.line), fix=fix)


@dataclass(frozen=True)
class Source:
    """A notebook's source: its file and its cells in order."""

    path: Path
    cells: tuple[Cell, ...]

    @property
    def twins(self) -> list[tuple[Cell, Cell]]:
        """The texts, each English cell with its Vietnamese one."""
        texts = [cell for cell in self.cells if cell.lang]
        return list(zip(texts[::2], texts[1::2], strict=True))


def stamp_of(text: str) -> str:
    """Return eight digits that change with the words of a text, not with its line breaks."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


def place(path: Path, line: int) -> str:
    """Return how a line is called: from the folder above notebooks/ on."""
    return f"{path.relative_to(path.parents[2]).as_posix()}:{line}"


def read(path: Path) -> tuple[Source, list[BadInput]]:
    """Read a source and list its faults; only a source without faults can be built."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        at = place(path, 1 + error.object[: error.start].count(b"\n"))
        fault = BadInput("the file is not UTF-8", where=at, fix="Save it as UTF-8.")
        return Source(path, ()), [fault]
    first, *blocks = re.split(r"^(?=# %%)", text, flags=re.MULTILINE)
    cells, line = [], 1 + first.count("\n")
    for block in blocks:
        cells.append(_cell(path, line, [one.rstrip("\r") for one in block.split("\n")]))
        line += block.count("\n")
    source = Source(path, tuple(cells))
    stray = [BadInput("text stands above the first cell", where=place(path, 1), fix=_STRAY)]
    faults = stray if first.strip() else []
    faults += [fault for cell in cells for fault in _header_faults(cell)]
    return source, faults or list(_source_faults(source))


_STRAY = 'Put it into a cell: a line such as # %% id="setup" tags=["setup"] opens one.'


def stamped(source: Source, cells: list[Cell]) -> str:
    """Return a source's text with the stamps of these English cells set in their twins."""
    lines = source.path.read_bytes().decode("utf-8").split("\n")
    for english, vietnamese in source.twins:
        if english in cells:
            at = vietnamese.line - 1
            header = STAMP.sub("", lines[at].rstrip("\r"))
            ending = "\r" if lines[at].endswith("\r") else ""
            lines[at] = re.sub(r'(lang="vi")', rf'\1 of="{english.stamp}"', header) + ending
    return "\n".join(lines)


def _cell(path: Path, line: int, lines: list[str]) -> Cell:
    """Read one cell; what the header holds beside keys is kept for the fault it is."""
    header = HEADER.match(lines[0])
    rest = header["keys"] if header else lines[0].removeprefix("# %%")
    keys: dict[str, Any] = {}
    for name, value in KEY.findall(rest):
        try:
            keys[name] = json.loads(value)
        except json.JSONDecodeError:
            keys[name] = value
    kind = "markdown" if header and header["markdown"] else "code"
    unread = KEY.sub("", rest).strip()
    return Cell(path=path, line=line, kind=kind, keys=keys, unread=unread, lines=tuple(lines[1:]))


def _header_faults(cell: Cell) -> Iterator[BadInput]:
    """Find what is wrong with one cell by itself."""
    if cell.unread:
        yield cell.fault(f"{cell.unread!r} cannot be read", 'Write keys as in id="goal" lang="en".')
    if not isinstance(cell.keys.get("id", ""), str) or not ID.fullmatch(cell.id):
        fix = 'Name it by its job, in letters, digits and hyphens: id="goal".'
        yield cell.fault("it has no id" if not cell.id else "its id cannot be used", fix)
    for name in cell.keys.keys() - KEYS[cell.kind]:
        known = ", ".join(KEYS[cell.kind])
        yield cell.fault(f"a {cell.kind} cell has no key {name!r}", f"Keys are {known}.")
    if cell.kind == "markdown" and cell.lang not in LANGUAGES:
        told = f'lang "{cell.lang}" is not known' if cell.lang else "it has no lang"
        yield cell.fault(told, 'Write lang="en", or lang="vi" for its twin.')
    tags = cell.keys.get("tags", [])
    if not (isinstance(tags, list) and all(isinstance(tag, str) for tag in tags)):
        yield cell.fault("tags are not a JSON list", 'Write tags=["setup"].')
    for number, line in enumerate(cell.lines, start=cell.line + 1):
        if cell.kind == "markdown" and line.strip() and not line.startswith("#"):
            yield cell.fault("a line of text is not a comment", "Begin it with #.", line=number)


def _source_faults(source: Source) -> Iterator[BadInput]:
    """Find what is wrong with cells together: ids, twins, and the cell that sets the language."""
    yield from _doubled(source) or _untwinned(source)
    if not any("setup" in cell.tags for cell in source.cells):
        fix = '# %% id="setup" tags=["setup"], with import leadkit as lk and lk.setup("en").'
        yield BadInput("there is no setup cell", where=place(source.path, 1), fix=f"Add {fix}")
    elif not any(cell.code("vi") != cell.text for cell in source.cells if cell.kind == "code"):
        fix = 'Write lk.setup("en") in the setup cell, or language = "en" among the parameters.'
        yield BadInput("no cell sets the language", where=place(source.path, 1), fix=fix)


def _doubled(source: Source) -> list[BadInput]:
    first: dict[tuple[str, bool], Cell] = {}
    doubled: dict[str, BadInput] = {}
    for cell in source.cells:
        other = first.setdefault((cell.id, cell.lang == "vi"), cell)
        if other is not cell:
            fault = cell.fault(f"its id is taken (line {other.line})", "Give one another id.")
            doubled.setdefault(cell.id, fault)
    return list(doubled.values())


def _untwinned(source: Source) -> Iterator[BadInput]:
    texts = {(cell.id, cell.lang): cell for cell in source.cells if cell.lang}
    follower = dict(zip(source.cells, source.cells[1:], strict=False))
    for (name, lang), cell in texts.items():
        if lang == "vi" and (name, "en") not in texts:
            fix = 'Write the English above it, with the same id and lang="en".'
            yield cell.fault("it has no English twin", fix)
        if lang == "en" and (name, "vi") not in texts:
            fix = 'Write the Vietnamese directly below, with the same id, lang="vi" and of="".'
            yield cell.fault("it has no Vietnamese twin", fix)
        elif lang == "en" and follower.get(cell) is not (twin := texts[name, "vi"]):
            fix = f"Move the Vietnamese (line {twin.line}) directly below the English."
            yield cell.fault("its twins are not in order", fix)
