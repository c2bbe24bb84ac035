"""The decision curve: the net benefit of handing off by the model, everybody or nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from leadkit.base import figure
from leadkit.base.language import _, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.curve import HandoffCurve

HEIGHT = 3.4
ROOM_BELOW = 0.35


def net_benefit(curve: HandoffCurve) -> pd.DataFrame:
    """Return the net benefit at each threshold below 1, in wins per judged lead.

    TP/n - FP/n x t/(1 - t), where t is both the line and the price of a lost handoff in wins
    (Vickers and Elkin, 2006). It needs no value and no cost: each t stands for a pair of them.

    Returns
    -------
    DataFrame
        threshold, model (hand off from the threshold upwards), all, none.
    """
    table = curve.table[curve.table["threshold"] < 1]
    n, won = len(curve.leads.p), int(curve.leads.won.sum())
    threshold = table["threshold"].to_numpy()
    price = threshold / (1 - threshold)
    wins, lost = table["wins"], table["handed_off"] - table["wins"]
    return pd.DataFrame(
        {
            "threshold": threshold,
            "model": ((wins - lost * price) / n).to_numpy(),
            "all": (won - (n - won) * price) / n,
            "none": 0.0,
        }
    )


def draw_decisions(curve: HandoffCurve, ax: Axes | None = None) -> Axes:
    """Draw the decision curve; own axes carry title, subtitle and source."""
    from matplotlib.ticker import FuncFormatter

    if ax is None:
        ax = figure.axes(HEIGHT)
        figure.caption(ax, *decision_words(curve))
    table, break_even = curve.net_benefit, curve.economics.break_even
    right = _right(curve)
    shown = table[table["threshold"] <= right].set_index("threshold")
    top = float(shown[["model", "all"]].to_numpy().max())
    ax.plot(shown["all"], color=figure.SHARED, lw=1.6, ls=(0, (4, 3)), zorder=3)
    ax.axhline(0, color=figure.SHARED, lw=1.0, zorder=2)
    ax.plot(shown["model"], color=figure.INK, lw=2.2, zorder=4)
    ax.axvline(break_even, color=figure.INK, lw=1.0, zorder=3)
    ax.set_xlim(0, right)
    ax.set_ylim(-ROOM_BELOW * top, 1.18 * top)
    _name_lines(ax, shown, break_even, top)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _at: percent(x, int(right <= 0.07))))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _at: number(1000 * y, int(top < 0.004))))
    ax.set_xlabel(_("Handoff line, and with it what a lost handoff costs in wins"))
    return ax


def _right(curve: HandoffCurve) -> float:
    """Return the highest threshold to show: most leads, and well past break-even."""
    most_leads = float(np.quantile(curve.leads.p, 0.98))
    return min(max(most_leads, 1.5 * curve.economics.break_even), 0.99)


def _name_lines(ax: Axes, shown: pd.DataFrame, break_even: float, top: float) -> None:
    """Name each line beside it: the model above, everybody where it falls, nobody below zero."""
    right = ax.get_xlim()[1]
    beside: dict[str, Any] = {"size": 8.5, "annotation_clip": False, "zorder": 8}
    model = shown["model"]
    free = 0.25 if break_even > 0.4 * right else 0.55
    at = model.index[int(np.searchsorted(model.index, free * right))]
    ax.annotate(
        _("by the model"),
        (at, model[at]),
        (4, 6),
        textcoords="offset points",
        weight="bold",
        **beside,
    )
    falls = shown.index[int((shown["all"] <= -0.3 * top).to_numpy().argmax())]
    ax.annotate(
        _("hand off every lead"),
        (falls, -0.3 * top),
        (8, 0),
        textcoords="offset points",
        color=figure.TEXT2,
        va="bottom",
        **beside,
    )
    ax.annotate(
        _("hand off nobody"),
        (right, 0),
        (-2, -4),
        textcoords="offset points",
        ha="right",
        va="top",
        color=figure.TEXT2,
        **beside,
    )
    ax.annotate(
        _("break-even {line}").format(line=percent(break_even, 1)),
        (break_even, 1.18 * top),
        (4, -2),
        textcoords="offset points",
        va="top",
        **beside,
    )


def decision_words(curve: HandoffCurve) -> tuple[str, str, str]:
    """Return the finding, what is shown, and the source line."""
    break_even = curve.economics.break_even
    model, *others = curve.net_benefit.iloc[curve.at(break_even), 1:].tolist()
    gain = 1000 * (model - max(others))
    finding = _(
        "At break-even, {line}, choosing by the model is worth {wins} wins per 1,000 leads more "
        "than handing off everybody or nobody"
    ).format(line=percent(break_even, 1), wins=number(gain, 1))
    if gain <= 0:
        finding = _(
            "At break-even, {line}, choosing by the model is worth no more than handing off "
            "everybody or nobody"
        ).format(line=percent(break_even, 1))
    subtitle = _("Net benefit, in wins per 1,000 judged leads, after lost handoffs are paid for")
    source = _("n = {n} judged leads, {wins} won. Decision curve (Vickers and Elkin, 2006).")
    return (
        finding,
        subtitle,
        source.format(n=number(len(curve.leads.p)), wins=number(int(curve.leads.won.sum()))),
    )
