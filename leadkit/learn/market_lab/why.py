"""What a plan earned against the best possible, and which quarter cost the difference, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import N_, _, number, percent
from leadkit.learn.market_lab.engine import KNOWN, QUARTERS, Run, after
from leadkit.learn.market_lab.optimum import best_from, best_plan, worth

NEARLY = 0.995
CLOSE = 1.0
WORTH_SAYING = 5.0

REASONS = {
    "too_little": N_(
        "Too little pull: {pull} where {best} would have been best. More was sold at once, and the "
        "leads that pull would have drawn were missing in the quarters after."
    ),
    "too_late": N_(
        "Pull came too late: {pull} here, where {best} would have been best, and more than was "
        "needed later on. Pull works for the quarters after it, so it has to come first."
    ),
    "after_the_end": N_(
        "Pull at the very end: {pull}, where {best} would have been best. Its leads come when "
        "nothing counts any more."
    ),
    "calls_lacking": N_(
        "Calls were lacking: {pull} on pull, where {best} would have been best. {leads} leads "
        "came, and sales could call {calls}; the others waited."
    ),
    "too_much": N_(
        "Too much pull: {pull}, where {best} would have been best. The better a firm is known, the "
        "fewer new leads another share of pull brings, and push was missing at once."
    ),
}


@dataclass(frozen=True, eq=False, repr=False)
class Verdict:
    """A run against the best possible.

    Attributes
    ----------
    run : Run
        What was played.
    best : float
        The most that all quarters could have earned, million ₫.
    table : DataFrame
        One row a quarter: `best_pull`, percent, what would have been best from where the firm
        then stood; `cost`, million ₫, what playing otherwise cost in the end. The costs sum to
        what is missing to the best (the regret of each step: Bellman, 1957).
    """

    run: Run
    best: float
    table: pd.DataFrame

    @property
    def score(self) -> float:
        """Profit as a share of the best possible; below 0 where money was lost."""
        return self.run.profit / self.best

    @property
    def costly(self) -> list[int]:
        """The quarter that cost most, and where that is the last, the one before it as well."""
        if self.score >= NEARLY:
            return []
        cost = self.table["cost"].to_numpy()
        first, before = int(cost.argmax()), int(cost[:-1].argmax())
        both = first == QUARTERS - 1 and cost[before] >= WORTH_SAYING
        return [first + 1, before + 1] if both else [first + 1]

    def reason(self, quarter: int) -> str:
        """Return why a quarter cost what it cost, one of `REASONS`: the first that holds."""
        here, best = self._at(quarter), self._best(quarter)
        if here["pull"] < best:
            too_late = (self.run.pull - best_plan().pull > CLOSE)[quarter:].any()
            return "too_late" if too_late else "too_little"
        if quarter == QUARTERS:
            return "after_the_end"
        return "calls_lacking" if here["leads"] > here["calls"] else "too_much"

    def sentence(self) -> str:
        """Say the score, and which quarter cost most and why."""
        return " ".join([self.against_the_best(), *self.why()])

    def against_the_best(self) -> str:
        """Say the score."""
        said = _("Profit: {profit} million ₫; the best possible is {best}.")
        if self.run.profit > 0:
            said = _("Profit: {profit} million ₫, {score} of the best possible, {best}.")
        return said.format(
            profit=number(self.run.profit), score=percent(self.score), best=number(self.best)
        )

    def why(self) -> list[str]:
        """Say which quarter cost most, and why."""
        if not self.costly:
            return [_("No quarter could have been played much better.")]
        first, *others = self.costly
        head = _("Quarter {n} cost most, {cost} million ₫.")
        said = [self._because(first, head)]
        return said + [self._because(nr, _("Then quarter {n}, {cost} million ₫.")) for nr in others]

    def _because(self, quarter: int, head: str) -> str:
        here = self._at(quarter)
        reason = _(REASONS[self.reason(quarter)]).format(
            pull=percent(here["pull"] / 100),
            best=percent(self._best(quarter) / 100),
            leads=number(here["leads"]),
            calls=number(here["calls"]),
        )
        cost = number(self.table["cost"].to_numpy()[quarter - 1])
        return " ".join([head.format(n=quarter, cost=cost), reason])

    def _at(self, quarter: int) -> dict[str, float]:
        return dict(self.run.table.iloc[quarter - 1].astype(float))

    def _best(self, quarter: int) -> float:
        return float(self.table["best_pull"].to_numpy()[quarter - 1])

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.learn.market_lab.words import rows

        return inline_rows(rows(self.run, self), caption=self.sentence())


def judge(played: Run) -> Verdict:
    """Set eight quarters against the best possible.

    What a quarter cost is what the firm could still earn at its start, less what the quarter
    earned and what could still be earned after it.

    Parameters
    ----------
    played : Run
        All eight quarters.

    Returns
    -------
    Verdict

    Raises
    ------
    BadInput
        If some quarter is not played yet.

    Examples
    --------
    >>> from leadkit.learn.market_lab.engine import run
    >>> verdict = judge(run([0] * 8))
    >>> verdict.costly, verdict.reason(5), round(float(verdict.table["cost"].sum()), 1)
    ([5], 'too_little', 614.9)
    """
    if not played.finished:
        raise BadInput(
            _("only {n} of {all} quarters are played").format(n=len(played.table), all=QUARTERS),
            fix=_("Play them all; the best possible is that of all quarters."),
        )
    quarters = played.table
    known = np.r_[quarters["known"], after(quarters["known"].iloc[-1], quarters["pull"].iloc[-1])]
    left = [worth(float(one), QUARTERS - nr) for nr, one in enumerate(known)]
    table = pd.DataFrame(
        {
            "best_pull": [best_from(float(known[nr]), QUARTERS - nr)[0] for nr in range(QUARTERS)],
            "cost": np.maximum(-np.diff(left) - quarters["profit"].to_numpy(), 0.0),
        },
        index=quarters.index,
    )
    return Verdict(played, worth(KNOWN, QUARTERS), table)
