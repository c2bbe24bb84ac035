"""The picture of an off-policy estimate: the gain by method, with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leadkit.base import figure
from leadkit.base.language import _, capital, number
from leadkit.handoff.unseen.off_policy import BEST, METHODS
from leadkit.handoff.unseen.off_policy_words import NAMES, finding
from leadkit.handoff.words import headed, money_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.handoff.unseen.off_policy import OffPolicy

HEIGHT, NAMES_WIDTH, SIZE = 3.4, 2.5, 8.5


def plot_off_policy(found: OffPolicy, ax: Axes | None = None) -> Axes:
    """Draw the gain over today's rule by method; the misleading one hollow, the answer bold."""
    if ax is None:
        ax = figure.axes(HEIGHT)
        figure.caption(ax, *picture_words(found))
        ax.figure.subplots_adjust(left=NAMES_WIDTH / figure.WIDTH, right=0.97)
    if found.refusal is not None:
        return _refused(ax, found.refusal)
    names, ends = list(METHODS[::-1]), found.table[["gain_low", "gain", "gain_high"]].to_numpy()
    scale, unit = money_unit(found.economics.currency, float(np.abs(ends).max()))
    for place, (name, (low, gain, high)) in enumerate(zip(names, ends[::-1] / scale, strict=True)):
        is_best = name == BEST
        color = figure.INK if is_best else figure.SHARED
        ax.plot([low, high], [place, place], color=color, lw=3.0 if is_best else 1.6, zorder=3)
        ax.plot(
            gain, place, "o", ms=8 if is_best else 6, mec=color, mew=1.6,
            mfc="white" if name == "naive" else color, zorder=4,
        )  # fmt: skip
    ax.axvline(0, color=figure.TEXT2, lw=1.0, zorder=2)
    ax.set(ylim=(-0.6, len(names) - 0.4), yticks=range(len(names)))
    labels = ["\n".join(figure.wrap(_(NAMES[name]), NAMES_WIDTH - 0.3, SIZE)) for name in names]
    for name, label in zip(names, ax.set_yticklabels(labels), strict=True):
        label.set_fontweight("bold" if name == BEST else "normal")
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")
    ax.xaxis.set_major_formatter(lambda x, _at: number(x, sign=True))
    ax.set_xlabel(headed(_("Earned more than today's rule over the logged leads"), unit))
    return ax


def _refused(ax: Axes, refusal: str) -> Axes:
    """Write why there is nothing to draw."""
    text = "\n".join(figure.wrap(capital(refusal) + ".", 4.0, SIZE))
    ax.text(0.5, 0.5, text, ha="center", va="center", size=SIZE, transform=ax.transAxes)
    ax.set(xticks=[], yticks=[])
    ax.grid(visible=False)
    return ax


def picture_words(found: OffPolicy) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    known = found.diagnostics
    subtitle = _("Gain over today's rule by method, with 95 % intervals")
    source = _(
        "n = {n} logged leads; {explored} explored among those that change sides, {wins} won. "
        "Effective sample size {ess}, among those that change sides {ess_changed}."
    ).format(
        n=number(known.n),
        explored=number(known.explored),
        wins=number(known.wins),
        ess=number(known.ess),
        ess_changed=number(known.ess_changed),
    )
    return finding(found), subtitle, source
