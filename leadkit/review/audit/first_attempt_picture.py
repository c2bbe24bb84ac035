"""The picture of the time to the first attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.language import _, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.review.audit.first_attempt import FirstAttempts

HEIGHT = 3.0


def draw(found: FirstAttempts, ax: Axes | None = None) -> Axes:
    """Draw the curve with its band, and the promised hours."""
    own = ax is None
    ax = figure.axes(HEIGHT + 0.9) if ax is None else ax
    hours, share, low, high = (
        found.table[name].to_numpy(float) for name in ("hours", "share", "low", "high")
    )
    ax.fill_between(hours, low * 100, high * 100, step="post", color=figure.BAND, lw=0)
    ax.step(hours, share * 100, where="post", color=figure.SALES)
    ax.axvline(found.within, color=figure.INK, lw=1, ls=(0, (4, 3)))
    ax.annotate(
        _("promised: {hours} h").format(hours=number(found.within, int(found.within % 1 > 0))),
        (found.within, 2),
        xytext=(4, 0),
        textcoords="offset points",
        size=8.5,
        color=figure.TEXT2,
    )
    ax.set_xlim(0, found.horizon)
    ax.set_ylim(0, 100)
    ax.set_xlabel(_("working hours since the handoff"))
    ax.set_ylabel(_("leads with a first attempt, %"))
    if own:
        figure.caption(ax, *words(found))
    return ax


def words(found: FirstAttempts) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    states = found.course["state"].value_counts()
    subtitle = _("Share of leads with a first attempt by each working hour; grey: 95 % interval")
    source = _(
        "n = {n} leads: {attempted} attempted, {never} decided without an attempt, {open} without "
        "one so far. Kaplan and Meier: a lead never touched counts for as long as it waits."
    ).format(
        n=number(len(found.course)),
        attempted=number(states.get("attempted", 0)),
        never=number(states.get("never", 0)),
        open=number(states.get("open", 0)),
    )
    return found.finding(), subtitle, source
