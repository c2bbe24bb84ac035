"""The audit: both sides' promises against what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from leadkit.agreement import SIDES, Agreement
from leadkit.base.errors import TooLittleData
from leadkit.base.language import _, capital, number
from leadkit.base.page import Page
from leadkit.book import Book
from leadkit.journey import outside_calling
from leadkit.review.audit.first_attempt import FirstAttempts, first_attempts
from leadkit.review.audit.judged import BROKEN, Judged
from leadkit.review.audit.ledger import Ledger, ledger
from leadkit.review.audit.measures import measure
from leadkit.review.audit.trend import Trend, trends

if TYPE_CHECKING:
    from leadkit.review.speed.found import SpeedToLead

LARGEST_GROUPS = 3


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Audit:
    """Each promise of each side, met or not.

    Attributes
    ----------
    agreement : Agreement
        What was promised.
    ledger : Ledger
        What it was measured on.
    judged : tuple of Judged
        In the order of the agreement.
    """

    agreement: Agreement
    ledger: Ledger
    judged: tuple[Judged, ...]

    @property
    def broken(self) -> tuple[Judged, ...]:
        """The promises that were not kept."""
        return tuple(one for one in self.judged if one.verdict == BROKEN)

    @property
    def table(self) -> pd.DataFrame:
        """One row a promise: id, side, measure, target, kept, low, high, n, not_due, verdict.

        Besides: before (in the period before), trend ("rose", "fell", "cannot tell"), accepted,
        returned and undecided leads, and the worst cases.
        """
        return pd.DataFrame(one.row(self.trends[one.promise.id]) for one in self.judged)

    @cached_property
    def trends(self) -> dict[str, Trend]:
        """How each promise was kept in the three periods before, by its id."""
        promises = [one.promise for one in self.judged]
        found = trends(self.ledger, promises, [one.kept for one in self.judged])
        return {promise.id: trend for promise, trend in zip(promises, found, strict=True)}

    @cached_property
    def first_attempts(self) -> FirstAttempts | None:
        """The time to the first attempt, where one was promised and the book tells it."""
        promised = [one.promise for one in self.judged if one.promise.measure == "called_in_time"]
        at = self.ledger
        if not promised or not at.book.has("first_response_at") or at.workable.empty:
            return None
        within = promised[0].hours or 0.0
        return first_attempts(at.workable, at.now, at.hours, within=within)

    @cached_property
    def speed(self) -> SpeedToLead | None:
        """What speed is worth in the book's mature leads; None where they are too few to say."""
        from leadkit.review.speed.found import speed_to_lead

        try:
            return speed_to_lead(self.ledger.book, as_of=self.ledger.now)
        except TooLittleData:
            return None

    @cached_property
    def outside_calling(self) -> pd.DataFrame:
        """The first attempts outside the agreed calling hours: lead_id, owner, at (UTC)."""
        handed = self.ledger.handed
        is_outside = outside_calling(handed["first_response_at"], self.ledger.hours)
        found = handed.loc[is_outside, ["lead_id", "owner", "first_response_at"]]
        return found.rename(columns={"first_response_at": "at"}).reset_index(drop=True)

    def of(self, side: str) -> list[Judged]:
        """Return the promises of one side."""
        return [one for one in self.judged if one.promise.side == side]

    def where(self, one: Judged) -> pd.DataFrame:
        """Return where a promise was missed most: source, due, missed; the most missed first."""
        if one.kept.done is None or one.verdict != BROKEN:
            return pd.DataFrame(columns=["source", "due", "missed"])
        source = self.ledger.book.leads.reindex(columns=["source"])["source"]
        missed = (~one.kept.done).groupby(source.reindex(one.kept.done.index).to_numpy())
        table = pd.DataFrame({"due": missed.size(), "missed": missed.sum().astype(int)})
        table = table.sort_values("missed", ascending=False, kind="stable").head(LARGEST_GROUPS)
        return table[table["missed"] > 0].rename_axis("source").reset_index()

    def sentence(self, side: str) -> str:
        """Say how many promises a side kept, and which it broke, clearly or within luck."""
        mine = self.of(side)
        judged = [one for one in mine if one.verdict in ("kept", BROKEN)]
        text = _("kept {kept} of {n} promises that can be judged").format(
            kept=number(sum(one.verdict == "kept" for one in judged)), n=number(len(judged))
        )
        clearly = [one.promise.id for one in judged if one.verdict == BROKEN and not one.by_luck]
        within = [one.promise.id for one in judged if one.by_luck]
        if clearly:
            text += _("; clearly broke {ids}").format(ids=", ".join(clearly))
        if within:
            text += _("; missed {ids} by no more than luck could").format(ids=", ".join(within))
        if len(mine) > len(judged):
            text += _("; {n} cannot be judged").format(n=number(len(mine) - len(judged)))
        return text + "."

    def page(self) -> Page:
        """Lay the audit out as one page."""
        from leadkit.review.audit.page import audit_page

        return audit_page(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of audit.json."""
        at = self.ledger
        return {
            "format": 1,
            "agreement": {"version": self.agreement.version, "sha256": self.agreement.sha256},
            "signed": self.agreement.is_signed,
            "period": {"from": at.first.isoformat(), "to": at.last.isoformat(), "over": at.is_over},
            "as_of": at.now.isoformat(),
            "data": {"name": at.book.name, "sha256": at.book.sha256, "rows": len(at.book.leads)},
            "without_data": {
                "days": at.days_without_data,
                "book_begins": at.begins.isoformat(),
                "book_ends": at.ends.isoformat(),
            },
            "handed_off": len(at.handed),
            "notes": list(at.book.notes),
            "promises": [
                one.to_dict(self.trends[one.promise.id], self.where(one).to_dict("records"))
                for one in self.judged
            ],
            "first_attempt": self.first_attempts and self.first_attempts.to_dict(),
            "outside_calling_hours": list(self.outside_calling["lead_id"]),
            "broken": [one.promise.id for one in self.broken],
        }

    def __repr__(self) -> str:
        said = [f"{_(side)} {self.sentence(side)}" for side in SIDES]
        return " ".join(map(capital, said))

    def _repr_html_(self) -> str:
        from leadkit.base.page import inline_rows
        from leadkit.review.audit.page import promise_rows

        return inline_rows(promise_rows(list(self.judged)), caption=repr(self))


def audit(
    book: Book,
    agreement: Agreement,
    *,
    as_of: str | pd.Timestamp | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Audit:
    """Hold both sides' promises against what happened.

    Parameters
    ----------
    book : Book
        Counted are leads that marketing handed off in the agreement's period; leads never touched
        count as missed once their time is over.
    agreement : Agreement
        Its promises, in the working hours it names.
    as_of : date, optional
        Judge as on that date.
    first, last : date, optional
        Another period than the agreement's.

    Returns
    -------
    Audit

    Raises
    ------
    TooLittleData
        If the book has no handoff times.

    Notes
    -----
    A share is what was done of what was due, with Wilson's interval (Wilson, 1927): a count of
    what happened. The verdict goes by the count; the interval tells whether luck alone could have
    made the distance to the target.

    Examples
    --------
    >>> import leadkit as lk
    >>> from leadkit.review import draft
    >>> book = lk.read_book(lk.sample("small"))
    >>> agreed = draft(book, "2026Q3", as_of="2026-06-30").agreement
    >>> found = audit(book, agreed)
    >>> sorted({one.promise.side for one in found.judged})
    ['marketing', 'sales']
    """
    at = ledger(
        book,
        first or agreement.period.start,
        last or agreement.period.end,
        hours=agreement.hours,
        agreed=agreement.policy,
        as_of=as_of,
    )
    found = [(promise, measure(at, promise)) for promise in agreement.promises]
    return Audit(
        agreement=agreement,
        ledger=at,
        judged=tuple(
            Judged(promise=promise, kept=kept, verdict=kept.verdict(promise.target))
            for promise, kept in found
        ),
    )
