"""The numbers and the pictures of a handoff page as files of their own."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from leadkit.base.files import neutral_table
from leadkit.handoff.grounds import Grounds
from leadkit.handoff.writing import EPOCH, aside


def write_tables(grounds: Grounds, path: Path) -> None:
    """Write every table of numbers as one sheet of an Excel workbook; no cell is a formula."""
    plain = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with aside(path) as building:
        with pd.ExcelWriter(building, engine="xlsxwriter", engine_kwargs=plain) as writer:
            writer.book.set_properties({"created": EPOCH})
            for name, table in grounds.tables.items():
                neutral_table(table).to_excel(writer, sheet_name=name, index=False)
        building.replace(path)


def write_figures(grounds: Grounds, folder: Path) -> None:
    """Write every picture with its title and source as PNG."""
    from matplotlib import pyplot as plt

    for name, draw in grounds.drawings():
        draw()
        plt.savefig(folder / f"{name}.png")
        plt.close()
