"""E-mail addresses, telephone numbers and names in one normal form; each spelling judged once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneMetadata, PhoneNumberType

SIMPLE_LOCAL = re.compile(r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*")
LONGEST_SIMPLE = 60
SEPARATORS = re.compile(r"[\s.\-()'’\u200b\u2060]+")
OLD_VIETNAMESE = re.compile(r"(?:\+?84|0084|0)?(1[2689]\d)(\d{7})")
OLD_PREFIXES = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",  # MobiFone
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",  # VinaPhone
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36",  # Viettel
    "167": "37", "168": "38", "169": "39",
    "186": "56", "188": "58", "199": "59",  # Vietnamobile, Gmobile
}  # fmt: skip
FOR_PEOPLE = (
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.VOIP,
    PhoneNumberType.PERSONAL_NUMBER,
)
SAME_DIGITS = 8
ASCENDING = "0123456789" * 2


@dataclass(frozen=True)
class Contacts:
    """A column of contact data in normal form, on the index it came with.

    Parameters
    ----------
    normalised : Series of str
        The normal form; missing where the cell is blank or not valid.
    valid, filled, repaired, fixed_line : Series of bool
        Whether the cell can be used, holds anything, was wrong but could be mended, and (numbers
        only) belongs to a desk rather than a person.
    """

    normalised: pd.Series[str]
    valid: pd.Series[bool]
    filled: pd.Series[bool]
    repaired: pd.Series[bool]
    fixed_line: pd.Series[bool]

    @property
    def invalid(self) -> pd.Series[bool]:
        """Whether the cell holds something that cannot be right."""
        return self.filled & ~self.valid


@dataclass(frozen=True)
class _Judgement:
    normalised: str | None = None
    repaired: bool = False
    fixed_line: bool = False


_BAD = _Judgement()


def emails(cells: pd.Series[str], *, dead_domains: Iterable[str] = ()) -> Contacts:
    """Bring e-mail addresses into lower case and judge their grammar, without asking a server.

    Parameters
    ----------
    cells : Series of str
        Addresses as written; missing stays missing.
    dead_domains : iterable of str
        Domains at which nobody can be reached (throwaway, misspelled).

    Returns
    -------
    Contacts

    Examples
    --------
    >>> emails(pd.Series(["An@Example.com ", "hoang@@c", None])).normalised.tolist()
    ['an@example.com', nan, nan]
    """
    dead = frozenset(domain.casefold() for domain in dead_domains)
    return _judged(cells, lambda text: _email(text.strip().casefold(), dead))


def _email(text: str, dead: frozenset[str]) -> _Judgement:
    local, _at, domain = text.rpartition("@")
    if domain in dead:
        return _BAD
    if SIMPLE_LOCAL.fullmatch(local) and len(local) <= LONGEST_SIMPLE >= len(domain):
        return _Judgement(text) if _accepted(f"a@{domain}") else _BAD
    return _Judgement(text) if _accepted(text) else _BAD


@cache
def _accepted(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def phones(cells: pd.Series[str], region: str = "VN") -> Contacts:
    """Bring telephone numbers into E.164 and judge them by the numbering plan of their country.

    Vietnamese mobile numbers of eleven digits get the prefix that replaced theirs in 2018, and a
    leading zero that a spreadsheet dropped comes back; both count as repaired. Letters, two
    numbers in one cell, service numbers, and digits that repeat or run on are not valid.

    Parameters
    ----------
    cells : Series of str
        Numbers as written; missing stays missing.
    region : str
        ISO code of the country whose numbers carry no country code.

    Returns
    -------
    Contacts

    Examples
    --------
    >>> written = ["0912.345.678", "912345678", "01234 567 899", "0999999999"]
    >>> phones(pd.Series(written)).normalised.tolist()
    ['+84912345678', '+84912345678', '+84834567899', nan]
    """
    plan = _plan(region)
    return _judged(cells, lambda text: _phone(text, plan))


def _phone(text: str, plan: _Plan) -> _Judgement:
    bare = SEPARATORS.sub("", text)
    if plan.country_code == 84 and (old := OLD_VIETNAMESE.fullmatch(bare)):
        prefix = OLD_PREFIXES.get(old[1])
        return _usable(f"+84{prefix}{old[2]}", prefix + old[2], repaired=True) if prefix else _BAD
    if found := plan.domestic.fullmatch(bare) or plan.abroad.fullmatch(bare):
        national = found["mobile"] or found["fixed"]
        return _usable(
            f"+{plan.country_code}{national}",
            national,
            repaired=plan.has_trunk_zero and bare == national,
            fixed_line=found["mobile"] is None,
        )
    return _parsed(text, plan.region)


def _usable(
    number: str, national: str, *, repaired: bool = False, fixed_line: bool = False
) -> _Judgement:
    """Refuse digits that nobody was given: 999999999, 911111111, 987654321, 901234567."""
    runs_on = national in ASCENDING or national in ASCENDING[::-1]
    repeats = len(set(national[-SAME_DIGITS:])) == 1
    return _BAD if runs_on or repeats else _Judgement(number, repaired, fixed_line)


def _parsed(text: str, region: str) -> _Judgement:
    """Ask the library about a number not written in the country's own plain way."""
    if any(sign.isalpha() for sign in text):
        return _BAD
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return _BAD
    kind = phonenumbers.number_type(number)
    if not phonenumbers.is_valid_number(number) or kind not in FOR_PEOPLE:
        return _BAD
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    national = phonenumbers.national_significant_number(number)
    return _usable(written, national, fixed_line=kind == PhoneNumberType.FIXED_LINE)


@dataclass(frozen=True)
class _Plan:
    region: str
    country_code: int
    has_trunk_zero: bool
    domestic: re.Pattern[str]
    abroad: re.Pattern[str]


def _plan(region: str) -> _Plan:
    """Read a country's own ways of writing a number from the library's numbering plan."""
    plan: Any = PhoneMetadata.metadata_for_region(region)
    if plan is None:
        raise ValueError(f"no such country: {region!r}")
    mobile, fixed = plan.mobile.national_number_pattern, plan.fixed_line.national_number_pattern
    trunk = f"(?:{plan.national_prefix})?" if plan.national_prefix else ""
    domestic = f"{trunk}(?:(?P<mobile>{mobile})|(?P<fixed>{fixed}))"
    abroad = rf"(?:\+|{plan.international_prefix})?{plan.country_code}{domestic}"
    return _Plan(
        region=region,
        country_code=plan.country_code,
        has_trunk_zero=plan.national_prefix == "0",
        domestic=re.compile(domestic),
        abroad=re.compile(abroad),
    )


def _judged(cells: pd.Series[str], judge: Callable[[str], _Judgement]) -> Contacts:
    """Judge each distinct spelling once and hand the verdicts back to the rows."""
    codes, spellings = pd.factorize(cells)
    verdicts = [*map(judge, spellings), _BAD]
    normal = pd.array([verdict.normalised for verdict in verdicts], dtype="str")

    def per_row(flags: Iterable[bool]) -> pd.Series[bool]:
        return pd.Series(np.fromiter(flags, dtype=bool)[codes], index=cells.index)

    return Contacts(
        normalised=pd.Series(normal[codes], index=cells.index),
        valid=per_row(verdict.normalised is not None for verdict in verdicts),
        filled=cells.notna(),
        repaired=per_row(verdict.repaired for verdict in verdicts),
        fixed_line=per_row(verdict.fixed_line for verdict in verdicts),
    )
