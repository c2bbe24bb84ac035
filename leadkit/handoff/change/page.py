"""The part of the handoff page that says what changes against the policy in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.language import _, capital, number
from leadkit.base.page import Section, Table, bold, team
from leadkit.base.pictured import drawn
from leadkit.handoff.change import words
from leadkit.handoff.change.picture import HEIGHT, change_words
from leadkit.handoff.change.roll_back import roll_back
from leadkit.handoff.change.rows import lead_rows, policy_rows

if TYPE_CHECKING:
    from markupsafe import Markup

    from leadkit.handoff.change.line_change import LineChange

SHOWN = 10


def change_section(change: LineChange) -> Section:
    """Lay out who changes sides, in the words of both teams, and whether to move the line."""
    heading = _("What changes against policy {version}").format(version=change.old.version)
    if not change.changes:
        return Section(heading=heading, text=[words.in_short(change), *words.notes(change)])
    table = policy_rows(change)
    return Section(
        heading=heading,
        text=_text(change),
        pictures=[drawn(change.plot, change_words(change), HEIGHT)],
        tables=[
            Table(finding=words.moved(change), rows=table, numeric=list(table.columns[1:])),
            _first_leads(change),
        ],
        details=_method(change),
    )


def _text(change: LineChange) -> list[str | Markup]:
    return [
        bold(words.because(change), words.verdict(change)),
        capital(words.gained(change)) + ".",
        team("marketing") + " " + words.to_marketing(change),
        team("sales") + " " + words.to_sales(change),
        *([" ".join(words.notes(change))] if words.notes(change) else []),
        bold(roll_back(change).words, _("Undo it if")),
    ]


def _first_leads(change: LineChange) -> Table:
    """Return the leads that change sides, as many as fit a page, those nearest the top first."""
    finding = _("The {n} leads that change sides, by falling chance")
    if len(change.table) > SHOWN:
        finding = _(
            "The first {shown} of the {n} leads that change sides; all are in changed-leads.csv"
        )
    rows = lead_rows(change.table.head(SHOWN))
    return Table(
        finding=finding.format(shown=number(SHOWN), n=number(len(change.table))),
        rows=rows,
        numeric=[rows.columns[1]],
    )


def _method(change: LineChange) -> str:
    return _(
        "Only leads that change sides count: all others are treated alike under both policies. "
        "Gain and chance: {method}. A line is moved at a chance of 80 % and a gain above 2 % of "
        "the profit, so that luck does not move it."
    ).format(method=change.gain.method)
