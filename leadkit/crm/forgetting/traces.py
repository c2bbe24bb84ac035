"""What would still name a person in a text: ids, addresses, numbers in any spelling, full names."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

import phonenumbers

from leadkit.base.language import N_
from leadkit.crm.forgetting.person import Person

GONE = "…"
SIGN = r"[ \u00a0.\-()]{0,2}"
FEWEST_DIGITS, FEWEST_LETTERS = 7, 5
BETWEEN = r"\s+"
MARKS = "[\u0300-\u036f]*"
LATIN = range(0xC0, 0x1F00)
ADDRESS = re.compile(r"[^\s@]{2,}@+[^\s@]{2,}")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
ID, EMAIL, PHONE, NAME = N_("id"), N_("e-mail address"), N_("telephone number"), N_("name")


@dataclass(frozen=True)
class Traces:
    """Patterns of one person, each with what it is and what stands there instead."""

    patterns: tuple[tuple[str, re.Pattern[str], str], ...]

    def erase(self, text: str) -> str:
        """Return a text without the person."""
        for _what, pattern, instead in self.patterns:
            text = pattern.sub(instead, text)
        return text

    def stand_in(self, text: str) -> bool:
        """Return whether a text holds a trace as it is written."""
        return any(pattern.search(text) for _what, pattern, _instead in self.patterns)

    def found(self, text: str) -> list[str]:
        """Return which traces a text holds, however its signs are escaped."""
        plain = ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
        plain = html.unescape(unquote(plain, errors="ignore"))
        texts = {text, plain}
        return list(
            dict.fromkeys(
                what
                for what, pattern, _instead in self.patterns
                if any(pattern.search(one) for one in texts)
            )
        )


def traces_of(person: Person) -> Traces:
    """Return the patterns by which a person would be found.

    Ids that are a few digits or letters, such as 17, are not looked for in running text.
    """
    return Traces(tuple(_patterns(person)))


def is_distinct(lead_id: str) -> bool:
    """Return whether an id can stand for nothing else in a text.

    Examples
    --------
    >>> is_distinct("L000017"), is_distinct("1700042"), is_distinct("17"), is_distinct("won")
    (True, True, False, False)
    """
    digits = sum(sign.isdigit() for sign in lead_id)
    if digits == len(lead_id):
        return digits >= FEWEST_DIGITS
    return digits > 0 and len(lead_id) >= FEWEST_LETTERS


def _patterns(person: Person) -> Iterator[tuple[str, re.Pattern[str], str]]:
    for lead, label in person.labels.items():
        if is_distinct(lead):
            yield ID, re.compile(rf"(?<![\w-]){re.escape(lead)}(?![\w-])"), label
    written = [text for text in person.spellings if ADDRESS.fullmatch(text)]
    for address in sorted({*person.emails, *written}):
        yield EMAIL, re.compile(rf"(?i)(?<![\w.+-]){re.escape(address)}(?![\w-]|\.\w)"), GONE
    for number in sorted(person.phones):
        yield PHONE, re.compile(_spelled(number)), GONE
    for text in sorted(person.spellings):
        if sum(sign.isdigit() for sign in text) >= FEWEST_DIGITS and "@" not in text:
            yield PHONE, re.compile(rf"(?<![\d.]){re.escape(text)}(?!\d)"), GONE
    for name in sorted(person.names):
        yield NAME, re.compile(_named(name)), GONE


def _spelled(number: str) -> str:
    """Return a pattern of the spellings of a number in E.164, whatever parts its digits."""
    parsed = phonenumbers.parse(number)
    national = phonenumbers.national_significant_number(parsed)
    country = SIGN.join(str(parsed.country_code))
    digits = SIGN.join(national)
    abroad = rf"(?:\+|00)?{SIGN}{country}{SIGN}(?:\(?0\)?{SIGN})?"
    return rf"(?<![\d.])(?:{abroad}|0[ \u00a0\-()]?){digits}(?!\d)"


def _named(name: str) -> str:
    """Return a pattern of a name with or without its tone marks, in either case."""
    words = [
        "".join(f"[{_alike(_bare(sign))}]{MARKS}" for sign in word)
        for word in unicodedata.normalize("NFC", name).split()
    ]
    return rf"(?i)(?<!\w){BETWEEN.join(words)}(?!\w)"


def _bare(sign: str) -> str:
    plain = unicodedata.normalize("NFD", sign.casefold()).replace("đ", "d")
    return plain[0] if plain else sign


@cache
def _alike(bare: str) -> str:
    """Return the letters that are the same without their marks, for a class of a pattern."""
    letters = {chr(code) for code in LATIN if _bare(chr(code)) == bare}
    return "".join(re.escape(letter) for letter in sorted({bare, bare.upper(), *letters}))
