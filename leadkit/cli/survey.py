"""`leadkit survey`: how both sides see their work together."""

from __future__ import annotations

from pathlib import Path

import click
import pandas as pd

from leadkit.base.files import run_folder, write_json, write_table, write_text
from leadkit.base.language import _
from leadkit.cli.options import FILE, common, output, plain, say
from leadkit.dialogue.survey.answers import read_answers
from leadkit.dialogue.survey.form import blank_table
from leadkit.dialogue.survey.page import blank_form
from leadkit.dialogue.survey.survey import survey


@click.group("survey")
def command() -> None:
    """Ask both sides twenty statements, and see where they part."""


@command.command("new")
@output
@common
def new(out: Path, as_json: bool, force: bool) -> None:
    """Write the blank form: a page to print, a table to type the answers into."""
    with run_folder(out, force=force) as folder:
        write_text(folder / "form.html", blank_form().html())
        write_table(folder / "answers.csv", blank_table())
    lines = [
        _("Written: form.html, answers.csv in {folder}").format(folder=out),
        _("  One row a person: any code, marketing or sales, then 1 to 5 or blank."),
    ]
    say({"format": 1, "form": str(out / "form.html")}, lines, as_json=as_json)


@command.command("read")
@click.argument("answers", type=FILE)
@output
@common
def read(answers: Path, out: Path, as_json: bool, force: bool) -> None:
    """Say where the sides part in ANSWERS; nothing is shown of fewer than five people a side."""
    found = survey(read_answers(answers))
    with run_folder(out, force=force) as folder:
        write_text(folder / "survey.html", found.page().html())
        write_json(folder / "survey.json", found.to_dict())
        write_table(folder / "survey.csv", _flat(found.table))
    page = found.page()
    lines = [
        f"{page.kind}: {page.subtitle}",
        *(f"  {text}" for text in plain(page.say)),
        *_not_read(found.answers.not_read),
        _("  Written: survey.html, survey.json, survey.csv in {folder}").format(folder=out),
    ]
    say(found.to_dict(), lines, as_json=as_json)


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    ends = {end: [getattr(one, end) for one in table["gap"]] for end in ("value", "low", "high")}
    named = {"gap": ends["value"], "gap_low": ends["low"], "gap_high": ends["high"]}
    return table.assign(text=[_(text) for text in table["text"]], **named)


def _not_read(names: tuple[str, ...]) -> list[str]:
    text = _("  Columns that were not read: {names}")
    return [text.format(names=", ".join(names))] if names else []
