"""`leadkit decide`: write down what was decided, and how it will be judged."""

from __future__ import annotations

from typing import Any

import click
from pydantic import ValidationError

from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book import read_book
from leadkit.cli.options import Data, a_day, common, data_argument, own_folder, say
from leadkit.journey import extract_date
from leadkit.review import Decision, add_decision, quarter_after, quarter_at, refuse_unknown


@click.command("decide")
@data_argument
@click.option("--what", required=True, help="The decision, in a sentence.")
@click.option("--side", required=True, type=click.Choice(["marketing", "sales"]), help="Who acts.")
@click.option("--owner", required=True, help="Who answers for it: a role or a name.")
@click.option("--expects", default="", help="What it should do, in words.")
@click.option("--measure", default="", help="How it is judged: a measure, as in called_in_time.")
@click.option("--hours", type=float, help="Working hours, where the measure takes them.")
@click.option("--days", type=float, help="Days, where the measure takes them.")
@click.option("--attempts", type=int, help="Attempts, where the measure takes them.")
@click.option("--column", "columns", multiple=True, help="Columns of a complete dossier.")
@click.option("--source", default="", help="The source, for the measure source_share.")
@click.option("--at-least", type=float, help="Reached by at least this share or count.")
@click.option("--at-most", type=float, help="Reached by at most this share or count.")
@click.option("--judge-in", metavar="QUARTER", help="As in 2026Q3; else the next quarter.")
@click.option("--on", metavar="DATE", help="When it was decided; else the date of the data.")
@common
def command(
    data: Data,
    at_least: float | None,
    at_most: float | None,
    judge_in: str | None,
    on: str | None,
    as_json: bool,
    force: bool,
    **given: Any,
) -> None:
    """Write a decision into the book DATA; the next review judges it."""
    home = own_folder(data)
    book = read_book(home)
    now = extract_date(book)
    if now is None:
        raise BadInput(_("the book has no dates to judge a decision by"), where=str(data))
    today = quarter_at(book, now)
    if bool(given["measure"]) != ((at_least is None) != (at_most is None)):
        raise BadInput(
            _("a measure needs one of --at-least and --at-most, and they need a measure"),
            fix=_("For example --measure called_in_time --hours 4 --at-least 0.75."),
        )
    decision = _checked(
        {
            **given,
            "on": a_day(on) if on else now.tz_convert(book.settings.timezone).date(),
            "before": today,
            "judge_in": judge_in or quarter_after(today),
            "target": at_least if at_most is None else at_most,
            "at_most": at_most is not None,
        }
    )
    refuse_unknown(book, decision)
    add_decision(home, decision)
    line = _("Written into {path}: {what} (judged in {quarter})").format(
        path=home / "decisions.toml", what=decision.what, quarter=decision.judge_in
    )
    say(decision.model_dump(mode="json"), [line], as_json=as_json)


def _checked(given: dict[str, Any]) -> Decision:
    try:
        return Decision(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        faults = "\n".join(
            ": ".join(filter(None, [".".join(map(str, fault["loc"])), fault["msg"]]))
            for fault in error.errors()
        )
        raise BadInput(faults, fix=_("Mend the options and run again.")) from None
