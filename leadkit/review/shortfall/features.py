"""What was known of a turn at its handoff, as the columns of the reference model."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadkit.book import Book, Known
from leadkit.quality import Standard, emails, own_standard, phones

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
COMMON, LEVELS, SKEWED, CARRIED_OVER = 20, 12, 1.0, 0.5


def features(book: Book, table: pd.DataFrame, reference: Flags) -> tuple[Floats, tuple[str, ...]]:
    """Return what was known at the handoff, scaled on the reference turns, and its columns."""
    leads = book.leads.loc[table.index]
    columns: dict[str, pd.Series[Any]] = {
        str(name): cells
        for name, cells in leads.items()
        if book.known.get(str(name)) in (Known.CREATION, Known.HANDOFF) and cells.dtype.kind != "M"
    }
    columns |= _contact_flags(book, leads)
    columns["recycled"] = table["turn"].gt(1).astype(float)
    blocks = {}
    for name, cells in columns.items():
        is_number = pd.api.types.is_numeric_dtype(cells.dtype)
        block = _number(cells, reference) if is_number else _levels(cells, reference)
        block = block[:, np.ptp(block[reference], axis=0) > 0]
        if block.shape[1]:
            blocks[name] = block
    return np.hstack([np.ones((len(table), 1)), *blocks.values()]), tuple(blocks)


def _contact_flags(book: Book, leads: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    """Contact data enter as validity alone."""
    standard = own_standard(book) or Standard.default()
    flags: dict[str, pd.Series[Any]] = {}
    if book.has("email"):
        dead = (*standard.email.disposable, *standard.email.misspelled)
        flags["email_valid"] = emails(leads["email"], dead_domains=dead).valid.astype(float)
    if book.has("phone"):
        flags["phone_valid"] = phones(leads["phone"], standard.phone.region).valid.astype(float)
    return flags


def _number(cells: pd.Series[Any], reference: Flags) -> Floats:
    """Scale a number on the reference quarters and keep later ones within its range there."""
    values = cells.astype(float).to_numpy()
    missing = np.isnan(values)
    known = values[reference & ~missing]
    if not known.size:
        return missing[:, None].astype(float)
    skewness = (((known - known.mean()) / (known.std() or 1.0)) ** 3).mean()
    if known.min() >= 0 and skewness > SKEWED:
        values, known = np.log1p(np.maximum(values, 0)), np.log1p(known)
    scaled = (np.clip(values, known.min(), known.max()) - known.mean()) / (known.std() or 1.0)
    return np.column_stack([np.where(missing, 0.0, scaled), missing])


def _levels(cells: pd.Series[Any], reference: Flags) -> Floats:
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
