"""The handoff curve: profit at every threshold, with bands, on leads judged out of time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.base.language import _, money, number, percent
from leadkit.handoff.bands import Bands, bands
from leadkit.handoff.capacity import Capacity, fit_capacity
from leadkit.handoff.cells import Tally, count_cells, draw_cells, tally
from leadkit.handoff.leads import Floats, Leads, check_leads
from leadkit.handoff.policies import rival_lines

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.choice import HandoffChoice

GRID = 200
BANDS_HOLD_FROM = 1000


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
    rivals : dict of str to float
        Thresholds of the policies the choice is compared with.
    counted, drawn : Tally
        Counts at each threshold, of the table and of every bootstrap draw.
    seed : int
        Seed of the draws.
    """

    table: pd.DataFrame
    economics: Economics
    leads: Leads
    capacity: Capacity
    rivals: dict[str, float]
    counted: Tally
    drawn: Tally
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

    def against_today(self) -> tuple[Floats, Bands]:
        """Return profit minus that of today's rule, on the same leads, and its bands.

        Without a rule of today this is profit itself.
        """
        economics = self.economics
        gain = self.counted.profit(economics) - self.counted.today_profit(economics)
        drawn = self.drawn.profit(economics) - self.drawn.today_profit(economics)[:, None]
        return gain, bands(gain, drawn)

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
    def is_approximate(self) -> bool:
        """Whether there are too few judged leads for the bands to hold what they promise."""
        return len(self.leads.p) < BANDS_HOLD_FROM

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the curve takes for granted."""
        unit = _("accounts") if self.leads.account is not None else _("leads")
        return (
            self.economics.sentence(),
            _("A lead that is not handed off neither buys nor costs anything."),
            _("The judged leads stand for the leads to come."),
            _("{draws} bootstrap draws of {unit}, seed {seed}.").format(
                draws=number(len(self.drawn.handed_off)), unit=unit, seed=self.seed
            ),
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the reader of the curve must know."""
        said = []
        if self.is_approximate:
            said.append(
                _("The bands are approximate: {n} judged leads, fewer than {least}.").format(
                    n=number(len(self.leads.p)), least=number(BANDS_HOLD_FROM)
                )
            )
        if len(self.leads.unseen):
            said.append(
                _("{n} leads have no seen outcome and are not in the curve.").format(
                    n=number(len(self.leads.unseen))
                )
            )
        return tuple(said)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the curve, its bands and the chosen line; below it the hours sales would need.

        Own axes carry title, subtitle and source; axes that are given get the marks only.
        """
        from leadkit.base import figure
        from leadkit.handoff.picture import draw
        from leadkit.handoff.words import picture_words

        choice = self.choose()
        if ax is None:
            ax = figure.axes(5.0)
            figure.caption(ax, *picture_words(self, choice))
        draw(ax, self, choice)
        return ax

    def __repr__(self) -> str:
        from leadkit.handoff.words import picture_words

        return picture_words(self, self.choose())[0]

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline
        from leadkit.handoff.words import line, picture_words

        choice = self.choose()
        shown = {self.at(t) for t in (*self.rivals.values(), self.economics.break_even)}
        return inline(
            self,
            caption=picture_words(self, choice)[0],
            columns=[_("line"), _("handed off"), _("won"), _("win rate"), _("profit (95 %)")],
            rows=[self._row(row, line) for row in sorted(shown)],
            note=" ".join(self.warnings),
        )

    def _row(self, index: int, line: Any) -> tuple[str, ...]:
        row: Any = self.table.iloc[index]
        profit, low, high = (
            money(row[name], self.economics.currency) for name in ("profit", "low", "high")
        )
        return (
            line(row["threshold"]),
            number(row["handed_off"]),
            number(row["wins"]),
            percent(row["win_rate"]) if row["handed_off"] else number(np.nan),
            _("{value} ({low} to {high})").format(value=profit, low=low, high=high),
        )


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
    rivals = rival_lines(leads, capacity, economics)
    lines = [economics.break_even, *rivals.values(), capacity.line, leads.today_line]
    thresholds = np.unique(
        np.r_[
            0.0,
            _spread(leads.scores, GRID),
            _spread(leads.unseen, GRID // 4),
            [line for line in lines if line is not None],
        ]
    )
    counted = tally(count_cells(leads, thresholds))
    drawn = tally(draw_cells(leads, thresholds, draws, seed))
    return HandoffCurve(
        table=_table(leads, economics, thresholds, counted, drawn),
        economics=economics,
        leads=leads,
        capacity=capacity,
        rivals=rivals,
        counted=counted,
        drawn=drawn,
        seed=seed,
    )


def _spread(scores: Floats, count: int) -> Floats:
    """Return sorted scores without repetition if they are few, else `count` quantiles of them."""
    if np.count_nonzero(scores[1:] > scores[:-1]) < count:
        return np.unique(scores)
    return np.asarray(scores[np.linspace(0, len(scores) - 1, count).round().astype(int)])


def _expected_wins(scores: Floats, thresholds: Floats) -> Floats:
    """Sum the probabilities at or above each threshold; one pass over the sorted scores."""
    ends = np.r_[np.searchsorted(scores, thresholds), len(scores)]
    between = [scores[start:end].sum() for start, end in pairwise(ends)]
    return np.asarray(np.cumsum(between[::-1])[::-1])


def _table(
    leads: Leads, economics: Economics, thresholds: Floats, counted: Tally, drawn: Tally
) -> pd.DataFrame:
    profit = counted.profit(economics)
    band = bands(profit, drawn.profit(economics))
    handed_off, unseen = counted.handed_off, len(leads.unseen)
    with np.errstate(invalid="ignore"):
        win_rate = counted.wins / np.where(handed_off, handed_off, np.nan)
    return pd.DataFrame(
        {
            "threshold": thresholds,
            "handed_off": handed_off,
            "wins": counted.wins,
            "win_rate": win_rate,
            "hours": handed_off * (np.nan if economics.hours is None else economics.hours),
            "spend": handed_off * economics.cost,
            "profit": profit,
            "expected_profit": economics.value * _expected_wins(leads.scores, thresholds)
            - economics.cost * handed_off,
            "low": band.low,
            "high": band.high,
            "band_low": band.band_low,
            "band_high": band.band_high,
            "unseen": unseen - np.searchsorted(leads.unseen, thresholds),
        }
    )
