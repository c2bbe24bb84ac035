"""A book without the leads that fail its standard, or with a mark at each of them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from leadkit.base.language import ngettext, number
from leadkit.book import Book, Known
from leadkit.quality.screening import screen
from leadkit.quality.standard import Standard, own_standard

FAILS = "fails_standard"


def screened(book: Book) -> Book:
    """Return the leads that pass the book's own standard; without one, the book as it is.

    Leads that fail stand in `set_aside` with their reasons, beside rows that were unreadable.

    Examples
    --------
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample())
    >>> len(screened(book).leads) < len(book.leads)
    True
    """
    standard = own_standard(book)
    if standard is None:
        return book
    screening = screen(book, standard)
    reasons = screening.set_aside["reasons"].head(len(book.leads) - len(screening.accepted.leads))
    failed = pd.DataFrame({"row": reasons.index, "reason": reasons.to_numpy()})
    failed = failed.assign(table="leads", column="", value="")
    note = ngettext(
        "{n} lead that fails the standard (version {version}) was left out",
        "{n} leads that fail the standard (version {version}) were left out",
        len(failed),
    ).format(n=number(len(failed)), version=standard.version)
    return replace(
        screening.accepted,
        set_aside=pd.concat([book.set_aside, failed], ignore_index=True),
        notes=(*book.notes, note),
    )


def marked(book: Book, standard: Standard | None = None) -> Book:
    """Return every lead of the book, each with the gates of the standard that it fails.

    For looking back: a lead that fails was handed off all the same, and its outcome is part of
    what happened. The column `fails_standard` holds codes joined by "; ", "none" where the lead
    passes. The standard is the one given, else the book's own; without either, and where it is
    marked already, the book stays as it is.

    Examples
    --------
    >>> import leadkit as lk
    >>> book = marked(lk.read_book(lk.sample()))
    >>> "none" in set(book.leads["fails_standard"])
    True
    """
    standard = standard or own_standard(book)
    if standard is None or FAILS in book.leads:
        return book
    reasons = screen(book, standard).set_aside["reasons"]
    fails = reasons.reindex(book.leads.index).fillna("none").astype("str")
    tables = {**book.tables, "leads": book.leads.assign(**{FAILS: fails})}
    return replace(book, tables=tables, known={**book.known, FAILS: Known.HANDOFF})
