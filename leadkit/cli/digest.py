"""`leadkit digest`: the daily and the weekly report, each way."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pandas as pd

from leadkit.base.files import run_folder, write_json, write_text
from leadkit.base.language import _, day
from leadkit.base.plain_page import markdown, plain_text
from leadkit.book import Book
from leadkit.cli.options import (
    Data,
    a_day,
    common,
    data_argument,
    noted,
    open_book,
    output,
    own_folder,
    plain,
    say,
)
from leadkit.dialogue import Span
from leadkit.review import Digest, digest, note_sent
from leadkit.review.digest.exceptions import Notice

FILES = ("digest.html", "digest.md", "digest.txt", "digest.json")


@click.command("digest")
@data_argument
@click.option("--to", required=True, type=click.Choice(["sales", "marketing"]), help="Who reads.")
@click.option("--period", type=click.Choice(["day", "week"]), default="week", help="Its days.")
@click.option("--ending", required=True, metavar="DATE", help="Its last day, as in 2026-09-27.")
@click.option("--sent", is_flag=True, help="Note in the book's reports that it was sent, now.")
@click.option("--with-contacts", is_flag=True, help="Names and numbers, for internal use only.")
@output
@common
def command(
    data: Data,
    to: Any,
    period: Any,
    ending: str,
    sent: bool,
    with_contacts: bool,
    out: Path,
    as_json: bool,
    force: bool,
) -> None:
    """Write what one side tells the other about a day or a week, from the book DATA."""
    home = own_folder(data) if sent else None
    book = open_book(data)
    span = Span(period, a_day(ending), book.settings.timezone)
    with run_folder(out, force=force) as folder:
        found = make(book, to, span, folder, with_contacts=with_contacts)
        if home is not None:
            note_sent(book, home, found, pd.Timestamp(datetime.now(UTC)).floor("min"))
    page = found.page()
    lines = [
        f"{page.kind}: {page.title}",
        *([f"  {page.status[0]} {page.status[1]}"] if page.status[0] else []),
        *(f"  {text}" for text in plain(page.say)),
        *map(_line, found.exceptions),
        *noted(book),
        _("  Written: {files} in {folder}").format(files=", ".join(FILES), folder=out),
    ]
    say(found.to_dict(), lines, as_json=as_json)


def _line(notice: Notice) -> str:
    return f"  - {_(notice.who)}, {day(notice.due)}: {notice.todo} {notice.text}"


def make(book: Book, to: Any, span: Span, folder: Path, *, with_contacts: bool = False) -> Digest:
    """Write one digest into a folder: a page, Markdown, plain text, and JSON without contacts."""
    found = digest(book, to, span, with_contacts=with_contacts)
    page = found.page()
    write_text(folder / "digest.html", page.html())
    write_text(folder / "digest.md", markdown(page))
    write_text(folder / "digest.txt", plain_text(page))
    write_json(folder / "digest.json", found.to_dict())
    return found
