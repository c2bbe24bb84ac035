"""`leadkit dossier`: what sales should know of a lead before it calls."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.files import run_folder, write_json, write_text
from leadkit.base.language import _, day
from leadkit.book import Book
from leadkit.cli.options import (
    Data,
    a_day,
    book_folder,
    common,
    data_argument,
    open_book,
    output,
    plain,
    say,
)
from leadkit.cli.places import model_option
from leadkit.dialogue.dossier import dossier
from leadkit.journey import turns
from leadkit.model import SavedModel, load_model, own_model
from leadkit.model.models_in_use import model_folders
from leadkit.quality import marked

UNSAFE, LONGEST = re.compile(r"[^\w-]+"), 60


@click.command("dossier")
@data_argument
@click.argument("lead", nargs=-1)
@click.option("--handed-off", metavar="DATE", help="All leads handed off on this day.")
@click.option("--with-contacts", is_flag=True, help="Name and telephone too; marked internal.")
@model_option
@output
@common
def command(
    data: Data,
    lead: tuple[str, ...],
    handed_off: str | None,
    with_contacts: bool,
    model: Path | None,
    out: Path,
    as_json: bool,
    force: bool,
) -> None:
    """Write one page a LEAD of the book DATA: what is known, why it was chosen, what to ask."""
    book = marked(open_book(data))
    wanted = list(dict.fromkeys([*lead, *_handed_off(book, handed_off)]))
    if not wanted:
        raise BadInput(
            _("no lead was named"), fix=_("Name leads, or a day with --handed-off 2026-09-28.")
        )
    judge = _model(data, model)
    found = [dossier(book, one, judge, with_contacts=with_contacts) for one in wanted]
    with run_folder(out, force=force) as folder:
        for place, one in enumerate(found, start=1):
            write_text(folder / _file(place, one.lead_id), one.page().html())
        write_json(folder / "dossiers.json", {"format": 1, "leads": [o.to_dict() for o in found]})
    lines = [
        *(f"  {text}" for one in found for text in plain(one.page().say)),
        _("  Written: a page a lead, and dossiers.json, in {folder}").format(folder=out),
    ]
    say({"format": 1, "leads": [one.to_dict() for one in found]}, lines, as_json=as_json)


def _handed_off(book: Book, asked: str | None) -> list[str]:
    if asked is None:
        return []
    wanted, table = a_day(asked), turns(book)
    table = table[table["handed_off_at"].notna() & ~table["self_generated"]]
    local = table["handed_off_at"].dt.tz_convert(book.settings.timezone).dt.date
    ids = pd.unique(table.loc[local == wanted, "lead_id"])
    if not len(ids):
        last = _("The last handoff is of {day}.").format(day=day(local.max())) if len(local) else ""
        raise BadInput(_("no lead was handed off on {day}").format(day=day(wanted)), fix=last)
    return [str(one) for one in ids]


def _model(data: Data, given: Path | None) -> SavedModel | None:
    """Return the model asked for, else the one in use of the book, where it has one."""
    if given is not None:
        return load_model(given)
    folder = book_folder(data)
    return load_model(own_model(folder)) if folder and model_folders(folder) else None


def _file(place: int, lead_id: str) -> str:
    """Return a file name that no lead id can lead astray."""
    return f"{place:03d}-{UNSAFE.sub('_', lead_id)[:LONGEST]}.html"
