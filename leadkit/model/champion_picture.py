"""The picture of two models on the same leads: three differences, right is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base import figure
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.model.champion import Comparison


def plot(comparison: Comparison, ax: Axes | None = None) -> Axes:
    """Draw the three differences in percent of the champion, turned so that right is better."""
    own = ax is None
    ax = figure.axes(2.6) if ax is None else ax
    labels = {
        "log_loss": _("log-loss"),
        "brier": _("Brier score"),
        "auc": _("pairs ranked wrongly (1 - AUC)"),
    }
    for place, name in enumerate(labels):
        before = _before(comparison, name)
        scale = before if name == "auc" else -before  # less loss, and more AUC, is a gain
        gain, low, high = _gain(comparison.differences[name], scale)
        ax.hlines(place, low, high, color=figure.HATCH, lw=2)
        ax.plot(gain, place, "o", color=figure.INK, ms=6)
    ax.axvline(0, color=figure.SHARED, lw=1)
    ax.set_yticks(range(len(labels)), list(labels.values()))
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.grid(visible=False)
    ax.set_xlabel(_("lower than the champion's by, % (right: the challenger is better)"))
    if own:
        subtitle = _("Paired by lead; line: 95 % interval, by account")
        source = _("{n} leads that neither model learned from, {won} won.").format(
            n=number(comparison.counts["compared"]), won=number(comparison.counts["won"])
        )
        figure.caption(ax, comparison.sentence(), subtitle, source)
        ax.figure.subplots_adjust(left=0.3)
    return ax


def _before(comparison: Comparison, name: str) -> float:
    value = comparison.metrics["champion"][name].value
    return 1 - value if name == "auc" else value


def _gain(difference: Estimate, scale: float) -> tuple[float, float, float]:
    """Return gain and interval in percent of `scale`; a negative scale turns the sign."""
    if not scale:
        return 0.0, 0.0, 0.0
    gain, *ends = (100 * one / scale for one in (difference.value, difference.low, difference.high))
    return gain, min(ends), max(ends)
