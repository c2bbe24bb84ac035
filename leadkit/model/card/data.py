"""The model card's data: the label, where every row went, and the columns it was denied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.language import _, capital, ngettext, number, percent
from leadkit.base.page import Fold, Section, Table
from leadkit.base.pictured import drawn
from leadkit.model.evaluation import Evaluation
from leadkit.model.findings import IDENTIFIER, sentences

if TYPE_CHECKING:
    from leadkit.model.labels import Label

CURVE = 4.2
SAID_FIRST = 3


def data_and_label(evaluation: Evaluation) -> Section:
    """Say what counts as won, of which leads, and what naive rates would have told."""
    label, rows = evaluation.data.label, _accounting(evaluation)
    heading = _("Which leads, and what counts as won?")
    if label is None:
        return Section(heading=heading, tables=[rows])
    return Section(
        heading=heading,
        text=label.says[:SAID_FIRST],
        tables=[_rates(label)],
        notes=[(_("What it cannot tell"), " ".join(label.cannot_say))] if label.cannot_say else [],
        folds=[
            *_set_aside(label),
            *([] if label.curve is None else [_curve(label)]),
            Fold(summary=_("Where every row went"), tables=[rows]),
        ],
    )


def _rates(label: Label) -> Table:
    from leadkit.model.label_words import rates

    rows = pd.DataFrame(
        [(capital(words), number(one.n), one.write()) for words, one in rates(label)],
        columns=[_("win rate"), _("leads"), _("won (95 %)")],
    )
    finding = _("The rate used here, and what others would have told")
    return Table(finding=finding, rows=rows, numeric=list(rows.columns[1:]))


def _set_aside(label: Label) -> list[Fold]:
    more = label.says[SAID_FIRST:]
    summary = _("What was set aside, and how far naive rates would have erred")
    return [Fold(summary=summary, text=more)] if more else []


def _curve(label: Label) -> Fold:
    from leadkit.model.label_picture import words_of

    return Fold(
        summary=_("How long a win takes"), pictures=[drawn(label.plot, words_of(label), CURVE)]
    )


def _accounting(evaluation: Evaluation) -> Table:
    counts = evaluation.counts()
    words = {
        "rows": _("rows in the data"),
        "set_aside": _("set aside: could not be read, or failed the standard"),
        "later_turns": _("further handoffs of recycled leads, added to the rows"),
        "after_as_of": _("came after the date of judgement"),
        "self_generated": _("found by sales itself"),
        "not_handed_off": _("never handed off"),
        "immature": _("too young: the outcome window is not over"),
        "unlabelled": _("still open, and no date tells how old"),
        "embargo": _("between training and judging, used for neither"),
        "same_account": _("would have judged, but their account had trained"),
        "undated": _("undated, used for neither"),
        "train": _("learned from"),
        "test": _("judged on"),
    }
    rows = pd.DataFrame(
        [
            (text, number(counts[name]))
            for name, text in words.items()
            if counts.get(name) or name in ("rows", "train", "test")
        ],
        columns=[_("what"), "n"],
    )
    y = evaluation.data.y
    finding = _("{n} leads have an outcome, {wins} of them won ({rate})").format(
        n=number(len(y)), wins=number(y.sum()), rate=percent(y.mean(), 1)
    )
    return Table(finding=finding, rows=rows, numeric=["n"])


def columns(evaluation: Evaluation) -> Section:
    """Show what was left out and why, what to ask about it, and what was used."""
    audit = evaluation.data.audit
    table = audit.table
    left = table[~table["used"] & (table["verdict"] != IDENTIFIER)]
    names, used = table[~table["used"] & (table["verdict"] == IDENTIFIER)], table[table["used"]]
    finding = _("{used} of {n} columns were used").format(used=len(used), n=len(table))
    folds = [
        (_("The columns it used ({n})"), used),
        (_("Names, numbers and contact data ({n}), which never enter a model"), names),
    ]
    return Section(
        heading=_("Would you have known this at handoff?"),
        text=[
            _("{finding}; left out for the reasons below: {n}.").format(
                finding=finding, n=len(left)
            ),
            *_declared(evaluation),
        ],
        tables=[_left_out(left)] if len(left) else [],
        folds=[
            *(
                Fold(summary=words.format(n=len(rows)), tables=[_looked_at(rows)])
                for words, rows in folds
                if len(rows)
            ),
            *_notes(audit.notes),
        ],
    )


def _declared(evaluation: Evaluation) -> list[str]:
    table = evaluation.data.audit.table
    n = int((table["used"] & (table["provenance"] == "assumed")).sum())
    if not n:
        return []
    return [
        ngettext(
            "Nobody has declared when {n} of the used columns is filled; it is taken to be known "
            "at handoff because nothing was found against it. Ask the CRM's owner.",
            "Nobody has declared when {n} of the used columns are filled; they are taken to be "
            "known at handoff because nothing was found against them. Ask the CRM's owner.",
            n,
        ).format(n=number(n))
    ]


def _left_out(rows: pd.DataFrame) -> Table:
    shown = pd.DataFrame(
        {
            _("column"): rows["column"],
            _("verdict"): [_(verdict) for verdict in rows["verdict"]],
            _("evidence"): [sentences(found) for found in rows["evidence"]],
            _("to ask the owner of the CRM"): rows["ask"],
        }
    )
    return Table(finding=_("Left out, and why"), rows=shown)


def _looked_at(rows: pd.DataFrame) -> Table:
    shown = pd.DataFrame(
        {
            _("column"): rows["column"],
            _("verdict"): [_(verdict) for verdict in rows["verdict"]],
            _("known at handoff"): [_(one) for one in rows["provenance"]],
            _("evidence"): [sentences(found) for found in rows["evidence"]],
        }
    )
    return Table(finding=_("What the audit found"), rows=shown)


def _notes(notes: list[str]) -> list[Fold]:
    if not notes:
        return []
    return [
        Fold(summary=_("What concerns no single column"), text=[sentences([one]) for one in notes])
    ]
