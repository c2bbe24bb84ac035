"""What a win is worth: its deal value, filled where one is missing, or 1 where most are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.language import _, ngettext, number
from leadkit.book import Book

MOST_UNKNOWN = 0.5


class Worth(NamedTuple):
    """Values by turn, how many wins have none of their own, and whether they are money."""

    values: npt.NDArray[np.float64]
    unknown: int
    in_money: bool


def values(book: Book, handed: pd.DataFrame, judged: str, before: str) -> Worth:
    """Return each win's value, its segment's mean where unknown.

    In wins, each worth 1, is counted where the book has no deal values, or where half of the wins
    of the judged quarter or of what it is compared with (beside a plan: of all before) lack one.
    """
    won = handed["won"] > 0
    if not book.has("deal_value"):
        return Worth(np.asarray(won, dtype=float), 0, in_money=False)
    known = handed["deal_value"].where(won)
    is_missing = known.isna()[won]
    quarter = handed["quarter"][won]
    period = quarter != judged if before == "plan" else quarter == before
    unknown = int(is_missing.sum())
    if any(is_missing[rows].mean() >= MOST_UNKNOWN for rows in (quarter == judged, period)):
        return Worth(np.asarray(won, dtype=float), unknown, in_money=False)
    typical = known.groupby(segment_of(handed)).transform("mean")
    filled = known.fillna(typical).fillna(known.mean())
    return Worth(np.asarray(filled.where(won, 0.0), dtype=float), unknown, in_money=True)


def segment_of(table: pd.DataFrame) -> pd.Series[str]:
    """Return the size class of the buyer, "" where unknown."""
    return table["segment"].astype("str").fillna("")


def refuse_unusable(book: Book) -> None:
    """Refuse amounts that cannot be added up.

    Raises
    ------
    BadInput
        If the leads name two currencies, or a won deal has a negative value.
    """
    leads = book.leads
    named = sorted(leads["currency"].dropna().astype(str).unique()) if "currency" in leads else []
    if len(named) > 1:
        raise BadInput(
            _("the leads name several currencies: {names}").format(names=", ".join(named)),
            where="leads, currency",
            fix=_("Convert every amount to one currency, and name it in book.toml."),
        )
    if "deal_value" in leads:
        n = int(((leads["outcome"] == "won") & (leads["deal_value"] < 0)).sum())
        if n:
            raise BadInput(
                ngettext(
                    "{n} won deal has a negative value",
                    "{n} won deals have a negative value",
                    n,
                ).format(n=number(n)),
                where="leads, deal_value",
                fix=_("Book refunds apart: a deal that was won is worth what was sold."),
            )
