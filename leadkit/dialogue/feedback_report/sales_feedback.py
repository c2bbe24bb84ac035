"""What sales reported of a span of days: why leads ended, what buyers need, who reports when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.agreement import own_agreement
from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.estimate import Estimate
from leadkit.base.language import _, capital, day, number
from leadkit.book import Book
from leadkit.dialogue.feedback_report.after_call import prompt_words, tried_enough
from leadkit.dialogue.feedback_report.by_rep import ByRep, by_rep
from leadkit.dialogue.feedback_report.call_back import CallBack
from leadkit.dialogue.feedback_report.endings import (
    PARTS,
    Days,
    coded_in_time,
    endings,
    quarters,
)
from leadkit.dialogue.feedback_report.habits import Habits, habits
from leadkit.dialogue.feedback_report.needs import Grades, Needs, grades, needs
from leadkit.dialogue.feedback_report.pareto import Pareto, pareto, rows_of
from leadkit.dialogue.feedback_report.strangers import set_aside
from leadkit.dialogue.feedback_report.trend import Trends, periods, trends
from leadkit.dialogue.reasons import CODES, NO_REASON, group_of, reason_words
from leadkit.dialogue.span import known_by
from leadkit.journey import extract_date, turns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from leadkit.base.page import Page


@dataclass(frozen=True, eq=False, repr=False)
class SalesFeedback:
    """What sales reported of leads that marketing handed off.

    Attributes
    ----------
    book : Book
        The book it was taken from.
    days : Days
        The span.
    now : Timestamp
        What came later is not known, UTC.
    ended : DataFrame
        Rows of `endings` inside the span.
    reasons : dict of str to Pareto
        "returned" before work and "lost" after it: why.
    undated : int
        Leads that were lost, nobody knows when; they stand in no count.
    complete : ByRep
        Endings with a reason that says something within five working days.
    prompt : ByRep
        Leads first called in the span that sales said something about within seven days.
    waited : float
        Median days from the first call to the first word, of those spoken of; missing without any.
    trends : Trends
        Of each reason.
    needs : Needs
        Needs and product ratings.
    grades : Grades
        Sales' grades against outcomes.
    habits : Habits
        Reasons by rep against what the same leads give cause for.
    tried : Estimate or None
        Leads that "could not be reached" with three attempts on record; None without events.
    aside : DataFrame
        Rows of feedback that fit no lead or could not be read, whenever they were written.
    owners : dict of str to str
        Who answers for the remedy of each code: as agreed, else as first proposed.
    """

    book: Book
    days: Days
    now: pd.Timestamp
    ended: pd.DataFrame
    reasons: dict[str, Pareto]
    undated: int
    complete: ByRep
    prompt: ByRep
    waited: float
    trends: Trends
    needs: Needs
    grades: Grades
    habits: Habits
    tried: Estimate | None
    aside: pd.DataFrame
    owners: dict[str, str]

    @property
    def table(self) -> pd.DataFrame:
        """One row a part and code: group, owner, n, share, low, high, p_next, p_first, trend."""
        rows = []
        for part in PARTS:
            for code, row in rows_of(self.reasons[part].table):
                share = row["share"].to_dict()
                name = str(code)
                verdicts = self.trends.table["verdict"]
                rows.append(
                    {
                        "part": part,
                        "code": name,
                        "group": group_of(name).letter,
                        "owner": self.owners.get(name, ""),
                        "n": row["n"],
                        **{end: share[end] for end in ("value", "low", "high")},
                        **{p: row[p] for p in ("p_next", "p_first")},
                        "trend": verdicts.get((part, name), "too few"),
                    }
                )
        names = ["part", "code", "group", "owner", "n", "value", "low", "high"]
        return pd.DataFrame(rows, columns=[*names, "p_next", "p_first", "trend"])

    @property
    def is_over(self) -> bool:
        """Whether the span had ended by `now`; an extract made on its last day counts."""
        return bool(self.now.tz_convert(self.days.timezone).date() >= self.days.last)

    def sentence(self) -> str:
        """Say how many ended, and what comes first in each part."""
        n = {part: int((self.ended["part"] == part).sum()) for part in PARTS}
        counts = _(
            "{n} leads ended without a win: {returned} returned before work, {lost} lost after it."
        ).format(n=number(len(self.ended)), returned=number(n["returned"]), lost=number(n["lost"]))
        texts = {"returned": _("Returned: {said}"), "lost": _("Lost: {said}")}
        said = [texts[part].format(said=self.reasons[part].sentence()) for part in PARTS]
        return " ".join([counts, *said])

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw why leads were lost after work, with intervals that hold together."""
        return self.reasons["lost"].plot(ax)

    def page(self, calls: CallBack | None = None) -> Page:
        """Return the report as a page, with what buyers said where they were called back."""
        from leadkit.dialogue.feedback_report.page import feedback_page

        return feedback_page(self, calls)

    def to_dict(self, calls: CallBack | None = None) -> dict[str, Any]:
        """Return the content for a JSON file; comments are in none."""
        return {
            "first": self.days.first.isoformat(),
            "last": self.days.last.isoformat(),
            "ended": len(self.ended),
            "undated": self.undated,
            "sentence": self.sentence(),
            "reasons": {part: self.reasons[part].to_dict() for part in PARTS},
            "owners": self.owners,
            "trends": self.trends.to_dict(),
            "complete": self.complete.to_dict(),
            "prompt": self.prompt.to_dict(),
            "days_to_first_word": None if pd.isna(self.waited) else self.waited,
            "habits": self.habits.to_dict(),
            "tried": self.tried and self.tried.to_dict(),
            **self.needs.to_dict(),
            "grades": self.grades.to_dict(),
            "set_aside": [
                {key: int(value) if key == "row" else value for key, value in row.items()}
                for row in self.aside.to_dict("records")
            ],
            "call_back": calls and calls.to_dict(),
        }

    def __repr__(self) -> str:
        return self.sentence()

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.dialogue.feedback_report.words import reason_rows

        return inline_rows(reason_rows(self), caption=self.sentence())


def sales_feedback(
    book: Book,
    first: date | None = None,
    last: date | None = None,
    *,
    as_of: str | pd.Timestamp | None = None,
) -> SalesFeedback:
    """Gather what sales reported of leads that ended, or were called, in a span of days.

    Parameters
    ----------
    book : Book
        With handoffs; feedback, events and an agreement where there are any.
    first, last : date, optional
        The span, both days included; without them the last fiscal quarter that is over.
    as_of : date, optional
        Judge as on that date; else at the latest time in the book.

    Returns
    -------
    SalesFeedback

    Raises
    ------
    BadInput
        If one end of the span is missing, or it ends before it begins.
    TooLittleData
        If the book has no handoffs, or none before the span ends.

    Examples
    --------
    >>> import leadkit as lk
    >>> book = lk.read_book(lk.sample("small"))
    >>> found = sales_feedback(book, date(2026, 1, 1), date(2026, 6, 30))
    >>> found.reasons["lost"].first, found.reasons["lost"].n
    (['LOST_PRICE'], 37)
    """
    now = extract_date(book, as_of)
    if now is None or not book.has("handed_off_at"):
        raise TooLittleData(
            _("feedback is about handoffs, and the book has no handoff times"),
            fix=_("Add the column handed_off_at."),
        )
    days = _days(book, first, last, now)
    table = turns(book, as_of)
    handed = table[~table["self_generated"] & table["handed_off_at"].notna()]
    if not (handed["handed_off_at"] < days.end).any():
        raise TooLittleData(
            _("marketing handed off nothing up to {last}").format(last=day(days.last)),
            fix=_("Ask for days that the data cover."),
        )
    every = endings(book, table)
    ended = every[days.covers(every["ended_at"])]
    said = known_by(book, "feedback", now + pd.Timedelta(microseconds=1))
    said = said[said["lead_id"].isin(handed["lead_id"])]
    complete = coded_in_time(ended, book, now)
    words = reason_words()
    prompt, waited = prompt_words(handed, said, days, now)
    return SalesFeedback(
        book=book,
        days=days,
        now=now,
        ended=ended,
        reasons={part: pareto(ended.loc[ended["part"] == part, "reason"], words) for part in PARTS},
        undated=int(every["ended_at"].isna().sum()),
        complete=by_rep(complete, ended["owner"].reset_index(drop=True)[complete.index]),
        prompt=prompt,
        waited=waited,
        trends=trends(every, days, book.settings),
        needs=needs(said, days, periods(said["at"], days, book.settings)),
        grades=grades(said, handed),
        habits=habits(ended),
        tried=tried_enough(ended, book, now),
        aside=set_aside(book),
        owners=_owners(book, days),
    )


def _days(book: Book, first: date | None, last: date | None, now: pd.Timestamp) -> Days:
    zone = book.settings.timezone
    if first is None and last is None:
        return quarters(now.tz_convert(zone).date(), book.settings, 1)[0][1]
    if first is None or last is None:
        raise BadInput(
            _("the span has one end only"), fix=_("Give its first and its last day, or neither.")
        )
    if last < first:
        raise BadInput(
            _("the span ends on {last}, before it begins on {first}").format(
                last=day(last), first=day(first)
            ),
            fix=_("Exchange the two days."),
        )
    return Days(first, last, zone)


def _owners(book: Book, days: Days) -> dict[str, str]:
    """Return who answers for each reason: by the agreement of those days, else by the latest."""
    heads = {"marketing": _("Head of marketing"), "sales": _("Head of sales")}
    proposed = {code: heads[reason.owner] for code, reason in CODES.items()}
    proposed[NO_REASON] = heads["sales"]
    if book.path is None or not book.path.is_dir():
        return proposed
    found = own_agreement(book.path, days.last) or own_agreement(book.path)
    agreed = found[0].rejections if found else ()
    return proposed | {one.reason: capital(one.owner) for one in agreed}
