"""`leadkit model`: the models of a book, which is in use, and whether it still holds."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, ngettext, number
from leadkit.base.plain_file import read_json
from leadkit.book import Book
from leadkit.cli.options import FOLDER, Data, common, open_book, own_folder, say
from leadkit.model import load_model
from leadkit.model.models_in_use import (
    NEWEST,
    in_use,
    model_folder,
    model_folders,
    models_table,
    newest_model,
    own_model,
    use_model,
)
from leadkit.quality import screened

BOOK = click.argument("data", metavar="BOOK", type=FOLDER)
AS_OF = click.option("--as-of", metavar="DATE", help="Judge as on this date.")


@click.group("model")
def command() -> None:
    """Compare, check and choose among the models of a book."""


@command.command("list")
@BOOK
@common
def list_them(data: Path, as_json: bool, force: bool) -> None:
    """List the models of BOOK, oldest first, and say which is in use."""
    table = models_table(_home(data))
    said = in_use(data)
    content = {
        "format": 1,
        "models": json.loads(table.to_json(orient="records")),
        "in_use": str(table.loc[table["in_use"], "name"].iloc[0]),
        "is_chosen": said is not None and said.model != NEWEST,
        "history": [] if said is None else said.model_dump(mode="json")["history"],
    }
    say(content, _listed(data, table), as_json=as_json)


def _listed(home: Path, table: Any) -> list[str]:
    said = in_use(home)
    how = _("the newest is in use")
    if said is not None and said.model != NEWEST:
        how = _("in use since {moment}: {name}").format(
            moment=f"{said.since:%Y-%m-%d %H:%M} UTC", name=said.model
        )
        how += f" ({said.why})" if said.why else ""
    count = ngettext("{n} model", "{n} models", len(table)).format(n=number(len(table)))
    lines = [_("Models of the book      {count}; {how}").format(count=count, how=how)]
    for row in table.to_dict("records"):
        auc = Estimate(value=row["auc"], low=row["low"], high=row["high"], n=row["n"], method="")
        mark = _("in use") if row["in_use"] else ""
        shown = _("AUC {auc}").format(auc=auc.write())
        lines.append(f"  {row['name']:<22}{_(row['verdict']):<20}{shown:<24}{mark}".rstrip())
    return lines


@command.command("compare")
@BOOK
@click.option("--with", "challenger", required=True, metavar="NAME", help="The other model.")
@click.option("--champion", metavar="NAME", help="Else the model in use.")
@AS_OF
@common
def compare_them(
    data: Path, challenger: str, champion: str | None, as_of: str | None, as_json: bool, force: bool
) -> None:
    """Compare the model of BOOK that is in use with another, on the same leads."""
    from leadkit.model.champion import MEASURES, compare

    home = _home(data)
    one = model_folder(home, champion) if champion else own_model(home)
    found = compare(load_model(one), load_model(model_folder(home, challenger)), _book(home), as_of)
    rows = [
        f"  {_(MEASURES[name]):<34}{before.write(4):<26}{after.write(4):<26}{change}"
        for name, before, after, change in found.rows()
    ]
    head = f"  {'':<34}{found.champion:<26}{found.challenger:<26}{_('difference (95 %)')}"
    lines = [found.sentence(), head, *rows, *(f"  {note}" for note in found.notes())]
    say(found.to_dict(), lines, as_json=as_json)


@command.command("check")
@BOOK
@click.option("--model", "name", metavar="NAME", help="Else the model in use.")
@AS_OF
@common
def check(data: Path, name: str | None, as_of: str | None, as_json: bool, force: bool) -> None:
    """Judge the model of BOOK on later leads; exit code 1 where an update is due."""
    from leadkit.model.upkeep.checking import check_model
    from leadkit.model.upkeep.words import evidence

    home = _home(data)
    folder = model_folder(home, name) if name else own_model(home)
    model = load_model(folder)
    found = check_model(model, _book(home), read_json(folder / "metrics.json"), as_of)
    printed = evidence(found)
    wide = max(len(check) for check, _value, _finding in printed) + 2
    rows = [f"  {check:<{wide}}{value:<30}{finding}" for check, value, finding in printed]
    lines = [f"{folder.name}: {found.sentence()}", *rows, *(f"  {step}" for step in found.steps())]
    say(found.to_dict() | {"model": folder.name}, lines, as_json=as_json)
    sys.exit(1 if found.is_due else 0)


@command.command("use")
@BOOK
@click.argument("name", required=False)
@click.option("--newest", is_flag=True, help="Use the newest model again, whichever it is.")
@click.option("--why", default="", help="The reason, kept beside the switch.")
@common
def use(data: Path, name: str | None, newest: bool, why: str, as_json: bool, force: bool) -> None:
    """Put the model NAME of BOOK in use, as to go back to a former one."""
    home = _home(data)
    if (name is None) != newest:
        raise BadInput(
            _("name one model, or say --newest"),
            where=str(home / "models"),
            fix=_("It has: {names}.").format(
                names=", ".join(repr(path.name) for path in model_folders(home)) or _("none")
            ),
        )
    chosen = model_folder(home, name) if name else newest_model(home)
    notes = _next(home, chosen)
    use_model(home, name or NEWEST, why=why)
    lines = [
        _("In use from now on: {name}").format(name=chosen.name),
        *(f"  {note}" for note in notes),
    ]
    content = {"format": 1, "in_use": chosen.name, "is_chosen": not newest, "why": why}
    say(content, lines, as_json=as_json)


def _next(home: Path, chosen: Path) -> list[str]:
    """Say under which policy its leads are handed off, or that its line is still to be drawn."""
    from leadkit.handoff import own_policy

    saved = load_model(chosen)
    found = own_policy(home, saved)
    if found is None or found[0].model.sha256 != saved.manifest.sha256["model.skops"]:
        return [_("It has no policy yet: draw its line with `leadkit thresholds BOOK`.")]
    return [_("Its newest policy: {version}").format(version=found[0].version)]


def _home(data: Data) -> Path:
    home = own_folder(data)
    if not home.is_dir():
        raise BadInput(
            _("this is no lead book: a folder is needed"),
            where=str(home),
            fix=_("Give the folder of a book, which holds leads.csv."),
        )
    return home


def _book(home: Path) -> Book:
    """Read a book as training did: screened by its own standard."""
    return screened(open_book(home))
