"""The audit to read: what may be used, what not and why, and what to ask whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.language import _, listed, ngettext, number
from leadkit.model.findings import AFTER, DOUBTFUL, IDENTIFIER, LEAKS, SAFE, sentences

if TYPE_CHECKING:
    from leadkit.model.leakage.audit import Audit

IN_ORDER = (LEAKS, AFTER, DOUBTFUL, IDENTIFIER, SAFE)


def summary(table: pd.DataFrame) -> str:
    """Return one sentence on an audit's table: how many columns of each verdict, how many used."""
    used, counts = int(table["used"].sum()), table["verdict"].value_counts()
    parts = [f"{number(counts[one])} {_(one)}" for one in IN_ORDER if counts.get(one)]
    text = ngettext("{n} of {all} columns may be used", "{n} of {all} columns may be used", used)
    said = text.format(n=number(used), all=number(len(table)))
    return f"{said}: {listed(parts)}" if parts else said


def audit_html(audit: Audit) -> str:
    """Return the audit as a table for a page or a notebook, the gravest verdicts first."""
    from leadkit.base.page import inline

    table = audit.table
    order = table["verdict"].map(IN_ORDER.index).sort_values(kind="stable").index
    rows = [
        (
            row["column"],
            _(row["verdict"]),
            _("yes") if row["used"] else _("no"),
            _(row["provenance"]),
            sentences(row["evidence"]),
            row["ask"],
        )
        for row in table.loc[order].to_dict("records")
    ]
    return inline(
        caption=summary(table),
        columns=[
            _("column"),
            _("verdict"),
            _("used"),
            _("known by"),
            _("evidence"),
            _("to ask the owner of the CRM"),
        ],
        rows=rows,
        note=sentences(audit.notes),
    )
