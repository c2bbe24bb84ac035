"""`leadkit thresholds`: the handoff line, in money."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from leadkit.base.economics import Economics
from leadkit.base.files import run_folder, write_json, write_text
from leadkit.base.language import _, number
from leadkit.base.page import Page
from leadkit.book import Book
from leadkit.cli.options import common, data_argument, open_data, output, reading_options, say
from leadkit.handoff import HandoffChoice, handoff_curve, handoff_page
from leadkit.model import load_model
from leadkit.model.saving import SavedModel
from leadkit.model.scoring import score_out_of_time
from leadkit.quality import screened


@click.command("thresholds")
@data_argument
@click.option("--model", required=True, type=click.Path(path_type=Path), help="Model folder.")
@click.option("--value", required=True, type=float, help="Margin of one won lead.")
@click.option("--cost", required=True, type=float, help="Cost of working one handed-off lead.")
@click.option("--hours", type=float, help="Sales hours one handed-off lead takes.")
@click.option("--capacity", type=float, help="What sales can take: hours if --hours, else leads.")
@click.option("--per", type=click.Choice(["week", "month", "table"]), default="table")
@click.option("--as-of", metavar="DATE", help="Judge as on this date.")
@reading_options
@output
@common
def command(
    data: Path,
    model: Path,
    value: float,
    cost: float,
    hours: float | None,
    capacity: float | None,
    per: Any,
    as_of: str | None,
    reading: dict[str, Any],
    out: Path,
    as_json: bool,
    force: bool,
) -> None:
    """Draw the handoff line for DATA in money, with a model that `leadkit train` saved."""
    terms = {"value": value, "cost": cost, "hours": hours, "capacity": capacity, "per": per}
    Economics(**terms)
    saved = load_model(model)
    book = open_data(data, reading, saved=saved.reading if saved.manifest["is_bare"] else None)
    with run_folder(out, force=force) as folder:
        _page, choice, content = draw(book, saved, terms, folder, as_of=as_of)
    say(content, summary(choice, content, out), as_json=as_json)
    sys.exit(0 if choice.threshold is not None else 1)


def draw(
    book: Book, saved: SavedModel, terms: dict[str, Any], folder: Path, *, as_of: str | None = None
) -> tuple[Page, HandoffChoice, dict[str, Any]]:
    """Judge every threshold on leads the model had not seen, and write page and figures."""
    book = screened(book)
    economics = Economics(**terms, currency=book.settings.currency)
    judged = score_out_of_time(saved, book, as_of)
    curve = handoff_curve(judged.scored, economics)
    choice = curve.choose()
    excluded = ("trained_on", "immature", "unlabelled", "self_generated", "not_handed_off_elsewhen")
    content = choice.to_dict()
    content["n"] = {
        **judged.counts,
        "excluded": sum(judged.counts[name] for name in excluded),
    }
    content["model"] = {"name": saved.name, "sha256": saved.manifest["sha256"]["model.skops"]}
    page = handoff_page(
        curve,
        choice,
        title=_("Where to draw the handoff line"),
        subtitle=book.name,
        footer=_("Data {sha} ({n} rows) · model {model} · seed 0").format(
            sha=book.sha256[:12],
            n=number(judged.counts["rows"]),
            model=saved.manifest["sha256"]["model.skops"][:12],
        ),
    )
    write_text(folder / "handoff.html", page.html())
    write_json(folder / "handoff.json", content)
    picture = curve.plot().get_figure(root=True)
    if picture is not None:
        picture.savefig(folder / "handoff-curve.png")
    curve.table.to_csv(folder / "handoff-curve.csv", index=False, lineterminator="\n")
    return page, choice, content


def summary(choice: HandoffChoice, content: dict[str, Any], out: Path) -> list[str]:
    """Say on one screen where the line lies."""
    counts = content["n"]
    return [
        _("Handoff line            {judged} leads judged, {excluded} left out").format(
            judged=number(counts["judged"]), excluded=number(counts["excluded"])
        ),
        f"  {choice.sentence()}",
        *(f"  {text}" for text in choice.warnings),
        _("  Written: handoff.html, handoff.json, handoff-curve.png in {folder}").format(
            folder=out
        ),
    ]
