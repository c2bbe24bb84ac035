"""What a book does not hold, by the part of the review that would need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from leadkit.base.language import _, listed, quarter_name
from leadkit.base.page import Section, Table
from leadkit.book import Book

if TYPE_CHECKING:
    from leadkit.review.quarterly.review import Review
    from leadkit.review.road.road import Road


def missing(review: Review) -> list[tuple[str, str]]:
    """Return each part that cannot be shown, and the column or file that it lacks."""
    book, quarter = review.book, quarter_name(review.quarter)
    parts = [(_("Decisions taken before"), not review.decisions, _no_decisions())]
    if review.against != "plan":
        without = _("plan.csv holds no plan for {quarter}.").format(quarter=quarter)
        if book.table("plan") is None:
            without = _("The book has no plan.csv.")
        no_plan = review.plan_refusal or without
        parts.append((_("Against the plan"), review.against_plan is None, no_plan))
    parts += [
        (_("Follow-up"), review.follow_up.empty, lacking(book, "first_response_at")),
        (_("Why sales returned leads"), review.rejected.empty, _no_reasons(book, "rejection")),
        (_("Why leads did not buy"), review.lost.empty, _no_reasons(book, "lost")),
    ]
    return [
        *((name, why) for name, lacks, why in parts if lacks),
        *missing_closer(review),
        *missing_of_road(review.road),
        *review.tools.missing(),
    ]


def missing_closer(review: Review) -> list[tuple[str, str]]:
    """Return the ways in which the book does not allow to look closer."""
    from leadkit.review.breakdown import part_words, rep_words

    found = [(_("What else speaks for it, or against it"), review.witnesses.refusal)]
    found += [(part_words.heading(one.column), one.refusal) for one in review.by_part]
    found.append((rep_words.heading(), review.by_rep.refusal))
    return [(name, why) for name, why in found if why]


def missing_of_road(road: Road) -> list[tuple[str, str]]:
    """Return the parts of the road that the book does not allow."""
    from leadkit.review.road.page import heading

    return [(heading(part), part.refusal) for part in road.parts.values() if part.refusal]


def missing_section(parts: list[tuple[str, str]]) -> Section:
    """Show what is missing as one table; nothing where nothing is."""
    rows = pd.DataFrame(parts, columns=[_("part"), _("what is missing")])
    finding = _("With these the review would show more")
    tables = [Table(finding=finding, rows=rows)] if parts else []
    return Section(heading=_("What this book does not hold"), tables=tables)


def lacking(book: Book, *columns: str) -> str:
    """Say which of the columns the leads do not have."""
    absent = [name for name in columns if not book.has(name)]
    if not absent:
        return _("No lead of these quarters has one.")
    return _("The leads have no {columns}.").format(columns=listed(absent))


def _no_reasons(book: Book, kind: str) -> str:
    columns = ("rejected_at", "rejection_reason") if kind == "rejection" else ("lost_reason",)
    return lacking(book, *columns)


def _no_decisions() -> str:
    return _("No decision is on record; leadkit decide writes one down.")
