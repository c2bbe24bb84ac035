"""The reliability pictures: of leads given 20 %, how many bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from leadkit.base import figure
from leadkit.base.language import _, number, percent
from leadkit.model.influence import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.model.evaluation import Evaluation

FEW, POINTS = 30, 150


def plot(evaluation: Evaluation, ax: Axes | None = None) -> Axes:
    """Draw the isotonic reliability curve, its consistency band and the spread of the scores."""
    own = ax is None
    ax = figure.axes(4.6) if ax is None else ax
    parts, p = evaluation.corp, evaluation.judged["p"].to_numpy(float)
    drawn = _where_it_moves(parts.observed)
    x, observed = parts.x[drawn], parts.observed[drawn]
    top = min(1.0, float(x.max()) * 1.1)
    firm = x <= np.sort(p)[-min(FEW, len(p))]
    band = (parts.low[drawn] * 100, parts.high[drawn] * 100)
    ax.fill_between(x * 100, *band, step="mid", color=figure.BAND, lw=0)
    ax.plot([0, top * 100], [0, top * 100], color=figure.SHARED, lw=1)
    ax.step(x[firm] * 100, observed[firm] * 100, where="mid", color=figure.INK, lw=2)
    ax.step(x[~firm] * 100, observed[~firm] * 100, where="mid", color=figure.INK, lw=1, ls="--")
    ax.set(xlim=(0, top * 100), ylim=(0, top * 100))
    ax.set_ylabel(_("of these leads, won, %"))
    ax.text(
        top * 98, top * 3, _("thin line: said = happened"), ha="right", size=8, color=figure.TEXT2
    )
    strip = ax.inset_axes((0, -0.32, 1, 0.2), sharex=ax)
    strip.hist(p * 100, bins=np.linspace(0, top * 100, 41).tolist(), color=figure.SHARED)
    strip.set_ylabel(_("leads"))
    strip.set_xlabel(_("chance of buying that the model gave, %"))
    ax.tick_params(labelbottom=False)
    if own:
        figure.caption(ax, *words(evaluation))
        ax.figure.subplots_adjust(bottom=0.36)
    return ax


def _where_it_moves(observed: Array) -> npt.NDArray[np.intp]:
    """Return the places of a step curve that a picture needs: its steps, and even ones between."""
    last = len(observed) - 1
    steps = np.flatnonzero(np.diff(observed))
    even = np.linspace(0, last, POINTS).astype(np.intp)
    return np.unique(np.concatenate([steps, np.minimum(steps + 1, last), even]))


def words(evaluation: Evaluation) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    subtitle = _("Win rate by the chance the model gave; grey: 90 % of perfectly calibrated models")
    return _finding(evaluation), subtitle, _source(evaluation) + " " + _("Isotonic curve.")


def plot_bins(evaluation: Evaluation, ax: Axes | None = None) -> Axes:
    """Draw what happened against what was said, for leads in equally filled bins."""
    own = ax is None
    ax = figure.axes(4.2) if ax is None else ax
    table = evaluation.bins
    said, rate = table["said"].to_numpy(float) * 100, table["rate"].to_numpy(float) * 100
    low, high = table["low"].to_numpy(float) * 100, table["high"].to_numpy(float) * 100
    top = min(100.0, max(float(high.max()), float(said.max())) * 1.08)
    ax.plot([0, top], [0, top], color=figure.SHARED, lw=1)
    ax.vlines(said, low, high, color=figure.HATCH, lw=2)
    ax.plot(said, rate, "o", color=figure.INK, ms=5)
    ax.set(xlim=(0, top), ylim=(0, top))
    ax.set_xlabel(_("chance of buying that the model gave, %"))
    ax.set_ylabel(_("of these leads, won, %"))
    ax.text(
        top * 0.98, top * 0.03, _("thin line: said = happened"), ha="right", size=8,
        color=figure.TEXT2,
    )  # fmt: skip
    if own:
        figure.caption(ax, *bins_words(evaluation))
    return ax


def bins_words(evaluation: Evaluation) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture of equally filled bins."""
    subtitle = _("Each point holds about {n} leads; its line is the 95 % interval").format(
        n=number(evaluation.bins["n"].median())
    )
    return _finding(evaluation), subtitle, _source(evaluation)


def _finding(evaluation: Evaluation) -> str:
    said, happened = evaluation.judged["p"].sum(), evaluation.judged["y"].sum()
    return _("It expected {said} wins and {happened} happened").format(
        said=number(said), happened=number(happened)
    )


def _source(evaluation: Evaluation) -> str:
    judged = evaluation.judged
    happened = judged["y"].sum()
    return _("n = {n} leads, {wins} won ({rate}), none of them used in training.").format(
        n=number(len(judged)), wins=number(happened), rate=percent(happened / len(judged), 1)
    )
