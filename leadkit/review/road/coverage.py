"""Pipeline coverage: what the open leads may still bring, against the plan of their quarter.

Each open lead draws the end of a lead of quarters that are over which was still open at its age:
the expected share is then the rest of the Aalen-Johansen curve at that age. The donors' weights
are drawn too (Bayesian bootstrap by account, Rubin, 1981), so the interval holds the luck of the
open leads and what is not known of the rates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.estimate import MINIMUM_N, Estimate
from leadkit.base.language import _, capital, percent, quarter_name
from leadkit.book import Book
from leadkit.journey.win_curve import in_days
from leadkit.review.road.result import Result
from leadkit.review.road.velocity import values
from leadkit.review.shortfall.sample import plan_of
from leadkit.review.shortfall.words import Scale

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DRAWS, SEED, ENDS = 1_000, 11, (0.025, 0.975)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Coverage(Result):
    """The open quarters against their plan.

    Attributes
    ----------
    table : DataFrame
        quarter, handed_off, open_leads (neither closed nor returned), won (revenue so far),
        expected (Estimate: revenue the open leads may still bring within their window), plan
        (revenue planned of the whole quarter, NaN without one), covered (Estimate: (won + expected)
        / plan), open_value (the open leads at the mean deal value of their segment), ratio
        (open_value / what the plan still lacks) and needed (open_value / expected, the ratio that
        would be enough).
    currency : str
    """

    table: pd.DataFrame
    currency: str
    refusal: str = ""

    @property
    def scale(self) -> Scale:
        """One unit for every amount."""
        high = self.table["expected"].map(lambda found: found.high)
        return Scale.of(float(self.table["plan"].fillna(0).max() + high.max()), self.currency)

    def sentence(self) -> str:
        """Say how much of the plan is won or may still come from leads already handed off."""
        return " ".join(capital(self._say(row)) for row in self.table.to_dict("records"))

    def _say(self, row: dict[Any, Any]) -> str:
        if not row["open_leads"]:
            text = _("{quarter}: {won} are won, and no lead of it is open.")
            won = self.scale.amount(row["won"])
            return text.format(quarter=quarter_name(row["quarter"]), won=won)
        scale, found, name = self.scale, row["expected"], quarter_name(row["quarter"])
        ends = scale.ends(found.low, found.high, sign=False)
        amounts = {"won": scale.amount(row["won"]), "more": scale.amount(found.value), "ends": ends}
        text = _("{quarter}: {won} are won, and its open leads may bring {more} more ({ends})")
        said = text.format(quarter=name, **amounts)
        if pd.isna(row["plan"]):
            return said + "; " + _("the book has no plan for it") + "."
        covered = row["covered"]
        text = _("together {share} of the plan: it may be met or missed")
        if covered.low >= 1:
            text = _("together {share} of the plan, which they meet even at the lower end")
        elif covered.high < 1:
            text = _(
                "together {share} of the plan, which they miss even at the upper end unless leads "
                "still to come bring the rest"
            )
        return f"{said}; {text.format(share=percent(covered.value))}."

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw what is won, what may come, and the plan."""
        from leadkit.review.road.pictures import plot_coverage

        return plot_coverage(self, ax)


def coverage(book: Book, handed: pd.DataFrame, now: pd.Timestamp | None) -> Coverage | None:
    """Weigh the open leads of the quarters that are not over; None where every quarter is."""
    over = handed.groupby("quarter")["mature"].all()
    later = [str(name) for name in over.index[~over]]
    if not later or now is None:
        return None
    found = Coverage(table=pd.DataFrame(), currency=book.settings.currency)
    missing = [name for name in ("deal_value", "closed_at") if not book.has(name)]
    past = handed[handed["quarter"].isin(over.index[over][-4:])]
    why = ""
    if missing:
        why = _("What open leads may bring needs the column {column}.").format(column=missing[0])
    elif past["won"].sum() < MINIMUM_N:
        why = _(
            "Fewer than 20 wins in quarters that are over: what open leads may bring is unsure."
        )
    if why:
        return replace(found, refusal=why)
    donors = _donors(past)
    rows = [_row(book, name, handed[handed["quarter"] == name], donors, now) for name in later]
    table = pd.DataFrame(rows)
    if not table["open_leads"].any() and table["plan"].isna().all():
        why = _("No lead of the open quarters is still open, and they have no plan.")
        return replace(found, refusal=why)
    return replace(found, table=table)


def _donors(past: pd.DataFrame) -> pd.DataFrame:
    """Return turns of quarters that are over: the day of their end or return, and their worth."""
    won = past["won"] == 1
    ended = past["closed_at"].where(past["outcome"].isin(("won", "lost")))
    ended = pd.concat([ended, past["rejected_at"]], axis=1).min(axis=1)
    worth, _unknown = values(past[won])
    return pd.DataFrame(
        {
            "ended": in_days(ended - past["start"]).fillna(np.inf),
            "worth": worth.reindex(past.index, fill_value=0.0),
            "segment": past["segment"].fillna(""),
            "account": pd.factorize(past["account_id"])[0],
        }
    ).sort_values("ended", ascending=False, kind="stable")


def _row(
    book: Book, quarter: str, cohort: pd.DataFrame, donors: pd.DataFrame, now: pd.Timestamp
) -> dict[str, Any]:
    is_won = (cohort["outcome"] == "won") & (cohort["won"] != 0)
    is_open = ~cohort["outcome"].isin(("won", "lost")) & cohort["rejected_at"].isna()
    left = cohort[is_open & ~cohort["mature"]]
    won = float(values(cohort[is_won])[0].sum())
    draws, expected = _drawn(left, np.asarray(in_days(now - left["start"]), float), donors)
    plan_rows = plan_of(book, quarter)
    plan = nan
    if not plan_rows.empty:
        plan = float(
            (plan_rows["handoffs"] * plan_rows["win_rate"] * plan_rows["deal_value"]).sum()
        )
    at_mean = _mean_value(donors, left["segment"].fillna(""))
    open_value, short = float(at_mean.sum()), plan - won
    covered = (won + draws) / plan
    return {
        "quarter": quarter,
        "handed_off": len(cohort),
        "open_leads": len(left),
        "won": won,
        "expected": _estimate(expected, draws, len(left), book.settings.currency),
        "plan": plan,
        "covered": _estimate((won + expected) / plan, covered, len(left), "rate"),
        "open_value": open_value,
        "ratio": open_value / short if short > 0 else nan,
        "needed": open_value / expected if expected > 0 else nan,
    }


def _mean_value(donors: pd.DataFrame, segment: pd.Series[str]) -> pd.Series[float]:
    """Return the mean value of a win of each lead's segment, of all where it has none."""
    worth = donors["worth"][donors["worth"] > 0]
    mean = worth.groupby(donors["segment"]).mean()
    return segment.map(mean).astype(float).fillna(float(worth.mean()))


def _drawn(left: pd.DataFrame, age: Floats, donors: pd.DataFrame) -> tuple[Floats, float]:
    """Return draws of the revenue of open leads, and its expectation."""
    rng, total, mean = np.random.default_rng(SEED), np.zeros(DRAWS), 0.0
    weight = rng.exponential(size=(DRAWS, int(donors["account"].max()) + 1))
    segment = left["segment"].fillna("").to_numpy(object)
    for name in dict.fromkeys(segment):
        alike = donors[donors["segment"] == name]
        pool = alike if (alike["worth"] > 0).sum() >= MINIMUM_N else donors
        worth = pool["worth"].to_numpy(float)
        still = np.searchsorted(-pool["ended"].to_numpy(float), -age[segment == name], side="left")
        still = still[still > 0]
        mean += float((np.cumsum(worth)[still - 1] / still).sum())
        account = pool["account"].to_numpy()
        for draw in range(DRAWS):
            reach = np.cumsum(weight[draw, account])
            picked = np.searchsorted(reach, rng.random(len(still)) * reach[still - 1])
            total[draw] += worth[np.minimum(picked, still - 1)].sum()
    return total, mean


def _estimate(value: float, draws: Floats, n: int, unit: str) -> Estimate:
    low, high = np.quantile(draws, ENDS).tolist()
    return Estimate(
        value=value,
        low=low,
        high=high,
        n=n,
        unit=unit,
        method=f"{DRAWS} draws of ends of leads open at that age, donors weighted by account",
    )
