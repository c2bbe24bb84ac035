"""Cells of a notebook that meddle with how answers are checked: read as text, never run."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from leadkit.base.plain_file import read_json

CHECKERS = frozenset(
    ["ask", "attempt", "check", "judge", "judge_item", "keep_all", "quiz", "solution", "_tried"]
)
INSIDE = CHECKERS | {"matches", "reason", "right"}
SETTERS = frozenset(("setattr", "__setattr__", "delattr", "exec", "eval", "patch"))
LARGEST = 20_000_000
LONGEST_CELL = 200_000


def edited_cells(notebook: Path) -> list[int]:
    """Return the places of the cells that replace leadkit's own checking, or look into it.

    What is written in a cell is parsed and looked through; nothing is executed, no output is
    shown. A notebook that cannot be read has none.
    """
    if notebook.is_symlink() or not notebook.is_file() or notebook.stat().st_size > LARGEST:
        return []
    try:
        cells = read_json(notebook)["cells"]
        sources = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (ValueError, KeyError, TypeError):
        return []
    return [
        place
        for place, (kind, source) in enumerate(sources, 1)
        if kind == "code" and len(source) <= LONGEST_CELL and _changes_checking(source)
    ]


def _changes_checking(source: str) -> bool:
    """Return whether a cell binds a name of the checking anew, or looks up a right value.

    Examples
    --------
    >>> _changes_checking("def check(key, answer): return 'right'")
    True
    >>> _changes_checking("from leadkit.learn import check; check('t01.2', 15)")
    False
    """
    try:
        tree = ast.parse(_without_magic(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(map(_is_a_change, ast.walk(tree)))


def _is_a_change(node: Any) -> bool:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name in CHECKERS
        case ast.Name(id=name, ctx=ast.Store()):
            return name in CHECKERS
        case ast.Attribute(attr=name, ctx=ast.Store()):
            return name in INSIDE
        case ast.ImportFrom(module=module, names=names) if not (module or "").startswith("leadkit"):
            return any((one.asname or one.name) in CHECKERS for one in names)
        case ast.Call(func=ast.Attribute(attr="right")):
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in SETTERS
    return False


def _without_magic(source: str) -> str:
    """Leave out the lines that are meant for the notebook and not for Python."""
    return "\n".join(
        "pass" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines()
    )
