"""Scored leads, checked once: outcomes, probabilities, accounts, and outcomes nobody saw."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, number

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

LEVEL = 0.95
FLAT_LOSS = 0.02
ENDS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
MINIMUM_LEADS = 20


@dataclass(frozen=True, eq=False)
class Leads:
    """What the curve is drawn from: the judged leads by rising probability, and the others.

    Parameters
    ----------
    p, won : arrays of float and bool
        Predicted probability and outcome of each judged lead.
    account : array of int
        Its account, numbered from 0; a lead without one is an account of its own.
    unseen : array of float
        Probabilities of the leads whose outcome nobody saw.
    today : array of bool or None
        Today's decision on each judged lead.
    today_count : int
        How many of all leads, judged or not, today's rule hands off.
    today_line : float or None
        The threshold today's rule amounts to, where it is one.
    days : float or None
        Calendar days from the first lead to the last.
    """

    p: Floats
    won: Bools
    account: Ints
    unseen: Floats
    today: Bools | None = None
    today_count: int = 0
    today_line: float | None = None
    days: float | None = None

    @cached_property
    def all_scores(self) -> Floats:
        """Probabilities of all leads, judged or not, sorted."""
        return np.sort(np.concatenate([self.p, self.unseen]), kind="stable")

    @property
    def are_clustered(self) -> bool:
        """Whether some account holds several leads."""
        return bool(self.account.max() + 1 < len(self.p))

    def above(self, threshold: float) -> int:
        """Count all leads, judged or not, at or above a threshold."""
        return len(self.all_scores) - int(np.searchsorted(self.all_scores, threshold))


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
    _refuse(scored, "y", ~np.isin(y, (0, 1)) & ~np.isnan(y), _("an outcome is 1, 0 or empty"))
    judged, wins = int((~np.isnan(y)).sum()), int((y == 1).sum())
    if judged < MINIMUM_LEADS or wins == 0:
        raise TooLittleData(
            _("{n} leads have a seen outcome, {wins} of them won: too few for a curve").format(
                n=number(judged), wins=number(wins)
            ),
            fix=_(
                "At least {least} judged leads and one win are needed; wait, or widen the dates."
            ).format(least=MINIMUM_LEADS),
        )
    today = _today(scored)
    decided = np.zeros(len(p), dtype=bool) if today is None else today
    account = _account_codes(scored)
    order = np.lexsort((account, decided, y, p))
    order = order[~np.isnan(y[order])]
    return Leads(
        p=p[order],
        won=y[order] == 1,
        account=_alone_where_missing(account[order]),
        unseen=np.sort(p[np.isnan(y)]),
        today=None if today is None else today[order],
        today_count=int(decided.sum()),
        today_line=_line(p, decided),
        days=_days(scored),
    )


def _numbers(scored: pd.DataFrame, column: str) -> Floats:
    values = pd.to_numeric(scored[column], errors="coerce")
    unreadable = (values.isna() & scored[column].notna()).to_numpy(dtype=bool)
    _refuse(scored, column, unreadable, _("not a number"))
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def _refuse(scored: pd.DataFrame, column: str, wrong: Bools, rule: str) -> None:
    if wrong.any():
        raise BadInput(
            _("{n} values of {column} cannot be used: {rule}").format(
                n=number(int(wrong.sum())), column=column, rule=rule
            ),
            where=_("scored leads, row {row}, column {column}").format(
                row=int(wrong.argmax()) + 1, column=column
            ),
            fix=_("Mend or leave out these rows."),
        )


def _today(scored: pd.DataFrame) -> Bools | None:
    if "today" not in scored:
        return None
    valid = scored["today"].isin([True, False]).to_numpy(dtype=bool)
    _refuse(scored, "today", ~valid, _("today's decision is true or false"))
    return scored["today"].to_numpy(dtype=bool)


def _line(p: Floats, decided: Bools) -> float | None:
    """Return the threshold that does exactly what today's rule does, if there is one."""
    lowest = float(p.min(where=decided, initial=np.inf))
    return lowest if decided.any() and np.array_equal(p >= lowest, decided) else None


def _account_codes(scored: pd.DataFrame) -> Ints:
    if "account" not in scored:
        return np.full(len(scored), -1)
    return pd.factorize(scored["account"], sort=True)[0].astype(np.int64)


def _alone_where_missing(codes: Ints) -> Ints:
    missing = codes < 0
    codes[missing] = codes.max() + 1 + np.arange(missing.sum())
    return pd.factorize(codes)[0].astype(np.int64)


def _days(scored: pd.DataFrame) -> float | None:
    if "at" not in scored or scored["at"].isna().all():
        return None
    at = pd.to_datetime(scored["at"], utc=True, errors="coerce")
    unreadable = (at.isna() & scored["at"].notna()).to_numpy(dtype=bool)
    _refuse(scored, "at", unreadable, _("not a time"))
    return float((at.max().normalize() - at.min().normalize()).days + 1)


def observed_over_expected(leads: Leads) -> Estimate:
    """Estimate calibration in the large: wins over the sum of probabilities (O/E).

    The interval is symmetric in log(O/E), its variance that of a ratio estimator over accounts
    (Cochran, 1977; for O/E see Debray et al., 2017). It holds 1 if the probabilities are right on
    average.
    """
    from scipy.stats import norm

    wins, expected = int(leads.won.sum()), float(leads.p.sum())
    ratio = wins / expected if expected else np.inf
    low = high = np.nan
    if expected:
        of_account = np.bincount(leads.account, weights=leads.won - ratio * leads.p)
        error = np.sqrt(np.square(of_account).sum()) / wins
        low, high = ratio * np.exp(norm.ppf(ENDS) * error)
    return Estimate(
        value=ratio,
        low=float(low),
        high=float(high),
        n=len(leads.p),
        events=wins,
        method=_("observed over expected wins, log-ratio interval by account"),
    )
