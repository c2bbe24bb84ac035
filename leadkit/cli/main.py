"""The command `leadkit`: finds the subcommand and turns errors into exit codes."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from inspect import cleandoc
from typing import Any

import click

from leadkit import __version__
from leadkit.base.errors import LeadkitError
from leadkit.base.language import _
from leadkit.base.signs import visible
from leadkit.cli.speaking import language_option, speak, spoken, spoken_option

COMMANDS = (
    "demo", "market", "map", "import", "forget", "screen", "train", "model", "thresholds", "trial",
    "score", "agreement", "dossier", "digest", "feedback", "audit", "scorecard", "survey", "decide",
    "review", "app", "serve", "lab", "grade", "roleplay",
)  # fmt: skip
KEYWORDS = ("import",)


class Refusal(click.ClickException):
    """Bad input: a message, exit code 2, no traceback."""

    exit_code = 2


class Commands(click.Group):
    """Subcommands that are imported only when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the road."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if cmd_name in KEYWORDS else cmd_name
        command: click.Command = import_module(f"leadkit.cli.{module}").command
        return spoken(command)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Find the language first, so that every message is in it."""
        speak(args)
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the options of leadkit itself, in the reader's language."""
        return [spoken_option(param) for param in super().get_params(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what leadkit is, in the reader's language."""
        formatter.write_paragraph()
        formatter.write_text(_(cleandoc(self.help)) if self.help else "")

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; what a person can mend becomes a message."""
        try:
            return super().invoke(ctx)
        except LeadkitError as error:
            raise Refusal(visible(str(error))) from error
        except OSError as error:
            said = f"{error.filename or ''}: {error.strerror or error}"
            raise Refusal(visible(said)) from error
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            if os.environ.get("LEADKIT_DEBUG"):
                raise
            raise Refusal(visible(_fault(error))) from error


def _fault(error: Exception) -> str:
    said = f"{type(error).__name__}: {error}".splitlines()[0]
    return _(
        "this is a fault in leadkit, not in what you did ({said})\n"
        "Please report it with the command; LEADKIT_DEBUG=1 shows where it happened."
    ).format(said=said)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="leadkit")
@language_option
def leadkit() -> None:
    """From CRM export to a handoff line in money, and whose shortfall it was."""


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    leadkit()
