"""What another rule would have earned, from logged chances: weights, a model, and both together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from math import isfinite, nan
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, number
from leadkit.handoff.leads import LEVEL
from leadkit.handoff.own import Bools, Floats, Ints
from leadkit.handoff.unseen import estimators
from leadkit.handoff.unseen import off_policy_words as words
from leadkit.handoff.unseen.diagnostics import Diagnostics, diagnostics
from leadkit.handoff.unseen.estimators import Draw
from leadkit.handoff.unseen.logged import Logged

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NUMBERS = ("value", "low", "high", "gain", "gain_low", "gain_high")
METHODS = ("naive", "direct", "ipw", "snipw", "doubly_robust")
BEST = "doubly_robust"
WEIGHTED = ("ipw", "snipw", BEST)
METHOD = "doubly robust, cross-fitted, 95 % by account"
FEWEST_EXPLORED, FEW_EXPLORED = 50, 100
FEW_WINS = 4


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class OffPolicy:
    """What another rule would have earned over the logged leads, and more than today's rule.

    Attributes
    ----------
    table : DataFrame
        One row a method (naive, direct, ipw, snipw, doubly_robust): method, value, low, high
        (earned in all, with its 95 % interval), gain, gain_low, gain_high (the same, more than
        today's rule), in money. All missing where the log cannot tell.
    diagnostics : Diagnostics
        Counts and effective sample sizes.
    economics : Economics
        What a win is worth and a handoff costs.
    refusal, warning : str or None
        Why no number is given, and why one is rough.
    """

    table: pd.DataFrame
    diagnostics: Diagnostics
    economics: Economics
    refusal: str | None
    warning: str | None

    @property
    def best(self) -> Estimate | None:
        """The gain over today's rule by the doubly robust method; None where refused."""
        return self._estimate("gain", "gain_low", "gain_high")

    @property
    def value(self) -> Estimate | None:
        """What the rule would have earned in all, by the same method; None where refused."""
        return self._estimate("value", "low", "high")

    def _estimate(self, *names: str) -> Estimate | None:
        if self.refusal is not None:
            return None
        row = self.table.loc[self.table["method"] == BEST, list(names)]
        value, low, high = map(float, row.to_numpy()[0])
        return Estimate(
            value=value,
            low=low,
            high=high,
            n=self.diagnostics.n,
            method=METHOD,
            unit=self.economics.currency or "number",
        )

    def sentence(self) -> str:
        """Say what the rule would have earned, from how many explored leads, or why not."""
        return words.sentence(self)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the gain over today's rule by method, with its interval."""
        from leadkit.handoff.unseen.off_policy_picture import plot_off_policy

        return plot_off_policy(self, ax)

    def to_dict(self) -> dict[str, Any]:
        """Return the result for machines, numbers that were not computed as null."""
        rows = [
            {name: x if isinstance(x, str) or isfinite(x) else None for name, x in row.items()}
            for row in self.table.to_dict("records")
        ]
        return {
            "format": 1,
            "methods": rows,
            "diagnostics": asdict(self.diagnostics),
            "refusal": self.refusal,
            "warning": self.warning,
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        caption = words.finding(self)
        return inline_rows(words.rows(self), caption=caption, note=self.sentence())


def off_policy(
    logged: Logged, takes: pd.Series[bool] | npt.ArrayLike, economics: Economics, *, seed: int = 0
) -> OffPolicy:
    """Estimate what a rule would have earned over the logged leads.

    Parameters
    ----------
    logged : Logged
        The log of decisions.
    takes : Series or array of bool, (n,)
        Whether the rule hands off each row of `logged.table`.
    economics : Economics
        What a win is worth and a handoff costs; the same for every lead.
    seed : int
        Which accounts fall into which fold of the model of outcomes.

    Returns
    -------
    OffPolicy
        Doubly robust is the answer; the others are there to compare (Dudik, Langford and Li, 2011).

    Raises
    ------
    BadInput
        If `takes` does not hold one true or false for every row.

    Examples
    --------
    >>> import leadkit as lk
    >>> from leadkit.handoff.unseen.logged import logged_decisions
    >>> logged = logged_decisions(lk.read_book(lk.sample()))
    >>> found = off_policy(logged, logged.table["points"] >= 35,
    ...                    lk.Economics(value=12e6, cost=1e6))
    >>> found.refusal is None, found.diagnostics.explored
    (True, 115)
    """
    rule = _decisions(logged.table, takes)
    known = diagnostics(logged, rule)
    refusal = words.refusal(known, FEWEST_EXPLORED)
    if refusal is None:
        table = estimates(logged, rule, economics, seed=seed)
    else:
        table = pd.DataFrame({"method": METHODS, **dict.fromkeys(NUMBERS, nan)})
    return OffPolicy(
        table=table,
        diagnostics=known,
        economics=economics,
        refusal=refusal,
        warning=None if refusal else words.warning(known, FEW_EXPLORED, FEW_WINS),
    )


def estimates(logged: Logged, rule: Bools, economics: Economics, *, seed: int) -> pd.DataFrame:
    """Return `OffPolicy.table`, however little it rests on: `off_policy` refuses first."""
    from scipy.stats import t

    table, today = logged.table, logged.table["today"].to_numpy(dtype=bool)
    draw = _draw(table, economics)
    outcomes = estimators.cross_fitted(draw, _covariates(table), seed)
    stratum: Ints = (2 * rule + today).astype(np.int64)
    ways: dict[str, Callable[[Bools], Floats]] = {
        "naive": lambda who: estimators.unweighted(draw, who),
        "direct": lambda who: estimators.modelled(draw, who, outcomes),
        "ipw": lambda who: estimators.inverse_weighted(draw, who),
        "snipw": lambda who: estimators.self_normalised(draw, who, stratum),
        "doubly_robust": lambda who: estimators.doubly_robust(draw, who, outcomes),
    }
    reach = float(t.ppf((1 + LEVEL) / 2, max(int(draw.account.max()), 1)))
    sides: Ints = rule.astype(np.int64) - today
    found = []
    for name in METHODS:
        value, changing = ways[name](rule), sides * (name in WEIGHTED)
        gain = value - ways[name](today)
        for contributions, sign in ((value, changing.clip(min=0)), (gain, changing)):
            low, high = estimators.ends(draw, contributions, sign, reach)
            found.append([contributions.sum(), low, high])
    numbers = np.array(found).reshape(len(METHODS), len(NUMBERS))
    return pd.DataFrame({"method": METHODS, **dict(zip(NUMBERS, numbers.T, strict=True))})


def _decisions(table: pd.DataFrame, takes: pd.Series[bool] | npt.ArrayLike) -> Bools:
    given = np.asarray(takes)
    fits = given.shape == (len(table),) and pd.Series(given).isin([True, False]).all()
    is_moved = isinstance(takes, pd.Series) and not takes.index.equals(table.index)
    if not fits or is_moved:
        raise BadInput(
            _("the rule needs one true or false for each of {n} logged leads").format(
                n=number(len(table))
            ),
            fix=_("Build it from the columns of the log, such as logged.table['points'] >= 35."),
        )
    return given.astype(bool)


def _draw(table: pd.DataFrame, economics: Economics) -> Draw:
    return Draw(
        taken=table["taken"].to_numpy(dtype=bool),
        propensity=table["propensity"].to_numpy(dtype=np.float64),
        won=table["y"].fillna(0.0).to_numpy(dtype=np.float64),
        account=pd.factorize(table["account"])[0].astype(np.int64),
        gained=economics.gained,
        paid=economics.paid,
    )


def _covariates(table: pd.DataFrame) -> Floats:
    """Return what is known of every lead: log-odds of p, points; else today's rule."""
    p, points, today = (table[name].to_numpy(dtype=np.float64) for name in ("p", "points", "today"))
    known = [one for one in (estimators.log_odds(p), points) if np.isfinite(one).all()]
    return np.column_stack(known or [today])
