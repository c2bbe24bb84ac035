"""What is on its way to sales: volume and quality of marketing's leads, and what to expect next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _
from leadkit.book import Book
from leadkit.dialogue.span import Span, by_name, known_by
from leadkit.journey import turns
from leadkit.quality import FAILS

LOOK_BACK = 4


@dataclass(frozen=True, kw_only=True, repr=False)
class Coming:
    """Marketing's leads of a day or a week, on their way to sales.

    Attributes
    ----------
    span : Span
        The days.
    table : DataFrame
        By source: arrived, handed_off (in the span).
    meets_standard : Estimate or None
        Leads of the span that pass every gate; None where no standard was applied.
    waiting : int
        Leads that qualified, and were not handed off by the end of the span.
    tiers : dict of str to int
        Leads never handed off by the tier that a policy last gave them.
    scored_on : date or None
        The last day on which such a tier was given.
    expected : Estimate
        Handoffs of the next span, as a range that holds it 95 times in 100.
    """

    span: Span
    table: pd.DataFrame
    meets_standard: Estimate | None
    waiting: int
    tiers: dict[str, int]
    scored_on: date | None
    expected: Estimate


def coming(book: Book, span: Span) -> Coming:
    """Count the leads on their way, and say how many to expect.

    Parameters
    ----------
    book : Book
        Marked by its standard (`leadkit.quality.marked`), where it has one.
    span : Span
        The days; what came later is not looked at.
    """
    table = turns(book, span.last)
    table = table[~table["self_generated"]]
    first = table[table["turn"] == 1]
    arrived = first[span.covers(first["created_at"])]
    handed = table[span.covers(table["handed_off_at"])]
    counts = {
        "arrived": by_name(arrived["source"]),
        "handed_off": by_name(handed["source"]),
    }
    by_source = pd.DataFrame(counts).fillna(0).astype(int).rename_axis("source").sort_index()
    unsent = first["handed_off_at"].isna() & (first["outcome"] == "open")
    scores = _scores(book, first[unsent], span)
    return Coming(
        span=span,
        table=by_source.sort_values("handed_off", ascending=False, kind="stable"),
        meets_standard=_standard(book, arrived),
        waiting=int((unsent & first["mql_at"].notna()).sum()),
        tiers={str(tier): int(n) for tier, n in scores["tier"].value_counts().sort_index().items()},
        scored_on=scores["at"].max().tz_convert(span.timezone).date() if len(scores) else None,
        expected=_expected(table["handed_off_at"], span),
    )


def _standard(book: Book, arrived: pd.DataFrame) -> Estimate | None:
    if FAILS not in book.leads:
        return None
    passes = book.leads.loc[arrived.index, FAILS] == "none"
    return rate(int(passes.sum()), len(passes))


def _scores(book: Book, unsent: pd.DataFrame, span: Span) -> pd.DataFrame:
    """Return the last score with a tier of each lead that was never handed off."""
    scores = known_by(book, "scores", span.end)
    scores = scores[scores["tier"].notna() & scores["lead_id"].isin(unsent["lead_id"])]
    return scores.sort_values("at", kind="stable").drop_duplicates("lead_id", keep="last")


def _expected(handed_off: pd.Series[pd.Timestamp], span: Span) -> Estimate:
    """Predict the next count from the last four spans: Poisson, Jeffreys prior."""
    from scipy.stats import nbinom

    last = [span.earlier(step) for step in range(LOOK_BACK)]
    total = sum(int(one.covers(handed_off).sum()) for one in last)
    next_one = nbinom(total + 0.5, LOOK_BACK / (LOOK_BACK + 1))
    low, high = next_one.ppf([0.025, 0.975])
    return Estimate(
        value=total / LOOK_BACK,
        low=float(low),
        high=float(high),
        n=LOOK_BACK,
        events=total,
        method=_("mean of the last four; Poisson prediction interval, Jeffreys prior"),
    )
