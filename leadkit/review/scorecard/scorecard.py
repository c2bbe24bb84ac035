"""The shared scorecard: what both sides reached, what it scores, what it is paid, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.agreement import SIDES, Agreement, Side
from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, capital, day, quarter_name
from leadkit.book import Book
from leadkit.review.audit.ledger import Ledger, days_of
from leadkit.review.scorecard.measuring import Frozen, frozen, measured
from leadkit.review.scorecard.results import DRAWS, ENDS, METHOD, Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.base.page import Page


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Scorecard:
    """What both sides reached in a period, and what the bonus makes of it.

    Attributes
    ----------
    agreement : Agreement
        Its bonus says what counts, from where and up to where.
    ledger : Ledger
        What it was measured on.
    quarter : str
        As "2026Q2"; blank where the period is none.
    results : tuple of Result
        In the order of the bonus.
    at_the_end : Scorecard or None
        The same as of the last day of the period, where that day has passed.
    full : mapping of side to float
        What full points pay where that was said here and not in the agreement.
    """

    agreement: Agreement
    ledger: Ledger
    quarter: str
    results: tuple[Result, ...]
    at_the_end: Scorecard | None = None
    full: Mapping[Side, float] = field(default_factory=dict)

    @property
    def period(self) -> str:
        """The quarter or the days, in words."""
        if self.quarter:
            return quarter_name(self.quarter)
        first, last = day(self.ledger.first), day(self.ledger.last)
        return _("{first} to {last}").format(first=first, last=last)

    @property
    def true_up_on(self) -> date:
        """The day from which the pay is final: every outcome window is over."""
        window = self.ledger.book.settings.window_days
        days = max(window, self.agreement.bonus.true_up_days or 0)
        return self.ledger.last + timedelta(days=days)

    @property
    def is_final(self) -> bool:
        """Whether that day has passed and nothing is open."""
        today = self.ledger.now.tz_convert(self.ledger.book.settings.timezone).date()
        is_open = any(one.is_open for one in self.results)
        return today >= self.true_up_on and not is_open

    def of(self, side: Side) -> list[Result]:
        """Return what one side is paid for: the shared results, then its own."""
        return [one for one in self.results if one.kpi.side in ("shared", side)]

    def measured(self, side: Side) -> float:
        """Return the weight of a side's results that could be measured, at most 1."""
        return sum(one.kpi.weight for one in self.of(side) if one.score is not None)

    def points(self, side: Side) -> float:
        """Return a side's points from what could be measured: 1 is full pay."""
        return sum(one.points for one in self.of(side))

    def estimate(self, side: Side) -> Estimate:
        """Return the points with what luck alone could have made of them, 95 %."""
        drawn = sum((one.points_drawn for one in self.of(side)), np.zeros(DRAWS))
        low, high = np.quantile(drawn, ENDS).tolist()
        return Estimate(
            value=self.points(side), low=low, high=high, n=len(self.ledger.handed), method=METHOD
        )

    def full_pay(self, side: Side) -> float | None:
        """Return what full points pay, in the book's currency; None where nothing is agreed."""
        bonus = self.agreement.bonus
        agreed = {"marketing": bonus.marketing_pay, "sales": bonus.sales_pay}
        return self.full.get(side, agreed[side])

    def pay(self, side: Side) -> float | None:
        """Return what the points pay; None where no pay is agreed."""
        full = self.full_pay(side)
        return None if full is None else full * self.points(side)

    def true_up(self, side: Side) -> float | None:
        """Return what the pay changed by since the period's last day; None where unknown."""
        if self.at_the_end is None:
            return None
        now, then = self.pay(side), self.at_the_end.pay(side)
        return None if now is None or then is None else now - then

    @property
    def currency(self) -> str:
        """Of the pay."""
        return self.ledger.book.settings.currency

    @property
    def table(self) -> pd.DataFrame:
        """One row a result: side, result, value, low, high, n, scored, floor, target, weight, ...

        The last columns are score, points, open (bool), missing.
        """
        return pd.DataFrame([_row(one) for one in self.results])

    def sentence(self, side: Side | None = None) -> str:
        """Say what a side (default: each) reached and is paid."""
        if side is None:
            return " ".join(self.sentence(one) for one in SIDES)
        from leadkit.review.scorecard.words import said

        return f"{capital(_(side))} {said(self, side)}"

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw each side's points, result by result; on axes of its own with title and source."""
        from leadkit.base import figure
        from leadkit.review.scorecard.picture import caption, draw

        if ax is not None:
            return draw(self, ax)
        ax = draw(self, figure.axes(3.4))
        figure.caption(ax, *caption(self))
        return ax

    def page(self) -> Page:
        """Lay the scorecard out as one page."""
        from leadkit.review.scorecard.page import scorecard_page

        return scorecard_page(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of scorecard.json."""
        at = self.ledger
        return {
            "format": 1,
            "agreement": {"version": self.agreement.version, "sha256": self.agreement.sha256},
            "signed": self.agreement.is_signed,
            "quarter": self.quarter or None,
            "period": {"from": at.first.isoformat(), "to": at.last.isoformat()},
            "as_of": at.now.isoformat(),
            "final": self.is_final,
            "true_up_on": self.true_up_on.isoformat(),
            "data": {"name": at.book.name, "sha256": at.book.sha256, "rows": len(at.book.leads)},
            "currency": self.currency,
            "sides": {side: _side(self, side) for side in SIDES},
            "results": [
                {**_row(one), "found": one.found and one.found.to_dict()} for one in self.results
            ],
            "not_measured": {one.kpi.name: one.missing for one in self.results if one.missing},
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.review.scorecard.words import rows

        return inline_rows(rows(self, list(self.results)), caption=self.sentence())


def scorecard(
    book: Book,
    agreement: Agreement,
    *,
    quarter: str | None = None,
    first: date | None = None,
    last: date | None = None,
    as_of: str | pd.Timestamp | None = None,
    full: Mapping[Side, float] | None = None,
) -> Scorecard:
    """Score both sides by the bonus they agreed on, and say what it pays.

    Parameters
    ----------
    book : Book
        Counted are leads that marketing handed off in the period, by the day of the handoff.
    agreement : Agreement
        Its bonus, promises and policy: definitions frozen before the period.
    quarter : str, optional
        As "2026Q2"; default the agreement's period.
    first, last : date, optional
        Another period.
    as_of : date, optional
        Judge as on that date. While outcomes are open the pay is provisional: an open lead counts
        as the share of such leads that was won in the past.
    full : mapping of side to float, optional
        What full points pay a side, in the book's currency; default what the agreement says.

    Returns
    -------
    Scorecard
        Points of 1 are full pay; money in the book's currency.

    Raises
    ------
    BadInput
        If both a quarter and days are given, or the quarter is none.
    TooLittleData
        If the book has no handoff times, or the period ends before the first of them.

    Notes
    -----
    A result scores on a straight line from its floor to its target, capped: jumps and accelerators
    make sellers move deals between periods (Larkin, 2014). Wins per expected are (O + 20) / (E +
    20). Intervals are what luck alone could have made: accounts drawn again with Poisson weights
    (Efron, 1979; Hanley and MacGibbon, 2006).

    Examples
    --------
    >>> import leadkit as lk
    >>> from leadkit.review import draft
    >>> from leadkit.review.scorecard.scorecard import scorecard
    >>> book = lk.read_book(lk.sample("small"))
    >>> agreed = draft(book, "2026Q3", as_of="2026-06-30").agreement
    >>> card = scorecard(book, agreed, quarter="2026Q1")
    >>> card.is_final, 0 <= card.points("sales") <= 1.2
    (True, True)
    """
    if quarter is not None and (first or last):
        raise BadInput(_("a quarter and days are both given"), fix=_("Give one of the two."))
    if quarter is not None:
        first, last = days_of(quarter, book)
    first, last = first or agreement.period.start, last or agreement.period.end
    basis = frozen(book, agreement, as_of=as_of)
    found = card(basis, first, last, full)
    if found.ledger.now < found.ledger.end:
        return found
    then = frozen(book, agreement, as_of=last.isoformat(), chances=basis)
    earlier = card(then, first, last, full)
    return replace(found, at_the_end=earlier)


def card(
    basis: Frozen, first: date, last: date, full: Mapping[Side, float] | None = None
) -> Scorecard:
    """Score one period by definitions that are frozen already."""
    at, quarter, results = measured(basis, first, last)
    return Scorecard(
        agreement=basis.agreement, ledger=at, quarter=quarter, results=results, full=full or {}
    )


def _row(one: Result) -> dict[str, Any]:
    found, kpi = one.found, one.kpi
    numbers = ("value", "low", "high", "n")
    return {
        "side": kpi.side,
        "result": kpi.name,
        "rests_on": kpi.promise or kpi.measure or "hand",
        **{name: None if found is None else getattr(found, name) for name in numbers},
        "scored": one.value,
        "floor": kpi.floor,
        "target": kpi.target,
        "weight": kpi.weight,
        "score": one.score,
        "points": None if one.score is None else one.points,
        "open": one.is_open,
        "missing": one.missing,
    }


def _side(card: Scorecard, side: Side) -> dict[str, Any]:
    found = card.estimate(side)
    then = card.at_the_end
    return {
        "points": found.value,
        "low": found.low,
        "high": found.high,
        "weight_measured": card.measured(side),
        "full_pay": card.full_pay(side),
        "pay": card.pay(side),
        "pay_at_the_end_of_the_period": then and then.pay(side),
        "true_up": card.true_up(side),
    }
