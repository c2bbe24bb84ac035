"""An agreement held against its book: what cannot be measured, carried or delivered there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import ceil
from typing import Any

import pandas as pd

from leadkit.agreement import Agreement, Promise
from leadkit.agreement.findings import Finding
from leadkit.base.errors import BadInput, TooLittleData
from leadkit.base.estimate import count_ends
from leadkit.base.language import _, day, number, percent
from leadkit.book import Book
from leadkit.journey import extract_date, turns, working_days
from leadkit.quality import FAILS, Standard, own_standard
from leadkit.review.audit.ledger import Ledger, days_of, ledger, quarter_at, quarter_before
from leadkit.review.audit.measures import measure
from leadkit.review.owed.capacity import WEEKS
from leadkit.review.owed.found import LeadsOwed
from leadkit.review.owed.line import Above, agreed_policy, arrived_above
from leadkit.review.owed.owed import leads_owed
from leadkit.review.owed.words import span_of

COUNT = "leads_handed_off"
SHORT, ROUNDED_TO = 12, 10


def against_book(
    agreement: Agreement, book: Book, as_of: str | pd.Timestamp | None = None
) -> list[Finding]:
    """Return what of an agreement does not hold in its book, in the order of its text.

    Parameters
    ----------
    agreement : Agreement
        Signed or not.
    book : Book
        Its last quarter that was over says what can be measured, and how many leads come.
    as_of : date, optional
        Judge as on that date.

    Returns
    -------
    list of Finding
        A standard or policy that the book does not hold, a line whose leads sales cannot work, a
        promise that nobody can measure, a number of leads below what the plan asks for, above
        what sales can work, or above what was ever handed off. A period that the data do not
        reach is none.

    Examples
    --------
    >>> import leadkit as lk
    >>> from leadkit.review import draft
    >>> book = lk.read_book(lk.sample("small"))
    >>> found = against_book(draft(book, "2026Q3", as_of="2026-06-30").agreement, book)
    >>> [one.place for one in found if one.place[0] == "standard"]
    []
    """
    at = _last_over(agreement, book, as_of)
    found = [*_standard(agreement, book), *_policy(agreement, book)]
    if isinstance(at, str):
        found.append(Finding(("promises",), at, _("Judge a book whose leads have handed_off_at.")))
        return found
    above = agreement.policy and arrived_above(at, _weeks(at.first, at.last, book))
    if above:
        found += [*_line(agreement, at, above), *_above(agreement, at, above)]
    for place, promise in enumerate(agreement.promises):
        if missing := measure(at, promise).missing:
            found.append(_unmeasured(place, promise, missing))
        elif promise.measure == COUNT:
            found += _count(place, promise, agreement, at, as_of)
    return found


def measurable(
    agreement: Agreement, book: Book, as_of: str | pd.Timestamp | None = None
) -> dict[str, str]:
    """Return by promise why this book cannot measure it; empty where it can."""
    at = _last_over(agreement, book, as_of)
    return {
        one.id: at if isinstance(at, str) else measure(at, one).missing
        for one in agreement.promises
    }


def _last_over(agreement: Agreement, book: Book, as_of: str | pd.Timestamp | None) -> Ledger | str:
    """Return the last quarter that is over, on the clock agreed on; or what the book lacks."""
    now = extract_date(book, as_of)
    if now is None:
        return _("promises are about handoffs, and the book has no handoff times")
    tomorrow = now + pd.Timedelta(days=1)
    first, last = days_of(quarter_before(quarter_at(book, tomorrow)), book)
    try:
        return ledger(
            book, first, last, hours=agreement.hours, agreed=agreement.policy, as_of=as_of
        )
    except TooLittleData as error:
        return error.problem


def _standard(agreement: Agreement, book: Book) -> Iterator[Finding]:
    own = own_standard(book) or Standard.default()
    if own.sha256 != agreement.standard.sha256:
        yield Finding(
            ("standard", "sha256"),
            _("the book's standard is {own}, not the {agreed} that was agreed").format(
                own=_named(own.version, own.sha256),
                agreed=_named(agreement.standard.version, agreement.standard.sha256),
            ),
            _("Restore the standard agreed on, or agree on the new one and sign again."),
        )


def _policy(agreement: Agreement, book: Book) -> Iterator[Finding]:
    agreed = agreement.policy
    if agreed is not None and agreed_policy(book, agreed) is None:
        yield Finding(
            ("policy", "sha256"),
            _("the book holds no policy {agreed}").format(
                agreed=_named(agreed.version, agreed.sha256)
            ),
            _("Put the policy back into the book, or agree on the one in force and sign again."),
        )


def _named(version: str, sha256: str) -> str:
    return f"{version} ({sha256[:SHORT]})"


def _line(agreement: Agreement, at: Ledger, above: Above) -> Iterator[Finding]:
    """Hold the leads on or above the line against what sales can take."""
    limit = _leads_a_week(agreement)
    if limit is None or above.per_week <= limit:
        return
    yield Finding(
        ("policy", "line"),
        _(
            "{above} leads a week lay on or above the line from {first} to {last}, and sales can "
            "take {limit}"
        ).format(
            above=number(above.per_week, 1), first=day(at.first), last=day(at.last),
            limit=number(limit, 1),
        ),
        _("Draw the line at about {line}, where as many lie above as sales can take, or add hours.")
        .format(line=percent(above.line_for(limit), 1)),
    )  # fmt: skip


def _above(agreement: Agreement, at: Ledger, above: Above) -> Iterator[Finding]:
    """Hold number and share promised, which together say how many above the line, against both."""
    made = {one.measure: one.target for one in agreement.promises}
    if COUNT not in made or "above_line" not in made:
        return
    place = next(n for n, one in enumerate(agreement.promises) if one.measure == COUNT)
    period, wanted = agreement.period, made[COUNT] * made["above_line"]
    came = above.per_week * above.weeks
    scale = _weeks(period.start, period.end, at.book) / above.weeks
    if wanted <= scale * count_ends(came)[1]:
        return
    yield Finding(
        ("promises", place, "target"),
        _(
            "{number} leads with {share} on or above the line are {wanted} such leads; in the last "
            "quarter {came} came, handed off or not"
        ).format(
            number=number(made[COUNT]), share=percent(made["above_line"]), wanted=number(wanted),
            came=number(came),
        ),
        _("Promise fewer leads, a smaller share, or say where more good leads come from."),
    )  # fmt: skip


def _unmeasured(place: int, promise: Promise, missing: str) -> Finding:
    return Finding(
        ("promises", place, "measure"),
        _("{id}: nobody can measure this in the book: {missing}").format(
            id=promise.id, missing=missing
        ),
        _("Add what is missing to the book, or take the promise out."),
    )


def _count(
    place: int, promise: Promise, agreement: Agreement, at: Ledger, as_of: Any
) -> Iterator[Finding]:
    """Hold the number of leads promised against plan, capacity and what was ever handed off."""
    where, promised = ("promises", place, "target"), promise.target
    period = agreement.period
    weeks = _weeks(period.start, period.end, at.book)
    owed = _owed(agreement, at.book, as_of)
    if owed is not None and promised < owed.total.low:
        yield Finding(
            where,
            _("{id}: {promised} leads are promised, and the plan asks for {owed}").format(
                id=promise.id, promised=number(promised), owed=span_of(owed.total)
            ),
            _("Promise what the plan asks for, or lower the plan."),
        )
    limit = _leads_a_week(agreement)
    if limit is not None and promised > limit * weeks:
        yield Finding(
            where,
            _(
                "{id}: {promised} leads are promised, and sales can take {limit} in the period"
            ).format(id=promise.id, promised=number(promised), limit=number(limit * weeks)),
            _("Promise fewer and better leads, or add hours."),
        )
    most = _most_ever(at.book, as_of) * weeks
    if promised > ceil(most / ROUNDED_TO) * ROUNDED_TO:
        yield Finding(
            where,
            _(
                "{id}: {promised} leads are promised, and at the best pace of any quarter so far "
                "it would be {most}"
            ).format(id=promise.id, promised=number(promised), most=number(most)),
            _("Say where the further leads come from, or promise fewer and lower the plan."),
        )


def _owed(agreement: Agreement, book: Book, as_of: Any) -> LeadsOwed | None:
    """Return what the plan asks for, where the period is a quarter that has a plan."""
    start = pd.Timestamp(agreement.period.start, tz=book.settings.timezone)
    quarter = quarter_at(book, start)
    if days_of(quarter, book) != (agreement.period.start, agreement.period.end):
        return None
    try:
        return leads_owed(book, quarter, as_of=as_of)
    except (BadInput, TooLittleData):
        return None


def _most_ever(book: Book, as_of: Any) -> float:
    """Return the most leads a week that met the standard and were handed off in a quarter."""
    table = turns(book, as_of)
    is_ours = table["handed_off_at"].notna() & ~table["self_generated"]
    if FAILS in book.leads:
        is_ours &= book.leads.loc[table.index, FAILS].to_numpy() == "none"
    counts = table.loc[is_ours, "quarter"].value_counts()
    paces = [n / _weeks(*days_of(str(name), book), book) for name, n in counts.items()]
    return max(paces, default=0.0)


def _leads_a_week(agreement: Agreement) -> float | None:
    """Return how many leads a week sales can take, where the agreement says it."""
    capacity = agreement.policy and agreement.policy.capacity
    return capacity.leads() / WEEKS[capacity.per] if capacity else None


def _weeks(first: date, last: date, book: Book) -> float:
    return len(working_days(first, last, book.settings)) / len(book.settings.days)
