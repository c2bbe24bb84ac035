"""`leadkit grade`: what a class handed in, as a gradebook and a page for the group."""

from __future__ import annotations

from pathlib import Path

import click

from leadkit.base.errors import BadInput
from leadkit.base.files import files_together, write_table, write_text
from leadkit.base.language import _, ngettext, number
from leadkit.base.sheets import write_sheets
from leadkit.cli.options import common, refuse_place, say
from leadkit.learn.gradebook import Gradebook, gradebook
from leadkit.learn.group_page import group_page

ENDINGS = (".csv", ".xlsx")


@click.command("grade")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The gradebook, as gradebook.csv or gradebook.xlsx; the group's page goes beside it.",
)
@common
def command(folder: Path, out: Path, as_json: bool, force: bool) -> None:
    """Grade what a class handed in: one folder or progress file per trainee in FOLDER.

    Every answer is judged anew, and nothing of a notebook is executed. The gradebook holds numbers
    and no names, for the trainer; the page beside it holds neither, for the group.
    """
    if out.suffix.lower() not in ENDINGS:
        raise BadInput(
            _("a gradebook is a CSV or an Excel file"),
            where=str(out),
            fix=_("Name it gradebook.csv or gradebook.xlsx."),
        )
    page = out.with_suffix(".html")
    for place in (out, page, *([_beside(out)] if out.suffix.lower() == ".csv" else [])):
        refuse_place(place, force=force)
    found = gradebook(folder)
    has_sheets = out.suffix.lower() == ".xlsx"
    written = [out, *([] if has_sheets or found.faults.empty else [_beside(out)]), page]
    with files_together(*written) as (book, *beside, page_file):
        _write(found, book, beside)
        write_text(page_file, group_page(found).html())
    if not has_sheets and found.faults.empty:
        _beside(out).unlink(missing_ok=True)
    say(found.to_dict(), _lines(found, written), as_json=as_json)


def _write(found: Gradebook, out: Path, beside: list[Path]) -> None:
    """Write the gradebook: sheets, or a table and beside it what does not fit."""
    if out.suffix.lower() == ".xlsx":
        sheets = {_("answers"): found.table, _("does not fit"): found.faults}
        write_sheets(group_page(found), out, numbers=sheets)
        return
    write_table(out, found.table)
    for path in beside:
        write_table(path, found.faults)


def _beside(out: Path) -> Path:
    return out.with_name(f"{out.stem}-does-not-fit.csv")


def _lines(found: Gradebook, written: list[Path]) -> list[str]:
    text = ngettext("{n} trainee has answered.", "{n} trainees have answered.", found.n)
    people = text.format(n=number(found.n))
    faults = [
        "  " + ": ".join(str(part) for part in row if part)
        for row in found.faults.itertuples(index=False, name=None)
    ]
    head = [_("What does not fit:")] if faults else []
    made = _("Written: {files}").format(files=", ".join(map(str, written)))
    return [people, *found.sentences(), found.gain.sentence(), *head, *faults, made]
