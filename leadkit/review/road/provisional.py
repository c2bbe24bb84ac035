"""The quarter that is not over, as provisional: its leads at their age, against those before.

Its own win rate would be too low (its leads are young), and that of its closed leads too high or
too low (wins and losses take their time differently): the curve of Aalen and Johansen (1978) uses
each lead for as long as it was followed, and is compared at the same age.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.estimate import MINIMUM_N, Estimate
from leadkit.base.language import _, capital, ngettext, number, quarter_name
from leadkit.journey.incidence import incidence
from leadkit.journey.win_curve import FOLLOWED, METHOD, followed
from leadkit.review.road.result import Result, difference

if TYPE_CHECKING:
    from matplotlib.axes import Axes

YOUNGEST = 7


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Provisional(Result):
    """Quarters that are not over, each at its own age beside the last one that is.

    Attributes
    ----------
    table : DataFrame
        quarter, handed_off, won_so_far, open, undated_wins (left out), day (the age that a tenth of
        its leads, and at least 20, have reached), share and usual (Estimates: won by that day, in
        this quarter and in the one compared with), difference, low, high, verdict ("more", "less",
        "cannot tell", or "too young").
    curves : dict of DataFrame
        By quarter: day, rate, low, high up to the day its leads are followed.
    against : str
        The quarter that is over.
    """

    table: pd.DataFrame
    curves: dict[str, pd.DataFrame]
    against: str
    window_days: int
    refusal: str = ""

    def sentence(self) -> str:
        """Say where each open quarter stands at its age."""
        return " ".join(capital(self._say(row)) for row in self.table.to_dict("records"))

    def _say(self, row: dict[Any, Any]) -> str:
        facts = {
            "quarter": quarter_name(row["quarter"]),
            "against": quarter_name(self.against),
            "day": number(row["day"]),
            "n": number(row["handed_off"]),
        }
        if row["verdict"] == "too young":
            return ngettext(
                "{quarter} is too young to judge: {n} lead handed off so far.",
                "{quarter} is too young to judge: {n} leads handed off so far.",
                int(row["handed_off"]),
            ).format(**facts)
        texts = {
            "more": _(
                "{quarter}, provisional: {share} of its leads were won by day {day}; {against} had "
                "only {usual} at that age, and luck does not explain that."
            ),
            "less": _(
                "{quarter}, provisional: only {share} of its leads were won by day {day}; "
                "{against} had {usual} at that age, and luck does not explain that."
            ),
            "cannot tell": _(
                "{quarter}, provisional: {share} of its leads were won by day {day}; {against} had "
                "{usual} at that age: the difference may be luck."
            ),
        }
        shares = {"share": row["share"].write(), "usual": row["usual"].write()}
        return texts[row["verdict"]].format(**shares, **facts)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the share won by age; what is provisional grey and broken."""
        from leadkit.review.road.pictures import plot_provisional

        return plot_provisional(self, ax)


def provisional(
    handed: pd.DataFrame, against: str, now: pd.Timestamp | None, window_days: int
) -> Provisional | None:
    """Follow the leads of the quarters that are not over; None where every quarter is."""
    over = handed.groupby("quarter")["mature"].all()
    later = [str(name) for name in over.index[~over]]
    if not later:
        return None
    found = Provisional(table=pd.DataFrame(), curves={}, against=against, window_days=window_days)
    refusal = _refused(handed, over, against)
    if refusal:
        return replace(found, refusal=refusal)
    usual = _curve(handed[handed["quarter"] == against], now, window_days)
    curves, rows = {against: usual}, []
    for name in later:
        cohort = handed[handed["quarter"] == name]
        curve = _curve(cohort, now, window_days)
        rows.append({"quarter": name, **_state(cohort), **_beside(curve, usual, len(cohort))})
        if rows[-1]["verdict"] != "too young":
            curves[name] = curve
    return replace(found, table=pd.DataFrame(rows), curves=curves)


def _refused(handed: pd.DataFrame, over: pd.Series[bool], against: str) -> str:
    won = handed["outcome"] == "won"
    undated = won & handed["closed_at"].isna()
    if undated.sum() > 0.05 * won.sum():
        return _(
            "{undated} of {won} wins have no closing date: nobody can tell how far an open quarter "
            "has come. Add the column closed_at."
        ).format(undated=number(undated.sum()), won=number(won.sum()))
    if not over.get(against, False):
        return _("No quarter that is over stands beside the open one.")
    return ""


def _curve(cohort: pd.DataFrame, now: pd.Timestamp | None, window_days: int) -> pd.DataFrame:
    """Return the share won by day, up to the window or the day leads are followed to."""
    course = followed(cohort, now)
    course = course[~((course["end"] == "won") & course["ended_days"].isna())]
    if len(course) < MINIMUM_N:
        return pd.DataFrame()
    ages = np.sort(course["age_days"].to_numpy(float))[::-1]
    seen = int(ages[max(ceil(FOLLOWED * len(ages)), MINIMUM_N) - 1])
    days = course["ended_days"].fillna(course["age_days"]).to_numpy(float)
    end = course["end"].where(course["ended_days"].notna(), "open")
    return incidence(days, end, np.arange(min(seen, window_days) + 1.0), course["account"])


def _state(cohort: pd.DataFrame) -> dict[str, int]:
    won = cohort["outcome"] == "won"
    return {
        "handed_off": len(cohort),
        "won_so_far": int((won & (cohort["won"] != 0)).sum()),
        "open": int((~cohort["outcome"].isin(("won", "lost"))).sum()),
        "undated_wins": int((won & cohort["closed_at"].isna()).sum()),
    }


def _beside(curve: pd.DataFrame, usual: pd.DataFrame, n: int) -> dict[str, Any]:
    """Compare two curves at the last day that both are followed to."""
    day = min(len(curve), len(usual)) - 1
    if day < YOUNGEST:
        return {"day": max(day, 0), "verdict": "too young"}
    share, other = _at(curve, day, n), _at(usual, day, int(usual["at_risk"].iloc[0]))
    gap, low, high = difference(other, share)
    verdict = "more" if low > 0 else "less" if high < 0 else "cannot tell"
    ends = {"difference": gap, "low": low, "high": high, "verdict": verdict}
    return {"day": day, "share": share, "usual": other, **ends}


def _at(curve: pd.DataFrame, day: int, n: int) -> Estimate:
    row = curve.iloc[day]
    return Estimate(
        value=float(row["rate"]),
        low=float(row["low"]),
        high=float(row["high"]),
        n=n,
        events=int(curve["won"].iloc[: day + 1].sum()),
        unit="rate",
        minimum_n=MINIMUM_N,
        method=METHOD,
    )
