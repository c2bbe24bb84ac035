"""Whether the probabilities add up: wins seen against wins expected."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from leadkit.base.estimate import Estimate
from leadkit.base.language import _
from leadkit.handoff.bands import LEVEL
from leadkit.handoff.leads import Leads


def observed_over_expected(leads: Leads) -> Estimate:
    """Estimate calibration in the large: wins over the sum of probabilities (O/E).

    The interval is symmetric in log(O/E), its variance that of a ratio estimator over accounts
    (Cochran, 1977; for O/E see Debray et al., 2017). It holds 1 if the probabilities are right on
    average.

    Examples
    --------
    >>> import numpy as np
    >>> p, won = np.full(100, 0.1), np.arange(100) < 12
    >>> leads = Leads(p=p, won=won, unseen=np.array([]))
    >>> observed_over_expected(leads).write()
    '1.20 (0.71–2.04)'
    """
    wins, expected = int(leads.won.sum()), float(leads.scores.sum())
    if expected == 0:
        ratio = spread = np.inf
    else:
        ratio = wins / expected
        spread = float(np.exp(norm.ppf((1 + LEVEL) / 2) * _log_error(leads, ratio, wins)))
    return Estimate(
        value=ratio,
        low=ratio / spread if np.isfinite(spread) else np.nan,
        high=ratio * spread,
        n=len(leads.p),
        events=wins,
        method=_("observed over expected wins, log-ratio interval by account")
        if leads.account is not None
        else _("observed over expected wins, log-ratio interval"),
    )


def _log_error(leads: Leads, ratio: float, wins: int) -> float:
    if leads.account is None:
        won, squares = leads.won_scores, float(np.square(leads.scores).sum())
        total = wins - 2 * ratio * float(won.sum()) + ratio**2 * squares
    else:
        of_account = np.bincount(leads.account, weights=leads.won - ratio * leads.p)
        total = float(np.square(of_account).sum())
    return float(np.sqrt(max(total, 0.0))) / wins
