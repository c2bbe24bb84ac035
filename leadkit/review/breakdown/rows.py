"""The turns of a shortfall by row of the book, and the groups of a column."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.estimate import MINIMUM_N
from leadkit.base.language import _
from leadkit.book import Book
from leadkit.dialogue.contacts import without_contacts
from leadkit.journey import extract_date, turns
from leadkit.review.shortfall.sample import Flags, Ints
from leadkit.review.shortfall.shortfall import Shortfall

MOST = 12
OTHERS = "(others)"


def before_of(gap: Shortfall) -> str:
    """Return the quarter that stands beside the judged one; beside a plan the one before it."""
    sample = gap.sample
    return sample.against if sample.planned is None else sample.reference_quarters[-1]


def turns_of(book: Book, gap: Shortfall) -> pd.DataFrame:
    """Return the turns behind a shortfall, in the order of its sample.

    Raises
    ------
    BadInput
        If the shortfall was made of another book.
    """
    sample = gap.sample
    now = extract_date(book)
    today = now and now.tz_convert(book.settings.timezone).date()
    table = turns(book, None if today == sample.as_of else str(sample.as_of))
    table = table[table["start"].notna() & ~table["self_generated"]]
    table = table[table["quarter"].isin([*sample.reference_quarters, sample.judged])]
    if not np.array_equal(table["quarter"].to_numpy(object), sample.quarter):
        raise BadInput(
            _("the split was made of other leads than this book holds"),
            where=book.name,
            fix=_("Give the book that the shortfall was computed from."),
        )
    return table


def grouped(cells: pd.Series[Any], compared: Flags) -> tuple[Ints, tuple[str, ...]]:
    """Return each turn's group and the names of the groups, in alphabetical order.

    Blank cells are a group of their own, named "". Groups of fewer than 20 leads in both quarters,
    and those beyond the twelve largest, are one group: `OTHERS`, the last.
    """
    text = cells.astype(object).where(cells.notna(), "").astype(str)
    text = text.map({one: without_contacts(one) for one in text.unique()})
    counts = text[compared].value_counts().sort_index()
    common = counts[counts >= MINIMUM_N].nlargest(MOST, keep="first").index
    shown = text.where(text.isin(common), OTHERS)
    names = sorted(set(shown[compared]) - {OTHERS})
    names += [OTHERS] * bool((shown[compared] == OTHERS).any())
    codes = pd.Categorical(shown, categories=names or [OTHERS]).codes
    return np.asarray(codes, dtype=np.int64), tuple(names)
