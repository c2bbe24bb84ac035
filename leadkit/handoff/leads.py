"""Scored leads, checked once: outcomes, probabilities, accounts, and outcomes nobody saw."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, number
from leadkit.base.ordering import rising
from leadkit.handoff.own import Bools as Bools
from leadkit.handoff.own import Floats as Floats
from leadkit.handoff.own import Ints as Ints
from leadkit.handoff.own import Own, check_own, numbers, refuse
from leadkit.handoff.payoff import AMOUNTS, Payoff
from leadkit.handoff.recalibrating import Recalibration, recalibration

Basis = Literal["break_even", "recalibrated", "observed"]
LEVEL = 0.95
FLAT_LOSS = 0.02
ENDS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
MINIMUM_LEADS = 20


@dataclass(frozen=True, eq=False, kw_only=True)
class Leads(Own):
    """What the curve is drawn from: the judged leads by rising probability, and the others.

    The columns of `Own` are those of the judged leads, in the order of p.

    Parameters
    ----------
    p, won : arrays of float and bool
        Predicted probability and outcome of each judged lead.
    account : array of int
        Its account, numbered from 0; a lead without one is an account of its own.
    unseen : array of float
        Probabilities of the leads whose outcome nobody saw, rising.
    unseen_own : Own
        Their own columns.
    today_count : int
        How many of all leads, judged or not, today's rule hands off.
    today_line : float or None
        The threshold today's rule amounts to, where it is one.
    days : float or None
        Calendar days from the first lead to the last.
    rows : array of int
        Where each lead stands in the table it came from: the judged, then the others.
    """

    p: Floats
    won: Bools
    account: Ints
    unseen: Floats
    unseen_own: Own = field(default_factory=Own)
    today_count: int = 0
    today_line: float | None = None
    days: float | None = None
    rows: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @cached_property
    def recalibration(self) -> Recalibration | None:
        """How scores and outcomes hang together; None where no rising line fits them."""
        return recalibration(self)

    @cached_property
    def basis(self) -> Basis:
        """What a line can stand on: probabilities as they are, recalibrated, or what happened."""
        if self.recalibration is not None:
            return "break_even" if self.recalibration.passes else "recalibrated"
        ratio = observed_over_expected(self)
        return "break_even" if ratio.low <= 1 <= ratio.high else "observed"

    def chances(self, p: Floats) -> Floats:
        """Return the chances of buying that scores stand for: themselves, or recalibrated."""
        if self.basis == "recalibrated" and self.recalibration is not None:
            return self.recalibration.chances(p)
        return p

    def score_of(self, chance: float) -> float:
        """Return the score that stands for a chance; one of nobody stays above every score."""
        if self.basis == "recalibrated" and self.recalibration is not None and 0 < chance < 1:
            return self.recalibration.line(chance)
        return chance

    @cached_property
    def observed(self) -> Payoff:
        """What each judged lead brought, or would have, had it been handed off."""
        return self.payoff(self.won, self.worth if self.earned is None else self.earned)

    @cached_property
    def expected(self) -> Payoff:
        """What each judged lead brings by its probability."""
        return self.payoff(self.p, self.worth)

    @cached_property
    def unseen_won(self) -> Payoff:
        """What each lead whose outcome nobody saw would bring if it were won."""
        return self.unseen_own.payoff(np.ones(len(self.unseen), dtype=bool), self.unseen_own.worth)

    @cached_property
    def all_expected(self) -> Payoff:
        """What each lead brings by the chance its line stands on: the judged, then the others."""
        own = self.join(self.unseen_own)
        return own.payoff(self.chances(self.all_p), own.worth)

    @cached_property
    def all_p(self) -> Floats:
        """Probabilities of the judged leads, then of the others."""
        return np.concatenate([self.p, self.unseen])

    @cached_property
    def all_scores(self) -> Floats:
        """Probabilities of all leads, judged or not, sorted."""
        return np.sort(self.all_p, kind="stable")

    def never_pay(self, economics: Economics) -> int:
        """Count all leads, judged or not, that cost more than even their own win would bring."""
        if not self.own_amounts:
            return 0
        won = self.join(self.unseen_own).payoff(np.ones(len(self.all_p)), self.all_expected.worth)
        return int((won.profit(economics) <= 0).sum())

    @property
    def are_clustered(self) -> bool:
        """Whether some account holds several leads."""
        return bool(self.account.max() + 1 < len(self.p))

    @cached_property
    def accompanied(self) -> Bools:
        """Which judged leads share their account with others."""
        if not self.are_clustered:
            return np.zeros(len(self.p), dtype=bool)
        return np.bincount(self.account)[self.account] > 1

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
    p, y = numbers(scored, "p"), numbers(scored, "y")
    refuse(scored, "p", ~((p >= 0) & (p <= 1)), _("a probability lies between 0 and 1"))
    refuse(scored, "y", ~((y == 0) | (y == 1) | np.isnan(y)), _("an outcome is 1, 0 or empty"))
    is_seen, won = ~np.isnan(y), y == 1
    judged, wins = int(is_seen.sum()), int(won.sum())
    if judged < MINIMUM_LEADS or wins == 0:
        raise TooLittleData(
            _("{n} leads have a seen outcome, {wins} of them won: too few for a curve").format(
                n=number(judged), wins=number(wins)
            ),
            fix=_(
                "At least {least} judged leads and one win are needed; wait, or widen the dates."
            ).format(least=MINIMUM_LEADS),
        )
    own = check_own(scored, won)
    decided = np.zeros(len(p), dtype=bool) if own.today is None else own.today
    account = account_codes(scored)
    amounts = [own.columns[name] for name in ("points", *AMOUNTS) if name in own.columns]
    rows = rising(p + ~is_seen, *amounts, account, decided, won, p, ~is_seen)
    order, unseen = rows[:judged], rows[judged:]
    return Leads(
        p=p[order],
        won=won[order],
        account=alone_where_missing(account[order]),
        unseen=p[unseen],
        unseen_own=own.take(unseen),
        today_count=int(decided.sum()),
        today_line=_line(p, decided),
        days=_days(scored),
        rows=rows,
        **own.take(order).columns,
    )


def _line(p: Floats, decided: Bools) -> float | None:
    """Return the threshold that does exactly what today's rule does, if there is one."""
    if not decided.any():
        return None
    lowest = float(p[decided].min())
    return lowest if np.array_equal(p >= lowest, decided) else None


def account_codes(scored: pd.DataFrame) -> Ints:
    """Return a number for each account; -1 where there is none."""
    if "account" not in scored:
        return np.broadcast_to(np.int64(-1), len(scored))
    return pd.factorize(scored["account"], sort=True)[0].astype(np.int64)


def alone_where_missing(codes: Ints) -> Ints:
    """Return accounts numbered from 0, a lead without one as an account of its own."""
    missing = codes < 0
    if missing.all():
        return np.arange(len(codes))
    alone = codes.max() + 1 + missing.cumsum()
    return pd.factorize(np.where(missing, alone, codes))[0].astype(np.int64)


def _days(scored: pd.DataFrame) -> float | None:
    if "at" not in scored or scored["at"].isna().all():
        return None
    at = pd.to_datetime(scored["at"], utc=True, errors="coerce")
    unreadable = (at.isna() & scored["at"].notna()).to_numpy(dtype=bool)
    refuse(scored, "at", unreadable, _("not a time"))
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
