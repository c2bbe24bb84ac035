"""Both sides of a trial, and the win rate from which a handoff pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.language import _, day, number, percent
from leadkit.handoff.change import trial_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.change.trial_result import TrialResult

HEIGHT, LEFT, SIZE = 1.9, 1.6, 8.5


def plot_trial(result: TrialResult, ax: Axes | None = None) -> Axes:
    """Draw the win rate of each side with its interval, and where a handoff begins to pay."""
    from matplotlib.ticker import FuncFormatter

    if ax is None:
        ax = figure.axes(HEIGHT + 1.2)
        figure.caption(ax, *picture_words(result))
    sides = ((result.treated, figure.SALES), (result.left, figure.MARKETING))
    for place, (side, colour) in enumerate(sides):
        won = side.won
        ax.plot([won.low, won.high], [place, place], color=colour, lw=3, solid_capstyle="butt")
        ax.plot(won.value, place, "o", color=colour, ms=8, zorder=4)
        ax.annotate(
            _("{rate}, {won} of {n}").format(
                rate=percent(won.value, 1), won=number(won.events or 0), n=number(side.leads)
            ),
            (won.value, place),
            (0, 9),
            textcoords="offset points",
            ha="center",
            size=SIZE,
        )
    pays = result.left.won.value + result.plan.needed
    ax.axvline(pays, color=figure.INK, lw=1.2, ls="--", zorder=1)
    ax.annotate(
        _("a handoff pays from {rate}").format(rate=percent(pays, 1)),
        (pays, 1.42),
        (4, 0),
        textcoords="offset points",
        size=SIZE,
        va="center",
    )
    right = 1.25 * max(pays, *(side.won.high for side, _colour in sides))
    ax.set(ylim=(1.6, -0.6), xlim=(0, right))
    ax.set_yticks([0, 1], [_("handed to sales"), _("left with marketing")])
    ax.grid(visible=False, axis="y")
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _at: percent(x)))
    ax.set_xlabel(_("Share of the leads that bought"))
    return ax


def picture_words(result: TrialResult) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    finding = trial_words.both_sides(result).rstrip(".")
    subtitle = _("Win rate of both sides, with 95 % intervals")
    source = _("n = {n} leads with a chance of {band}, drawn by lot. As of {day}.").format(
        n=number(result.counts["judged"]),
        band=trial_words.band(result.plan),
        day=day(result.as_of),
    )
    return finding, subtitle, source
