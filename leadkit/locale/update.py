"""Bring the catalogs up to date with the package's strings: `python leadkit/locale/update.py`.

A string that is new is added without a translation, one whose English has changed is marked fuzzy
and keeps its old translation to start from, one that nobody says any more is dropped. Then the
catalogs are compiled. Only complete catalogs pass the tests.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from inspect import cleandoc
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "forms_": (1, 2)}


def extracted() -> Catalog:
    """Return the strings of the package and of its command line."""
    catalog = Catalog(project="leadkit", creation_date=datetime(2026, 1, 1, tzinfo=UTC))
    for name, _line, message, _comments, _context in extract_from_dir(
        str(PACKAGE), METHODS, keywords=KEYWORDS
    ):
        catalog.add(message, locations=[(f"leadkit/{Path(name).as_posix()}", 0)])
    for text in command_texts():
        catalog.add(text, locations=[("leadkit/cli", 0)])
    for entry in catalog:
        entry.flags.discard("python-format")
    return catalog


def command_texts() -> Iterator[str]:
    """Yield the help of every command and option, as click knows it."""
    from leadkit.cli.main import leadkit

    context = click.Context(leadkit)
    waiting: list[click.Command] = [leadkit]
    for name in leadkit.list_commands(context):
        found = leadkit.get_command(context, name)
        waiting += [found] if found else []
    for command in waiting:
        texts = [command.help, *(getattr(param, "help", None) for param in command.params)]
        yield from (cleandoc(text) for text in texts if text)
        if isinstance(command, click.Group) and command is not leadkit:
            waiting += command.commands.values()


def catalog_path(language: str) -> Path:
    """Return where the catalog of a language is edited."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "leadkit.po"


def read(language: str) -> Catalog:
    """Return the catalog of a language as it stands."""
    with catalog_path(language).open("rb") as stream:
        return read_po(stream, locale=language)


def update(language: str) -> list[str]:
    """Update and compile one catalog; return the strings that still want a translation."""
    catalog = read(language)
    catalog.update(extracted(), update_header_comment=False)
    catalog.obsolete.clear()
    path = catalog_path(language)
    with path.open("wb") as stream:
        write_po(stream, catalog, width=100, sort_by_file=True, include_lineno=False)
    with path.with_suffix(".mo").open("wb") as stream:
        write_mo(stream, catalog)
    return wanting(catalog)


def wanting(catalog: Catalog) -> list[str]:
    """Return the strings that have no translation, or one that nobody has checked."""
    return [
        first(message.id)
        for message in catalog
        if message.id and (message.fuzzy or not first(message.string))
    ]


def first(text: str | Sequence[str] | None) -> str:
    """Return a string, or the first form of one that has a plural."""
    return text if isinstance(text, str) else (text or [""])[0]


def last(text: str | Sequence[str]) -> str:
    """Return a string, or the last form of one that has a plural."""
    return text if isinstance(text, str) else text[-1]


if __name__ == "__main__":
    for language in sorted(path.name for path in (PACKAGE / "locale").iterdir() if path.is_dir()):
        if language.startswith("_"):
            continue
        left = update(language)
        sys.stdout.write(f"{language}: {len(left)} strings want a translation\n")
        sys.stdout.writelines(f"  {text!r}\n" for text in left)
