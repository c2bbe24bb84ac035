"""What an export says of its clock, money, dates and accents, and what a person must say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from leadkit.base.language import _, ngettext, number, percent
from leadkit.book.accents import mended
from leadkit.book.money import currency_of
from leadkit.book.order import Order
from leadkit.crm.drafting.guess import FileGuess
from leadkit.crm.drafting.guessing import NUMBERS, TIMES
from leadkit.crm.masking import shown
from leadkit.quality import phones

VIETNAMESE = set("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
UNIT = re.compile(r"\(([^()]+)\)$")
VIETNAM, ENOUGH = "Asia/Ho_Chi_Minh", 0.5


@dataclass(frozen=True)
class Circumstances:
    """Timezone, currency, order of dates, garbled accents: each guessed with its reason."""

    timezone: str
    timezone_why: str
    currency: str
    currency_why: str
    dates: str
    dates_why: str
    accents_why: str
    notes: tuple[str, ...]


def circumstances(guesses: Sequence[FileGuess], dates: Order | None) -> Circumstances:
    """Guess them from the columns of the files; where nothing says, say so."""
    evidence = _vietnamese(guesses)
    timezone = VIETNAM if evidence else "UTC"
    timezone_why = evidence or _("nothing says in which zone the clock runs; write yours")
    currency, currency_why = _currency(guesses, evidence)
    doubtful = _ambiguities(guesses)
    garbled = _garbled(guesses)
    notes = []
    if doubtful and not dates:
        notes += [
            *doubtful,
            _('say which it is: write dates = "day-first" or "month-first", or give --dates'),
        ]
    return Circumstances(
        timezone=timezone,
        timezone_why=timezone_why,
        currency=currency,
        currency_why=currency_why,
        dates=dates or "",
        dates_why="; ".join(doubtful) or _("the values decide by themselves"),
        accents_why=garbled or _("no garbled accents were seen"),
        notes=(*notes, *([garbled] if garbled else [])),
    )


def _vietnamese(guesses: Sequence[FileGuess]) -> str:
    """Return what speaks for Vietnam, or nothing."""
    headers = [header for guess in guesses for header in guess.look.headers]
    if any(VIETNAMESE & set(header.casefold()) for header in headers):
        return _("the columns have Vietnamese names")
    for guess in guesses:
        for header in guess.sources("phone"):
            cells = guess.look.columns[header].cells.dropna()
            share = float(phones(cells, "VN").valid.mean()) if len(cells) else 0.0
            if share >= ENOUGH:
                return _("{share} of {column} are Vietnamese numbers").format(
                    share=percent(share), column=header
                )
    return ""


def _currency(guesses: Sequence[FileGuess], vietnamese: str) -> tuple[str, str]:
    for guess in guesses:
        for header, one in guess.columns.items():
            look = guess.look.columns[header]
            if look.is_number and (set(one.to) & NUMBERS or one.known is not None):
                named = currency_of(look.cells.dropna().drop_duplicates()) or _in_header(header)
                if named:
                    return named, _("{column} says so").format(column=header)
    if vietnamese:
        return "VND", vietnamese
    return "", _("no amount names it; write its code, as in USD")


def _in_header(header: str) -> str:
    """Return the currency that a column names in brackets, as in Amount (USD)."""
    unit = UNIT.search(header)
    return currency_of(pd.Series([f"1 {unit[1]}"])) if unit else ""


def _ambiguities(guesses: Sequence[FileGuess]) -> list[str]:
    return [
        f"{guess.look.name}: {look.ambiguity}"
        for guess in guesses
        for header, one in guess.columns.items()
        if set(one.to) & TIMES and (look := guess.look.columns[header]).ambiguity
    ]


def _garbled(guesses: Sequence[FileGuess]) -> str:
    """Say how many cells have garbled accents, with one example before and after."""
    count, example = 0, ""
    for guess in guesses:
        for look in guess.look.columns.values():
            repaired = mended(look.cells).dropna()
            count += len(repaired)
            if len(repaired) and not example:
                before = look.cells.loc[repaired.index[0]]
                example = _example(before, str(repaired.iloc[0]))
    if not count:
        return ""
    said = ngettext(
        "{n} cell has garbled accents, such as {example}; repair_accents = true mends it",
        "{n} cells have garbled accents, such as {example}; repair_accents = true mends them",
        count,
    )
    return said.format(n=number(count), example=example)


def _example(before: str, after: str) -> str:
    """Show the first garbled word alone, which tells little of a person."""
    for old, new in zip(before.split(), after.split(), strict=False):
        if old != new:
            return f"{shown([old], is_contact=False)} → {shown([new], is_contact=False)}"
    return "…"
