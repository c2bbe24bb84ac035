"""What changed between two agreements, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from leadkit.agreement import difference_words, words
from leadkit.agreement.document import Agreement
from leadkit.agreement.in_force import CapacityInForce, LineMoved, PolicyInForce, TierInForce
from leadkit.agreement.promise import Promise
from leadkit.base.language import MISSING, _, capital, day

KEYS = {
    "promises": ("id", "side", "measure"),
    "duties": ("task",),
    "rejections": ("reason",),
    "recycling": ("reason",),
    "kpis": ("name",),
    "tiers": ("name",),
}
PARTS = [name for name in Agreement.model_fields
         if name not in ("format", "title", "version", "signatures")]  # fmt: skip
SHARES = ("line", "from_line", "chance", "weight", "audited")


@dataclass(frozen=True)
class Changed:
    """A part of the agreement in which something changed, and what, a line each."""

    heading: str
    lines: tuple[str, ...]


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
    lines = [
        line
        for field in PARTS
        for line in _part(
            field, getattr(old, field), getattr(new, field), difference_words.heads().get(field, "")
        )
    ]
    return [*_own(old, new), *lines] or _order_of(old, new)


def changed_parts(old: Agreement, new: Agreement) -> list[Changed]:
    """Say the same part by part, in the order of the text.

    Parameters
    ----------
    old, new : Agreement
        The text before and after.

    Returns
    -------
    list of Changed
        Only parts that changed; empty where nothing but the layout or the signatures did.
    """
    parts = [(_("Title"), tuple(_own(old, new)))]
    parts += [
        (heading, tuple(_part(field, getattr(old, field), getattr(new, field), "")))
        for field, heading in difference_words.headings().items()
    ]
    found = [Changed(heading, lines) for heading, lines in parts if lines]
    order = tuple(_order_of(old, new))
    return found or ([Changed(_("Order"), order)] if order else [])


def _order_of(old: Agreement, new: Agreement) -> list[str]:
    return [_("Only the order of the clauses changed.")] if old.sha256 != new.sha256 else []


def _own(old: Agreement, new: Agreement) -> Iterator[str]:
    """Yield in one line what changed in the agreement's own title and version."""
    changes = [
        _change(new, field, getattr(old, field), getattr(new, field))
        for field in ("title", "version")
        if getattr(old, field) != getattr(new, field)
    ]
    if changes:
        yield capital(", ".join(changes))


def _part(field: str, was: Any, now: Any, head: str) -> Iterator[str]:
    """Yield what changed in a part of the agreement."""
    if field in KEYS:
        yield from _clauses(field, was, now)
    elif field == "policy" and None in (was, now):
        yield from _line_drawn(was, now)
    else:
        yield from _changed(head, was, now)


def _changed(head: str, old: BaseModel, new: BaseModel) -> Iterator[str]:
    """Yield a part's own changes in one line, then those of the parts inside it."""
    inside, changes = [], []
    for field in type(new).model_fields:
        was, now = getattr(old, field), getattr(new, field)
        if field in KEYS:
            inside.append(_clauses(field, was, now))
        elif isinstance(now or was, LineMoved):
            inside.append(_line_moved(was, now))
        elif isinstance(now or was, CapacityInForce):
            inside.append(_capacity(was, now))
        elif was != now:
            changes.append(_change(new, field, was, now))
    if changes:
        said = ", ".join(changes)
        yield head + said if head else capital(said)
    for lines in inside:
        yield from lines


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


def _capacity(old: CapacityInForce | None, new: CapacityInForce | None) -> Iterator[str]:
    """Say that what sales can work is agreed on, is no more, or is another."""
    if new is None:
        yield _("The capacity of sales is dropped")
    elif old is None:
        yield _("New capacity of sales: {said}").format(said=new.said())
    elif old != new:
        yield _("Capacity of sales: “{old}” becomes “{new}”").format(old=old.said(), new=new.said())


def _clauses(field: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[str]:
    """Yield what was added, dropped or changed in a list, each clause under its own name."""
    added, dropped, head = difference_words.kinds()[field]
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
    write = words.share if _is_share(part, field) else words.amount
    if _is_number(old) and _is_number(new):
        template = _("{what} lowered from {old} to {new}")
        if new > old:
            template = _("{what} raised from {old} to {new}")
        if field == "line":
            template = _("{what} moves from {old} to {new}")
        old, new = write(old, new), write(new, old)
    old, new = (write(value) if _is_number(value) else value for value in (old, new))
    if field == "sha256":
        old, new = words.short(old), words.short(new)
    if field == "calling":
        old, new = (None if span is None else words.spans([span]) for span in (old, new))
    name = "start of a tier" if isinstance(part, TierInForce) and field == "start" else field
    what = difference_words.labels()[name]
    return template.format(what=what, old=_written(old), new=_written(new))


def _is_share(part: BaseModel, field: str) -> bool:
    if isinstance(part, TierInForce):
        return field == "start"
    if isinstance(part, Promise):
        return field == "target" and part.terms.kind == "share"
    return field in SHARES


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _written(value: Any) -> str:
    """Write a value as a reader does; a dash for nothing. Whole numbers in a list are weekdays."""
    match value:
        case None:
            return MISSING
        case bool():
            return words.yes_no(value)
        case date():
            return day(value)
        case ((str(), str()), *_rest):
            return words.spans(value)
        case (int(), *_rest):
            return words.listed(map(words.weekday, value))
        case tuple():
            return words.listed(map(_written, value))
    return str(value) or MISSING
