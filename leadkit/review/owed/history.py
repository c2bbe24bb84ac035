"""What leads brought so far, by segment: win rates and deal values, each with its draws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from leadkit.base.errors import TooLittleData
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _, day, ngettext, number
from leadkit.book import Book
from leadkit.journey import extract_date, turns, working_days
from leadkit.quality import FAILS, marked
from leadkit.review.audit.ledger import days_of, quarter_at
from leadkit.review.shortfall.sample import Floats, mature_quarters
from leadkit.review.shortfall.worth import segment_of

QUARTERS = 4
ENOUGH_WINS, LEAST_WINS = 20, 5
PRIOR_WINS = 5.0
JEFFREYS = 0.5
SEED = 20
Z = 1.959964


@dataclass(frozen=True, kw_only=True)
class Learned:
    """What is known of one segment; `pooled` where its win rate leans on the whole."""

    win_rate: Estimate
    deal_value: Estimate
    wins: int
    pooled: bool


@dataclass(frozen=True, eq=False)
class History:
    """Marketing's mature turns that met the standard, of a few quarters.

    Attributes
    ----------
    table : DataFrame
        One row a turn: segment, won (bool), value (missing where not won or not known).
    quarters : tuple of str
        They were handed off in.
    handed_per_week : dict of str to float
        By segment, those of the last quarter that is over, mature or not.
    currency : str
        Of the values.
    """

    table: pd.DataFrame
    quarters: tuple[str, ...]
    handed_per_week: dict[str, float]
    currency: str

    @property
    def revenue(self) -> pd.Series[float]:
        """What each segment brought."""
        return self.table.groupby("segment")["value"].sum()

    @cached_property
    def overall(self) -> float:
        """The win rate of all segments together."""
        return float(self.table["won"].mean())

    def wins_of(self, segments: Iterable[str]) -> int:
        """Return how many wins some segments had."""
        return int(self.table.loc[self.table["segment"].isin(list(segments)), "won"].sum())

    def refusal(self, wins: int) -> str:
        """Say why nothing is computed of a segment."""
        return ngettext(
            "only {wins} win: at least {least} are needed for a deal value",
            "only {wins} wins: at least {least} are needed for a deal value",
            wins,
        ).format(wins=number(wins), least=number(LEAST_WINS))

    def learned(self, segment: str) -> Learned:
        """Return win rate and deal value of a segment."""
        mine = self.table[self.table["segment"] == segment]
        wins, n, values = int(mine["won"].sum()), len(mine), mine["value"].dropna()
        pooled = wins < ENOUGH_WINS
        own = rate(wins, n)
        if pooled:
            a, b = self._beta(wins, n)
            own = _of_beta(a, b, wins, n)
        deviation = float(values.std()) / np.sqrt(len(values)) if len(values) > 1 else np.nan
        mean = float(values.mean()) if len(values) else np.nan
        deal_value = Estimate(
            value=mean,
            low=mean - Z * deviation,
            high=mean + Z * deviation,
            n=len(values),
            unit=self.currency or "number",
            minimum_n=LEAST_WINS,
            method="mean of the won deals, normal interval",
        )
        return Learned(win_rate=own, deal_value=deal_value, wins=wins, pooled=pooled)

    def drawn(self, draws: int) -> dict[str, tuple[Floats, Floats]]:
        """Return draws of deal value and win rate by segment that has wins enough."""
        rng = np.random.Generator(np.random.PCG64(SEED))
        found = {}
        for segment, mine in self.table.groupby("segment"):
            values = mine["value"].dropna().to_numpy(float)
            if len(values) < LEAST_WINS:
                continue
            means = rng.dirichlet(np.ones(len(values)), draws) @ values
            found[str(segment)] = (
                means,
                rng.beta(*self._beta(int(mine["won"].sum()), len(mine)), draws),
            )
        return found

    def _beta(self, wins: int, n: int) -> tuple[float, float]:
        """Return the ends' weights: Jeffreys', or the whole's with the weight of five wins."""
        if wins >= ENOUGH_WINS:
            return wins + JEFFREYS, n - wins + JEFFREYS
        prior_n = PRIOR_WINS / self.overall
        return wins + PRIOR_WINS, max(n - wins + prior_n - PRIOR_WINS, JEFFREYS)


def history(book: Book, *, before: date, as_of: str | pd.Timestamp | None = None) -> History:
    """Gather what is known before a day.

    Raises
    ------
    TooLittleData
        If no quarter was over with its outcome window, nothing was won, or deals have no values.
    """
    if not book.has("deal_value"):
        raise TooLittleData(
            _("leads owed need deal values, and the book has none"),
            fix=_("Add the column deal_value."),
        )
    book = marked(book)
    table = turns(book, as_of)
    is_ours = table["handed_off_at"].notna() & ~table["self_generated"]
    if FAILS in book.leads:
        is_ours &= book.leads.loc[table.index, FAILS].to_numpy() == "none"
    start = pd.Timestamp(before, tz=book.settings.timezone)
    ours = table[is_ours & (table["handed_off_at"] < start)]
    quarters = tuple(mature_quarters(ours))[-QUARTERS:]
    known = ours[ours["quarter"].isin(quarters)]
    won = known["won"] > 0
    if not won.any():
        raise TooLittleData(
            _("before {day} no quarter is over in which a lead was won").format(day=day(before)),
            fix=_("A quarter is over when its last lead is older than the outcome window."),
        )
    return History(
        table=pd.DataFrame(
            {
                "segment": segment_of(known),
                "won": won,
                "value": known["deal_value"].where(won),
            }
        ),
        quarters=quarters,
        handed_per_week=_handed_per_week(book, ours, as_of),
        currency=book.settings.currency,
    )


def _handed_per_week(
    book: Book, ours: pd.DataFrame, as_of: str | pd.Timestamp | None
) -> dict[str, float]:
    """Return the pace of the last quarter that is over."""
    now = extract_date(book, as_of)
    over = ours[ours["quarter"] < quarter_at(book, now + pd.Timedelta(days=1))] if now else ours
    if over.empty:
        return {}
    quarter = str(over["quarter"].max())
    days = len(working_days(*days_of(quarter, book), book.settings))
    weeks = days / len(book.settings.days)
    last = over[over["quarter"] == quarter]
    return {str(name): n / weeks for name, n in segment_of(last).value_counts().items()}


def _of_beta(a: float, b: float, wins: int, n: int) -> Estimate:
    from scipy.stats import beta

    return Estimate(
        value=a / (a + b),
        low=float(beta.ppf(0.025, a, b)),
        high=float(beta.ppf(0.975, a, b)),
        n=n,
        events=wins,
        unit="rate",
        method="beta: own leads, and the rate of the whole with the weight of five wins",
    )
