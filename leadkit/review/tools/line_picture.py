"""The picture of a line in hindsight: profit at every line, with the one in force and the best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leadkit.base import figure
from leadkit.base.language import _, capital, number, percent, quarter_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.review.tools.line import LineJudged

LEAST_SHOWN = 0.98


def draw(found: LineJudged, ax: Axes) -> Axes:
    """Draw profit by line with its band; the line in force in ink, the best one dashed."""
    if found.curve is None or found.policy is None:
        return ax
    table, scale, line = found.curve.table, found.scale, found.policy.line
    right = max(float(np.quantile(found.curve.leads.p, LEAST_SHOWN)), 1.3 * line, 1.3 * found.best)
    shown = table[table["threshold"] <= right]
    ax.fill_between(
        shown["threshold"], shown["low"], shown["high"], step="pre", color=figure.WIDE_BAND, lw=0
    )
    ax.step(shown["threshold"], shown["profit"], where="pre", color=figure.INK, lw=1.8, zorder=4)
    ax.axhline(0, color=figure.SHARED, lw=1, zorder=2)
    top = float(shown["high"].max())
    in_force = _("in force: {line}").format(line=percent(line, 1))
    best = _("best in hindsight: {line}").format(line=percent(found.best, 1))
    for place, text, dashes, level in (
        (line, in_force, "-", 1.13), (found.best, best, (0, (4, 3)), 1.03)
    ):  # fmt: skip
        ax.plot([place] * 2, [min(0.0, float(shown["low"].min())), level * top], ls=dashes,
                color=figure.INK, lw=1.1, zorder=3)  # fmt: skip
        is_right = place > 0.6 * right
        ax.annotate(
            text, (place, level * top), (-4 if is_right else 4, 0), textcoords="offset points",
            size=8.5, ha="right" if is_right else "left", va="center", zorder=6,
        )  # fmt: skip
    ax.set(xlim=(0, right), ylim=(None, 1.22 * top))
    ax.xaxis.set_major_formatter(lambda value, _place: percent(value))
    ax.yaxis.set_major_formatter(lambda value, _place: scale.write(value))
    ax.set_xlabel(_("Hand off from this chance of buying upwards"))
    ax.set_ylabel(scale.head)
    return ax


def line_words(found: LineJudged) -> tuple[str, str, str]:
    """Return the finding, what is shown, and the source line."""
    if found.curve is None:
        return "", "", ""
    finding = _("No other line can be told to be better than the one in force")
    if found.regret.low > 0:
        finding = _("Another line would have earned more than the one in force, beyond luck")
    subtitle = _("What each line would have earned on the leads of {quarter}; grey: 95 %").format(
        quarter=quarter_name(found.quarter)
    )
    source = _("n = {n} leads of known outcome, {won} won; chances out of time.").format(
        n=number(len(found.curve.leads.p)), won=number(int(found.curve.leads.won.sum()))
    )
    return finding, capital(subtitle), source
