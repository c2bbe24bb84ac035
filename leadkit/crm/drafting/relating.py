"""Which of several files holds the leads, and how the rows of the others find their lead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from leadkit.base.language import _, percent
from leadkit.crm.drafting.looking import FileLook, Look
from leadkit.crm.mapping import CONTACT_JOIN
from leadkit.crm.recognise import Part, System, general_names, key_of, recognise
from leadkit.quality import emails, phones

Kind = Literal["leads", "deals", "lookup", "activities", "plan", ""]
OF_LEADS = {"lead": 4, "tiemnang": 4, "pipeline": 3, "contact": 2, "khach": 2, "customer": 2}
ACTIVITY = re.compile(
    r"call|activit|task|meeting|email|event|history|interaction|hoạtđộng|cuộcgọi|tácnghiệp|lịchsử"
)
PLAN = re.compile(r"quota|plan|target|budget|kếhoạch|chỉtiêu|kehoach|chitieu")
SAME_NAME, PART_OF_NAME, WORD_IN_COMMON, OWN_WORDS = 1.0, 0.75, 0.5, 0.5
RELATED, CONTACTS_IN_COMMON = 1.25, 0.3
COMMON_WORDS = {"date", "time", "name", "number", "code", "type"}
PARTS: tuple[Part, ...] = ("leads", "details")
MOST_COLUMNS = 300
ROOMY, MOSTLY, SHORT = 0.5, 0.8, 3


@dataclass(frozen=True)
class Relation:
    """What a file is to the leads, how its rows find them, and why we think so."""

    kind: Kind
    join: tuple[str, ...]
    why: str


def part_of(kind: Kind) -> Part:
    """Return under which names a file of this kind is read."""
    parts: dict[Kind, Part] = {"deals": "details", "lookup": "details"}
    return parts.get(kind, kind or "leads")  # type: ignore[arg-type]


def speaks_of(look: FileLook, target: str, part: Part, system: System | None = None) -> list[str]:
    """Return the columns of a file that are called like a column of the book."""
    known = [system] if system else []
    return [
        header
        for header in look.headers
        if any(
            target in names.to
            for one in (*known, *general_names())
            for names, _rank in one.named(header, part)
        )
    ]


def find_leads(looks: Sequence[FileLook]) -> FileLook:
    """Return the file with one row a lead: it names people, their beginning and their end."""
    return max(looks, key=lambda look: (_leadness(look), look.rows))


def _leadness(look: FileLook) -> int:
    score = 3 * bool(speaks_of(look, "outcome", "leads"))
    score += 2 * bool(speaks_of(look, "created_at", "leads"))
    score += 2 * any(speaks_of(look, name, "leads") for name in ("email", "phone"))
    score += bool(speaks_of(look, "source", "leads"))
    score += 2 * any(look.columns[name].names_rows for name in speaks_of(look, "lead_id", "leads"))
    score += max((points for word, points in OF_LEADS.items() if word in look.stem), default=0)
    system = recognise(look.headers).system
    return score + (3 if system is not None and not system.general else 0)


def relate(leads: FileLook, other: FileLook) -> Relation:
    """Say what another file is to the file of leads, by the values the two have in common."""
    if set(other.headers) == set(leads.headers):
        why = _("the same columns as {file}: an extract of its own, import it by itself")
        return Relation("", (), why.format(file=leads.name))
    left, right = _may_find(leads), _may_find(other)
    best = max(
        (_strength(ours, theirs) for ours in left for theirs in right),
        key=lambda pair: pair.score,
        default=None,
    )
    if best is not None and best.score >= RELATED:
        kind = _kind(other, best)
        why = _("{share} of its {theirs} are found in {ours} of {file}").format(
            share=percent(best.found), theirs=best.theirs, ours=best.ours, file=leads.name
        )
        return Relation(kind, (best.ours, best.theirs), why)
    if PLAN.search(other.stem) or speaks_of(other, "quarter", "plan"):
        return Relation("plan", (), _("speaks of quarters, not of leads"))
    if (shared := _contacts_in_common(leads, other)) >= CONTACTS_IN_COMMON:
        kind = "activities" if _is_activities(other, unique=False) else "deals"
        why = _("{share} of its rows have the e-mail or telephone of a lead").format(
            share=percent(shared)
        )
        return Relation(kind, CONTACT_JOIN, why)
    why = _("no column's values are those of a column of {file}").format(file=leads.name)
    return Relation("", (), why)


def _may_find(look: FileLook) -> list[Look]:
    """Return the columns by which rows may find each other: statuses and dates are no names."""
    ends = [name for part in PARTS for name in speaks_of(look, "outcome", part)]
    return [
        one
        for header, one in look.columns.items()
        if header not in ends and not one.is_time and not one.reaches
    ][:MOST_COLUMNS]


@dataclass(frozen=True)
class _Pair:
    ours: str
    theirs: str
    score: float
    found: float
    many_leads: bool
    unique: bool


def _strength(ours: Look, theirs: Look) -> _Pair:
    """Return how strongly two columns speak of the same things; one of them must name rows."""
    left, right = ours.keys, theirs.keys
    none = _Pair(ours.header, theirs.header, 0.0, 0.0, False, False)
    left_unique, right_unique = (_is_key(look) for look in (ours, theirs))
    if min(len(left), len(right)) < 2 or not (left_unique or right_unique):
        return none
    common = len(left & right)
    covered, found = common / len(left), common / len(right)
    if max(covered, found) < ROOMY:
        return none
    named, counts = _same_name(ours, theirs), _are_counts(left | right)
    if not named and counts and min(covered, found) < ROOMY:
        return none
    told = max(named, OWN_WORDS if found >= MOSTLY and not counts else 0.0)
    score = (covered + found) / 2 + told
    return _Pair(ours.header, theirs.header, score, found, not left_unique, right_unique)


def _is_key(look: Look) -> bool:
    return len(look.keys) >= 0.95 * look.filled


def _are_counts(keys: frozenset[str]) -> bool:
    """Return whether they are plain numbers, which meet by chance."""
    return all(key.isdecimal() for key in keys)


def _same_name(ours: Look, theirs: Look) -> float:
    a, b = key_of(ours.header), key_of(theirs.header)
    if a == b:
        return SAME_NAME
    short, long = sorted((a, b), key=len)
    if len(short) > SHORT and short in long:
        return PART_OF_NAME
    words = set(ours.words.split()) & set(theirs.words.split()) - COMMON_WORDS
    return WORD_IN_COMMON if any(len(word) > SHORT for word in words) else 0.0


def _kind(other: FileLook, pair: _Pair) -> Kind:
    """Say what joined rows are: many leads share a row of a lookup, many activities one lead."""
    if pair.many_leads and pair.unique:
        return "lookup"
    return "activities" if _is_activities(other, unique=pair.unique) else "deals"


def _is_activities(other: FileLook, *, unique: bool) -> bool:
    if speaks_of(other, "deal_value", "details") or speaks_of(other, "decision", "details"):
        return False
    has_time = any(other.columns[name].is_time for name in speaks_of(other, "at", "activities"))
    is_named = bool(ACTIVITY.search(other.stem))
    return has_time and (is_named or not (unique or speaks_of(other, "outcome", "details")))


def _contacts_in_common(leads: FileLook, other: FileLook) -> float:
    """Return the share of rows that have the e-mail or telephone of a lead."""
    found = pd.Series(False, index=other.raw.frame.index)
    for target, normal in (("email", emails), ("phone", phones)):
        ours, theirs = (speaks_of(look, target, "leads") for look in (leads, other))
        for left in ours:
            known = set(normal(leads.raw.frame[left]).normalised.dropna())
            for right in theirs:
                found |= normal(other.raw.frame[right]).normalised.isin(known)
    return float(found.mean()) if len(found) else 0.0
