"""`leadkit trial`: what a trial of a handoff line found."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from leadkit.base.files import run_folder, write_json, write_table, write_text
from leadkit.base.language import _
from leadkit.cli.options import FILE, Data, common, data_argument, noted, open_book, output, say
from leadkit.handoff.change.trial_page import trial_page
from leadkit.handoff.change.trial_plan import TrialPlan
from leadkit.handoff.change.trial_result import TrialResult, judge_trial

CLEAR = ("move", "keep")


@click.command("trial")
@data_argument
@click.option("--plan", required=True, type=FILE, help="The plan of the trial, a TOML file.")
@click.option("--as-of", metavar="DATE", help="Judge as on this date.")
@output
@common
def command(
    data: Data, plan: Path, as_of: str | None, out: Path, as_json: bool, force: bool
) -> None:
    """Judge the trial of a handoff line that ran in the book DATA, by its plan."""
    agreed, book = TrialPlan.load(plan), open_book(data)
    with run_folder(out, force=force) as folder:
        result = judge_trial(agreed, book, as_of=as_of)
        footer = _("Data {sha}").format(sha=book.sha256[:12])
        page = trial_page(result, subtitle=book.name, footer=footer)
        write_text(folder / "trial.html", page.html())
        write_json(folder / "trial.json", result.to_dict())
        write_table(folder / "trial.csv", result.table)
    say(result.to_dict(), [*_summary(result, out), *noted(book)], as_json=as_json)
    sys.exit(0 if result.decision in CLEAR else 1)


def _summary(result: TrialResult, out: Path) -> list[str]:
    return [
        *(f"  {sentence}" for sentence in result.sentences()),
        _("  Written: trial.html, trial.json, trial.csv in {folder}").format(folder=out),
    ]
