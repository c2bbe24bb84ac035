"""The picture of a line: what each line earns above, and whom it sends to sales below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from leadkit.base import figure
from leadkit.base.language import _, number, percent
from leadkit.learn.lessons.lines import (
    COST,
    FLAT_LOSS,
    HUNDRED,
    LAST_LINE,
    MILLION,
    Plan,
    Played,
    Quarter,
    flat_zone,
    profits,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TOP_SENT = 2_200
EDGES = np.arange(LAST_LINE + 2) - 0.5  # a line is a whole percent
BESIDE: dict[str, Any] = {"size": 8.5, "va": "center", "annotation_clip": False}


def draw_line(line: int, places: int, *, best_first: bool = True) -> Figure:
    """Draw the profit of every line, the one chosen among them, and what each sends to sales."""
    return draw_plan(Plan(Quarter(places), line, best_first))


def draw_plan(plan: Plan, played: Played | None = None) -> Figure:
    """Draw a plan among all the lines that could have been drawn, and how it came out."""
    sheet = figure.blank(4.4)
    upper, lower = sheet.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": (5, 2)})
    _draw_profits(upper, plan)
    _name_profits(upper, plan, played)
    _draw_sent(lower, plan)
    figure.caption(upper, _title(plan), _legend(), _source(plan.quarter))
    sheet.subplots_adjust(left=0.1, right=0.8, hspace=0.3)
    return sheet


def draw_profits(plan: Plan) -> Figure:
    """Draw what every line earns and nothing else: its sentence stands below."""
    sheet = figure.blank(2.4)
    ax = sheet.add_subplot()
    _draw_profits(ax, plan)
    _name_lines(ax)
    sheet.subplots_adjust(left=0.1, right=0.97, top=0.97, bottom=0.22)
    return sheet


def _draw_profits(ax: Axes, plan: Plan) -> None:
    earned = profits(plan.quarter, best_first=plan.best_first) / MILLION
    low, high = flat_zone(plan.quarter, best_first=plan.best_first)
    best = plan.quarter.best / MILLION
    ax.axvspan(low - 0.5, high + 0.5, color=figure.FLAT, lw=0, zorder=0.5)
    ax.plot([low - 0.5, high + 0.5], [1.2 * best] * 2, color=figure.INK, lw=1.2, marker="|", ms=7)
    ax.stairs(earned, EDGES, baseline=None, color=figure.INK, lw=2, zorder=3)
    ax.axhline(0, color=figure.SHARED, lw=1.0)
    ax.axhline(best, color=figure.INK, lw=0.9, ls=(0, (4, 3)))
    ax.plot(plan.line, plan.profit / MILLION, "o", color=figure.INK, ms=8, zorder=5)
    ax.set_ylim(min(earned.min(), 0) - 0.1 * best, 1.35 * best)
    ax.set_ylabel(_("profit, million ₫"))


def _name_profits(ax: Axes, plan: Plan, played: Played | None) -> None:
    """Name the best possible profit, and that of the quarter played, beside the axes."""
    best = plan.quarter.best / MILLION
    names = [(best, _("best possible:\n{profit}").format(profit=plain(best)))]
    if played:
        drawn = played.profit / MILLION
        ax.plot(plan.line, drawn, "o", mfc="white", mec=figure.INK, mew=1.4, ms=8, zorder=4)
        names.append((drawn, _("this time:\n{profit}").format(profit=plain(drawn))))
        low, high = ax.get_ylim()
        ax.set_ylim(min(low, drawn - 0.1 * best), max(high, 1.1 * drawn))
    _name_right(ax, names)


def _name_right(ax: Axes, names: list[tuple[float, str]]) -> None:
    """Write beside the axes, at the height of each value, moved apart where two would meet."""
    low, high = ax.get_ylim()
    apart, ordered = 0.24 * (high - low), sorted(names)
    heights = [max(value, low + apart / 2) for value, _name in ordered]
    for place in range(1, len(heights)):
        heights[place] = max(heights[place], heights[place - 1] + apart)
    for height, (value, name) in zip(heights, ordered, strict=True):
        ax.annotate(
            name,
            (1, value),
            (1.03, height),
            xycoords=("axes fraction", "data"),
            textcoords=("axes fraction", "data"),
            arrowprops={"arrowstyle": "-", "color": figure.INK, "lw": 0.7, "relpos": (0, 0.5)},
            **BESIDE,
        )


def _draw_sent(ax: Axes, plan: Plan) -> None:
    from matplotlib.ticker import FuncFormatter

    sent = np.array([Plan(plan.quarter, line).sent.sum() for line in range(LAST_LINE + 1)])
    places = plan.quarter.places
    ax.stairs(sent, EDGES, fill=True, color=figure.WIDE_BAND)
    ax.stairs(np.maximum(sent, places), EDGES, baseline=places, fill=True, lw=0, **figure.HATCHED)
    ax.stairs(sent, EDGES, color=figure.INK, lw=1.4)
    ax.axhline(places, color=figure.SALES, lw=1.6)
    ax.plot(plan.line, plan.sent.sum(), "o", color=figure.INK, ms=8, zorder=5)
    ax.annotate(
        _("places:\n{n}").format(n=number(places)),
        (1.03, places),
        xycoords=("axes fraction", "data"),
        color=figure.SALES,
        **BESIDE,
    )
    ax.set_ylim(0, TOP_SENT)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _at: number(y)))
    ax.set_ylabel(_("leads sent"))
    _name_lines(ax)


def _name_lines(ax: Axes) -> None:
    from matplotlib.ticker import FuncFormatter

    ax.set_xlim(EDGES[0], EDGES[-1])
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _at: percent(x / HUNDRED)))
    ax.set_xlabel(_("the line"))


def _title(plan: Plan) -> str:
    return _("Line at {line}: {profit} of {best} million ₫ that were possible").format(
        line=percent(plan.line / HUNDRED),
        profit=plain(plan.profit / MILLION),
        best=plain(plan.quarter.best / MILLION),
    )


def _legend() -> str:
    return _(
        "Dot: your line, on average. Yellow: lines within {share} of the best one. "
        "Below, hatched: more leads than places."
    ).format(share=percent(FLAT_LOSS))


def _source(quarter: Quarter) -> str:
    return _(
        "Invented: 150 leads at 28 %, 250 at 14 %, 400 at 7 %, 1,200 at 2 %. A lead costs {cost} ₫ "
        "to work; a win is worth {value} ₫."
    ).format(cost=number(COST), value=number(quarter.value))


def say_line(line: int, places: int, *, best_first: bool = True) -> str:
    """Say in plain sentences what the picture shows."""
    plan = Plan(Quarter(places), line, best_first)
    return " ".join([told_plan(plan), _zone(plan)])


def told_plan(plan: Plan) -> str:
    """Say how many leads a plan sends, into how many places, and what it earns on average."""
    order = _("called from the highest score down") if plan.best_first else _("called as they come")
    return _(
        "With the line at {line}, {sent} leads go to sales, {order}; there are places for "
        "{places}. On average that earns {profit} million ₫; {best} were possible."
    ).format(
        line=percent(plan.line / HUNDRED),
        sent=number(plan.sent.sum()),
        order=order,
        places=number(plan.quarter.places),
        profit=plain(plan.profit / MILLION),
        best=plain(plan.quarter.best / MILLION),
    )


def _zone(plan: Plan) -> str:
    low, high = flat_zone(plan.quarter, best_first=plan.best_first)
    return _("Any line from {low} to {high} is as good as the best line, within {share}.").format(
        low=percent(low / HUNDRED), high=percent(high / HUNDRED), share=percent(FLAT_LOSS)
    )


def plain(value: float) -> str:
    """Write a number with a decimal only where it needs one."""
    return number(value, 0 if round(value, 1).is_integer() else 1)
