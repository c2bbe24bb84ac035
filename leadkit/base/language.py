"""The reader's language: translated strings, numbers, money and dates."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from math import isfinite
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import get_currency_precision, get_currency_symbol

LANGUAGES = ("en", "vi")
CATALOGS = Path(str(files("leadkit"))) / "locale"
NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
EN_DASH = "\N{EN DASH}"
MISSING = EN_DASH
HUGE = 1e15
# Babel's own, which take eleven times as long to apply: a million leads have millions of numbers.
MARKS = {"en": {}, "vi": str.maketrans(",.", ".,")}
QUARTER = re.compile(r"(\d{4})Q([1-4])")

_current = "en"


@cache
def _catalog(language: str) -> gettext.NullTranslations:
    return gettext.translation("leadkit", CATALOGS, languages=[language], fallback=True)


def use(language: str) -> None:
    """Speak `language` ("en" or "vi") from here on; strings without a translation stay English."""
    global _current
    if language not in LANGUAGES:
        raise ValueError(
            _("there is no language {name!r}; write one of {names}").format(
                name=language, names=", ".join(LANGUAGES)
            )
        )
    _current = language


def current() -> str:
    """Return the language now spoken."""
    return _current


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language for a while."""
    before = current()
    use(language)
    try:
        yield
    finally:
        use(before)


def _(text: str) -> str:
    return _catalog(_current).gettext(text) if text else ""


def N_(text: str) -> str:  # noqa: N802 (gettext's own name)
    """Mark a string for the catalog where it is only named; `_` translates it where it is shown."""
    return text


def ngettext(one: str, many: str, n: int) -> str:
    """Return `one` or `many`, translated, as `n` demands."""
    return _catalog(_current).ngettext(one, many, n)


def number(value: float, digits: int = 0, *, sign: bool = False) -> str:
    """Write a number as the reader does, with a true minus sign.

    Examples
    --------
    >>> number(1234.567, 1), number(-3), number(208, sign=True)
    ('1,234.6', '−3', '+208')
    """
    if not isfinite(value):
        return MISSING
    if abs(value) >= HUGE:
        return f"{value:.3g}".replace("-", MINUS)
    quantum = Decimal(1).scaleb(-digits)
    rounded = Decimal(str(value)).quantize(quantum, rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,f}".translate(MARKS[_current])
    if rounded < 0:
        return MINUS + text
    return ("+" if sign and rounded > 0 else "") + text


def percent(rate: float, digits: int = 0) -> str:
    """Write a rate as a percentage.

    Examples
    --------
    >>> percent(0.1234).replace(NO_BREAK, " "), percent(0.1234, 1).replace(NO_BREAK, " ")
    ('12 %', '12.3 %')
    """
    space = NO_BREAK if _current == "en" else ""
    return f"{number(rate * 100, digits)}{space}%"


def money(value: float, currency: str, *, sign: bool = False) -> str:
    """Write an amount of money; from ten million upwards in whole millions.

    Examples
    --------
    >>> money(2_301_400_000, "VND").replace(NO_BREAK, " "), money(950, "USD").replace(NO_BREAK, " ")
    ('2,301 M ₫', '950 $')
    """
    symbol = get_currency_symbol(currency, locale=_current) if currency else ""
    million = {"en": "M", "vi": "triệu"}[_current]
    if isfinite(value) and abs(value) >= 10_000_000:
        parts = [number(value / 1_000_000, sign=sign), million, symbol]
    else:
        digits = 0 if abs(value) >= 100 or not currency else get_currency_precision(currency)
        parts = [number(value, digits, sign=sign), symbol]
    return NO_BREAK.join(filter(None, parts))


def capital(text: str) -> str:
    """Start with a capital letter."""
    return text[:1].upper() + text[1:]


def listed(words: Sequence[str]) -> str:
    """Join words as "a, b and c".

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def first_few(names: Iterable[Any], most: int = 3) -> str:
    """Join the first names of many.

    Examples
    --------
    >>> first_few("abcd"), first_few([1, 2])
    ('a, b, c, …', '1, 2')
    """
    every = [str(name) for name in names]
    return ", ".join(every[:most] + ["…"] * (len(every) > most))


def quarter_name(quarter: str) -> str:
    """Write a quarter: 2026Q2 in English, quý 2/2026 in Vietnamese.

    Examples
    --------
    >>> quarter_name("2026Q2")
    '2026Q2'
    """
    found = QUARTER.fullmatch(quarter)
    return f"quý {found[2]}/{found[1]}" if found and _current == "vi" else quarter


def day(value: date) -> str:
    """Write a date, unambiguous in English, dd/mm/yyyy in Vietnamese.

    Examples
    --------
    >>> day(date(2026, 9, 30))
    '2026-09-30'
    """
    pattern = {"en": "yyyy-MM-dd", "vi": "dd/MM/yyyy"}[_current]
    return format_date(value, format=pattern, locale=_current)
