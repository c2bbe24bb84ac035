"""Free words of sales, for people to read: contact data masked, and nowhere but in their file."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from leadkit.base.language import _
from leadkit.book import Book
from leadkit.dialogue.feedback_report.endings import Days
from leadkit.dialogue.span import known_by
from leadkit.quality.folding import LEGAL_FORMS

FILE = "comments.csv"
MASK = "…"
CONTACT = re.compile(
    r"""
    https?://\S+ | www\.\S+
    | [^\s@]+@+[^\s@]+
    | (?:\+|\b0|\b84)[\s.()\-]*\d(?:[\s.()\-]*\d){6,}
    | \d{8,}
    """,
    re.VERBOSE,
)
WORD = re.compile(r"\w+")
LEAST_NAME = 2


def comments(book: Book, days: Days, now: pd.Timestamp) -> pd.DataFrame:
    """Return the comments of a span, masked, the earliest first.

    Addresses, telephone numbers and links are masked, and so are the lead's own name and firm. What
    somebody wrote of a third person no rule finds: the column says that it is internal.

    Returns
    -------
    DataFrame
        at (UTC), by, lead_id, reason, and the comment under a heading that marks it as internal.
    """
    said = known_by(book, "feedback", min(days.end, now + pd.Timedelta(microseconds=1)))
    said = said[days.covers(said["at"]) & said["comment"].notna()]
    names = book.leads.reindex(columns=["lead_id", "full_name", "company"])
    both = said[["at", "by", "lead_id", "reason", "comment"]].merge(names, on="lead_id", how="left")
    both = both.sort_values(["at", "lead_id"], kind="stable")
    text = [
        without_contact(*row)
        for row in both[["comment", "full_name", "company"]].itertuples(index=False, name=None)
    ]
    heading = _("comment (INTERNAL: for people to read, do not forward)")
    return both[["at", "by", "lead_id", "reason"]].assign(**{heading: text})


def without_contact(text: str, full_name: str | float = "", company: str | float = "") -> str:
    """Return a comment without addresses, numbers, and the name and firm of its lead.

    Names are found with or without their tone marks, where they begin with a capital.

    Examples
    --------
    >>> without_contact("Gọi chị Lan 0912 345 678, lan@example.com", "Nguyễn Thị Lan")
    'Gọi chị … …, …'
    >>> without_contact("Hoa Sen wants stock counted", company="Công ty TNHH Hoa Sen")
    '… … wants stock counted'
    """
    text = CONTACT.sub(MASK, text)
    words = list(WORD.finditer(text))
    plain = [_plain(word[0]) for word in words]
    person = {name for name in _plain(full_name).split() if len(name) >= LEAST_NAME}
    firm = [name for name in _plain(company).split() if name not in LEGAL_FORMS]
    hidden = {place for place, word in enumerate(plain) if word in person}
    for start in range(len(plain) - len(firm) + 1):
        if firm and plain[start : start + len(firm)] == firm:
            hidden |= set(range(start, start + len(firm)))
    for place in sorted(hidden, reverse=True):
        start, end = words[place].span()
        if text[start].isupper():
            text = text[:start] + MASK + text[end:]
    return text


def _plain(text: str | float) -> str:
    """Return text in lower case without tone marks, d for đ."""
    if not isinstance(text, str):
        return ""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).replace("đ", "d")
