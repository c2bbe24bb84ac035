"""Which quarter is judged, and what it is compared with."""

from __future__ import annotations

import re

import pandas as pd

from leadkit.base.errors import BadInput
from leadkit.base.estimate import rate
from leadkit.base.language import _, number
from leadkit.book import Book

QUARTER = re.compile(r"\d{4}Q[1-4]")


class NothingToCompare(BadInput):
    """A book in which no two quarters are over: there is a road to show, and no split."""


def year_before(quarter: str) -> str:
    """Return the same quarter of the year before.

    Examples
    --------
    >>> year_before("2026Q2")
    '2025Q2'
    """
    return f"{int(quarter[:4]) - 1}{quarter[4:]}"


def refuse_undated(book: Book, handed: pd.DataFrame) -> None:
    """Refuse leads without a single date; `handed` are marketing's turns that have one.

    Raises
    ------
    BadInput
        If no quarter can be told; it says what such a table can show.
    """
    if len(handed):
        return
    if book.has("handed_off_at") or book.has("created_at"):
        raise BadInput(
            _("marketing handed off no lead: there is nothing to review"),
            where=book.name,
            fix=_(
                "Sources in self_generated of book.toml count as sales' own, and what came after "
                "--as-of does not count."
            ),
        )
    ended = book.leads["outcome"][book.leads["outcome"].isin(["won", "lost"])]
    wins = int((ended == "won").sum())
    raise BadInput(
        _("a review needs dates, and no column says when a lead was created or handed off"),
        where=book.name,
        fix=_(
            "What I can show is that {won} of {n} leads bought, {share}; leadkit screen says "
            "which rows are usable, leadkit train what the chance of a lead hangs on. For a "
            "review, add created_at or handed_off_at, and closed_at."
        ).format(won=number(wins), n=number(len(ended)), share=rate(wins, len(ended)).write()),
    )


def refuse_unknown(quarter: str, every: list[str]) -> None:
    """Refuse a quarter in which no lead was handed off.

    Raises
    ------
    BadInput
        If it is written otherwise, lies before the book, after it, or in a gap of it.
    """
    if quarter in every:
        return
    fix = _("Quarters in this book: {quarters}.").format(quarters=", ".join(every))
    if not QUARTER.fullmatch(quarter):
        raise BadInput(
            _("{quarter!r} is not a quarter; write it as 2026Q3").format(quarter=quarter), fix=fix
        )
    problem = _("no lead was handed off in {quarter}")
    if every and quarter < every[0]:
        problem = _("no lead was handed off in {quarter}: the book begins later")
    elif every and quarter > every[-1]:
        problem = _("no lead was handed off in {quarter}: the book ends before")
    raise BadInput(problem.format(quarter=quarter), fix=fix)


def judged_and_before(mature: list[str], quarter: str | None, against: str) -> tuple[str, str]:
    """Return the quarter to judge and what it is compared with: an earlier one, or "plan".

    `mature` are the quarters that are over for every lead, in order.

    Raises
    ------
    BadInput
        If the quarter cannot be judged, or not beside that one.
    """
    able = mature[1:]
    if not able:
        raise NothingToCompare(
            _("no quarter can be judged: two quarters of handed-off leads must be over"),
            fix=_("A quarter is over when its last lead is older than the outcome window."),
        )
    judged = quarter or able[-1]
    if judged not in able:
        problem = _("{quarter} cannot be judged: it is not over")
        if judged == mature[0]:
            problem = _("{quarter} cannot be judged: it is the first, nothing stands before it")
        raise BadInput(
            problem.format(quarter=judged),
            fix=_("Quarters that can be judged: {quarters}.").format(quarters=", ".join(able)),
        )
    earlier = mature[: mature.index(judged)]
    named = {"previous": earlier[-1], "year": year_before(judged)}
    before = named.get(against, against)
    if before not in (*earlier, "plan"):
        raise BadInput(
            _("{quarter} cannot be compared with {against}").format(
                quarter=judged, against=before if against == "year" else repr(against)
            ),
            fix=_("Compare with previous, year, plan, or one of {quarters}.").format(
                quarters=", ".join(earlier)
            ),
        )
    return judged, before
