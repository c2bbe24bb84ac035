"""The leads that change sides, drawn by their score: who bought, who did not, who nobody saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from leadkit.base import figure
from leadkit.base.language import _, ngettext, number, percent
from leadkit.handoff.words import line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.change.line_change import LineChange

HEIGHT, BARS, SIZE = 2.6, 20, 8.5
MARGIN, ROOM_ABOVE, LEAST_WIDTH = 0.12, 1.35, 0.001


def plot_change(change: LineChange, ax: Axes | None = None) -> Axes:
    """Draw the leads that change sides by score, with both lines; given axes get the marks only."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    if ax is None:
        ax = figure.axes(HEIGHT + 1.2)
        figure.caption(ax, *change_words(change))
    marks = [*change.table["probability"], *(at for at, _words, _style in _lines(change))]
    edges = np.linspace(min(marks), max(max(marks), min(marks) + LEAST_WIDTH), BARS + 1)
    base = np.zeros(BARS)
    for name, rows, how in _kinds(change):
        height, _edges = np.histogram(change.table.loc[rows, "probability"], edges)
        ax.bar(
            edges[:-1],
            height,
            width=0.9 * (edges[1] - edges[0]),
            align="edge",
            bottom=base,
            label=name,
            zorder=2,
            **how,
        )
        base = base + height
    room = MARGIN * (edges[-1] - edges[0])
    left, right = max(edges[0] - room, 0.0), min(edges[-1] + room, 1.0)
    ax.set(xlim=(left, right), ylim=(0, ROOM_ABOVE * max(base.max(), 1.0)))
    _draw_lines(ax, change)
    ax.legend(loc="upper center", ncols=3, fontsize=SIZE, bbox_to_anchor=(0.5, 1.0))
    digits = int(right - left < 0.08)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _at: percent(x, digits)))
    ax.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _at: number(y)))
    ax.set_xlabel(_("Chance of buying by the model of the new line"))
    return ax


def _kinds(change: LineChange) -> list[tuple[str, Any, dict[str, Any]]]:
    won = change.table["won"]
    return [
        (_("bought"), won == 1, {"color": figure.INK}),
        (_("did not buy"), won == 0, {"color": figure.SHARED}),
        (_("nobody saw"), won.isna(), figure.HATCHED),
    ]


def _lines(change: LineChange) -> list[tuple[float, str, str]]:
    """Return the lines that lie on the scale of the picture: position, words, line style."""
    new = (change.new.line, _("new {line}").format(line=line(change.new.line)), "solid")
    if not change.same_model or change.old.line == change.new.line:
        return [new]
    old = (change.old.line, _("old {line}").format(line=line(change.old.line)), "dashed")
    return [old, new]


def _draw_lines(ax: Axes, change: LineChange) -> None:
    """Draw both lines, each named on the side away from the other."""
    lines = _lines(change)
    for at, said, style in lines:
        is_left = at == min(other for other, _words, _style in lines)
        ax.axvline(at, color=figure.INK, lw=2.0, ls=style, zorder=4)
        ax.annotate(
            said,
            (at, 1.0),
            (-5 if is_left else 5, -4),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            size=SIZE,
            weight="bold",
            rotation=90,
            va="top",
            ha="right" if is_left else "left",
        )


def change_words(change: LineChange) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    sums = change.summed[["leads", "judged", "won", "unseen"]].sum()
    finding = ngettext(
        "{n} lead changes sides: {won} bought, {lost} did not, {unseen} nobody saw",
        "{n} leads change sides: {won} bought, {lost} did not, {unseen} nobody saw",
        int(sums["leads"]),
    ).format(
        n=number(sums["leads"]),
        won=number(sums["won"]),
        lost=number(sums["judged"] - sums["won"]),
        unseen=number(sums["unseen"]),
    )
    subtitle = _("Leads that one line hands off and the other does not, by their score")
    source = _("n = {n} judged leads, {wins} won.").format(
        n=number(change.judged), wins=number(change.won)
    )
    return finding, subtitle, source
