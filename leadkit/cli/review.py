"""`leadkit review`: the quarterly review both heads sign."""

from __future__ import annotations

from pathlib import Path

import click

from leadkit.base.files import write_json, write_text
from leadkit.base.language import _
from leadkit.book import Book
from leadkit.cli.options import (
    Data,
    common,
    data_argument,
    noted,
    open_data,
    plain,
    refuse_place,
    say,
    steps,
)
from leadkit.quality import marked
from leadkit.review import Review, quarterly_review


@click.command("review")
@data_argument
@click.option("--quarter", metavar="QUARTER", help="As in 2026Q2; else the last mature one.")
@click.option("--as-of", metavar="DATE", help="Judge as on this date.")
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page; review.json is written beside it.",
)
@common
def command(
    data: Data, quarter: str | None, as_of: str | None, out: Path, as_json: bool, force: bool
) -> None:
    """Review a quarter of the book DATA: whose shortfall was it, and how sure is that."""
    beside = out.with_suffix(".json")
    for path in (out, beside):
        refuse_place(path, force=force, inputs=[data])
    book = open_data(data, {})
    found = review(book, quarter=quarter, as_of=as_of)
    write_json(beside, found.to_dict())
    write_text(out, found.page().html())
    written = _("  Written: {page}, {json}").format(page=out, json=beside)
    say(found.to_dict(), [*summary(found), *noted(book), written], as_json=as_json)


def review(book: Book, *, quarter: str | None = None, as_of: str | None = None) -> Review:
    """Review a book: every lead handed off counts, marked where it fails the book's standard."""
    walk = steps([_("screening"), _("splitting the shortfall")])
    next(walk)
    book = marked(book)
    next(walk)
    found = quarterly_review(book, quarter, as_of=as_of)
    walk.close()
    return found


def summary(found: Review) -> list[str]:
    """Say on one screen whose shortfall it was."""
    page = found.page()
    return [f"{page.kind}: {page.title}", *(f"  {text}" for text in plain(page.say))]
