"""What the values of a column may mean: statuses, decisions, reasons, kinds of activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from leadkit.book.names import OPEN_VALUES, WON_VALUES, plain
from leadkit.crm.drafting.looking import FEW, Look
from leadkit.crm.mapping import MEANINGS
from leadkit.crm.recognise import System, general_names

CONVERTED = "converted"
FARTHEST = ("converted", "closed converted")
NEVER_MIND = ("no", "false", "0", "n", "không")
BARE_ANSWERS = (*NEVER_MIND, "yes", "true", "1", "y", "có")
FALLBACKS = {"outcome": "open", "rejection_reason": "OTHER", "lost_reason": "OTHER"}
SURE = 0.5
SHORT_WORD = 4


@dataclass(frozen=True)
class Meaning:
    """What one value may mean; `is_sure` where its words say so."""

    value: str
    n: int
    meant: str
    is_sure: bool = True


def ends_leads(look: Look) -> bool:
    """Return whether most values of a column are known ways in which leads end, wins among them."""
    counts = look.values
    known = {value: _outcome(value) for value in counts.index}
    covered = sum(n for value, n in counts.items() if known[str(value)] is not None)
    won = [value for value, meant in known.items() if meant in ("won", CONVERTED)]
    told = [value for value in won if plain(value) not in BARE_ANSWERS]
    return bool(told) and covered >= SURE * look.filled and len(counts) > 1


def meanings(looks: Sequence[Look], target: str, system: System | None) -> list[Meaning]:
    """Say what the values of the columns that feed a column of the book may mean.

    One spelling stands for all that differ in case and spaces; the most frequent values come
    first, at most forty.
    """
    cells = pd.concat([look.cells.dropna() for look in looks])
    folded = cells.map(plain)
    counts = folded.value_counts().head(FEW)
    spelled = cells.groupby(folded).first()
    found = []
    for key, n in counts.items():
        value = str(spelled[str(key)])
        meant = _meant(value, target, system)
        if target == "outcome" and len(looks) > 1 and key in NEVER_MIND:
            meant = ""
        fallback = FALLBACKS.get(target, "")
        found.append(Meaning(value, n, fallback if meant is None else meant, meant is not None))
    return found


def _meant(value: str, target: str, system: System | None) -> str | None:
    key = plain(value)
    for known, meant in (system.values if system else {}).get(target, {}).items():
        if plain(known) == key:
            return meant
    for canonical in MEANINGS.get(target, ()):
        if key == plain(canonical):
            return canonical
    if target == "outcome":
        return _outcome(value)
    if target in ("rejection_reason", "lost_reason"):
        return _reason(key)
    for general in general_names():
        for known, meant in general.values.get(target, {}).items():
            if plain(known) == key:
                return meant
    return key.replace(" ", "_") if target == "kind" else None


def _outcome(value: str) -> str | None:
    """Return won, lost, open, converted, or None where nobody knows the word."""
    key = plain(value)
    for general in general_names():
        for known, meant in general.values.get("outcome", {}).items():
            if plain(known) == key:
                return meant
    if key in map(plain, WON_VALUES):
        return CONVERTED if key in FARTHEST else "won"
    return "open" if key in map(plain, OPEN_VALUES) else None


def _reason(key: str) -> str | None:
    """Return the code whose words a reason holds; the longest words win."""
    found = [
        (len(word), code)
        for general in general_names()
        for code, words in general.words.items()
        for word in words
        if _holds(key, plain(word))
    ]
    return max(found)[1] if found else None


def _holds(text: str, word: str) -> bool:
    return word in text if len(word) >= SHORT_WORD else word in text.split()


def resolved(found: Sequence[Meaning], *, is_farthest: bool) -> list[Meaning]:
    """Settle what "converted" means: won where no lead goes farther, else open."""
    meant = "won" if is_farthest else "open"
    return [
        Meaning(one.value, one.n, meant if one.meant == CONVERTED else one.meant, one.is_sure)
        for one in found
    ]
