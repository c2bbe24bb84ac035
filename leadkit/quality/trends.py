"""How often each rule is failed, month by month and source by source."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from leadkit.base.estimate import Estimate, rate
from leadkit.base.language import _
from leadkit.book import Book
from leadkit.quality.findings import Finding

MOST_SOURCES = 30
COLUMNS = ["code", "by", "group", "n", "failing", "rate", "low", "high", "level", "few"]


def trends(book: Book, findings: Iterable[Finding]) -> pd.DataFrame:
    """Return one row a rule and month of creation, then a rule and source.

    Columns are code, by ("month" or "source"), group, n, failing, rate, low, high, level and few:
    where a group has fewer than twenty leads, `few` is true and rate, low and high are missing.
    The largest thirty sources are told apart, the others stand together.

    Examples
    --------
    >>> leads = pd.DataFrame({"source": ["fair", "web"], "outcome": "open"})
    >>> trends(Book({"leads": leads}), []).columns.tolist()[:5]
    ['code', 'by', 'group', 'n', 'failing']
    """
    checked = {f.rule.code: f.failing for f in findings if f.failing is not None}
    masks = pd.DataFrame(checked, index=book.leads.index)
    rows = []
    for by, groups in (("month", months(book)), ("source", sources(book))):
        if groups is None or masks.empty:
            continue
        n = groups.value_counts()
        counts = masks.groupby(groups).sum()
        order = counts.index if by == "month" else n.index
        for code in masks.columns:
            for group in order:
                share = rate(int(counts.loc[group, code]), int(n[group]))
                rows.append((code, by, group, *_cells(share)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _cells(share: Estimate) -> tuple[object, ...]:
    ends = (share.value, share.low, share.high)
    shown = (float("nan"),) * 3 if share.refused else ends
    return (share.n, share.events, *shown, share.level, share.refused)


def months(book: Book) -> pd.Series[str] | None:
    """Return the month in which each lead was created, in the book's timezone."""
    times = book.leads.get("created_at")
    if times is None or not isinstance(times.dtype, pd.DatetimeTZDtype):
        return None
    local: pd.Series[str] = times.dt.tz_convert(book.settings.timezone).dt.strftime("%Y-%m")
    return local


def sources(book: Book) -> pd.Series[str] | None:
    """Return where each lead came from, the many small sources put together."""
    if "source" not in book.leads:
        return None
    named = book.leads["source"].astype("str").fillna(_("(blank)"))
    n = named.value_counts()
    kept = n.index[:MOST_SOURCES] if len(n) > MOST_SOURCES else n.index
    return named.where(named.isin(kept), _("(others)"))
