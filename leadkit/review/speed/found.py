"""Speed to lead: what a fast first attempt is worth, in three ways that differ in trust."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.estimate import MINIMUM_N, Estimate, rate
from leadkit.book import Book
from leadkit.review.shortfall.sample import Floats, Ints
from leadkit.review.speed import rates
from leadkit.review.speed.instrument import Instrument, instrument
from leadkit.review.speed.waits import NEVER, Waits, waits

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.base.page import Page

DRAWS, SEED = 400, 20
ENDS = (0.025, 0.975)
FAST, SLOW, BETWEEN, RATIO_GROUPS = 0, 1, 2, 3
SLOW_FROM = 3
LEAST_WINS = 5
WAYS = ("raw", "standardised", "quasi")
BOOTSTRAP = "bootstrap of accounts, 400 draws"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SpeedToLead:
    """Win rates by the wait for the first attempt.

    Attributes
    ----------
    table : DataFrame
        One row a wait (bucket: "1", "4", "8", "24", "later", "never"; working hours, up to and
        including): n, wins, and as Estimate raw, standardised (as if every bucket had leads as
        good as all; None below five wins), quasi (as the leads say that came out of hours; None
        for never).
    ratios : dict of str to Estimate
        By way: the rate within 1 working hour over that after 8 or more.
    balance : DataFrame
        what, in_hours, out_of_hours, apart: how alike leads are that came in and out of hours.
    f : float
        F of the first stage of the quasi-experiment.
    refusal : str
        Why the quasi-experiment says nothing; empty where it does.
    name : str
        Of the book.
    first, last : date
        The days of the first and last handoff.
    n, wins : int
        Marketing's turns behind it, and those won within the window.
    window_days : int
    """

    table: pd.DataFrame
    ratios: dict[str, Estimate]
    balance: pd.DataFrame
    f: float
    refusal: str
    name: str
    first: date
    last: date
    n: int
    wins: int
    window_days: int

    def sentence(self) -> str:
        """Say what is seen, what is left of it, and what only an experiment could say."""
        from leadkit.review.speed.words import speed_sentences

        return " ".join(speed_sentences(self))

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the three win rates of each wait with their intervals."""
        from leadkit.review.speed.picture import plot_speed

        return plot_speed(self, ax)

    def page(self) -> Page:
        """Lay it out as one page."""
        from leadkit.review.speed.page import speed_page

        return speed_page(self)

    def to_dict(self) -> dict[str, Any]:
        """Return it for a JSON file."""
        rows = [
            {
                "wait": row["bucket"],
                "n": row["n"],
                "wins": row["wins"],
                **{way: row[way] and row[way].to_dict() for way in WAYS},
            }
            for row in self.table.to_dict("records")
        ]
        return {
            "period": {"from": self.first.isoformat(), "to": self.last.isoformat()},
            "n": self.n,
            "wins": self.wins,
            "waits": rows,
            "ratios": {way: found.to_dict() for way, found in self.ratios.items()},
            "first_stage_f": round(self.f, 2),
            "balance": self.balance.round(4).to_dict("records"),
            "quasi_experiment_refused": self.refusal or None,
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.review.speed.words import speed_rows

        return inline_rows(speed_rows(self), caption=repr(self))


def speed_to_lead(
    book: Book,
    *,
    first: date | None = None,
    last: date | None = None,
    as_of: str | pd.Timestamp | None = None,
) -> SpeedToLead:
    """Tell what a fast first attempt is worth: raw, standardised, and by a quasi-experiment.

    Parameters
    ----------
    book : Book
        Marketing's handoffs whose outcome window is over; waits are in the book's working hours.
    first, last : date, optional
        Judge handoffs of these days alone; default: all.
    as_of : date, optional
        Judge as on that date.

    Returns
    -------
    SpeedToLead

    Raises
    ------
    TooLittleData
        If handoffs or attempts are not on record, or nothing of the span is mature.

    Notes
    -----
    Raw: the win rate of each wait. Standardised: tenths by the chance of winning that a ridge
    logistic regression gives each lead from what was known at the handoff, its wait held apart,
    with direct standardisation to the leads of all waits. Quasi-experiment: leads handed off while
    sales was away wait longer for no fault of theirs; two-stage least squares (Wald, 1940) with
    the hours until sales was back as instrument. It refuses where that hardly moves the wait (F
    below 10; Staiger and Stock, 1997) or where such leads differ in quality. Intervals resample
    accounts.

    Examples
    --------
    >>> import leadkit as lk
    >>> found = speed_to_lead(lk.read_book(lk.sample()))
    >>> found.ratios["raw"].value > found.ratios["standardised"].value > 1
    True
    """
    seen = waits(book, first, last, as_of)
    weights = rates.account_draws(seen.account, DRAWS, SEED)
    quasi = instrument(seen, weights)
    stratum = rates.strata(seen.quality)
    return SpeedToLead(
        table=_table(seen, weights, stratum, quasi),
        ratios=_ratios(seen, weights, stratum, quasi),
        balance=quasi.balance.drop(columns="z"),
        f=quasi.f,
        refusal=quasi.refusal,
        name=book.name,
        first=seen.first,
        last=seen.last,
        n=len(seen.won),
        wins=int(seen.won.sum()),
        window_days=seen.window_days,
    )


def _table(seen: Waits, weights: Floats, stratum: Ints, quasi: Instrument) -> pd.DataFrame:
    count = NEVER + 1
    evened = rates.standardised(weights, seen.bucket, seen.won, stratum, count)
    implied = _implied(seen, weights, seen.bucket, count, quasi)
    rows = []
    for place, name in enumerate(("1", "4", "8", "24", "later", "never")):
        mine = seen.bucket == place
        n, wins = int(mine.sum()), int(seen.won[mine].sum())
        is_told = place != NEVER and not quasi.refusal
        rows.append(
            {
                "bucket": name,
                "n": n,
                "wins": wins,
                "raw": rate(wins, n),
                "standardised": _rate_of(evened[:, place], n, wins, "direct standardisation")
                if wins >= LEAST_WINS
                else None,
                "quasi": _rate_of(implied[:, place], n, wins, "two-stage least squares")
                if is_told
                else None,
            }
        )
    return pd.DataFrame(rows)


def _ratios(seen: Waits, weights: Floats, stratum: Ints, quasi: Instrument) -> dict[str, Estimate]:
    group = np.full(len(seen.bucket), BETWEEN)
    group[seen.bucket == 0] = FAST
    group[(seen.bucket >= SLOW_FROM) & seen.attempted] = SLOW
    by_way = {
        "raw": rates.raw(weights, group, seen.won, RATIO_GROUPS),
        "standardised": rates.standardised(weights, group, seen.won, stratum, RATIO_GROUPS),
        "quasi": _implied(seen, weights, group, RATIO_GROUPS, quasi),
    }
    ends = np.isin(group, (FAST, SLOW))
    fewest = min(int(seen.won[group == end].sum()) for end in (FAST, SLOW))
    is_enough = fewest >= LEAST_WINS and all((group == e).sum() >= MINIMUM_N for e in (FAST, SLOW))
    return {
        way: _ratio(found, int(ends.sum()))
        for way, found in by_way.items()
        if is_enough and not (way == "quasi" and quasi.refusal)
    }


def _implied(seen: Waits, weights: Floats, group: Ints, groups: int, quasi: Instrument) -> Floats:
    """Return each group's win rate, had its leads been like all and only waited as they did."""
    rows = seen.attempted
    drawn, log_hours = weights[:, rows], seen.log_hours[rows]
    n = drawn.sum(axis=1)
    typical = rates.raw(drawn, group[rows], log_hours, groups)
    centre, level = drawn @ log_hours / n, drawn @ seen.won[rows] / n
    return np.asarray(level[:, None] + quasi.slope[:, None] * (typical - centre[:, None]))


def _rate_of(drawn: Floats, n: int, wins: int, how: str) -> Estimate:
    low, high = np.nanquantile(drawn[1:], ENDS).clip(0, 1) if n else (np.nan, np.nan)
    return Estimate(
        value=float(drawn[0].clip(0, 1)),
        low=float(low),
        high=float(high),
        n=n,
        events=wins,
        unit="rate",
        minimum_n=MINIMUM_N,
        method=f"{how}; {BOOTSTRAP}",
    )


def _ratio(drawn: Floats, n: int) -> Estimate:
    fast, slow = drawn[:, FAST], np.maximum(drawn[:, SLOW], 1e-9)
    low, high = np.nanquantile(fast[1:] / slow[1:], ENDS)
    return Estimate(
        value=float(fast[0] / slow[0]), low=float(low), high=float(high), n=n, method=BOOTSTRAP
    )
