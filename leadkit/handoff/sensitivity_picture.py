"""The pictures of doubt: one bar an amount round the profit, and the map of costs and values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from leadkit.base import figure
from leadkit.base.language import _, number
from leadkit.handoff.doubt_words import (
    lines_moved,
    map_words,
    named,
    profit_unit,
    tornado_words,
    written,
)
from leadkit.handoff.leads import FLAT_LOSS, Floats
from leadkit.handoff.words import headed, line, money_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.sensitivity import CostRatios, Tornado

EDGE, LABELS, LINES, SWING, HEAD, ROW = 0.1, 1.6, 1.05, 0.75, 0.3, 0.46
GAP, SIZE = 0.06, 8.0
AROUND = {"left": 0.85, "right": 0.75, "top": 0.3, "bottom": 0.0}
MAP_HEIGHT = 4.0
APART_ABOVE, APART_BESIDE = 0.5, 0.18


def tornado_height(tornado: Tornado) -> float:
    """Return the height of the bare picture in inches."""
    return HEAD + ROW * (len(tornado.table) + 1) + 0.6


def plot_tornado(tornado: Tornado, ax: Axes | None = None) -> Axes:
    """Draw one bar an input round the profit at the agreed amounts."""
    if ax is None:
        ax = own_axes(tornado_height(tornado) + 1.3, tornado_words(tornado))
    inset(ax, left=LABELS, right=LINES + SWING, top=HEAD)
    scale, unit = profit_unit(tornado)
    _bars(ax, tornado, scale)
    _columns(ax, tornado, scale, unit)
    ax.set_xlabel(headed(_("Profit of a line at {line}").format(line=line(tornado.line)), unit))
    return ax


def own_axes(height: float, words: tuple[str, str, str]) -> Axes:
    """Return captioned axes as wide as the figure allows."""
    ax = figure.axes(height)
    figure.caption(ax, *words)
    box, edge = ax.get_position(), EDGE / figure.WIDTH
    ax.set_position((edge, box.y0, 1 - 2 * edge, box.height))
    return ax


def inches(ax: Axes) -> tuple[float, float]:
    """Return width and height of the axes in inches."""
    box, whole = ax.get_position(), ax.figure.get_figure(root=True)
    assert whole is not None
    width, height = whole.get_size_inches()
    return float(width * box.width), float(height * box.height)


def inset(
    ax: Axes, *, left: float = 0.0, right: float = 0.0, top: float = 0.0, bottom: float = 0.0
) -> None:
    """Take so many inches off the sides of the axes, for names."""
    box, (width, height) = ax.get_position(), inches(ax)
    across, up = box.width / width, box.height / height
    ax.set_position(
        (
            box.x0 + left * across,
            box.y0 + bottom * up,
            box.width - (left + right) * across,
            box.height - (top + bottom) * up,
        )
    )


def _bars(ax: Axes, tornado: Tornado, scale: float) -> None:
    """Draw the bars with the amount at each end, and the interval of the outcomes below."""
    base, count = tornado.profit.value / scale, len(tornado.table)
    currency = tornado.curve.economics.currency
    ends = [_ends(row, scale, currency) for row in tornado.table.to_dict("records")]
    for row, ((left, before), (right, after)) in enumerate(ends):
        color = figure.INK if row == 0 else figure.SHARED
        ax.barh(row, right - left, 0.52, left, color=color, zorder=3)
        if left == right:
            _beside(ax, right, row, _("moves nothing"), 1)
            continue
        _beside(ax, left, row, before, -1)
        _beside(ax, right, row, after, 1)
    low, high = (end / scale for end in (tornado.profit.low, tornado.profit.high))
    ax.errorbar(
        base, count, xerr=[[base - low], [high - base]], color=figure.INK, lw=1.4, capsize=3,
        zorder=4,
    )  # fmt: skip
    ax.axvline(base, color=figure.INK, lw=1.2, zorder=5)
    ax.axhline(count - 0.5, color=figure.SHARED, lw=0.8)
    ax.set(ylim=(count + 0.5, -0.5), yticks=[])
    ax.set_xlim(_room([*ends, ((low, ""), (high, ""))], inches(ax)[0]))
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    _few_numbers(ax.xaxis)


Ends = tuple[tuple[float, str], tuple[float, str]]


def _ends(row: Mapping[Any, Any], scale: float, currency: str) -> Ends:
    """Return the two profits of an input, the lower first, each with its amount."""
    low, high = (
        (row[f"profit_{end}"] / scale, written(row["input"], row[end], currency))
        for end in ("low", "high")
    )
    return (low, high) if low[0] <= high[0] else (high, low)


def _room(ends: list[Ends], width: float) -> tuple[float, float]:
    """Return limits that leave room for the amounts beside the bars."""
    before, after = (
        max(figure.text_width(pair[side][1], SIZE) for pair in ends) + 2 * GAP for side in (0, 1)
    )
    low, high = min(pair[0][0] for pair in ends), max(pair[1][0] for pair in ends)
    inch = ((high - low) or abs(high) or 1.0) / max(width - before - after, 0.5)
    return low - before * inch, high + after * inch


def _beside(ax: Axes, x: float, y: float, text: str, side: int, *, away: float = 72 * GAP) -> None:
    ax.annotate(
        text,
        (x, y),
        (away * side, 0),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center",
        size=SIZE,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        zorder=6,
        parse_math=False,
    )


def _columns(ax: Axes, tornado: Tornado, scale: float, unit: str) -> None:
    """Write names at the left of the bars, lines and swings at their right."""
    table = tornado.table
    names = [*(named(name) for name in table["input"]), _("Who happened to buy, 95 % interval")]
    moved = zip(table["line_low"], table["line_high"], strict=True)
    lines = [*(lines_moved(low, high) for low, high in moved), ""]
    swings = [*table["swing"], tornado.profit.high - tornado.profit.low]
    width, _height = inches(ax)
    for row, (name, moves, swing) in enumerate(zip(names, lines, swings, strict=True)):
        style: dict[str, Any] = {"va": "center", "parse_math": False}
        style |= {"transform": ax.get_yaxis_transform(), "weight": "bold" if row == 0 else "normal"}
        wrapped = figure.wrap(name, LABELS - 0.15, 8.5, style["weight"])
        ax.text(-LABELS / width, row, "\n".join(wrapped), size=8.5, linespacing=1.1, **style)
        ax.text(1 + LINES / width, row, moves, size=SIZE, ha="right", **style)
        swing_text = number(swing / scale)
        ax.text(1 + (LINES + SWING) / width, row, swing_text, size=SIZE, ha="right", **style)
    heads = ((LINES, _("best line")), (LINES + SWING, headed(_("swing"), unit)))
    for at, head in heads:
        wrapped = figure.wrap(head, SWING - 0.1, SIZE)
        ax.text(
            1 + at / width, 1 + 0.08 / inches(ax)[1], "\n".join(wrapped), size=SIZE, ha="right",
            va="bottom", color=figure.TEXT2, linespacing=1.1, transform=ax.transAxes,
            parse_math=False,
        )  # fmt: skip


def _few_numbers(axis: Any, scale: float = 1.0) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    low, high = sorted(axis.get_view_interval() / scale)
    places = int(high - low <= 6)
    locator = MaxNLocator(4, steps=[1, 2, 5, 10])
    axis.set_major_locator(locator)
    axis.set_major_formatter(FuncFormatter(lambda x, _at: number(x / scale, places)))


def plot_map(ratios: CostRatios, ax: Axes | None = None) -> Axes:
    """Draw break-even over cost and value, and where the current line is good enough."""
    if ax is None:
        ax = own_axes(MAP_HEIGHT + 1.1, map_words(ratios))
    inset(ax, **AROUND)
    grid = ratios.table.pivot_table(index="value", columns="cost", values=["loss", "best"])
    cost, value = grid["loss"].columns.to_numpy(), grid["loss"].index.to_numpy()
    spare = (FLAT_LOSS * grid["best"] - grid["loss"]).to_numpy()
    good = np.where(grid["best"].to_numpy() > 0, spare, -1.0)
    if good.max() >= 0:
        ax.contourf(
            cost, value, good, levels=[0, np.inf], colors=[figure.BAND], antialiased=True, zorder=1
        )
    _rays(ax, ratios, cost, value)
    economics = ratios.curve.economics
    agreed = (economics.cost, economics.value)
    ax.plot(*agreed, "+", color=figure.INK, ms=13, mew=2.2, zorder=6)
    ax.set(xlim=(cost[0], cost[-1]), ylim=(value[0], value[-1]))
    _beside(ax, *agreed, _("agreed"), 1 if agreed[0] < cost.mean() else -1, away=9)
    ax.grid(visible=False)
    for axis, name, largest in ((ax.xaxis, "cost", cost[-1]), (ax.yaxis, "value", value[-1])):
        scale, unit = money_unit(economics.currency, largest)
        _few_numbers(axis, scale)
        axis.set_label_text(headed(named(name), unit))
    return ax


def _rays(ax: Axes, ratios: CostRatios, cost: Floats, value: Floats) -> None:
    """Draw the amounts of equal break-even, each with its chance where it leaves the map."""
    from matplotlib.ticker import MaxNLocator

    lines, (width, height) = ratios.table["line"], inches(ax)
    levels = MaxNLocator(7, steps=[1, 2, 5, 10]).tick_values(lines.min(), lines.max())
    last = -np.inf
    for level in levels[(levels > lines.min()) & (levels < lines.max())]:
        economics = ratios.curve.economics
        slope = (1 - economics.kept) * level - economics.anyway
        ends = economics.spared + slope * value[[0, -1]]
        if not (ends[0] < cost[-1] and ends[1] > cost[0]):
            continue
        x = (min(ends[1], cost[-1]) - cost[0]) / np.ptp(cost)
        y = np.interp(min(ends[1], cost[-1]), ends, (0.0, 1.0))
        along = x * width + (1 - y) * height
        if along - last < (APART_ABOVE if y == 1 else APART_BESIDE):
            continue
        last = along
        ax.plot(ends, value[[0, -1]], color=figure.INK, lw=0.9, zorder=3)
        place: dict[str, Any] = {"ha": "center", "va": "bottom"} if y == 1 else {"va": "center"}
        ax.annotate(
            line(level), (x, y), (0, 4) if y == 1 else (5, 0), xycoords="axes fraction",
            textcoords="offset points", size=SIZE, **place,
        )  # fmt: skip
