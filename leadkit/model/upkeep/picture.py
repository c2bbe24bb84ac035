"""The picture of the refit rule: wins ahead of or behind what was expected, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.language import _, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.model.upkeep.rule import Refresh

MOST_LABELS = 8


def plot(found: Refresh, ax: Axes | None = None) -> Axes:
    """Draw the sum of wins above expectation, and the band in which luck keeps it."""
    own = ax is None
    ax = figure.axes(3.4) if ax is None else ax
    table = found.monthly
    months = range(len(table))
    if len(table):
        ax.fill_between(months, -table["band"], table["band"], color=figure.BAND, lw=0)
        ax.plot(months, table["cusum"], "o-", color=figure.INK, ms=4)
        step = -(-len(table) // MOST_LABELS)
        ax.set_xticks(list(months)[::step], table["month"].tolist()[::step])
    ax.axhline(0, color=figure.SHARED, lw=1)
    ax.set_ylabel(_("wins above expectation, in all"))
    if own:
        subtitle = _("Won less expected, added up from month to month; grey: 95 % of pure luck")
        source = _("{n} leads that the model had not learned from, {won} won.").format(
            n=number(found.n), won=number(found.won)
        )
        figure.caption(ax, found.sentence(), subtitle, source)
    return ax
