"""The simulation studies behind review, model and line: estimates against the market's truth.

`make truth` runs them and writes benchmarks/results/truth.json and truth.md (some four hours on
one core, three of them the review's); `run.py model`, `run.py handoff`, `run.py unseen` and
`run.py review [SEEDS]` (two or more) run those of one room alone and keep the other rows. Each row
holds where the truth lies within the tolerance it names.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import review_page
from handoff import handoff_rows
from model import model_rows
from review import oracles, review_rows
from unseen import unseen_rows

from leadkit.base.files import write_json, write_text

RESULTS = Path(__file__).parents[1] / "results"
ROOMS: dict[str, Callable[..., list[dict[str, Any]]]] = {
    "review": review_rows,
    "model": model_rows,
    "handoff": handoff_rows,
    "unseen": unseen_rows,
}


def main() -> None:
    """Run every study and save what it found."""
    _save(oracles(), [row for room in ROOMS for row in ROOMS[room]()])


def renew(room: str, *size: int) -> None:
    """Run the studies of one room again, of a size if given, in the place of their former rows."""
    put(room, ROOMS[room](*size))


def put(room: str, rows: list[dict[str, Any]]) -> None:
    """Put rows in the place of a room's former ones."""
    former = json.loads((RESULTS / "truth.json").read_text(encoding="utf-8"))
    others = [row for row in former["rows"] if _room(row) != room]
    tables = oracles() if room == "review" else former["oracle"]
    _save(tables, [*others, *rows])


def _save(tables: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    libraries = ("numpy", "scipy", "pandas", "scikit-learn")
    content = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "versions": {name: version(name) for name in libraries},
        "oracle": tables,
        "rows": rows,
    }
    write_json(RESULTS / "truth.json", content)
    write_text(RESULTS / "truth.md", markdown(rows))


def markdown(rows: list[dict[str, Any]]) -> str:
    """Return the review's tables, then one table for each other room."""
    of_room = {room: [row for row in rows if _room(row) == room] for room in ROOMS}
    lines = [review_page.markdown(of_room.pop("review"))]
    for room, found in of_room.items():
        lines += ["", f"| {room} | found | goal | holds |", "|---|---|---|---|"]
        lines += [_line(row, row["ratio" if "ratio" in row else "estimated"]) for row in found]
    return "\n".join([*lines, ""])


def _room(row: dict[str, Any]) -> str:
    """Return the room whose study a row belongs to."""
    return str(row["name"].partition(": ")[0])


def _line(row: dict[str, Any], found: float) -> str:
    """Return a row of the smaller tables; the aim beside what is no share."""
    aim = f" for {row['oracle']:.3f}" if "oracle" in row else ""
    said = f"{found:.3f}{aim} ({row['low']:.3f} to {row['high']:.3f}), n = {row['n']}"
    name, holds = row["name"].partition(": ")[2], row["holds"]
    return f"| {name} | {said} | {row['goal']} | {'' if holds is None else holds} |"


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ROOMS:
        renew(sys.argv[1], *map(int, sys.argv[2:]))
    else:
        main()
