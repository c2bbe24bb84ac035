"""`leadkit train`: audit, label, fit, calibrate, judge out of time, save."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from leadkit.base.errors import BadInput
from leadkit.base.language import _, number
from leadkit.book import Book, Reading
from leadkit.cli.options import (
    Data,
    common,
    data_argument,
    open_data,
    reading_options,
    say,
    steps,
)
from leadkit.cli.places import output_or_book, place, results
from leadkit.model import Evaluation, evaluate, save_model, training_set
from leadkit.model.labels import with_own_window
from leadkit.quality import screened


@click.command("train")
@data_argument
@click.option("--as-of", metavar="DATE", help="Judge as on this date.")
@click.option("--recent", is_flag=True, help="Learn also from leads too young for a label.")
@click.option("--choose-window", is_flag=True, help="Take the window from the curve of old leads.")
@reading_options
@output_or_book
@common
def command(
    data: Data,
    as_of: str | None,
    recent: bool,
    choose_window: bool,
    reading: dict[str, Any],
    out: Path | None,
    as_json: bool,
    force: bool,
) -> None:
    """Train and judge a lead-quality model on DATA (a book, or a CSV, XLSX or Parquet table)."""
    book = open_data(data, reading)
    if choose_window:
        _refuse_window(book, data, reading)
        book = with_own_window(book, as_of)
        reading |= {"window": book.settings.window_days}
    out = place(data, book, out, "models", as_of)
    with results(data, out, force=force) as folder:
        evaluation = train(book, folder, as_of=as_of, recent=recent, reading=reading)
    say(evaluation.to_dict(), summary(evaluation, out), as_json=as_json)
    sys.exit(0 if evaluation.verdict == "usable" else 1)


def _refuse_window(book: Book, data: Data, reading: dict[str, Any]) -> None:
    if "window" in reading:
        raise BadInput(
            _("--window gives the outcome window, and --choose-window asks for another"),
            fix=_("Leave one of them out."),
        )
    if not book.is_bare:
        raise BadInput(
            _("a book says its outcome window itself, in book.toml"),
            where=str(data),
            fix=_("Train without --choose-window; the model card shows what the curve says."),
        )


def train(
    book: Book,
    folder: Path,
    *,
    as_of: str | None = None,
    recent: bool = False,
    reading: dict[str, Any] | None = None,
) -> Evaluation:
    """Train on a book, screened by its own standard where it has one, and save into a folder."""
    given = reading or {}
    walk = steps([_("screening"), _("audit"), _("training"), _("saving")])
    next(walk)
    book = screened(book)
    next(walk)
    data = training_set(book, as_of=as_of, named=given.get("known_at_handoff", ()))
    next(walk)
    evaluation = evaluate(data, recent=recent)
    next(walk)
    save_model(evaluation, book, folder, reading=Reading(**given) if book.is_bare else None)
    walk.close()
    return evaluation


def summary(evaluation: Evaluation, out: Path) -> list[str]:
    """Say on one screen what the model is worth."""
    counts, metrics = evaluation.counts(), evaluation.metrics
    lines = [
        _("Lead-quality model      {n} leads judged, {wins} won; {split}").format(
            n=number(metrics["auc"].n),
            wins=number(metrics["auc"].events or 0),
            split=evaluation.split.words,
        ),
        f"  {evaluation.sentence()}",
    ]
    lines += [
        f"  {name:<28}AUC {found['auc'].write(3):<24}Brier {found['brier'].write(3)}"
        for name, found in evaluation.compared().items()
    ]
    refused = evaluation.data.audit.table.query("verdict not in ['safe', 'identifier']")
    lines += [
        f"  {row['column']:<22}{row['verdict']:<16}{'; '.join(row['evidence'])}"
        for row in refused.assign(verdict=refused["verdict"].map(_)).to_dict("records")
    ]
    lines.append(
        _(
            "  Rows {rows} = set aside {aside} + leads {leads}; too young {young}, open {open}"
        ).format(
            rows=number(counts["rows"]),
            aside=number(counts["set_aside"]),
            leads=number(counts["leads"]),
            young=number(counts["immature"]),
            open=number(counts["unlabelled"]),
        )
    )
    return [
        *lines,
        _("  Written: {files} in {folder}").format(
            files="model-card.html, points-card.toml, metrics.json, predictions.csv", folder=out
        ),
    ]
