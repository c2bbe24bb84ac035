"""The funnel by cohort: what became of the leads handed off in each quarter."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.base.errors import TooLittleData
from leadkit.base.estimate import rate
from leadkit.base.language import EN_DASH, N_, _, capital, number, percent, quarter_name
from leadkit.book import Book
from leadkit.journey.turns import turns

if TYPE_CHECKING:
    from matplotlib.axes import Axes


STAGES = {
    "attempted": N_("called"),
    "accepted": N_("accepted"),
    "accepted_of_decided": N_("accepted, of those decided"),
    "won": N_("won"),
}


@dataclass(frozen=True, repr=False)
class Funnel:
    """Stage rates by quarter of handoff.

    Attributes
    ----------
    table : DataFrame
        quarter, stage, n, events, rate, low, high (95 %, Wilson), mature (bool).
    window_days : int
        A win counts when it comes within this many days of the handoff.
    """

    table: pd.DataFrame
    window_days: int

    def stage(self, name: str) -> pd.DataFrame:
        """Return the rows of one stage, in order of quarters."""
        return self.table[self.table["stage"] == name].reset_index(drop=True)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the win rate by quarter; a quarter whose window is not over stays hatched."""
        from leadkit.base import figure

        own = ax is None
        ax = figure.axes(3.7) if ax is None else ax
        quarters: list[Any] = self.stage("won").to_dict("records")
        top = max([row["high"] for row in quarters if row["mature"]], default=1.0) * 118
        for place, row in enumerate(quarters):
            _bar(ax, place, row, top)
        labels = [f"{quarter_name(row['quarter'])}\nn = {number(row['n'])}" for row in quarters]
        ax.set_xticks(range(len(quarters)), labels, size=8)
        ax.set_ylim(0, top)
        ax.locator_params(axis="y", nbins=6, integer=True)
        ax.yaxis.set_major_formatter(lambda value, _place: number(value))
        ax.set_ylabel(_("won within {days} days, %").format(days=self.window_days))
        if own:
            figure.caption(ax, *self.words())
        return ax

    def words(self) -> tuple[str, str]:
        """Return the finding of the picture and what it shows."""
        judged = self.stage("won").query("mature and n > 0")
        subtitle = _("Share of handed-off leads won within {days} days, 95 % Wilson intervals")
        if judged.empty:
            return _("No quarter is old enough to be judged"), subtitle.format(
                days=self.window_days
            )
        last, best = judged.iloc[-1], judged.iloc[int(judged["rate"].to_numpy().argmax())]
        title = _("{last} won {rate} of its leads; the best quarter, {best}, won {top}")
        if percent(best["rate"]) == percent(last["rate"]):
            title = _("{last} won {rate} of its leads; no quarter won more")
        if len(judged) == 1:
            title = _("{last} won {rate} of its leads")
        said = title.format(
            last=quarter_name(last["quarter"]),
            rate=percent(last["rate"]),
            best=quarter_name(best["quarter"]),
            top=percent(best["rate"]),
        )
        return capital(said), subtitle.format(days=self.window_days)

    def __repr__(self) -> str:
        return self.words()[0]

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        rows = [
            (quarter_name(row["quarter"]), _(STAGES[row["stage"]]), number(row["n"]), _cell(row))
            for row in self.table.to_dict("records")
        ]
        return inline(
            caption=self.words()[0],
            columns=[_("quarter"), _("stage"), "n", _("rate (95 %)")],
            rows=rows,
            note="",
        )


def _cell(row: Any) -> str:
    if not row["mature"] or row["n"] == 0:
        return _("not over") if not row["mature"] else _("nobody")
    value, low, high = row["rate"], row["low"], row["high"]
    return f"{percent(value)} ({number(low * 100)}{EN_DASH}{number(high * 100)})"


def _bar(ax: Axes, place: int, row: Any, top: float) -> None:
    from leadkit.base import figure

    if not row["mature"]:
        ax.bar(place, top * 0.4, width=0.62, fill=False, hatch=figure.UNSEEN, ec=figure.HATCH, lw=0)
        ax.text(place, top * 0.42, _("not over"), size=8, ha="center", color=figure.TEXT2)
        return
    height, low, high = (row[name] * 100 for name in ("rate", "low", "high"))
    ax.bar(place, height, width=0.62, color=figure.SHARED)
    ax.errorbar(
        place, height, yerr=[[height - low], [high - height]], color=figure.INK, lw=1.2, capsize=3
    )
    ax.annotate(
        percent(row["rate"]),
        (place, high),
        (0, 3),
        textcoords="offset points",
        size=8.5,
        ha="center",
    )


def funnel(book: Book, as_of: str | pd.Timestamp | None = None) -> Funnel:
    """Follow each quarter's handed-off leads through attempt, acceptance and win.

    Parameters
    ----------
    book : Book
        Turns are counted in the quarter they were handed off; leads that sales found itself are
        left out.
    as_of : date, optional
        Judge as on that date.

    Returns
    -------
    Funnel
        `accepted` is of all handed off, `accepted_of_decided` of those accepted or rejected.
        Wins of a quarter whose outcome window is not over are not counted at all.

    Raises
    ------
    TooLittleData
        If the book has no dates.

    Examples
    --------
    >>> import leadkit as lk
    >>> lk.funnel(lk.read_book(lk.sample())).stage("won")["quarter"].iloc[0]
    '2024Q4'
    """
    table = turns(book, as_of)
    table = table[~table["self_generated"] & table["start"].notna()]
    if table.empty:
        raise TooLittleData(
            _("no lead has a date: there are no cohorts to follow"),
            fix=_("Add the column created_at or handed_off_at."),
        )
    rows = [row for _quarter, cohort in table.groupby("quarter") for row in _stages(cohort, book)]
    columns = ["quarter", "stage", "n", "events", "rate", "low", "high", "mature"]
    return Funnel(pd.DataFrame(rows, columns=columns), book.settings.window_days)


def _stages(cohort: pd.DataFrame, book: Book) -> list[tuple[Any, ...]]:
    """Return the rows of one quarter; a stage the book does not record is left out."""
    everyone, attempted = len(cohort), cohort["first_response_at"].notna()
    accepted = cohort["accepted_at"].notna()
    decided = accepted | cohort["rejected_at"].notna()
    is_over = bool(cohort["mature"].all())
    counts = [("won", int(cohort["won"].sum()) if is_over else 0, everyone, is_over)]
    if book.has("accepted_at"):
        counts.insert(0, ("accepted_of_decided", int(accepted.sum()), int(decided.sum()), True))
        counts.insert(0, ("accepted", int(accepted.sum()), everyone, True))
    if book.has("first_response_at"):
        counts.insert(0, ("attempted", int(attempted.sum()), everyone, True))
    return [_row(cohort["quarter"].iloc[0], *count) for count in counts]


def _row(quarter: str, stage: str, events: int, n: int, mature: bool) -> tuple[Any, ...]:
    if not mature:
        return quarter, stage, n, None, nan, nan, nan, False
    estimate = rate(events, n, minimum_n=1)
    return quarter, stage, n, events, estimate.value, estimate.low, estimate.high, True
