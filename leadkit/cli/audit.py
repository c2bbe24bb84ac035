"""`leadkit audit`: both sides' promises against what happened."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import click

from leadkit.agreement import Agreement, own_agreement
from leadkit.base.errors import BadInput
from leadkit.base.files import run_folder, write_json, write_table, write_text
from leadkit.base.language import _, day
from leadkit.book import Book
from leadkit.cli.options import Data, common, data_argument, noted, open_book, output, say
from leadkit.journey import extract_date
from leadkit.review import Audit, audit, verdict_words
from leadkit.review.audit.page import status, uncovered, whose


@click.command("audit")
@data_argument
@click.option("--agreement", type=click.Path(path_type=Path), help="The agreement, a TOML file.")
@click.option("--as-of", metavar="DATE", help="Judge as on this date.")
@output
@common
def command(
    data: Data,
    agreement: Path | None,
    as_of: str | None,
    out: Path,
    as_json: bool,
    force: bool,
) -> None:
    """Hold the promises of both sides against what happened in the book DATA."""
    book = open_book(data)
    agreed = Agreement.load(agreement) if agreement else agreement_of(book, as_of)
    with run_folder(out, force=force) as folder:
        found = audit(book, agreed, as_of=as_of)
        write_audit(found, folder)
    written = _("  Written: audit.html, audit.json, audit.csv in {folder}").format(folder=out)
    say(found.to_dict(), [*summary(found), *noted(book), written], as_json=as_json)
    sys.exit(1 if found.broken else 0)


def agreement_of(book: Book, as_of: str | None = None) -> Agreement:
    """Return the agreement in force in a book on the day it is judged at.

    Raises
    ------
    BadInput
        If the book has no agreement.
    """
    now = extract_date(book, as_of)
    day = None if now is None else now.tz_convert(book.settings.timezone).date()
    folder = book.path
    found = folder and (own_agreement(folder, day) or own_agreement(folder))
    if not found:
        raise BadInput(
            _("the book has no agreement, so nothing was promised"),
            where=str(folder / "agreements") if folder else "",
            fix=_("Draft one with leadkit agreement new, or name a file with --agreement."),
        )
    return found[0]


def write_audit(found: Audit, folder: Path) -> None:
    """Write page, JSON and table of an audit into a folder."""
    write_text(folder / "audit.html", found.page().html())
    write_json(folder / "audit.json", found.to_dict())
    write_table(folder / "audit.csv", found.table)


def summary(found: Audit) -> list[str]:
    """Say on one screen which promises were kept."""
    title = _("Audit of promises: {first} to {last}").format(
        first=day(found.ledger.first), last=day(found.ledger.last)
    )
    lines = [f"{title} · {whose(found)}", f"  {' '.join(status(found))}"]
    lines += [f"  {sentence}" for sentence in uncovered(found)]
    wide = max(len(verdict_words(one)) for one in found.judged) + 2
    for one in found.judged:
        text = _("{promise}: {found}; promised {target}").format(
            promise=one.promise.short, found=one.found(), target=one.target()
        )
        head = f"  {one.promise.id:<4}{verdict_words(one):<{wide}}"
        lines += textwrap.wrap(text, 100, initial_indent=head, subsequent_indent=" " * len(head))
    return lines
