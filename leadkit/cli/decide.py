"""`leadkit decide`: write down what was decided, withdraw it, list what became of it."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, day, quarter_name
from leadkit.base.lines import on_one_line
from leadkit.base.plain_file import read_json
from leadkit.book import Book, read_book
from leadkit.cli.options import Data, a_day, common, data_argument, own_folder, say
from leadkit.journey import extract_date
from leadkit.review import Decision, add_decision, quarter_after, quarter_at, refuse_unknown
from leadkit.review.audit.ledger import days_of
from leadkit.review.decisions.decision import checked
from leadkit.review.decisions.judging import judge_log
from leadkit.review.decisions.log import FILE, read_log, withdraw
from leadkit.review.decisions.words import chain_words, decision_lines, gone_words


@click.command("decide")
@data_argument
@click.option("--what", help="The decision, in a sentence.")
@click.option("--side", type=click.Choice(["marketing", "sales"]), help="Who acts.")
@click.option("--owner", help="Who answers for it: a role or a name.")
@click.option("--expects", default="", help="What it should do, in words.")
@click.option("--measure", default="", help="How it is judged: a measure, as in called_in_time.")
@click.option("--hours", type=float, help="Working hours, where the measure takes them.")
@click.option("--days", type=float, help="Days, where the measure takes them.")
@click.option("--attempts", type=int, help="Attempts, where the measure takes them.")
@click.option("--column", "columns", multiple=True, help="Columns of a complete dossier.")
@click.option("--source", default="", help="The source, for the measure source_share.")
@click.option("--at-least", type=float, help="Reached by at least this share or count.")
@click.option("--at-most", type=float, help="Reached by at most this share or count.")
@click.option("--expects-low", type=float, help="The least that the measure is expected to become.")
@click.option("--expects-high", type=float, help="The most that it is expected to become.")
@click.option("--judge-in", metavar="QUARTER", help="As in 2026Q3; else the next quarter.")
@click.option("--on", metavar="DATE", help="When it was decided; else the date of the data.")
@click.option("--withdraw", type=int, metavar="N", help="Withdraw decision no. N; it stays listed.")
@click.option("--because", metavar="TEXT", help="Why it is withdrawn.")
@click.option("--check", is_flag=True, help="End with 1 where the log was changed by hand.")
@click.option(
    "--since",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A review.json: check that what it counted still stands.",
)
@common
def command(
    data: Data,
    withdraw: int | None,
    because: str | None,
    check: bool,
    since: Path | None,
    as_json: bool,
    force: bool,
    **given: Any,
) -> None:
    """Write a decision into the book DATA, or list what became of each; reviews judge them."""
    asked = {name: value for name, value in given.items() if value not in (None, "", ())}
    taken_back = withdraw is not None or because is not None
    if bool(asked) + taken_back + bool(check or since) > 1:
        raise BadInput(
            _("a decision is written down, withdrawn, or the log is checked: one at a time"),
            fix=_("Give --what ..., or --withdraw N --because TEXT, or --check."),
        )
    _refuse_incomplete(asked, withdraw, because)
    home = own_folder(data)
    book = read_book(home)
    today = _today(book)
    if asked:
        _write_down(home, book, today, asked, as_json=as_json)
    elif withdraw is not None and because is not None:
        _take_back(home, today, withdraw, because, as_json=as_json)
    else:
        _list(home, book, check=check, since=since, as_json=as_json)


def _refuse_incomplete(asked: dict[str, Any], number: int | None, because: str | None) -> None:
    lacking = [f"--{name}" for name in ("what", "side", "owner") if name not in asked]
    if asked and lacking:
        raise BadInput(
            _("a new decision needs {options}").format(options=", ".join(lacking)),
            fix=_("Without any option, leadkit decide BOOK lists the decisions."),
        )
    if (number is None) != (because is None) or (because is not None and not because.strip()):
        raise BadInput(
            _("--withdraw and --because go together"),
            fix=_("For example --withdraw 2 --because 'The list is no longer bought'."),
        )


def _today(book: Book) -> date:
    now = extract_date(book)
    if now is None:
        raise BadInput(_("the book has no dates to judge a decision by"), where=str(book.path))
    return now.tz_convert(book.settings.timezone).date()


def _write_down(
    home: Path, book: Book, today: date, asked: dict[str, Any], *, as_json: bool
) -> None:
    at_least, at_most = asked.pop("at_least", None), asked.pop("at_most", None)
    if ("measure" in asked) != ((at_least is None) != (at_most is None)):
        raise BadInput(
            _("a measure needs one of --at-least and --at-most, and they need a measure"),
            fix=_("For example --measure called_in_time --hours 4 --at-least 0.75."),
        )
    on = a_day(asked.pop("on")) if "on" in asked else today
    quarter = quarter_at(book, pd.Timestamp(min(on, today), tz=book.settings.timezone))
    terms = {
        "judge_in": quarter_after(quarter),
        **asked,
        "on": on,
        "before": quarter,
        "target": at_least if at_most is None else at_most,
        "at_most": at_most is not None,
    }
    decision = checked(**{name: value for name, value in terms.items() if value is not None})
    _refuse_too_late(book, decision)
    refuse_unknown(book, decision)
    add_decision(home, decision)
    line = _("Written into {path}: {what} (judged in {quarter})").format(
        path=home / FILE, what=on_one_line(decision.what), quarter=decision.judge_in
    )
    say(decision.model_dump(mode="json"), [line], as_json=as_json)


def _refuse_too_late(book: Book, decision: Decision) -> None:
    if decision.on > days_of(decision.judge_in, book)[1]:
        raise BadInput(
            _("{quarter} is over before {day}, when it was decided").format(
                quarter=quarter_name(decision.judge_in), day=day(decision.on)
            ),
            fix=_("Name a later quarter with --judge-in, or the day with --on."),
        )


def _take_back(home: Path, today: date, number: int, because: str, *, as_json: bool) -> None:
    entry = withdraw(home, number, because=because, on=today)
    line = _("Withdrawn in {path}: no. {number}, because: {because}").format(
        path=home / FILE, number=number, because=on_one_line(entry.what)
    )
    say(entry.model_dump(mode="json"), [line], as_json=as_json)


def _list(home: Path, book: Book, *, check: bool, since: Path | None, as_json: bool) -> None:
    log = read_log(home)
    outcomes = judge_log(book, log)
    gone = gone_words(log, *_counted(since)) if since else ""
    lines = [*decision_lines(log, outcomes), *filter(None, [chain_words(log), gone])]
    content = {"decisions": [one.to_dict() for one in outcomes], "log": log.to_dict()}
    say(content | ({"since": gone} if since else {}), lines, as_json=as_json)
    if (check or since) and (log.breaks or gone):
        sys.exit(1)


def _counted(review: Path) -> tuple[int, str]:
    """Return how many decisions a review counted, and the fingerprint of the last."""
    try:
        log = read_json(review)["decision_log"]
        return int(log["count"]), str(log["last"])
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        raise BadInput(
            _("no review that counted the decisions can be read from this file"),
            where=str(review),
            fix=_("Give the review.json that leadkit review wrote."),
        ) from None
