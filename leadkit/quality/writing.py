"""The files of a screening: who passes, who does not and why, the page and the counts."""

from __future__ import annotations

from pathlib import Path

from leadkit.base.files import write_json, write_table, write_text
from leadkit.book import as_text
from leadkit.quality.page import screening_page
from leadkit.quality.screening import Screening


def write_screening(screening: Screening, folder: Path, *, title: str, footer: str = "") -> None:
    """Write accepted.csv, set-aside.csv, screening.html and screening.json into a folder."""
    aside = as_text(screening.set_aside)
    aside.insert(0, "row in file", aside.index)
    write_table(folder / "accepted.csv", as_text(screening.accepted.leads))
    write_table(folder / "set-aside.csv", aside)
    page = screening_page(screening, title=title, footer=footer)
    write_text(folder / "screening.html", page.html())
    write_json(folder / "screening.json", screening.to_dict())
