"""`leadkit app`: a page to use together, in the browser, on this computer alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from leadkit.apps.page import MARKET
from leadkit.base import language
from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.book.settings import read_settings
from leadkit.cli.places import model_option
from leadkit.cli.speaking import language_option
from leadkit.handoff.amounts import parse_amount
from leadkit.model.models_in_use import own_model

AMOUNT = "AMOUNT"
BOOK = click.Path(path_type=Path, exists=True, file_okay=False)
CLINIC = """\
import leadkit as lk
from leadkit.apps.clinic import clinic

lk.setup({lang!r})
clinic({book!r}, **{terms!r})
"""

port_option = click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port; else any free one."
)
browser_option = click.option("--no-browser", is_flag=True, help="Write the address only.")


@click.group("app")
def command() -> None:
    """Open a page to use together, in your browser, on this computer alone."""


@command.command("clinic")
@click.argument("data", metavar="BOOK", type=BOOK)
@model_option
@click.option("--value", metavar=AMOUNT, help="What one won lead brings.")
@click.option("--cost", metavar=AMOUNT, help="Cost of working one handed-off lead.")
@click.option("--hours", metavar=AMOUNT, help="Sales hours one handed-off lead takes.")
@click.option("--capacity", type=float, help="What sales can take: hours if --hours, else leads.")
@click.option("--per", type=click.Choice(["week", "month", "table"]), default="table")
@click.option("--as-of", metavar="DATE", help="Judge as on this date.")
@port_option
@browser_option
@language_option
def open_clinic(
    data: Path,
    model: Path | None,
    value: str | None,
    cost: str | None,
    hours: str | None,
    port: int,
    no_browser: bool,
    **terms: Any,
) -> None:
    """Open the threshold clinic of BOOK: move the line, and see what it does.

    Amounts that are not given are those of the book's newest policy. A change record that you
    write on the page goes into the book.
    """
    serve = _served()
    amounts = {"value": value, "cost": cost, "hours": hours}
    terms |= {name: _one(text) for name, text in amounts.items()}
    terms["model"] = str((model or own_model(data)).resolve())
    name = read_settings(data / "book.toml").name
    code = CLINIC.format(lang=language.current(), book=str(data.resolve()), terms=terms)

    def ready(address: str) -> None:
        click.echo(_("The threshold clinic: {address}").format(address=address))
        click.echo(_("Whoever has this address sees the figures of the book. Ctrl+C here ends it."))

    title = _("The threshold clinic")
    serve(code, title=title, about=name, port=port, browser=not no_browser, ready=ready)


@command.command("market")
@port_option
@browser_option
@language_option
def open_market(port: int, no_browser: bool) -> None:
    """Open the market lab: split a budget between pull and push for eight quarters.

    Alone or as two players. It needs no book, and keeps nothing.
    """
    serve = _served()

    def ready(address: str) -> None:
        click.echo(_("The market lab: {address}").format(address=address))
        click.echo(_("Ctrl+C here ends it."))

    code = MARKET.format(lang=language.current())
    about = _("Marketing's pull and sales' push: one budget, eight quarters")
    serve(
        code,
        title=_("The market lab"),
        about=about,
        port=port,
        browser=not no_browser,
        ready=ready,
    )


def _served() -> Callable[..., None]:
    try:
        from leadkit.apps.serving import serve
    except ModuleNotFoundError as error:
        raise BadInput(
            _("the page is served by Voila, which is not installed"),
            fix=_("Install it with: pip install 'leadkit[apps]'"),
        ) from error
    return serve


def _one(text: str | None) -> float | None:
    """Read an amount that is the same for all leads."""
    amount = None if text is None else parse_amount(text)
    if isinstance(amount, float | None):
        return amount
    raise BadInput(
        _("{text!r} is not one amount, and the clinic moves one amount for all leads").format(
            text=text
        ),
        fix=_("Write one number, for example 1000."),
    )
