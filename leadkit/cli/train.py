"""`leadkit train`: audit, label, fit, calibrate, judge out of time, save."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

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
from leadkit.quality import screened


@click.command("train")
@data_argument
@click.option("--as-of", metavar="DATE", help="Judge as on this date.")
@reading_options
@output_or_book
@common
def command(
    data: Data,
    as_of: str | None,
    reading: dict[str, Any],
    out: Path | None,
    as_json: bool,
    force: bool,
) -> None:
    """Train and judge a lead-quality model on DATA (a book, or a CSV, XLSX or Parquet table)."""
    book = open_data(data, reading)
    out = place(data, book, out, "models", as_of)
    with results(data, out, force=force) as folder:
        evaluation = train(book, folder, as_of=as_of, reading=reading)
    say(evaluation.to_dict(), summary(evaluation, out), as_json=as_json)
    sys.exit(0 if evaluation.verdict == "usable" else 1)


def train(
    book: Book, folder: Path, *, as_of: str | None = None, reading: dict[str, Any] | None = None
) -> Evaluation:
    """Train on a book, screened by its own standard where it has one, and save into a folder."""
    given = reading or {}
    walk = steps([_("screening"), _("audit"), _("training"), _("saving")])
    next(walk)
    book = screened(book)
    next(walk)
    data = training_set(book, as_of=as_of, named=given.get("known_at_handoff", ()))
    next(walk)
    evaluation = evaluate(data)
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
        f"  {name:<22}AUC {found['auc'].write(3):<24}Brier {found['brier'].write(3)}"
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
