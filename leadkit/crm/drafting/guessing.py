"""What the columns of a file may be: by a system's names, by everybody's, by what they hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from leadkit.base.language import N_, _
from leadkit.book.roles import RESERVED
from leadkit.book.tables import LEADS, PLAN, Known
from leadkit.crm.drafting.guess import FileGuess, Guess
from leadkit.crm.drafting.inferring import earliest_is_creation, find_outcome
from leadkit.crm.drafting.looking import NO_NAME, FileLook, Look, worded
from leadkit.crm.drafting.relating import Relation, part_of, speaks_of
from leadkit.crm.mapping import CONTACT_JOIN, HELPERS, MEANINGS, OF_EVENTS, OF_PLAN
from leadkit.crm.recognise import Names, System, general_names

BEGUN = "begun"
SEVERAL = ("outcome", "email", "phone", "rejection_reason", "lost_reason")
TIMES = {column.name for column in LEADS.columns if column.kind in ("time", "day")}
TIMES |= {"decided_at", "at", BEGUN}
NUMBERS = {column.name for table in (LEADS, PLAN) for column in table.columns
           if column.kind in ("number", "money")}  # fmt: skip
DECLARED = {column.name for column in LEADS.columns} | set(HELPERS)
AFTERWARDS = re.compile(
    r"\b(status|stage|reason|amount|clos\w+|won|lost|loss|conver\w+|probability|modified|updated?"
    r"|last (activity|contact\w*|call|touch)|respon\w+|deals?|opportunit\w+|invoice|pa(id|yment)"
    r"|contract|forecast|expected|sales|outcome|results?|disposition|accepted|rejected|decision"
    r"|calls?|attempts?|trạng thái|tình trạng|kết quả|chốt|doanh (thu|số)|hợp đồng|lý do|dự kiến"
    r"|đóng|cập nhật|gọi|mã số thuế|thanh toán|lỗi|bounced|tax)\b"
)
OF_FIRMS = re.compile(r"\b(annual|company|firm|year)\b")
SAID_BY_NAME = N_("its name says so")


def guess_leads(look: FileLook, relation: Relation, system: System | None) -> FileGuess:
    """Guess what the columns of the file of leads are."""
    guess = _guess(look, relation, system)
    if not guess.sources("created_at"):
        earliest_is_creation(guess)
    if not guess.sources("outcome"):
        find_outcome(guess)
    return guess


def guess_other(
    look: FileLook, relation: Relation, system: System | None, leads: FileGuess
) -> FileGuess:
    """Guess what the columns of a file beside the leads are."""
    if relation.kind == "lookup":
        return _lookup(look, relation, leads)
    guess = _guess(look, relation, system)
    if relation.kind == "deals":
        _begins_with(guess, leads)
    if relation.join == CONTACT_JOIN:
        for target in ("email", "phone"):
            for header in speaks_of(look, target, "leads"):
                guess.columns[header] = Guess(header, (target,), _("finds the lead"))
    if relation.kind in ("activities", "plan"):
        allowed = (*OF_EVENTS, *OF_PLAN, "email", "phone")
        for header, one in guess.columns.items():
            if not set(one.to) <= set(allowed):
                guess.columns[header] = Guess(
                    header, (), one.why if not one.to else _("not needed")
                )
    return guess


def _guess(look: FileLook, relation: Relation, system: System | None) -> FileGuess:
    sources = [*([system] if system else []), *general_names()]
    claims, left_out = _claims(look, relation, sources)
    guess = FileGuess(look, relation)
    chosen: dict[str, list[tuple[str, str]]] = defaultdict(list)
    own: dict[str, tuple[str, Names]] = {}
    for target, claimed in claims.items():
        fitting = [claim for claim in claimed if _fits(look.columns[claim.header], target)]
        for claim in fitting if target in SEVERAL else fitting[:1]:
            if target in DECLARED | {BEGUN, *OF_EVENTS, *OF_PLAN}:
                chosen[claim.header].append((target, claim.why))
            else:
                own[claim.header] = (target, claim.names)
    ranked = sorted(look.headers, key=lambda header: _rank(header, claims, look.headers))
    for header in ranked:
        if header in chosen:
            to, whys = zip(*chosen[header], strict=True)
            guess.columns[header] = Guess(header, tuple(to), whys[0])
        elif header in left_out:
            guess.columns[header] = Guess(header, (), left_out[header].said or _("not needed"))
        else:
            guess.columns[header] = _own(look.columns[header], relation, own.get(header))
    _key_is_told(guess)
    return guess


@dataclass(frozen=True, order=True)
class _Claim:
    """That a column is called like one of the book."""

    source: int
    rank: int
    header: str
    names: Names = field(compare=False)
    why: str = field(compare=False)


def _claims(
    look: FileLook, relation: Relation, sources: Sequence[System]
) -> tuple[dict[str, list[_Claim]], dict[str, Names]]:
    claims: dict[str, list[_Claim]] = defaultdict(list)
    left_out: dict[str, Names] = {}
    for header in look.headers:
        for place, source in enumerate(sources):
            found = source.named(header, part_of(relation.kind))
            for names, rank in found:
                said = names.said or (
                    _(SAID_BY_NAME) if source.general else _("{system} calls it so").format(
                        system=source.name
                    )
                )  # fmt: skip
                for target in names.to:
                    claims[target].append(_Claim(place, rank, header, names, said))
                if not names.to:
                    left_out[header] = names
            if found:
                break
    return {target: sorted(found) for target, found in claims.items()}, left_out


def _rank(header: str, claims: dict[str, list[_Claim]], headers: Sequence[str]) -> tuple[int, int]:
    """Keep the file's order, except among columns that are asked one after the other."""
    for target in SEVERAL:
        asked = [claim.header for claim in claims.get(target, [])]
        if header in asked:
            first = min(headers.index(name) for name in asked)
            return first, asked.index(header)
    return headers.index(header), 0


def _fits(look: Look, target: str) -> bool:
    """Return whether a column holds what its name promises."""
    if not look.filled:
        return False
    if target in TIMES:
        return look.is_time
    if target in NUMBERS:
        return look.is_number
    if target == "lead_id":
        return look.names_rows
    return look.is_few if target in MEANINGS or target == "detail" else True


def _own(look: Look, relation: Relation, named: tuple[str, Names] | None) -> Guess:
    """Keep a column that the book does not declare, unless it is of no use or names a person."""
    if not look.filled:
        return Guess(look.header, (), _("blank throughout"))
    if named is not None:
        name, names = named
        return Guess(look.header, (name,), names.said or _("the firm's own"), names.known)
    if NO_NAME.fullmatch(look.header):
        return Guess(look.header, (), _("a column without a name"))
    if look.is_contact:
        return Guess(look.header, (), _("contact data that no analysis needs"))
    if look.is_free_text:
        return Guess(look.header, (), _("free words, which may name people"))
    name, is_id = own_name(look.header), re.search(r"\b(id|key|code|mã)$|^mã\b", look.words)
    if look.names_rows and is_id:
        return Guess(look.header, (name,), _("a number of its own on every row"), Known.IDENTIFIER)
    if relation.kind == "deals":
        return Guess(look.header, (name,), _("told of a deal, after the handoff"), Known.AFTER)
    if AFTERWARDS.search(look.words) and not OF_FIRMS.search(look.words):
        return Guess(
            look.header, (name,), _("filled as a deal goes along, by its name"), Known.AFTER
        )
    why = _("the firm's own; nothing says when it is known")
    return Guess(look.header, (name,), why, Known.ASSUMED)


def own_name(header: str) -> str:
    """Return the name under which the book keeps a column that it does not declare.

    Examples
    --------
    >>> own_name("Delivery_Mode"), own_name("Pages 14d"), own_name("Closed At")
    ('delivery_mode', 'pages_14d', 'closed_at_as_exported')
    """
    name = worded(header).replace(" ", "_") or "column"
    return f"{name}_as_exported" if name in DECLARED or name in RESERVED else name


def _key_is_told(guess: FileGuess) -> None:
    """Leave out the column that finds the lead: the lead's own number says the same."""
    relation = guess.relation
    if len(relation.join) == 2:
        header = relation.join[1]
        guess.columns[header] = Guess(header, (), _("finds the lead"))


def _lookup(look: FileLook, relation: Relation, leads: FileGuess) -> FileGuess:
    """Keep the columns of a list that many leads share, known as early as what finds them."""
    guess = FileGuess(look, relation)
    ours = leads.columns[relation.join[0]]
    declared = [LEADS.column(name) for name in ours.to]
    known = ours.known or next((column.known for column in declared if column), Known.ASSUMED)
    for header, one in look.columns.items():
        kept = _own(one, relation, None)
        is_fact = kept.known is not None and known not in (Known.AFTER, Known.OUTCOME)
        if is_fact:
            why = _("told of its {key}, whatever becomes of the lead").format(key=relation.join[1])
            kept = replace(kept, known=Known.ASSUMED, why=why)
        elif kept.known is not None:
            why = _("known as {column} is").format(column=relation.join[0])
            kept = replace(kept, known=Known.AFTER, why=why)
        guess.columns[header] = kept
    _key_is_told(guess)
    return guess


def _begins_with(guess: FileGuess, leads: FileGuess) -> None:
    """Say what the beginning of a deal is to its lead."""
    headers = guess.sources(BEGUN)
    handed = bool(guess.sources("decision")) and "handed_off_at" not in leads.targets
    target, why = (
        ("handed_off_at", _("sales then decides on it, so this is the handoff"))
        if handed
        else ("accepted_at", _("a deal begins when sales takes the lead on"))
    )
    for header in headers:
        guess.columns[header] = Guess(header, (target,), why)
    for header, one in guess.columns.items():
        told = [name for name in one.to if _is_told(name, leads)]
        if told:
            kept = tuple(name for name in one.to if name not in told)
            guess.columns[header] = Guess(header, kept, _("the leads say so already"))


def _is_told(name: str, leads: FileGuess) -> bool:
    column = LEADS.column(name)
    early = column is not None and column.known in (Known.CREATION, Known.CONTACT)
    return early and name in leads.targets
