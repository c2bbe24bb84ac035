"""`leadkit serve`: lessons and games for a room, read-only, from one computer."""

from __future__ import annotations

import click

from leadkit import notebooks
from leadkit.base.errors import BadInput
from leadkit.base.language import _
from leadkit.cli.app import port_option
from leadkit.cli.speaking import language_option

HOME = "127.0.0.1"


@click.command("serve")
@click.option(
    "--host",
    metavar="ADDRESS",
    default=HOME,
    help="This computer's address in the room's network; else nobody but itself is served.",
)
@click.option(
    "-n",
    "people",
    type=click.IntRange(1, 30),
    default=12,
    help="How many are in the room (12): each may have two pages open.",
)
@port_option
@language_option
def command(host: str, people: int, port: int) -> None:
    """Serve the lessons and the market lab to the browsers of a room, to read and play.

    Nobody can change anything, and nothing is kept. It needs no book, and shows none.
    """
    try:
        from leadkit.apps.room import serve_room
    except ModuleNotFoundError as error:
        raise BadInput(
            _("the page is served by Voila, which is not installed"),
            fix=_("Install it with: pip install 'leadkit[apps]'"),
        ) from error

    def ready(address: str) -> None:
        click.echo(_("The lessons: {address}").format(address=address))
        if host == HOME:
            click.echo(_("Only this computer is served; for a room give its --host ADDRESS."))
        else:
            click.echo(_("Give this address to the room, and to nobody else."))
        click.echo(_("Ctrl+C here ends it."))

    serve_room(notebooks(), host=host, port=port, people=people, ready=ready)
