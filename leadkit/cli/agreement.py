"""`leadkit agreement`: check, print, sign and compare the written agreement."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from leadkit.agreement import SIDES, Agreement, Side, agreement_page, differences, sign
from leadkit.agreement.differences import changed_parts
from leadkit.base.errors import BadInput
from leadkit.base.files import write_text
from leadkit.base.language import LANGUAGES, _, current, day
from leadkit.base.pdf import write_pdf
from leadkit.book import read_book
from leadkit.cli.agreement_check import checked, described
from leadkit.cli.options import Data, common, data_argument, own_folder, refuse_place, say
from leadkit.cli.owed import owed
from leadkit.review import draft, new_agreement

FILE = click.Path(path_type=Path)


@click.group("agreement")
def command() -> None:
    """Work on the written agreement between marketing and sales, a TOML file."""


command.add_command(owed)


@command.command("new")
@data_argument
@click.option("--quarter", metavar="QUARTER", help="As in 2026Q3; else the next quarter.")
@click.option("--as-of", metavar="DATE", help="Judge as on this date.")
@common
def new(data: Data, quarter: str | None, as_of: str | None, as_json: bool, force: bool) -> None:
    """Draft the next agreement of the book DATA from its standard, policy and promises so far."""
    home = own_folder(data)
    drafted = draft(read_book(home), quarter, as_of=as_of)
    path = new_agreement(drafted, home, force=force)
    content = {
        "format": 1,
        "path": str(path),
        "sha256": drafted.agreement.sha256,
        "so_far_from": drafted.since,
        "so_far_to": drafted.until,
        "so_far": {
            name: kept.estimate and kept.estimate.to_dict() for name, kept in drafted.so_far.items()
        },
    }
    next_step = _("  Written: {path}. Both read it aloud, change it, and sign it with {command}.")
    lines = [
        _("Draft of the agreement {version}").format(version=drafted.agreement.version),
        *(f"  {text}" for text in drafted.sentences()),
        next_step.format(
            path=path, command=f"leadkit agreement sign {path} --as marketing --name NAME"
        ),
    ]
    say(content, lines, as_json=as_json)


@command.command("check")
@click.argument("file", type=FILE)
@click.option(
    "--book", type=FILE, help="The lead book; else the one whose folder agreements holds FILE."
)
@common
def check(file: Path, book: Path | None, as_json: bool, force: bool) -> None:
    """Find what will not hold in the agreement FILE, and what its book cannot measure."""
    found = checked(file, book)
    say(found.to_dict(), found.lines(), as_json=as_json)
    sys.exit(1 if found.findings else 0)


@command.command("render")
@click.argument("file", type=FILE)
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page, .html or .pdf.",
)
@click.option("--side-by-side", is_flag=True, help="English and Vietnamese, clause by clause.")
@common
def render(file: Path, out: Path, side_by_side: bool, as_json: bool, force: bool) -> None:
    """Lay the agreement FILE out as a paper to print and sign, as HTML or PDF."""
    refuse_place(out, force=force, inputs=[file])
    _refuse_suffix(out)
    agreement = Agreement.load(file)
    html = agreement_page(agreement, _both() if side_by_side else ()).html()
    write_pdf(html, out) if out.suffix.lower() == ".pdf" else write_text(out, html)
    _report(agreement, _("Written: {page}").format(page=out), as_json=as_json)


@command.command("sign")
@click.argument("file", type=FILE)
@click.option("--as", "side", required=True, type=click.Choice(SIDES), help="For whom you sign.")
@click.option("--name", required=True, help="Who signs.")
@common
def sign_it(file: Path, side: Side, name: str, as_json: bool, force: bool) -> None:
    """Sign the agreement FILE for one side; the time is now, in UTC."""
    now = datetime.now(UTC).replace(microsecond=0)
    void = [signature for signature in Agreement.load(file).void if signature.side == side]
    signed = sign(file, side=side, name=name, at=now)
    replaced = _("The void signature of {name} of {day} has given way to this one.")
    said = [replaced.format(name=one.name, day=day(one.at)) for one in void]
    _report(signed, *said, as_json=as_json)


@command.command("diff")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@common
def diff(old: Path, new: Path, as_json: bool, force: bool) -> None:
    """Say in words what changed from the agreement OLD to NEW, part by part."""
    before, after = Agreement.load(old), Agreement.load(new)
    parts = changed_parts(before, after)
    content = {
        "format": 1,
        "old": before.sha256,
        "new": after.sha256,
        "changes": differences(before, after),
        "parts": [{"heading": part.heading, "changes": list(part.lines)} for part in parts],
    }
    lines = [line for part in parts for line in (part.heading, *(f"  {x}" for x in part.lines))]
    say(content, lines or [_("Both say the same.")], as_json=as_json)


def _both() -> list[str]:
    """Return the languages of the kit, the reader's first."""
    return sorted(LANGUAGES, key=lambda name: name != current())


def _refuse_suffix(out: Path) -> None:
    if out.suffix.lower() not in (".html", ".pdf"):
        raise BadInput(
            _("a page is written as .html or as .pdf"),
            where=str(out),
            fix=_("Give its name with -o, as in agreement.pdf."),
        )


def _report(agreement: Agreement, *more: str, as_json: bool) -> None:
    line = _("{title} {version}: {status} Fingerprint {sha256}").format(
        title=agreement.title,
        version=agreement.version,
        status=agreement_page(agreement).status[0],
        sha256=agreement.sha256,
    )
    say(described(agreement), [line, *more], as_json=as_json)
