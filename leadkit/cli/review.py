"""`leadkit review`: the quarterly review both heads sign."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.files import files_together, run_folder, write_json, write_text
from leadkit.base.language import _
from leadkit.base.page import Page
from leadkit.base.pdf import write_pdf
from leadkit.base.sheets import write_sheets
from leadkit.base.slides import write_slides
from leadkit.book import Book
from leadkit.cli.options import (
    FILE,
    FOLDER,
    Data,
    book_folder,
    common,
    data_argument,
    noted,
    open_data,
    plain,
    reading_options,
    refuse_place,
    say,
    steps,
)
from leadkit.quality import marked
from leadkit.review import Review, quarterly_review
from leadkit.review.quarterly.executed import write_notebook
from leadkit.review.quarterly.without_split import RoadReview, road_review
from leadkit.review.quarters import NothingToCompare

SUFFIXES = (".html", ".pdf", ".ipynb")
AGAINST = "previous|year|plan|QUARTER"


@click.command("review")
@data_argument
@click.option("--quarter", metavar="QUARTER", help="As in 2026Q2; else the last mature one.")
@click.option(
    "--against",
    metavar=AGAINST,
    default="previous",
    show_default=True,
    help="What it is compared with; year is the same quarter of the year before.",
)
@click.option("--as-of", metavar="DATE", help="Judge as on this date.")
@click.option(
    "-o",
    "--out",
    required=True,
    type=FILE,
    help="The page, .html or .pdf, or the notebook, .ipynb; its .json is written beside it.",
)
@click.option("--figures", type=FOLDER, help="Folder for a slide of each part, as SVG.")
@click.option("--tables", type=FILE, help="Workbook (.xlsx) for every table of the page.")
@reading_options
@common
def command(
    data: Data,
    quarter: str | None,
    against: str,
    as_of: str | None,
    out: Path,
    figures: Path | None,
    tables: Path | None,
    reading: dict[str, Any],
    as_json: bool,
    force: bool,
) -> None:
    """Review a quarter of the book DATA: whose shortfall was it, and how sure is that."""
    beside = out.with_suffix(".json")
    _refuse_suffixes(data, out, tables)
    for path in filter(None, (out, beside, tables)):
        refuse_place(path, force=force, inputs=[data])
    with files_together(out, beside) as (page_file, json_file), ExitStack() as stack:
        folder = stack.enter_context(run_folder(figures, force=force)) if figures else None
        book = open_data(data, reading)
        found = review_or_road(book, quarter=quarter, against=against, as_of=as_of)
        page, content = found.page(), found.to_dict()
        if out.suffix.lower() == ".ipynb":
            _write_notebook(found, page_file, data, quarter=quarter, against=against, as_of=as_of)
        elif out.suffix.lower() == ".pdf":
            write_pdf(page.html(), page_file)
        else:
            write_text(page_file, page.html())
        write_json(json_file, content)
        if folder is not None:
            write_slides(page, folder)
        if tables is not None:
            write_sheets(page, tables, found.numbers())
    files = ", ".join(str(path) for path in (out, beside, tables, figures) if path)
    written = _("  Written: {files}").format(files=files)
    say(content, [*summary(page), *noted(book), written], as_json=as_json)
    sys.exit(0 if isinstance(found, Review) else 1)


def review(
    book: Book, *, quarter: str | None = None, against: str = "previous", as_of: str | None = None
) -> Review:
    """Review a book: every lead handed off counts, marked where it fails the book's standard."""
    walk = steps([_("screening"), _("splitting the shortfall")])
    next(walk)
    book = marked(book)
    next(walk)
    found = quarterly_review(book, quarter, against=against, as_of=as_of)
    walk.close()
    return found


def review_or_road(
    book: Book, *, quarter: str | None, against: str, as_of: str | None
) -> Review | RoadReview:
    """Review a book; where no two quarters can be compared, show its road and say why."""
    try:
        return review(book, quarter=quarter, against=against, as_of=as_of)
    except (NothingToCompare, TooLittleData) as error:
        return road_review(book, error, as_of=as_of)


def _write_notebook(
    found: Review | RoadReview,
    out: Path,
    data: Data,
    *,
    quarter: str | None,
    against: str,
    as_of: str | None,
) -> None:
    if isinstance(found, RoadReview):
        raise BadInput(
            found.reason, fix=_("Write the page as .html: it shows what the book allows.")
        )
    write_notebook(
        out,
        book=str(Path(str(data)).resolve()),
        quarter=quarter or "",
        against=against,
        as_of=as_of or "",
    )


def _refuse_suffixes(data: Data, out: Path, tables: Path | None) -> None:
    if out.suffix.lower() not in SUFFIXES:
        raise BadInput(
            _("a review is written as .html, .pdf or .ipynb"),
            where=str(out),
            fix=_("Give its name with -o, as in review.html."),
        )
    if out.suffix.lower() == ".ipynb" and book_folder(data) is None:
        raise BadInput(
            _("the notebook reads a book that is a folder"),
            where=str(data),
            fix=_("Give such a book, or write the page as .html."),
        )
    if tables is not None and tables.suffix.lower() != ".xlsx":
        raise BadInput(
            _("the tables are written as .xlsx"),
            where=str(tables),
            fix=_("Give the workbook's name with --tables, as in review.xlsx."),
        )


def summary(page: Page) -> list[str]:
    """Say on one screen whose shortfall it was."""
    return [f"{page.kind}: {page.title}", *(f"  {text}" for text in plain(page.say))]
