"""The recipe of the bundled lead books: `python -m leadkit.market.sample data/samples`."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd

from leadkit.base.files import LOCK, write_json, write_table, write_text
from leadkit.book import Book, write_book
from leadkit.market.oracle import oracle
from leadkit.market.recipes import SAMPLE, sample_market
from leadkit.market.truth import Truth

ORACLE_DRAWS = 300_000
CHANCES = ("u", "p1", "p1_x", "p0", "p_act", "p_90", "propensity")


def write_sample(folder: Path) -> None:
    """Write the books to folder/book and folder/small, and the truth of the first to folder/truth.

    The same recipe gives the same bytes. In truth/leads.csv, chances and hidden quality are
    whole numbers in ten-thousandths.
    """
    book, truth = sample_market("book")
    _write_with_standard(book, folder / "book")
    _write_with_standard(sample_market("small")[0], folder / "small")
    write_table(folder / "truth" / "leads.csv", _in_ten_thousandths(truth))
    write_table(folder / "truth" / "dirt.csv", truth.dirt)
    write_table(folder / "truth" / "events.csv", truth.events)
    answer = oracle(SAMPLE["scenario"], n_leads=SAMPLE["n_leads"], draws=ORACLE_DRAWS)
    write_json(folder / "truth" / "oracle.json", {"format": 1, "market": SAMPLE, **answer})


def _write_with_standard(book: Book, folder: Path) -> None:
    write_book(book, folder)
    standard = files("leadkit") / "quality" / "standard.toml"
    write_text(folder / "standard.toml", standard.read_text(encoding="utf-8"))
    (folder / LOCK).unlink(missing_ok=True)


def _in_ten_thousandths(truth: Truth) -> pd.DataFrame:
    table = truth.leads.reset_index()
    for name in CHANCES:
        table[name] = np.round(table[name] * 10_000).astype("Int64")
    return table.astype({"ev": "int64", "random_routing": "int64"})


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]))
