"""How long a screening takes, as a multiple of reading the same leads once.

`python benchmarks/screening.py [100000 1000000]` simulates a market of each size, reads and
screens it in turn, and writes benchmarks/results/screening.json and screening.md. A ratio is that
of the medians; low and high are the least and the greatest ratio of a single round.
"""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv
from tqdm import tqdm

from leadkit.base.files import write_json, write_text
from leadkit.book import read_book, write_book
from leadkit.market import simulate
from leadkit.quality import Standard, phones, screen
from leadkit.quality.checks import Cells
from leadkit.quality.contacts import Verdict
from leadkit.quality.duplicates import find_duplicates
from leadkit.quality.telephones import _phone

RESULTS = Path(__file__).parent / "results"
SIZES = (100_000, 1_000_000)
ROUNDS = {100_000: 5, 1_000_000: 3}
SEED = 5
ONE_BY_ONE = 100_000
AT_MOST, AT_LEAST = "at most {}", "at least {} times as fast"


def main(*sizes: int) -> None:
    """Measure every size and save what was found."""
    rows = [row for size in sizes or SIZES for row in of_size(size)]
    libraries = ("numpy", "pandas", "pyarrow", "phonenumbers", "rapidfuzz", "scipy")
    content = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}, "
        f"Arrow on {pa.cpu_count()} threads",
        "versions": {name: version(name) for name in libraries},
        "rows": rows,
    }
    write_json(RESULTS / "screening.json", content)
    write_text(RESULTS / "screening.md", markdown(content))


def of_size(size: int) -> list[dict[str, Any]]:
    """Simulate so many leads and time each part of the way, each round in the same order."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book"
        book, _truth = simulate("mixed", n_leads=size, seed=SEED)
        write_book(replace(book, tables={"leads": book.leads}), path)
        del book
        read = read_book(path)
        report = screen(read)
        assert report.rows == len(read.leads), "every row is accepted or set aside"
        seconds = timed(path, rounds=ROUNDS.get(size, 5))
    leads = f"{len(read.leads):,} leads"
    rows = [
        row(f"screening, {leads}, to reading them", seconds, "screen", "read", 2.5),
        row(f"screening, {leads}, to Arrow's bare read", seconds, "screen", "bare", 2.5),
        row(f"near duplicates, {leads}, to reading them", seconds, "duplicates", "read", 3),
    ]
    return [*rows, telephones(read.leads["phone"].head(ONE_BY_ONE))] if size == SIZES[0] else rows


def timed(path: Path, *, rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each job in each round."""
    seconds: dict[str, list[float]] = {"bare": [], "read": [], "screen": [], "duplicates": []}
    for _round in tqdm(range(rounds), desc=path.name, disable=None):
        seconds["bare"].append(clock(lambda: bare_read(path / "leads.csv")))
        seconds["read"].append(clock(lambda: read_book(path)))
        book = read_book(path)
        _phone.cache_clear()
        seconds["screen"].append(clock(partial(screen, book)))
        cells = Cells(book.leads, Standard.default())
        judged = cells.email, cells.phone
        seconds["duplicates"].append(clock(partial(find_duplicates, book.leads, *judged)))
    return seconds


def bare_read(path: Path) -> Any:
    """Read a CSV as text, and nothing else."""
    with path.open(encoding="utf-8") as file:
        names = file.readline().rstrip().split(",")
    types = pa.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    return pa.csv.read_csv(path, convert_options=types)


def telephones(cells: pd.Series[str]) -> dict[str, Any]:
    """Compare the column with one number at a time through the library, each spelling once."""
    seconds: dict[str, list[float]] = {"column": [], "each": []}
    for _round in range(ROUNDS[SIZES[0]]):
        _phone.cache_clear()
        seconds["column"].append(clock(lambda: phones(cells)))
        _phone.cache_clear()
        seconds["each"].append(clock(lambda: [_phone(cell, "VN") for cell in cells]))
    each = pd.DataFrame([_phone(cell, "VN") for cell in cells], columns=Verdict._fields)
    alike = phones(cells).normalised.fillna("").tolist() == each["normalised"].fillna("").tolist()
    assert alike, "both ways judge alike"
    name = f"telephone numbers, {len(cells):,}: one by one to the column"
    return row(name, seconds, "each", "column", 25, faster=True)


def clock(job: Callable[[], Any]) -> float:
    """Return the seconds a job takes."""
    start = perf_counter()
    job()
    return perf_counter() - start


def row(
    name: str, seconds: dict[str, list[float]], job: str, base: str, goal: float, *,
    faster: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Return the ratio of two jobs, with the range of its rounds, against its goal."""
    each = [a / b for a, b in zip(seconds[job], seconds[base], strict=True)]
    ratio = median(seconds[job]) / median(seconds[base])
    return {
        "name": name,
        "ratio": round(ratio, 3),
        "low": round(min(each), 3),
        "high": round(max(each), 3),
        "rounds": len(each),
        "goal": (AT_LEAST if faster else AT_MOST).format(goal),
        "holds": ratio >= goal if faster else ratio <= goal,
    }


def markdown(content: dict[str, Any]) -> str:
    """Return the rows as a table."""
    lines = [content["machine"], "", "| job | ratio (rounds) | goal | holds |", "|---|---|---|---|"]
    for found in content["rows"]:
        ratio = f"{found['ratio']:.2f} ({found['low']:.2f} to {found['high']:.2f})"
        lines.append(f"| {found['name']} | {ratio} | {found['goal']} | {found['holds']} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
