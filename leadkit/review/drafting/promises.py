"""The promises a draft proposes, each with what was kept so far and where its target comes from."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

from leadkit.agreement import Agreement, Promise
from leadkit.base.language import _, quarter_name
from leadkit.review.audit.ledger import Ledger
from leadkit.review.audit.measures import Kept, measure
from leadkit.review.drafting.clauses import proposed_promises
from leadkit.review.owed.found import LeadsOwed
from leadkit.review.owed.words import span_of

COUNT = "leads_handed_off"
DOSSIER = ("source", "segment", "role")
STEP, LEAST, MOST, UNKNOWN = 0.05, 0.5, 0.95, 0.8


class Proposed(NamedTuple):
    """A promise, how far it was kept so far, and where its target comes from."""

    promise: Promise
    kept: Kept
    origin: str


class Past(NamedTuple):
    """What a draft looks back on: the last quarter over, the year up to it, what was agreed."""

    quarter: Ledger
    year: Ledger
    since: str
    until: str
    before: Agreement | None


def proposed(
    past: Past, owed: LeadsOwed | None, planned: float, *, has_policy: bool
) -> list[Proposed]:
    """Return the promises of the agreement before, and those we propose that it lacks.

    Parameters
    ----------
    past : Past
    owed : LeadsOwed or None
        What the plan of the quarter asks for, where that can be computed.
    planned : float
        The plan's own number of handoffs; 0 without a plan.
    has_policy : bool
        Whether there is a line to promise leads above.
    """
    book = past.year.book
    dossier = tuple(name for name in DOSSIER if name in book.leads)
    terms = proposed_promises(dossier, has_policy=has_policy, book=book)
    agreed = {one.id: one for one in past.before.promises} if past.before else {}
    ours = [Promise(**one, target=1) for one in terms]
    more = [one for one in agreed.values() if one.id not in {own.id for own in ours}]
    return [
        _with_target(agreed.get(one.id, one), past, owed, planned, is_carried=one.id in agreed)
        for one in (*ours, *more)
    ]


def _with_target(
    promise: Promise, past: Past, owed: LeadsOwed | None, planned: float, *, is_carried: bool
) -> Proposed:
    is_count = promise.measure == COUNT
    kept = measure(past.quarter if is_count else past.year, promise)
    if is_count and (owed is not None or planned):
        target, origin = _by_plan(owed, planned)
    elif is_carried and past.before is not None:
        target = promise.target
        origin = _("carried over from {version}").format(version=past.before.version)
    elif is_count:
        target = float(max(round(kept.estimate.value if kept.estimate else 0, -1), 1))
        origin = _("as many as in {quarter}, rounded to tens").format(
            quarter=quarter_name(past.until)
        )
    else:
        target, origin = _by_record(kept)
    return Proposed(promise.model_copy(update={"target": target}), kept, origin)


def _by_plan(owed: LeadsOwed | None, planned: float) -> tuple[float, str]:
    if owed is None:
        return float(max(round(planned, -1), 1)), _("the number of handoffs in the plan")
    text = _(
        "what the plan's revenue asks for at the win rates and deal values of {since} to {until}: "
        "{leads}"
    ).format(
        since=quarter_name(owed.since), until=quarter_name(owed.until), leads=span_of(owed.total)
    )
    if owed.carried.fits is False:
        text += _("; sales cannot work so many: agree on a smaller revenue, or on more hours")
    return float(max(round(owed.total.value, -1), 1)), text


def _by_record(kept: Kept) -> tuple[float, str]:
    """Propose what was kept, raised to the next 5 %."""
    found = kept.estimate
    if found is None or found.n == 0:
        return UNKNOWN, _("our proposal, for the book does not say how far it was kept so far")
    if found.refused:
        return UNKNOWN, _("our proposal, for too few cases are on record")
    target = round(min(max(ceil(found.value / STEP) * STEP, LEAST), MOST), 2)
    return target, _("what was kept so far, raised to the next 5 %")
