"""Sales velocity: how much money a quarter's leads bring for each day their wins take.

Velocity = leads x win rate x mean deal value / mean days to win, per day; leads x win rate being
wins, it is the same number whichever stage the leads are counted at.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from leadkit.base.estimate import MINIMUM_N, Estimate
from leadkit.base.language import _, capital, quarter_name
from leadkit.book import Book
from leadkit.journey.win_curve import in_days
from leadkit.review.road.result import Result
from leadkit.review.shortfall.words import Scale

DRAWS, SEED, ENDS = 2_000, 11, (0.025, 0.975)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Velocity(Result):
    """Revenue a day of both quarters.

    Attributes
    ----------
    table : DataFrame
        quarter, mature, handed_off, won, win_rate, mean_value, mean_days, velocity (Estimate in
        the book's currency a day), unknown_values (wins without a value, counted at the mean).
    change : Estimate or None
        Velocity of the quarter less that of the one before.
    """

    table: pd.DataFrame
    change: Estimate | None
    currency: str
    refusal: str = ""

    @property
    def scale(self) -> Scale:
        """One unit for every amount of the table."""
        known = self.table["velocity"].map(lambda found: found.high).dropna()
        return Scale.of(float(known.max()) if len(known) else 0.0, self.currency)

    def sentence(self) -> str:
        """Say how fast the money came, and whether that changed."""
        last = self.table.iloc[-1]
        name = quarter_name(last["quarter"])
        if last["velocity"].refused:
            return capital(_("{quarter} has too few wins for a velocity.").format(quarter=name))
        text = _("The leads of {quarter} brought {amount} a day ({ends}).")
        found, scale = last["velocity"], self.scale
        ends = scale.ends(found.low, found.high, sign=False)
        said = text.format(quarter=name, amount=scale.amount(found.value), ends=ends)
        if self.change is None:
            return capital(said)
        text = _("Whether that is faster or slower than in {before} cannot be told.")
        if self.change.low > 0:
            text = _("That is faster than in {before}, by more than luck explains.")
        elif self.change.high < 0:
            text = _("That is slower than in {before}, by more than luck explains.")
        return capital(f"{said} {text.format(before=quarter_name(self.table.iloc[0]['quarter']))}")


def velocity(book: Book, handed: pd.DataFrame, quarter: str, before: str) -> Velocity:
    """Return the velocity of both quarters; the volume's own luck is in the interval."""
    missing = [name for name in ("deal_value", "closed_at") if not book.has(name)]
    if missing:
        why = _("Sales velocity needs the column {column}.").format(column=missing[0])
        blank = pd.DataFrame()
        return Velocity(table=blank, change=None, currency=book.settings.currency, refusal=why)
    rows, draws = [], {}
    for name in dict.fromkeys((before, quarter)):
        cohort = handed[handed["quarter"] == name]
        row, draws[name] = _velocity(cohort, book.settings.currency)
        rows.append({"quarter": name, **row})
    then, now = rows[0]["velocity"], rows[-1]["velocity"]
    change = None
    if before != quarter and not then.refused and not now.refused:
        gap = draws[quarter] - draws[before]
        change = _estimate(now.value - then.value, gap, then.n + now.n, book.settings.currency)
    return Velocity(table=pd.DataFrame(rows), change=change, currency=book.settings.currency)


def _velocity(cohort: pd.DataFrame, currency: str) -> tuple[dict[str, Any], Any]:
    is_over = bool(cohort["mature"].all())
    wins = cohort[cohort["won"] == 1]
    value, unknown = values(wins)
    days = in_days(wins["closed_at"] - wins["start"])
    row = {
        "mature": is_over,
        "handed_off": len(cohort),
        "won": len(wins) if is_over else None,
        "win_rate": len(wins) / len(cohort) if is_over else nan,
        "mean_value": value.mean() if is_over else nan,
        "mean_days": days.mean() if is_over else nan,
        "unknown_values": unknown,
    }
    if not is_over or len(wins) < MINIMUM_N:
        found = Estimate(
            value=nan, low=nan, high=nan, n=len(wins), minimum_n=MINIMUM_N, method="velocity"
        )
        return row | {"velocity": found}, np.empty(0)
    sums = pd.DataFrame({"value": value, "days": days, "n": 1.0}).groupby(wins["account_id"]).sum()
    weights = np.random.default_rng(SEED).poisson(1.0, (DRAWS, len(sums)))
    worth, spent, count = (weights @ sums.to_numpy()).T
    draws = worth * count / np.maximum(spent, 1e-9)
    exact = float(value.sum() / days.mean())
    return row | {"velocity": _estimate(exact, draws, len(wins), currency)}, draws


def _estimate(value: float, draws: Any, n: int, currency: str) -> Estimate:
    low, high = np.quantile(draws, ENDS).tolist()
    method = f"{DRAWS} Poisson bootstrap draws by account"
    return Estimate(
        value=value, low=low, high=high, n=n, minimum_n=MINIMUM_N, unit=currency, method=method
    )


def values(wins: pd.DataFrame) -> tuple[pd.Series[float], int]:
    """Return each win's value, its segment's mean where unknown, and how many were unknown."""
    known = wins["deal_value"]
    typical = known.groupby(wins["segment"].fillna("")).transform("mean")
    return known.fillna(typical).fillna(known.mean()).fillna(0.0), int(known.isna().sum())
