"""The funnel by cohort: how far each quarter's leads came, and how many days their wins took."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.estimate import MINIMUM_N, Estimate
from leadkit.base.language import _, capital, number, percent, quarter_name
from leadkit.book import Book
from leadkit.journey import Funnel, funnel, quarter_of
from leadkit.journey.win_curve import in_days
from leadkit.review.road.result import Result, difference, share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NO_MEDIAN = Estimate(value=nan, low=nan, high=nan, n=0, events=None, method="median")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Cohorts(Result):
    """Each quarter's handed-off leads, followed to the end of their outcome window.

    Attributes
    ----------
    table : DataFrame
        quarter, handed_off, mature (bool), called, accepted, accepted_of_decided, won (Estimates;
        a stage that the book does not record is left out, `won` of a quarter that is not over is
        missing), days_to_win (median of the wins, order-statistic interval), days_first_quarter,
        days_third_quarter (quartiles), closed_wins (wins closed in that quarter, whenever handed
        off) and period_ratio (closed_wins / handed_off: other leads above than
        below). A book without closing dates has no column on days and closing.
    funnel : Funnel
        The same stages as `leadkit.journey.funnel` returns them.
    quarter, before : str
        The quarter looked at and the one it is compared with.
    """

    table: pd.DataFrame
    funnel: Funnel
    quarter: str
    before: str
    refusal: str = ""

    def of(self, quarter: str) -> dict[str, Any]:
        """Return the row of one quarter."""
        rows = self.table[self.table["quarter"] == quarter].to_dict("records")
        return {str(name): cell for name, cell in rows[0].items()}

    def sentence(self) -> str:
        """Say how many of the quarter's leads were won, and whether that differs from before."""
        now, then = self.of(self.quarter), self.of(self.before)
        if not now["mature"]:
            text = _("{quarter} is not over: its win rate is not known yet.")
            return capital(text.format(quarter=quarter_name(self.quarter)))
        if now["won"].refused:
            text = _("{quarter}: {won} of {n} leads were won, too few for a rate.")
            counts = {"won": number(now["won"].events), "n": number(now["handed_off"])}
            return capital(text.format(quarter=quarter_name(self.quarter), **counts))
        text = _("Of the leads of {quarter}, {won} were won.")
        said = text.format(quarter=quarter_name(self.quarter), won=now["won"].write())
        if self.before == self.quarter or not then["mature"] or then["won"].refused:
            return said
        return f"{said} {capital(self._compared(then['won'], now['won']))}"

    def _compared(self, then: Estimate, now: Estimate) -> str:
        _gap, low, high = difference(then, now)
        text = _("{before} had {won}: the difference may be luck.")
        if low > 0:
            text = _("That is more than in {before} ({won}), by more than luck explains.")
        elif high < 0:
            text = _("That is less than in {before} ({won}), by more than luck explains.")
        return text.format(
            before=quarter_name(self.before), won=percent(then.value, int(then.n >= 500))
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the win rate by quarter; a quarter whose window is not over stays hatched."""
        return self.funnel.plot(ax)


def cohorts(
    book: Book, handed: pd.DataFrame, quarter: str, before: str, as_of: str | pd.Timestamp | None
) -> Cohorts:
    """Follow each quarter's leads, and count what was closed in it beside what was handed off."""
    closed = _closed_wins(book, handed)
    rows = [_cohort(book, str(name), cohort, closed) for name, cohort in handed.groupby("quarter")]
    return Cohorts(
        table=pd.DataFrame(rows), funnel=funnel(book, as_of), quarter=quarter, before=before
    )


def _cohort(
    book: Book, quarter: str, cohort: pd.DataFrame, closed: pd.Series[int]
) -> dict[str, Any]:
    is_over = bool(cohort["mature"].all())
    row: dict[str, Any] = {"quarter": quarter, "handed_off": len(cohort), "mature": is_over}
    row |= stages(book, cohort, is_over=is_over)
    if not book.has("closed_at"):
        return row
    row |= _days_to_win(cohort[cohort["won"] == 1], is_over=is_over)
    wins = int(closed.get(quarter, 0))
    return row | {"closed_wins": wins, "period_ratio": wins / len(cohort)}


def stages(book: Book, cohort: pd.DataFrame, *, is_over: bool) -> dict[str, Estimate | None]:
    """Return the rate of each stage that the book records."""
    found: dict[str, Estimate | None] = {}
    if book.has("first_response_at"):
        found["called"] = share(cohort["first_response_at"].notna())
    if book.has("accepted_at"):
        accepted = cohort["accepted_at"].notna()
        found["accepted"] = share(accepted)
        found["accepted_of_decided"] = share(accepted[accepted | cohort["rejected_at"].notna()])
    return found | {"won": share(cohort["won"] == 1) if is_over else None}


def _days_to_win(wins: pd.DataFrame, *, is_over: bool) -> dict[str, Any]:
    """Return median and quartiles; the winners of a quarter that is not over are the fast ones."""
    days = in_days(wins["closed_at"] - wins["start"]).dropna().to_numpy(float)
    if not is_over or not len(days):
        return {"days_to_win": NO_MEDIAN, "days_first_quarter": nan, "days_third_quarter": nan}
    first, third = np.quantile(days, (0.25, 0.75)).tolist()
    quartiles = {"days_first_quarter": first, "days_third_quarter": third}
    return {"days_to_win": median(days), **quartiles}


def median(values: Any) -> Estimate:
    """Return a median with its order-statistic interval (Conover, 1999, section 3.2)."""
    from scipy.stats import quantile_test

    ends: Any = quantile_test(values, p=0.5).confidence_interval()
    return Estimate(
        value=float(np.median(values)),
        low=float(ends.low),
        high=float(ends.high),
        n=len(values),
        minimum_n=MINIMUM_N,
        method="median, order-statistic interval",
    )


def _closed_wins(book: Book, handed: pd.DataFrame) -> pd.Series[int]:
    won = handed[(handed["outcome"] == "won") & handed["closed_at"].notna()]
    return quarter_of(won["closed_at"], book.settings).value_counts()
