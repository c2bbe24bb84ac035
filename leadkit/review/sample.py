"""The turns of a shortfall as arrays: design matrix, follow-up, outcome, value, account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.book import Book, Known
from leadkit.quality import Standard, emails, own_standard, phones

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
COMMON, LEVELS, SKEWED, CARRIED_OVER = 20, 12, 1.0, 0.5


@dataclass(frozen=True, eq=False)
class Sample:
    """Marketing's handed-off turns of the reference quarters and of the judged one.

    Attributes
    ----------
    features : array of shape (n, p)
        Columns known at handoff, scaled on the reference quarters; the first is constant.
    follow_up : array of shape (n, 2) or (n, 0)
        ln(1 + hours to the first attempt) and whether there was never one; no columns where
        the book does not record attempts.
    won, value : arrays of shape (n,)
        1 where won within the window; the deal's value, 0 where not won.
    segment, account : arrays of int
        Codes of the buyer's size class and of the account.
    quarter : array of str
        Quarter of the handoff.
    judged : str
        The quarter that is judged; every other one is reference.
    names : tuple of str
        The columns behind `features`.
    """

    features: Floats
    follow_up: Floats
    won: Floats
    value: Floats
    segment: Ints
    account: Ints
    quarter: npt.NDArray[Any]
    judged: str
    names: tuple[str, ...]

    @property
    def is_reference(self) -> npt.NDArray[np.bool_]:
        """Which turns the reference model learns from."""
        return np.asarray(self.quarter != self.judged)

    @property
    def design(self) -> Floats:
        """Features and follow-up side by side."""
        return np.hstack([self.features, self.follow_up])


def draw_up(book: Book, table: pd.DataFrame, judged: str) -> Sample:
    """Turn a table of mature turns into arrays; `table` ends with the judged quarter."""
    reference = table["quarter"].to_numpy() != judged
    features, names = _features(book, table, reference)
    return Sample(
        features=features,
        follow_up=_follow_up(table, book.settings.window_days),
        won=table["won"].to_numpy(float),
        value=table["value"].to_numpy(float),
        segment=_codes(table["segment"].astype("str").fillna("")),
        account=_codes(table["account_id"]),
        quarter=table["quarter"].to_numpy(object),
        judged=judged,
        names=names,
    )


def _codes(values: pd.Series[Any]) -> Ints:
    return np.asarray(pd.factorize(values, sort=True)[0], dtype=np.int64)


def _follow_up(table: pd.DataFrame, window_days: int) -> Floats:
    """Return no columns where a quarter has no attempt on record: silence is not neglect."""
    hours = (table["first_response_at"] - table["start"]).dt.total_seconds() / 3600
    never = ~(hours <= window_days * 24)
    if never.groupby(table["quarter"]).all().any():
        return np.empty((len(table), 0))
    waited = hours.clip(lower=0).mask(never).map(np.log1p)
    return np.column_stack([waited.fillna(waited.mean()), never]).astype(float)


def _features(
    book: Book, table: pd.DataFrame, reference: npt.NDArray[np.bool_]
) -> tuple[Floats, tuple[str, ...]]:
    columns = _declared(book, table) | _contact_flags(book, table)
    columns["recycled"] = table["turn"].gt(1).astype(float)
    blocks, names = [np.ones((len(table), 1))], []
    for name, cells in columns.items():
        is_number = pd.api.types.is_numeric_dtype(cells.dtype)
        block = _number(cells, reference) if is_number else _levels(cells, reference)
        block = block[:, np.ptp(block[reference], axis=0) > 0]
        if block.shape[1]:
            blocks.append(block)
            names.append(name)
    return np.hstack(blocks), tuple(names)


def _declared(book: Book, table: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    leads = book.leads.loc[table.index]
    return {
        str(name): cells
        for name, cells in leads.items()
        if book.known.get(str(name)) in (Known.CREATION, Known.HANDOFF) and cells.dtype.kind != "M"
    }


def _contact_flags(book: Book, table: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    standard = own_standard(book) or Standard.default()
    leads = book.leads.loc[table.index]
    flags: dict[str, pd.Series[Any]] = {}
    if book.has("email"):
        dead = (*standard.email.disposable, *standard.email.misspelled)
        flags["email_valid"] = emails(leads["email"], dead_domains=dead).valid.astype(float)
    if book.has("phone"):
        flags["phone_valid"] = phones(leads["phone"], standard.phone.region).valid.astype(float)
    return flags


def _number(cells: pd.Series[Any], reference: npt.NDArray[np.bool_]) -> Floats:
    """Scale a number on the reference quarters and keep later ones within its range there."""
    values = cells.astype(float).to_numpy()
    missing = np.isnan(values)
    known = values[reference & ~missing]
    if not known.size:
        return missing[:, None].astype(float)
    if known.min() >= 0 and _skewness(known) > SKEWED:
        values, known = np.log1p(np.maximum(values, 0)), np.log1p(known)
    scaled = (np.clip(values, known.min(), known.max()) - known.mean()) / (known.std() or 1.0)
    return np.column_stack([np.where(missing, 0.0, scaled), missing])


def _skewness(values: npt.NDArray[Any]) -> float:
    return float(((values - values.mean()) ** 3).mean() / (values.std() or 1.0) ** 3)


def _levels(cells: pd.Series[Any], reference: npt.NDArray[np.bool_]) -> Floats:
    """Mark the common levels; rare ones, and any that came up later, share the base line.

    A column whose levels are mostly new in the judged quarter (campaigns named by date) says
    nothing about it and gets no columns.
    """
    text = cells.astype(object).where(cells.notna(), "").astype(str)
    counts = text[reference].value_counts()
    if text[~reference].isin(counts.index).mean() < CARRIED_OVER:
        return np.empty((len(text), 0))
    common = counts[counts >= min(COMMON, max(reference.sum() // 20, 1))].index[:LEVELS]
    return np.asarray(text.to_numpy()[:, None] == np.array(sorted(common), dtype=object), float)
