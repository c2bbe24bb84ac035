"""The road of a quarter's leads in numbers, beside the quarter it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from leadkit.base.errors import TooLittleData
from leadkit.base.language import _
from leadkit.base.page import Section, inline_rows
from leadkit.book import Book
from leadkit.journey import extract_date, turns
from leadkit.review.quarters import refuse_unknown
from leadkit.review.road.cohorts import Cohorts, cohorts
from leadkit.review.road.costs import Money, Sources, by_source, money
from leadkit.review.road.coverage import Coverage, coverage
from leadkit.review.road.provisional import Provisional, provisional
from leadkit.review.road.recycled import Recycled, recycled
from leadkit.review.road.result import Result
from leadkit.review.road.velocity import Velocity, velocity


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Road:
    """What became of the leads that marketing handed off.

    Attributes
    ----------
    quarter, before : str
        The quarter looked at and the one it is compared with.
    funnel : Cohorts
        Stages, days to win and the period ratio by quarter of handoff.
    velocity : Velocity
        Revenue a day.
    money : Money
        Cost per handed-off, accepted and won lead (CAC).
    sources : Sources
        The same and the stages by source.
    recycled : Recycled
        Second handoffs apart.
    provisional : Provisional or None
        Quarters that are not over; None where every quarter is.
    coverage : Coverage or None
        Their open leads against the plan.
    """

    quarter: str
    before: str
    funnel: Cohorts
    velocity: Velocity
    money: Money
    sources: Sources
    recycled: Recycled
    provisional: Provisional | None
    coverage: Coverage | None

    @property
    def parts(self) -> dict[str, Result]:
        """The parts that there are, by name."""
        names = ("funnel", "velocity", "money", "sources", "recycled", "provisional", "coverage")
        return {name: part for name in names if (part := getattr(self, name)) is not None}

    @property
    def table(self) -> pd.DataFrame:
        """The table of the funnel."""
        return self.funnel.table

    def sentence(self) -> str:
        """Say the road of the quarter in one sentence."""
        return self.funnel.sentence()

    def sections(self) -> list[Section]:
        """Return the parts as sections of the review page."""
        from leadkit.review.road.page import road_sections

        return road_sections(self)

    def to_dict(self) -> dict[str, Any]:
        """Return every number for review.json, by part."""
        return {name: part.to_dict() for name, part in self.parts.items()}

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        return inline_rows(self.funnel.rows(), caption=self.sentence())


def road(
    book: Book,
    quarter: str | None = None,
    before: str | None = None,
    as_of: str | pd.Timestamp | None = None,
) -> Road:
    """Follow the leads of a quarter from handoff to win, with what they took and cost.

    Parameters
    ----------
    book : Book
        Turns of marketing's leads are counted in the quarter of their handoff.
    quarter : str, optional
        As "2026Q2"; default the last whose outcome window is over.
    before : str, optional
        The quarter it is compared with; default the one before it.
    as_of : date, optional
        Judge as on that date.

    Returns
    -------
    Road
        A part that the book's data do not allow says in `refusal` which column is missing.

    Raises
    ------
    TooLittleData
        If no lead has a date.
    BadInput
        If no lead was handed off in one of the two quarters.

    Notes
    -----
    Rates have Wilson's (1927) intervals, costs Garwood's (1936), open quarters the cumulative
    incidence of Aalen and Johansen (1978).

    Examples
    --------
    >>> import leadkit as lk
    >>> found = road(lk.read_book(lk.sample()))
    >>> found.quarter, found.before, found.provisional.table["quarter"].tolist()
    ('2026Q2', '2026Q1', ['2026Q3'])
    """
    table = turns(book, as_of)
    handed = table[~table["self_generated"] & table["start"].notna()].reset_index(drop=True)
    if handed.empty:
        raise TooLittleData(
            _("no lead has a date: there are no cohorts to follow"),
            fix=_("Add the column created_at or handed_off_at."),
        )
    over = handed.groupby("quarter")["mature"].all()
    every = [str(name) for name in over.index]
    last_over = [str(name) for name in over.index[over]][-1:]
    looked_at = quarter or (last_over or every[-1:])[0]
    refuse_unknown(looked_at, every)
    earlier = every[: every.index(looked_at)]
    compared = before or (earlier or [looked_at])[-1]
    refuse_unknown(compared, every)
    now = extract_date(book, as_of)
    against = next((name for name in (looked_at, compared, *last_over) if over[name]), compared)
    return Road(
        quarter=looked_at,
        before=compared,
        funnel=cohorts(book, handed, looked_at, compared, as_of),
        velocity=velocity(book, handed, looked_at, compared),
        money=money(book, handed, looked_at, compared),
        sources=by_source(book, handed, looked_at, compared),
        recycled=recycled(book, handed, looked_at, compared),
        provisional=provisional(handed, against, now, book.settings.window_days),
        coverage=coverage(book, handed, now),
    )
