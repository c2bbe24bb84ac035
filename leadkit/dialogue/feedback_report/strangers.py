"""Feedback that fits no lead: counted, listed, kept with its reason."""

from __future__ import annotations

import pandas as pd

from leadkit.base.language import _
from leadkit.book import Book
from leadkit.quality.masking import looks_like_contact, masked

FREE_WORDS, MASK = ("", "comment"), "…"
COLUMNS = ["row", "column", "value", "reason"]


def set_aside(book: Book) -> pd.DataFrame:
    """Return the rows of feedback that could not be used, whenever they were written.

    Returns
    -------
    DataFrame
        row (in the file), column, value (masked where it looks like contact data or is free words),
        reason ("UNKNOWN_LEAD" where the book has no such lead).

    Examples
    --------
    >>> leads = pd.DataFrame({"lead_id": ["A"], "outcome": ["open"]})
    >>> told = pd.DataFrame({"lead_id": ["A", "Z"], "at": pd.Timestamp("2026-06-01", tz="UTC")})
    >>> set_aside(Book({"leads": leads, "feedback": told}))["value"].tolist()
    ['Z']
    """
    aside = book.set_aside[book.set_aside["table"] == "feedback"]
    said = book.table("feedback")
    parts = [aside[COLUMNS]] if len(aside) else []
    if said is not None:
        stranger = said.loc[~said["lead_id"].isin(book.leads["lead_id"]), "lead_id"]
        rows = {"row": stranger.index, "column": "lead_id", "value": stranger.astype(object)}
        if len(stranger):
            parts.append(pd.DataFrame({**rows, "reason": "UNKNOWN_LEAD"}))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(parts, ignore_index=True)
    free = table["column"].isin(FREE_WORDS)
    return table.assign(value=table["value"].map(_shown).mask(free, MASK))


def why_words() -> dict[str, str]:
    """Return what the commonest reasons mean."""
    return {"UNKNOWN_LEAD": _("the book has no such lead")}


def _shown(value: object) -> str:
    text = "" if value is None or value != value else str(value)
    return masked(text) if looks_like_contact(text) else text
