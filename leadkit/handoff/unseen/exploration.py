"""How many leads below the line to hand off by lot: what that costs, and what it buys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.base.language import _, money, number, percent
from leadkit.handoff.unseen.exploration_sizes import leads_for_width, leads_to_tell, none_won
from leadkit.handoff.words import column_unit, headed, line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.own import Floats

FEWEST, MOST, SIZES = 10, 20_000, 60
FAR = (1.6, 0.4)


@dataclass(frozen=True, eq=False, repr=False)
class Exploration:
    """What handing off n leads of a band by lot costs and is worth.

    Attributes
    ----------
    table : DataFrame
        One row a size: n, cost (money it is expected to lose on these leads), worth (what the
        other coming leads are expected to bring by it), net (worth minus cost).
    economics : Economics
        What a win is worth and a handoff costs.
    coming : int
        Leads of the band that are to come.
    low, high : float
        The band: scores from `low` to below `high`.
    prior : (float, float)
        What is believed of its win rate before: a Beta distribution.
    evpi : float
        What knowing the win rate for certain would be worth.
    """

    table: pd.DataFrame
    economics: Economics
    coming: int
    low: float
    high: float
    prior: tuple[float, float]
    evpi: float

    @property
    def best(self) -> int:
        """The n with the highest worth minus cost; 0 where exploring does not pay."""
        if self.table.empty or self.table["net"].max() <= 0:
            return 0
        return int(self.table["n"].iloc[self.table["net"].argmax()])

    @property
    def share(self) -> float:
        """The chance of a lead to be drawn that gives `best` of the coming leads."""
        return self.best / self.coming if self.coming else 0.0

    @property
    def most(self) -> float:
        """What working the best n costs at most, should none of them be won."""
        return self.best * self.economics.paid

    @property
    def stop_loss(self) -> int:
        """After so many handoffs without a win the win rate lies below break-even at 95 %."""
        return none_won(self.economics.break_even)

    @property
    def sizes(self) -> pd.DataFrame:
        """One row a question that exploring can answer: question, rate, leads."""
        even = self.economics.break_even
        better, worse = (min(times * even, 0.99) for times in FAR)
        rows = [
            ("better", better, leads_to_tell(even, better)),
            ("worse", worse, leads_to_tell(even, worse)),
            ("rate", even, leads_for_width(even, even - worse)),
            ("none_won", 0.0, self.stop_loss),
        ]
        return pd.DataFrame(rows, columns=["question", "rate", "leads"])

    @property
    def shown(self) -> pd.DataFrame:
        """`sizes`, ready to read."""
        even = self.economics.break_even
        questions = {
            "better": _("The band pays, if {rate} of it win"),
            "worse": _("It does not pay, if {rate} of it win"),
            "rate": _("A win rate of {rate}, to within {width} points"),
            "none_won": _("None won so far: fewer than {even} win, stop"),
        }
        rows = [
            (
                questions[name].format(
                    rate=percent(rate, 1),
                    width=number((1 - FAR[1]) * even * 100, 1),
                    even=percent(even, 1),
                ),
                number(leads),
            )
            for name, rate, leads in self.sizes.itertuples(index=False)
        ]
        return pd.DataFrame(rows, columns=[_("what it tells"), _("leads")])

    @property
    def mean(self) -> float:
        """The win rate believed before."""
        return self.prior[0] / sum(self.prior)

    def sentence(self) -> str:
        """Say how many to explore, what that costs and buys, and when to stop."""
        currency = self.economics.currency
        facts = {
            "n": number(self.best),
            "coming": number(self.coming),
            "share": percent(self.share, int(self.share < 0.1)),
            "low": line(self.low),
            "high": line(self.high),
            "stop": number(self.stop_loss),
            "most": money(self.most, currency),
            "each": money(self.economics.paid - self.mean * self.economics.gained, currency),
            "evpi": money(self.evpi, currency),
        }
        if not self.best:
            return _(
                "Handing off leads from {low} to {high} by lot does not pay: {coming} are to come, "
                "and knowing their win rate for certain is worth {evpi}, but each one explored is "
                "expected to lose {each}."
            ).format(**facts)
        cost, worth = (
            float(self.table[name].iloc[self.table["net"].argmax()]) for name in ("cost", "worth")
        )
        return _(
            "Hand off {n} of the {coming} leads to come from {low} to {high} by lot ({share} of "
            "them). Expected: {cost} lost on them, {worth} earned by knowing; at most {most} is "
            "lost. Stop early if the first {stop} bring no win."
        ).format(
            cost=money(cost, currency),
            worth=money(worth, currency),
            **facts,
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw cost, worth and what remains over the number of leads; given axes get the marks."""
        from leadkit.handoff.unseen.exploration_picture import plot_exploration

        return plot_exploration(self, ax)

    def to_dict(self) -> dict[str, Any]:
        """Return the plan for machines."""
        names = ("best", "share", "coming", "low", "high", "stop_loss", "evpi")
        known = {name: getattr(self, name) for name in names}
        return known | {"prior": list(self.prior), "sizes": self.table.to_dict("records")}

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows

        largest = float(self.table["cost"].max()) if self.coming else 0.0
        scale, unit = column_unit(self.economics.currency, largest)
        rows = pd.DataFrame(
            {
                _("explored"): number(row["n"]),
                headed(_("costs"), unit): number(row["cost"] / scale),
                headed(_("is worth"), unit): number(row["worth"] / scale),
                headed(_("remains"), unit): number(row["net"] / scale, sign=True),
            }
            for row in self.table.iloc[:: max(len(self.table) // 10, 1)].to_dict("records")
        )
        return inline_rows(rows, caption=_("How many to explore"), note=self.sentence())


def exploration_plan(
    economics: Economics,
    *,
    coming: int,
    low: float,
    high: float,
    prior: tuple[float, float],
    sizes: Sequence[int] | None = None,
) -> Exploration:
    """Plan how many leads of a band below the line to hand off by lot.

    The leads that were explored tell the win rate, and the rest of those to come are handed off
    where it lies above break-even. Before and after, the win rate has a Beta distribution.

    Parameters
    ----------
    economics : Economics
        What a win is worth and a handoff costs.
    coming : int
        Leads of the band to come while the answer serves.
    low, high : float
        The band, in scores.
    prior : (float, float)
        Beta distribution of its win rate, as in 2 won and 38 lost of 40.
    sizes : sequence of int, optional
        Numbers of leads to compare; by default sixty from 10 to all that are to come, or 20,000.

    Raises
    ------
    BadInput
        If the prior or the band is none, or a size exceeds the leads to come.

    Notes
    -----
    Expected value of sample information (Raiffa and Schlaifer, 1961), binomial outcomes, conjugate
    Beta prior.

    Examples
    --------
    >>> plan = exploration_plan(Economics(value=1000, cost=60), coming=2000, low=0.02, high=0.06,
    ...                         prior=(2, 38), sizes=[25, 50, 100, 200, 400])
    >>> plan.table["net"].round().astype(int).tolist(), round(plan.evpi)
    ([9325, 12101, 13545, 13275, 10388], 19160)
    """
    if min(prior) <= 0 or not 0 <= low < high <= 1 or coming < 0:
        raise BadInput(
            _("exploring needs a band of scores, a prior above 0, and leads to come"),
            fix=_("Got a band from {low} to {high}, prior {prior}, {coming} leads.").format(
                low=low, high=high, prior=prior, coming=coming
            ),
        )
    asked = np.unique(np.asarray(_sizes(coming) if sizes is None else sizes, dtype=np.int64))
    if len(asked) and not 0 < asked[0] <= asked[-1] <= coming:
        raise BadInput(
            _("{n} leads cannot be explored of {coming} to come").format(
                n=int(asked[-1]), coming=coming
            ),
            fix=_("Explore from 1 lead to all that are to come."),
        )
    mean = prior[0] / sum(prior)
    at_once = mean * economics.gained - economics.paid
    now = max(at_once, 0.0)
    known = np.array([_informed(int(n), economics, prior) for n in asked])
    table = pd.DataFrame(
        {
            "n": asked,
            "cost": asked * (now - at_once),
            "worth": (coming - asked) * (known - now),
        }
    )
    table["net"] = table["worth"] - table["cost"]
    evpi = coming * (_certain(economics, prior) - now)
    return Exploration(table, economics, coming, low, high, prior, evpi)


def _sizes(coming: int) -> Floats:
    if coming < FEWEST:
        return np.array([])
    return np.geomspace(FEWEST, min(coming, MOST), SIZES).round()


def _informed(n: int, economics: Economics, prior: tuple[float, float]) -> float:
    """Return what a coming lead is expected to bring once n explored ones have told."""
    from scipy.stats import betabinom

    a, b = prior
    wins = np.arange(n + 1)
    rates = (a + wins) / (a + b + n)
    gains = np.maximum(rates * economics.gained - economics.paid, 0.0)
    return float(betabinom.pmf(wins, n, a, b) @ gains)


def _certain(economics: Economics, prior: tuple[float, float]) -> float:
    """Return what a coming lead is expected to bring where the win rate is known."""
    from scipy.stats import beta

    a, b = prior
    even = economics.break_even
    won = economics.gained * a / (a + b) * beta.sf(even, a + 1, b)
    return float(won - economics.paid * beta.sf(even, a, b))
