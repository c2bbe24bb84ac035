"""The command `leadkit`: finds the subcommand and turns errors into exit codes."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from leadkit import __version__
from leadkit.base import language
from leadkit.base.errors import LeadkitError
from leadkit.base.language import _

COMMANDS = ("demo", "screen", "train", "thresholds", "review")
BAD_INPUT = 2


class Commands(click.Group):
    """Subcommands that are imported only when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the road."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"leadkit.cli.{cmd_name}").command
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="leadkit")
def leadkit() -> None:
    """From CRM export to a handoff line in money, and whose shortfall it was."""


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        leadkit()
    except LeadkitError as error:
        click.echo(f"{_('Error')}: {error}", err=True)
        sys.exit(BAD_INPUT)
    except OSError as error:
        click.echo(f"{_('Error')}: {error.filename or ''}: {error.strerror or error}", err=True)
        sys.exit(BAD_INPUT)
    finally:
        language.use("en")
