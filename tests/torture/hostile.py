"""Files spoiled on purpose: every way in which a file goes wrong, for every file that is read."""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Spoil = Callable[[bytes, random.Random], bytes]

EVIL = (
    "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "\x1b[31mred\x1b[0m", "\u202egnp.exe",
    "../../../etc/passwd", "1e999", "-inf", "nan", "9999-99-99", "0000-00-00T00:00Z", "9" * 400,
    "{{7*7}}", "%s%n", "\ufeff", "NULL", "ﷺ" * 300, "{0.__class__}", "' OR 1=1 --", "٣٤٥", "\u0000",
    "0001-01-01T00:00Z", "9999-12-31T23:59Z", "{", "{}", "-0", "1_000", "0x1F", "\t", "rep_01\r",
)  # fmt: skip
NUMBERS = (b"1e999", b"-1", b"9" * 30, b"nan", b"NaN", b"Infinity", b"0", b"true", b"1e-320", b"")
SHAPES = (
    b"[]", b"{}", b"null", b"1", b'"x"', b"[1]", b'{"format": 99}', b"format = 99\n", b"x = 1\n",
    b"[[x]]\n", b"a.b.c = 1\na.b = 2\n", b'{"format": 1}\n', b'["format"]', b"format = 1\n",
)  # fmt: skip
FIVE_MB, BOMB_MB = 5_000_000, 600
DEEP = 50_000


@dataclass(frozen=True)
class Target:
    """A file that commands read: its place in the firm's folder, and a command that reads it."""

    file: str
    words: tuple[str, ...]
    writes: tuple[str, ...] = ("out",)


@dataclass(frozen=True)
class Case:
    """One spoiled file before one command."""

    target: Target
    way: str
    seed: int

    @property
    def name(self) -> str:
        """What a failing test is called."""
        return f"{self.target.words[0]}-{Path(self.target.file).name}-{self.way}-{self.seed}"

    def spoil(self, folder: Path) -> None:
        """Spoil the file where it stands."""
        [path] = folder.glob(self.target.file)
        rng = random.Random(f"{self.target.file}{self.way}{self.seed}")
        if self.way in IN_PLACE:
            IN_PLACE[self.way](path)
        else:
            spoil = ways_of(path.suffix)[self.way]
            path.write_bytes(spoil(path.read_bytes(), rng))


def ways_of(suffix: str) -> dict[str, Spoil]:
    """Return the ways in which the bytes of a file of this kind are spoiled."""
    if suffix == ".xlsx":
        return BINARY_WAYS | XLSX_WAYS
    return BINARY_WAYS if suffix in (".parquet", ".skops") else BINARY_WAYS | TEXT_WAYS


def cases(targets: list[Target], n: int, seed: int = 0) -> list[Case]:
    """Return n cases: every way and every file as evenly as can be, in a repeatable order."""
    rng = random.Random(seed)

    def all_pairs() -> Iterator[Case]:
        again = 0
        while True:
            pairs = [
                (target, way)
                for target in targets
                for way in (*ways_of(Path(target.file).suffix), *IN_PLACE)
            ]
            rng.shuffle(pairs)
            yield from (Case(target, way, again) for target, way in pairs)
            again += 1

    made = all_pairs()
    return [next(made) for _case in range(n)]


def _lines(content: bytes) -> list[bytes]:
    return content.split(b"\n")


def _evil_cells(content: bytes, rng: random.Random) -> bytes:
    """Put evil text in the place of a cell in a third of all lines, or of a value of a TOML."""
    head, *rest = _lines(content)
    comma = b"," if b"," in head else b"="
    for place in range(len(rest)):
        cells = rest[place].split(comma)
        if len(cells) > 1 and rng.random() < 0.3:
            evil = rng.choice(EVIL).encode("utf-8", "surrogatepass")
            cells[rng.randrange(1, len(cells))] = evil if comma == b"," else b' "' + evil + b'"'
            rest[place] = comma.join(cells)
    return b"\n".join([head, *rest])


def _evil_names(content: bytes, rng: random.Random) -> bytes:
    head, *rest = _lines(content)
    cells = head.split(b",")
    cells[rng.randrange(len(cells))] = rng.choice(EVIL).encode()
    return b"\n".join([b",".join(cells), *rest])


def _odd_numbers(content: bytes, rng: random.Random) -> bytes:
    """Put odd numbers in the place of a few."""
    found = re.compile(rb"(?<![\w.-])-?\d+(\.\d+)?(?![\w.:-])")
    share = 5 / max(5, len(found.findall(content)))
    return found.sub(
        lambda match: rng.choice(NUMBERS) if rng.random() < share else match[0], content
    )


def _flipped(content: bytes, rng: random.Random) -> bytes:
    flipped = bytearray(content)
    for _flip in range(max(3, len(content) // 2_000)):
        flipped[rng.randrange(len(flipped))] = rng.randrange(256)
    return bytes(flipped)


def _cut(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(1, len(content))]


def _some_lost(content: bytes, rng: random.Random) -> bytes:
    return b"\n".join(line for line in _lines(content) if rng.random() < 0.9)


def _without_a_column(content: bytes, rng: random.Random) -> bytes:
    lines = _lines(content)
    gone = rng.randrange(lines[0].count(b",") + 1)
    return b"\n".join(
        b",".join(cell for place, cell in enumerate(line.split(b",")) if place != gone)
        for line in lines
    )


def _shuffled(content: bytes, rng: random.Random) -> bytes:
    lines = _lines(content)
    rng.shuffle(lines)
    return b"\n".join(lines)


def _inserted(content: bytes, rng: random.Random, what: bytes) -> bytes:
    place = rng.randrange(len(content) + 1)
    return content[:place] + what + content[place:]


def _repacked(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Pack a workbook anew, every part changed; one that becomes None is left out."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            part = change(name, before.read(name))
            if part is not None:
                after.writestr(name, part)
    return packed.getvalue()


def _sheets(content: bytes, change: Callable[[bytes], bytes | None]) -> bytes:
    return _repacked(content, lambda name, part: change(part) if "worksheets/" in name else part)


BINARY_WAYS: dict[str, Spoil] = {
    "empty": lambda content, rng: b"",
    "cut": _cut,
    "flipped": _flipped,
    "nul": lambda content, rng: _inserted(content, rng, b"\0"),
    "twice": lambda content, rng: content + content,
    "noise": lambda content, rng: rng.randbytes(20_000),
    "page": lambda content, rng: b"<!DOCTYPE html><html><body>Log in, please</body></html>",
    "a table instead": lambda content, rng: b"lead_id,x\nL1,1\nL2,2\n",
}
TEXT_WAYS: dict[str, Spoil] = {
    "blank": lambda content, rng: b" \n\n\t\n",
    "head alone": lambda content, rng: _lines(content)[0],
    "no utf-8": lambda content, rng: _inserted(content, rng, b"\xff\xfe\xc3\x28"),
    "surrogate": lambda content, rng: _inserted(content, rng, b"\xed\xa0\x80"),
    "utf-16": lambda content, rng: content.decode("utf-8", "replace").encode("utf-16"),
    "carriage returns": lambda content, rng: content.replace(b"\n", b"\r"),
    "quote": lambda content, rng: _inserted(content, rng, b'"'),
    "evil cells": _evil_cells,
    "evil names": _evil_names,
    "odd numbers": _odd_numbers,
    "other shape": lambda content, rng: rng.choice(SHAPES),
    "giant cell": lambda content, rng: _inserted(content, rng, b"A" * FIVE_MB),
    "wide": lambda content, rng: content.replace(b"\n", b"," * 9_999 + b"\n", 1),
    "deep": lambda content, rng: content + b"\nx = " + b"[" * DEEP + b"]" * DEEP + b"\n",
    "deep alone": lambda content, rng: b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "semicolons": lambda content, rng: content.replace(b",", b";"),
    "without a column": _without_a_column,
    "some lines lost": _some_lost,
    "shuffled": _shuffled,
}
XLSX_WAYS: dict[str, Spoil] = {
    "bomb": lambda content, rng: _sheets(
        content, lambda part: part.replace(b"<sheetData>", b"<sheetData>" + b" " * BOMB_MB * 10**6)
    ),
    "laughs": lambda content, rng: _sheets(content, _with_laughs),
    "no sheet": lambda content, rng: _sheets(content, lambda part: None),
    "no workbook": lambda content, rng: _repacked(
        content, lambda name, part: None if name == "xl/workbook.xml" else part
    ),
    "half a sheet": lambda content, rng: _sheets(content, lambda part: part[: len(part) // 2]),
    "far cell": lambda content, rng: _sheets(
        content, lambda part: part.replace(b'r="A2"', b'r="XFD1048576"')
    ),
    "macro": lambda content, rng: _repacked(
        content, lambda name, part: part.replace(b"sheet.main+xml", b"macroEnabled.main+xml")
    ),
}


def _with_laughs(part: bytes) -> bytes:
    """Put entities before a sheet that would unfold to gigabytes."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]>'.encode()
    start = part.index(b"<worksheet")
    return part[:start] + doctype + part[start:].replace(b"<v>", b"<v>&l9;", 1)


def _folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe_instead(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _link_instead(path: Path, to: str) -> None:
    path.unlink()
    path.symlink_to(to)


IN_PLACE: dict[str, Callable[[Path], None]] = {
    "gone": lambda path: path.unlink(),
    "a folder": _folder_instead,
    "a pipe": _pipe_instead,
    "a loop of links": lambda path: _link_instead(path, path.name),
    "an endless device": lambda path: _link_instead(path, "/dev/zero"),
}


def copied(source: Path, to: Path) -> Path:
    """Return a copy of the firm's folder to spoil."""
    return Path(shutil.copytree(source, to, symlinks=True))
