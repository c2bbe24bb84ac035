"""`leadkit forget`: erase a person from a book."""

from __future__ import annotations

import sys

import click

from leadkit.base.language import _, number
from leadkit.cli.options import Data, common, data_argument, own_folder, say
from leadkit.crm.forgetting.forgetting import Forgotten, forget
from leadkit.review.decisions.sealing import resealed


@click.command("forget")
@data_argument
@click.argument("lead")
@common
def command(data: Data, lead: str, as_json: bool, force: bool) -> None:
    """Erase the person behind LEAD from every table, score and page of the book DATA."""
    home = own_folder(data)
    with resealed(home):
        found = forget(home, lead)
    say(found.to_dict(), summary(found), as_json=as_json)
    sys.exit(1 if found.left else 0)


def summary(found: Forgotten) -> list[str]:
    """Say on one screen who was erased where, and what needs a hand."""
    lines = [_("Forgotten              {what}").format(what=repr(found))]
    lines += [f"  {lead} -> {label}" for lead, label in found.leads.items()]
    lines += [f"  {name:<40}{number(n):>8}" for name, n in found.rows.items()]
    lines += [_("  Note: {note}").format(note=note) for note in found.notes]
    if found.pictures:
        lines.append(
            _("  Pictures are not searched: {files}").format(files=", ".join(found.pictures))
        )
    if found.left:
        lines.append(_("  Still there, for you to remove by hand:"))
        lines += [f"    {text}" for text in found.left]
    return [*lines, _("  Copies elsewhere (backups, the CRM) are not reached.")]
