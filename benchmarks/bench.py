"""Every speed benchmark, as ratios of jobs measured side by side (`make bench`).

`python benchmarks/bench.py [NAME ...]` measures all or the named ones, such as curve or scoring,
and writes benchmarks/results/latest.json and latest.md; rows of the others stay. How time and
memory grow is `growth.py`; clusters beside one machine are `scale.py`.
"""

from __future__ import annotations

import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import asof
import clinic
import clock
import curve
import metrics
import reading
import scoring
import screening
import shortfall
import starting
import training
from threadpoolctl import threadpool_limits

from leadkit.base.files import write_json, write_text

RESULTS = Path(__file__).parent / "results"
ROOMS = {
    "curve": curve,
    "clinic": clinic,
    "metrics": metrics,
    "training": training,
    "scoring": scoring,
    "screening": screening,
    "reading": reading,
    "shortfall": shortfall,
    "clock": clock,
    "asof": asof,
    "starting": starting,
}
LIBRARIES = ("numpy", "pandas", "scipy", "scikit-learn", "pyarrow", "dcurves")


def main(*names: str) -> None:
    """Measure and save."""
    path = RESULTS / "latest.json"
    kept = json.loads(path.read_text(encoding="utf-8"))["rows"] if names and path.exists() else []
    with threadpool_limits(1):
        found = [row | {"of": name} for name in names or ROOMS for row in ROOMS[name].rows()]
    rows = [*(row for row in kept if row["of"] not in names), *found]
    content = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}, one thread",
        "versions": {name: version(name) for name in LIBRARIES},
        "rows": sorted(rows, key=lambda row: list(ROOMS).index(row["of"])),
    }
    write_json(path, content)
    write_text(RESULTS / "latest.md", markdown(content))


def markdown(content: dict[str, Any]) -> str:
    """Return the rows as a table."""
    lines = [content["machine"], "", "| job | ratio (rounds) | goal | holds |", "|---|---|---|---|"]
    for found in content["rows"]:
        ratio = f"{found['ratio']:.2f} ({found['low']:.2f} to {found['high']:.2f})"
        holds = "" if found["holds"] is None else found["holds"]
        lines.append(f"| {found['name']} | {ratio} | {found['goal']} | {holds} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main(*sys.argv[1:])
