"""The handoff curve: profit at every threshold, with bands, on leads judged out of time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.base.language import _, ngettext, number
from leadkit.handoff.capacity import ROUNDING, Capacity, fit_capacity, within_capacity
from leadkit.handoff.draws import NORMAL_FROM, Draws, bands, draw
from leadkit.handoff.leads import Floats, Leads, check_leads
from leadkit.handoff.payoff import Payoff, above
from leadkit.handoff.price import earned_price
from leadkit.handoff.thresholds import grid, profit_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.choice import HandoffChoice

BANDS_HOLD_FROM = 1000
FEWEST_WINS = 5


@dataclass(frozen=True, eq=False, repr=False)
class HandoffCurve:
    """Profit of handing off every lead at or above a threshold, for about 200 thresholds.

    All money is the total over the judged leads of the table, not per lead.

    Attributes
    ----------
    table : DataFrame
        One row a threshold, rising: threshold, handed_off and wins (judged leads), win_rate,
        hours, spend (cost of working them), profit (what the wins add less what the handoffs
        cost, against nurturing everybody), expected_profit (the same by the probabilities), low
        and high (pointwise 95 %), band_low and band_high (sup-t, 95 % for the whole curve),
        unseen (leads at or above it whose outcome nobody saw).
    economics : Economics
        What a win is worth and a handoff costs.
    leads : Leads
        The checked leads.
    capacity : Capacity
        What fits into sales' hours.
    drawn : Draws
        Counts at each threshold in every bootstrap draw.
    seed : int
        Seed of the draws.
    """

    table: pd.DataFrame
    economics: Economics
    leads: Leads
    capacity: Capacity
    drawn: Draws
    seed: int = 0

    @property
    def thresholds(self) -> Floats:
        """The grid of thresholds, rising."""
        return self.table["threshold"].to_numpy()

    @property
    def places(self) -> float:
        """How many leads, judged or not, sales can work; infinite without a limit."""
        limit = self.capacity.limit
        return np.inf if limit is None else (1 + ROUNDING) * limit / self.economics.hours_per_lead

    @property
    def own_amounts(self) -> bool:
        """Whether leads have amounts of their own, and not all those of the economics."""
        return self.leads.own_amounts

    @property
    def best_share(self) -> pd.DataFrame:
        """In which share of the draws each threshold that fits earned most: threshold, share."""
        drawn = within_capacity(self)[1]
        wins = np.bincount(drawn.argmax(axis=1), minlength=len(self.table))
        return pd.DataFrame({"threshold": self.thresholds, "share": wins / len(drawn)})

    @property
    def net_benefit(self) -> pd.DataFrame:
        """Net benefit at each threshold below 1: threshold, model, all, none."""
        from leadkit.handoff.decisions import net_benefit

        return net_benefit(self)

    def work(self, threshold: float) -> float:
        """Return the hours (or leads) that all leads at or above a threshold take of sales."""
        at_least = self.leads.all_p >= threshold
        places = self.leads.all_expected.places(self.economics)[at_least].sum()
        return float(places * self.economics.hours_per_lead)

    def at(self, threshold: float) -> int:
        """Return the row of a threshold that is on the grid."""
        return int(np.searchsorted(self.thresholds, threshold))

    def against_today(self) -> pd.DataFrame:
        """Return money minus that of today's rule on the same leads, one row a threshold.

        Columns: profit, expected_profit, low, high, band_low, band_high, and the bounds least and
        most, where all unseen leads at or above the threshold are lost or won. Without a rule of
        today nothing is taken off.
        """
        economics, table = self.economics, self.table.set_index("threshold")
        taken_off = self._of_today(self.leads.observed)
        profit = table["profit"] - taken_off.gained(economics) + taken_off.paid(economics)
        taken_off = self._of_today(self.leads.expected)
        expected = (
            table["expected_profit"] - taken_off.gained(economics) + taken_off.paid(economics)
        )
        around = bands(profit.to_numpy(), self.drawn.gain(economics), economics).set_index(
            table.index
        )
        unseen = self.leads.unseen_won.each(partial(above, count=table["unseen"].to_numpy()))
        return around.assign(
            profit=profit,
            expected_profit=expected,
            least=profit - unseen.paid(economics),
            most=profit + unseen.profit(economics),
        )

    def _of_today(self, payoff: Payoff) -> Payoff:
        """Sum up what the judged leads that today's rule hands off bring; 0 without a rule."""
        today = np.zeros_like(self.leads.won) if self.leads.today is None else self.leads.today
        return payoff.each(lambda part: part[today].sum())

    def choose(self, *, usable: bool = True) -> HandoffChoice:
        """Choose the threshold: break-even, on recalibrated chances where the scores are off.

        It is raised where sales' hours run out.

        Parameters
        ----------
        usable : bool
            Whether the model that scored the leads has a usable signal. Without one its scores
            draw no line: handing off every lead, nobody, and the points card are compared.

        Returns
        -------
        HandoffChoice
            With `threshold` None and a `reason` where no threshold meets the terms.
        """
        from leadkit.handoff.choosing import choose

        return choose(self, usable=usable)

    @property
    def method(self) -> str:
        """How the bands were drawn."""
        unit = _("accounts") if self.leads.are_clustered else _("leads")
        draws = number(len(self.drawn.wins))
        said = _("bootstrap of {unit}, {draws} draws").format(unit=unit, draws=draws)
        if self.own_amounts:
            said += _(
                "; own amounts summed by cell, as normal from {n} leads a cell, accounts exactly"
            ).format(n=NORMAL_FROM)
        return said

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the reader of the curve must know."""
        judged, wins = len(self.leads.p), int(self.leads.won.sum())
        never = self.leads.never_pay(self.economics)
        approximate = _("The bands are approximate: {n} judged leads, fewer than {least}.").format(
            n=number(judged), least=number(BANDS_HOLD_FROM)
        )
        unsure = ngettext(
            "Only {n} lead was won, fewer than {least}: the bands cannot be trusted.",
            "Only {n} leads were won, fewer than {least}: the bands cannot be trusted.",
            wins,
        )
        missing = ngettext(
            "{n} lead has no seen outcome and is not in the curve.",
            "{n} leads have no seen outcome and are not in the curve.",
            len(self.leads.unseen),
        )
        lost = ngettext(
            "{n} lead costs more than its own win would bring: for it no chance pays.",
            "{n} leads cost more than their own win would bring: for them no chance pays.",
            never,
        )
        said = {
            approximate: judged < BANDS_HOLD_FROM,
            unsure.format(n=number(wins), least=FEWEST_WINS): wins < FEWEST_WINS,
            missing.format(n=number(len(self.leads.unseen))): len(self.leads.unseen) > 0,
            lost.format(n=number(never)): never > 0,
        }
        return tuple(text for text, is_so in said.items() if is_so)

    def plot_decisions(self, ax: Axes | None = None) -> Axes:
        """Draw the decision curve: net benefit by the model, of everybody and of nobody."""
        from leadkit.handoff.decisions import draw_decisions

        return draw_decisions(self, ax)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the curve, its bands and the chosen line; below it the hours sales would need.

        Own axes carry title, subtitle and source; axes that are given get the marks only.
        """
        return self.choose().plot(ax)

    def __repr__(self) -> str:
        from leadkit.handoff.curve_words import finding

        return finding(self.choose())

    def _repr_html_(self) -> str:
        return self.choose()._repr_html_()


def handoff_curve(
    scored: pd.DataFrame,
    economics: Economics,
    *,
    today: pd.Series[bool] | None = None,
    draws: int = 1000,
    seed: int = 0,
) -> HandoffCurve:
    """Draw profit by threshold from leads scored out of time.

    Parameters
    ----------
    scored : DataFrame
        key; y (1 won, 0 not, missing where nobody saw the outcome); p (predicted probability, 0
        to 1, from a model that was not trained on the lead); optional account (leads of one
        account are drawn together), at (UTC; needed for a capacity per week or month), today
        (bool: would today's rule hand this lead off), points (probability by a points card, which
        is compared where it judged every lead) and
        the lead's own amounts instead of those of the economics, which then state averages:
        worth (margin if won), earned (margin a won lead brought; by default worth), cost, hours.
    economics : Economics
        What a win is worth, what a handoff costs and takes, and what sales can work. A capacity
        counts all leads of the table, judged or not, over the calendar days `at` spans.
    today : Series of bool, optional
        Today's rule for each row, instead of the column.
    draws : int
        Bootstrap draws.
    seed : int
        Seed of the draws; the same leads in any order give the same bytes.

    Returns
    -------
    HandoffCurve

    Raises
    ------
    BadInput
        If a column is missing or holds an impossible value.
    TooLittleData
        If fewer than 20 leads have an outcome, or none was won.

    Notes
    -----
    Counts between thresholds are drawn, which is exactly the bootstrap of rows (Efron, 1979); own
    amounts are compound sums given these counts, exact in mean and covariance.
    Bands: percentile, and sup-t (Montiel Olea and Plagborg-Moller, 2019).

    Examples
    --------
    >>> import pandas as pd
    >>> p = [0.02, 0.04, 0.06, 0.08] * 50
    >>> scored = pd.DataFrame({"key": range(200), "p": p, "y": [0] * 190 + [0, 0, 1, 1, 0] * 2})
    >>> curve = handoff_curve(scored, Economics(value=1000, cost=50), draws=200)
    >>> int(curve.table["handed_off"].iloc[0])
    200
    """
    if draws < 1:
        raise BadInput(_("draws must be at least 1, got {draws}").format(draws=draws))
    leads = check_leads(scored if today is None else scored.assign(today=today))
    if leads.hours is not None and economics.hours is None:
        raise BadInput(
            _("the leads have hours of their own, but the economics give none"),
            fix=_("Give hours as well: on average a lead takes {mean}.").format(
                mean=number(float(leads.hours.mean()), 1)
            ),
        )
    capacity = fit_capacity(leads, economics)
    capacity = replace(capacity, price=earned_price(leads, economics, capacity, seed))
    thresholds = grid(leads, [0.0, economics.break_even, capacity.line, leads.today_line])
    drawn = draw(leads, thresholds, draws, seed)
    table = profit_table(leads, economics, thresholds, drawn)
    return HandoffCurve(table, economics, leads, capacity, drawn, seed)
