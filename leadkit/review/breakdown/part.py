"""The change of the win rate by source or another column: other leads, or other win rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _, ngettext, number, quarter_name
from leadkit.book import Book, Known
from leadkit.review.breakdown.kitagawa import kitagawa, resampled
from leadkit.review.breakdown.rows import before_of, grouped, turns_of
from leadkit.review.missing import lacking
from leadkit.review.road.result import Result, difference
from leadkit.review.shortfall.sample import Floats
from leadkit.review.shortfall.shortfall import Shortfall
from leadkit.review.shortfall.words import LEAST_WINS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.base.page import Fold, Section

ALWAYS, IF_THERE, MOST = ("source", "segment"), ("industry", "region", "province", "country"), 3
LEVEL = 0.95
PRINTED = 3  # decimals: a tenth of a point
METHOD = "Kitagawa split; percentile bootstrap by account"
Verdict = Literal["fell", "rose", "cannot tell"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Breakdown(Result):
    """The change of the win rate by the groups of one column.

    Attributes
    ----------
    column : str
        The column of the leads.
    quarter, before : str
        The judged quarter and the one beside it.
    table : DataFrame
        One row a group, by name, blank cells as "", small groups together as "(others)": group,
        leads_before, leads_after, won_before, won_after, mix, rate (Estimates, the latter two at a
        level that holds 95 % for all groups at once; no rate of a group in one quarter alone).
    total, mix, rate : Estimate
        The change of the win rate, and its two parts; .01 is one point.
    opposite : "every group", "the rate" or None
        Whether every group's counted win rate moved against the total, or their joint effect.
    """

    column: str
    quarter: str
    before: str
    table: pd.DataFrame
    total: Estimate
    mix: Estimate
    rate: Estimate
    refusal: str = ""

    @property
    def opposite(self) -> Literal["every group", "the rate"] | None:
        """Whether total and groups moved in opposite directions, as counted (Simpson, 1951)."""
        sign = np.sign(self.total.value)
        in_both = self.table[(self.table["leads_before"] > 0) & (self.table["leads_after"] > 0)]
        moves = [np.sign(row["rate"].value) * sign for row in in_both.to_dict("records")]
        if len(moves) > 1 and max(moves) <= 0 and min(moves) < 0:
            return "every group"
        return "the rate" if np.sign(self.rate.value) * sign < 0 else None

    def sentence(self) -> str:
        """Say how the win rate changed, by which of the two, and where they contradict."""
        from leadkit.review.breakdown.part_words import sentence

        return sentence(self)

    def rows(self) -> pd.DataFrame:
        """Return the groups in words, as the page prints them."""
        from leadkit.review.breakdown.part_words import rows

        return rows(self)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw what each group adds by its mix and by its win rate."""
        from leadkit.review.breakdown.part_picture import plot

        return plot(self, ax)

    def section(self) -> Section:
        """Return the part of the review page, or what it lacks."""
        from leadkit.review.breakdown.part_words import section

        return section(self)

    def fold(self) -> Fold:
        """Return the same without picture and method, to stand under another column's part."""
        from leadkit.review.breakdown.part_words import fold

        return fold(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content for review.json."""
        head = {"column": self.column, "quarter": self.quarter, "before": self.before}
        if self.refusal:
            return head | super().to_dict()
        parts = {name: getattr(self, name).to_dict() for name in ("total", "mix", "rate")}
        return head | parts | {"opposite": self.opposite} | super().to_dict()


def verdict(part: Estimate) -> Verdict:
    """Return whether a part fell or rose, or that its interval, as it is printed, holds zero."""
    if round(part.high, PRINTED) < 0:
        return "fell"
    return "rose" if round(part.low, PRINTED) > 0 else "cannot tell"


def by_part(book: Book, gap: Shortfall, column: str) -> Breakdown:
    """Split the change of the win rate by a column: mix of its groups, and rates within them.

    Parameters
    ----------
    book : Book
        The one that the shortfall was made of.
    gap : Shortfall
        Its quarters, bootstrap draws and seed are used; beside a plan, the quarter before.
    column : str
        A column of the leads that is known at the handoff: source, segment, industry.

    Returns
    -------
    Breakdown
        With a refusal where the book does not hold the column, knows it only later, has one group,
        or fewer than ten wins in a quarter.

    Raises
    ------
    BadInput
        If the shortfall was made of another book.

    Notes
    -----
    Kitagawa (1955). Intervals: accounts resampled within each quarter, as for the shortfall.

    Examples
    --------
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample())
    >>> found = by_part(book, lk.shortfall(book, draws=20), "source")
    >>> round(found.mix.value + found.rate.value - found.total.value, 9)
    0.0
    """
    return _split(book, gap, [column])[0]


def by_parts(book: Book, gap: Shortfall) -> tuple[Breakdown, ...]:
    """Split the change of the win rate by source, segment and one more column where there is one.

    The third is the first of industry, region, province and country that the book holds; all
    columns share their bootstrap draws.

    Examples
    --------
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample("small"))
    >>> [found.column for found in by_parts(book, lk.shortfall(book, draws=20))]
    ['source', 'segment', 'industry']
    """
    more = [name for name in IF_THERE if book.has(name)]
    return _split(book, gap, [*ALWAYS, *more][:MOST])


def _split(book: Book, gap: Shortfall, columns: list[str]) -> tuple[Breakdown, ...]:
    before, sample = before_of(gap), gap.sample
    table = turns_of(book, gap)
    compared = np.isin(sample.quarter, [before, sample.judged])
    refused = {name: _refusal(book, gap, name) for name in columns}
    groups = {
        name: grouped(book.leads.loc[table.index, name], compared)
        for name in columns
        if not refused[name]
    }
    refused |= {name: _one_group(names) for name, (_codes, names) in groups.items()}
    judged = {name: group for name, group in groups.items() if not refused[name]}
    codes = [one for one, _names in judged.values()]
    counts = resampled(sample, before, codes, draws=gap.draws, seed=gap.seed) if codes else []
    found = {
        name: _breakdown(name, names, pair, before, sample.judged)
        for (name, (_codes, names)), pair in zip(judged.items(), counts, strict=True)
    }
    return tuple(
        found.get(name) or _refused(name, sample.judged, before, refused[name]) for name in columns
    )


def _refusal(book: Book, gap: Shortfall, column: str) -> str:
    """Say what the book lacks for a column."""
    if not book.has(column):
        return lacking(book, column)
    known = book.known.get(column)
    if known == Known.ASSUMED:
        return _(
            "Nobody has said when {column} is known; write it under [known] in book.toml."
        ).format(column=column)
    if known not in (Known.CREATION, Known.HANDOFF):
        return _(
            "{column} does not say what a lead was at its handoff: it cannot part the leads."
        ).format(column=column)
    sample, before = gap.sample, before_of(gap)
    wins = [int(sample.won[sample.quarter == name].sum()) for name in (before, sample.judged)]
    if min(wins) >= LEAST_WINS:
        return ""
    text = ngettext(
        "{before} win in {earlier}, {after} in {quarter}: too few to split (10 needed).",
        "{before} wins in {earlier}, {after} in {quarter}: too few to split (10 needed).",
        wins[0],
    )
    return text.format(
        before=number(wins[0]),
        earlier=quarter_name(before),
        after=number(wins[1]),
        quarter=quarter_name(sample.judged),
    )


def _one_group(names: tuple[str, ...]) -> str:
    return "" if len(names) > 1 else _("All leads of both quarters are of one group.")


def _refused(column: str, quarter: str, before: str, refusal: str) -> Breakdown:
    nothing = Estimate(value=np.nan, low=np.nan, high=np.nan, n=0, method=METHOD)
    return Breakdown(
        column=column,
        quarter=quarter,
        before=before,
        table=pd.DataFrame(),
        total=nothing,
        mix=nothing,
        rate=nothing,
        refusal=refusal,
    )


def _breakdown(
    column: str, names: tuple[str, ...], counts: tuple[Floats, Floats], before: str, quarter: str
) -> Breakdown:
    change, level = kitagawa(*counts), 1 - (1 - LEVEL) / len(names)
    leads, wins = (one[0].astype(int) for one in counts)
    n, events = int(leads.sum()), int(wins.sum())
    share = (leads / leads.sum(axis=1, keepdims=True)).mean(axis=0)

    def estimate(draws: Floats, n: int = n, events: int = events, level: float = LEVEL) -> Estimate:
        low, high = np.quantile(draws[1:], [(1 - level) / 2, (1 + level) / 2]).tolist()
        value = float(draws[0])
        return Estimate(
            value=value, low=low, high=high, n=n, events=events, level=level, method=METHOD
        )

    rows = []
    for place, name in enumerate(names):
        (n0, n1), (w0, w1) = leads[:, place].tolist(), wins[:, place].tolist()
        row = {
            "group": name,
            "leads_before": n0,
            "leads_after": n1,
            "won_before": rate(w0, n0),
            "won_after": rate(w1, n1),
            "mix": estimate(change.mix[:, place], n0 + n1, w0 + w1, level),
            "rate": _rate_effect((w0, n0), (w1, n1), float(share[place]), level),
        }
        rows.append(row)
    mix, within = change.mix.sum(axis=1), change.rate.sum(axis=1)
    return Breakdown(
        column=column,
        quarter=quarter,
        before=before,
        table=pd.DataFrame(rows),
        total=estimate(mix + within),
        mix=estimate(mix),
        rate=estimate(within),
    )


def _rate_effect(
    before: tuple[int, int], after: tuple[int, int], share: float, level: float
) -> Estimate:
    """Return what a group adds by its win rate; a group with no win has an interval as well."""
    then, now = (rate(*one, level=level, minimum_n=0) for one in (before, after))
    gap, low, high = (end * share for end in difference(then, now))
    return Estimate(
        value=gap,
        low=low,
        high=high,
        n=then.n + now.n,
        events=before[0] + after[0],
        level=level,
        method="Kitagawa split; hybrid score interval (Newcombe) at the average share",
    )
