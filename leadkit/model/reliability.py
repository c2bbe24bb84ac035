"""The reliability picture: of leads given 20 %, how many bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from leadkit.base import figure
from leadkit.base.language import _, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.model.evaluation import Evaluation

RESAMPLES = 300
FEW = 30

Array = npt.NDArray[np.float64]


def reliability(y: Array, p: Array, *, seed: int = 0) -> tuple[Array, Array, Array, Array]:
    """Fit the CORP reliability curve (Dimitriadis, Gneiting and Jordan, 2021).

    Parameters
    ----------
    y, p : ndarray of shape (n,)
        Outcomes (0 or 1) and predicted probabilities.
    seed : int
        Seed of the consistency resamples.

    Returns
    -------
    x, observed, low, high : ndarray
        Distinct probabilities, the isotonic win rate at each, and the 90 % band in which a
        perfectly calibrated model's curve would lie.
    """
    from sklearn.isotonic import IsotonicRegression

    x = np.unique(p)
    rng = np.random.Generator(np.random.PCG64(seed))
    observed = IsotonicRegression().fit(p, y).predict(x)
    drawn = [
        IsotonicRegression().fit(p, (rng.random(len(p)) < p).astype(float)).predict(x)
        for _draw in range(RESAMPLES)
    ]
    low, high = np.quantile(drawn, [0.05, 0.95], axis=0)
    return x, observed, low, high


def plot(evaluation: Evaluation, ax: Axes | None = None) -> Axes:
    """Draw the reliability curve with its consistency band and the spread of the scores."""
    own = ax is None
    ax = figure.axes(4.6) if ax is None else ax
    judged = evaluation.judged
    y, p = judged["y"].to_numpy(float), judged["p"].to_numpy(float)
    x, observed, low, high = reliability(y, p)
    top = min(1.0, float(x.max()) * 1.1)
    firm = x <= np.sort(p)[-min(FEW, len(p))]
    ax.fill_between(x * 100, low * 100, high * 100, step="mid", color=figure.BAND, lw=0)
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


def words(evaluation: Evaluation) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    judged = evaluation.judged
    said, happened = judged["p"].sum(), judged["y"].sum()
    finding = _("It expected {said} wins and {happened} happened").format(
        said=number(said), happened=number(happened)
    )
    subtitle = _("Win rate by the chance the model gave; grey: 90 % of perfectly calibrated models")
    source = _(
        "n = {n} leads, {wins} won ({rate}), none of them used in training. Isotonic curve."
    ).format(n=number(len(judged)), wins=number(happened), rate=percent(happened / len(judged), 1))
    return finding, subtitle, source
