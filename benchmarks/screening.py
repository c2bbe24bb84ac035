"""How long a screening takes, as a multiple of reading the same leads once.

Simulates a market of each size, reads and screens it in turn.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv
from measure import Seconds, clock, row
from tqdm import tqdm

from leadkit.book import read_book, write_book
from leadkit.market import simulate
from leadkit.quality import Standard, phones, screen
from leadkit.quality.cells import Cells
from leadkit.quality.contacts import Verdict
from leadkit.quality.duplicates import find_duplicates
from leadkit.quality.telephones import _phone

SIZES = (100_000, 1_000_000)
ROUNDS = {100_000: 3, 1_000_000: 2}
SEED = 5
ONE_BY_ONE = 100_000


def rows() -> list[dict[str, Any]]:
    """Measure every size."""
    return [row for size in SIZES for row in of_size(size)]


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
        seconds = timed_road(path, rounds=ROUNDS[size])
    leads = f"{len(read.leads):,} leads"
    found = [
        row(f"screening, {leads}, to reading them", seconds, "screen", "read", 2.5),
        row(f"screening, {leads}, to Arrow's bare read", seconds, "screen", "bare", 2.5),
        row(f"near duplicates, {leads}, to reading them", seconds, "duplicates", "read", 3),
    ]
    if size != SIZES[0]:
        return found
    return [*found, telephones(read.leads["phone"].head(ONE_BY_ONE))]


def timed_road(path: Path, *, rounds: int) -> Seconds:
    """Return the seconds of each job in each round."""
    seconds: Seconds = {"bare": [], "read": [], "screen": [], "duplicates": []}
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
    seconds: Seconds = {"column": [], "each": []}
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
