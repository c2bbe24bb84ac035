"""`leadkit map`: what the columns of an export are, as a draft that a person mends."""

from __future__ import annotations

from pathlib import Path

import click

from leadkit.base.errors import BadInput
from leadkit.base.files import write_text
from leadkit.base.language import _
from leadkit.base.plain_file import resolved
from leadkit.book.order import Order
from leadkit.cli.options import FILE, common, say
from leadkit.crm.drafting.draft import MapDraft, draft_map
from leadkit.crm.opening import opening


@click.command("map")
@click.argument("export", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--out", type=FILE, help="Map to write; else it is printed.")
@click.option(
    "--dates",
    type=click.Choice(["day-first", "month-first"]),
    help="How to read 05/06/2026 where the values do not decide it.",
)
@common
def command(
    export: tuple[Path, ...], out: Path | None, dates: Order | None, as_json: bool, force: bool
) -> None:
    """Draft the map of an EXPORT (one file or several): which column is what, and why.

    Look through every line, mend what is wrong, then run leadkit import.
    """
    if out is not None:
        _refuse_place(out, export, force=force)
    draft = draft_map(export, dates=dates)
    if out is not None:
        write_text(out, draft.text)
    content = {
        "format": 1,
        "system": draft.system,
        "verified": draft.verified,
        "notes": list(draft.notes),
        "analyses": draft.describe().to_dict("records"),
        "map": draft.text,
        "out": str(out) if out else None,
    }
    if out is None and not as_json:
        click.echo(draft.text)
        click.echo("\n".join(_summary(draft)), err=True)
        return
    written = _("Written: {files} in {folder}").format(
        files=out.name if out else "", folder=out.parent if out else ""
    )
    say(content, [*_summary(draft), written], as_json=as_json)


def _summary(draft: MapDraft) -> list[str]:
    return [
        repr(draft),
        *(_("  Note: {note}").format(note=note) for note in draft.notes),
        *opening(draft.describe()),
    ]


def _refuse_place(out: Path, export: tuple[Path, ...], *, force: bool) -> None:
    """Refuse to replace a map that people have mended, or the export itself."""
    if any(resolved(path) == resolved(out) for path in export):
        raise BadInput(
            _("the results would replace what they are made from"),
            where=str(out),
            fix=_("Choose another name with -o."),
        )
    if out.exists() and not force:
        raise BadInput(
            _("the file is there already"),
            where=str(out),
            fix=_("Choose another name with -o, or replace it with --force."),
        )
