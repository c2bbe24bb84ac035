"""How often each line earned most in the draws: where the best line may lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leadkit.base import figure
from leadkit.base.language import _, capital, number, percent
from leadkit.handoff.words import line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.choice import HandoffChoice

HEIGHT, BARS, SIZE = 2.6, 24, 8.0
ALL_BUT_FEW = 0.995


def plot_best(choice: HandoffChoice, ax: Axes | None = None) -> Axes:
    """Draw the share of draws in which a line earned most, with the chosen line and flat zone."""
    from matplotlib.ticker import FuncFormatter

    if ax is None:
        ax = figure.axes(HEIGHT + 1.2)
        figure.caption(ax, *best_words(choice))
    table = choice.curve.best_share
    right = _right(choice)
    edges = np.linspace(0.0, right, BARS + 1)
    share, _edges = np.histogram(table["threshold"], edges, weights=table["share"])
    if choice.flat is not None:
        ax.axvspan(*choice.flat, color=figure.FLAT, lw=0, zorder=0.5)
    ax.bar(edges[:-1], share, width=0.9 * edges[1], align="edge", color=figure.SHARED, zorder=2)
    ax.axvline(choice.nearest, color=figure.INK, lw=2.0, zorder=4)
    ax.set(xlim=(0, right), ylim=(0, 1.25 * share.max()))
    is_right = choice.nearest > 0.7 * right
    ax.annotate(
        _("chosen {line}").format(line=line(choice.nearest)),
        (choice.nearest, 1.0),
        (-6 if is_right else 6, -4),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        size=SIZE + 0.5,
        weight="bold",
        va="top",
        ha="right" if is_right else "left",
    )
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _at: percent(x, int(right <= 0.07))))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _at: percent(y)))
    ax.set_xlabel(_("Handoff line: the lowest chance of buying that still goes to sales"))
    return ax


def _right(choice: HandoffChoice) -> float:
    """Return the line up to which nearly all draws have their best, and all marks lie."""
    table = choice.curve.best_share
    enough = np.searchsorted(table["share"].cumsum(), ALL_BUT_FEW)
    highest = float(table["threshold"].iloc[min(int(enough), len(table) - 1)])
    return 1.1 * max(highest, choice.nearest, *(choice.flat or ()))


def best_words(choice: HandoffChoice) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    table = choice.curve.best_share
    finding = _("In 19 of 20 draws the best line lies between {low} and {high}").format(
        low=line(choice.low), high=line(choice.high)
    )
    if choice.flat is not None:
        in_zone = table["threshold"].between(*choice.flat)
        finding += _("; in {share} of them it lies in the flat zone").format(
            share=percent(float(table.loc[in_zone, "share"].sum()))
        )
    subtitle = _("Share of the draws in which a line earned most, by where the line is drawn")
    source = _("n = {n} judged leads, {wins} won. {method}.").format(
        n=number(len(choice.curve.leads.p)),
        wins=number(int(choice.curve.leads.won.sum())),
        method=capital(choice.curve.method),
    )
    return finding, subtitle, source
