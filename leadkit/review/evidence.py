"""What stands beside the split: speed to lead, sources, and what leads and wins cost."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.book import Book
from leadkit.journey import quarter_of, working_hours

PROMISED_HOURS = 4


@dataclass(frozen=True, kw_only=True)
class Speed:
    """Speed to lead in one quarter: called within the promised working hours, and never called."""

    quarter: str
    in_time: Estimate
    never: Estimate

    def to_dict(self) -> dict[str, Any]:
        """Return the speed for a JSON file."""
        return {
            "quarter": self.quarter,
            "promised_working_hours": PROMISED_HOURS,
            "in_time": self.in_time.to_dict(),
            "never_attempted": self.never.to_dict(),
        }


def speed_to_lead(book: Book, handed: pd.DataFrame, quarters: list[str]) -> list[Speed]:
    """Measure first attempts against the promise; a lead never attempted is a miss."""
    if not book.has("first_response_at"):
        return []
    hours = working_hours(handed["start"], handed["first_response_at"], book.settings)
    found = []
    for quarter in quarters:
        waited = hours[handed["quarter"] == quarter]
        if len(waited):
            in_time = int((waited <= PROMISED_HOURS).sum())
            never = rate(int(waited.isna().sum()), len(waited))
            found.append(Speed(quarter=quarter, in_time=rate(in_time, len(waited)), never=never))
    return found


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Counts of a quarter that is not over."""

    quarter: str
    handed_off: int
    attempted: int
    accepted: int
    won: int

    def to_dict(self) -> dict[str, Any]:
        """Return the counts for a JSON file."""
        return asdict(self)


def progress(handed: pd.DataFrame, quarter: str) -> Progress:
    """Count how far the leads of a quarter have come."""
    rows = handed[handed["quarter"] == quarter]
    return Progress(
        quarter=quarter,
        handed_off=len(rows),
        attempted=int(rows["first_response_at"].notna().sum()),
        accepted=int(rows["accepted_at"].notna().sum()),
        won=int((rows["outcome"] == "won").sum()),
    )


@dataclass(frozen=True, kw_only=True)
class Source:
    """A source in two quarters: leads, all leads, and wins of the later one."""

    name: str
    before: int
    after: int
    all_before: int
    all_after: int
    won: Estimate

    @property
    def growth(self) -> float:
        """Change of its share among the leads handed off."""
        return self.after / self.all_after - self.before / self.all_before

    def to_dict(self) -> dict[str, Any]:
        """Return the source for a JSON file."""
        return {
            "source": self.name,
            "leads": {"before": self.before, "after": self.after},
            "won_after": self.won.to_dict(),
        }


def sources(handed: pd.DataFrame, before: str, after: str) -> list[Source]:
    """Return the sources, the one whose share grew most first."""
    known = handed[handed["source"].notna()]
    table = pd.crosstab(known["source"], known["quarter"])
    if table.empty or not {before, after} <= set(table.columns):
        return []
    wins = known[known["quarter"] == after].groupby("source")["won"].sum()
    found = [
        Source(
            name=str(name),
            before=int(row[before]),
            after=int(row[after]),
            all_before=int(table[before].sum()),
            all_after=int(table[after].sum()),
            won=rate(int(wins.get(name, 0)), int(row[after])),
        )
        for name, row in table.iterrows()
    ]
    return sorted(found, key=lambda source: (-source.growth, source.name))


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Spend on marketing's leads in one quarter, in the book's currency."""

    quarter: str
    spent: float
    leads: int
    per_lead: float
    per_win: Estimate

    def to_dict(self) -> dict[str, Any]:
        """Return the cost for a JSON file."""
        return {
            "quarter": self.quarter,
            "spent": self.spent,
            "handed_off": self.leads,
            "per_handed_off_lead": self.per_lead,
            "per_win": self.per_win.to_dict(),
        }


def costs(book: Book, handed: pd.DataFrame, quarters: list[str]) -> list[Cost]:
    """Divide what was spent in a quarter by the leads handed off in it, and by their wins."""
    spend = book.table("spend")
    if spend is None or spend.empty:
        return []
    if "source" in spend:
        spend = spend[~spend["source"].isin(book.settings.self_generated)]
    month = pd.to_datetime(spend["month"] + "-15", utc=True)
    money = spend.reindex(columns=["marketing_cost", "sales_cost"]).fillna(0).sum(axis=1)
    by_quarter = money.groupby(quarter_of(month, book.settings)).sum()
    found = []
    for quarter in quarters:
        won = handed.loc[handed["quarter"] == quarter, "won"]
        if len(won) and by_quarter.get(quarter, 0) > 0:
            found.append(_cost(quarter, float(by_quarter[quarter]), won, book.settings.currency))
    return found


def _cost(quarter: str, spent: float, won: pd.Series[float], currency: str) -> Cost:
    wins, n = int(won.sum()), len(won)
    chance = rate(wins, n)
    ends = [spent / (n * end) if end > 0 else float("inf") for end in (chance.high, chance.low)]
    per_win = Estimate(
        value=spent / wins if wins else float("nan"),
        low=ends[0],
        high=ends[1],
        n=n,
        events=wins,
        unit=currency,
        method="spend / wins; Wilson score interval of the win rate",
    )
    return Cost(quarter=quarter, spent=spent, leads=n, per_lead=spent / n, per_win=per_win)
