"""What will not hold in an agreement, found in its text alone: where, what, how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from leadkit.agreement import words
from leadkit.agreement.document import Agreement
from leadkit.agreement.measures import MEASURES
from leadkit.agreement.parts import Duty
from leadkit.agreement.speaking import in_every_language
from leadkit.agreement.words import SIDES, Side
from leadkit.base.language import N_, _, day
from leadkit.base.toml import line_of

Place = tuple[str | int, ...]

TWO_ROLES = re.compile(r"\s+(?:and|or|và|hoặc)\s+|\s*[&/,;+]\s*", re.IGNORECASE)
REPORTS = ("daily_report", "weekly_report")
DUE_AFTER_DAYS = 31
WEEK_DAYS, MONTH_DAYS = 7, 365.25 / 12
JOINT_TASKS = {
    "definition": N_("Definition of a good lead"),
    "line": N_("Change of the handoff line"),
}


@dataclass(frozen=True)
class Finding:
    """Something in an agreement that will not hold: where it stands, what it is, how to mend it.

    Examples
    --------
    >>> found = Finding(("title",), "nobody knows what this is", "Give it a name.")
    >>> found.written("a.toml", "title = '?'")
    'a.toml:1: nobody knows what this is'
    """

    place: Place
    text: str
    fix: str

    def line(self, text: str) -> int:
        """Return the line on which it stands in the text of the agreement's file."""
        return line_of(text, self.place)

    def written(self, path: Path | str, text: str) -> str:
        """Return "file:line: what it is", for the text of the agreement's file."""
        return f"{path}:{self.line(text)}: {self.text}"


def findings(agreement: Agreement, others: Sequence[tuple[Agreement, Path]] = ()) -> list[Finding]:
    """Find what will not hold in an agreement that is whole, from its text alone.

    Parameters
    ----------
    agreement : Agreement
        As it was read.
    others : sequence of Agreement and Path
        The other agreements of the same folder.

    Returns
    -------
    list of Finding
        In the order of the parts; empty where there is nothing to mend.

    Examples
    --------
    >>> import leadkit as lk
    >>> from leadkit.review import draft
    >>> drafted = draft(lk.read_book(lk.sample("small")), as_of="2026-06-30").agreement
    >>> alone = drafted.model_copy(update={"promises": drafted.promises[:1]})
    >>> [found.place for found in findings(alone) if "report" in found.text][:1]
    [('promises',)]
    """
    found = [
        *_overlaps(agreement, others),
        *_without_capacity(agreement),
        *_days_of_other_years(agreement),
        *_promised_by_the_other_side(agreement),
        *_without_report(agreement),
        *_two_owners(agreement),
        *_decided_alone(agreement),
        *_paid_for_volume(agreement),
        *_looked_at_too_late(agreement),
        *_signatures(agreement),
    ]
    order = list(Agreement.model_fields)
    return sorted(found, key=lambda one: order.index(str(one.place[0])))


def _overlaps(agreement: Agreement, others: Iterable[tuple[Agreement, Path]]) -> Iterator[Finding]:
    period = agreement.period
    text = _("from {first} to {last} the signed agreement {version} ({file}) holds too")
    for other, path in others:
        first, last = max(period.start, other.period.start), min(period.end, other.period.end)
        if other.is_signed and first <= last:
            yield Finding(
                ("period", "from"),
                text.format(
                    first=day(first), last=day(last), version=other.version, file=path.name
                ),
                _("Let this one begin the day after that one ends, or end that one by agreement."),
            )


def _without_capacity(agreement: Agreement) -> Iterator[Finding]:
    policy = agreement.policy
    if policy is None:
        return
    if policy.capacity is None:
        yield Finding(
            ("policy", "line"),
            _("no capacity is agreed, so nobody can say whether sales can work what the line lets "
              "through"),
            _("Add [policy.capacity] with amount, unit (leads or hours) and per (week or month)."),
        )  # fmt: skip
        return
    days = (agreement.period.end - agreement.period.start).days + 1
    spans = days / {"week": WEEK_DAYS, "month": MONTH_DAYS}[policy.capacity.per]
    carried = policy.capacity.leads() * spans
    text = _("{id} promises {promised} leads; the capacity agreed is {carried} in the period")
    for place, promise in enumerate(agreement.promises):
        if promise.measure == "leads_handed_off" and promise.target > carried:
            yield Finding(
                ("promises", place, "target"),
                text.format(id=promise.id, promised=words.amount(promise.target),
                            carried=words.amount(int(carried))),
                _("Promise fewer leads, raise the line, or give sales more hours."),
            )  # fmt: skip


def _days_of_other_years(agreement: Agreement) -> Iterator[Finding]:
    years = range(agreement.period.start.year, agreement.period.end.year + 1)
    for name in ("extra_holidays", "extra_workdays"):
        days: tuple[date, ...] = getattr(agreement.hours, name)
        if days and not any(one.year in years for one in days):
            of = words.listed(str(year) for year in sorted({one.year for one in days}))
            yield Finding(
                ("hours", name),
                _("these days are of {of}, and the period is in {years}").format(
                    of=of, years=words.listed(map(str, years))
                ),
                _("List the days of the period, or remove this line."),
            )


def _promised_by_the_other_side(agreement: Agreement) -> Iterator[Finding]:
    for place, promise in enumerate(agreement.promises):
        other: Side = "sales" if promise.side == "marketing" else "marketing"
        if _same(promise.owner, getattr(agreement.parties, other)):
            yield Finding(
                ("promises", place, "owner"),
                _("{id} is a promise of {side}, but {owner} answers for it").format(
                    id=promise.id, side=words.team_name(promise.side), owner=promise.owner
                ),
                _("Name a role of the side that promises."),
            )


def _without_report(agreement: Agreement) -> Iterator[Finding]:
    for side in SIDES:
        if not any(promise.measure in REPORTS for promise in agreement.promised(side)):
            yield Finding(
                ("promises",),
                _("{side} promises no report, so the other side hears nothing from it").format(
                    side=words.side_name(side)
                ),
                _("Add a promise with the measure weekly_report or daily_report."),
            )


def _two_owners(agreement: Agreement) -> Iterator[Finding]:
    owned: list[tuple[Place, str, str]] = [
        *((("promises", n, "owner"), p.id, p.owner) for n, p in enumerate(agreement.promises)),
        *((("duties", n, "accountable"), d.task, d.accountable)
          for n, d in enumerate(agreement.duties)),
        *((("rejections", n, "owner"), r.reason, r.owner)
          for n, r in enumerate(agreement.rejections)),
        *((("recycling", n, "owner"), r.reason, r.owner)
          for n, r in enumerate(agreement.recycling)),
    ]  # fmt: skip
    parties = (agreement.parties.marketing, agreement.parties.sales)
    for place, what, owner in owned:
        if len(TWO_ROLES.split(owner)) > 1 and not any(_same(owner, role) for role in parties):
            yield Finding(
                place,
                _("{what}: two roles answer for it ({owner}), so that neither does").format(
                    what=what, owner=owner
                ),
                _("Name one role that answers for it alone; the other can be asked or told."),
            )


def _decided_alone(agreement: Agreement) -> Iterator[Finding]:
    """Find the definition of a good lead, or the line, in the hands of one side."""
    missing = {
        "definition": _("no duty says who decides what a good lead is"),
        "line": _("no duty says who may move the line"),
    }
    for kind in JOINT_TASKS if agreement.policy else ("definition",):
        tasks = [(n, duty) for n, duty in enumerate(agreement.duties) if _is_of(kind, duty)]
        if not tasks:
            fix = _('Write kind = "{kind}" into the duty that says it, or add one.')
            yield Finding(("duties",), missing[kind], fix.format(kind=kind))
        for place, duty in tasks:
            for side in SIDES:
                role = getattr(agreement.parties, side)
                if not any(_same(role, name) for name in _heard(duty)):
                    yield Finding(
                        ("duties", place, "consulted" if duty.consulted else "accountable"),
                        _("{task}: it is decided without {role}").format(task=duty.task, role=role),
                        _("Write {role} under consulted.").format(role=role),
                    )


def _is_of(kind: str, duty: Duty) -> bool:
    own_words = {name.casefold() for name in in_every_language(JOINT_TASKS[kind])}
    return duty.kind == kind if duty.kind else duty.task.casefold() in own_words


def _heard(duty: Duty) -> tuple[str, ...]:
    return duty.accountable, duty.responsible, *duty.consulted


def _paid_for_volume(agreement: Agreement) -> Iterator[Finding]:
    counts = {p.id for p in agreement.promises if MEASURES[p.measure].kind == "count"}
    for side in SIDES:
        own = [(n, kpi) for n, kpi in enumerate(agreement.bonus.kpis) if kpi.side == side]
        if own and all(kpi.promise in counts for _place, kpi in own):
            yield Finding(
                ("bonus", "kpis", own[0][0], "name"),
                _("what {side} is paid for on its own is a number of leads alone: it pays for "
                  "many leads, not for good ones").format(side=words.team_name(side)),
                _("Let it rest on a share as well, such as the leads that meet the standard."),
            )  # fmt: skip


def _looked_at_too_late(agreement: Agreement) -> Iterator[Finding]:
    period, again = agreement.period, agreement.change.look_again
    if not period.start <= again <= period.end + timedelta(days=DUE_AFTER_DAYS):
        yield Finding(
            ("change", "look_again"),
            _("both look at it again on {day}, but the period is {first} to {last}").format(
                day=day(again), first=day(period.start), last=day(period.end)
            ),
            _("Choose a day in the period, or at most {days} days after it.").format(
                days=DUE_AFTER_DAYS
            ),
        )


def _signatures(agreement: Agreement) -> Iterator[Finding]:
    void = agreement.void
    for place, signature in enumerate(agreement.signatures):
        if signature in void:
            yield Finding(
                ("signatures", place, "sha256"),
                _("the signature of {name} ({role}) of {day} is void: it is under another text"
                  ).format(name=signature.name, role=signature.role, day=day(signature.at)),
                _("Restore the text that was signed, or sign again: leadkit agreement sign FILE "
                  "--as {side} --name NAME").format(side=signature.side),
            )  # fmt: skip
    names = [signature.name for signature in agreement.signatures]
    if len(names) == len(SIDES) and _same(*names):
        yield Finding(
            ("signatures", 1, "name"),
            _("{name} has signed for both sides").format(name=names[0]),
            _("Let each side's own head sign; remove the block that is wrong and sign again."),
        )


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
