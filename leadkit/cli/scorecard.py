"""`leadkit scorecard`: what both sides reached, and what the bonus they agreed on pays for it."""

from __future__ import annotations

import sys
import textwrap
from datetime import timedelta
from pathlib import Path

import click
import pandas as pd

from leadkit.agreement import SIDES, Agreement, Side
from leadkit.base.files import run_folder, write_json, write_table, write_text
from leadkit.base.language import _, percent
from leadkit.book import Book
from leadkit.cli.audit import agreement_of
from leadkit.cli.options import Data, common, data_argument, noted, open_book, output, say
from leadkit.journey import extract_date
from leadkit.review.audit.ledger import days_of, quarter_at
from leadkit.review.scorecard.back_test import BackTest, back_test
from leadkit.review.scorecard.page import scorecard_page
from leadkit.review.scorecard.scorecard import Scorecard, scorecard
from leadkit.review.scorecard.words import WHOLE, reached, when


@click.command("scorecard")
@data_argument
@click.option("--agreement", type=click.Path(path_type=Path), help="The agreement, a TOML file.")
@click.option("--quarter", metavar="QUARTER", help="As in 2026Q2; else the agreement's period.")
@click.option(
    "--back-test",
    "quarters",
    type=click.IntRange(0, 40),
    default=4,
    show_default=True,
    help="Past quarters to score by the same terms.",
)
@click.option(
    "--marketing-pay",
    type=click.FloatRange(min=0, min_open=True),
    help="What full points pay marketing, in the book's currency.",
)
@click.option(
    "--sales-pay", type=click.FloatRange(min=0, min_open=True), help="What full points pay sales."
)
@click.option("--as-of", metavar="DATE", help="Judge as on this date.")
@output
@common
def command(
    data: Data,
    agreement: Path | None,
    quarter: str | None,
    quarters: int,
    marketing_pay: float | None,
    sales_pay: float | None,
    as_of: str | None,
    out: Path,
    as_json: bool,
    force: bool,
) -> None:
    """Score both sides by the bonus they agreed on, from the book DATA, and say what it pays."""
    book = open_book(data)
    agreed = Agreement.load(agreement) if agreement else agreement_of(book, as_of)
    given: dict[Side, float | None] = {"marketing": marketing_pay, "sales": sales_pay}
    full = {side: amount for side, amount in given.items() if amount is not None}
    quarter = quarter or _over(book, agreed, as_of)
    with run_folder(out, force=force) as folder:
        found = scorecard(book, agreed, quarter=quarter, as_of=as_of, full=full)
        tested = back_test(book, agreed, quarters, as_of=as_of, full=full) if quarters else None
        content = write_scorecard(found, tested, folder)
    written = _("  Written: scorecard.html, scorecard.json, scorecard.csv in {folder}")
    lines = [*summary(found, tested), *noted(book), written.format(folder=out)]
    say(content, lines, as_json=as_json)
    sys.exit(0 if all(found.measured(side) > WHOLE for side in SIDES) else 1)


def _over(book: Book, agreed: Agreement, as_of: str | None) -> str | None:
    """Return None where the agreement's period has begun, else the last quarter that is over."""
    now = extract_date(book, as_of)
    if now is None:
        return None
    today = now.tz_convert(book.settings.timezone).date()
    if agreed.period.start <= today:
        return None
    running = quarter_at(book, now)
    first, last = days_of(running, book)
    if last <= today:
        return running
    return quarter_at(book, pd.Timestamp(first - timedelta(days=1), tz=book.settings.timezone))


def write_scorecard(found: Scorecard, tested: BackTest | None, folder: Path) -> dict[str, object]:
    """Write page, JSON and table of a scorecard into a folder; return the JSON's content."""
    content = {**found.to_dict(), "back_test": tested and tested.to_dict()}
    write_text(folder / "scorecard.html", scorecard_page(found, tested).html())
    write_json(folder / "scorecard.json", content)
    write_table(folder / "scorecard.csv", found.table)
    return content


def summary(found: Scorecard, tested: BackTest | None) -> list[str]:
    """Say on one screen what both sides reached, and for what."""
    lines = [_("Scorecard: {period}").format(period=found.period)]
    lines += textwrap.wrap(" ".join(when(found)), 98, initial_indent="  ", subsequent_indent="  ")
    for side in SIDES:
        lines += textwrap.wrap(
            found.sentence(side), 98, initial_indent="  ", subsequent_indent="    "
        )
    for one in found.results:
        score = "" if one.score is None else percent(one.score)
        text, head = f"{one.kpi.name}: {reached(one, found)}", f"  {score:>6}  "
        lines += textwrap.wrap(text, 98, initial_indent=head, subsequent_indent=" " * len(head))
    if tested and tested.cards:
        lines += textwrap.wrap(tested.sentence(), 98, initial_indent="  ", subsequent_indent="    ")
    return lines
