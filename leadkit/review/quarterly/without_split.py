"""What a book shows of its road where no two quarters can be compared: no split, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from leadkit.base.errors import LeadkitError
from leadkit.base.language import MISSING, _, capital, day, number, quarter_name
from leadkit.base.page import Page
from leadkit.book import Book
from leadkit.journey import extract_date, turns
from leadkit.review.audit.ledger import as_read
from leadkit.review.missing import lacking, missing_of_road, missing_section
from leadkit.review.quarterly.content import head
from leadkit.review.quarters import refuse_undated
from leadkit.review.road.road import Road, road
from leadkit.review.shortfall.doubts import no_handoffs


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RoadReview:
    """The sections of a review that a book allows before a quarter can be judged.

    Attributes
    ----------
    book : Book
        What was looked at.
    reason, fix : str
        Why no quarter can be judged, and what would mend it.
    road : Road
        What became of the leads so far.
    as_of : date or None
        The day they are looked at.
    """

    book: Book
    reason: str
    fix: str
    road: Road
    as_of: date | None

    def sentences(self) -> list[str]:
        """Say why there is no split, and what the road shows."""
        handoffs = "" if self.book.has("handed_off_at") else no_handoffs()
        said = [f"{capital(self.reason)}.", self.fix, self.road.sentence(), handoffs]
        return [text for text in said if text]

    def missing(self) -> list[tuple[str, str]]:
        """Return the parts that the book does not allow, and what each lacks."""
        columns = {
            "first_response_at": _("Follow-up"),
            "rejection_reason": _("Why sales returned leads"),
            "lost_reason": _("Why leads did not buy"),
        }
        absent = {name: part for name, part in columns.items() if not self.book.has(name)}
        split = (_("Whose shortfall it was"), f"{capital(self.reason)}.")
        lacks = [(part, lacking(self.book, name)) for name, part in absent.items()]
        return [split, *lacks, *missing_of_road(self.road)]

    def page(self) -> Page:
        """Lay the road out as a page that judges nobody."""
        from leadkit import __version__

        shown = [part.section() for part in self.road.parts.values() if not part.refusal]
        sections = [*shown, missing_section(self.missing()), as_read(self.book)]
        title = quarter_name(self.road.quarter)
        if not self.road.funnel.of(self.road.quarter)["mature"]:
            title = _("{quarter} so far").format(quarter=title)
        footer = _("Data {sha} ({rows} rows) · as of {day} · leadkit {version}")
        return Page(
            kind=_("Quarterly review"),
            title=capital(title),
            subtitle=_("{firm} · leads that marketing handed off").format(firm=self.book.name),
            status=(_("No split."), f"{capital(self.reason)}."),
            say=self.sentences()[1:],
            sections=[one for one in sections if one.pictures or one.tables or one.text],
            footer=footer.format(
                sha=self.book.sha256[:12] or MISSING,
                rows=number(len(self.book.leads)),
                day=day(self.as_of) if self.as_of else MISSING,
                version=__version__,
            ),
        )

    def numbers(self) -> dict[str, pd.DataFrame]:
        """Return no exact table: nothing was split."""
        return {}

    def to_dict(self) -> dict[str, Any]:
        """Return the content for a JSON file; there is no split in it."""
        return {
            **head(self.book, self.as_of),
            "quarter": self.road.quarter,
            "shortfall": None,
            "refusal": self.reason,
            "sentences": self.sentences(),
            "not_in_the_book": dict(self.missing()),
            "road": self.road.to_dict(),
        }

    def __repr__(self) -> str:
        return " ".join(self.sentences())


def road_review(
    book: Book, error: LeadkitError, *, as_of: str | pd.Timestamp | None = None
) -> RoadReview:
    """Show what a book allows, although `error` says that no quarter can be judged.

    Raises
    ------
    BadInput
        If no lead has a date.
    """
    table = turns(book, as_of)
    refuse_undated(book, table[~table["self_generated"] & table["start"].notna()])
    now = extract_date(book, as_of)
    return RoadReview(
        book=book,
        reason=error.problem,
        fix=error.fix,
        road=road(book, as_of=as_of),
        as_of=None if now is None else now.tz_convert(book.settings.timezone).date(),
    )
