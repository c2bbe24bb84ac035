"""The back-test: what each side would have been paid in past quarters, for what, by what luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from leadkit.agreement import SIDES, Agreement, Kpi, Side
from leadkit.base.language import _, capital, percent
from leadkit.book import Book
from leadkit.review.audit.ledger import days_of
from leadkit.review.scorecard.measuring import frozen
from leadkit.review.scorecard.scorecard import Scorecard, card
from leadkit.review.scorecard.words import exact, points, unmeasured
from leadkit.review.shortfall.sample import mature_quarters


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class BackTest:
    """What a bonus would have paid in past quarters, by today's definitions.

    Attributes
    ----------
    cards : tuple of Scorecard
        One a quarter, the earliest first; every outcome window is over. None in a young book.
    """

    cards: tuple[Scorecard, ...]

    @property
    def table(self) -> pd.DataFrame:
        """One row a quarter and side: quarter, side, points, low, high, pay, measured, for_what.

        `for_what` holds the points of each result by its name.
        """
        return pd.DataFrame([_row(one, side) for one in self.cards for side in SIDES])

    def spread(self, side: Side) -> float:
        """Return the standard deviation of a side's points between quarters."""
        return float(np.std([one.points(side) for one in self.cards], ddof=1))

    def luck(self, side: Side) -> float:
        """Return the standard deviation that luck alone gives the points within a quarter."""
        drawn = [sum(one.points_drawn for one in each.of(side)) for each in self.cards]
        return float(np.sqrt(np.mean([np.var(one) for one in drawn])))

    def sentence(self) -> str:
        """Say what each side would have been paid, and how much of that is luck."""
        if not self.cards:
            return _("No past quarter can be scored: in none is every outcome window over.")
        return " ".join(self._said(side) for side in SIDES)

    def _said(self, side: Side) -> str:
        every = [one.points(side) for one in self.cards]
        text = _(
            "{side} would have reached {least} to {most} of full pay; luck alone moves a quarter "
            "by {luck} either way."
        )
        text = text.format(
            side=capital(_(side)),
            least=percent(min(every)),
            most=percent(max(every)),
            luck=percent(1.96 * self.luck(side)),
        )
        return " ".join(
            [text, *unmeasured(min(self.cards, key=lambda one: one.measured(side)), side)]
        )

    def rows(self, side: Side) -> pd.DataFrame:
        """Return a side's points by result and quarter as strings, and below what they pay."""
        table = {_("points"): [*(kpi.name for kpi in self._kpis(side)), *_sums()]}
        for one in self.cards:
            table[one.period] = [*map(points, one.of(side)), *_written(one, side)]
        return pd.DataFrame(table)

    def _kpis(self, side: Side) -> list[Kpi]:
        return [one.kpi for one in self.cards[0].of(side)]

    def to_dict(self) -> dict[str, Any]:
        """Return the back-test for a JSON file."""
        return {
            "quarters": self.table.to_dict("records"),
            "spread": {side: self.spread(side) for side in SIDES} if self.cards[1:] else None,
            "luck": {side: self.luck(side) for side in SIDES} if self.cards else None,
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        rows = [self.rows(side) for side in SIDES] if self.cards else [pd.DataFrame()]
        return inline_rows(pd.concat(rows), caption=self.sentence())


def back_test(
    book: Book,
    agreement: Agreement,
    quarters: int = 4,
    *,
    as_of: str | pd.Timestamp | None = None,
    full: Mapping[Side, float] | None = None,
) -> BackTest:
    """Say what each side would have been paid in the last quarters whose outcomes are known.

    Parameters
    ----------
    book : Book
        With the plan of those quarters.
    agreement : Agreement
        Its bonus, promises, policy and model, the same for every quarter.
    quarters : int
        How many quarters to go back.
    as_of : date, optional
        Judge as on that date.
    full : mapping of side to float, optional
        What full points pay a side; default what the agreement says.

    Returns
    -------
    BackTest

    Examples
    --------
    >>> import leadkit as lk
    >>> from leadkit.review import draft
    >>> from leadkit.review.scorecard.back_test import back_test
    >>> book = lk.read_book(lk.sample("small"))
    >>> tested = back_test(book, draft(book).agreement, 2)
    >>> [card.quarter for card in tested.cards]
    ['2026Q1', '2026Q2']
    """
    basis = frozen(book, agreement, as_of=as_of)
    handed = basis.table[~basis.table["self_generated"] & basis.table["handed_off_at"].notna()]
    over = mature_quarters(handed)[-quarters:]
    return BackTest(cards=tuple(card(basis, *days_of(name, book), full) for name in over))


def _row(one: Scorecard, side: Side) -> dict[str, Any]:
    found = one.estimate(side)
    return {
        "quarter": one.quarter,
        "side": side,
        "points": found.value,
        "low": found.low,
        "high": found.high,
        "pay": one.pay(side),
        "measured": one.measured(side),
        "for_what": {each.kpi.name: each.points for each in one.of(side) if each.score is not None},
    }


def _sums() -> list[str]:
    return [_("together, of full pay"), _("by luck alone"), _("would be paid")]


def _written(one: Scorecard, side: Side) -> list[str]:
    found, pay = one.estimate(side), one.pay(side)
    luck = _("{low} to {high}").format(low=percent(found.low), high=percent(found.high))
    return [percent(found.value), luck, exact(pay, one.currency)]
