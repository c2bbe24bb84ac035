"""`leadkit agreement owed`: from a revenue target to leads a week, and whether sales can."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from leadkit.base.files import run_folder, write_json, write_table, write_text
from leadkit.base.language import _
from leadkit.cli.options import FOLDER, Data, common, data_argument, noted, open_book, say

if TYPE_CHECKING:
    from leadkit.review.owed.found import LeadsOwed


@click.command("owed")
@data_argument
@click.option("--quarter", metavar="QUARTER", help="As in 2026Q3; else the next quarter.")
@click.option("--revenue", type=float, metavar="AMOUNT", help="The target; else the book's plan.")
@click.option("--share", type=float, default=1.0, help="Marketing's part of it, as in 0.7.")
@click.option("--hours-per-lead", type=float, metavar="HOURS", help="Sales hours a lead takes.")
@click.option("--capacity", type=float, metavar="AMOUNT", help="Hours (or leads) sales can take.")
@click.option("--per", type=click.Choice(["week", "month"]), default="week", help="Of --capacity.")
@click.option("--as-of", metavar="DATE", help="Judge as on this date.")
@click.option("-o", "--out", type=FOLDER, help="Folder for the results.")
@common
def owed(
    data: Data,
    quarter: str | None,
    revenue: float | None,
    share: float,
    hours_per_lead: float | None,
    capacity: float | None,
    per: Literal["week", "month"],
    as_of: str | None,
    out: Path | None,
    as_json: bool,
    force: bool,
) -> None:
    """Work out the leads marketing owes for a revenue target, and whether sales can carry them."""
    from leadkit.review.owed.owed import leads_owed

    book = open_book(data)
    found = leads_owed(
        book, quarter, revenue=revenue, share=share, as_of=as_of,
        hours_per_lead=hours_per_lead, capacity=capacity, per=per,
    )  # fmt: skip
    lines = [*_lines(found), *noted(book)]
    if out is not None:
        with run_folder(out, force=force) as folder:
            _write(found, folder)
        lines.append(_("  Written: owed.html, owed.json, owed.csv in {folder}").format(folder=out))
    say(found.to_dict(), lines, as_json=as_json)
    sys.exit(1 if found.carried.fits is False else 0)


def _lines(found: LeadsOwed) -> list[str]:
    from leadkit.review.owed.words import owed_rows, owed_sentences

    rows = owed_rows(found)
    table = rows.to_string(index=False).splitlines()
    return [*owed_sentences(found), "", *(f"  {line}" for line in table)]


def _write(found: LeadsOwed, folder: Path) -> None:
    from leadkit.base.estimate import Estimate

    table = found.table.map(lambda cell: cell.value if isinstance(cell, Estimate) else cell)
    write_text(folder / "owed.html", found.page().html())
    write_json(folder / "owed.json", found.to_dict())
    write_table(folder / "owed.csv", table)
