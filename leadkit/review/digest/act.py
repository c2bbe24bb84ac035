"""What a digest asks for: what to act on, which leads, what became of what was asked before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.language import MISSING, N_, _, day, number
from leadkit.base.page import Section, Table

if TYPE_CHECKING:
    from leadkit.review.digest.digest import Digest

MOST_ASKED, MOST_OF_A_REP, MOST_CONTACTS = 3, 6, 40
ACTIONS = {
    "untouched": N_("to call"),
    "undecided": N_("to accept or return"),
    "returned_for_data": N_("data wrong"),
    "without_reason": N_("to write the reason"),
    "never_tried": N_("given up uncalled"),
    "without_feedback": N_("to give feedback"),
}
URGENT = ("untouched", "undecided", "returned_for_data")


def act(digest: Digest) -> Section:
    """Show the exceptions (what to do, why, who, by when), and the leads of the urgent ones."""
    notices = digest.exceptions
    if not notices:
        return Section(heading=_("To act on"), text=[_("Nothing is out of order.")])
    rows = pd.DataFrame(
        {
            _("what to do"): [notice.todo for notice in notices],
            _("why"): [notice.text for notice in notices],
            _("who"): [_(notice.who) for notice in notices],
            _("by when"): [day(notice.due) for notice in notices],
        }
    )
    finding = _("Exceptions, the most urgent first")
    table = Table(finding=finding, rows=rows, numeric=[_("by when")])
    return Section(heading=_("To act on"), tables=[table, *_leads(digest)])


def _leads(digest: Digest) -> list[Table]:
    """Return the leads of the urgent exceptions, else of all; with contact data all of them."""
    every = digest.leads
    if every.empty:
        return []
    if digest.with_contacts:
        return [_with_contacts(every)]
    urgent = every[every["what"].isin(URGENT)]
    return [_by_rep(urgent if len(urgent) else every)]


def _by_rep(leads: pd.DataFrame) -> Table:
    reps = leads["rep"].astype(object).where(leads["rep"].notna(), _("(nobody)"))
    kinds = [kind for kind in ACTIONS if (leads["what"] == kind).any()]
    names = sorted(reps.unique())
    cells = {
        _(ACTIONS[kind]): [
            _few(list(leads.loc[(reps == name) & (leads["what"] == kind), "lead_id"]))
            for name in names
        ]
        for kind in kinds
    }
    return Table(
        finding=_("By rep, the most urgent first; digest.json names every lead"),
        rows=pd.DataFrame({_("rep"): names, **cells}),
    )


def _few(ids: list[str]) -> str:
    shown, more = ids[:MOST_OF_A_REP], len(ids) - MOST_OF_A_REP
    named = ", ".join(shown) or MISSING
    return named if more <= 0 else _("{named} and {n} more").format(named=named, n=number(more))


def _with_contacts(leads: pd.DataFrame) -> Table:
    shown = leads.head(MOST_CONTACTS).astype(object).fillna(MISSING)
    finding = _("Leads to act on: {n}").format(n=number(len(leads)))
    if len(shown) < len(leads):
        finding += _("; the first {n} are shown").format(n=number(len(shown)))
    rows = pd.DataFrame(
        {
            _("lead"): list(shown["lead_id"]),
            _("rep"): list(shown["rep"]),
            _("to do"): [_(ACTIONS[what]) for what in shown["what"]],
            _("name"): list(shown["full_name"]),
            _("telephone"): list(shown["phone"]),
            _("e-mail"): list(shown["email"]),
        }
    )
    return Table(finding=finding, rows=rows)


def asked(digest: Digest) -> Section:
    """Show what was asked before and what became of it, and whether the reports came in time."""
    shown = digest.loop[:MOST_ASKED]
    rows = pd.DataFrame(
        {
            _("asked"): [one.what for one in shown],
            _("of"): [_(one.who) for one in shown],
            _("by when"): [day(one.due) for one in shown],
            _("what became of it"): [one.became for one in shown],
        }
    )
    finding = _("Asked by the report before or by a sign, and what became of it")
    if len(digest.loop) > MOST_ASKED:
        finding += _("; {n} of {of} are shown").format(
            n=number(MOST_ASKED), of=number(len(digest.loop))
        )
    table = Table(finding=finding, rows=rows, numeric=[_("by when")])
    return Section(
        heading=_("What was asked, and whether reports came"),
        text=[_on_record(digest)],
        tables=[table] if len(rows) else [],
    )


def _on_record(digest: Digest) -> str:
    """Say whether both sides report in time, and when this report is due."""
    due = digest.span.due_at(digest.book.settings).tz_convert(digest.span.timezone)
    due_words = _("This report is due on {day} at {time}.").format(
        day=day(due.date()), time=f"{due:%H:%M}"
    )
    return " ".join([*(one.sentence() for one in digest.punctual), due_words])
