"""The files of a screening: who passes, who was mended, who does not and why, page and counts."""

from __future__ import annotations

from pathlib import Path

from leadkit.base.files import write_json, write_table, write_text
from leadkit.book import as_text
from leadkit.quality.evidence import Evidence
from leadkit.quality.page import screening_page
from leadkit.quality.report import ScreeningReport

FILES = (
    "accepted.csv", "repaired.csv", "offered.csv", "set-aside.csv", "duplicates.csv",
    "screening.html", "screening.json",
)  # fmt: skip
ROW = {"row": "row in file"}


def write_screening(
    report: ScreeningReport,
    folder: Path,
    *,
    title: str,
    footer: str = "",
    evidence: Evidence | None = None,
) -> None:
    """Write the files of a screening (FILES), and those of its evidence, into a folder."""
    evidence = evidence or Evidence()
    aside = as_text(report.set_aside)
    aside.insert(0, "row in file", aside.index)
    write_table(folder / "accepted.csv", as_text(report.accepted.leads))
    write_table(folder / "repaired.csv", report.repaired.rename(columns=ROW))
    write_table(folder / "offered.csv", report.offered.rename(columns=ROW))
    write_table(folder / "duplicates.csv", report.clusters.rename(columns=ROW))
    write_table(folder / "set-aside.csv", aside)
    page = screening_page(report, title=title, footer=footer, more=evidence.sections)
    write_text(folder / "screening.html", page.html())
    write_json(folder / "screening.json", report.to_dict() | evidence.to_dict())
    evidence.write(folder)
