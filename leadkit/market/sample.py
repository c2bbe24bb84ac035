"""The recipe of the bundled lead books: `python -m leadkit.market.sample data/samples`."""

from __future__ import annotations

import lzma
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd

from leadkit.base.files import LOCK, neutral_table, write_json, write_table, write_text
from leadkit.book import Book, write_book
from leadkit.market.engine import run
from leadkit.market.exports import exports
from leadkit.market.oracle import oracle
from leadkit.market.recipes import SAMPLE, sample_market
from leadkit.market.scenarios import SCENARIOS
from leadkit.market.truth import Truth

ORACLE_DRAWS = 300_000
EXPORTED = 600
CHANCES = ("u", "p1", "p1_x", "p0", "p_act", "p_90", "propensity")


def write_sample(folder: Path) -> None:
    """Write the books to folder/book and folder/small; of the first, also exports and the truth.

    The same recipe gives the same bytes. In truth/leads.csv.xz, chances and hidden quality are
    whole numbers in ten-thousandths, and money is in thousands.
    """
    book, truth = sample_market("book")
    _write_with_standard(book, folder / "book")
    _write_with_standard(sample_market("small")[0], folder / "small")
    market = run(SCENARIOS[SAMPLE["scenario"]], SAMPLE["n_leads"], 8, SAMPLE["seed"])
    exported = exports(book, market, EXPORTED)
    for name, text in exported.files.items():
        write_text(folder / "exports" / name, text)
    _write_packed(folder / "truth" / "leads.csv.xz", _in_whole_numbers(truth))
    dirt = pd.concat([truth.dirt, exported.record])
    _write_packed(folder / "truth" / "dirt.csv.xz", dirt)
    write_table(folder / "truth" / "events.csv", truth.events)
    answer = oracle(SAMPLE["scenario"], n_leads=SAMPLE["n_leads"], draws=ORACLE_DRAWS)
    write_json(folder / "truth" / "oracle.json", {"format": 1, "market": SAMPLE, **answer})


def _write_with_standard(book: Book, folder: Path) -> None:
    write_book(book, folder)
    standard = files("leadkit") / "quality" / "standard.toml"
    write_text(folder / "standard.toml", standard.read_text(encoding="utf-8"))
    (folder / LOCK).unlink(missing_ok=True)


def _write_packed(path: Path, table: pd.DataFrame) -> None:
    text = neutral_table(table).to_csv(index=False, lineterminator="\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(text.encode("utf-8")))


def _in_whole_numbers(truth: Truth) -> pd.DataFrame:
    table = truth.leads.reset_index()
    table["ev"] = np.round(table["ev"] / 1_000)
    for name in CHANCES:
        table[name] = np.round(table[name] * 10_000).astype("Int64")
    return table.astype({"ev": "int64", "random_routing": "int64"})


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]))
