"""`leadkit feedback`: what sales reports to marketing, over a quarter or any days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from leadkit.base.errors import BadInput
from leadkit.base.files import run_folder, write_json, write_table, write_text
from leadkit.base.language import _, ngettext, number
from leadkit.book import Book
from leadkit.cli.options import (
    Data,
    a_day,
    common,
    data_argument,
    noted,
    open_book,
    output,
    say,
)
from leadkit.dialogue.feedback_report import call_back, comments
from leadkit.dialogue.feedback_report.call_back import CallBack, draw_calls, read_calls
from leadkit.dialogue.feedback_report.sales_feedback import SalesFeedback, sales_feedback
from leadkit.dialogue.feedback_report.words import actions, sentences, status
from leadkit.review.audit.ledger import days_of

SET_ASIDE = "set-aside.csv"


@click.command("feedback")
@data_argument
@click.option("--quarter", metavar="QUARTER", help="As in 2026Q2; else the last that is over.")
@click.option("--from", "first", metavar="DATE", help="First day, instead of a quarter.")
@click.option("--to", "last", metavar="DATE", help="Last day, instead of a quarter.")
@click.option("--as-of", metavar="DATE", help="Judge as on this date.")
@click.option("--comments", "with_comments", is_flag=True, help="Write the comments, masked.")
@click.option("--call-back", type=click.IntRange(1, 1000), help="How many buyers to call back.")
@click.option(
    "--call-back-answers",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The call-back list with the buyers' codes.",
)
@output
@common
def command(
    data: Data,
    quarter: str | None,
    first: str | None,
    last: str | None,
    as_of: str | None,
    with_comments: bool,
    call_back: int | None,
    call_back_answers: Path | None,
    out: Path,
    as_json: bool,
    force: bool,
) -> None:
    """Say why leads ended, what buyers need and who reports, from the book DATA."""
    refuse_to_lose_answers(out)
    book = open_book(data)
    found = sales_feedback(book, *_days(book, quarter, first, last), as_of=as_of)
    calls = read_calls(call_back_answers, found.ended) if call_back_answers else None
    with run_folder(out, force=force) as folder:
        names = write_feedback(found, folder, calls)
        if with_comments:
            names.append(write_comments(found, folder))
        if call_back:
            names.append(write_calls(found, folder, call_back))
    written = _("  Written: {files} in {folder}").format(files=", ".join(names), folder=out)
    say(found.to_dict(calls), [*summary(found, calls), *noted(book), written], as_json=as_json)


def write_feedback(found: SalesFeedback, folder: Path, calls: CallBack | None = None) -> list[str]:
    """Write page, JSON and table of a report, and what could not be used; return their names."""
    write_text(folder / "feedback.html", found.page(calls).html())
    write_json(folder / "feedback.json", found.to_dict(calls))
    write_table(folder / "feedback.csv", found.table)
    names = ["feedback.html", "feedback.json", "feedback.csv"]
    if len(found.aside):
        write_table(folder / SET_ASIDE, found.aside)
        names.append(SET_ASIDE)
    return names


def write_comments(found: SalesFeedback, folder: Path) -> str:
    """Write the comments of the span, for people to read; return the file's name."""
    write_table(folder / comments.FILE, comments.comments(found.book, found.days, found.now))
    return comments.FILE


def write_calls(found: SalesFeedback, folder: Path, n: int) -> str:
    """Draw and write the list of buyers to call back; return its name."""
    write_table(folder / call_back.FILE, draw_calls(found.ended, found.book, n))
    return call_back.FILE


def refuse_to_lose_answers(folder: Path) -> None:
    """Refuse to replace a folder whose call-back list holds answers.

    Raises
    ------
    BadInput
        If a buyer's code or a note is written in it.
    """
    path = folder / call_back.FILE
    if call_back.has_answers(path):
        raise BadInput(
            _("the call-back list holds answers, and this run would replace it"),
            where=str(path),
            fix=_("Read them with --call-back-answers {path} and write to another folder.").format(
                path=path
            ),
        )


def summary(found: SalesFeedback, calls: CallBack | None = None) -> list[str]:
    """Say on one screen what to act on, and who answers."""
    lines = [
        _("What sales reports to marketing: {days}").format(days=found.days),
        "  " + " ".join(status(found)),
        *(f"  {text}" for text in sentences(found)),
        *(_("  - {what}, {seen}: {who}. {do}").format(**one._asdict()) for one in actions(found)),
    ]
    if calls:
        lines.append(f"  {calls.sentence()}")
    if len(found.aside):
        lines.append(
            ngettext(
                "  {n} row of feedback could not be used: {file}",
                "  {n} rows of feedback could not be used: {file}",
                len(found.aside),
            ).format(n=number(len(found.aside)), file=SET_ASIDE)
        )
    return lines


def _days(
    book: Book, quarter: str | None, first: str | None, last: str | None
) -> tuple[date | None, date | None]:
    if quarter is None:
        return a_day(first) if first else None, a_day(last) if last else None
    if first or last:
        raise BadInput(
            _("the span is given twice: --quarter and --from or --to"),
            fix=_("Give a quarter, or the first and the last day."),
        )
    return days_of(quarter, book)
