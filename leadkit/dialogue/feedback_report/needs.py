"""What buyers need, how they rate the product, and whether sales' grades foretell who buys."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import MISSING, _, number, quarter_name
from leadkit.dialogue.feedback import GRADES, mean_rating
from leadkit.dialogue.feedback_report.endings import Days
from leadkit.dialogue.feedback_report.pareto import LEVEL, Pareto, pareto, rows_of
from leadkit.dialogue.feedback_report.trend import trend_test


@dataclass(frozen=True, eq=False, repr=False)
class Needs:
    """What was heard of needs and of the product, one row of feedback a lead: its last.

    Attributes
    ----------
    said : Pareto
        How often each need was named.
    ratings : DataFrame
        By need: n, rating (Estimate: mean of 1 to 5).
    rating : Estimate
        The mean product rating of all.
    periods : DataFrame
        By period: n, rating (Estimate).
    trend : float
        p of a straight line through the ratings of all periods; missing where it was not looked at.
    slope : float
        Change of the rating from one period to the next.
    """

    said: Pareto
    ratings: pd.DataFrame
    rating: Estimate
    periods: pd.DataFrame
    trend: float
    slope: float

    @property
    def verdict(self) -> str:
        """Whether the rating "rose", "fell" or one "cannot tell"."""
        if not self.trend < 1 - LEVEL:
            return "cannot tell"
        return "rose" if self.slope > 0 else "fell"

    def sentence(self) -> str:
        """Say the rating and where it goes."""
        if self.rating.refused:
            return _("Product ratings: {rating}.").format(rating=self.rating.write())
        told = {
            "rose": _("it has risen since {first}"),
            "fell": _("it has fallen since {first}"),
            "cannot tell": _("no trend since {first} beyond what luck gives"),
        }[self.verdict]
        first = quarter_name(str(self.periods.index[0])) if len(self.periods) else MISSING
        return _("Buyers rate the product {rating} of 5 (n = {n}); {trend}.").format(
            rating=self.rating.write(1), n=number(self.rating.n), trend=told.format(first=first)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the content for a JSON file."""
        return {
            "needs": self.said.to_dict(),
            "ratings": {str(need): row["rating"].to_dict() for need, row in rows_of(self.ratings)},
            "rating": self.rating.to_dict(),
            "rating_by_period": {
                str(period): row["rating"].to_dict() for period, row in rows_of(self.periods)
            },
            "rating_trend": {
                "p": None if np.isnan(self.trend) else self.trend,
                "slope": None if np.isnan(self.slope) else self.slope,
                "verdict": self.verdict,
            },
        }

    def rows(self) -> pd.DataFrame:
        """Return the needs as a table to read."""
        return pd.DataFrame(
            {
                _("need"): need,
                "n": number(row["n"]),
                _("share (95 %, all together)"): row["share"].write()
                if not self.said.refused
                else MISSING,
                _("rating, 1 to 5 (95 %)"): _rated(self.ratings.loc[need, "rating"]),
            }
            for need, row in rows_of(self.said.table)
        )

    def __repr__(self) -> str:
        return self.sentence()


@dataclass(frozen=True, eq=False, repr=False)
class Grades:
    """Whether the leads that sales graded higher bought more often.

    Attributes
    ----------
    table : DataFrame
        By grade A to D: n (handoffs whose window is over, graded before they ended), won, rate
        (Estimate).
    z, p : float
        Trend test over the grades; above zero where A buys most.
    too_late : int
        Handoffs graded only after they had ended, in no rate.
    """

    table: pd.DataFrame
    z: float
    p: float
    too_late: int

    def sentence(self) -> str:
        """Say whether the grades foretell who buys."""
        if self.table["n"].min() < 1 or np.isnan(self.p):
            return _("Too few graded leads to say whether the grades foretell who buys.")
        if self.p >= 1 - LEVEL:
            return _("Whether the grades foretell who buys, the data cannot tell.")
        best, worst = (self.table["rate"][grade] for grade in ("A", "D"))
        texts = {
            True: _("Grades foretell who buys: of A {best} won, of D {worst}."),
            False: _("Grades mislead: of A {best} won, of D {worst}."),
        }
        return texts[self.z > 0].format(best=_won(best), worst=_won(worst))

    def to_dict(self) -> dict[str, Any]:
        """Return the content for a JSON file."""
        return {
            "grades": {grade: row["rate"].to_dict() for grade, row in rows_of(self.table)},
            "z": None if np.isnan(self.z) else self.z,
            "p": None if np.isnan(self.p) else self.p,
            "too_late": self.too_late,
        }

    def rows(self) -> pd.DataFrame:
        """Return the grades as a table to read."""
        return pd.DataFrame(
            {
                _("grade"): grade,
                _("won"): _("{n} of {total}").format(n=number(row["won"]), total=number(row["n"])),
                _("share (95 %)"): MISSING if row["rate"].refused else row["rate"].write(),
            }
            for grade, row in rows_of(self.table)
        )

    def __repr__(self) -> str:
        return self.sentence()


def needs(said: pd.DataFrame, days: Days, periods: list[tuple[str, Days]]) -> Needs:
    """Gather needs and ratings of a span, and the rating of each period.

    Parameters
    ----------
    said : DataFrame
        Feedback on handed-off leads: lead_id, at, need, product_rating.
    days : Days
        The span.
    periods : list of (str, Days)
        Periods of the trend, the earliest first.

    Returns
    -------
    Needs
        Means with Student's interval; the trend is a straight line through all ratings, one a lead
        and period.
    """
    now = last_of_each(said[days.covers(said["at"])])
    rated = now.groupby("need")["product_rating"]
    found = pareto(now["need"])
    means = {need: mean_rating(rated.get_group(need)) for need in found.table.index}
    by_period = [
        last_of_each(said[one.covers(said["at"])])["product_rating"] for _n, one in periods
    ]
    trend, slope = _line(by_period)
    return Needs(
        said=found,
        ratings=pd.DataFrame({"rating": pd.Series(means, dtype=object)}, index=found.table.index),
        rating=mean_rating(now["product_rating"]),
        periods=pd.DataFrame(
            {"rating": pd.Series([mean_rating(one) for one in by_period], dtype=object)}
        ).set_axis([name for name, _days in periods]),
        trend=trend,
        slope=slope,
    )


def last_of_each(said: pd.DataFrame) -> pd.DataFrame:
    """Return the last row of feedback on each lead."""
    return said.sort_values("at", kind="stable").drop_duplicates("lead_id", keep="last")


def _line(by_period: list[pd.Series[float]]) -> tuple[float, float]:
    """Return p and slope of a straight line; missing where fewer than three periods have any."""
    from scipy.stats import linregress

    known = [one.dropna() for one in by_period]
    if sum(len(one) > 0 for one in known) < 3:
        return nan, nan
    steps = np.repeat(np.arange(len(known)), [len(one) for one in known])
    ratings = np.concatenate([one.to_numpy(dtype=float) for one in known])
    fitted = linregress(steps, ratings)
    return float(fitted.pvalue), float(fitted.slope)


def grades(said: pd.DataFrame, turns: pd.DataFrame) -> Grades:
    """Hold sales' grades against outcomes, for every handoff whose window is over.

    A grade given after the lead had ended is hindsight and left out, counted. Of several the first
    counts. Trend over A to D by Cochran (1954) and Armitage (1955).

    Parameters
    ----------
    said : DataFrame
        Feedback on handed-off leads: lead_id, at, lead_grade.
    turns : DataFrame
        Rows of `leadkit.turns`, marketing's.
    """
    handed = turns[turns["handed_off_at"].notna()]
    graded = said[said["lead_grade"].notna()]
    both = graded[["lead_id", "at", "lead_grade"]].merge(
        handed[["lead_id", "turn_id", "handed_off_at", "rejected_at", "closed_at", "won"]],
        on="lead_id",
    )
    both = both[(both["at"] >= both["handed_off_at"]) & both["won"].notna()]
    both = both.sort_values(["at", "handed_off_at"], kind="stable")
    both = both.drop_duplicates(["lead_id", "at"], keep="last").drop_duplicates("turn_id")
    late = both["at"] > both[["rejected_at", "closed_at"]].min(axis=1)
    counts = both[~late].groupby("lead_grade")["won"].agg(["size", "sum"])
    counts = counts.reindex(list(GRADES), fill_value=0).astype(int).set_axis(["n", "won"], axis=1)
    rates = [rate(row["won"], row["n"]) for row in counts.to_dict("records")]
    z, p = trend_test(counts["won"][::-1], counts["n"][::-1])
    table = counts.assign(rate=pd.Series(rates, index=counts.index, dtype=object))
    return Grades(table.rename_axis("grade"), z, p, int(late.sum()))


def _won(share: Estimate) -> str:
    counts = _("{n} of {total}").format(n=number(share.events or 0), total=number(share.n))
    return counts if share.refused else share.write()


def _rated(rating: Estimate) -> str:
    return MISSING if rating.refused else rating.write(1)
