"""A first draft of the agreement, from the book, its policy and its promises so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from pathlib import Path
from typing import Literal

import pandas as pd

from leadkit.agreement import (
    Agreement,
    Change,
    Definitions,
    Parties,
    Period,
    Promise,
    Recycling,
    StandardInForce,
    own_agreement,
    write_agreement,
)
from leadkit.base.errors import BadInput
from leadkit.base.language import _, day, listed, number, percent
from leadkit.book import REASONS, Book
from leadkit.handoff import Policy, own_policy
from leadkit.journey import extract_date
from leadkit.model import LEAST_WINS
from leadkit.quality import Standard, marked, own_standard
from leadkit.review.clauses import (
    RECYCLED_AFTER_DAYS,
    bonus,
    duties,
    proposed_promises,
    rejection,
)
from leadkit.review.in_force import in_force, record_beside
from leadkit.review.ledger import Ledger, days_of, ledger, quarter_at
from leadkit.review.measures import Kept, measure
from leadkit.review.sample import plan_of

HALF_A_QUARTER = pd.Timedelta(days=45)
STEP, LEAST, MOST, UNKNOWN = 0.05, 0.5, 0.95, 0.8
DOSSIER = ("source", "segment", "role")
NOTICE_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A drafted agreement, and for each promise how far it was kept so far.

    Attributes
    ----------
    agreement : Agreement
        Not signed.
    so_far : dict of str to Kept
        By promise id, in the year before (the number of handoffs: in the quarter before).
    since, until : str
        The first and last quarter of that year.
    line_is_due : date or None
        The day on which the line was to be looked at again, where that day has come.
    line_doubt : {"test", "keep"} or None
        What the record of the last change advised instead of moving the line.
    """

    agreement: Agreement
    so_far: dict[str, Kept]
    since: str
    until: str
    line_is_due: date | None = None
    line_doubt: Literal["test", "keep"] | None = None

    def sentences(self) -> list[str]:
        """Say of each promise what is proposed and what was kept so far."""
        said = [
            _("{id} {sentence} So far: {kept}.").format(
                id=promise.id, sentence=promise.sentence, kept=_so_far(self.so_far[promise.id])
            )
            for promise in self.agreement.promises
        ]
        period = _("So far means {since} to {until}; handoffs are those of {until}.")
        said.append(period.format(since=self.since, until=self.until))
        if self.agreement.policy is None:
            said.append(
                _(
                    "There is no policy yet: a line in money needs a model, and a model at least "
                    "{least} wins to learn from; until then the rule in use holds."
                ).format(least=LEAST_WINS)
            )
        if self.line_is_due:
            due = _("The line was to be looked at again on {day}: train and draw it again first.")
            said.append(due.format(day=day(self.line_is_due)))
        if self.line_doubt == "test":
            said.append(_("The line moved, though its record advises to test it first."))
        if self.line_doubt == "keep":
            said.append(_("The line moved, though its record advises to keep the old one."))
        return said


def draft(
    book: Book, quarter: str | None = None, *, as_of: str | pd.Timestamp | None = None
) -> Draft:
    """Draft the agreement of a quarter.

    Parameters
    ----------
    book : Book
        Its standard and its policy are referred to by version and fingerprint; targets are those
        of the agreement before, else what was kept in the year before, raised to the next 5 %; the
        number of handoffs is the plan's, else that of the quarter before.
    quarter : str, optional
        As "2026Q3"; default the quarter whose middle lies next after the extract. What was kept so
        far is that of quarters which were over by then.
    as_of : date, optional
        Judge as on that date.

    Raises
    ------
    BadInput
        If the book has no dates.
    """
    now = extract_date(book, as_of)
    folder = book.path
    if now is None or folder is None or book.is_bare:
        raise BadInput(
            _("an agreement is drafted from a book with handoff times"),
            fix=_("Give a lead book (a folder) whose leads have handed_off_at."),
        )
    book = marked(book)
    wanted = quarter or quarter_at(book, now + HALF_A_QUARTER)
    first, last = days_of(wanted, book)
    last_over = quarter_before(quarter_at(book, now + pd.Timedelta(days=1)))
    until = min(quarter_before(wanted), last_over)
    since = quarter_before(quarter_before(quarter_before(until)))
    past = ledger(book, *days_of(until, book), as_of=as_of)
    year = ledger(past.book, days_of(since, book)[0], past.last, as_of=as_of)
    policy, standard = own_policy(folder), own_standard(book) or Standard.default()
    record = policy and record_beside(*policy)
    before = own_agreement(folder, past.last)
    promises, so_far = _promises(
        wanted, past, year, before and before[0], has_policy=policy is not None
    )
    return Draft(
        agreement=Agreement(
            title=_("How {firm} hands leads from marketing to sales").format(firm=book.name),
            version=wanted,
            parties=Parties(
                firm=book.name, marketing=_("Head of marketing"), sales=_("Head of sales")
            ),
            period=Period(**{"from": first, "to": last}),
            definitions=_definitions(book, policy and policy[0]),
            standard=StandardInForce(version=standard.version, sha256=standard.sha256),
            policy=policy and in_force(policy[0], record),
            hours=book.settings.working_time,
            promises=promises,
            duties=duties(),
            rejections=tuple(rejection(reason) for reason in REASONS),
            recycling=tuple(
                Recycling(reason=reason, after_days=days, owner=_("Head of marketing"))
                for reason, days in RECYCLED_AFTER_DAYS.items()
            ),
            bonus=bonus(promises),
            change=Change(
                how=_("Either side proposes a change in writing; it holds when both have signed."),
                notice_days=NOTICE_DAYS,
                look_again=last + timedelta(days=NOTICE_DAYS + 1),
            ),
        ),
        so_far=so_far,
        since=since,
        until=until,
        line_is_due=_due(policy and policy[0], now.tz_convert(book.settings.timezone).date()),
        line_doubt=None if record is None or record.advice == "move" else record.advice,
    )


def quarter_before(quarter: str) -> str:
    """Return the quarter before.

    Examples
    --------
    >>> quarter_before("2027Q1")
    '2026Q4'
    """
    year, place = int(quarter[:4]), int(quarter[5])
    return f"{year - (place == 1)}Q{(place - 2) % 4 + 1}"


def _definitions(book: Book, policy: Policy | None) -> Definitions:
    rule = book.settings.rule
    mql = _("A lead that marketing calls ready for sales, and that meets the standard.")
    if policy is not None:
        mql = _(
            "A lead that meets the standard and whose chance of buying is {line} or more by the "
            "model that the policy names."
        ).format(line=percent(policy.line, 1))
        if policy.by is not None:
            mql += " " + _("By {column} the line differs: {lines}.").format(
                column=policy.by,
                lines=listed([f"{one.value} {percent(one.line, 1)}" for one in policy.segments]),
            )
    elif rule is not None:
        mql = _("A lead that meets the standard and has at least {least} {column}.").format(
            least=number(rule.at_least), column=rule.column
        )
    return Definitions(
        mql=mql,
        accepted=_("A lead that sales has called and takes on, as it says in the CRM."),
        worked=_("A lead to which at least one personal attempt by sales is on record."),
        won=_("A signed order within {days} days of the handoff.").format(
            days=book.settings.window_days
        ),
    )


def _due(policy: Policy | None, today: date) -> date | None:
    if policy is None or policy.look_again is None or policy.look_again > today:
        return None
    return policy.look_again


def _promises(
    quarter: str, past: Ledger, year: Ledger, before: Agreement | None, *, has_policy: bool
) -> tuple[tuple[Promise, ...], dict[str, Kept]]:
    dossier = tuple(name for name in DOSSIER if name in past.book.leads)
    proposed = proposed_promises(dossier, has_policy=has_policy)
    agreed = {one.id: one for one in before.promises} if before else {}
    promises, so_far = [], {}
    for terms in proposed:
        last_time = agreed.get(terms["id"])
        first = last_time or Promise(**terms, target=1)
        at = past if first.measure == "leads_handed_off" else year
        so_far[first.id] = kept = measure(at, first)
        target = first.target if last_time else _target(first.measure, kept, past.book, quarter)
        promises.append(first.model_copy(update={"target": target}))
    return tuple(promises), so_far


def _target(measure: str, kept: Kept, book: Book, quarter: str) -> float:
    """Propose what was kept, raised to the next 5 %; the plan's handoffs for their number."""
    if measure == "leads_handed_off":
        plan = plan_of(book, quarter)
        planned = plan["handoffs"].sum() if len(plan) else kept.estimate and kept.estimate.value
        return float(max(round(planned or 0, -1), 1))
    if kept.estimate is None or kept.estimate.n == 0:
        return UNKNOWN
    return round(min(max(ceil(kept.estimate.value / STEP) * STEP, LEAST), MOST), 2)


def _so_far(kept: Kept) -> str:
    if kept.estimate is None:
        return kept.missing
    if kept.estimate.unit != "rate":
        return number(kept.estimate.value)
    if kept.estimate.refused and kept.estimate.n:
        return _("{n} of {of}").format(
            n=number(kept.estimate.events or 0), of=number(kept.estimate.n)
        )
    return str(kept.estimate) if kept.estimate.n else _("nothing was due")


def new_agreement(draft: Draft, folder: Path, *, force: bool = False) -> Path:
    """Write a draft into a book's agreements; a signed one is never replaced."""
    path = folder / "agreements" / f"{draft.agreement.version}.toml"
    if path.exists() and (not force or Agreement.load(path).signatures):
        raise BadInput(
            _("there is an agreement of this version already"),
            where=str(path),
            fix=_("Replace a draft with --force; a signed one is changed by a new version."),
        )
    write_agreement(draft.agreement, path)
    return path
