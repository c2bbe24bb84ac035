"""What a lead costs: money spent by handed-off, accepted and won lead, by quarter and source.

The money is known; what the same money brings again is not. Counts are taken as Poisson, and the
interval of a cost is the money over the exact ends of its count (Garwood, 1936).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, nan
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.estimate import Estimate, count_ends
from leadkit.base.language import _, capital, quarter_name
from leadkit.book import Book
from leadkit.journey import quarter_of
from leadkit.review.road.cohorts import stages
from leadkit.review.road.result import Result
from leadkit.review.shortfall.words import Scale

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COSTS = ("per_handed_off", "per_accepted", "per_won")
MONEY = ("marketing_cost", "sales_cost")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Money(Result):
    """Cost per lead by quarter, all sources together.

    Attributes
    ----------
    table : DataFrame
        quarter, spent, handed_off, accepted, won, per_handed_off, per_accepted, per_won (Estimates;
        per_won is the CAC, customer acquisition cost, of the leads handed off in the quarter).
    currency : str
    lacks : str
        The cost that spend.csv does not hold, "" where it holds both.
    unassigned : float
        Money of both quarters on sources that handed nothing off.
    """

    table: pd.DataFrame
    currency: str
    lacks: str = ""
    unassigned: float = 0.0
    refusal: str = ""

    @property
    def scale(self) -> Scale:
        """One unit for the costs of the table."""
        return scale_of(self.table, self.currency)

    def sentence(self) -> str:
        """Say what a new customer cost, and whether that changed."""
        last = self.table.iloc[-1]
        cost, scale = last["per_won"], self.scale
        name = quarter_name(last["quarter"])
        if cost is None or cost.refused:
            return capital(
                _("What a customer of {quarter} cost cannot be computed yet.").format(quarter=name)
            )
        text = _("A customer among the leads of {quarter} cost {cost} ({ends}).")
        ends = scale.ends(cost.low, cost.high, sign=False)
        said = text.format(quarter=name, cost=scale.amount(cost.value), ends=ends)
        then = self.table.iloc[0]
        verdict = dearer(then, last, "won")
        texts = {
            "more": _("That is more than in {before}, by more than luck explains."),
            "less": _("That is less than in {before}, by more than luck explains."),
            "cannot tell": _("Against {before} the difference may be luck."),
        }
        if verdict is None:
            return capital(said)
        told = texts[verdict].format(before=quarter_name(then["quarter"]))
        return capital(f"{said} {capital(told)}")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Sources(Result):
    """Each source's leads, rates and costs in both quarters, in the order of the alphabet.

    Attributes
    ----------
    table : DataFrame
        quarter, source, handed_off, the stages as Estimates, and spent, per_handed_off,
        per_accepted, per_won where the book holds the spending.
    quarter, before : str
    currency : str
    """

    table: pd.DataFrame
    quarter: str
    before: str
    currency: str
    refusal: str = ""

    @property
    def scale(self) -> Scale:
        """One unit for the costs of the table."""
        return scale_of(self.table, self.currency)

    def sentence(self) -> str:
        """Name the sources whose win rate, or cost of a customer, changed beyond luck."""
        from leadkit.review.road.sources_words import sources_sentence

        return sources_sentence(self)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw what a customer cost by source, with intervals."""
        from leadkit.review.road.pictures import plot_sources

        return plot_sources(self, ax)


def money(book: Book, handed: pd.DataFrame, quarter: str, before: str) -> Money:
    """Return what leads cost in both quarters."""
    spent, lacks = spending(book)
    blank = Money(table=pd.DataFrame(), currency=book.settings.currency)
    pair = [name for name in dict.fromkeys((before, quarter)) if name in set(spent["quarter"])]
    if not pair:
        why = _("Costs need the table spend.csv (month, source, marketing_cost, sales_cost).")
        return replace(blank, refusal=why)
    rows = []
    for name in pair:
        paid = float(spent.loc[spent["quarter"] == name, "spent"].sum())
        rows.append({"quarter": name, **costs(book, handed[handed["quarter"] == name], paid)})
    told = set(zip(handed["quarter"], handed["source"], strict=True))
    both = spent[spent["quarter"].isin(pair) & spent["source"].notna()]
    idle = [pair not in told for pair in zip(both["quarter"], both["source"], strict=True)]
    unassigned = float(both.loc[idle, "spent"].sum())
    return replace(blank, table=pd.DataFrame(rows), lacks=lacks, unassigned=unassigned)


def by_source(book: Book, handed: pd.DataFrame, quarter: str, before: str) -> Sources:
    """Return leads, rates and costs of each source in both quarters."""
    blank = Sources(
        table=pd.DataFrame(), quarter=quarter, before=before, currency=book.settings.currency
    )
    if not book.has("source"):
        why = _("Sources need the column source.")
        return replace(blank, refusal=why)
    spent = _spent_by_source(book)
    rows = []
    pair = list(dict.fromkeys((before, quarter)))
    known = handed[handed["quarter"].isin(pair)]
    known = known.assign(source=known["source"].fillna(""))
    for key, cohort in known.groupby(["quarter", "source"]):
        name, source = map(str, key)
        is_over = bool(known.loc[known["quarter"] == name, "mature"].all())
        row = {"quarter": name, "source": source, "handed_off": len(cohort)}
        row |= stages(book, cohort, is_over=is_over)
        if (name, source) in spent:
            row |= costs(book, cohort, spent[name, source])
        rows.append(row)
    return replace(blank, table=pd.DataFrame(rows))


def _spent_by_source(book: Book) -> dict[tuple[str, str], float]:
    table = spending(book)[0]
    keys = zip(table["quarter"], table["source"], strict=True)
    return dict(zip(keys, table["spent"].astype(float), strict=True))


def spending(book: Book) -> tuple[pd.DataFrame, str]:
    """Return quarter, source and spent of marketing's leads, and the cost that is not recorded."""
    table = book.table("spend")
    if table is None or table.empty:
        return pd.DataFrame(columns=["quarter", "source", "spent"]), ""
    if "source" in table:
        table = table[~table["source"].isin(book.settings.self_generated)]
    month = pd.to_datetime(table["month"] + "-15", utc=True)
    money = table.reindex(columns=list(MONEY)).fillna(0)
    lacks = next((name for name in MONEY if not money[name].sum() > 0), "")
    found = pd.DataFrame(
        {
            "quarter": quarter_of(month, book.settings),
            "source": table.get("source"),
            "spent": money.sum(axis=1),
        }
    )
    found = found.groupby(["quarter", "source"], dropna=False)[["spent"]].sum().reset_index()
    return found[found["spent"] > 0], lacks


def costs(book: Book, cohort: pd.DataFrame, spent: float) -> dict[str, Any]:
    """Return the money over each count; wins are counted once every lead is old enough."""
    counts: dict[str, int | None] = {"handed_off": len(cohort)}
    has_accepted = book.has("accepted_at")
    counts["accepted"] = int(cohort["accepted_at"].notna().sum()) if has_accepted else None
    is_over = bool(cohort["mature"].all())
    counts["won"] = int((cohort["won"] == 1).sum()) if is_over else None
    unit = book.settings.currency
    prices = {f"per_{name}": cost(spent, count, unit) for name, count in counts.items()}
    return {"spent": spent} | {f"n_{name}": count for name, count in counts.items()} | prices


def cost(spent: float, count: int | None, unit: str) -> Estimate | None:
    """Return money over a count with the exact Poisson interval of the count (Garwood, 1936).

    Examples
    --------
    >>> found = cost(1_000.0, 10, "USD")
    >>> round(found.value), round(found.low, 1), round(found.high, 1)
    (100, 54.4, 208.5)
    """
    if count is None:
        return None
    least, most = count_ends(count)
    return Estimate(
        value=spent / count if count else nan,
        low=spent / most,
        high=spent / least if count else inf,
        n=count,
        unit=unit,
        method="money / count; Garwood interval of the count",
    )


def dearer(then: Any, now: Any, name: str) -> str | None:
    """Say whether a cost is "more", "less", or "cannot tell": exact test of two Poisson rates."""
    counts = [row.get(f"n_{name}") for row in (then, now)]
    if then["quarter"] == now["quarter"] or pd.isna(pd.Series(counts)).any() or not sum(counts):
        return None
    from scipy.stats import binomtest

    n, expected = int(sum(counts)), now["spent"] / (then["spent"] + now["spent"])
    if binomtest(int(counts[1]), n, expected).pvalue >= 0.05:
        return "cannot tell"
    return "less" if counts[1] / n > expected else "more"


def scale_of(table: pd.DataFrame, currency: str) -> Scale:
    """Return the unit that fits every finite cost of a table."""
    found = [cell for name in COSTS if name in table for cell in table[name]]
    known = [cell.value for cell in found if isinstance(cell, Estimate) and not cell.refused]
    return Scale.of(max(known, default=0.0), currency)
