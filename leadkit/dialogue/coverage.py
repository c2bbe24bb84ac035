"""The gaps between the sides: segments that grow and nobody works, and those sales finds alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _, capital, day, listed, number
from leadkit.book import Book
from leadkit.dialogue.coverage_words import coverage_rows, gap_sentence
from leadkit.dialogue.ratios import is_lower, odds_of_share, ratio_of_counts
from leadkit.dialogue.span import Span, known_by
from leadkit.journey import extract_date, turns, working_hours

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WEEKS = 13
DUE_HOURS = 40.0
LEVEL = 0.95
LOOKS = 3
NEEDED = ("segment", "created_at", "handed_off_at", "first_response_at")
COLUMNS = (
    "arrived", "before", "growth", "worked", "elsewhere", "own", "own_won", "found", "signs", "gap",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Coverage:
    """Where what marketing brings and what sales works do not meet.

    Attributes
    ----------
    first, last : date
        The days looked at; growth is measured against as many days before.
    level : float
        Level of every interval, so that all together hold 95 times in 100 (Bonferroni).
    table : DataFrame
        By segment: arrived, before (leads of marketing now and before), growth (Estimate: ratio
        of the two), worked (Estimate: handed off at least 40 working hours ago and called since),
        elsewhere (the same of all other segments), own (leads that sales found itself), own_won
        (wins among those), found (Estimate: share of the segment in sales' own leads over that in
        marketing's), signs (signals of marketing about the segment), gap ("grows, not worked",
        "not worked", "sales finds more", "none" or "cannot tell").
    refusal : str
        Why nothing can be said; empty where something can.
    """

    first: date
    last: date
    level: float
    table: pd.DataFrame
    refusal: str = ""

    @property
    def gaps(self) -> pd.DataFrame:
        """The segments where a gap is beyond luck."""
        return self.table[~self.table["gap"].isin(["none", "cannot tell"])]

    def sentence(self) -> str:
        """Say where the gaps are."""
        if self.refusal:
            return self.refusal
        said = [gap_sentence(str(name), row) for name, row in self.gaps.iterrows()]
        unsure = list(self.table.index[self.table["gap"] == "cannot tell"])
        if unsure:
            text = _("for {segments} there are too few leads to tell")
            said.append(text.format(segments=listed([str(name) for name in unsure])))
        if not said:
            return _("No gap beyond luck between what marketing brings and what sales works.")
        return capital("; ".join(said)) + "."

    def plot(self, ax: Axes | None = None) -> Axes:
        """Show how each segment grew, with its interval."""
        from leadkit.base import figure

        shown = self.table[[not one.refused for one in self.table["growth"]]]
        ax = figure.axes(1.6 + 0.4 * len(shown)) if ax is None else ax
        for row, found in enumerate(shown["growth"]):
            ax.plot([found.low, found.high], [row, row], color=figure.MARKETING, lw=2)
            ax.plot(found.value, row, "o", color=figure.MARKETING)
        ax.axvline(1.0, color=figure.TEXT2, lw=1)
        ax.set_yticks(range(len(shown)), [str(name) for name in shown.index])
        ax.set_ylim(len(shown) - 0.5, -0.5)
        ax.set_xlabel(_("leads that arrived, now over before"))
        figure.caption(ax, self.sentence(), _("growth by segment, intervals hold together"))
        return ax

    def to_dict(self) -> dict[str, Any]:
        """Return what a file holds of it."""
        rows = [
            {
                "segment": str(name),
                **{
                    column: cell.to_dict() if isinstance(cell, Estimate) else cell
                    for column, cell in row.items()
                },
            }
            for name, row in self.table.astype(object).iterrows()
        ]
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "level": self.level,
            "refusal": self.refusal,
            "segments": rows,
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        return inline_rows(coverage_rows(self), caption=self.sentence())


def coverage(book: Book, span: Span | tuple[date, date] | None = None) -> Coverage:
    """Find segments that grow and sales does not work, and those where sales finds more by itself.

    Parameters
    ----------
    book : Book
        Its leads need segment, created_at and handed_off_at.
    span : Span or pair of dates, optional
        A span stands for the 13 weeks to its end; two dates for the days from the first to the
        last. Default: the last 13 weeks of the book.

    Returns
    -------
    Coverage

    Raises
    ------
    BadInput
        If the first date comes after the last, or no date is known to end with.

    Notes
    -----
    Ratios of counts have the exact conditional interval (Przyborowski & Wilenski, 1940; Clopper &
    Pearson, 1934), differences of shares Newcombe's (1998). All intervals hold together (Dunn,
    1961): a gap is named only where its interval excludes chance at that level, and a segment with
    fewer than 20 leads is left at "cannot tell".

    Examples
    --------
    >>> import leadkit as lk
    >>> found = coverage(lk.read_book(lk.sample()))
    >>> found.table.index.tolist()
    ['household', 'large', 'medium', 'small']
    """
    first, last = _days(book, span)
    missing = [name for name in NEEDED if not book.has(name)]
    if missing:
        text = _("The gaps between the sides cannot be seen: the leads have no {columns}.")
        return _refused(first, last, text.format(columns=listed(missing)))
    now = Span("day", last, book.settings.timezone).last
    table = turns(book, now)
    table = table[table["segment"].notna()]
    length = (last - first).days + 1
    begin = _moment(book, first - timedelta(days=length))
    if table.empty or table["created_at"].min() > begin + pd.Timedelta(days=7):
        text = _("The gaps between the sides cannot be seen: {n} days before {day} are not known.")
        return _refused(first, last, text.format(n=number(length), day=day(first)))
    return _found(book, table, first, last, begin)


def _found(
    book: Book, table: pd.DataFrame, first: date, last: date, begin: pd.Timestamp
) -> Coverage:
    start, now = _moment(book, first), _moment(book, last + timedelta(days=1))
    names = sorted(table["segment"].astype(str).unique())
    level = 1 - (1 - LEVEL) / (LOOKS * len(names))
    counts = _counts(book, table, (begin, start, now)).reindex(names).fillna(0).astype(int)
    due = _due(book, table[~table["self_generated"]], start, now)
    called = due["first_response_at"].notna()
    here = {name: due["segment"] == name for name in names}
    own, arrived = (_by_segment(counts, name) for name in ("own", "arrived"))
    before, n_own, n_arrived = (
        _by_segment(counts, "before"),
        sum(own.values()),
        sum(arrived.values()),
    )
    found = {
        "growth": {
            name: ratio_of_counts(arrived[name], before[name], level=level) for name in names
        },
        "worked": {name: rate(*_of(called[here[name]]), level=level) for name in names},
        "elsewhere": {name: rate(*_of(called[~here[name]]), level=level) for name in names},
        "found": {
            name: odds_of_share(
                own[name], arrived[name], n_own - own[name], n_arrived - arrived[name], level=level
            )
            for name in names
        },
    }
    counts = pd.concat([counts, pd.DataFrame(found, dtype=object)], axis=1).rename_axis("segment")
    counts["gap"] = [_gap(row, level) for _name, row in counts.iterrows()]
    return Coverage(first=first, last=last, level=level, table=counts[list(COLUMNS)])


def _counts(
    book: Book, table: pd.DataFrame, moments: tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp]
) -> pd.DataFrame:
    """Count by segment what marketing brought before and now, and what sales found itself."""
    begin, start, now = moments
    is_own, created = table["self_generated"], table["created_at"]
    is_first, is_new = table["turn"] == 1, created >= start
    won = is_own & (table["outcome"] == "won") & (table["closed_at"] >= start)
    signals = known_by(book, "signals", now)
    counted = {
        "arrived": table[~is_own & is_first & is_new],
        "before": table[~is_own & is_first & (created >= begin) & (created < start)],
        "own": table[is_own & is_first & is_new],
        "own_won": table[won],
        "signs": signals[signals["at"] >= start],
    }
    counts = {name: rows["segment"].value_counts() for name, rows in counted.items()}
    return pd.DataFrame(counts).rename_axis("segment")


def _by_segment(counts: pd.DataFrame, name: str) -> dict[str, int]:
    return {str(segment): int(n) for segment, n in counts[name].items()}


def _of(done: pd.Series[bool]) -> tuple[int, int]:
    return int(done.sum()), len(done)


def _due(book: Book, ours: pd.DataFrame, start: pd.Timestamp, now: pd.Timestamp) -> pd.DataFrame:
    """Return the handoffs that sales has had a working week for."""
    handed = ours[ours["handed_off_at"] >= start]
    age = working_hours(handed["handed_off_at"], pd.Series(now, index=handed.index), book.settings)
    return handed[age >= DUE_HOURS]


def _gap(row: pd.Series[Any], level: float) -> str:
    growth, worked, found = row["growth"], row["worked"], row["found"]
    if is_lower(worked, row["elsewhere"], level=level):
        return "grows, not worked" if not growth.refused and growth.low > 1 else "not worked"
    if not found.refused and found.low > 1:
        return "sales finds more"
    return "cannot tell" if growth.refused or worked.refused else "none"


def _refused(first: date, last: date, refusal: str) -> Coverage:
    empty = pd.DataFrame(columns=list(COLUMNS)).rename_axis("segment")
    return Coverage(first=first, last=last, level=LEVEL, table=empty, refusal=refusal)


def _days(book: Book, span: Span | tuple[date, date] | None) -> tuple[date, date]:
    if isinstance(span, tuple):
        if span[0] > span[1]:
            raise BadInput(
                _("the first day comes after the last"), fix=_("Give the earlier day first.")
            )
        return span
    if span is None:
        end = extract_date(book)
        if end is None:
            raise BadInput(_("the leads have no dates"), fix=_("Give the days to look at."))
        last = end.tz_convert(book.settings.timezone).date()
    else:
        last = span.ending
    return last - timedelta(days=7 * WEEKS - 1), last


def _moment(book: Book, first: date) -> pd.Timestamp:
    return pd.Timestamp(first, tz=book.settings.timezone).tz_convert("UTC")
