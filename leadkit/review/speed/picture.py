"""The picture of speed to lead: three win rates a wait, raw, evened out, and by out-of-hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leadkit.base import figure
from leadkit.base.language import _, day, number, percent
from leadkit.review.speed.words import bucket_words, way_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.review.speed.found import SpeedToLead

HEIGHT, ASIDE = 2.9, 0.2
LOOKS = {
    "raw": (-ASIDE, "o", figure.SHARED),
    "standardised": (0.0, "s", figure.INK),
    "quasi": (ASIDE, "D", figure.SALES),
}


def plot_speed(found: SpeedToLead, ax: Axes | None = None) -> Axes:
    """Draw the win rates of each wait; too few leads leave a gap."""
    from matplotlib.ticker import FuncFormatter

    own = ax is None
    ax = figure.axes(HEIGHT + 1.2) if ax is None else ax
    names, ways = bucket_words(), way_words()
    at = np.arange(len(found.table))
    top = 0.0
    for way, (aside, mark, colour) in LOOKS.items():
        shown = [
            (place + aside, one.value, one.low, one.high)
            for place, one in zip(at, found.table[way], strict=True)
            if one is not None and not one.refused
        ]
        if not shown:
            continue
        x, value, low, high = np.array(shown).T
        ax.errorbar(
            x, value, yerr=[np.maximum(value - low, 0), np.maximum(high - value, 0)],
            fmt=mark, ms=6, color=colour, elinewidth=1.4, lw=0, label=ways[way],
        )  # fmt: skip
        top = max(top, float(high.max()))
    ax.set(xlim=(-0.5, len(at) - 0.5), ylim=(0, 1.25 * top or 1))
    ax.set_xticks(at, [names[str(name)] for name in found.table["bucket"]])
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _at: percent(y)))
    ax.set_xlabel(_("first attempt after the handoff, working hours"))
    ax.legend(loc="upper right", ncols=3, fontsize=8.5, borderaxespad=0, handletextpad=0.3)
    if own:
        figure.caption(ax, *speed_picture_words(found))
    return ax


def speed_picture_words(found: SpeedToLead) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    finding = _("How often leads are won, by how fast they were first called")
    if found.ratios:
        finding = _("Fast leads win {raw} times as often; at equal quality {evened} times").format(
            raw=number(found.ratios["raw"].value, 1),
            evened=number(found.ratios["standardised"].value, 1),
        )
    subtitle = _("Share won within {days} days, with 95 % intervals").format(
        days=number(found.window_days)
    )
    source = _("n = {n} leads handed off {first} to {last}, {wins} won").format(
        n=number(found.n), first=day(found.first), last=day(found.last), wins=number(found.wins)
    )
    return finding, subtitle, source
