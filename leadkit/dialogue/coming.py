"""What is on its way to sales: volume and quality of marketing's leads, and what to expect next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import nan

import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.book import Book
from leadkit.dialogue.forecast import Checked, Forecast, expected_next
from leadkit.dialogue.span import Span, by_name, known_by
from leadkit.journey import turns
from leadkit.quality import FAILS

SCORED_SPANS = 4
JUDGED_DAYS = 180
LEAST_ENDED = 20
NOTHING = Estimate(value=nan, low=nan, high=nan, n=0, method="no whole span is known")


@dataclass(frozen=True, kw_only=True, repr=False)
class Coming:
    """Marketing's leads of a day or a week, on their way to sales.

    Attributes
    ----------
    span : Span
        The days.
    table : DataFrame
        By source: arrived, handed_off (in the span).
    campaigns : Series of int
        Leads that arrived in the span, by campaign.
    meets_standard : Estimate or None
        Leads of the span that pass every gate; None where no standard was applied.
    above : Estimate
        Leads scored in the last four spans that the policy put above its line.
    waiting : int
        Leads that qualified, and were not handed off by the end of the span.
    tiers : dict of str to int
        Leads never handed off by the tier that a policy last gave them.
    scored_on : date or None
        The last day on which such a tier was given.
    expected : Estimate
        Handoffs of the next span, as a range that holds it 95 times in 100.
    arriving : Estimate
        Leads that marketing gets in the next span, as such a range.
    wins : Estimate
        Wins, within the book's window, among the handoffs of the next span, as such a range.
    checked : Checked
        How often the range of handoffs held, of the twelve spans before.
    window_days : int
        The book's outcome window.
    """

    span: Span
    table: pd.DataFrame
    campaigns: pd.Series[int]
    meets_standard: Estimate | None
    above: Estimate
    waiting: int
    tiers: dict[str, int]
    scored_on: date | None
    expected: Estimate
    arriving: Estimate
    wins: Estimate
    checked: Checked
    window_days: int


def coming(book: Book, span: Span) -> Coming:
    """Count the leads on their way, and say how many to expect.

    Parameters
    ----------
    book : Book
        Marked by its standard (`leadkit.quality.marked`), where it has one.
    span : Span
        The days; what came later is not looked at.

    Examples
    --------
    >>> from datetime import date
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample())
    >>> week = coming(book, Span("week", date(2026, 6, 28), book.settings.timezone))
    >>> bool(week.expected.low < week.expected.value < week.expected.high)
    True
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
    begin = table[["created_at", "handed_off_at"]].min().min()
    handoffs, checked = expected_next(table["handed_off_at"], span, begin, book.settings)
    arrivals, _checked = expected_next(first["created_at"], span, begin, book.settings)
    return Coming(
        span=span,
        table=by_source.sort_values("handed_off", ascending=False, kind="stable"),
        campaigns=_campaigns(book, arrived),
        meets_standard=_standard(book, arrived),
        above=_above(book, span),
        waiting=int((unsent & first["mql_at"].notna()).sum()),
        tiers={str(tier): int(n) for tier, n in scores["tier"].value_counts().sort_index().items()},
        scored_on=scores["at"].max().tz_convert(span.timezone).date() if len(scores) else None,
        expected=handoffs.estimate if handoffs else NOTHING,
        arriving=arrivals.estimate if arrivals and first["created_at"].notna().any() else NOTHING,
        wins=_wins(table, span, handoffs),
        checked=checked,
        window_days=book.settings.window_days,
    )


def _standard(book: Book, arrived: pd.DataFrame) -> Estimate | None:
    if FAILS not in book.leads:
        return None
    passes = book.leads.loc[arrived.index, FAILS] == "none"
    return rate(int(passes.sum()), len(passes))


def _campaigns(book: Book, arrived: pd.DataFrame) -> pd.Series[int]:
    named = book.leads.reindex(columns=["campaign"])["campaign"].reindex(arrived.index).dropna()
    counts = named.astype(object).value_counts()
    return counts.sort_index().sort_values(ascending=False, kind="stable")


def _above(book: Book, span: Span) -> Estimate:
    """Estimate the share above the line of the leads that the policy alone decided on or drew."""
    scores = known_by(book, "scores", span.end)
    scores = scores[scores["at"] >= span.earlier(SCORED_SPANS - 1).start]
    scores = scores.sort_values("at", kind="stable").drop_duplicates("lead_id", keep="last")
    scores = scores[scores["reason"] != "override"]
    handed = (scores["decision"] == "hand_off") & (scores["reason"] != "exploration")
    return rate(int((handed | (scores["reason"] == "holdout")).sum()), len(scores))


def _scores(book: Book, unsent: pd.DataFrame, span: Span) -> pd.DataFrame:
    """Return the last score with a tier of each lead that was never handed off."""
    scores = known_by(book, "scores", span.end)
    scores = scores[scores["tier"].notna() & scores["lead_id"].isin(unsent["lead_id"])]
    return scores.sort_values("at", kind="stable").drop_duplicates("lead_id", keep="last")


def _wins(table: pd.DataFrame, span: Span, handoffs: Forecast | None) -> Estimate:
    """Predict the wins among the next handoffs by those of the latest that are mature."""
    mature = table[table["mature"] & table["handed_off_at"].notna() & table["won"].notna()]
    latest = mature["handed_off_at"].max()
    if handoffs is None or pd.isna(latest):
        return NOTHING
    judged = mature[mature["handed_off_at"] > latest - pd.Timedelta(days=JUDGED_DAYS)]
    if len(judged) < LEAST_ENDED:
        return NOTHING
    return handoffs.thinned(int(judged["won"].sum()), len(judged)).estimate
