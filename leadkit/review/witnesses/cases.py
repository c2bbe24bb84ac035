"""The turns that the witnesses speak of, each with what was expected of it."""

from __future__ import annotations

from math import nan

import numpy as np
import pandas as pd

from leadkit.base.estimate import MINIMUM_N, Estimate
from leadkit.book import Book
from leadkit.dialogue.feedback_report.endings import endings
from leadkit.journey import turns
from leadkit.review.shortfall.reference import fit, refit, sigmoid
from leadkit.review.shortfall.shortfall import Shortfall

FIFTHS = 5


def cases(book: Book, gap: Shortfall) -> pd.DataFrame:
    """Return the turns of a split, in its order, with what its model expected of them.

    Returns
    -------
    DataFrame
        The columns of `turns` and judged (bool: of the judged quarter, else of an earlier one that
        the model learned from), promise (the model's log-odds of winning by what was known at the
        handoff), logit (the same with the follow-up), expected (the chance that is), worth (the
        expected value of the deal), fifth (0 to 4, of that chance), part ("returned" or "lost"
        within the outcome window, else missing), ended_at, and reason (as sales wrote it).
    """
    sample = gap.sample
    every = turns(book, None if sample.as_of is None else str(sample.as_of))
    every = every[every["start"].notna() & ~every["self_generated"]]
    table = every[every["quarter"].isin(set(sample.quarter))]
    reference = refit(sample, np.ones((1, len(sample.won))), fit(sample), steps=0)
    coefficients, known = reference.coefficients[0], sample.features.shape[1]
    logit = sample.design @ coefficients
    expected = sigmoid(logit)
    edges = np.quantile(expected, np.arange(1, FIFTHS) / FIFTHS)
    ended = endings(book, every.assign(handed_off_at=every["start"])).set_index("turn_id")
    ended = ended.reindex(table["turn_id"]).set_axis(table.index)
    is_late = ended["ended_at"] - table["start"] > pd.Timedelta(days=sample.window_days)
    return table.assign(
        judged=~sample.is_reference,
        promise=sample.features @ coefficients[:known],
        logit=logit,
        expected=expected,
        worth=reference.deal_value[0, sample.segment],
        fifth=np.searchsorted(edges, expected),
        part=ended["part"].mask(is_late),
        ended_at=ended["ended_at"],
        reason=ended["reason"].mask(is_late),
    )


def among_alike(has: pd.Series[bool], table: pd.DataFrame) -> Estimate:
    """Return the odds of something in the judged quarter over those of before, among like leads.

    Leads are alike that are in the same fifth of the chance expected of them (Mantel and Haenszel,
    1959; interval of Robins, Breslow and Greenland, 1986). Fewer than 20 with it, or without, are
    refused.

    Parameters
    ----------
    has : Series of bool
        By the order of `table`.
    table : DataFrame
        Rows of `cases`.

    Examples
    --------
    >>> table = pd.DataFrame({"judged": [True] * 100 + [False] * 100, "fifth": 0})
    >>> has = pd.Series([True] * 40 + [False] * 60 + [True] * 25 + [False] * 75)
    >>> round(among_alike(has, table).value, 2)
    2.0
    """
    from statsmodels.stats.contingency_tables import StratifiedTable

    yes, judged = has.to_numpy(bool), table["judged"].to_numpy(bool)
    cells = np.zeros((2, 2, FIFTHS))
    np.add.at(cells, (1 - judged, 1 - yes, table["fifth"].to_numpy()), 1)
    value = low = high = nan
    if cells.sum(axis=2).all() and MINIMUM_N <= yes.sum() <= len(yes) - MINIMUM_N:
        found = StratifiedTable(cells[..., cells.any(axis=(0, 1))])
        value, (low, high) = found.oddsratio_pooled, found.oddsratio_pooled_confint()
    return Estimate(
        value=float(value),
        low=float(low),
        high=float(high),
        n=len(table),
        events=int(yes.sum()),
        method="Mantel-Haenszel odds ratio by fifths of the expected chance",
    )
