"""How far the doubt in each amount moves the line and the profit: tornado and cost-ratio map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base.economics import Economics
from leadkit.base.errors import BadInput
from leadkit.base.estimate import Estimate
from leadkit.base.language import _
from leadkit.handoff.choice import money_of
from leadkit.handoff.earnings import (
    best_line,
    expected,
    lowest_line,
    pays_from_break_even,
    profit,
    sums,
)
from leadkit.handoff.leads import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.curve import HandoffCurve

CELLS = 61
HALF_TO_TWICE = (0.5, 2.0)


@dataclass(frozen=True, eq=False, repr=False)
class Tornado:
    """What each doubted amount does to the line and to the profit, one at a time.

    Attributes
    ----------
    table : DataFrame
        One row an input, the largest swing first: input, low, base, high (its amounts), line_low,
        line_high (the line that would be best at its low and high amount), profit_low,
        profit_high (what the current line would have earned, in money), swing (their distance).
    line : float
        The current line.
    profit : Estimate
        What it earned on the judged leads at the base amounts, with the interval that is due to
        who happened to buy.
    curve : HandoffCurve
        The curve it was computed from.
    """

    table: pd.DataFrame
    line: float
    profit: Estimate
    curve: HandoffCurve

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw one bar an input round the profit; given axes get the marks only."""
        from leadkit.handoff.sensitivity_picture import plot_tornado

        return plot_tornado(self, ax)

    def sentence(self) -> str:
        """Say which doubt matters most, and how far it moves the profit and the line."""
        from leadkit.handoff.doubt_words import tornado_sentence

        return tornado_sentence(self)

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.handoff.doubt_words import tornado_rows, tornado_words

        note = tornado_words(self)[2]
        return inline_rows(tornado_rows(self), caption=self.sentence(), note=note)


@dataclass(frozen=True, eq=False, repr=False)
class CostRatios:
    """Where the line lies, and what the current one loses, for every cost and value in doubt.

    Attributes
    ----------
    table : DataFrame
        One row a pair, costs within values: cost, value (in money), break_even, line (the line
        with the highest expected profit that sales can work, at most 1), best (its profit, at
        least 0: handing off nobody), loss (what the current line earns less, in money).
    line : float
        The current line.
    assumed : tuple of str
        Which of cost and value had no stated doubt and runs from half to twice its amount.
    curve : HandoffCurve
        The curve it was computed from.
    """

    table: pd.DataFrame
    line: float
    assumed: tuple[str, ...]
    curve: HandoffCurve

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the map; given axes get the marks only."""
        from leadkit.handoff.sensitivity_picture import plot_map

        return plot_map(self, ax)

    def sentence(self) -> str:
        """Say between which lines the best one lies, whatever is believed."""
        from leadkit.handoff.doubt_words import map_sentence

        return map_sentence(self)

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.handoff.doubt_words import map_rows, map_words

        note = map_words(self)[2]
        return inline_rows(map_rows(self), caption=self.sentence(), note=note)


def tornado(curve: HandoffCurve, line: float) -> Tornado:
    """Move every doubted amount to its low and high, one at a time (Howard, 1988).

    Parameters
    ----------
    curve : HandoffCurve
        Its economics must state a low and high for at least one amount.
    line : float
        The current line, a threshold of the curve.

    Returns
    -------
    Tornado
        Sorted by the swing of the profit at the current line. More hours a lead change the profit
        only where sales' capacity then forces the line up.

    Raises
    ------
    BadInput
        If no amount has a low and a high.
    """
    economics = curve.economics
    if not economics.doubt:
        raise BadInput(
            _("no amount has a low and a high, so there is no doubt to follow"),
            fix=_("State both, for example doubt={example}.").format(example="{'cost': (35, 80)}"),
        )
    rows = [_moved(curve, line, name, ends) for name, ends in economics.doubt.items()]
    table = pd.DataFrame(rows).sort_values("swing", ascending=False, kind="stable")
    at = curve.table.iloc[curve.at(line)].to_dict()
    earned = money_of(curve, at["profit"], at["low"], at["high"], method=curve.method)
    return Tornado(table.reset_index(drop=True), line, earned, curve)


def _moved(
    curve: HandoffCurve, line: float, name: str, ends: tuple[float, float]
) -> dict[str, Any]:
    lines, profits = [], []
    for end in ends:
        economics = curve.economics.varied(**{name: end})
        lowest = lowest_line(curve, economics)
        lines.append(best_line(curve, economics, lowest))
        won = sums(curve.leads, np.array([max(line, lowest)]), curve.leads.observed)
        profits.append(profit(won, curve.economics, economics).item())
    return {
        "input": name,
        "low": ends[0],
        "base": getattr(curve.economics, name),
        "high": ends[1],
        "line_low": lines[0],
        "line_high": lines[1],
        "profit_low": profits[0],
        "profit_high": profits[1],
        "swing": abs(profits[1] - profits[0]),
    }


def cost_ratios(curve: HandoffCurve, line: float | None = None) -> CostRatios:
    """Map the best line over cost and value, from their low to their high.

    Parameters
    ----------
    curve : HandoffCurve
        Where its economics state no low and high, cost or value runs from half to twice.
    line : float, optional
        The current line, a threshold of the curve; by default the chosen one.

    Returns
    -------
    CostRatios
        Expected profit is by what the choice of the line stands on.
    """
    economics = curve.economics
    line = curve.choose().nearest if line is None else line
    costs, values = (np.linspace(*_ends(economics, name), CELLS) for name in ("cost", "value"))
    cost, value = (axis.ravel() for axis in np.meshgrid(costs, values))
    lowest = lowest_line(curve, economics)
    lines = curve.thresholds[curve.thresholds >= lowest]
    earned = _earned(curve, lines, cost, value)
    best = np.maximum(earned.max(axis=1), 0.0)
    paid = cost - economics.spared + economics.anyway * value
    break_even = paid / ((1 - economics.kept) * value)
    top = lines[earned.argmax(axis=1)]
    table = pd.DataFrame(
        {
            "cost": cost,
            "value": value,
            "break_even": break_even,
            "line": np.clip(break_even, lowest, 1.0) if pays_from_break_even(curve) else top,
            "best": best,
            "loss": best - earned[:, np.searchsorted(lines, line)],
        }
    )
    assumed = tuple(name for name in ("cost", "value") if name not in economics.doubt)
    return CostRatios(table, line, assumed, curve)


def _earned(curve: HandoffCurve, lines: Floats, cost: Floats, value: Floats) -> Floats:
    """Return expected profit by pair of cost and value, and line: it is linear in both."""
    agreed = curve.economics
    held = sums(curve.leads, lines, expected(curve.leads))
    spent, nurtured = held.spend(agreed), agreed.spared * held.leads
    by_value = held.profit(agreed) + spent - nurtured
    by_both = np.outer(value / agreed.value, by_value) - np.outer(cost / agreed.cost, spent)
    return np.asarray(by_both + nurtured)


def _ends(economics: Economics, name: str) -> tuple[float, float]:
    half, twice = (getattr(economics, name) * factor for factor in HALF_TO_TWICE)
    return economics.doubt.get(name, (half, twice))
