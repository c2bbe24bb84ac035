"""The command line in the reader's language: which one, its help, and click's own words."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Sequence
from copy import copy
from inspect import cleandoc
from typing import Any

import click

from leadkit.base import language
from leadkit.base.language import N_, _

Command = Callable[..., Any]

VARIABLE = "LEADKIT_LANG"


def forms_(one: str, many: str) -> tuple[str, str]:
    """Mark a string that has a plural for the catalog, where it is only named."""
    return one, many


CLICK_WORDS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("default: {default}"),
    N_("required"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("%(prog)s, version %(version)s"),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing command."),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Choose from:\n\t{choices}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("Option {name!r} does not take a value."),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is a directory."),
    N_("Aborted!"),
    forms_("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    forms_("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    forms_("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    forms_("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
)


def language_option(command: Command) -> Command:
    """Add --lang, which `speak` has heard before anything else."""
    return click.option(
        "--lang",
        type=click.Choice(language.LANGUAGES),
        default="en",
        envvar=VARIABLE,
        expose_value=False,
        help="Language: en or vi; LEADKIT_LANG sets it for every command.",
    )(command)


def speak(args: Sequence[str]) -> None:
    """Speak the language that the arguments name, else the environment, else English."""
    asked = os.environ.get(VARIABLE, "en")
    for place, argument in enumerate(args):
        if argument == "--lang" and place + 1 < len(args):
            asked = args[place + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    known = asked if asked in language.LANGUAGES else "en"
    language.use(known)
    gettext.bindtextdomain("leadkit", str(language.CATALOGS))
    gettext.textdomain("leadkit")
    os.environ["LANGUAGE"] = known


def spoken(command: click.Command) -> click.Command:
    """Return a command whose help is in the language now spoken."""
    said = copy(command)
    said.help = command.help and _(cleandoc(command.help))
    said.params = [spoken_option(param) for param in command.params]
    if isinstance(said, click.Group) and isinstance(command, click.Group):
        said.commands = {name: spoken(one) for name, one in command.commands.items()}
    return said


def spoken_option(param: click.Parameter) -> click.Parameter:
    """Return an option whose help is in the language now spoken."""
    if not isinstance(param, click.Option):
        return param
    said = copy(param)
    said.help = param.help and _(param.help)
    if isinstance(param.type, click.Path):
        said.type = copy(param.type)
        said.type.name = _path_name(param.type)
    return said


def _path_name(kind: click.Path) -> str:
    """Return the word click has for a kind of path; click itself chooses it once, when imported."""
    if kind.file_okay and not kind.dir_okay:
        return _("file")
    return _("directory") if kind.dir_okay and not kind.file_okay else _("path")
