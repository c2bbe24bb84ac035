"""The part of the handoff page on leads nobody called."""

from __future__ import annotations

import pandas as pd

from leadkit.base.language import _
from leadkit.base.page import Fold, Section, Table
from leadkit.base.pictured import drawn
from leadkit.handoff.unseen import off_policy_picture, off_policy_words
from leadkit.handoff.unseen.exploration_picture import HEIGHT, plan_words
from leadkit.handoff.unseen.unseen import Unseen


def unseen_section(unseen: Unseen) -> Section:
    """Lay out what the log tells of them, what it cannot tell, and how to find out."""
    tables, pictures, folds = [], [], []
    tried, reach, plan = unseen.off_policy, unseen.bounds, unseen.plan
    if tried is not None and tried.refusal is None:
        words = off_policy_picture.picture_words(tried)
        pictures.append(drawn(tried.plot, words, off_policy_picture.HEIGHT, left=2.5))
        rows = off_policy_words.rows(tried)
        methods = Table(
            finding=_("The same by every method"), rows=rows, numeric=list(rows.columns[1:])
        )
        known = off_policy_words.evidence(tried)
        count = _("number")
        basis = Table(
            finding=_("What the estimate rests on"),
            rows=pd.DataFrame(known, columns=["", count]),
            numeric=[count],
        )
        folds.append(
            Fold(summary=_("By every method, and what it rests on"), tables=[methods, basis])
        )
    if reach is not None and reach.n:
        rows = reach.shown
        tables.append(
            Table(
                finding=_("What the data cannot tell: the band below the line, handed off"),
                rows=rows,
                numeric=list(rows.columns[1:]),
            )
        )
    if plan is not None:
        pictures.append(drawn(plan.plot, plan_words(plan), HEIGHT, top=0.4))
        rows = plan.shown
        tables.append(
            Table(finding=_("How many leads answer what"), rows=rows, numeric=[rows.columns[1]])
        )
    return Section(
        heading=_("Leads nobody called"),
        text=[part.sentence() for part in unseen.parts.values()],
        pictures=pictures,
        tables=tables,
        folds=folds,
        details=" ".join(unseen.notes),
    )
