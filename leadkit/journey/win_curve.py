"""The win rate over the days since the handoff, and the outcome window it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, nan
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.estimate import MINIMUM_N, Estimate, wilson
from leadkit.base.language import EN_DASH, _, number, percent
from leadkit.journey.incidence import incidence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WINDOWS = (30, 60, 90, 120, 180)
POINTS = 200
SHARE = 0.95
FOLLOWED = 0.1
METHOD = "Aalen-Johansen, lost as competing end; jackknife by account, log-log scale"


@dataclass(frozen=True, repr=False)
class WinCurve:
    """The share of leads won by each day since their start.

    Attributes
    ----------
    table : DataFrame
        One row a day from 0 to `followed_days`: day, at_risk, won, lost, open (whose following
        ended that day), rate, low, high (95 %), lost_rate.
    n, won, lost, open : int
        Turns behind it, and how they stand.
    undated_wins : int
        Wins without a closing date, left out; undated losses stay in as leads that never win.
    followed_days : int
        The curve ends here: the age that a tenth of the turns, and at least 20, have reached.
    oldest_only : int
        Only turns at least this many days old are behind it; 0 for all.
    """

    table: pd.DataFrame
    n: int
    won: int
    lost: int
    open: int
    undated_wins: int
    followed_days: int
    oldest_only: int = 0

    def at(self, days: int) -> Estimate:
        """Return the share of leads won within so many days.

        Raises
        ------
        BadInput
            If the leads were not followed that long.
        """
        row = self.table.iloc[self._seen(days)]
        return Estimate(
            value=float(row["rate"]),
            low=float(row["low"]),
            high=float(row["high"]),
            n=self.n,
            events=int(self.table["won"].iloc[: days + 1].sum()),
            unit="rate",
            minimum_n=MINIMUM_N,
            method=METHOD,
        )

    def share_within(self, days: int) -> Estimate:
        """Return which share of the wins seen by `followed_days` came within so many days.

        Raises
        ------
        BadInput
            If the leads were not followed that long.
        """
        rates = self.table["rate"]
        wins = int(self.table["won"].sum())
        within = float(rates.iloc[self._seen(days)] / rates.iloc[-1]) if wins else nan
        low, high = wilson(within, wins) if wins else (within, within)
        return Estimate(
            value=within,
            low=low,
            high=high,
            n=wins,
            events=int(self.table["won"].iloc[: days + 1].sum()),
            unit="rate",
            minimum_n=MINIMUM_N,
            method="ratio of Aalen-Johansen shares, Wilson score interval of the wins",
        )

    def window(self, share: float = SHARE) -> int:
        """Return the smallest of 30, 60, 90, 120 and 180 days that holds this share of the wins.

        Raises
        ------
        TooLittleData
            If fewer than 20 wins are seen, the leads were not followed for 180 days, or even 180
            days hold less.
        """
        longest, wins = WINDOWS[-1], int(self.table["won"].sum())
        if self.followed_days < longest:
            raise TooLittleData(self._too_short(longest))
        if wins < MINIMUM_N:
            raise _too_few(self.n, wins, self.oldest_only)
        for days in WINDOWS:
            if self.share_within(days).value >= share:
                return days
        raise TooLittleData(
            _("even {days} days hold only {share} of the wins of old leads").format(
                days=longest, share=percent(self.share_within(longest).value)
            ),
            fix=_("Give a longer outcome window."),
        )

    def plot(self, ax: Axes | None = None, window: int | None = None) -> Axes:
        """Draw the win rate over the days since the start with its band, and the window."""
        from leadkit.base import figure

        own = ax is None
        ax = figure.axes(3.9) if ax is None else ax
        drawn = np.unique(np.linspace(0, len(self.table) - 1, POINTS).astype(int))
        days, rate, low, high = (
            self.table[name].to_numpy(float)[drawn] for name in ("day", "rate", "low", "high")
        )
        ax.fill_between(days, low * 100, high * 100, step="post", color=figure.BAND, lw=0)
        ax.step(days, rate * 100, where="post", color=figure.INK)
        ax.set_xlim(0, max(self.followed_days, 1))
        ax.set_ylim(0, max(float(high[days > 0].max(initial=0.01)) * 115, 1))
        ax.set_xlabel(_("days since the start"))
        ax.set_ylabel(_("won, % of leads"))
        ax.yaxis.set_major_formatter(lambda value, _place: number(value, int(value % 1 > 0)))
        if window is not None:
            ax.axvline(window, color=figure.INK, lw=1, ls=(0, (4, 3)))
        if own:
            figure.caption(ax, *self.words(window))
        return ax

    def words(self, window: int | None = None) -> tuple[str, str, str]:
        """Return finding, subtitle and source of the picture."""
        days = self.followed_days if window is None else min(window, self.followed_days)
        finding = _("{rate} of leads are won within {days} days").format(
            rate=percent(self.at(days).value, 1), days=number(days)
        )
        subtitle = _("Share of leads won by each day; grey: 95 % interval")
        counts = {name: number(getattr(self, name)) for name in ("n", "won", "lost", "open")}
        source = _(
            "n = {n} leads ({won} won, {lost} lost, {open} open). Aalen{dash}Johansen: a lost lead "
            "can no longer win, an open one counts for as long as it was followed."
        ).format(**counts, dash=EN_DASH)
        return finding, subtitle, source

    def __repr__(self) -> str:
        return self.words()[0]

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline

        shown = [days for days in WINDOWS if days <= self.followed_days]
        return inline(
            caption=self.words()[0],
            columns=[_("days"), _("won (95 %)"), _("of all wins seen")],
            rows=[
                (number(days), self.at(days).write(), self.share_within(days).write())
                for days in shown
            ],
            note=self.words()[2],
        )

    def _seen(self, days: int) -> int:
        if not 0 <= days <= self.followed_days:
            raise BadInput(self._too_short(days))
        return days

    def _too_short(self, days: int) -> str:
        return _("the leads were followed for {seen} days, not {days}").format(
            seen=number(self.followed_days), days=number(days)
        )


def win_curve(turns: pd.DataFrame, now: pd.Timestamp | None, *, oldest_only: int = 0) -> WinCurve:
    """Estimate the win rate over time, losing being the competing end.

    Parameters
    ----------
    turns : DataFrame
        Rows of `leadkit.turns`: start, closed_at (UTC), outcome ("won", "lost", else open) and
        account_id, the cluster.
    now : Timestamp or None
        The moment the turns are judged at (`leadkit.journey.extract_date`).
    oldest_only : int
        Leave out turns younger than this many days: the curve of old cohorts.

    Returns
    -------
    WinCurve
        Aalen and Johansen (1978). Lost leads are never treated as though they could still win,
        which is what one minus Kaplan and Meier's curve does, and it shows too high a rate.

    Raises
    ------
    TooLittleData
        If there are no dates, no closing dates, more than 5 % of wins without one, or fewer than
        20 wins.

    Examples
    --------
    >>> import leadkit as lk
    >>> from leadkit.journey import extract_date
    >>> book = lk.read_book(lk.sample())
    >>> table = lk.turns(book)
    >>> curve = win_curve(table[table["start"].notna()], extract_date(book), oldest_only=180)
    >>> curve.window() in (30, 60, 90, 120, 180)
    True
    """
    course = followed(turns, now)
    course = course[course["age_days"] >= oldest_only]
    _refuse(course, oldest_only)
    undated = (course["end"] == "won") & course["ended_days"].isna()
    course = course[~undated]
    days = course["ended_days"].fillna(course["age_days"]).to_numpy(float)
    end = course["end"].where(course["ended_days"].notna(), "open")
    ages = np.sort(course["age_days"].to_numpy(float))[::-1]
    seen = int(ages[max(ceil(FOLLOWED * len(ages)), MINIMUM_N) - 1])
    states = course["end"].value_counts()
    return WinCurve(
        incidence(days, end, np.arange(seen + 1.0), course["account"]),
        n=len(course),
        won=int(states.get("won", 0)),
        lost=int(states.get("lost", 0)),
        open=int(states.get("open", 0)),
        undated_wins=int(undated.sum()),
        followed_days=seen,
        oldest_only=oldest_only,
    )


def followed(turns: pd.DataFrame, now: pd.Timestamp | None) -> pd.DataFrame:
    """Return how long each turn with a start was followed, and how it ended.

    Returns
    -------
    DataFrame
        On the index of `turns`: age_days (start to `now`), ended_days (start to the end; missing
        while open or undated), end ("won", "lost", "open") and account.
    """
    dated = turns[turns["start"].notna()]
    end = dated["outcome"].where(dated["outcome"].isin(("won", "lost")), "open").astype("str")
    ended = in_days(dated["closed_at"] - dated["start"]).clip(lower=0).where(end != "open")
    age = in_days(now - dated["start"]) if now is not None else pd.Series(nan, index=dated.index)
    frame = pd.DataFrame({"age_days": age, "ended_days": ended, "end": end})
    return frame.assign(account=dated["account_id"])[age >= 0]


def in_days(spans: pd.Series[pd.Timedelta]) -> pd.Series[float]:
    """Return spans of time in days."""
    return spans.dt.total_seconds() / 86_400


def _refuse(course: pd.DataFrame, oldest_only: int) -> None:
    if course.empty and not oldest_only:
        raise TooLittleData(
            _("no lead has a date: nobody can tell how long a win takes"),
            fix=_("Add the column created_at or handed_off_at."),
        )
    won = course["end"] == "won"
    undated = int((won & course["ended_days"].isna()).sum())
    if won.any() and undated > (1 - SHARE) * won.sum():
        raise TooLittleData(
            _(
                "{undated} of {won} wins have no closing date: nobody can tell how long they took"
            ).format(undated=number(undated), won=number(won.sum())),
            fix=_("Add the column closed_at."),
        )
    if won.sum() - undated < MINIMUM_N:
        raise _too_few(len(course), int(won.sum()), oldest_only)


def _too_few(n: int, won: int, oldest_only: int) -> TooLittleData:
    if n == 0:
        text = _("no lead is {days} days old yet")
    elif oldest_only:
        text = _(
            "of {n} leads at least {days} days old {won} were won: too few (at least {least} "
            "needed)"
        )
    else:
        text = _("of {n} leads {won} were won: too few (at least {least} needed)")
    return TooLittleData(
        text.format(n=number(n), days=number(oldest_only), won=number(won), least=number(MINIMUM_N))
    )
