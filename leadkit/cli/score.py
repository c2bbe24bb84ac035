"""`leadkit score`: probabilities, reasons and decisions back to the CRM."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import click
from tqdm import tqdm

from leadkit.agreement import own_agreement
from leadkit.base.errors import BadInput
from leadkit.base.language import _, ngettext, number
from leadkit.book import Book, Database, holds_book, read_book, read_sql
from leadkit.cli.options import (
    FILE,
    FOLDER,
    Data,
    book_folder,
    common,
    data_argument,
    engine_option,
    is_shared_out,
    refuse_place,
    say,
)
from leadkit.cli.places import found_model, model_option
from leadkit.crm.back import own_map
from leadkit.crm.mapping import ImportMap
from leadkit.handoff import Policy, Scored, beside, own_policy, waiting, write_scores
from leadkit.journey import extract_date
from leadkit.model import SavedModel, ScoredBlock, load_model, score_stream
from leadkit.model.scored_parts import scored_parts
from leadkit.model.verdict import USABLE

KINDS = ("csv", "parquet", "xlsx")


@click.command("score")
@data_argument
@model_option
@click.option("--policy", type=FILE, help="policy.toml; else the newest of the book.")
@click.option("-o", "--out", required=True, type=FILE, help="Table to write.")
@click.option("--format", "kind", type=click.Choice(KINDS), help="Else by the ending of -o.")
@click.option("--book", type=FOLDER, help="Book whose scores the decisions are added to.")
@click.option("--id", default="lead_id", metavar="COLUMN", help="Column that names a lead.")
@engine_option
@click.option("--explore", is_flag=True, help="Hand off by lot the quota that the policy names.")
@click.option("--even-if-not-usable", is_flag=True, help="Score with a model that failed.")
@common
def command(
    data: Data,
    model: Path | None,
    policy: Path | None,
    out: Path,
    kind: str | None,
    book: Path | None,
    id: str,
    engine: str,
    explore: bool,
    even_if_not_usable: bool,
    as_json: bool,
    force: bool,
) -> None:
    """Score the leads of DATA: new ones in a table, also in parts, or those of a book that wait."""
    kind = kind or _kind(out)
    is_shared = is_shared_out(data, engine)
    for path in (out, beside(out)):
        refuse_place(path, force=force, inputs=[data, policy])
    home = book_folder(data) or book
    folder = found_model(home or data, model)
    saved = load_model(folder)
    _refuse_unusable(saved, folder, even_if_not_usable)
    rules = Policy.load(policy) if policy else _policy_of(home, saved)
    leads = read_book(home) if home else None
    left: dict[str, int] = {}
    own = book_folder(data)
    map = own_map(own) if own else None
    whole = leads if own else _in_database(data)
    with ExitStack() as held:
        blocks: Iterable[ScoredBlock]
        if whole is not None:
            block, left = waiting(whole, saved)
            blocks, id = [block], "lead_id"
        elif is_shared and isinstance(data, Path):
            blocks = held.enter_context(scored_parts(saved, folder, data, engine, out=out))
        else:
            blocks = score_stream(saved, data)
        bar = tqdm(blocks, disable=None, leave=False, desc=_("scoring"), unit=_(" blocks"))
        found = write_scores(
            *(bar, out, saved, rules),
            kind=kind,
            book=leads,
            id=id,
            left=left,
            map=map,
            agreement=_agreement_of(home, leads),
            explore=explore,
        )
    lines = [*summary(found, rules, out, leads), *_for_crm(map)]
    say(found.to_dict() | {"out": str(out)}, lines, as_json=as_json)


def _in_database(data: Data) -> Book | None:
    """Return the book that a database holds, where DATA is one."""
    return read_sql(data) if isinstance(data, Database) and holds_book(data) else None


def _for_crm(map: ImportMap | None) -> list[str]:
    if map is None:
        return []
    text = _("  For the CRM {system}the id comes first, under the headers of its own export")
    return [text.format(system=f"({map.system}) " if map.system else "")]


def _kind(out: Path) -> str:
    kind = out.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise BadInput(
            _("nothing says how the table is to be written"),
            where=str(out),
            fix=_("End its name in .csv, .parquet or .xlsx, or give --format."),
        )
    return kind


def _refuse_unusable(model: SavedModel, folder: Path, is_wanted: bool) -> None:
    if model.verdict != USABLE and not is_wanted:
        raise BadInput(
            _("the model is not fit for use: {verdict}").format(verdict=_(model.verdict)),
            where=str(folder),
            fix=_(
                "Train on more leads or better columns; --even-if-not-usable scores all the same."
            ),
        )


def _policy_of(home: Path | None, model: SavedModel) -> Policy | None:
    found = own_policy(home, model) if home else None
    return found[0] if found else None


def _agreement_of(home: Path | None, book: Book | None) -> str:
    """Return version and fingerprint of the agreement in force on the day the book is judged at."""
    moment = extract_date(book) if book is not None else None
    if home is None or book is None or moment is None:
        return ""
    found = own_agreement(home, moment.tz_convert(book.settings.timezone).date())
    return f"{found[0].version} {found[0].sha256[:8]}" if found else ""


def summary(found: Scored, policy: Policy | None, out: Path, book: Book | None) -> list[str]:
    """Say on one screen who was scored, what was decided, and who was left out."""
    n = {name: number(count) for name, count in found.counts.items()}
    lines = [_("Scores                 {what}").format(what=repr(found))]
    lines += [f"  {tier:<20}{number(count):>10}" for tier, count in found.tiers.items()]
    lines += [_("  Note: {note}").format(note=note) for note in found.notes]
    if found.lot is not None:
        text = _("  By lot      {what}").format(what=found.lot.sentence())
        lines += textwrap.wrap(text, 78, drop_whitespace=True, subsequent_indent=" " * 14)
    if policy is None:
        lines.append(_("  No policy: tier and decision stay blank, nothing is added to a book."))
    if found.counts["repair"]:
        lines.append(_("  To repair   {repair} fail the standard").format(**n))
    if "closed" in n:
        text = _("  Not scored  {handed_off} already with sales, {closed} closed")
        lines.append(text.format(**n))
    if found.counts["set_aside"]:
        text = ngettext(
            "  Set aside   {n} row that cannot be read, in {path}",
            "  Set aside   {n} rows that cannot be read, in {path}",
            found.counts["set_aside"],
        )
        lines.append(text.format(n=n["set_aside"], path=beside(out)))
    if found.logged and book is not None:
        text = ngettext(
            "  In the book {n} row added to scores.csv of {book}",
            "  In the book {n} rows added to scores.csv of {book}",
            found.logged,
        )
        lines.append(text.format(n=number(found.logged), book=book.path))
    return [*lines, _("  Written     {path}").format(path=out)]
