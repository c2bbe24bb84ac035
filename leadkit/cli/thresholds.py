"""`leadkit thresholds`: the handoff line, in money."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import Any

import click
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.estimate import rate
from leadkit.base.files import run_folder, write_json, write_text
from leadkit.base.language import _, number
from leadkit.base.page import Page
from leadkit.book import Book
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
    HandoffChoice,
    SegmentLines,
    capacity_words,
    handoff_curve,
    handoff_page,
    parse_amount,
    policy_of,
    priced,
    read_segments,
    segment_lines,
    words,
    write_figures,
    write_picture,
    write_policy,
    write_tables,
)
from leadkit.journey import extract_date
from leadkit.model import load_model
from leadkit.model.populations import POPULATIONS
from leadkit.model.saving import SavedModel
from leadkit.model.verdict import USABLE
from leadkit.quality import own_standard, screened

AMOUNT, SHARE = "AMOUNT", "SHARE"
POLICY = "policy.toml"
ASCII_SIGNS = str.maketrans(
    {"\N{NO-BREAK SPACE}": " ", "\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "’": "'"}
)


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
    is_kept = book_folder(data) is not None and model is None and out is None
    folder = found_model(data, model)
    saved = load_model(folder)
    book = open_data(
        data, reading, saved=saved.manifest.reading if saved.manifest.is_bare else None
    )
    by = None if segments is None else read_segments(segments)
    out = place(data, book, out, "policies", as_of)
    with results(data, out, force=force) as building:
        _page, grounds, content = draw(book, saved, terms, building, as_of=as_of, by=by)
        choice = grounds.choice
        if figures is not None:
            with run_folder(figures, force=force) as drawing:
                write_figures(grounds, drawing)
        if tables is not None:
            write_tables(grounds, tables)
    lines = summary(choice, content, out, None if is_kept else folder)
    if grounds.segments is not None:
        lines += _of_segments(grounds.segments)
    say(content, lines, as_json=as_json)
    sys.exit(0 if choice.threshold is not None else 1)


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
) -> tuple[Page, Grounds, dict[str, Any]]:
    """Judge every threshold on leads the model had not seen, and write page and figures."""
    moment, standard = extract_date(book, as_of), own_standard(book)
    book = screened(book)
    leads = priced(saved, book, terms, as_of=as_of, segment=by and by[0])
    curve = handoff_curve(leads.scored, leads.economics)
    choice = curve.choose(usable=saved.verdict == USABLE)
    lines = None
    if by is not None and choice.threshold is not None:
        lines = segment_lines(leads.scored, leads.economics, *by, common=choice.threshold)
    grounds = Grounds(choice, lines, leads.notes)
    content = grounds.to_dict()
    counts = leads.judged.counts
    shown = counts["judged"] + counts["unseen"]
    turns = sum(counts[name] for name in POPULATIONS)
    content["n"] = {**counts, "excluded": turns - shown}
    content["model"] = {"name": saved.name, "sha256": saved.manifest.sha256["model.skops"]}
    footer = _("Data {sha} ({n} rows) · model {model} · seed 0").format(
        sha=book.sha256[:12],
        n=number(counts["rows"]),
        model=saved.manifest.sha256["model.skops"][:12],
    )
    day = moment and moment.tz_convert(book.settings.timezone).date()
    version = day.isoformat() if day else "1"
    policy = policy_of(choice, saved, version=version, as_of=day, standard=standard, segments=lines)
    if policy is not None:
        write_policy(policy, folder / POLICY)
        content["policy"] = {"version": policy.version, "sha256": policy.sha256}
        footer += _(" · policy {version} ({sha}) in policy.toml beside this page").format(
            version=policy.version, sha=policy.sha256[:12]
        )
    title = _("Where to draw the handoff line")
    page = handoff_page(grounds, title=title, subtitle=book.name, footer=footer)
    write_text(folder / "handoff.html", page.html())
    write_json(folder / "handoff.json", content)
    write_picture(choice.plot, folder / "handoff-curve.png")
    curve.table.to_csv(folder / "handoff-curve.csv", index=False, lineterminator="\n")
    return page, grounds, content


def summary(
    choice: HandoffChoice, content: dict[str, Any], out: Path, model: Path | None = None
) -> list[str]:
    """Say on one screen where the line lies, what it changes, and what stays open."""
    has_line = choice.threshold is not None
    counts = content["n"]
    answer = choice.sentence()
    if choice.threshold is not None:
        answer = _("Draw it at {line}.").format(line=words.line(choice.threshold))
        answer = f"{answer} {words.flat(choice)}"
    careful = words.method(choice) if choice.usable else ""
    if choice.usable and choice.basis != "observed" and choice.agrees:
        careful = "" if choice.from_economics else words.standing(choice) + "."
    has_limit = choice.threshold is not None and choice.capacity.limit is not None
    load = capacity_words.load(choice)
    if choice.capacity.binding:
        load += f"; {words.next_hour(choice)}"
    said = {
        _("Capacity"): _("Sales works {load}.").format(load=load) if has_limit else "",
        _("Cannot tell"): words.cannot_tell(choice),
        _("Careful"): careful,
        _("Written"): _("{files} in {folder}").format(
            files=("policy.toml, " if has_line else "")
            + "handoff.html, .json, handoff-curve.png, .csv",
            folder=out,
        ),
        _("Next"): _next(out, model) if has_line else "",
    }
    lines = [
        _("Handoff line           {judged} leads judged, {won} won, {excluded} left out").format(
            judged=number(counts["judged"]),
            won=number(choice.calibration.events or 0),
            excluded=number(counts["excluded"]),
        ),
        *textwrap.wrap(answer, 78, initial_indent="  ", subsequent_indent="  "),
        *([] if choice.threshold is None else _changes(choice)),
    ]
    for head, text in said.items():
        lines += textwrap.wrap(text, 78, initial_indent=f"  {head:<13}", subsequent_indent=" " * 15)
    return [line.translate(ASCII_SIGNS) for line in lines]


def _of_segments(found: SegmentLines) -> list[str]:
    """Say the lines by segment, and what keeps any of them from being trusted."""
    said = (_("Segments"), found.sentence()), *(("", text) for text in found.warnings)
    lines = [
        line
        for head, text in said
        for line in textwrap.wrap(
            text, 78, initial_indent=f"  {head:<13}", subsequent_indent=" " * 15
        )
    ]
    return [line.translate(ASCII_SIGNS) for line in lines]


def _next(out: Path, model: Path | None) -> str:
    """Say how leads are scored under the policy; a book finds model and policy by itself."""
    if model is None:
        return _("sign handoff.html; then leadkit score BOOK -o scored.csv")
    return _("leadkit score new.csv --model {model} --policy {policy} -o scored.csv").format(
        model=model, policy=out / POLICY
    )


def _changes(choice: HandoffChoice) -> list[str]:
    """Put the line beside today's rule, or beside handing off every lead where there is none."""
    other, name = "all", _("every lead")
    if "today" in choice.compared:
        other, name = "today", _("today")
    before: dict[Any, Any] = choice.table.set_index("policy").loc[other].to_dict()
    gain = choice.compared[other]
    currency = choice.economics.currency
    largest = max(abs(choice.profit.value), abs(gain.low), abs(gain.high))
    scale, unit = words.column_unit(currency, largest)
    change = _("{gain} ({low} to {high})").format(
        gain=number(gain.value / scale, sign=True),
        low=number(gain.low / scale),
        high=number(gain.high / scale),
    )
    profits = [number(x / scale) for x in (before["profit"], choice.profit.value)]
    rates = [
        found.write(0) for found in (rate(before["wins"], before["handed_off"]), choice.win_rate)
    ]
    more = choice.handed_off - before["handed_off"]
    handed_off = [number(before["handed_off"]), number(choice.handed_off), number(more, sign=True)]
    rows = [
        ("", name, _("chosen {line}").format(line=words.line(choice.nearest)), _("change (95 %)")),
        (_("handed off"), *handed_off),
        (_("win rate"), *rates, ""),
        (words.headed(_("profit"), unit), *profits, change),
    ]
    return [f"  {a:<20}{b:>14}{c:>15}  {d}".rstrip() for a, b, c, d in rows]
