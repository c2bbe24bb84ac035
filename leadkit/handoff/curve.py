"""The handoff curve: profit at every threshold, with bands, on leads judged out of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.base.language import _, number
from leadkit.handoff.capacity import Capacity, fit_capacity
from leadkit.handoff.draws import Draws, bands, draw
from leadkit.handoff.leads import Floats, Leads, check_leads

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.choice import HandoffChoice

GRID = 200
BANDS_HOLD_FROM = 1000
HEIGHT = 5.0


@dataclass(frozen=True, eq=False, repr=False)
class HandoffCurve:
    """Profit of handing off every lead at or above a threshold, for about 200 thresholds.

    All money is the total over the judged leads of the table, not per lead.

    Attributes
    ----------
    table : DataFrame
        One row a threshold, rising: threshold, handed_off and wins (judged leads), win_rate,
        hours, spend, profit (wins x value - handed_off x cost), expected_profit (the sum of
        p x value - cost), low and high (pointwise 95 %), band_low and band_high (sup-t, 95 % for
        the whole curve), unseen (leads at or above it whose outcome nobody saw).
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
        return np.inf if limit is None else (1 + 1e-9) * limit / self.economics.hours_per_lead

    def at(self, threshold: float) -> int:
        """Return the row of a threshold that is on the grid."""
        return int(np.searchsorted(self.thresholds, threshold))

    def against_today(self) -> pd.DataFrame:
        """Return money minus that of today's rule on the same leads, one row a threshold.

        Columns: profit, expected_profit, low, high, band_low, band_high, and the bounds least and
        most, where all unseen leads at or above the threshold are lost or won. Without a rule of
        today nothing is taken off.
        """
        economics, leads, table = self.economics, self.leads, self.table.set_index("threshold")
        today = np.zeros_like(leads.won) if leads.today is None else leads.today
        cost = economics.cost * today.sum()
        profit = table["profit"] - economics.value * leads.won[today].sum() + cost
        expected = table["expected_profit"] - economics.value * leads.p[today].sum() + cost
        around = bands(profit.to_numpy(), self.drawn.gain(economics)).set_index(table.index)
        return around.assign(
            profit=profit,
            expected_profit=expected,
            least=profit - economics.cost * table["unseen"],
            most=profit + (economics.value - economics.cost) * table["unseen"],
        )

    def choose(self) -> HandoffChoice:
        """Choose the threshold: break-even, raised where sales' hours run out.

        Returns
        -------
        HandoffChoice
            With `threshold` None and a `reason` where no threshold meets the terms.
        """
        from leadkit.handoff.choice import choose

        return choose(self)

    @property
    def method(self) -> str:
        """How the bands were drawn."""
        unit = _("accounts") if self.leads.are_clustered else _("leads")
        draws = number(len(self.drawn.wins))
        return _("bootstrap of {unit}, {draws} draws").format(unit=unit, draws=draws)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the reader of the curve must know."""
        judged, unseen = len(self.leads.p), len(self.leads.unseen)
        approximate = _("The bands are approximate: {n} judged leads, fewer than {least}.").format(
            n=number(judged), least=number(BANDS_HOLD_FROM)
        )
        missing = _("{n} leads have no seen outcome and are not in the curve.").format(
            n=number(unseen)
        )
        said = [(judged < BANDS_HOLD_FROM, approximate), (unseen > 0, missing)]
        return tuple(text for is_so, text in said if is_so)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the curve, its bands and the chosen line; below it the hours sales would need.

        Own axes carry title, subtitle and source; axes that are given get the marks only.
        """
        from leadkit.base import figure
        from leadkit.handoff.picture import draw_curve
        from leadkit.handoff.words import picture_words

        choice = self.choose()
        if ax is None:
            ax = figure.axes(HEIGHT)
            figure.caption(ax, *picture_words(choice))
        draw_curve(ax, choice)
        return ax

    def __repr__(self) -> str:
        from leadkit.handoff.words import picture_words

        return picture_words(self.choose())[0]

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
        account are drawn together), at (UTC; needed for a capacity per week or month) and today
        (bool: would today's rule hand this lead off).
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
    Counts between thresholds are drawn, which is exactly the bootstrap of rows (Efron, 1979).
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
    capacity = fit_capacity(leads, economics)
    thresholds = _grid(leads, [0.0, economics.break_even, capacity.line, leads.today_line])
    drawn = draw(leads, thresholds, draws, seed)
    table = _table(leads, economics, thresholds, drawn)
    return HandoffCurve(table, economics, leads, capacity, drawn, seed)


def _grid(leads: Leads, lines: list[float | None]) -> Floats:
    """Return the thresholds to judge: the given lines, and quantiles of the scores."""
    wanted = [line for line in lines if line is not None]
    return np.unique(np.r_[_spread(leads.p, GRID), _spread(leads.unseen, GRID // 4), wanted])


def _spread(scores: Floats, count: int) -> Floats:
    """Return sorted scores without repetition if they are few, else `count` quantiles of them."""
    if np.count_nonzero(scores[1:] > scores[:-1]) < count:
        return np.unique(scores)
    return np.asarray(scores[np.linspace(0, len(scores) - 1, count).round().astype(int)])


def _table(leads: Leads, economics: Economics, thresholds: Floats, drawn: Draws) -> pd.DataFrame:
    handed_off = len(leads.p) - np.searchsorted(leads.p, thresholds)
    wins = np.r_[0, leads.won[::-1].cumsum()][handed_off]
    expected_wins = np.r_[0, leads.p[::-1].cumsum()][handed_off]
    profit = economics.value * wins - economics.cost * handed_off
    return pd.DataFrame(
        {
            "threshold": thresholds,
            "handed_off": handed_off,
            "wins": wins,
            "win_rate": wins / np.where(handed_off, handed_off, np.nan),
            "hours": handed_off * (np.nan if economics.hours is None else economics.hours),
            "spend": handed_off * economics.cost,
            "profit": profit,
            "expected_profit": economics.value * expected_wins - economics.cost * handed_off,
            **bands(profit, drawn.profit(economics)),
            "unseen": len(leads.unseen) - np.searchsorted(leads.unseen, thresholds),
        }
    )
