"""`leadkit agreement`: check, print, sign and compare the written agreement."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from leadkit.agreement import SIDES, Agreement, Side, agreement_page, differences, sign
from leadkit.base.files import write_text
from leadkit.base.language import _
from leadkit.book import read_book
from leadkit.cli.options import Data, common, data_argument, own_folder, refuse_place, say
from leadkit.review import draft, new_agreement

FILE = click.Path(path_type=Path)


@click.group("agreement")
def command() -> None:
    """Work on the written agreement between marketing and sales, a TOML file."""


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
        next_step.format(path=path, command=f"leadkit agreement sign {path} --as ROLE --name NAME"),
    ]
    say(content, lines, as_json=as_json)


@command.command("check")
@click.argument("file", type=FILE)
@common
def check(file: Path, as_json: bool, force: bool) -> None:
    """Check that the agreement FILE is whole and fits together."""
    _report(Agreement.load(file), as_json=as_json)


@command.command("render")
@click.argument("file", type=FILE)
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page.",
)
@common
def render(file: Path, out: Path, as_json: bool, force: bool) -> None:
    """Lay the agreement FILE out as a page to print and sign."""
    refuse_place(out, force=force, inputs=[file])
    agreement = Agreement.load(file)
    write_text(out, agreement_page(agreement).html())
    _report(agreement, _("Written: {page}").format(page=out), as_json=as_json)


@command.command("sign")
@click.argument("file", type=FILE)
@click.option("--as", "side", required=True, type=click.Choice(SIDES), help="For whom you sign.")
@click.option("--name", required=True, help="Who signs.")
@common
def sign_it(file: Path, side: Side, name: str, as_json: bool, force: bool) -> None:
    """Sign the agreement FILE for one side; the time is now, in UTC."""
    now = datetime.now(UTC).replace(microsecond=0)
    _report(sign(file, side=side, name=name, at=now), as_json=as_json)


@command.command("diff")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@common
def diff(old: Path, new: Path, as_json: bool, force: bool) -> None:
    """Say in words what changed from the agreement OLD to NEW."""
    before, after = Agreement.load(old), Agreement.load(new)
    changes = differences(before, after)
    content = {
        "format": 1,
        "old": before.sha256,
        "new": after.sha256,
        "changes": changes,
    }
    say(content, changes or [_("Both say the same.")], as_json=as_json)


def _report(agreement: Agreement, *more: str, as_json: bool) -> None:
    content = {
        "format": 1,
        "title": agreement.title,
        "version": agreement.version,
        "sha256": agreement.sha256,
        "signed": [side for side in SIDES if agreement.signature(side)],
        "promises": [
            {"id": p.id, "side": p.side, "measure": p.measure, "target": p.target}
            for p in agreement.promises
        ],
    }
    line = _("{title} {version}: fits together. {status} Fingerprint {sha256}").format(
        title=agreement.title,
        version=agreement.version,
        status=agreement_page(agreement).status[0],
        sha256=agreement.sha256,
    )
    say(content, [line, *more], as_json=as_json)
