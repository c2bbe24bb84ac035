"""A handoff curve at other lines or other amounts, from the counts it was drawn with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from leadkit.base.economics import Economics
from leadkit.handoff.curve import HandoffCurve
from leadkit.handoff.draws import Draws, draw
from leadkit.handoff.leads import Floats, Ints
from leadkit.handoff.thresholds import profit_table


def judged_at(curve: HandoffCurve, lines: Floats) -> HandoffCurve:
    """Judge further lines: the same leads, drawn again from the same seed.

    Parameters
    ----------
    curve : HandoffCurve
        Any curve.
    lines : array of float
        Thresholds, 0 to 1, in any order.

    Returns
    -------
    HandoffCurve
        Its thresholds are those of the curve and the lines.
    """
    thresholds = np.union1d(curve.thresholds, lines)
    drawn = draw(curve.leads, thresholds, len(curve.drawn.wins), curve.seed)
    table = profit_table(curve.leads, curve.economics, thresholds, drawn)
    return replace(curve, table=table, drawn=drawn)


def thinned(curve: HandoffCurve, rows: Ints) -> HandoffCurve:
    """Return the curve at some of its thresholds, given by rising row."""
    held = curve.drawn.above.each(lambda part: part[:, rows])
    table = curve.table.iloc[rows].reset_index(drop=True)
    return replace(curve, table=table, drawn=Draws(above=held, today=curve.drawn.today))


def repriced(curve: HandoffCurve, economics: Economics) -> HandoffCurve:
    """Return the curve at other amounts: counts and draws stay, money and bands follow.

    Parameters
    ----------
    curve : HandoffCurve
        Its `capacity` stays that of the old amounts.
    economics : Economics
        The other amounts. Where leads have amounts of their own, those stay.

    Examples
    --------
    >>> import pandas as pd
    >>> from leadkit.handoff import handoff_curve
    >>> p = [0.02, 0.04, 0.06, 0.08] * 50
    >>> scored = pd.DataFrame({"key": range(200), "p": p, "y": [0] * 190 + [0, 0, 1, 1, 0] * 2})
    >>> curve = handoff_curve(scored, Economics(value=1000, cost=50), draws=200)
    >>> dear = repriced(curve, Economics(value=1000, cost=60))
    >>> int((curve.table["profit"] - dear.table["profit"]).iloc[0])
    2000
    """
    table = profit_table(curve.leads, economics, curve.thresholds, curve.drawn)
    return replace(curve, table=table, economics=economics)
