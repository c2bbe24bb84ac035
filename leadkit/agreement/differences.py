"""What changed between two agreements, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import BaseModel

from leadkit.agreement import words
from leadkit.agreement.document import Agreement
from leadkit.agreement.parts import LineMoved, PolicyInForce, Promise
from leadkit.base.language import MISSING, _, day

KEYS = {
    "promises": ("id", "side", "measure"),
    "duties": ("task",),
    "rejections": ("reason",),
    "recycling": ("reason",),
    "kpis": ("name",),
}
SHARES = ("line", "from_line", "chance", "weight")


def differences(old: Agreement, new: Agreement) -> list[str]:
    """Say what changed, one line a part or clause.

    Parameters
    ----------
    old, new : Agreement
        The text before and after.

    Returns
    -------
    list of str
        Empty where nothing but the layout or the signatures changed.
    """
    found = list(_changed("", old, new))
    if not found and old.sha256 != new.sha256:
        return [_("Only the order of the clauses changed.")]
    return found


def _changed(head: str, old: BaseModel, new: BaseModel) -> Iterator[str]:
    """Yield a part's own changes in one line, then those of the parts inside it."""
    inside, changes = [], []
    for field in type(new).model_fields:
        was, now = getattr(old, field), getattr(new, field)
        if field == "policy" and None in (was, now):
            yield from _line_drawn(was, now)
        elif isinstance(now or was, LineMoved):
            yield from _line_moved(was, now)
        elif field in KEYS or isinstance(now, BaseModel):
            inside.append((field, was, now))
        elif field != "signatures" and was != now:
            changes.append(_change(new, field, was, now))
    if changes:
        said = ", ".join(changes)
        yield head + said if head else said[0].upper() + said[1:]
    for field, was, now in inside:
        if field in KEYS:
            yield from _clauses(field, was, now)
        else:
            yield from _changed(_heads()[field], was, now)


def _line_drawn(old: PolicyInForce | None, new: PolicyInForce | None) -> Iterator[str]:
    """Say that a line in money came into force, or that there is none any more."""
    if new is not None:
        yield _("A line comes into force: {line}").format(line=words.share(new.line))
    elif old is not None:
        yield _("The line is dropped: {line}").format(line=words.share(old.line))


def _line_moved(old: LineMoved | None, new: LineMoved | None) -> Iterator[str]:
    """Say that the clause on how the line moved is new, gone or another."""
    if new is None:
        yield _("The clause on how the line moved is dropped")
    elif old is None:
        yield _("New clause on how the line moved: from {line}, policy {version}").format(
            line=words.share(new.from_line), version=new.from_version
        )
    else:
        yield from _changed(_("How the line moved: "), old, new)


def _clauses(field: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[str]:
    """Yield what was added, dropped or changed in a list, each clause under its own name."""
    added, dropped, head = _kinds()[field]
    before, after = _by_key(field, old), _by_key(field, new)
    for key, clause in before.items():
        if key not in after:
            yield dropped.format(name=_name(field, clause, whole=True))
    for key, clause in after.items():
        if key in before:
            yield from _changed(head.format(name=_name(field, clause)), before[key], clause)
        else:
            yield added.format(name=_name(field, clause, whole=True))


def _by_key(field: str, clauses: tuple[Any, ...]) -> dict[tuple[str, ...], Any]:
    return {tuple(getattr(clause, name) for name in KEYS[field]): clause for clause in clauses}


def _name(field: str, clause: Any, *, whole: bool = False) -> str:
    if isinstance(clause, Promise):
        return f"{clause.id}: {clause.sentence if whole else clause.short}"
    return str(getattr(clause, KEYS[field][0]))


def _change(part: BaseModel, field: str, old: Any, new: Any) -> str:
    template = _("{what} changes from “{old}” to “{new}”")
    if _is_number(old) and _is_number(new):
        template = _("{what} lowered from {old} to {new}")
        if new > old:
            template = _("{what} raised from {old} to {new}")
        if field == "line":
            template = _("{what} moves from {old} to {new}")
        write = words.share if _is_share(part, field) else words.amount
        old, new = write(old, new), write(new, old)
    if field == "sha256":
        old, new = words.short(old), words.short(new)
    return template.format(what=_labels()[field], old=_written(old), new=_written(new))


def _is_share(part: BaseModel, field: str) -> bool:
    if isinstance(part, Promise):
        return field == "target" and part.terms.kind == "share"
    return field in SHARES


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _written(value: Any) -> str:
    """Write what is no plain number (whole ones left here are weekdays); a dash for nothing."""
    match value:
        case None:
            return MISSING
        case bool():
            return words.yes_no(value)
        case int():
            return words.weekday(value)
        case date():
            return day(value)
        case ((str(), str()), *_rest):
            return words.spans(value)
        case tuple():
            return words.listed(map(_written, value))
    return str(value) or MISSING


def _heads() -> dict[str, str]:
    return {
        "parties": _("Parties: "),
        "period": _("Period: "),
        "definitions": _("Definitions: "),
        "standard": _("Data-quality standard: "),
        "policy": "",
        "hours": _("Working time: "),
        "bonus": _("Bonus: "),
        "change": _("Change of the agreement: "),
    }


def _kinds() -> dict[str, tuple[str, str, str]]:
    """Return for each list how a clause is named when added, dropped or changed."""
    return {
        "promises": (_("New promise {name}"), _("Promise dropped: {name}"), "{name}, "),
        "duties": (_("New duty: {name}"), _("Duty dropped: {name}"), _("Duty “{name}”: ")),
        "rejections": (_("New reason: {name}"), _("Reason dropped: {name}"), _("Reason {name}: ")),
        "recycling": (
            _("Offered again from now on: {name}"),
            _("No longer offered again: {name}"),
            _("Offered again, {name}: "),
        ),
        "kpis": (_("New KPI: {name}"), _("KPI dropped: {name}"), _("KPI “{name}”: ")),
    }


def _labels() -> dict[str, str]:
    """Return every field by the name a reader knows it by."""
    return {
        "title": _("title"),
        "version": _("version"),
        "firm": _("firm"),
        "marketing": _("who answers for marketing"),
        "sales": _("who answers for sales"),
        "start": _("first day"),
        "end": _("last day"),
        "mql": _("MQL"),
        "accepted": _("accepted"),
        "worked": _("worked"),
        "won": _("won"),
        "sha256": _("fingerprint"),
        "line": _("the line"),
        "value": _("value of a won lead"),
        "cost": _("cost of working a lead"),
        "currency": _("currency"),
        "timezone": _("timezone"),
        "days": _("days"),
        "spans": _("hours"),
        "country": _("country of holidays"),
        "extra_holidays": _("extra holidays"),
        "extra_workdays": _("extra working days"),
        "hours": _("working hours"),
        "columns": _("columns"),
        "target": _("target"),
        "owner": _("owner"),
        "remedy": _("remedy"),
        "responsible": _("responsible"),
        "accountable": _("accountable"),
        "consulted": _("consulted"),
        "informed": _("informed"),
        "may_return": _("sales may return a lead"),
        "words": _("meaning"),
        "after_days": _("days until then"),
        "paid": _("what is paid"),
        "cap": _("cap"),
        "side": _("side"),
        "promise": _("promise"),
        "weight": _("weight"),
        "floor": _("floor"),
        "how": _("how"),
        "notice_days": _("days of notice"),
        "look_again": _("day to look again"),
        "from_version": _("policy before"),
        "from_line": _("line before"),
        "expected": _("expected gain"),
        "low": _("lowest gain"),
        "high": _("highest gain"),
        "chance": _("chance of earning more"),
        "effective": _("first day of the line"),
        "roll_back": _("when it moves back"),
    }
