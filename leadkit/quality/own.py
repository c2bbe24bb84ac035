"""A book screened by the standard that it carries itself."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from leadkit.base.language import _, number
from leadkit.book import Book, Known, no_rows
from leadkit.quality.screening import screen
from leadkit.quality.standard import Standard

FAILS = "fails_standard"


def own_standard(book: Book) -> Standard | None:
    """Return the standard in the book's folder (standard.toml), or None where there is none."""
    if book.is_bare or book.path is None or not (book.path / "standard.toml").is_file():
        return None
    return Standard.load(book.path / "standard.toml")


def screened(book: Book) -> Book:
    """Return the leads that pass the book's own standard; without one, the book as it is.

    Parameters
    ----------
    book : Book
        A book as read.

    Returns
    -------
    Book
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
    aside = screening.set_aside
    failed = aside[~aside.index.isin(book.set_aside["row"])]
    added = pd.DataFrame(
        {"table": "leads", "row": failed.index, "column": "", "value": ""},
        columns=no_rows().columns,
    ).assign(reason=failed["reasons"].to_numpy())
    note = _("{n} leads that fail the standard (version {version}) were left out").format(
        n=number(len(failed)), version=standard.version
    )
    return replace(
        screening.accepted,
        set_aside=pd.concat([book.set_aside, added], ignore_index=True)
        if len(book.set_aside)
        else added,
        notes=(*book.notes, note),
    )


def marked(book: Book) -> Book:
    """Return every lead of the book, each with the gates of the standard that it fails.

    For looking back: a lead that fails was handed off all the same, and its outcome is part of
    what happened.

    Parameters
    ----------
    book : Book
        A book as read.

    Returns
    -------
    Book
        `leads` with the column `fails_standard`: codes joined by "; ", "none" where it passes.
        Without a standard, the book as it is.

    Examples
    --------
    >>> import leadkit as lk
    >>> book = marked(lk.read_book(lk.sample()))
    >>> "none" in set(book.leads["fails_standard"])
    True
    """
    standard = own_standard(book)
    if standard is None:
        return book
    reasons = screen(book, standard).set_aside["reasons"]
    fails = reasons.reindex(book.leads.index).fillna("none").astype("str")
    leads = book.leads.assign(**{FAILS: fails})
    return replace(
        book,
        tables={**book.tables, "leads": leads},
        known={**book.known, FAILS: Known.HANDOFF},
    )
