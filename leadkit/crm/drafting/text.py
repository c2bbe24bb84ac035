"""The text of a drafted map: one line a column, and beside it why, and what its cells look like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import tomlkit

from leadkit.base.language import _, ngettext, number
from leadkit.base.lines import on_one_line
from leadkit.book.tables import Known
from leadkit.crm.drafting.circumstances import Circumstances
from leadkit.crm.drafting.guess import FileGuess
from leadkit.crm.drafting.meaning import Meaning
from leadkit.crm.drafting.relating import Kind
from leadkit.crm.recognise import Recognised

WIDEST = 46
HOLDS: dict[Kind, str] = {"deals": "details", "lookup": "details"}
ACTIVITIES = (("call", "cuộcgọi"), ("meeting", "gặp"), ("email", "email"), ("task", "tácnghiệp"))


def draft_text(guesses: Sequence[FileGuess], found: Recognised, where: Circumstances) -> str:
    """Write a map as TOML that a person can read, mend and sign."""
    lines = [*_head(found, where)]
    for guess in guesses:
        lines += ["", *_file(guess)]
    return "\n".join([*lines, *_known(guesses)]) + "\n"


def _head(found: Recognised, where: Circumstances) -> list[str]:
    system = found.system
    verified = system.verified if system else False
    tried = _("tried on a real export") if verified else _("never tried on a real export")
    rows = [
        ("format", 1, ""),
        ("system", system.key if system else "", found.why),
        ("verified", verified, tried),
        ("timezone", where.timezone, where.timezone_why),
        ("currency", where.currency, where.currency_why),
        ("window", 90, _("days after the handoff in which a lead counts as won")),
        ("dates", where.dates, where.dates_why),
        ("repair_accents", False, where.accents_why),
    ]
    first = _("# How these files become a lead book. Mend what is wrong, then: leadkit import")
    return [first, *(_line(name, _value(value), why) for name, value, why in rows)]


def _file(guess: FileGuess) -> list[str]:
    relation, look = guess.relation, guess.look
    size = _("{n} rows; {why}").format(n=number(look.rows), why=relation.why)
    lines = [
        "[[files]]",
        _line("name", _value(look.name), size),
        _line("holds", _value(HOLDS.get(relation.kind, relation.kind)), ""),
    ]
    if relation.join:
        lines.append(_line("join", _value(list(relation.join)), ""))
    if relation.kind == "activities":
        lines += _activity(guess)
    if not guess.columns:
        return lines
    lines += ["[files.columns]", _('# column of the file = column of the book; "" leaves it out')]
    for header, one in guess.columns.items():
        hidden = bool(set(one.to) & {"full_name", "owner", "first_name", "last_name", "company"})
        samples = look.columns[header].samples(hidden=hidden)
        why = f"{one.why}: {samples}" if samples else one.why
        lines.append(_line(_value(header), _value(_target(one.to)), why))
    for target, found in guess.meanings.items():
        lines += ["", f"[files.values.{target}]", *map(_meaning, found)]
    return lines


def _activity(guess: FileGuess) -> Iterable[str]:
    if not guess.sources("kind"):
        told = "".join((guess.look.stem, *guess.look.headers)).casefold()
        kind = next((kind for kind, word in ACTIVITIES if kind in told or word in told), "activity")
        yield _line("kind", _value(kind), _("what every row is, by the names in the file"))
    if not guess.sources("by"):
        yield _line("by", _value("sales"), _("who did it; write marketing where that is so"))


def _meaning(one: Meaning) -> str:
    rows = ngettext("{n} row", "{n} rows", one.n).format(n=number(one.n))
    unsure = _("{rows}; not recognised: say what it means").format(rows=rows)
    return _line(_value(one.value), _value(one.meant), rows if one.is_sure else unsure)


def _known(guesses: Sequence[FileGuess]) -> list[str]:
    own = {
        name: one.known
        for guess in guesses
        for one in guess.columns.values()
        for name in one.to
        if one.known is not None
    }
    if not own:
        return []
    choices = ", ".join(known.value for known in Known)
    lines = ["", "[known]"]
    lines.append(
        _("# when each column is known; only creation and handoff may score a lead. One of:")
    )
    lines.append(f"# {choices}")
    for name, known in own.items():
        lines.append(_line(name if name.isascii() else _value(name), _value(known.value), ""))
    return lines


def _target(to: tuple[str, ...]) -> str | list[str]:
    to = tuple(dict.fromkeys(to))
    return to[0] if len(to) == 1 else list(to) if to else ""


def _value(value: object) -> str:
    return tomlkit.item(value).as_string()


def _line(key: str, value: str, comment: str) -> str:
    """Write one entry, its comment beside it."""
    entry = f"{key} = {value}"
    return f"{entry:<{WIDEST}}  # {on_one_line(comment)}" if comment else entry
