"""`leadkit screen`: the written standard, before handoff."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import click

from leadkit.base.economics import Economics
from leadkit.base.files import run_folder, write_table
from leadkit.base.language import _, number
from leadkit.base.toml import read_toml_text
from leadkit.book import Book, Reading
from leadkit.cli.options import (
    FOLDER,
    Data,
    common,
    data_argument,
    engine_option,
    is_shared_out,
    open_data,
    reading_options,
    say,
)
from leadkit.crm.back import FOR_CRM, own_map, screened_for_crm
from leadkit.quality import (
    FILES,
    Evidence,
    ScreeningReport,
    Standard,
    call_back_list,
    own_standard,
    read_answers,
    refuse_to_lose_answers,
    screen,
    suggestions,
    worth_of_rules,
    write_screening,
)
from leadkit.quality.read_parts import read_parts


@click.command("screen")
@data_argument
@click.option("--standard", type=click.Path(path_type=Path), help="The standard, a TOML file.")
@click.option("--value", type=float, help="Margin of one won lead.")
@click.option("--cost", type=float, help="Cost of working one handed-off lead.")
@click.option("--explain", metavar="RULE", help="Say what a rule does here, and write nothing.")
@click.option(
    "--audit-sample",
    metavar="N",
    type=int,
    help="Draw N accepted leads to call back: call-back.csv.",
)
@click.option(
    "--audit-answers",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Read what the calls said: how many accepted records are true.",
)
@click.option("-o", "--out", type=FOLDER, help="Folder for the results.")
@engine_option
@reading_options
@common
def command(
    data: Data,
    standard: Path | None,
    value: float | None,
    cost: float | None,
    explain: str | None,
    audit_sample: int | None,
    audit_answers: Path | None,
    reading: dict[str, Any],
    out: Path | None,
    engine: str,
    as_json: bool,
    force: bool,
) -> None:
    """Screen the leads of DATA (a book or a table, also in Parquet parts) by a written standard."""
    if (out is None) == (explain is None):
        raise click.UsageError(_("Give either -o, a folder for the results, or --explain RULE."))
    if audit_sample is not None and audit_answers is not None:
        raise click.UsageError(_("Draw a call-back list first; read its answers in a later run."))
    is_shared = is_shared_out(data, engine)
    if out is None and (audit_sample is not None or audit_answers is not None or is_shared):
        raise click.UsageError(_("Give -o, a folder for the results."))
    if value is not None and cost is not None:
        Economics(value=value, cost=cost)
    rules = Standard.load(standard) if standard else None
    told = None
    if is_shared and isinstance(data, Path) and out is not None:
        region = (rules or Standard.default()).phone.region
        how = Reading(**reading)
        book, told = read_parts(data, engine, how, region=region, out=out)
    else:
        book = open_data(data, reading)
    rules = rules or own_standard(book)
    if explain is not None:
        explained = screen(book, rules).explain(explain)
        say(explained.to_dict(), explained.lines(), as_json=as_json)
    if out is not None:
        if audit_answers is None:
            refuse_to_lose_answers(out)
        with run_folder(out, force=force) as folder:
            report = screen(book, rules, value=value, cost=cost, told=told)
            evidence = Evidence(
                calls=None if audit_sample is None else call_back_list(report, audit_sample),
                accuracy=read_answers(audit_answers, report) if audit_answers else None,
                **_what_pays(report, value, cost, _text(standard, book)),
            )
            title = _("Screening before handoff")
            write_screening(report, folder, title=title, evidence=evidence)
            for_crm = _for_crm(book, report, folder)
            if audit_answers:
                shutil.copyfile(audit_answers, folder / f"call-back{audit_answers.suffix}")
        content = report.to_dict() | evidence.to_dict()
        say(content, [*_answer(report, evidence, out), *for_crm], as_json=as_json)


def _for_crm(book: Book, report: ScreeningReport, folder: Path) -> list[str]:
    """Write the verdicts in the shape of the book's CRM, where a map says what that is."""
    map = own_map(book.path) if book.path and not book.is_bare else None
    if map is None:
        return []
    write_table(folder / FOR_CRM, screened_for_crm(book, report, map))
    return [_("For the CRM: {file}, its id first, under its own headers").format(file=FOR_CRM)]


def _text(standard: Path | None, book: Book) -> str:
    """Return the TOML of the standard in force; blank where it is the package's own."""
    if standard is None and own_standard(book) and book.path is not None:
        standard = book.path / "standard.toml"
    return read_toml_text(standard) if standard else ""


def _what_pays(
    report: ScreeningReport, value: float | None, cost: float | None, text: str
) -> dict[str, Any]:
    if value is None or cost is None:
        return {}
    return {
        "worth": worth_of_rules(report, value, cost),
        "suggested": suggestions(report, value, cost, text=text),
    }


def _answer(report: ScreeningReport, evidence: Evidence, out: Path) -> list[str]:
    unchecked, first = _("not checked"), report.first_pass
    return [
        repr(report),
        _("  Right at once: {n} of {rows} rows, {rate}").format(
            n=number(first.events or 0), rows=number(first.n), rate=first.write()
        ),
        *(
            f"  {found.rule.code:<20}{number(found.n):>9}  {found.rate.write()}"
            if found.checked
            else f"  {found.rule.code:<20}{unchecked:>9}"
            for found in report.findings
        ),
        *(part.sentence for part in [evidence.accuracy] if part),
        *(part.note for part in [evidence.suggested] if part),
        _("Written: {files} in {folder}").format(
            files=", ".join([*FILES, *evidence.files]), folder=out
        ),
        _("To see what a rule does: leadkit screen DATA --explain RULE"),
    ]
