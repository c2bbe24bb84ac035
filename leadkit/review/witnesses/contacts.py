"""Whether the leads could be reached: dead numbers, and calls that reached nobody."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from leadkit.base.language import _
from leadkit.book import Book
from leadkit.dialogue.reasons import TRIED
from leadkit.quality import Standard, emails, own_standard, phones
from leadkit.review.audit.attempts import PERSONAL
from leadkit.review.shortfall.control import ratio
from leadkit.review.shortfall.sample import Flags
from leadkit.review.witnesses.cases import among_alike
from leadkit.review.witnesses.witness import Suspect, Witness, of_total, times

NOT_REACHED = ("UNREACHABLE", "DATA_INVALID")
ENOUGH = 0.5
Counts = tuple[int, int]


@dataclass(frozen=True, kw_only=True, eq=False)
class Validity(Witness):
    """The share of leads with dead contact data.

    Attributes
    ----------
    dead : (int, int)
        Leads with a dead contact and all leads, of the judged quarter.
    is_measured : bool
        Whether the split knows of it and counts it as lead quality.
    """

    name = "validity"
    dead: Counts = (0, 0)
    is_measured: bool = False

    def _speaks_for(self) -> tuple[Suspect, ...]:
        return ("leads",) if self.estimate.low > 1 and not self.is_measured else ()

    def title(self) -> str:
        """Name what was looked at."""
        return _("Dead contact data")

    def looked_at(self) -> str:
        """Say which number was taken, of what."""
        return _("share of leads without a valid number, against earlier quarters")

    def told(self) -> str:
        """Say whether there were more of them, and where the split counts that."""
        text = _("{share} had none, {times} times as many as before.").format(
            share=of_total(*self.dead), times=times(self.estimate)
        )
        if self.estimate.refused:
            return _("{share} had none: too few to compare.").format(share=of_total(*self.dead))
        if self.is_measured:
            return f"{text} " + _("The split counts that as lead quality, not as selling.")
        return text


@dataclass(frozen=True, kw_only=True, eq=False)
class Reached(Witness):
    """Whether calls to leads with valid contact data reached somebody.

    Attributes
    ----------
    given_up : (int, int)
        Of the leads called in the judged quarter, those given up as not to be reached.
    tried : (int, int) or None
        Of those given up, the ones with enough attempts on record; None where no attempt is.
    """

    name = "connect"
    given_up: Counts = (0, 0)
    tried: Counts | None = None

    @property
    def _was_tried(self) -> bool:
        return self.tried is not None and self.tried[0] >= ENOUGH * self.tried[1]

    def _speaks_for(self) -> tuple[Suspect, ...]:
        return ("leads",) if self.estimate.low > 1 and self._was_tried else ()

    def title(self) -> str:
        """Name what was looked at."""
        return _("Calls that reached nobody")

    def looked_at(self) -> str:
        """Say which number was taken, of what."""
        return _(
            "leads with a valid number that were called and given up as not to be reached: odds "
            "against earlier quarters, among like leads"
        )

    def told(self) -> str:
        """Say whether there were more, and whether sales had tried often enough."""
        share = of_total(*self.given_up)
        if self.estimate.refused:
            return _("{share} were given up: too few to compare.").format(share=share)
        text = _("{share} were given up, odds {times} times those of before.").format(
            share=share, times=times(self.estimate)
        )
        if self.estimate.low <= 1 or self._was_tried:
            return text
        if self.tried is None:
            return f"{text} " + _("No attempts are on record, so it may be sales that gave up.")
        return f"{text} " + _(
            "Only {tried} had {least} attempts on record, so it may be sales that gave up."
        ).format(tried=of_total(*self.tried), least=TRIED)


def validity(book: Book, table: pd.DataFrame, measured: tuple[str, ...]) -> Validity:
    """Compare the share of leads with dead contact data; `measured` are the split's columns."""
    valid = _valid(book, table)
    if valid is None:
        return Validity(lacks=("phone",))
    judged = table["judged"].to_numpy(bool)
    (w0, n0), (w1, n1) = ((int((~valid[of]).sum()), int(of.sum())) for of in (~judged, judged))
    return Validity(
        estimate=ratio(w0, n0, w1, n1),
        dead=(w1, n1),
        is_measured=("phone_valid" if book.has("phone") else "email_valid") in measured,
    )


def reached(book: Book, table: pd.DataFrame) -> Reached:
    """Compare how many called leads with valid contact data were given up."""
    if not book.has("first_response_at"):
        return Reached(lacks=("first_response_at",))
    if not book.has("lost_reason") and not book.has("rejection_reason"):
        return Reached(lacks=("lost_reason",))
    called, valid = table["first_response_at"].notna().to_numpy(bool), _valid(book, table)
    asked = table[called if valid is None else called & valid]
    given_up = asked["reason"].isin(NOT_REACHED)
    judged = asked["judged"]
    return Reached(
        estimate=among_alike(given_up, asked),
        given_up=(int(given_up[judged].sum()), int(judged.sum())),
        tried=_tried(book, asked[judged & given_up]),
    )


def _valid(book: Book, table: pd.DataFrame) -> Flags | None:
    """Return which leads have a valid number, or address in a book without numbers."""
    standard, leads = own_standard(book) or Standard.default(), book.leads.loc[table.index]
    if book.has("phone"):
        return phones(leads["phone"], standard.phone.region).valid.to_numpy(bool)
    if book.has("email"):
        dead = (*standard.email.disposable, *standard.email.misspelled)
        return emails(leads["email"], dead_domains=dead).valid.to_numpy(bool)
    return None


def _tried(book: Book, given_up: pd.DataFrame) -> Counts | None:
    """Count the turns with enough attempts before they were given up."""
    events = book.table("events")
    if events is None or not events["kind"].isin(PERSONAL).any():
        return None
    calls = events[events["kind"].isin(PERSONAL)]
    asked = given_up.reset_index(drop=True).rename_axis("place").reset_index()
    both = asked.merge(calls[["lead_id", "at"]], on="lead_id")
    both = both[(both["at"] >= both["start"]) & (both["at"] <= both["ended_at"])]
    return int((both["place"].value_counts() >= TRIED).sum()), len(given_up)
