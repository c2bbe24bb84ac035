"""How many of the buyers are reached by calling the best leads first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base import figure
from leadkit.base.language import _, number, percent
from leadkit.model.influence import Array, clusters, gain_influence, interval, ranks
from leadkit.model.metrics import is_enough

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.model.evaluation import Evaluation

SHARES = (0.05, *(tenth / 10 for tenth in range(1, 11)))
A_FIFTH = 0.2


def lift(y: Array, p: Array, account: npt.ArrayLike) -> pd.DataFrame:
    """Return the curve of cumulative gain at each tenth of the leads.

    Parameters
    ----------
    y, p : ndarray of shape (n,)
        Outcomes (0 or 1) and predicted probabilities.
    account : array of shape (n,)
        Clusters.

    Returns
    -------
    DataFrame
        share (of the leads, best first), leads, reached (share of the wins), low, high (clustered),
        lift (reached over share). Empty with fewer than 10 wins, 10 others or 10 accounts.
    """
    cluster = clusters(account)
    names = ["share", "leads", "reached", "low", "high", "lift"]
    if not is_enough(y, cluster):
        return pd.DataFrame(columns=names)
    ranked = ranks(y, p)
    rows = []
    for share in SHARES:
        one = interval(gain_influence(y, ranked, share), y, cluster, "influence by account")
        ends = max(one.low, 0.0), min(one.high, 1.0)
        rows.append((share, round(share * len(y)), one.value, *ends, one.value / share))
    return pd.DataFrame(rows, columns=names)


def plot_lift(evaluation: Evaluation, ax: Axes | None = None) -> Axes:
    """Draw which share of the buyers the best leads hold."""
    own = ax is None
    ax = figure.axes(4.2) if ax is None else ax
    table, judged = evaluation.lift, evaluation.judged
    rate = float(judged["y"].mean()) if len(judged) else 0.0
    x = np.r_[0, table["share"]] * 100
    ax.fill_between(
        x, np.r_[0, table["low"]] * 100, np.r_[0, table["high"]] * 100, color=figure.BAND, lw=0
    )
    ax.plot(x, np.r_[0, table["reached"]] * 100, color=figure.INK, lw=2, marker="o", ms=3)
    ax.plot([0, 100], [0, 100], color=figure.SHARED, lw=1)
    ax.plot([0, rate * 100, 100], [0, 100, 100], color=figure.SHARED, lw=1, ls="--")
    ax.set(xlim=(0, 100), ylim=(0, 102))
    ax.set_xlabel(_("leads taken, best first, %"))
    ax.set_ylabel(_("buyers among them, %"))
    ax.text(
        98,
        4,
        _("straight: leads taken blindly; dashed: nothing but buyers first"),
        ha="right",
        size=8,
        color=figure.TEXT2,
    )
    if own:
        figure.caption(ax, *lift_words(evaluation))
    return ax


def lift_words(evaluation: Evaluation) -> tuple[str, str, str]:
    """Return finding, subtitle and source of the picture."""
    judged = evaluation.judged
    row = evaluation.lift.query("share == @A_FIFTH").iloc[0].astype(float)
    finding = _("The best {share} of the leads hold {reached} ({low}–{high}) of the buyers").format(
        share=percent(A_FIFTH),
        reached=percent(row["reached"]),
        low=number(row["low"] * 100),
        high=number(row["high"] * 100),
    )
    subtitle = _("Share of buyers reached by calling the best leads first; grey: 95 % interval")
    source = _("n = {n} leads, {wins} won, none of them used in training.").format(
        n=number(len(judged)), wins=number(judged["y"].sum())
    )
    return finding, subtitle, source
