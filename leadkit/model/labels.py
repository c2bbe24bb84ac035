"""The label: won within the outcome window, of leads old enough to judge; and what is left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base.errors import TooLittleData
from leadkit.base.estimate import MINIMUM_N, Estimate, wilson
from leadkit.base.language import N_, _, number
from leadkit.book import Book
from leadkit.journey import WINDOWS, WinCurve, extract_date, win_curve
from leadkit.journey import turns as turns_of
from leadkit.journey.incidence import Array
from leadkit.journey.win_curve import in_days

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DEFAULT_WINDOW = 90
GIVEN, FROM_CURVE, DEFAULT = N_("given"), N_("from the curve of old cohorts"), N_("default")
LABELLED, IMMATURE, UNLABELLED = "labelled", "immature", "unlabelled"


@dataclass(frozen=True, repr=False)
class Label:
    """Which turns count as won, which as not, and which have no label yet.

    Attributes
    ----------
    table : DataFrame
        On the index of the turns: turn_id, population ("labelled", "immature", "unlabelled"), won
        (1 won within the window, 0 not, missing without a label), age_days, ended_days, end.
    window_days : int
        Outcome window in days.
    how : {"given", "from the curve of old cohorts", "default"}
        How the window was chosen.
    why : str
        Why the curve chose no window; empty where it did.
    since : {"handoff", "creation", ""}
        What the days are counted from; empty without dates.
    curve : WinCurve or None
        Win rate over time of all turns; None where it cannot be computed.
    old_curve : WinCurve or None
        The same of turns at least 180 days old, which the window is chosen from.
    n, won : int
        Labelled turns, and those won within the window.
    immature, unlabelled : int
        Turns too young to judge, and turns nobody can judge: without a start, or, in a table
        without dates, still open.
    open_past_window, late_wins : int
        Labelled turns still open, and won too late: both count as not won within the window.
    undated_wins : int
        Wins without a closing date among the labelled, which count as within the window.
    again : int
        Turns that are a further handoff of the same lead.
    rate : Estimate
        Win rate of the labelled turns; in a table without dates, of those that have ended.
    resolved_only, open_is_lost : Estimate
        The naive rates of all turns: of those that have ended, and with open ones taken as lost.
    """

    table: pd.DataFrame
    window_days: int
    how: str
    why: str
    since: str
    curve: WinCurve | None
    old_curve: WinCurve | None
    n: int
    won: int
    immature: int
    unlabelled: int
    open_past_window: int
    late_wins: int
    undated_wins: int
    again: int
    rate: Estimate
    resolved_only: Estimate
    open_is_lost: Estimate

    @property
    def is_dated(self) -> bool:
        """Whether turns have a start, so that there is a window."""
        return bool(self.since)

    @property
    def closes(self) -> bool:
        """Whether closing dates are known, so that a late win can be told from one in time."""
        return bool(self.table["ended_days"].notna().any())

    @property
    def says(self) -> list[str]:
        """What the label means and what was set aside, a sentence each."""
        from leadkit.model.label_words import says

        return says(self)

    @property
    def cannot_say(self) -> list[str]:
        """What nobody can tell from this table, a sentence each."""
        from leadkit.model.label_words import cannot_say

        return cannot_say(self)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the win rate over time, the window, and what the naive rates would have been.

        Raises
        ------
        TooLittleData
            If there is no curve.
        """
        from leadkit.model.label_picture import draw

        return draw(self, ax)

    def __repr__(self) -> str:
        return _("{n} labelled, {won} won; {immature} too young, {unlabelled} unlabelled").format(
            n=number(self.n),
            won=number(self.won),
            immature=number(self.immature),
            unlabelled=number(self.unlabelled),
        )

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline
        from leadkit.model.label_words import rates

        return inline(
            caption=repr(self),
            columns=[_("win rate"), _("won (95 %)"), "n"],
            rows=[(words, one.write(), number(one.n)) for words, one in rates(self)],
            note=" ".join(self.says + self.cannot_say),
        )


def label(turns: pd.DataFrame, now: pd.Timestamp | None, *, given: int | None = None) -> Label:
    """Label the turns that sales was given.

    Parameters
    ----------
    turns : DataFrame
        Rows of `leadkit.turns` that were handed to sales and that sales did not find itself; its
        own columns `mature` and `won`, which hold for the book's window, are not looked at.
    now : Timestamp or None
        The moment the turns are judged at (`leadkit.journey.extract_date`); None without dates.
    given : int, optional
        Outcome window in days. Default: the smallest of 30, 60, 90, 120 and 180 that holds 95 % of
        the wins of turns at least 180 days old, or 90 where they cannot tell.

    Returns
    -------
    Label
        A turn is labelled when its window is over, whatever its status (the administrative
        censoring of Kvamme and Borgan, 2023). Without dates open turns are set aside. Intervals
        are Wilson's, at the number of turns that clusters of the same account are worth.

    Examples
    --------
    >>> import leadkit as lk
    >>> table = pd.DataFrame({"lead_id": list("abc"), "outcome": ["won", "lost", "open"]})
    >>> found = label(lk.turns(lk.Book({"leads": table})), None)
    >>> found.n, found.won, found.unlabelled
    (2, 1, 1)
    """
    has_ended = turns["outcome"].isin(("won", "lost"))
    turns = turns.assign(outcome=turns["outcome"].where(has_ended, "open"))
    is_dated = now is not None and bool(turns["start"].notna().any())
    curve, _no_curve = _curve(turns, now, 0)
    old, why = _curve(turns, now, WINDOWS[-1])
    window, how, why = _window(old, given, why)
    table = _labelled(turns, now if is_dated else None, window)
    is_labelled = table["population"] == LABELLED
    won, account = table["won"] == 1, turns["account_id"]
    is_won, is_open = turns["outcome"] == "won", turns["outcome"] == "open"
    populations = table["population"].value_counts()
    return Label(
        table=table,
        window_days=window,
        how=how,
        why=why,
        since=_since(turns) if is_dated else "",
        curve=curve,
        old_curve=old,
        n=int(is_labelled.sum()),
        won=int(won.sum()),
        immature=int(populations.get(IMMATURE, 0)),
        unlabelled=int(populations.get(UNLABELLED, 0)),
        open_past_window=int((is_labelled & is_open).sum()),
        late_wins=int((is_labelled & is_won & ~won).sum()),
        undated_wins=int((won & turns["closed_at"].isna()).sum()) if is_dated else 0,
        again=int((turns["turn"] > 1).sum()),
        rate=clustered_rate(won[is_labelled], account[is_labelled]),
        resolved_only=clustered_rate(is_won[~is_open], account[~is_open]),
        open_is_lost=clustered_rate(is_won, account),
    )


def with_own_window(book: Book, as_of: str | pd.Timestamp | None = None) -> Book:
    """Return the book with the outcome window that the curve of its old cohorts asks for.

    Parameters
    ----------
    book : Book
        The window it has is not looked at.
    as_of : date, optional
        Judge as on that date.
    """
    found = label(turns_of(book, as_of), extract_date(book, as_of))
    window = {"window_days": found.window_days}
    return replace(book, settings=book.settings.model_copy(update=window))


def clustered_rate(events: pd.Series[bool], account: pd.Series[str]) -> Estimate:
    """Estimate a rate whose turns come in clusters.

    Wilson's interval (1927) at the effective number of turns, n over the design effect (Korn and
    Graubard, 1998); where every turn has an account of its own it is Wilson's as it stands.
    """
    n, won = len(events), int(events.sum())
    value = won / n if n else nan
    low = high = nan
    if n:
        effect = _design_effect(np.asarray(events, dtype=float), account)
        low, high = wilson(value, n / effect)
    return Estimate(
        value=value,
        low=low,
        high=high,
        n=n,
        events=won,
        unit="rate",
        minimum_n=MINIMUM_N,
        method="Wilson score interval, effective n by account",
    )


def _design_effect(events: Array, account: pd.Series[str]) -> float:
    alone = events.var() * len(events)
    together = np.square(np.bincount(pd.factorize(account)[0], events - events.mean())).sum()
    return max(float(together / alone), 1.0) if alone > 0 else 1.0


def _curve(
    turns: pd.DataFrame, now: pd.Timestamp | None, oldest_only: int
) -> tuple[WinCurve | None, str]:
    try:
        return win_curve(turns, now, oldest_only=oldest_only), ""
    except TooLittleData as refusal:
        return None, refusal.problem


def _window(old: WinCurve | None, given: int | None, why: str) -> tuple[int, str, str]:
    """Return the window, how it was chosen, and why the curve chose none."""
    chosen = None
    try:
        chosen = None if old is None else old.window()
    except TooLittleData as refusal:
        why = refusal.problem
    if given is not None:
        return given, GIVEN, why
    return (DEFAULT_WINDOW, DEFAULT, why) if chosen is None else (chosen, FROM_CURVE, "")


def _labelled(turns: pd.DataFrame, now: pd.Timestamp | None, window: int) -> pd.DataFrame:
    """Say of every turn where it goes and whether it was won within the window."""
    taken = in_days(turns["closed_at"] - turns["start"])
    won = turns["outcome"] == "won"
    if now is None:
        age = pd.Series(nan, index=turns.index)
        population = pd.Series(LABELLED, index=turns.index)
        population = population.mask(turns["outcome"] == "open", UNLABELLED)
    else:
        age = in_days(now - turns["start"])
        population = pd.Series(LABELLED, index=turns.index).mask(age < window, IMMATURE)
        population = population.mask(turns["start"].isna(), UNLABELLED)
        won &= ~(taken > window)
    return pd.DataFrame(
        {
            "turn_id": turns["turn_id"],
            "population": population,
            "won": won.astype(float).where(population == LABELLED),
            "age_days": age,
            "ended_days": taken.clip(lower=0).where(turns["outcome"] != "open"),
            "end": turns["outcome"].astype("str"),
        },
        index=turns.index,
    )


def _since(turns: pd.DataFrame) -> str:
    return "handoff" if turns["handed_off_at"].notna().any() else "creation"
