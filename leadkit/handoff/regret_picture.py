"""The picture of regret: what a line may miss, by where it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from leadkit.base import figure
from leadkit.base.language import _, number, percent
from leadkit.handoff.doubt_words import regret_words
from leadkit.handoff.sensitivity_picture import inches, inset, own_axes
from leadkit.handoff.words import line, money_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.regret import Regret

HEIGHT = 3.5
SCALE, NAMES, HEAD, SIZE = 0.75, 1.2, 0.28, 8.0
BROKEN = (0, (4, 3))
APART = 0.36


def plot_regret(regret: Regret, ax: Axes | None = None) -> Axes:
    """Draw the expected shortfall and its 95 % point by line, the current line marked."""
    if ax is None:
        ax = own_axes(HEIGHT + 0.9, regret_words(regret))
    inset(ax, left=SCALE, right=NAMES, top=HEAD)
    table, (width, height) = regret.table, inches(ax)
    scale = money_unit(regret.curve.economics.currency, float(table["regret_95"].max()))[0]
    left, right = _limits(regret)
    shown = table[table["threshold"].between(left, right)]
    curves = [shown[name].to_numpy() / scale for name in ("regret", "regret_95")]
    for values, thick in zip(curves, (2.4, 1.0), strict=True):
        ax.plot(shown["threshold"], values, color=figure.INK, lw=thick, zorder=4)
    ax.set(xlim=(left, right), ylim=(0, 1.05 * curves[1].max() or 1.0))
    _name_curves(ax, curves, width, height)
    _name_lines(ax, regret, scale)
    _scales(ax)
    return ax


def _limits(regret: Regret) -> tuple[float, float]:
    """Return the lines to show: to about twice the current or the least."""
    lines = regret.table["threshold"].to_numpy()
    wanted = 2.4 * max(regret.line, regret.best or 0.0)
    right = float(lines[min(int(np.searchsorted(lines, wanted)), len(lines) - 1)])
    lowest = float(lines[0])
    is_free = regret.curve.capacity.limit is None and lowest < 0.4 * right
    return (0.0 if is_free else lowest - 0.05 * (right - lowest)), right


def _name_curves(ax: Axes, curves: list[Any], width: float, height: float) -> None:
    """Name both curves in the right margin, each at its end, pushed apart."""
    top = ax.get_ylim()[1]
    low, high = (float(values[-1]) / top * height for values in curves)
    names = _("expected\nshortfall"), _("19 of 20 cases\nlie below")
    for at, text in zip((min(low, high - APART), high), names, strict=True):
        ax.text(
            1 + 0.08 / width, at / height, text, size=SIZE, va="center", linespacing=1.1,
            transform=ax.transAxes,
        )  # fmt: skip


def _name_lines(ax: Axes, regret: Regret, scale: float) -> None:
    """Mark the current line and the one with the least regret, named to either side above."""
    marks: list[tuple[float, str, str, float, Any]] = [
        (regret.line, _("drawn at {line}"), "bold", 2.0, "-")
    ]
    if regret.best is not None and line(regret.best) != line(regret.line):
        marks.append((regret.best, _("least at {line}"), "normal", 1.2, BROKEN))
    marks.sort(key=lambda mark: mark[0])
    for place, (at, name, weight, thick, dashes) in enumerate(marks):
        ax.axvline(at, color=figure.INK, lw=thick, ls=dashes, zorder=3)
        fill = figure.INK if at == regret.line else "white"
        shortfall = float(regret.at(at)["regret"]) / scale
        ax.plot(at, shortfall, "o", ms=7, mec=figure.INK, mew=1.6, mfc=fill, zorder=6)
        aside = "right" if len(marks) == 2 and place == 0 else "left"
        ax.annotate(
            name.format(line=line(at)), (at, 1), (3 if aside == "left" else -3, 5), ha=aside,
            xycoords=ax.get_xaxis_transform(), textcoords="offset points", size=SIZE + 0.5,
            weight=weight,
        )  # fmt: skip


def _scales(ax: Axes) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    left, right = ax.get_xlim()
    places, percents = int(ax.get_ylim()[1] <= 6), int(right - left <= 0.07)
    ax.yaxis.set_major_locator(MaxNLocator(5))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _at: number(y, places)))
    ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _at: percent(x, percents)))
    ax.set_xlabel(_("Handoff line: the lowest chance of buying that still goes to sales"))
