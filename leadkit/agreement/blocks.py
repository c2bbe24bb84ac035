"""The text of a TOML file in blocks, each with the comments above it, so that they survive."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from typing import Any

import tomlkit

HEADER = re.compile(r"\s*\[\[?[^\[\],]+\]\]?\s*(#.*)?")
REMARK = "#? "
KEYS = {
    ("promises",): "id",
    ("duties",): "task",
    ("rejections",): "reason",
    ("recycling",): "reason",
    ("bonus", "kpis"): "name",
    ("policy", "tiers"): "name",
    ("signatures",): "side",
}


@dataclass(frozen=True)
class Block:
    """A table of a TOML file: the comment lines right above it, its text, its path, its key.

    `key` tells the entries of a list of tables apart; it is blank for a table that stands alone.
    """

    lead: str
    text: str
    path: tuple[str, ...]
    key: str = ""

    @property
    def content(self) -> dict[str, Any]:
        """The values written in it."""
        return dict(_inside(tomllib.loads(self.text), self.path))


def split(text: str) -> list[Block]:
    """Cut the text of a TOML file above each header of a table; joined, it is the same text."""
    pieces, piece = [], ""
    for line in text.splitlines(keepends=True):
        if HEADER.fullmatch(line.rstrip()) and _is_whole(piece):
            pieces.append(piece)
            piece = ""
        piece += line
    pieces.append(piece)
    blocks: list[Block] = []
    lead, pieces[0] = _lead_of_the_first(pieces[0])
    for place, piece in enumerate(pieces):
        body, below = piece, ""
        if place + 1 < len(pieces):
            body, below = _without_lead_of_the_next(piece)
        path = _path(body) if place else ()
        key = _inside(tomllib.loads(body), path).get(KEYS.get(path, ""), "")
        blocks.append(Block(lead, body, path, str(key)))
        lead = below
    return blocks


def joined(blocks: Iterable[Block]) -> str:
    """Return the text of blocks."""
    return "".join(block.lead + block.text for block in blocks)


def merged(old: Sequence[Block], new: Sequence[Block]) -> list[Block]:
    """Write new blocks into old ones: old comments, old layout and old order of the parts stay.

    What stands above the first entry of a list belongs to the list. Entries of a list follow the
    new order. Remarks are those of the new blocks.
    """
    known = {(block.path, block.key): block for block in old}
    lists = {path: _plain_lead(next(iter(group))) for path, group in _groups(old)}
    placed = {path: place for place, (path, _group) in enumerate(_groups(old))}
    found: list[Block] = []
    for path, group in _groups(new):
        for place, block in enumerate(group):
            before = known.get((path, block.key))
            lead = "" if before is None else _plain_lead(before)
            if path in lists and path in KEYS:
                is_first_of_old = lead and lead == lists[path]
                lead = "" if is_first_of_old else lead
                lead = lists[path] + lead if place == 0 else lead
            elif before is None:
                lead = _plain_lead(block)
            text = block.text if before is None else _updated(before, block)
            found.append(replace(block, lead=lead + _remarks(block), text=text))
    return _in_order(found, placed)


def with_remarks(block: Block, remarks: Iterable[str]) -> Block:
    """Return a block with remarks of the kit above it, a line each."""
    said = "".join(f"{REMARK}{' '.join(remark.split())}\n" for remark in remarks)
    return replace(block, lead=block.lead + said)


def without_remarks(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks without the remarks of the kit above them."""
    return [replace(block, lead=_plain_lead(block)) for block in blocks]


def without(blocks: Sequence[Block], path: tuple[str, ...], key: str) -> list[Block]:
    """Return the blocks without one entry of a list; the comment above the list stays."""
    kept = [block for block in blocks if (block.path, block.key) != (path, key)]
    first = next((block for block in blocks if block.path == path), None)
    if first is None or first in kept:
        return kept
    place = next((n for n, block in enumerate(kept) if block.path == path), None)
    if place is not None:
        kept[place] = replace(kept[place], lead=_plain_lead(first) + kept[place].lead)
    return kept


def _is_whole(piece: str) -> bool:
    """Whether a text ends outside of any value, so that a header may follow."""
    try:
        tomllib.loads(piece)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _lead_of_the_first(piece: str) -> tuple[str, str]:
    """Cut off the comment lines at the top of a file."""
    lines = piece.splitlines(keepends=True)
    lead = list(takewhile(lambda line: line.lstrip().startswith("#"), lines))
    return "".join(lead), "".join(lines[len(lead) :])


def _without_lead_of_the_next(piece: str) -> tuple[str, str]:
    """Cut off the comment lines at the end, which belong to the header that follows."""
    lines = piece.splitlines(keepends=True)
    start = len(lines)
    while start and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return "".join(lines[:start]), "".join(lines[start:])


def _path(body: str) -> tuple[str, ...]:
    node: Any = tomllib.loads(body.lstrip().splitlines()[0])
    path: list[str] = []
    while node:
        node = node[-1] if isinstance(node, list) else node
        if not node:
            break
        name = next(iter(node))
        path.append(name)
        node = node[name]
    return tuple(path)


def _inside(node: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        node = node[name]
        node = node[-1] if isinstance(node, list) else node
    return node


def _groups(blocks: Sequence[Block]) -> list[tuple[tuple[str, ...], list[Block]]]:
    """Return the blocks by path, paths in the order in which they first stand."""
    paths = list(dict.fromkeys(block.path for block in blocks))
    return [(path, [block for block in blocks if block.path == path]) for path in paths]


def _plain_lead(block: Block) -> str:
    lines = block.lead.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(REMARK))


def _remarks(block: Block) -> str:
    lines = block.lead.splitlines(keepends=True)
    return "".join(line for line in lines if line.startswith(REMARK))


def _updated(old: Block, new: Block) -> str:
    """Return the old text with the new values in it."""
    was, now = old.content, new.content
    if was == now:
        return old.text
    document = tomlkit.parse(old.text.rstrip() + "\n")
    table = _inside(document, old.path)
    for name in was.keys() - now.keys():
        table.remove(name)
    for name, value in now.items():
        if name not in was or was[name] != value:
            table[name] = value
    blank_below = old.text[len(old.text.rstrip()) :].lstrip("\r").removeprefix("\n")
    return tomlkit.dumps(document).rstrip() + "\n" + blank_below


def _in_order(blocks: list[Block], placed: Mapping[tuple[str, ...], int]) -> list[Block]:
    """Return parts in the old order; a new one follows the part it follows in a fresh text."""
    order: list[tuple[str, ...]] = sorted(
        {block.path for block in blocks if block.path in placed}, key=placed.__getitem__
    )
    before: tuple[str, ...] | None = None
    for path, _group in groupby(block.path for block in blocks):
        if path not in order:
            order.insert(0 if before is None else order.index(before) + 1, path)
        before = path
    rank = {path: place for place, path in enumerate(order)}
    return sorted(blocks, key=lambda block: rank[block.path])
