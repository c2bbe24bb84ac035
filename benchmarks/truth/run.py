"""The simulation studies behind review, model and line: estimates against the market's truth.

`make truth` runs them and writes benchmarks/results/truth.json and truth.md (about an hour and a
half on one core); `run.py model`, `run.py handoff` and `run.py unseen` run those of one room alone
and keep the other rows. Each row holds where the truth lies within the tolerance it names.
"""

from __future__ import annotations

import json
import platform
import sys
from importlib.metadata import version
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
from handoff import handoff_rows
from model import model_rows
from tqdm import tqdm
from unseen import unseen_rows

from leadkit.base.estimate import rate
from leadkit.base.files import write_json, write_text
from leadkit.market import SCENARIOS, oracle, simulate
from leadkit.quality import Standard, marked
from leadkit.review import shortfall

RESULTS = Path(__file__).parents[1] / "results"
ROOMS = {"model": model_rows, "handoff": handoff_rows, "unseen": unseen_rows}
PARTS = ("volume", "lead_quality", "follow_up", "selling", "deal_value")
BEHIND = {
    "volume": ("volume",),
    "lead_quality": ("quality",),
    "follow_up": ("speed",),
    "selling": ("people", "market", "hidden"),
    "deal_value": ("value",),
}
SEEDS, LEADS = 40, 12_000
FEW_DRAWS = 2
WARNED_SEEDS, WARNED_LEADS, WARNED_DRAWS = 20, 60_000, 100
MOST, SELDOM = 0.5, 0.2
STANDARD_ERRORS, OF_REVENUE = 3.0, 0.06


def main(seeds: int = SEEDS, warned: int = WARNED_SEEDS) -> None:
    """Run every study and save what it found."""
    tables = {name: oracle(name, n_leads=LEADS) for name in SCENARIOS}
    rows = [row for name in SCENARIOS for row in parts_of(name, tables[name], seeds)]
    rows += [warning_row(name, warned) for name in ("hidden", "bad_selling")]
    rows += [row for room in ROOMS for row in ROOMS[room]()]
    _save(tables, rows)


def renew(room: str) -> None:
    """Run the studies of one room again and put them in the place of their former rows."""
    former = json.loads((RESULTS / "truth.json").read_text(encoding="utf-8"))
    others = [row for row in former["rows"] if _room(row) != room]
    _save(former["oracle"], others + ROOMS[room]())


def _save(tables: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    libraries = ("numpy", "scipy", "pandas", "scikit-learn")
    content = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "versions": {name: version(name) for name in libraries},
        "oracle": tables,
        "rows": rows,
    }
    write_json(RESULTS / "truth.json", content)
    write_text(RESULTS / "truth.md", markdown(tables, rows))


def parts_of(scenario: str, table: dict[str, Any], seeds: int) -> list[dict[str, Any]]:
    """Compare the mean of the estimated parts with the oracle, in the book's currency."""
    found = np.array(
        [
            [one.value for one in _split(scenario, LEADS, seed, FEW_DRAWS).parts.values()]
            for seed in tqdm(range(seeds), desc=scenario, disable=None)
        ]
    )
    rows = []
    for place, part in enumerate(PARTS):
        true = sum(table["parts"][name] for name in BEHIND[part])
        mean, error = found[:, place].mean(), found[:, place].std(ddof=1) / sqrt(seeds)
        allowed = STANDARD_ERRORS * error + OF_REVENUE * table["before"]
        rows.append(
            {
                "name": f"{scenario}: {part}",
                "oracle": true,
                "estimated": float(mean),
                "low": float(mean - 1.96 * error),
                "high": float(mean + 1.96 * error),
                "n": seeds,
                "goal": "within 3 standard errors and 6 % of the revenue before",
                "holds": bool(abs(mean - true) <= allowed),
            }
        )
    return rows


def warning_row(scenario: str, seeds: int) -> dict[str, Any]:
    """Count the large books in which sales' own leads speak against blaming selling."""
    raised = sum(
        _reading(_split(scenario, WARNED_LEADS, seed, WARNED_DRAWS)) == "contradicts"
        for seed in tqdm(range(seeds), desc=f"{scenario}, warned", disable=None)
    )
    share = rate(raised, seeds, minimum_n=1)
    is_wanted = scenario == "hidden"
    return {
        "name": f"{scenario}: warns of hidden lead quality at {WARNED_LEADS:,} leads",
        "ratio": share.value,
        "low": share.low,
        "high": share.high,
        "n": seeds,
        "goal": f"over {MOST:.0%}" if is_wanted else f"under {SELDOM:.0%}",
        "holds": share.value > MOST if is_wanted else share.value < SELDOM,
    }


def _reading(gap: Any) -> str:
    return gap.control.reading if gap.control else "cannot tell"


def _split(scenario: str, leads: int, seed: int, draws: int) -> Any:
    book, _truth = simulate(scenario, n_leads=leads, seed=seed)
    return shortfall(marked(book, Standard.default()), "2026Q2", against="2026Q1", draws=draws)


def markdown(tables: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    """Return the oracle table beside the estimates, in millions."""
    by_name = {row["name"]: row for row in rows}
    lines = [
        "Change of revenue from 2026Q1 to 2026Q2 in a market of 12,000 leads, million VND:",
        "oracle / mean estimate (standard error) over "
        f"{rows[0]['n']} books. Selling holds people, market and hidden quality.",
        "",
        f"| scenario | {' | '.join(PARTS)} |",
        "|---|" + "---|" * len(PARTS),
    ]
    for scenario in tables:
        cells = []
        for part in PARTS:
            row = by_name[f"{scenario}: {part}"]
            error = (row["high"] - row["low"]) / 3.92
            mark = "" if row["holds"] else " !"
            cells.append(
                f"{row['oracle'] / 1e6:+.0f} / {row['estimated'] / 1e6:+.0f} "
                f"({error / 1e6:.0f}){mark}"
            )
        lines.append(f"| {scenario} | {' | '.join(cells)} |")
    lines += ["", "| warning | share of books | goal | holds |", "|---|---|---|---|"]
    lines += [_line(row, row["ratio"]) for row in rows if "ratio" in row and _room(row) is None]
    for room in ROOMS:
        lines += ["", f"| {room} | found | goal | holds |", "|---|---|---|---|"]
        lines += [
            _line(row, row["ratio" if "ratio" in row else "estimated"])
            for row in rows
            if _room(row) == room
        ]
    return "\n".join([*lines, ""])


def _room(row: dict[str, Any]) -> str | None:
    """Return the room whose study a row belongs to; None for the review's."""
    return next((room for room in ROOMS if row["name"].startswith(f"{room}: ")), None)


def _line(row: dict[str, Any], found: float) -> str:
    """Return a row of the smaller tables; the aim beside what is no share."""
    room = _room(row)
    digits = 2 if room is None else 3
    aim = f" for {row['oracle']:.{digits}f}" if "oracle" in row else ""
    between = f"{row['low']:.{digits}f} to {row['high']:.{digits}f}"
    said = f"{found:.{digits}f}{aim} ({between}), n = {row['n']}"
    name, holds = row["name"].removeprefix(f"{room}: "), row["holds"]
    return f"| {name} | {said} | {row['goal']} | {'' if holds is None else holds} |"


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ROOMS:
        renew(sys.argv[1])
    else:
        main(*map(int, sys.argv[1:]))
