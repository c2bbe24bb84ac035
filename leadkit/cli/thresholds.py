"""`leadkit thresholds`: the handoff line, in money."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.files import run_folder, write_json, write_text
from leadkit.base.language import _, number
from leadkit.base.page import Page
from leadkit.book import Book
from leadkit.cli.asked import (
    Asked,
    changed_by,
    not_called,
    quota_of,
    version_of,
    write_change,
)
from leadkit.cli.line_summary import whole_summary
from leadkit.cli.options import (
    FILE,
    FOLDER,
    Data,
    book_folder,
    common,
    data_argument,
    open_data,
    reading_options,
    refuse_place,
    say,
)
from leadkit.cli.places import found_model, model_option, output_or_book, place, results
from leadkit.handoff import (
    Grounds,
    Policy,
    Priced,
    handoff_curve,
    handoff_page,
    parse_amount,
    policy_of,
    priced,
    read_segments,
    segment_lines,
    write_figures,
    write_picture,
    write_policy,
    write_tables,
)
from leadkit.handoff.change.keeping import next_version
from leadkit.handoff.change.trial_plan import TrialPlan
from leadkit.handoff.policy import FILE as POLICY
from leadkit.journey import extract_date
from leadkit.model import load_model
from leadkit.model.populations import POPULATIONS
from leadkit.model.saving import SavedModel
from leadkit.model.verdict import USABLE
from leadkit.quality import own_standard, screened

AMOUNT, SHARE = "AMOUNT", "SHARE"
BY_LOT = click.FloatRange(0, 1, min_open=True, max_open=True)
HELD = click.FloatRange(0, 0.5, max_open=True)


@click.command("thresholds")
@data_argument
@model_option
@click.option("--value", required=True, metavar=AMOUNT, help="What one won lead brings.")
@click.option("--cost", required=True, metavar=AMOUNT, help="Cost of working one handed-off lead.")
@click.option("--hours", metavar=AMOUNT, help="Sales hours one handed-off lead takes.")
@click.option("--margin", metavar=SHARE, help="Share of the value that is margin, where not all.")
@click.option("--nurture", metavar=SHARE, help="Cost of nurturing a lead not handed off.")
@click.option("--keeps", metavar=SHARE, help="Share of its chance that a nurtured lead keeps.")
@click.option("--anyway", metavar=SHARE, help="Chance of buying without any handoff.")
@click.option("--capacity", type=float, help="What sales can take: hours if --hours, else leads.")
@click.option("--per", type=click.Choice(["week", "month", "table"]), default="table")
@click.option("--segments", type=FILE, help="Table of value and cost by segment.")
@click.option("--against", type=FILE, help="Policy (policy.toml) to lay the new line beside.")
@click.option("--explore", type=BY_LOT, help="Share of leads below the line handed off by lot.")
@click.option("--holdout", type=HELD, help="Share of leads above the line held back by lot.")
@click.option("--as-of", metavar="DATE", help="Judge as on this date.")
@click.option("--tables", type=FILE, help="Workbook (.xlsx) for every table of numbers.")
@click.option("--figures", type=FOLDER, help="Folder for every picture.")
@reading_options
@output_or_book
@common
def command(
    data: Data,
    model: Path | None,
    capacity: float | None,
    per: Any,
    segments: Path | None,
    against: Path | None,
    explore: float | None,
    holdout: float | None,
    as_of: str | None,
    tables: Path | None,
    figures: Path | None,
    reading: dict[str, Any],
    out: Path | None,
    as_json: bool,
    force: bool,
    **amounts: str | None,
) -> None:
    """Draw the handoff line for DATA in money, with a model that `leadkit train` saved.

    An AMOUNT is a number (1000), low, likely and high (800:1000:1200), or a column of the leads
    (deal_value is what won leads brought, which --margin makes margin).
    """
    terms: dict[str, Any] = {"capacity": capacity, "per": per}
    terms |= {name: parse_amount(text) for name, text in amounts.items() if text is not None}
    if tables is not None:
        _refuse_no_workbook(tables)
        refuse_place(tables, force=force, inputs=[data, segments])
    old = None if against is None else Policy.load(against)
    home = book_folder(data)
    is_kept = home is not None and model is None and out is None
    folder = found_model(data, model)
    saved = load_model(folder)
    book = open_data(
        data, reading, saved=saved.manifest.reading if saved.manifest.is_bare else None
    )
    by = None if segments is None else read_segments(segments)
    asked = Asked(against=old, explore=explore, holdout=holdout, home=home)
    is_next = old is not None and home is not None and out is None
    out = place(data, book, out, "policies", as_of)
    if is_next:
        out = out.with_name(next_version(out.parent, date.fromisoformat(out.name)))
    with results(data, out, force=force) as building:
        _page, grounds, content = draw(
            book, saved, terms, building, as_of=as_of, by=by, asked=asked
        )
        if figures is not None:
            with run_folder(figures, force=force) as drawing:
                write_figures(grounds, drawing)
        if tables is not None:
            write_tables(grounds, tables)
    lines = whole_summary(grounds, content, out, None if is_kept else folder)
    say(content, lines, as_json=as_json)
    sys.exit(0 if grounds.choice.threshold is not None else 1)


def _refuse_no_workbook(path: Path) -> None:
    if path.suffix.lower() != ".xlsx":
        raise BadInput(
            _("the tables become the sheets of one Excel workbook"),
            where=str(path),
            fix=_("End its name in .xlsx."),
        )


def draw(
    book: Book,
    saved: SavedModel,
    terms: dict[str, Any],
    folder: Path,
    *,
    as_of: str | None = None,
    by: tuple[str, pd.DataFrame] | None = None,
    asked: Asked | None = None,
) -> tuple[Page, Grounds, dict[str, Any]]:
    """Judge every threshold on leads the model had not seen, and write page and figures."""
    asked = asked or Asked()
    moment, standard = extract_date(book, as_of), own_standard(book)
    book = screened(book)
    leads = priced(saved, book, terms, as_of=as_of, segment=by and by[0])
    curve = handoff_curve(leads.scored, leads.economics)
    choice = curve.choose(usable=saved.verdict == USABLE)
    lines = None
    if by is not None and choice.threshold is not None:
        lines = segment_lines(leads.scored, leads.economics, *by, common=choice.threshold)
    day = moment and moment.tz_convert(book.settings.timezone).date()
    policy = policy_of(
        choice,
        saved,
        version=version_of(day, asked),
        as_of=day,
        standard=standard,
        segments=lines,
        explore=quota_of(choice, asked),
    )
    change = None
    if asked.against is not None and policy is not None:
        change = changed_by(choice, asked.against, policy, leads, book, saved, as_of)
    unseen = not_called(choice, book, saved, as_of)
    grounds = Grounds(choice, lines, leads.notes, unseen, change)
    content = grounds.to_dict()
    content["n"] = _counts(leads)
    content["model"] = {"name": saved.name, "sha256": saved.manifest.sha256["model.skops"]}
    footer = _("Data {sha} ({n} rows) · model {model} · seed 0").format(
        sha=book.sha256[:12],
        n=number(leads.judged.counts["rows"]),
        model=saved.manifest.sha256["model.skops"][:12],
    )
    if policy is not None:
        write_policy(policy, folder / POLICY)
        content["policy"] = {"version": policy.version, "sha256": policy.sha256}
        footer += _(" · policy {version} ({sha}) in policy.toml beside this page").format(
            version=policy.version, sha=policy.sha256[:12]
        )
    if change is not None and change.changes:
        plan = write_change(change, book, folder, as_of)
        if isinstance(plan, TrialPlan):
            grounds = replace(grounds, trial=plan)
        content["trial"] = plan.sentence() if isinstance(plan, TrialPlan) else plan
    title = _("Where to draw the handoff line")
    page = handoff_page(grounds, title=title, subtitle=book.name, footer=footer)
    write_text(folder / "handoff.html", page.html())
    write_json(folder / "handoff.json", content)
    write_picture(choice.plot, folder / "handoff-curve.png")
    curve.table.to_csv(folder / "handoff-curve.csv", index=False, lineterminator="\n")
    return page, grounds, content


def _counts(leads: Priced) -> dict[str, int]:
    counts = leads.judged.counts
    shown = counts["judged"] + counts["unseen"]
    turns = sum(counts[name] for name in POPULATIONS)
    return {**counts, "excluded": turns - shown}
