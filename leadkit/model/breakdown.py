"""Where the probabilities hold: by how high they are, and by source, segment and quarter."""

from __future__ import annotations

from math import nan
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.estimate import MINIMUM_N
from leadkit.base.language import EN_DASH, _, number, percent
from leadkit.model.influence import Array, Positions, clusters
from leadkit.model.labels import clustered_rate
from leadkit.model.metrics import judge
from leadkit.model.raw import BLANK
from leadkit.model.recalibration import totals

BINS = 10
HUNDRED = 100


def bins(y: Array, p: Array, account: npt.ArrayLike) -> pd.DataFrame:
    """Cut leads into equally filled bins by their probability.

    Parameters
    ----------
    y, p : ndarray of shape (n,)
        Outcomes (0 or 1) and predicted probabilities.
    account : array of shape (n,)
        Clusters.

    Returns
    -------
    DataFrame
        from, to, said (mean probability), n, won, rate, low, high: at most ten rows, of at least
        20 leads; equal probabilities stay together. Intervals are those of `clustered_rate`.
    """
    count = min(BINS, len(y) // MINIMUM_N)
    names = ["from", "to", "said", "n", "won", "rate", "low", "high"]
    if not count:
        return pd.DataFrame(columns=names)
    last = np.arange(1, count) * len(p) // count - 1
    edges = np.unique(np.sort(p)[last])
    place, cluster = np.searchsorted(edges, p, side="left"), clusters(account)
    rows = [_bin(y[own], p[own], cluster[own]) for own in (place == k for k in np.unique(place))]
    return pd.DataFrame(rows, columns=names)


def _bin(y: Array, p: Array, cluster: Positions) -> tuple[Any, ...]:
    found = clustered_rate(pd.Series(y == 1), pd.Series(cluster))
    rate = (found.n, found.events, found.value, found.low, found.high)
    return float(p.min()), float(p.max()), float(p.mean()), *rate


def lay(table: pd.DataFrame) -> list[str]:
    """Say each bin in words: of 100 leads that it calls 10 %, how many bought.

    Parameters
    ----------
    table : DataFrame
        Of `bins`.
    """
    text = _("Of {hundred} leads that it calls {said}, {rate} ({low}{dash}{high}) bought.")
    return [
        text.format(
            hundred=HUNDRED,
            said=percent(row["said"], 1 if row["said"] < 0.1 else 0),
            rate=number(row["rate"] * HUNDRED),
            low=number(row["low"] * HUNDRED),
            dash=EN_DASH,
            high=number(row["high"] * HUNDRED),
        )
        for row in table.to_dict("records")
    ]


def by_kind(y: Array, p: Array, account: npt.ArrayLike, kind: pd.Series[str]) -> pd.DataFrame:
    """Measure the probabilities within each value of a column.

    Parameters
    ----------
    y, p : ndarray of shape (n,)
        Outcomes (0 or 1) and predicted probabilities.
    account : array of shape (n,)
        Clusters.
    kind : Series of str, shape (n,)
        Source, segment or quarter of each lead.

    Returns
    -------
    DataFrame
        value, n, won, expected, ratio (won over expected), low, high (its interval from the luck
        that is in the number of wins: Poisson-binomial), z, auc, auc_low, auc_high; the most
        frequent first, quarters in their order. Under 20 leads there is no ratio, under 10 wins,
        10 others or 10 accounts no AUC.
    """
    values, accounts = kind.fillna(BLANK).astype(str).to_numpy(), np.asarray(account)
    names, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    order = np.arange(len(names)) if kind.name == "quarter" else np.argsort(-counts, kind="stable")
    rows = []
    for at in order:
        own = place == at
        rows.append((names[at], *_within(y[own], p[own], accounts[own])))
    columns = ["value", "n", "won", "expected", "ratio", "low", "high", "z"]
    return pd.DataFrame(rows, columns=[*columns, "auc", "auc_low", "auc_high"])


def _within(y: Array, p: Array, account: npt.NDArray[np.object_]) -> tuple[float, ...]:
    found, n = totals(y, p), len(y)
    if n < MINIMUM_N:
        return n, int(found.won), found.expected, *[nan] * 7
    auc = judge(y, p, account, ("auc",))["auc"]
    return (
        *(n, int(found.won), found.expected),
        *(found.ratio, *found.limits, found.z),
        *(auc.value, auc.low, auc.high),
    )
