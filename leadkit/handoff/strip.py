"""The strip under the handoff curve: what each line asks of sales."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leadkit.base import figure
from leadkit.base.language import _, number
from leadkit.handoff.labels import LINE, SIZE, Room, label, some_of
from leadkit.handoff.shown import Shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.choice import HandoffChoice
    from leadkit.handoff.curve import HandoffCurve


def draw_strip(strip: Axes, curve: HandoffCurve, choice: HandoffChoice, shown: Shown) -> None:
    """Draw the load of each line and the limit of sales."""
    limit = curve.capacity.limit
    top = float(shown.hours.max())
    strip.fill_between(shown.x, shown.hours, step="pre", color=figure.RULE, lw=0, zorder=0.7)
    strip.plot(shown.x, shown.hours, color=figure.INK, lw=1.4, drawstyle="steps-pre", zorder=4)
    strip.set_xlim(shown.limits)
    strip.set_ylim(0, 1.25 * top)
    unit = _("Leads to work") if curve.economics.hours is None else _("Sales hours needed")
    if shown.unseen.any():
        unit += _(", leads never handed off included")
    strip.text(0, 1.06, unit, transform=strip.transAxes, size=SIZE + 0.5, color=figure.TEXT2)
    if limit is not None and limit < 1.25 * top:
        uprights = [x for x in (choice.nearest, curve.leads.today_line) if x is not None]
        _limit(strip, curve, shown, limit, uprights)


def _limit(
    strip: Axes, curve: HandoffCurve, shown: Shown, limit: float, uprights: list[float]
) -> None:
    """Draw what sales can take, and hatch what lies over it."""
    strip.axhline(limit, color=figure.INK, lw=1.2, zorder=4)
    over = shown.hours > limit
    strip.fill_between(
        shown.x,
        limit,
        shown.hours,
        where=over,
        step="pre",
        facecolor="none",
        edgecolor=figure.HATCH,
        hatch=figure.UNSEEN,
        lw=0,
        zorder=3,
    )
    unit = _("{n} leads") if curve.economics.hours is None else _("{n} h")
    text = _("capacity {limit}").format(limit=unit.format(n=number(limit)))
    strip.annotate(
        text,
        (1, limit),
        (0, 2),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        size=SIZE,
        ha="right",
        va="bottom",
        zorder=8,
    )
    room = Room(strip)
    right, height = room.inches(np.array([shown.limits[1]]), np.array([limit]))[0]
    room.take_text(right, height + 2 / 72 + LINE / 2, text, "right")
    room.take_line(np.array(shown.limits), np.array([limit, limit]))
    room.take_line(shown.x, shown.hours)
    for x in uprights:
        room.take_line(np.full(2, x), np.array(strip.get_ylim()))
    marks = some_of(shown.x[over], (shown.hours[over] + limit) / 2)
    label(room, _("over capacity"), *marks, ground=figure.RULE)
