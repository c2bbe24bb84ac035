"""A first draft of the agreement, from the book, its policy and its promises so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from leadkit.agreement import (
    Agreement,
    Change,
    Parties,
    Period,
    Recycling,
    StandardInForce,
    own_agreement,
    write_agreement,
)
from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.language import _, day
from leadkit.book import REASONS, Book, WorkingTime
from leadkit.handoff import Policy, own_policy
from leadkit.journey import extract_date
from leadkit.model import LEAST_WINS
from leadkit.quality import Standard, marked, own_standard
from leadkit.review.audit.ledger import days_of, ledger, quarter_at, quarter_before
from leadkit.review.audit.measures import Kept
from leadkit.review.drafting.clauses import RECYCLED_AFTER_DAYS, bonus, duties, rejection
from leadkit.review.drafting.definitions import definitions
from leadkit.review.drafting.in_force import in_force, record_beside
from leadkit.review.drafting.origins import Place, part_origins, so_far_words
from leadkit.review.drafting.promises import COUNT, Past, proposed
from leadkit.review.owed.found import LeadsOwed
from leadkit.review.owed.owed import NEXT, leads_owed
from leadkit.review.owed.words import hours_sentence
from leadkit.review.shortfall.sample import plan_of

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
    origins : mapping of place to str
        Where each part and promise comes from, by its place in the text, as ("promises", 0).
    owed : LeadsOwed or None
        What the quarter's plan asks for, where there is one and the book can tell.
    """

    agreement: Agreement
    so_far: dict[str, Kept]
    since: str
    until: str
    line_is_due: date | None = None
    line_doubt: Literal["test", "keep"] | None = None
    origins: Mapping[Place, str] = field(default_factory=dict)
    owed: LeadsOwed | None = None

    @property
    def remarks(self) -> dict[Place, str]:
        """What stands above each part in the file: that it is a draft, and where it comes from."""
        said = _("draft, nobody has agreed: {origin}")
        remarks = {place: said.format(origin=origin) for place, origin in self.origins.items()}
        kept = _("so far ({since} to {until}): {kept}")
        for place, promise in enumerate(self.agreement.promises):
            remarks["promises", place] += "; " + kept.format(
                since=self.since if promise.measure != COUNT else self.until,
                until=self.until,
                kept=so_far_words(self.so_far[promise.id]),
            )
        return remarks

    def sentences(self) -> list[str]:
        """Say of each promise what is proposed and what was kept so far."""
        sentence = _("{id} {sentence} So far: {kept}. Draft: {origin}.")
        said = [
            sentence.format(
                id=promise.id,
                sentence=promise.sentence,
                kept=so_far_words(self.so_far[promise.id]),
                origin=self.origins[("promises", place)],
            )
            for place, promise in enumerate(self.agreement.promises)
        ]
        period = _("So far means {since} to {until}; handoffs are those of {until}.")
        said.append(period.format(since=self.since, until=self.until))
        said.append(_("All of it is a draft; the file says above each part where it comes from."))
        if self.agreement.policy is None:
            said.append(
                _(
                    "There is no policy yet: leadkit train and leadkit thresholds draw one, given "
                    "at least {least} wins to learn from; until then the rule in use holds."
                ).format(least=LEAST_WINS)
            )
        elif self.agreement.policy.capacity is None:
            said.append(
                _(
                    "Nobody has said what sales can work: add it under the policy, as "
                    "[policy.capacity], so that the line can be held against it."
                )
            )
        if self.owed is not None:
            said.append(hours_sentence(self.owed))
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
        Its standard and its policy are referred to by version and fingerprint. Targets are those
        of the agreement before, else what was kept in the year before, raised to the next 5 %; the
        number of handoffs is what the plan asks for (`leads_owed`), else that of the agreement or
        of the quarter before. Parties, duties and reasons are those of the agreement before.
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
    wanted = quarter or quarter_at(book, now + NEXT)
    period = days_of(wanted, book)
    past = _past(book, folder, wanted, now, as_of)
    today = now.tz_convert(book.settings.timezone).date()
    policy, standard = own_policy(folder, by=today), own_standard(book) or Standard.default()
    record = policy and record_beside(*policy)
    plan = plan_of(book, wanted)
    owed = _owed(book, wanted, as_of) if len(plan) else None
    planned = float(plan["handoffs"].sum()) if len(plan) else 0.0
    rows = proposed(past, owed, planned, has_policy=policy is not None)
    promises = tuple(row.promise for row in rows)
    return Draft(
        agreement=_agreement(
            book, wanted, period, past.before, promises,
            definitions=definitions(book, policy and policy[0]),
            standard=StandardInForce(version=standard.version, sha256=standard.sha256),
            policy=policy and in_force(policy[0], record),
            bonus=bonus(
                promises,
                has_policy=policy is not None,
                has_plan=book.table("plan") is not None,
                before=past.before.bonus if past.before else None,
            ),
        ),
        so_far={row.promise.id: row.kept for row in rows},
        since=past.since,
        until=past.until,
        line_is_due=_due(policy and policy[0], today),
        line_doubt=None if record is None or record.advice == "move" else record.advice,
        origins={
            **part_origins(past.before, policy and policy[0], book),
            **{("promises", place): row.origin for place, row in enumerate(rows)},
        },
        owed=owed,
    )  # fmt: skip


def _past(
    book: Book, folder: Path, wanted: str, now: pd.Timestamp, as_of: str | pd.Timestamp | None
) -> Past:
    """Gather what a draft looks back on: only quarters that were over by then."""
    last_over = quarter_before(quarter_at(book, now + pd.Timedelta(days=1)))
    until = min(quarter_before(wanted), last_over)
    since = quarter_before(quarter_before(quarter_before(until)))
    quarter = ledger(book, *days_of(until, book), as_of=as_of)
    year = ledger(quarter.book, days_of(since, book)[0], quarter.last, as_of=as_of)
    before = own_agreement(folder, quarter.last)
    return Past(quarter, year, since, until, before and before[0])


def _owed(book: Book, quarter: str, as_of: str | pd.Timestamp | None) -> LeadsOwed | None:
    """Return what the plan asks for, or None where the book has too little to tell."""
    try:
        return leads_owed(book, quarter, as_of=as_of)
    except TooLittleData:
        return None


def _agreement(
    book: Book,
    quarter: str,
    period: tuple[date, date],
    before: Agreement | None,
    promises: Any,
    **parts: Any,
) -> Agreement:
    """Put the parts together; what people wrote into the agreement before stays theirs."""
    first, last = period
    heads = {"marketing": _("Head of marketing"), "sales": _("Head of sales")}
    recycling = tuple(
        Recycling(reason=reason, after_days=days, owner=heads["marketing"])
        for reason, days in RECYCLED_AFTER_DAYS.items()
    )
    how = _("Either side proposes a change in writing; it holds when both have signed.")
    return Agreement(
        title=_("How {firm} hands leads from marketing to sales").format(firm=book.name),
        version=quarter,
        parties=before.parties if before else Parties(firm=book.name, **heads),
        period=Period(**{"from": first, "to": last}),
        hours=_hours(book.settings.working_time, first, last),
        promises=promises,
        duties=before.duties if before else duties(),
        rejections=before.rejections if before else tuple(map(rejection, REASONS)),
        recycling=before.recycling if before else recycling,
        change=Change(
            how=before.change.how if before else how,
            notice_days=before.change.notice_days if before else NOTICE_DAYS,
            look_again=last + timedelta(days=NOTICE_DAYS + 1),
        ),
        **parts,
    )


def _hours(hours: WorkingTime, first: date, last: date) -> WorkingTime:
    """Leave out the days off and on of other years: the agreement is not about them."""
    names = ("extra_holidays", "extra_workdays")
    own = {
        name: tuple(day for day in getattr(hours, name) if first.year <= day.year <= last.year)
        for name in names
    }
    return hours.model_copy(update=own)


def _due(policy: Policy | None, today: date) -> date | None:
    if policy is None or policy.look_again is None or policy.look_again > today:
        return None
    return policy.look_again


def new_agreement(draft: Draft, folder: Path | str, *, force: bool = False) -> Path:
    """Write a draft into a book's agreements; a signed one is never replaced."""
    path = Path(folder) / "agreements" / f"{draft.agreement.version}.toml"
    if path.exists() and (not force or Agreement.load(path).signatures):
        raise BadInput(
            _("there is an agreement of this version already"),
            where=str(path),
            fix=_("Replace a draft with --force; a signed one is changed by a new version."),
        )
    write_agreement(draft.agreement, path, draft.remarks)
    return path
