"""Scored leads, checked once: outcomes, probabilities, accounts, and outcomes nobody saw."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.language import _, number

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MINIMUM_LEADS = 20


@dataclass(frozen=True, eq=False)
class Leads:
    """What the curve is drawn from.

    Parameters
    ----------
    p, won, today : arrays of float, bool and bool or None
        Predicted probability, outcome and today's decision of each judged lead.
    account : array of int or None
        Account of each judged lead, numbered in order of its name; None where every judged lead
        stands alone.
    unseen : array of float
        Sorted probabilities of the leads whose outcome nobody saw.
    today_count : int
        How many of all leads, judged or not, today's rule hands off.
    today_line : float or None
        The threshold today's rule amounts to, where it is one.
    days : float or None
        Calendar days from the first lead to the last.
    """

    p: Floats
    won: Bools
    unseen: Floats
    account: Ints | None = None
    today: Bools | None = None
    today_count: int = 0
    today_line: float | None = None
    days: float | None = None

    @cached_property
    def scores(self) -> Floats:
        """Probabilities of the judged leads, sorted."""
        return np.sort(self.p)

    @cached_property
    def won_scores(self) -> Floats:
        """Probabilities of the leads that were won, sorted."""
        return np.sort(self.p[self.won])

    @cached_property
    def all_scores(self) -> Floats:
        """Probabilities of all leads, judged or not, sorted."""
        if not len(self.unseen):
            return self.scores
        return np.sort(np.concatenate([self.scores, self.unseen]), kind="stable")

    def above(self, thresholds: Floats) -> Ints:
        """Count all leads, judged or not, at or above each threshold."""
        return len(self.all_scores) - np.searchsorted(self.all_scores, thresholds)


def check_leads(scored: pd.DataFrame) -> Leads:
    """Check a table of scored leads and split off those whose outcome nobody saw.

    Raises
    ------
    BadInput
        If a column is missing or holds an impossible value; the message names the first row.
    TooLittleData
        If fewer than 20 leads are judged, or none of them was won.
    """
    absent = [name for name in ("key", "y", "p") if name not in scored]
    if absent:
        raise BadInput(
            _("the scored leads have no column {names}").format(names=", ".join(absent)),
            fix=_("Give key, y (1 won, 0 not, empty where unseen) and p (a probability)."),
        )
    p, y = _numbers(scored, "p"), _numbers(scored, "y")
    _refuse(scored, "p", ~((p >= 0) & (p <= 1)), _("a probability lies between 0 and 1"))
    judged = ~np.isnan(y)
    _refuse(scored, "y", judged & (y != 0) & (y != 1), _("an outcome is 1, 0 or empty"))
    won = y[judged] == 1
    _refuse_small(len(won), int(won.sum()))
    today = _today(scored)
    leads = Leads(
        p=p[judged],
        won=won,
        unseen=np.sort(p[~judged]),
        account=_accounts(scored.loc[judged, "account"]) if "account" in scored else None,
        today=None if today is None else today[judged],
        today_count=0 if today is None else int(today.sum()),
        today_line=None if today is None else _line(p, today),
        days=_days(scored),
    )
    return leads if leads.account is None else _in_one_order(leads)


def _numbers(scored: pd.DataFrame, column: str) -> Floats:
    values = pd.to_numeric(scored[column], errors="coerce")
    unreadable = (values.isna() & scored[column].notna()).to_numpy(dtype=bool)
    _refuse(scored, column, unreadable, _("not a number"))
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def _refuse(scored: pd.DataFrame, column: str, wrong: Bools, rule: str) -> None:
    if wrong.any():
        row = int(wrong.argmax())
        raise BadInput(
            _("{n} values of {column} cannot be used: {rule}").format(
                n=number(int(wrong.sum())), column=column, rule=rule
            ),
            where=_("scored leads, row {row}, column {column}").format(row=row + 1, column=column),
            fix=_("Mend or leave out these rows."),
        )


def _refuse_small(judged: int, wins: int) -> None:
    if judged < MINIMUM_LEADS or wins == 0:
        raise TooLittleData(
            _("{n} leads have a seen outcome, {wins} of them won: too few for a curve").format(
                n=number(judged), wins=number(wins)
            ),
            fix=_(
                "At least {least} judged leads and one win are needed; wait, or widen the dates."
            ).format(least=MINIMUM_LEADS),
        )


def _today(scored: pd.DataFrame) -> Bools | None:
    if "today" not in scored:
        return None
    decided = scored["today"]
    valid = decided.isin([True, False]).to_numpy(dtype=bool)
    _refuse(scored, "today", ~valid, _("today's decision is true or false"))
    return decided.astype(bool).to_numpy(dtype=bool)


def _line(p: Floats, today: Bools) -> float | None:
    """Return the threshold that does exactly what today's rule does, if there is one."""
    if not today.any():
        return None
    lowest = float(p[today].min())
    return lowest if np.array_equal(p >= lowest, today) else None


def _accounts(names: pd.Series[Any]) -> Ints | None:
    codes, unique = pd.factorize(names, sort=True)
    alone = codes < 0
    if np.bincount(codes[~alone], minlength=1).max() <= 1:
        return None
    numbered = codes.astype(np.int64)
    numbered[alone] = len(unique) + np.arange(alone.sum())
    return numbered


def _in_one_order(leads: Leads) -> Leads:
    """Sort the leads, so that sums over accounts do not depend on the order of the rows."""
    account = leads.account if leads.account is not None else np.zeros(len(leads.p), np.int64)
    today = leads.today if leads.today is not None else np.zeros(len(leads.p), bool)
    order = np.lexsort((today, leads.won, leads.p, account))
    return Leads(
        p=leads.p[order],
        won=leads.won[order],
        unseen=leads.unseen,
        account=account[order],
        today=None if leads.today is None else today[order],
        today_count=leads.today_count,
        today_line=leads.today_line,
        days=leads.days,
    )


def _days(scored: pd.DataFrame) -> float | None:
    if "at" not in scored or scored["at"].isna().all():
        return None
    at = pd.to_datetime(scored["at"], utc=True, errors="coerce")
    unreadable = (at.isna() & scored["at"].notna()).to_numpy(dtype=bool)
    _refuse(scored, "at", unreadable, _("not a time"))
    return float((at.max().normalize() - at.min().normalize()).days + 1)
